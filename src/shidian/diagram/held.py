"""What a node must remember of the facts that were read: the domains of open facts, and the numbers that ceilings bound.

A number that a ceiling bounds matters to the end, but a given one only by what the ceilings at hand make of it; a number that bounds
another one matters as long as that one is open. Two numbers that every ceiling treats alike lead to one node.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shidian.diagram.numbers import Numbers
from shidian.diagram.parts import Bits, Parts, union_of
from shidian.engine.algebra import Ceiling
from shidian.engine.rulebook import Rulebook


class Domain(NamedTuple):
    """What a fact that was read can be: the mask of its atoms, and whether a value was given."""

    atoms: int
    given: bool


Domains = tuple[tuple[int, Domain], ...]
"""Domains by level, in the order of the levels."""


class Held:
    """The numbers of a question: which ceilings bound each, and which bound each other."""

    def __init__(self, parts: Parts, rulebook: Rulebook, level_of: Mapping[str, int]) -> None:
        self.parts = parts
        self.main = level_of.get(rulebook.main_of or "", -1)
        self.ceilings: dict[int, list[tuple[Ceiling, Bits]]] = {}
        """By level, the ceilings on its number in order, each with the rules that set it."""
        self.bounding: dict[int, Bits] = {}
        """By level, the rules that set a ceiling on its number."""
        for level in sorted({level_of[f] for f in rulebook.ceilings.values()}):
            found: dict[Ceiling, Bits] = {}
            for slot, fact in rulebook.ceilings.items():
                for i, rule in enumerate(parts.rules):
                    if level_of[fact] == level and parts.bounding >> i & 1 and slot in rule.effect.ceilings:
                        top = rule.effect.ceilings[slot]
                        found[top] = found.get(top, 0) | 1 << i
            self.ceilings[level] = sorted(found.items(), key=lambda item: (item[0].value, not item[0].exclusive))
            self.bounding[level] = union_of(found.values())
        self.more = tuple((level_of[low], level_of[high]) for low, high in rulebook.ordered)
        """The levels of each number and of each that it cannot exceed, at any remove."""
        self.linked: dict[int, tuple[int, ...]] = {}
        for i in level_of.values():
            near = tuple(sorted({j for a, b in self.more for j in (a, b) if i in (a, b) and i != j}))
            if near:
                self.linked[i] = near
        self.numbers = frozenset({*self.ceilings, *self.linked})
        """The levels of numbers that a ceiling or another number bounds."""
        self._order = tuple(sorted(self.numbers))
        self.setting = union_of(self.bounding.values())
        """The rules that set a ceiling on some number."""
        self._kept: dict[tuple[object, ...], Domains] = {}
        self._like: dict[tuple[int, Bits], tuple[int, ...]] = {}

    def matters(self, level: int, alive: Bits, left: tuple[Bits, ...]) -> bool:
        """Whether a ceiling or a test of what is alive asks for a number."""
        return bool(left[level] or self.bounding.get(level, 0) & alive)

    def asks(self, alive: Bits, left: tuple[Bits, ...], domains: Domains, level: int) -> bool:
        """Whether a number that was not read matters, by itself or by one that it bounds."""
        return self.matters(level, alive, left) or self.tells_apart(level, alive, left, domains)

    def kept(self, alive: Bits, left: tuple[Bits, ...], domains: dict[int, Domain]) -> Domains:
        """The domains that something still asks for."""
        numbers = self._order
        held = [(i, d) for i, d in domains.items() if left[i] and i not in self.numbers]
        given = [domains.get(i) for i in numbers]
        if any(given):
            key = (alive & self.setting, *given, *[left[i] != 0 for i in numbers])
            known = self._kept.get(key)
            if known is None:
                known = self._kept[key] = self._numbers_kept(alive, left, {i: d for i, d in domains.items() if i in self.numbers})
            held += known
        held.sort()
        return tuple(held)

    def _numbers_kept(self, alive: Bits, left: tuple[Bits, ...], domains: dict[int, Domain]) -> Domains:
        held: list[tuple[int, Domain]] = []
        self._bound_each_other(domains)
        for i, domain in domains.items():
            bounds = any(self.matters(j, alive, left) and not (j in domains and domains[j].given) for j in self.linked.get(i, ()))
            if bounds or self.matters(i, alive, left):
                if domain.given and not bounds and not left[i]:
                    domain = Domain(1 << self.like(i, domain.atoms.bit_length() - 1, alive), True)
                held.append((i, domain))
        return tuple(held)

    def tells_apart(self, level: int, alive: Bits, left: tuple[Bits, ...], domains: Domains) -> bool:
        """Whether a part of a number's domain matters beyond what tests and ceilings make of it: it bounds one that is open."""
        return any(j not in {i for i, d in domains if d.given} and self.matters(j, alive, left) for j in self.linked.get(level, ()))

    def like(self, level: int, atom: int, alive: Bits) -> int:
        """The least atom that every ceiling of what is alive treats as it treats this one."""
        return self.likes(level, alive)[atom]

    def likes(self, level: int, alive: Bits) -> tuple[int, ...]:
        """The same of each atom."""
        key = (level, self.bounding.get(level, 0) & alive)
        found = self._like.get(key)
        if found is None:
            found = self._like[key] = self._least_like(*key)
        return found

    def _least_like(self, level: int, setters: Bits) -> tuple[int, ...]:
        """For each atom the least one that every ceiling of some rules treats alike; they are sorted, so that their number tells which."""
        numbers = self.parts.levels[level]
        assert isinstance(numbers, Numbers)
        ceilings = [c for c, rules in self.ceilings.get(level, ()) if rules & setters]
        least: dict[int, int] = {}
        admitting = [-1 if sample is None else sum(c.admits(sample) for c in ceilings) for sample in numbers.samples]
        return tuple(least.setdefault(count, atom) for atom, count in enumerate(admitting))

    def least(self, level: int, domains: Domains) -> int:
        """The least atom that a number can have: it is not less than a given one that it bounds."""
        return max((d.atoms.bit_length() - 1 for i, d in domains if d.given and (i, level) in self.more), default=0)

    def _bound_each_other(self, domains: dict[int, Domain]) -> None:
        """A number that cannot be more than another one is not more than it."""
        for i, j in self.more:
            if i in domains and j in domains:
                low, high = domains[i], domains[j]
                least = low.atoms & -low.atoms
                most = 1 << (high.atoms.bit_length() - 1) if high.atoms else 0
                if not low.given:
                    domains[i] = Domain(low.atoms & (2 * most - 1), False)
                if not high.given:
                    domains[j] = Domain(high.atoms & ~(least - 1), False)
