"""Text in columns of a terminal, where a Chinese character takes two: width, padding, lines."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """The columns a text takes in a terminal."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int) -> str:
    """The text, filled up with spaces."""
    return text + " " * max(1, columns - width(text))


def short(text: str, most: int = 70) -> str:
    """A text on one line, cut after so many characters."""
    bare = " ".join(text.split())
    return bare if len(bare) <= most else bare[: most - 1] + "…"


def wrap(text: str, columns: int, indent: int) -> list[str]:
    """Lines of at most `columns`, further lines two columns deeper; Chinese breaks between characters."""
    lines: list[str] = []
    line, room = "", columns - indent
    for token in _tokens(text):
        if line.strip() and width(line) + width(token.rstrip()) > room:
            lines.append(line.rstrip())
            line, token, room = "", token.lstrip(), columns - indent - 2
        line += token
    lines.append(line.rstrip())
    first, *rest = lines
    return [" " * indent + first, *(" " * (indent + 2) + r for r in rest)]


_CLOSING = "，。；：、）》」！？,.;:)"


def _tokens(text: str) -> list[str]:
    out: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        glue = out and (char in _CLOSING or char == " ")
        last_wide = bool(out) and unicodedata.east_asian_width(out[-1][-1]) in "WF"
        if glue or (out and not wide and not last_wide and not out[-1].endswith(" ")):
            out[-1] += char
        else:
            out.append(char)
    return out
