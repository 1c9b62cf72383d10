"""The ranks of the outcome at the ends of what is open: the engine's strictest and mildest worlds, over sets of rules as bits.

What the engine's bounds say rule by rule is said here of all rules at once; the agreement tests hold the two together. Sets of rules
that recur at many nodes are looked at once.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from shidian.diagram.held import Domain, Domains
from shidian.diagram.nodes import Node, Sorted, Space
from shidian.diagram.numbers import Numbers
from shidian.diagram.parts import Bits, bits_of
from shidian.engine.bounds import NOT_PERMITTED, PERMITTED, PROHIBITED, Read, Undetermined, best_of, number_range, undetermined
from shidian.engine.case import Case, Value


class Given(NamedTuple):
    """The numbers of a node: a case that has them and nothing else, and the rules that admit them with what is not given taken at its
    strict, or its mild end."""

    case: Case
    strict: Bits
    mild: Bits


class Ranks(NamedTuple):
    """The rank of the outcome with open facts and doubts taken at their ends: both strict, both mild, only the doubts strict, only the facts
    strict."""

    strict: int
    mild: int
    doubts_strict: int
    facts_strict: int


class Ends:
    """The ranks at the ends of every node of a space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.parts = space.parts
        self.rulebook = space.rulebook
        self.reads = self.rulebook.question.reads
        self.best = best_of(self.rulebook)
        main = self.rulebook.question.main
        rules = self.parts.rules
        self.barring: Bits = sum(1 << i for i, r in enumerate(rules) if (top := r.effect.ceilings.get(main)) is not None and top.value == 0)
        """The rules whose main ceiling is 0."""
        self.admitting: Bits = sum(1 << i for i, r in enumerate(rules) if not r.effect.refuses)
        """The rules that do not refuse whatever the number."""
        self.chain = [r.effect.chain for r in rules]
        """By rule its position on the chain."""
        self._given: dict[Domains, Given] = {}
        self._ranks: dict[tuple[Sorted, Domains], Ranks] = {}
        self._causes: dict[tuple[Sorted, Domains, Read], Undetermined] = {}
        self._numeric = frozenset(i for i, level in enumerate(space.levels) if isinstance(level, Numbers))

    def numbers(self, node: Node) -> Domains:
        """The numbers given that a node remembers."""
        return tuple([held for held in node.domains if held[1].given and held[0] in self._numeric]) if node.domains else ()

    def given(self, numbers: Domains) -> Given:
        """What such numbers come to."""
        found = self._given.get(numbers)
        if found is None:
            values: dict[str, Value] = dict.fromkeys(self.rulebook.facts)
            for i, domain in numbers:
                values[self.space.levels[i].fact] = self._number(i, domain)
            case = Case(values)
            strict = mild = self.admitting
            for i, ceilings in self.space.held.ceilings.items():
                low, high = number_range(self.rulebook, case, self.space.levels[i].fact)
                for top, setting in ceilings:
                    strict &= -1 if top.admits(high) else ~setting
                    mild &= -1 if top.admits(low) else ~setting
            found = self._given[numbers] = Given(case, strict, mild)
        return found

    def ranks(self, found: Sorted, numbers: Domains) -> Ranks:
        """The ranks of sorted rules and numbers."""
        key = (found, numbers)
        ranks = self._ranks.get(key)
        if ranks is None:
            given = self.given(numbers)
            if found.hidden or found.maybe or given.strict != given.mild or not found.yes & self.parts.closings:
                ranks = Ranks(
                    self._rank(found, given.strict, True, True),
                    self._rank(found, given.mild, False, False),
                    self._rank(found, given.mild, False, True),
                    self._rank(found, given.strict, True, False),
                )
            else:
                ranks = Ranks(*[self._rank(found, given.strict, True, True)] * 4)
            self._ranks[key] = ranks
        return ranks

    def causes(self, found: Sorted, numbers: Domains, read: Read) -> Undetermined:
        """Why no answer is there whatever is learnt, as the engine says it."""
        key = (found, numbers, read)
        known = self._causes.get(key)
        if known is None:
            case = self.given(numbers).case
            known = self._causes[key] = undetermined(self.rulebook, self.space.state_of(found), case, read)
        return known

    def denial_is_open(self, found: Sorted) -> bool:
        """Of grants: whether it hangs on missing facts that nobody has what is asked for (as in the engine)."""
        return bool(found.maybe & self.parts.closings) and not found.yes & (self.parts.grants | self.parts.closings)

    def _number(self, level: int, domain: Domain) -> Decimal | None:
        numbers = self.space.levels[level]
        assert isinstance(numbers, Numbers)
        return numbers.samples[domain.atoms.bit_length() - 1]

    def _rank(self, found: Sorted, admitted: Bits, facts_strict: bool, doubts_strict: bool) -> int:
        parts = self.parts
        on = found.yes
        if facts_strict:
            on |= parts.limits & (found.maybe if doubts_strict else found.maybe & ~found.veiled)
        else:
            on |= ~parts.limits & (found.maybe & ~found.veiled if doubts_strict else found.maybe)
        on |= found.hidden & (parts.limits if doubts_strict else ~parts.limits)
        if self.reads == "grants":  # without a sure closing rule an unknown grant may exist: nothing can be denied
            return int(bool(on & parts.grants) or (not found.yes & parts.closings and not doubts_strict))
        unread = bool(on & parts.unread)
        covered = (found.yes | found.maybe | found.hidden) & parts.closings
        closed = bool(on & parts.closings) if covered else not doubts_strict
        if self.reads == "chain":
            if unread:
                return 0
            rank = self.best - self._strictest(on)
            return rank if closed else min(rank, self.best - 1)
        rank = self._within(on, admitted)
        return rank if closed and not unread else min(rank, NOT_PERMITTED)

    def _strictest(self, on: Bits) -> int:
        """The position on the chain: the strictest over every limit of the mildest of its ways."""
        parts, chain = self.parts, self.chain
        out = 0
        for limit in bits_of(on & parts.limits & ~parts.unread):
            if chain[limit] > out:
                ways = parts.relieving.get(limit, 0) & on & parts.reliefs
                out = max(out, min([chain[limit], *(chain[way] for way in bits_of(ways))]))
        return out

    def _within(self, on: Bits, admitted: Bits) -> int:
        """Whether every limit is kept, by itself or by a relief."""
        parts = self.parts
        limits, reliefs = on & parts.limits & ~parts.unread, on & parts.reliefs
        for limit in bits_of(limits & self.barring):
            if not parts.relieving.get(limit, 0) & reliefs & ~self.barring:
                return PROHIBITED
        for limit in bits_of(limits & ~admitted):
            if not parts.relieving.get(limit, 0) & reliefs & admitted:
                return NOT_PERMITTED
        return PERMITTED
