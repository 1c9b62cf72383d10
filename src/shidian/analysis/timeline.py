"""The timeline of a case, with the provisions that begin and end each interval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from shidian.analysis.ceilings import Ceilings, Climb
from shidian.analysis.shown import RuleRef, ShortAnswer, begin, check_both, rule_ref, said, view
from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.engine.case import Case
from shidian.engine.decide import Answer
from shidian.engine.rule import all_written
from shidian.engine.state import READINGS
from shidian.law.records.base import Label, Reading
from shidian.words.labels import value_label
from shidian.words.plain import Result

SINCE = dt.date(2019, 1, 1)


class Interval(Result, frozen=True):
    """Days with one answer, from `start` to before `until` (None: nothing later is known). `began` are the rules the answer in
    force rests on from then on, `ended` those it no longer rests on; `announced_…` the same for the announced reading."""

    start: dt.date
    until: dt.date | None
    in_force: ShortAnswer
    announced: ShortAnswer
    determining: tuple[str, ...]
    began: tuple[RuleRef, ...]
    ended: tuple[RuleRef, ...]
    announced_began: tuple[RuleRef, ...]
    announced_ended: tuple[RuleRef, ...]


class Timeline(Result, frozen=True):
    """Every interval of the answer to one case, and the last day on which anything known changes."""

    question: str
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    since: dt.date
    last_change: dt.date
    intervals: tuple[Interval, ...]


def timeline(
    law: CompiledLaw, question: str, facts: Mapping[str, Given], since: dt.date | None = None, known_on: dt.date | None = None
) -> Timeline:
    """Every interval of the answer to one case since a day."""
    return followed(law, question, facts, since, known_on)[0]


def followed(
    law: CompiledLaw, question: str, facts: Mapping[str, Given], since: dt.date | None = None, known_on: dt.date | None = None
) -> tuple[Timeline, Ceilings]:
    """The timeline of a case and its ceilings, found on one walk. The engine confirms the outcome on the first day of every interval, and the shares
    that are permitted once for each different answer and on the first day of every step. Raises CaseError, Disagreement."""
    since = since or SINCE
    start, diagram = begin(law, question, facts), law.diagram(question, known_on=known_on)
    day, near = start.rulebook.day, start.rulebook.near(start.case)

    def refs(rules: tuple[str, ...], on: dt.date) -> tuple[RuleRef, ...]:
        return tuple(rule_ref(law.lawbook, start.rulebook, r, on, known_on) for r in rules)

    intervals, bounded = [], set[tuple[ShortAnswer, ShortAnswer]]()
    climb = Climb(start.question.reads == "ceilings")
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    for i, found in enumerate(stretches(diagram, start.case, since)):
        case = start.case.with_value(day, found.start)
        words = said(start.question, tree, case)
        both = view(found.in_force), view(found.announced)
        turns = climb.turns(found.start, found.in_force, found.announced)
        confirmed = check_both(near, case, known_on, *both, words, bounded=turns or both not in bounded)
        bounded.add(both)
        if turns:
            climb.confirm(confirmed, words)
        before = found.start - dt.timedelta(days=1)
        intervals.append(
            Interval(
                found.start,
                found.until,
                *both,
                all_written(found.in_force.determining),
                refs(found.entered, found.start),
                refs(found.left, before) if i else (),
                refs(found.announced_entered, found.start),
                refs(found.announced_left, before) if i else (),
            )
        )
    words = {f: w for f, w in (start.read.facts | start.read.assumed).items() if f != day}
    line = Timeline(
        start.question.question,
        {f: w for f, w in start.read.facts.items() if f != day},
        {f: w for f, w in start.read.assumed.items() if f != day},
        {f: value_label(law.lawbook, start.question, f, w) for f, w in words.items()},
        since,
        diagram.days.starts[-1],
        tuple(intervals),
    )
    return line, climb.ceilings


class Stretch(Struct, frozen=True):
    """Days with one answer, from `start` to before `until` (None: nothing later is known). `entered` and `left` are the rules that
    the answer begins, or ceases, to rest on, each with the reading it is so in."""

    start: dt.date
    until: dt.date | None
    in_force: Answer
    announced: Answer
    entered: tuple[str, ...]
    left: tuple[str, ...]
    announced_entered: tuple[str, ...]
    announced_left: tuple[str, ...]


def stretches(diagram: Diagram, case: Case, since: dt.date) -> tuple[Stretch, ...]:
    """Every interval of the answer from `since` on. Missing facts stay missing."""
    days = [since, *(d for d in diagram.days.starts if d > since)]
    kept: list[tuple[dt.date, Answer, Answer]] = []
    last: Node | None = None
    with diagram.lock:
        for day, node in zip(days, diagram.through(case, days), strict=True):
            if node is last:
                continue
            last, (held, ahead) = node, diagram.answers.both(node)
            if not kept or (_seen(held), _seen(ahead)) != (_seen(kept[-1][1]), _seen(kept[-1][2])):
                kept.append((day, held, ahead))
    out = []
    for i, (day, held, ahead) in enumerate(kept):
        _, *before = kept[i - 1] if i else (None, None, None)
        turned = (
            rules
            for reading, now, was in zip(READINGS, (held, ahead), before, strict=True)
            for rules in _turned(diagram, reading, day, now, was)
        )
        out.append(Stretch(day, kept[i + 1][0] if i + 1 < len(kept) else None, held, ahead, *turned))
    return tuple(out)


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.causes, answer.certain, answer.possible, frozenset(answer.determining)


def _turned(
    diagram: Diagram, reading: Reading, day: dt.date, now: Answer, before: Answer | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that an answer begins, and ceases, to rest on, or of which it becomes, and ceases to be, certain on a day that they are in force. Where it
    rests on the same ones and is another, they ceased to stand as they did."""
    old, eve = before.determining if before else (), day - dt.timedelta(days=1)

    def surely(rule: str, on: dt.date, not_on: dt.date) -> bool:
        of = diagram.rulebook.by_id[rule].validity.of
        return of(on, reading, diagram.known_on) is True and of(not_on, reading, diagram.known_on) is None

    entered = tuple(r for r in now.determining if r not in old or surely(r, day, eve))
    left = tuple(r for r in old if r not in now.determining or surely(r, eve, day))
    return entered, left or (old if before and not entered and now.outcome != before.outcome else ())
