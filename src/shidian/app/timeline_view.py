"""The timeline of a case, with the provisions that begin and end each interval."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from shidian.app.analysis import RuleRef, Start, View, check_both, rule_ref, said, view
from shidian.app.labels import value_label
from shidian.app.plain import Result
from shidian.diagram.diagram import Diagram
from shidian.diagram.timeline import timeline
from shidian.law.records import Label

if TYPE_CHECKING:
    from shidian.app.book import Book

SINCE = dt.date(2019, 1, 1)


class Interval(Result, frozen=True):
    """Days with one answer, from `start` to before `until` (None: nothing later is known). `began` are the rules the answer in
    force rests on from then on, `ended` those it no longer rests on; `announced_…` the same for the announced reading."""

    start: dt.date
    until: dt.date | None
    in_force: View
    announced: View
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


def timeline_of(book: Book, start: Start, diagram: Diagram, since: dt.date) -> Timeline:
    """The timeline of a case; the first day of every interval is checked by the engine."""
    known_on = diagram.known_on
    day = start.rulebook.day

    def refs(rules: tuple[str, ...], on: dt.date) -> tuple[RuleRef, ...]:
        return tuple(rule_ref(book.lawbook, start.rulebook, r, on, known_on) for r in rules)

    intervals = []
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    for i, found in enumerate(timeline(diagram, start.case, since)):
        case = start.case.with_value(day, found.start)
        words = said(start.question, tree, case)
        check_both(start.rulebook, case, known_on, view(found.in_force), view(found.announced), words)
        before = found.start - dt.timedelta(days=1)
        intervals.append(
            Interval(
                found.start,
                found.until,
                view(found.in_force),
                view(found.announced),
                found.in_force.determining,
                refs(found.entered, found.start),
                refs(found.left, before) if i else (),
                refs(found.announced_entered, found.start),
                refs(found.announced_left, before) if i else (),
            )
        )
    words = {f: w for f, w in (start.read.facts | start.read.assumed).items() if f != day}
    return Timeline(
        start.question.question,
        {f: w for f, w in start.read.facts.items() if f != day},
        {f: w for f, w in start.read.assumed.items() if f != day},
        {f: value_label(book.lawbook, start.question, f, w) for f, w in words.items()},
        since,
        diagram.days.starts[-1],
        tuple(intervals),
    )
