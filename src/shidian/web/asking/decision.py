"""The page of a decision."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.ceilings import CeilingStep
from shidian.analysis.shown import RuleRef, ShortAnswer
from shidian.analysis.timeline import SINCE, Interval, Timeline
from shidian.answer.argument import Argument, argued, unhelped
from shidian.answer.called import called_by
from shidian.answer.decision import Decision
from shidian.answer.first_lines import led_to, named
from shidian.answer.parts import Lead, Reason
from shidian.answer.told_apart import LISTED, bound_of
from shidian.catalogue.procedures import CalledProcedure
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.web.asking.ask import MendPage, mend_page
from shidian.web.asking.doors import Onward, onward
from shidian.web.asking.facts import WHOLE, FactField, SaidFact, facts_of, field_of, said_of
from shidian.web.asking.heard import Heard, heard_of
from shidian.web.page import Context, Visit
from shidian.words.phrases import phrase
from shidian.words.tones import shown_tone


class DecisionPage(Context, frozen=True):
    """A decision, with what a page shows beside it. `link` holds the facts of the permanent link, the day included."""

    question: str
    title: Label
    decision: Decision
    heard: Heard | None
    """The sentence that the case comes from, and what it was understood to say."""
    tone: str
    after_reading: bool
    default_day: bool
    """Whether the day was left out, so that the answer is for the day on which the law was last checked."""
    said: tuple[SaidFact, ...]
    facts: dict[str, str]
    link: dict[str, str]
    known_on: str | None
    fields: dict[str, FactField]
    why_not: tuple[Reason, ...]
    argument: Argument
    announced_argument: Argument
    numbers: dict[str, int]
    """The number that each source has in the list at the end."""
    strip: tuple[Slice, ...]
    ceilings: tuple[CeilingStep, ...]
    """The ceilings over time, for the chart; empty in questions without them."""
    span: tuple[dt.date, dt.date]
    """The first and the last day of the strip and the chart."""
    split: tuple[Segment, ...]
    """Where the answer depends on one fact: its parts, those with one answer together."""
    regional: bool
    """Whether the case can be asked elsewhere: its question has a place, and what is asked about is said."""
    procedures: tuple[CalledProcedure, ...]
    """The procedures that the answer calls for: papers, steps and times, from the lawbook."""
    onward: tuple[Onward, ...]
    """What is asked next."""
    hoping: bool
    """Whether a milder outcome can be hoped for, so that one may ask what would lead to it; not while much is missing, which comes first."""
    keepable: bool
    """Whether this server keeps copies of answers."""
    whole: bool
    """Whether every reason behind the first and every possible duty is shown, as the address with `whole` asks; else `most` of each."""
    most: int


class Segment(Context, frozen=True):
    """Parts of a deciding fact with the same answer: their names, where they lead, and the facts of the first of them. `fact` is what they
    are parts of, where their names alone do not say it: "yes" or "at most 30"."""

    fact: Label | None
    labels: tuple[Label, ...]
    answer: Label
    tone: str
    facts: dict[str, str]


class Slice(Context, frozen=True):
    """Days with one answer, as they lie on the strip: position and width in thousandths; `by` are the rules that the answer then begins to
    rest on, `now` holds the day asked. `interval` is the first of them: later ones have the same answer by other rules. `told` is the answer
    with its bound, `ahead` that of the announced reading where it is told otherwise."""

    interval: Interval
    told: Label
    ahead: Label | None
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
        found = desk.ask(question.question, visit.dated(question.question, facts), known_on)
    except CaseError as error:
        return mend_page(visit, question, facts, error)
    return page_of(visit, found, facts, known_on)


def page_of(visit: Visit, found: Decision, facts: dict[str, str], known_on: str | None) -> DecisionPage:
    """All that the page of a decision shows."""
    question = visit.desk.book.question(found.question)
    told = question.facts[0].fact in facts
    followed = told or len(found.missing) <= MUCH
    line, stairs = visit.desk.followed(question.question, facts, known_on) if followed else (None, None)
    strip, span = strip_of(visit, found, line) if line else ((), (SINCE, found.receipt.on))
    rules = visit.desk.book.rulebook(found.question)
    day, place = rules.day, rules.place
    link = dict(found.receipt.facts) | ({"known_on": known_on} if known_on else {})
    fields = {f.fact: field_of(f) for f in question.facts}
    argument = argued(found, found.reasons)
    return DecisionPage(
        question=question.question,
        title=question.title,
        decision=found,
        heard=heard_of(visit, question, found, facts),
        tone=shown_tone(question, found.outcome, found.because),
        after_reading=found.read_on is not None and found.receipt.on > found.read_on,
        default_day=day not in facts,
        said=said_of(found, facts),
        facts=facts,
        link=link,
        known_on=known_on,
        fields=fields,
        strip=strip,
        ceilings=stairs.steps if stairs else (),
        span=span,
        split=_split(found, question, link),
        regional=place is not None and told,
        procedures=called_by(visit.desk.book.lawbook, found),
        onward=onward(visit, found),
        hoping=found.outcome_tones[found.outcome] != "good" and len(found.missing) <= MUCH,
        argument=argument,
        announced_argument=argued(found, found.announced_reasons),
        numbers=_numbered(found, argument),
        keepable=visit.desk.copies is not None,
        whole=visit.one(WHOLE) is not None,
        most=MOST,
        why_not=unhelped(found),
    )


def _numbered(found: Decision, argument: Argument) -> dict[str, int]:
    """The sources by the number under which they are cited: in the order of the argument, then of what is announced, then of the duties."""
    steps = (*argument.decisive, *argument.doubts, *argument.beside)
    told = [*(r for s in steps for r in (s.reason, *s.by, *s.before)), *found.reasons, *found.announced_reasons]
    cited = dict.fromkeys([*(s for r in told for s in r.sources), *(s for o in found.duties for s in o.sources)])
    held = {s.id for s in found.sources}
    return {id: i for i, id in enumerate([*(s for s in cited if s in held), *(s for s in sorted(held) if s not in cited)], 1)}


MOST = 24
"""Reasons behind the first, and possible duties, on a page that does not show the whole: where hardly anything is said, there are hundreds."""
MUCH = 2
"""Missing facts with which one may already ask what would help; with more, every change of two facts is one of too many."""
WHOLE_SHARE = 100
AFTER = 400
"""Days that the strip shows beyond its last turning point or the day asked."""


def strip_of(visit: Visit, found: Decision, line: Timeline) -> tuple[tuple[Slice, ...], tuple[dt.date, dt.date]]:
    """The strip of time, and the days it begins and ends with. The law of 2019 and after is on it."""
    question = visit.desk.book.question(found.question)
    day = visit.desk.book.rulebook(found.question).day
    intervals: list[Interval] = []
    told: list[tuple[Label, Label]] = []
    for interval in line.intervals:
        said = (_told(found, interval.in_force), _told(found, interval.announced))
        if not told or said != told[-1]:
            intervals.append(interval)
            told.append(said)
    first, on = intervals[0].start, found.receipt.on
    last = min(max(intervals[-1].start, on, visit.desk.today), dt.date.max - dt.timedelta(days=AFTER)) + dt.timedelta(days=AFTER)
    whole = (last - first).days
    out: list[Slice] = []
    for s, (held, ahead), following in zip(intervals, told, [*intervals[1:], None], strict=True):
        until = following.start if following else None
        x, end = 1000 * (s.start - first).days // whole, 1000 * ((until or last) - first).days // whole
        now = s.start <= on and (until is None or on < until)
        by = tuple(dict.fromkeys((*s.began, *s.announced_began) or s.ended)) if out else ()
        out.append(
            Slice(
                s,
                held,
                ahead if ahead != held else None,
                until,
                by,
                shown_tone(question, s.in_force.outcome, s.in_force.because),
                x,
                max(2, end - x),
                now,
                found.receipt.facts | {day: s.start.isoformat()},
            )
        )
    return tuple(out), (first, last)


def _told(found: Decision, view: ShortAnswer) -> Label:
    """An answer in short, with its bound: "not permitted, up to 50 %"."""
    name = named(found, view.outcome, "missing_facts" if view.because == "missing_facts" else None)
    if view.ceiling is not None:
        bound = bound_of(view.ceiling, view.exclusive)
    elif view.certain is not None:
        bound = phrase("sum_certain", bound=bound_of(view.certain, view.certain_exclusive))
    elif view.possible is not None and view.possible < WHOLE_SHARE:
        bound = phrase("sum_possible", bound=bound_of(view.possible, view.possible_exclusive))
    else:
        return name
    return Label(f"{name.en}, {bound.en}", f"{name.zh}，{bound.zh}")


def _split(found: Decision, question: Question, link: dict[str, str]) -> tuple[Segment, ...]:
    """The parts of the first deciding fact by where they lead; none where all lead to more questions, or to one answer."""
    if found.because != "missing_facts" or not found.missing or found.missing_for != "in_force":
        return ()
    groups: dict[tuple[str, str | None], list[Lead]] = {}
    for lead in found.missing[0].answers:
        groups.setdefault((lead.outcome, lead.because), []).append(lead)
    if len(groups) < 2:
        return ()
    asked = found.missing[0]
    domain = next(f.domain for f in question.facts if f.fact == asked.fact)
    fact = None if domain in LISTED else asked.label
    return tuple(
        Segment(fact, tuple(x.label for x in leads), led_to(found, leads[0]), shown_tone(question, outcome, because), link | leads[0].set)
        for (outcome, because), leads in groups.items()
    )
