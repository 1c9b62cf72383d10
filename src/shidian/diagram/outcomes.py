"""The outcome in many cells at once: where it is at least each rank, from where each rule applies.

What a cell is, is the caller's: a completion of what a node leaves open (`grids`), or an end of what is open and in doubt (`ends`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from shidian.diagram.parts import Bits, Cells, Parts, bits_of, union_of
from shidian.engine.bounds import best_of
from shidian.engine.rulebook import Rulebook

Where = Mapping[int, Cells]
"""By rule the cells in which it applies."""

Admits = Callable[[int], Cells]
"""The cells in which the numbers stay within the ceilings of a rule."""


class Among(NamedTuple):
    """All cells; those in which a closing rule stands behind "nothing else limits it"; and those in which a limit was not read."""

    full: Cells
    closed: Cells
    unread: Cells


class Outcomes:
    """The outcomes of one rulebook."""

    def __init__(self, parts: Parts, rulebook: Rulebook) -> None:
        self.parts = parts
        self.reads = rulebook.question.reads
        self.best = best_of(rulebook)
        main = rulebook.question.main
        self.barring: Bits = sum(
            1 << i for i, r in enumerate(parts.rules) if (top := r.effect.ceilings.get(main)) is not None and top.value == 0
        )
        """The rules whose main ceiling is 0."""
        self.chain = [r.effect.chain for r in parts.rules]
        """By rule its position on the chain."""
        self._read = parts.limits & ~parts.unread

    def ranks(self, limits: Where, reliefs: Where, admits: Admits, among: Among) -> Sequence[Cells]:
        """By rank from 1 the cells whose outcome is at least that one; not of grants.

        The last rank is reached only behind a closing rule; where a limit was not read, none is on a chain, and not the last one else.
        """
        ranks = self._chain(limits, reliefs, among.full) if self.reads == "chain" else self._within(limits, reliefs, admits, among.full)
        last = ranks[-1] & among.closed & ~among.unread
        return [*((where & ~among.unread for where in ranks[:-1]) if self.reads == "chain" else ranks[:-1]), last]

    def _chain(self, limits: Where, reliefs: Where, full: Cells) -> list[Cells]:
        """Where the rank is at least 1, 2, … on a chain: the strictest over every limit of the mildest of its ways."""
        chain, best, here = self.chain, self.best, self._relieving(reliefs)
        above = [0] * (best + 1)  # by position from 1: where some limit leads at least so far up
        for limit, where in limits.items():
            if self._read >> limit & 1:
                ways = [(chain[way], reliefs[way]) for way in bits_of(self.parts.relieving.get(limit, 0) & here)]
                for position in range(1, chain[limit] + 1):
                    above[position] |= where & ~union_of(on for at, on in ways if at < position)
        return [full & ~above[best - rank + 1] for rank in range(1, best + 1)]

    def _within(self, limits: Where, reliefs: Where, admits: Admits, full: Cells) -> list[Cells]:
        """Where something is not prohibited, and where it is permitted: every limit is kept, by itself or by a relief."""
        barring, relieving, here = self.barring, self.parts.relieving, self._relieving(reliefs)
        barred = broken = 0
        for limit, where in limits.items():
            if not self._read >> limit & 1:
                continue
            bars, kept, free = barring >> limit & 1, admits(limit), 0
            if kept == full and not bars:
                continue
            for way in bits_of(relieving.get(limit, 0) & here):
                on = reliefs[way]
                kept |= on & admits(way)
                if not barring >> way & 1:
                    free |= on
            broken |= where & ~kept
            if bars:
                barred |= where & ~free
        allowed = full & ~barred
        return [allowed, allowed & ~broken]

    def _relieving(self, reliefs: Where) -> Bits:
        """The reliefs among the rules that apply in some cell."""
        return self.parts.reliefs & union_of(1 << way for way in reliefs)


def joined(where: Where, kind: Bits) -> Cells:
    """The cells in which a rule of a kind applies."""
    return union_of(cells for rule, cells in where.items() if kind >> rule & 1)
