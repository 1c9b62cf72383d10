"""Many patterns over one text: only those are tried of whose letters the text has what each needs, and only those are ever compiled.

What a pattern needs is read off its parsed form: of the parts that every match has, the rarest literal, or the literals of which it has
one. It is a necessary condition, never a sufficient one, so that nothing a pattern would find is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")
"""The standard library's own reading of patterns, in every version since 3.11."""
_MOST = 40
"""Literals of a choice beyond which a pattern is simply tried."""
_PARTS = {"SUBPATTERN": -1, "MAX_REPEAT": 2, "MIN_REPEAT": 2, "POSSESSIVE_REPEAT": 2, "ASSERT": 1}
"""Where the inner part of an operation stands in what the standard library gives of it."""


class Sieve:
    """Patterns in their order. `holes` stand in them for long expressions (`{abroad}`) that are put in when a pattern is compiled."""

    def __init__(self, sources: Sequence[str], holes: Mapping[str, str] | None = None) -> None:
        self._holes = dict(holes or {})
        self._sources = tuple(sources)
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        for at, source in enumerate(self._sources):
            literals = needs(self._filled(source, dict.fromkeys(self._holes, ".")))
            if not literals:
                self._always.append(at)
            for literal in literals:
                self._by_start.setdefault(literal[:2], []).append((literal, at))

    def matching(self, text: str) -> Iterator[tuple[int, re.Pattern[str]]]:
        """The patterns that may match a text, each with its place among all, in their order."""
        return ((at, self.pattern(at)) for at in sorted(self._may(text.casefold())))

    def pattern(self, at: int) -> re.Pattern[str]:
        """The pattern at a place, compiled when it is first asked for."""
        if at not in self._compiled:
            self._compiled[at] = re.compile(self._filled(self._sources[at], self._holes))
        return self._compiled[at]

    @staticmethod
    def _filled(source: str, holes: Mapping[str, str]) -> str:
        for hole, words in holes.items():
            source = source.replace(hole, words)
        return source

    def _may(self, text: str) -> set[int]:
        found = set(self._always)
        for start in {*text, *(text[i : i + 2] for i in range(len(text) - 1))} & self._by_start.keys():
            found.update(at for literal, at in self._by_start[start] if at not in found and literal in text)
        return found


def needs(source: str) -> frozenset[str]:
    """Literals in small letters of which every text has one that the pattern matches; none when there is no such choice."""
    found = _of(_PARSER.parse(source)) or frozenset()
    return found if len(found) <= _MOST else frozenset()


def _of(items: Iterable[tuple[object, object]]) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    run = ""
    for op, value in [*items, (None, None)]:
        if str(op) == "LITERAL" and isinstance(value, int):
            run += chr(value).casefold()
            continue
        for found in (frozenset({run} - {""}), _part(str(op), value)):
            if found and (best is None or _rarity(found) > _rarity(best)):
                best = found
        run = ""
    return best


def _part(op: str, value: object) -> frozenset[str] | None:
    if op == "BRANCH" and isinstance(value, tuple):
        ways = [_of(way) for way in value[1]]
        return None if any(not way for way in ways) else frozenset().union(*(way for way in ways if way))
    if op == "IN" and isinstance(value, list):
        chars = [chr(v).casefold() for o, v in value if str(o) == "LITERAL"]
        return frozenset(chars) if len(chars) == len(value) else None
    if op == "ATOMIC_GROUP":
        return _of(value)  # type: ignore[arg-type]
    if op not in _PARTS or not isinstance(value, tuple) or (op.endswith("REPEAT") and value[0] == 0):
        return None
    return _of(value[_PARTS[op]])


def _rarity(literals: frozenset[str]) -> tuple[int, int]:
    """How seldom the commonest of some literals stands in a text: a Chinese character tells as much as three Latin letters."""
    return min(sum(1 if c.isascii() else 3 for c in literal) for literal in literals), -len(literals)
