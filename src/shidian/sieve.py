"""Many patterns over one text: only those are tried of whose letters the text has what each needs, and only those are ever compiled.

What a pattern needs is read off its parsed form: of the parts that every match has, the rarest literal, or the literals of which it has
one. It is a necessary condition, never a sufficient one, so that nothing a pattern would find is passed over.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from shidian.kept import made_once
from shidian.patterns import compiled

_PARSER: Any = import_module("re._parser")
"""The standard library's own reading of patterns, in every version since 3.11."""
_MOST = 40
"""Literals of a choice beyond which a pattern is simply tried."""
SOON = 2
"""Choices of words for which a pattern is compiled by itself."""
_PARTS = {"SUBPATTERN": -1, "MAX_REPEAT": 2, "MIN_REPEAT": 2, "POSSESSIVE_REPEAT": 2, "ASSERT": 1}
"""Where the inner part of an operation stands in what the standard library gives of it."""


Needs = Sequence[frozenset[str]]


class Words(msgspec.Struct, frozen=True):
    """Very many words, of which `any_of` makes one expression: to compile that takes long."""

    words: tuple[str, ...]
    any_of: Callable[[Iterable[str]], str]


class Sieve:
    """Patterns in their order. `holes` stand in them for long expressions (`{abroad}`) that are put in when a pattern is compiled: of words
    only those that the text has, until a pattern was wanted for `SOON` other choices of them."""

    def __init__(
        self, sources: Sequence[str], holes: Mapping[str, str | Words] | None = None, needed: Callable[[Sequence[str]], Needs] | None = None
    ) -> None:
        """`needed` tells what many patterns need, for who has kept it."""
        self._holes = dict(holes or {})
        self._sources = tuple(sources)
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._for_some: dict[int, dict[tuple[str, ...], re.Pattern[str]]] = {}
        self._always: list[int] = []
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        bare = [self._filled(source, dict.fromkeys(self._holes, ".")) for source in self._sources]
        for at, literals in enumerate(needed(bare) if needed is not None else map(needs, bare)):
            if not literals:
                self._always.append(at)
            for literal in literals:
                self._by_start.setdefault(literal[:2], []).append((literal, at))

    def matching(self, text: str) -> Iterator[tuple[int, re.Pattern[str]]]:
        """The patterns that may match a text, each with its place among all, in their order."""
        small = text.casefold()
        return ((at, self.pattern(at, small)) for at in sorted(self._may(small)))

    def pattern(self, at: int, text: str) -> re.Pattern[str]:
        """The pattern at a place as it is for a text in small letters, compiled when it is first asked for."""
        if (whole := self._compiled.get(at)) is not None:
            return whole
        source = self._sources[at]
        words = [put for hole, put in self._holes.items() if hole in source and isinstance(put, Words)]
        if not words:
            return self._compiled.setdefault(at, compiled(self._filled(source, self._holes)))
        some, told = self._for_some.setdefault(at, {}), tuple(w for put in words for w in put.words if w in text)
        if told in some or len(some) < SOON:
            if told not in some:
                some[told] = re.compile(self._filled(source, self._holes, set(told)))
            return some[told]
        self._for_some.pop(at, None)  # another thread may have done the same
        return self._compiled.setdefault(at, re.compile(self._filled(source, self._holes)))

    @staticmethod
    def _filled(source: str, holes: Mapping[str, str | Words], only: set[str] | None = None) -> str:
        for hole, words in holes.items():
            if hole in source:
                put = words if isinstance(words, str) else words.any_of(w for w in words.words if only is None or w in only)
                source = source.replace(hole, put)
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


def needs_kept(sources: Sequence[str]) -> list[frozenset[str]]:
    """What each of some patterns needs, kept between starts: to parse a thousand takes a third of a second."""
    own = sys.version, Path(__file__).read_text(encoding="utf-8")
    found: list[frozenset[str]] = made_once("needs", [*own, *sources], list[frozenset[str]], lambda: [needs(s) for s in sources])
    return found


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
