"""Tests of facts, each true, false or unknown of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from shidian.engine.case import Case, zone_truth
from shidian.engine.truth import Truth, every, negate, some
from shidian.law.tree import Tree


class InTree(Struct, frozen=True):
    """The value lies inside one of `words`: true inside, unknown when it is coarser than one of them, else false."""

    fact: str
    words: tuple[str, ...]
    inside: frozenset[str]
    around: frozenset[str]

    def of(self, case: Case) -> Truth:
        value = case.values[self.fact]
        return True if value in self.inside else None if value in self.around else False


class InPlace(Struct, frozen=True):
    """The place lies in one of the units, or inside one of the zones, which reach into `reached`."""

    fact: str
    words: tuple[str, ...]
    inside: frozenset[str]
    around: frozenset[str]
    zones: tuple[str, ...]
    reached: frozenset[str]
    on: str
    tree: Tree

    def of(self, case: Case, told: Mapping[str, Truth] | None = None) -> Truth:
        """Whether the place of a case passes; `told` is what is known of its zones, for who asks many tests of one place."""
        unit = str(case.values[self.fact])
        if unit in self.inside:
            return True
        out: Truth = None if unit in self.around else False
        if not case.zones and unit not in self.reached:
            return out
        on = case.values[self.on]
        day = on if isinstance(on, dt.date) else None
        if not case.zones:  # nothing is said: a zone that is there and reaches this far leaves it open
            there = self.tree.zone_units
            return None if out is None or any(unit in there[z] and (day is None or self.tree.stands(z, day)) for z in self.zones) else False
        if told is not None:
            return some([out, *[told[z] for z in self.zones]])
        return some([out, *(zone_truth(case, z, unit, day, self.tree) for z in self.zones)])


class IsWord(Struct, frozen=True):
    """The answer (yes/no, or a choice) is one of `words`."""

    fact: str
    words: tuple[str, ...]

    def of(self, case: Case) -> Truth:
        value = case.values[self.fact]
        return None if value is None else value in self.words


class InRange(Struct, frozen=True):
    """The number lies between two bounds, each inclusive or not."""

    fact: str
    low: Decimal | None
    low_open: bool
    high: Decimal | None
    high_open: bool

    def of(self, case: Case) -> Truth:
        value = case.values[self.fact]
        if value is None:
            return None
        assert isinstance(value, Decimal)
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return not (self.high is not None and (value > self.high or (self.high_open and value == self.high)))


class InSet(Struct, frozen=True):
    """The set has one of `any_of`, all of `all_of`, none of `none_of`."""

    fact: str
    any_of: frozenset[str]
    all_of: frozenset[str]
    none_of: frozenset[str]

    def of(self, case: Case) -> Truth:
        value = case.values[self.fact]
        if value is None:
            return None
        assert isinstance(value, frozenset)
        return (not self.any_of or bool(self.any_of & value)) and self.all_of <= value and not (self.none_of & value)


class Between(Struct, frozen=True):
    """The day lies in a half-open interval."""

    fact: str
    start: dt.date | None
    before: dt.date | None

    def of(self, case: Case) -> Truth:
        value = case.values[self.fact]
        if value is None:
            return None
        assert isinstance(value, dt.date)
        return (self.start is None or value >= self.start) and (self.before is None or value < self.before)


Test = InTree | InPlace | IsWord | InRange | InSet | Between


class Conditions(Struct, frozen=True):
    """A scope: every test of `when` passes, and no exclusion of `unless` passes whole."""

    when: tuple[Test, ...]
    unless: tuple[tuple[Test, ...], ...] = ()

    def of(self, case: Case) -> Truth:
        """Whether the case lies in the scope."""
        out: Truth = True
        for test in self.when:  # written out: this is asked of every rule of every case
            found = test.of(case)
            if found is False:
                return False
            if found is None:
                out = None
        if not self.unless:
            return out
        return every([out, *(negate(every(t.of(case) for t in tests)) for tests in self.unless)])

    def unknown(self, case: Case) -> list[Test]:
        """The tests that the case leaves open."""
        tests = [*self.when, *(t for tests in self.unless for t in tests)]
        return [t for t in tests if t.of(case) is None]

    def all(self) -> list[Test]:
        """Every test, exclusions included."""
        return [*self.when, *(t for tests in self.unless for t in tests)]
