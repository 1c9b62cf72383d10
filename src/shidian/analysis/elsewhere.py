"""The same case in other places: the answer there on the day of the case, since when it has been so, and what it was on every day before.

A page of twenty places asks for twenty histories. So a history here says what was answered, and leaves the rules that made it to the timeline of
one case; and the engine confirms what differs once for all places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from shidian.analysis.ceilings import Ceilings, Climb
from shidian.analysis.shown import ShortAnswer, begin, check_both, said, view
from shidian.analysis.timeline import stretches
from shidian.answer.facts import Given
from shidian.answer.told_apart import depends_label
from shidian.compiled import CompiledLaw
from shidian.engine.decide import Answer, Answers
from shidian.law.records.base import Label
from shidian.words.plain import Result


class There(Result, frozen=True):
    """The same case in another place: the answer in both readings on the day of the case, and the day since which the answer in force
    has been so (None: since before the law was read). Where the answer hangs on missing facts, `depends` tells it by its parts: "in Nanjing
    not permitted, unless inside its free trade zone: permitted"."""

    place: str
    in_force: ShortAnswer
    announced: ShortAnswer
    since: dt.date | None
    depends: Label | None = None


def elsewhere(
    book: CompiledLaw,
    question: str,
    facts: Mapping[str, Given],
    places: Iterable[str],
    since: dt.date,
    known_on: dt.date | None = None,
    *,
    parts: bool = True,
) -> tuple[There, ...]:
    """The same case in each of some places; the engine confirms each different answer. Nothing that was said of zones is kept. Empty for a question
    that knows no places. Without `parts` nothing is told of what hangs on missing facts. Raises CaseError."""
    rulebook, diagram = book.rulebook(question), book.diagram(question, known_on=known_on)
    place = rulebook.place
    if place is None:
        return ()
    tree = rulebook.trees[place]
    kept = {k: v for k, v in facts.items() if k not in tree.zones}
    out = []
    confirmed: set[tuple[Answer, Answer]] = set()
    for name in places:
        start = begin(book, question, kept | {place: name})
        with diagram.lock:
            held, ahead = diagram.answers.both(diagram.walk(start.case))
            days = [d for d in reversed(diagram.days.starts) if since < d <= start.on]
            eves = zip(days, diagram.through(start.case, (d - dt.timedelta(days=1) for d in days)), strict=True)
            first = next((d for d, eve in eves if _seen(diagram.answers.as_answered(eve, "in_force")) != _seen(held)), None)
        if (held, ahead) not in confirmed:
            confirmed.add((held, ahead))
            check_both(rulebook, start.case, known_on, view(held), view(ahead), said(start.question, tree, start.case))
        hangs = parts and (held.outcome, held.because) == ("undetermined", "missing_facts")
        told = depends_label(book, start.question, start.case, "in_force", known_on) if hangs else None
        out.append(There(name, view(held), view(ahead), first, told))
    return tuple(out)


class Past(Struct, frozen=True):
    """From a day on, until the next of its history: the answers in both readings."""

    start: dt.date
    in_force: ShortAnswer
    announced: ShortAnswer


def histories(
    book: CompiledLaw, question: str, cases: Iterable[Mapping[str, Given]], since: dt.date, known_on: dt.date | None = None
) -> tuple[tuple[tuple[Past, ...], Ceilings], ...]:
    """For each of some cases, the days since `since` on which the outcome, or the cause of an open one, changes in either reading, and its ceilings.
    The engine confirms each different answer of such a day, and of one on which a ceiling changes. Raises CaseError, Disagreement."""
    diagram, confirmed = book.diagram(question, known_on=known_on), dict[tuple[dt.date, Answer, Answer], Answers]()
    out = []
    for facts in cases:
        start = begin(book, question, facts)
        rulebook, found, climb = start.rulebook, list[Past](), Climb(start.question.reads == "ceilings")
        tree, near = rulebook.trees.get(rulebook.place or ""), rulebook.near(start.case)
        for stretch in stretches(diagram, start.case, since):
            key = stretch.start, stretch.in_force, stretch.announced
            past, turns = Past(stretch.start, view(stretch.in_force), view(stretch.announced)), climb.turns(*key)
            new = not found or _named(past) != _named(found[-1])
            if not new and not turns:
                continue
            case = start.case.with_value(rulebook.day, stretch.start)
            words = said(start.question, tree, case)
            if key not in confirmed:
                confirmed[key] = check_both(near, case, known_on, past.in_force, past.announced, words)
            if turns:
                climb.confirm(confirmed[key], words)
            if new:
                found.append(past)
        out.append((tuple(found), climb.ceilings))
    return tuple(out)


def _named(past: Past) -> tuple[str | None, ...]:
    return past.in_force.outcome, past.in_force.because, past.announced.outcome, past.announced.because


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.ceiling
