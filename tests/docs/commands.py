"""The commands that a page of documentation shows, and the exit code it gives for each."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "docs/tutorial.md", *sorted((ROOT / "docs/how-to").glob("*.md")))

_LINE = re.compile(r"^(?: {4,}|\$ )?(?:\$ )?(?:\.venv/bin/)?shidian (?P<words>\S.*)$")
_INLINE = re.compile(r"`shidian (\S[^`]*)`")
_EXIT = re.compile(r"exit(?:s with)? code (\d)")


@dataclass(frozen=True)
class Shown:
    """A command on a page: its words, and the exit code that the prose after it gives, if any."""

    page: str
    line: int
    words: tuple[str, ...]
    code: int | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {' '.join(self.words)}"


def shown(page: Path) -> list[Shown]:
    """Every command of a page that is written out in full: on a line of its own (indented or fenced), or within a sentence."""
    lines = page.read_text(encoding="utf-8").splitlines()
    name = page.relative_to(ROOT).as_posix()
    out = []
    fenced = False
    for i, line in enumerate(lines):
        fenced ^= line.startswith("```")
        found = _LINE.match(line)
        if found and (fenced or line.startswith((" ", "$"))):
            out.append((i, found["words"]))
        else:
            out += [(i, words) for words in _INLINE.findall(line)]
    return [
        Shown(name, i + 1, tuple(shlex.split(words.partition(" > ")[0], comments=True)), _code_after(lines, i))
        for i, words in out
        if "…" not in words
    ]


def _code_after(lines: list[str], start: int) -> int | None:
    """The exit code named on the command's own line or in the paragraph right after it."""
    after = start + 1
    while after < len(lines) and not lines[after].strip():
        after += 1
    end = after
    while end < len(lines) and lines[end].strip() and not _LINE.match(lines[end]):
        end += 1
    own = _EXIT.search(lines[start])
    found = own or _EXIT.search(" ".join(lines[after:end]))
    return int(found[1]) if found else None
