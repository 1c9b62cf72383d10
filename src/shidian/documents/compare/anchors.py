"""Findings of an earlier version of a document, found again in a new one: exact, moved, or orphaned. Never silently wrong."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

CONTEXT = 40
MANY_LINES = 4000
"""From here on lines that stand very often are not compared, so that the time stays bounded."""
Fate = Literal["exact", "moved", "orphaned"]


class TextAnchor(Struct, frozen=True):
    """What became of a span: `exact` at the same place, `moved` to another where the same words stand in the same surroundings, or `orphaned`."""

    start: int
    end: int
    fate: Fate
    now: tuple[int, int] | None = None


class AnchorChange(Struct, frozen=True):
    """A passage that a new version added, dropped or rewrote: spans in the old and the new text, either of them empty."""

    kind: Literal["added", "dropped", "rewritten"]
    old: tuple[int, int]
    new: tuple[int, int]


def anchor(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[TextAnchor]:
    """Find spans of an old text in a new one.

    Words that stand once in the new text are found wherever they are. Words that stand several times are told apart by their line, else by the characters
    around them; where that leaves more than one place, or the words are gone, the span is orphaned.
    """
    lines = _kept_lines(old, new)
    return [_one(old, new, start, end, lines) for start, end in spans]


def _one(old: str, new: str, start: int, end: int, lines: list[tuple[int, int, int]]) -> TextAnchor:
    words = old[start:end]
    for old_start, new_start, length in lines:  # a whole line that is kept keeps what stands in it
        if old_start <= start and end <= old_start + length:
            shift = new_start - old_start
            return TextAnchor(start, end, "exact" if shift == 0 else "moved", (start + shift, end + shift))
    places = _places(new, words)
    before, after = old[max(0, start - CONTEXT) : start], old[end : end + CONTEXT]
    scored = sorted(
        (
            (
                _alike(before, new[max(0, p - CONTEXT) : p], from_end=True)
                + _alike(after, new[p + len(words) : p + len(words) + CONTEXT], from_end=False),
                p,
            )
            for p in places
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < 6 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return TextAnchor(start, end, "orphaned")
    at = scored[0][1]
    return TextAnchor(start, end, "exact" if at == start else "moved", (at, at + len(words)))


def _places(text: str, words: str, most: int = 200) -> list[int]:
    out: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(out) < most:
        out.append(at)
        at = text.find(words, at + 1)
    return out


def _alike(one: str, other: str, *, from_end: bool) -> int:
    """How many characters two surroundings share, counted from the words outwards."""
    pairs = zip(reversed(one), reversed(other), strict=False) if from_end else zip(one, other, strict=False)
    count = 0
    for a, b in pairs:
        if a != b:
            break
        count += 1
    return count


def _lines(text: str) -> list[tuple[int, str]]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((at, line))
        at += len(line) + 1
    return out


def _blocks(old: str, new: str) -> tuple[list[tuple[int, str]], list[tuple[int, str]], list[tuple[str, int, int, int, int]]]:
    a, b = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, [line for _, line in a], [line for _, line in b], autojunk=len(a) + len(b) > MANY_LINES)
    return a, b, list(matcher.get_opcodes())


def _kept_lines(old: str, new: str) -> list[tuple[int, int, int]]:
    a, b, codes = _blocks(old, new)
    return [
        (a[i][0], b[j][0], len(a[i][1]))
        for code, i1, i2, j1, _ in codes
        if code == "equal"
        for i, j in zip(range(i1, i2), range(j1, j1 + i2 - i1), strict=True)
    ]


def changes(old: str, new: str) -> list[AnchorChange]:
    """What a new version added, dropped and rewrote, line by line."""
    a, b, codes = _blocks(old, new)
    out = []
    for code, i1, i2, j1, j2 in codes:
        if code == "equal":
            continue
        before = (a[i1][0], a[i2 - 1][0] + len(a[i2 - 1][1])) if i2 > i1 else (0, 0)
        after = (b[j1][0], b[j2 - 1][0] + len(b[j2 - 1][1])) if j2 > j1 else (0, 0)
        out.append(AnchorChange("added" if i1 == i2 else "dropped" if j1 == j2 else "rewritten", before, after))
    return out
