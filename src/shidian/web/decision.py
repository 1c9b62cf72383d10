"""The page of a decision."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from shidian.analysis.shown import RuleRef
from shidian.analysis.timeline import Interval
from shidian.answer.argument import Argument, argued
from shidian.answer.decision import Decision
from shidian.answer.parts import ReadingAnswer, Reason
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.web.ask import MendPage, problem_of
from shidian.web.facts import FactField, SaidFact, facts_of, field_of, said_of
from shidian.web.page import Context, Visit


class Bar(Context, frozen=True):
    """A share against the ceiling of one reading, in percent. `share` is None when it was not said."""

    reading: str
    share: Decimal | None
    ceiling: Decimal
    exclusive: bool
    over: bool


class DecisionPage(Context, frozen=True):
    """A decision, with what a page shows beside it. `link` holds the facts of the permanent link, the day included."""

    question: str
    title: Label
    decision: Decision
    tone: str
    refused: bool
    after_reading: bool
    said: tuple[SaidFact, ...]
    facts: dict[str, str]
    link: dict[str, str]
    known_on: str | None
    bars: tuple[Bar, ...]
    fields: dict[str, FactField]
    why_not: tuple[Reason, ...]
    argument: Argument
    announced_argument: Argument
    numbers: dict[str, int]
    """The number that each source has in the list at the end."""
    strip: tuple[Slice, ...]
    regional: bool
    """Whether the question has a place, so that it can be asked elsewhere."""
    hoping: bool
    """Whether a milder outcome can be hoped for, so that one may ask what would lead to it; not while much is missing, which comes first."""


class Slice(Context, frozen=True):
    """Days with one answer, as they lie on the strip: position and width in thousandths; `by` are the rules that the answer then begins to
    rest on, `now` holds the day asked. `interval` is the first of them: later ones have the same answer by other rules."""

    interval: Interval
    until: dt.date | None
    by: tuple[RuleRef, ...]
    tone: str
    x: int
    width: int
    now: bool
    facts: dict[str, str]


def decision(visit: Visit) -> DecisionPage | MendPage:
    """The decision of the case in the query."""
    desk = visit.desk
    question = desk.book.question(visit.path["question"])
    facts = facts_of(visit, question)
    known_on = visit.one("known_on")
    try:
        found = desk.ask(question.question, facts, known_on)
    except CaseError as error:
        fields = tuple(field_of(f) for f in question.facts)
        return MendPage(question.question, question.title, problem_of(visit, question, facts, error), fields, facts)
    return page_of(visit, found, facts, known_on)


def page_of(visit: Visit, found: Decision, facts: dict[str, str], known_on: str | None) -> DecisionPage:
    """All that the page of a decision shows."""
    question = visit.desk.book.question(found.question)
    refused = found.outcome == "refused"
    link = dict(found.receipt.facts) | ({"known_on": known_on} if known_on else {})
    fields = {f.fact: field_of(f) for f in question.facts}
    return DecisionPage(
        question=question.question,
        title=question.title,
        decision=found,
        tone=found.outcome_tones[found.outcome],
        refused=refused,
        after_reading=found.read_on is not None and found.receipt.on > found.read_on,
        said=said_of(found, facts),
        facts=facts,
        link=link,
        known_on=known_on,
        bars=_bars(found, question.main),
        fields=fields,
        strip=strip_of(visit, found, facts, known_on),
        regional=visit.desk.book.rulebook(found.question).place is not None,
        hoping=found.outcome_tones[found.outcome] != "good" and len(found.missing) <= MUCH,
        argument=argued(found, found.reasons),
        announced_argument=argued(found, found.announced_reasons),
        numbers={s.id: i for i, s in enumerate(found.sources, 1)},
        why_not=tuple(r for r in found.reasons if r.role == "binds" and r.helped_not),
    )


MUCH = 2
"""Missing facts with which one may already ask what would help; with more, every change of two facts is one of too many."""
AFTER = 400
"""Days that the strip shows beyond its last turning point or the day asked."""


def strip_of(visit: Visit, found: Decision, facts: dict[str, str], known_on: str | None) -> tuple[Slice, ...]:
    """The strip of time. The law of 2019 and after is on it."""
    day = visit.desk.book.rulebook(found.question).day
    intervals: list[Interval] = []
    for interval in visit.desk.timeline(found.question, facts, known_on).intervals:
        if not intervals or (interval.in_force, interval.announced) != (intervals[-1].in_force, intervals[-1].announced):
            intervals.append(interval)
    first, on = intervals[0].start, found.receipt.on
    last = min(max(intervals[-1].start, on, visit.desk.today), dt.date.max - dt.timedelta(days=AFTER)) + dt.timedelta(days=AFTER)
    whole = (last - first).days
    out: list[Slice] = []
    for s, following in zip(intervals, [*intervals[1:], None], strict=True):
        until = following.start if following else None
        x, end = 1000 * (s.start - first).days // whole, 1000 * ((until or last) - first).days // whole
        now = s.start <= on and (until is None or on < until)
        by = tuple(dict.fromkeys((*s.began, *s.announced_began))) if out else ()
        out.append(
            Slice(
                s,
                until,
                by,
                found.outcome_tones[s.in_force.outcome],
                x,
                max(2, end - x),
                now,
                found.receipt.facts | {day: s.start.isoformat()},
            )
        )
    return tuple(out)


def _bars(found: Decision, main: str) -> tuple[Bar, ...]:
    """The bars of the readings that have a ceiling; one alone when they agree."""
    word = found.facts.get(main)
    share = Decimal(word) if word is not None else None
    readings = [("in_force", found.in_force)] + ([("announced", found.announced)] if found.readings_differ else [])
    return tuple(_bar(name, answer, answer.ceiling, share) for name, answer in readings if answer.ceiling is not None)


def _bar(name: str, answer: ReadingAnswer, ceiling: Decimal, share: Decimal | None) -> Bar:
    over = share is not None and (share > ceiling or (answer.exclusive and share == ceiling) or (ceiling == 0 and share > 0))
    return Bar(name, share, ceiling, answer.exclusive, over)
