"""When a known answer turns: the next day on which the same case is answered otherwise, and the day since which it is answered so.

A rule that ends is often followed by its like in the next edition, so that its end says nothing: the days on which some rule that could
bear on the case begins, ends, is published or falls into doubt are tried in turn, and the first one with another answer is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from shidian.engine.bounds import Read, Undetermined, best_of, outcome, outcome_name
from shidian.engine.case import Case
from shidian.engine.conditions import Between, InPlace
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import answer
from shidian.engine.state import Viewpoint, look

MOST_TRIED = 60
"""Days that are tried; beyond them nothing is said."""


class NextAnswer(Struct, frozen=True):
    """The day, and the answer from then on: its outcome (`undetermined` where it is none) and why there is none."""

    on: dt.date
    outcome: str
    because: str | None


class Outlook(Struct, frozen=True):
    """The next answer, None where none is known; `until`: it is the next one of the same case on every day before that, too."""

    next: NextAnswer | None
    until: dt.date


class Lasted(Struct, frozen=True):
    """The day since which the answer is the same without a break, and the answer on the day before."""

    since: dt.date
    before: NextAnswer


def turn(rulebook: Rulebook, case: Case, known_on: dt.date | None) -> Outlook:
    """The next day on which the answer in force is another one; none where none is known, or where facts that are missing matter."""
    on = case.values[rulebook.day]
    assert isinstance(on, dt.date)
    now, tomorrow = _found(rulebook, case, known_on, on), on + dt.timedelta(days=1)
    if not isinstance(now, int | Undetermined):
        return Outlook(None, tomorrow)
    ahead = sorted({d for d in _days(rulebook, case) if d > on})
    for day in ahead[:MOST_TRIED]:
        later = _found(rulebook, case, known_on, day)
        if not _same(later, now):
            return Outlook(_named(rulebook, case, known_on, day, later), day)
    return Outlook(None, dt.date.max if len(ahead) <= MOST_TRIED else tomorrow)


def lasted(rulebook: Rulebook, case: Case, known_on: dt.date | None) -> Lasted | None:
    """Since when the settled answer in force is the same; None where it is not settled, or was never another one as far as the law is known."""
    on = case.values[rulebook.day]
    assert isinstance(on, dt.date)
    now = _found(rulebook, case, known_on, on)
    if not isinstance(now, int):
        return None
    for day in sorted({d for d in _days(rulebook, case) if d <= on}, reverse=True)[:MOST_TRIED]:
        eve = day - dt.timedelta(days=1)
        earlier = _found(rulebook, case, known_on, eve)
        if not _same(earlier, now):
            return Lasted(day, _named(rulebook, case, known_on, eve, earlier))
    return None


def _found(rulebook: Rulebook, case: Case, known_on: dt.date | None, day: dt.date, read: Read = outcome) -> object:
    """The outcome in force of a case on another day: its number, undetermined, or several where facts are missing."""
    view, then = Viewpoint(known_on=known_on), case.with_value(rulebook.day, day)
    return answer(rulebook, look(rulebook, then, view), then, view, read)


def _same(one: object, other: object) -> bool:
    return one == other or (isinstance(one, Undetermined) and isinstance(other, Undetermined))


def _named(rulebook: Rulebook, case: Case, known_on: dt.date | None, day: dt.date, found: object) -> NextAnswer:
    if isinstance(found, Undetermined):
        return NextAnswer(day, "undetermined", found.causes[0] if found.causes else None)
    if isinstance(found, int):
        return NextAnswer(day, outcome_name(rulebook, found, found), None)
    permits = _found(rulebook, case, known_on, day, lambda rules, world: outcome(rules, world) == best_of(rules))
    return NextAnswer(day, outcome_name(rulebook, None, 0 if permits is False else best_of(rulebook)), "missing_facts")


def _days(rulebook: Rulebook, case: Case) -> Iterable[dt.date]:
    """The days on which a rule that can bear on the case may stand otherwise, or a test of its scope pass otherwise."""
    anytime = case.with_value(rulebook.day, None)
    if rulebook.place is not None:  # what is said of a zone counts from its own first day, and brings the zones around it along
        zones = rulebook.trees[rulebook.place].zones
        yield from (d for z in case.zones if (d := zones[z].established) is not None)
    for rule in rulebook.candidates(case.values[rulebook.question.facts[0].fact]):
        if rule.scope.of(anytime) is not False:
            yield from rule.validity.days()
            yield from _tested(rule)


def _tested(rule: Rule) -> Iterable[dt.date]:
    for test in rule.scope.all():
        if isinstance(test, Between):
            yield from (d for d in (test.start, test.before) if d is not None)
        elif isinstance(test, InPlace):
            yield from (d for z in test.zones if (d := test.tree.zones[z].established) is not None)
