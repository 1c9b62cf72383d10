"""Levels and classes: the finite domain of each fact.

Values of a fact that no rule tells apart fall into one class. The finest classes are *atoms*, numbered from 0; a class is a set
of atoms (a bit mask: what the value can still turn out to be) together with the truth, for the engine, of every test on the
fact. A definite value has one atom; a coarse or missing value has several, and leaves some tests unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import Any

from msgspec import Struct

from shidian.engine.case import Value
from shidian.engine.conditions import Test
from shidian.engine.rulebook import Rulebook
from shidian.engine.truth import Truth

NO, YES, OPEN = 0, 1, 2
"""How a test comes out, in the truths of a class."""


def coded(truth: Truth) -> int:
    """A truth value as a small number."""
    return OPEN if truth is None else YES if truth else NO


class ValueClass(Struct, frozen=True):
    """One class of values: `id` counts from 0 on its level, `truths` has one of NO, YES, OPEN for each test of the level, `atoms`
    is the mask of what the value can be, `sample` is a value in it (with the zones said, for a place)."""

    id: int
    truths: bytes
    atoms: int
    sample: Value
    zones: frozenset[tuple[str, bool]] = frozenset()


class Level:
    """One fact of a question: its tests, its atoms, and the classes met so far."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        self.fact = fact
        self.rulebook = rulebook
        self.declared = rulebook.facts[fact]
        self.tests: tuple[Test, ...] = tuple(rulebook.tests[fact])
        self.test_of = {t: i for i, t in enumerate(self.tests)}
        self.classes: list[ValueClass] = []
        self._lock = RLock()
        self._interned: dict[tuple[bytes, int], ValueClass] = {}
        self.known: dict[Any, ValueClass] = {}
        """The classes of the values met so far; of places by the value and the era, while nothing is said of zones."""
        self.size = 0
        """How many atoms there are."""

    def of(self, value: Value, zones: frozenset[tuple[str, bool]] = frozenset(), era: int = 0) -> ValueClass:
        """The class of a value; `zones` are what is said of zones and `era` the era of the day, for a place."""
        key = self._key(value, zones, era)
        found = self.known.get(key)
        if found is None:
            with self._lock:  # classes are numbered: two threads must not both find a new one
                found = self.known[key] = self._find(value, zones, era)
        return found

    def _key(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> Any:
        return value

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        """The definite classes that can be in an era."""
        raise NotImplementedError

    def words(self, atoms: int) -> tuple[str, ...]:
        """What a person would call the values of a mask."""
        raise NotImplementedError

    def yes(self, test: int) -> int:
        """The mask of the atoms that pass a test."""
        raise NotImplementedError

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        raise NotImplementedError

    def intern(self, truths: bytes, atoms: int, sample: Value, zones: frozenset[tuple[str, bool]] = frozenset()) -> ValueClass:
        found = self._interned.get((truths, atoms))
        if found is None:
            found = ValueClass(len(self.classes), truths, atoms, sample, zones)
            self.classes.append(found)
            self._interned[truths, atoms] = found
        return found
