"""The ceiling of a case through time: which share is certain, and which is the highest possible, on every day and in both readings.

The timeline tells by outcome, and so by the share that was asked; this tells how far one could have gone at all. Both walk the same days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from shidian.analysis.shown import Disagreement, begin, said
from shidian.answer.facts import Given, plain
from shidian.compiled import CompiledLaw
from shidian.engine.algebra import Ceiling
from shidian.engine.decide import Answer, decide
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


def ceilings(law: CompiledLaw, question: str, facts: Mapping[str, Given], since: dt.date, known_on: dt.date | None = None) -> Ceilings:
    """The ceilings of a case on every day since `since`; the engine confirms the first day of each step. Raises CaseError, Disagreement."""
    start, diagram = begin(law, question, facts), law.diagram(question, known_on=known_on)
    if start.question.reads != "ceilings":
        return Ceilings(())
    day = start.rulebook.day
    kept: list[tuple[dt.date, ShareSpan, ShareSpan]] = []
    with diagram.lock:
        days = [since, *(d for d in diagram.days.starts if d > since)]
        for on, node in zip(days, diagram.through(start.case, days), strict=True):
            held, ahead = (reach(a) for a in diagram.answers.both(node))
            if held is None or ahead is None:
                return Ceilings(())
            if not kept or (held, ahead) != kept[-1][1:]:
                kept.append((on, held, ahead))
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    for on, held, ahead in kept:
        case = start.case.with_value(day, on)
        answers = decide(start.rulebook, case, known_on, ask=False, strictest=False)
        found = reach(answers.in_force), reach(answers.announced)
        if found != (held, ahead):
            raise Disagreement(said(start.question, tree, case), f"{held}, {ahead}", f"{found[0]}, {found[1]}")
    return climbed(kept)


def climbed(kept: Sequence[tuple[dt.date, ShareSpan, ShareSpan]]) -> Ceilings:
    """The steps that begin on some days, with what each reads in force and announced."""
    ends = [*(on for on, _, _ in kept[1:]), None]
    return Ceilings(tuple(CeilingStep(on, end, held, ahead) for (on, held, ahead), end in zip(kept, ends, strict=False)))


def reach(answer: Answer) -> ShareSpan | None:
    """How far a share may go by an answer; None where none is bounded."""
    if answer.certain is None or answer.possible is None:
        return None
    return ShareSpan(*_number(answer.certain), *_number(answer.possible))


def _number(bound: Ceiling) -> tuple[float, bool]:
    return min(max(float(plain(bound.value)), 0.0), WHOLE), bound.exclusive
