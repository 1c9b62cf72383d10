"""The same case in other places: the answer there on the day of the case, and since when it has been so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from shidian.analysis.shown import ShortAnswer, begin, check_both, said, view
from shidian.answer.facts import Given
from shidian.answer.told_apart import depends_label
from shidian.compiled import CompiledLaw
from shidian.engine.case import Case
from shidian.engine.decide import Answer
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
    book: CompiledLaw, question: str, facts: Mapping[str, Given], places: Iterable[str], since: dt.date, known_on: dt.date | None = None
) -> tuple[There, ...]:
    """The same case in each of some places; the engine confirms each different answer. Nothing that was said of zones is kept. Empty for a question
    that knows no places. Raises CaseError."""
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
            first: dt.date | None = None
            for day in reversed([d for d in diagram.days.starts if since < d <= start.on]):
                before = diagram.answers.both(diagram.walk(_before(start.case, rulebook.day, day)))[0]
                if _seen(before) != _seen(held):
                    first = day
                    break
        if (held, ahead) not in confirmed:
            confirmed.add((held, ahead))
            check_both(rulebook, start.case, known_on, view(held), view(ahead), said(start.question, tree, start.case))
        hangs = (held.outcome, held.because) == ("undetermined", "missing_facts")
        parts = depends_label(book, start.question, start.case, "in_force", known_on) if hangs else None
        out.append(There(name, view(held), view(ahead), first, parts))
    return tuple(out)


def _before(case: Case, fact: str, day: dt.date) -> Case:
    return case.with_value(fact, day - dt.timedelta(days=1))


def _seen(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.ceiling
