"""The rules of a question as bits, so that what still bears on a case is a few whole numbers and reading a fact is a few ands.

A rule is one bit. An exclusion of its scope is a bit of its own after those of the rules: it is a conjunction as the scope is, and
where it holds, its rule is gone. For each level one number says which conjunctions still have a test of it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from shidian.diagram.classes import NO, OPEN, YES, Level
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook

Bits = int
"""A set of rules, or of rules and exclusions."""

Cells = int
"""A set of cells (ways of filling in what is open), one bit each."""


def bits_of(mask: Bits) -> Iterator[int]:
    """The numbers in a set, from the least."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


WORD = (1 << 64) - 1


def union_of(sets: Iterable[Bits]) -> Bits:
    """All that is in one of some sets."""
    out = 0
    for one in sets:
        out |= one
    return out


class Effects(Struct, frozen=True):
    """What learning something of a level does: conjunctions that fail, and those whose test stays open."""

    dead: Bits
    open: Bits


class Parts:
    """The bits of one rulebook over its levels."""

    def __init__(self, rulebook: Rulebook, levels: Sequence[Level]) -> None:
        self.rules: tuple[Rule, ...] = rulebook.rules
        self.levels = levels
        self.all_rules: Bits = (1 << len(self.rules)) - 1
        self.number = {r.id: i for i, r in enumerate(self.rules)}
        self.owner: dict[int, int] = {}
        """The rule of each exclusion."""
        self.exclusions: dict[int, Bits] = {}
        """The exclusions of each rule that has some."""
        self.uses: list[list[Bits]] = [[0] * len(level.tests) for level in levels]
        """By level and test, the conjunctions that make it."""
        level_of = {level.fact: i for i, level in enumerate(levels)}
        following = len(self.rules)
        for i, rule in enumerate(self.rules):
            conjunctions = [(i, rule.scope.when)]
            for tests in rule.scope.unless:
                conjunctions.append((following, tests))
                self.owner[following] = i
                self.exclusions[i] = self.exclusions.get(i, 0) | 1 << following
                following += 1
            for bit, tests in conjunctions:
                for test in tests:
                    level = level_of[test.fact]
                    self.uses[level][levels[level].test_of[test]] |= 1 << bit
        self.everything: Bits = (1 << following) - 1
        self.with_exclusions: Bits = sum(1 << i for i in self.exclusions)
        self.touching = [union_of(uses) for uses in self.uses]
        """By level, the conjunctions that test it."""
        self._twice = [self._more_than_once(uses) for uses in self.uses]
        """By level, the conjunctions that have several tests of it, and the numbers of these."""
        self.passing: list[dict[int, int]] = [{} for _ in levels]
        """By level and test, the atoms that pass: found when first asked for."""
        self.limits = self._where(r.kind == "limit" for r in self.rules)
        self.reliefs = self._where(r.kind == "relief" for r in self.rules)
        self.grants = self._where(r.kind == "grant" for r in self.rules)
        self.closings = self._where(r.kind == "closing" for r in self.rules)
        self.unread = self._where(r.kind == "limit" and r.taint == "gap" for r in self.rules)
        self.tainted = self._where(r.taint is not None for r in self.rules)
        self.bounding = self.limits | self.reliefs
        """The rules whose ceilings a case is held against."""
        self.relieving: dict[int, Bits] = {}
        """By rule, those that relieve it."""
        self.reliant: Bits = 0
        """The rules that say nothing without one that they relieve."""
        for i, rule in enumerate(self.rules):
            for limit in rule.relieves:
                if limit in self.number:
                    self.reliant |= 1 << i
                    at = self.number[limit]
                    self.relieving[at] = self.relieving.get(at, 0) | 1 << i
        self.relieved: Bits = sum(1 << i for i in self.relieving)
        self._atoms_of: dict[int, dict[int, int]] = {}
        self._learnt: list[dict[int, Effects]] = [{} for _ in levels]
        self._narrowed: list[dict[int, Effects]] = [{} for _ in levels]
        self._relief: dict[Bits, Bits] = {}
        self._excluding: dict[Bits, Bits] = {}
        self._near: tuple[Bits, Bits] = (self.with_exclusions, self.everything & ~self.all_rules)
        self._listed: dict[tuple[int, Bits], tuple[Rule, ...]] = {}
        self.duties = self.whole(self._where(r.kind == "duty" for r in self.rules))

    # --- sets -----------------------------------------------------------------------------------------------

    def whole(self, rules: Bits) -> Bits:
        """Rules together with their exclusions."""
        return rules | self.excluding(rules & self.with_exclusions)

    def listed(self, rules: Bits) -> tuple[Rule, ...]:
        """The rules of a set, in order: stretch by stretch, since few stretches of many sets differ."""
        out: tuple[Rule, ...] = ()
        first = 0
        while rules:
            if some := rules & WORD:
                found = self._listed.get((first, some))
                if found is None:
                    found = self._listed[first, some] = tuple([self.rules[first + i] for i in bits_of(some)])
                out += found
            rules >>= 64
            first += 64
        return out

    def excluding(self, rules: Bits) -> Bits:
        """The exclusions of some rules."""
        if not rules:
            return 0
        found = self._excluding.get(rules)
        if found is None:
            near, theirs = self._near  # sets that are asked for one after the other differ little
            if (moved := rules ^ near).bit_count() > rules.bit_count():
                moved, theirs = rules, 0
            found = self._excluding[rules] = theirs ^ union_of(self.exclusions[i] for i in bits_of(moved))
            self._near = rules, found
        return found

    def owners(self, conjunctions: Bits) -> Bits:
        """The rules that some conjunctions belong to."""
        out = conjunctions & self.all_rules
        for bit in bits_of(conjunctions & ~self.all_rules):
            out |= 1 << self.owner[bit]
        return out

    def reliefs_for(self, rules: Bits) -> Bits:
        rules &= self.relieved
        found = self._relief.get(rules)
        if found is None:
            found = self._relief[rules] = union_of(self.relieving[i] for i in bits_of(rules))
        return found

    # --- learning -------------------------------------------------------------------------------------------

    def learn(self, level: int, number: int, truths: bytes) -> Effects:
        """What a class does; `truths` are those of its tests."""
        found = self._learnt[level].get(number)
        if found is None:
            found = self._learnt[level][number] = self._effects(level, truths)
        return found

    def narrow(self, level: int, atoms: int) -> Effects:
        """What it does that a value turned out to be one of these atoms."""
        found = self._narrowed[level].get(atoms)
        if found is None:
            truths = bytearray(len(self.uses[level]))
            for test in range(len(truths)):
                yes = self.yes(level, test)
                truths[test] = NO if not yes & atoms else YES if not atoms & ~yes else OPEN
            found = self._narrowed[level][atoms] = self._effects(level, bytes(truths))
        return found

    def atoms_of(self, level: int) -> dict[int, int]:
        """For each conjunction that asks for a level, the atoms that pass all its tests of it."""
        found = self._atoms_of.get(level)
        if found is None:
            found = self._atoms_of[level] = {}
            for test, some in enumerate(self.uses[level]):
                passing = self.yes(level, test)
                for bit in bits_of(some):
                    found[bit] = found.get(bit, -1) & passing
        return found

    def yes(self, level: int, test: int) -> int:
        """The atoms that pass a test."""
        known = self.passing[level]
        found = known.get(test)
        if found is None:
            found = known[test] = self.levels[level].yes(test)
        return found

    def _effects(self, level: int, truths: bytes) -> Effects:
        uses, held, left = self.uses[level], 0, 0
        for test, truth in enumerate(truths):
            if truth == YES:
                held |= uses[test]
            elif truth == OPEN:
                left |= uses[test]
        several, tests = self._twice[level]
        failed = 0
        for test in tests:
            if truths[test] == NO:
                failed |= uses[test]
        dead = self.touching[level] & ~(held | left) | several & failed
        return Effects(dead, left & ~dead)

    def _more_than_once(self, uses: list[Bits]) -> tuple[Bits, list[int]]:
        seen = several = 0
        for some in uses:
            several |= seen & some
            seen |= some
        return several, [test for test, some in enumerate(uses) if some & several]

    def _where(self, holds: Iterable[bool]) -> Bits:
        return sum(1 << i for i, yes in enumerate(holds) if yes)
