"""The ranks of the outcome at the ends of what is open: the engine's strictest and mildest worlds, over sets of rules as bits.

What the engine's bounds say rule by rule is said here of all rules at once; the agreement tests hold the two together. Sets of rules
that recur at many nodes are looked at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from shidian.diagram.held import Domain, Domains
from shidian.diagram.node import Node, Sorted
from shidian.diagram.nodes import Space
from shidian.diagram.numbers import Numbers
from shidian.diagram.outcomes import Admits, Among, Outcomes, joined
from shidian.diagram.parts import Bits, Cells, bits_of
from shidian.engine.bounds import Undetermined, number_range, outcome, undetermined
from shidian.engine.case import Case, Value


class NumbersGiven(NamedTuple):
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


_ALL, _FACTS, _DOUBTS = 0b1111, 0b1001, 0b0101
"""The cells of the ends, in the order of `Ranks`: all, those with the open facts, and those with the doubts, at their strict end."""


class Ends:
    """The ranks at the ends of every node of a space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.parts = space.parts
        self.rulebook = space.rulebook
        self.outcomes = Outcomes(self.parts, self.rulebook)
        self.reads, self.best = self.outcomes.reads, self.outcomes.best
        self._bearing = self.parts.bounding | self.parts.closings | self.parts.grants
        rules = self.parts.rules
        self.admitting: Bits = sum(1 << i for i, r in enumerate(rules) if not r.effect.refuses)
        """The rules that do not refuse whatever the number."""
        self._given: dict[Domains, NumbersGiven] = {}
        self._ranks: dict[tuple[Sorted, Domains], Ranks] = {}
        self._causes: dict[tuple[Sorted, Domains], Undetermined] = {}
        self._numeric = frozenset(i for i, level in enumerate(space.levels) if isinstance(level, Numbers))

    def numbers(self, node: Node) -> Domains:
        """The numbers given that a node remembers."""
        return tuple([held for held in node.domains if held[1].given and held[0] in self._numeric]) if node.domains else ()

    def given(self, numbers: Domains) -> NumbersGiven:
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
            found = self._given[numbers] = NumbersGiven(case, strict, mild)
        return found

    def ranks(self, found: Sorted, numbers: Domains) -> Ranks:
        """The ranks of sorted rules and numbers."""
        key = (found, numbers)
        ranks = self._ranks.get(key)
        if ranks is None:
            ranks = self._ranks[key] = self._find(found, self.given(numbers))
        return ranks

    def causes(self, found: Sorted, numbers: Domains) -> Undetermined:
        """Why there is no outcome whatever is learnt, as the engine says it."""
        key = (found, numbers)
        known = self._causes.get(key)
        if known is None:
            case = self.given(numbers).case
            known = self._causes[key] = undetermined(self.rulebook, self.space.state_of(found), case, outcome)
        return known

    def denial_is_open(self, found: Sorted) -> bool:
        """Of grants: whether it hangs on missing facts that nobody has what is asked for (as in the engine)."""
        return bool(found.maybe & self.parts.closings) and not found.yes & (self.parts.grants | self.parts.closings)

    def _number(self, level: int, domain: Domain) -> Decimal | None:
        numbers = self.space.levels[level]
        assert isinstance(numbers, Numbers)
        return numbers.samples[domain.atoms.bit_length() - 1]

    def _find(self, found: Sorted, given: NumbersGiven) -> Ranks:
        parts, sure = self.parts, found.yes
        on: dict[int, Cells]
        if not (found.hidden or found.maybe) and given.strict == given.mild and sure & parts.closings:  # nothing is open: one cell
            on = dict.fromkeys(bits_of(sure & self._bearing), 1)
            return Ranks(*[*self._ranks_of(on, lambda rule: given.strict >> rule & 1, Among(1, 1, 0), 0)] * 4)
        on = dict.fromkeys(bits_of(sure & self._bearing), _ALL)
        for doubtful, strict, mild in (
            (found.maybe & ~found.veiled, _FACTS, _ALL & ~_FACTS),
            (found.maybe & found.veiled, _FACTS & _DOUBTS, _ALL & ~(_FACTS | _DOUBTS)),
            (found.hidden, _DOUBTS, _ALL & ~_DOUBTS),
        ):
            on |= dict.fromkeys(bits_of(doubtful & self._bearing & parts.limits), strict)
            on |= dict.fromkeys(bits_of(doubtful & self._bearing & ~parts.limits), mild)

        def admits(rule: int) -> Cells:
            return (_FACTS if given.strict >> rule & 1 else 0) | (_ALL & ~_FACTS if given.mild >> rule & 1 else 0)

        covered = (sure | found.maybe | found.hidden) & parts.closings
        closed = joined(on, parts.closings) if covered else _ALL & ~_DOUBTS
        unknown = 0 if sure & parts.closings else _ALL & ~_DOUBTS  # without a sure closing rule an unknown grant may exist
        return Ranks(*self._ranks_of(on, admits, Among(_ALL, closed, joined(on, parts.unread)), unknown))

    def _ranks_of(self, on: Mapping[int, Cells], admits: Admits, among: Among, unknown: Cells) -> Iterator[int]:
        if self.outcomes.reads == "grants":
            ranks: Sequence[Cells] = (joined(on, self.parts.grants) | unknown,)
        else:
            ranks = self.outcomes.ranks(on, on, admits, among)
        for cell in range(among.full.bit_length()):
            yield sum(where >> cell & 1 for where in ranks)
