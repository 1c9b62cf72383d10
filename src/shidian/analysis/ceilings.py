"""The ceiling of a case through time: which share is certain, and which is the highest possible, on every day and in both readings.

The timeline tells by outcome, and so by the share that was asked; this tells how far one could have gone at all. Both walk the same days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from shidian.analysis.shown import Disagreement
from shidian.answer.facts import plain
from shidian.engine.algebra import Ceiling
from shidian.engine.decide import Answer, Answers
from shidian.words.plain import Result


class ShareSpan(Result, frozen=True):
    """How far a share may go in one reading, in percent: up to `certain` whatever else turns out, never above `possible`. `below` says of
    each that it may be approached and not reached."""

    certain: float
    certain_below: bool
    possible: float
    possible_below: bool


class CeilingStep(Result, frozen=True):
    """Days with the same ceilings, from `start` to before `until` (None: nothing later is known)."""

    start: dt.date
    until: dt.date | None
    in_force: ShareSpan
    announced: ShareSpan

    @property
    def ahead_of(self) -> bool:
        """Whether what is announced is certain for more than what is in force."""
        return self.announced.certain > self.in_force.certain

    @property
    def open(self) -> bool:
        """Whether a share is left that is neither certain nor excluded."""
        return max(self.in_force.possible, self.announced.possible) > max(self.in_force.certain, self.announced.certain)


class Ceilings(Struct, frozen=True):
    """The steps of one case, oldest first; none where no share is bounded, as in questions that have no ceiling."""

    steps: tuple[CeilingStep, ...]

    @property
    def whole_since(self) -> dt.date | None:
        """The first day of the last unbroken stretch, up to the end, on which all 100 % is certain and in force."""
        found: dt.date | None = None
        for step in self.steps:
            whole = step.in_force.certain >= WHOLE and not step.in_force.certain_below
            found = (found or step.start) if whole else None
        return found


WHOLE = 100.0
"""Percent."""


class Climb:
    """The ceilings of one case as the diagram tells them day after day; none where one is not bounded, or where its question `climbs` not. The engine
    is to confirm the first day of each step."""

    def __init__(self, climbs: bool) -> None:
        self._climbs = climbs
        self._kept: list[tuple[dt.date, ShareSpan, ShareSpan]] = []

    def turns(self, on: dt.date, in_force: Answer, announced: Answer) -> bool:
        """Whether a step begins on a day that has these answers."""
        held, ahead = reach(in_force), reach(announced)
        if not self._climbs or held is None or ahead is None:
            self._climbs = False
            return False
        if self._kept and (held, ahead) == self._kept[-1][1:]:
            return False
        self._kept.append((on, held, ahead))
        return True

    def confirm(self, found: Answers, words: Mapping[str, str]) -> None:
        """Hold what the engine found against the step that began. Raises Disagreement."""
        told, (_, *step) = [reach(found.in_force), reach(found.announced)], self._kept[-1]
        if told != step:
            raise Disagreement(words, f"{step[0]}, {step[1]}", f"{told[0]}, {told[1]}")

    @property
    def ceilings(self) -> Ceilings:
        """The steps met."""
        kept = self._kept if self._climbs else []
        ends = [*(on for on, _, _ in kept[1:]), None]
        return Ceilings(tuple(CeilingStep(on, end, held, ahead) for (on, held, ahead), end in zip(kept, ends, strict=False)))


def reach(answer: Answer) -> ShareSpan | None:
    """How far a share may go by an answer; None where none is bounded."""
    if answer.certain is None or answer.possible is None:
        return None
    return ShareSpan(*_number(answer.certain), *_number(answer.possible))


def _number(bound: Ceiling) -> tuple[float, bool]:
    return min(max(float(plain(bound.value)), 0.0), WHOLE), bound.exclusive
