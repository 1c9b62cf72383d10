"""How the answer to one case changes from day to day: every interval with the same answer, found on the days on which a rule that can
matter to the case begins, ends, is announced or published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from shidian.app.book import Book
from shidian.app.facts import Given
from shidian.engine.algebra import Ceiling
from shidian.engine.bounds import Undetermined, ceiling, name_of, outcome, refused
from shidian.engine.case import Case
from shidian.engine.rulebook import Rule, Rulebook
from shidian.engine.search import answer
from shidian.engine.state import State, View, look
from shidian.law.records import Reading

FIRST = dt.date(2019, 1, 1)
"""Where the strip begins: earlier law was not read as a whole."""


class Stretch(Struct, frozen=True):
    """An interval with the same answer in both readings: from its first day until the day before `until`. `by` are the rules that begin,
    end or are announced on its first day."""

    start: dt.date
    until: dt.date | None
    outcome: str
    because: str | None
    ceiling: Decimal | None
    exclusive: bool
    announced: str
    by: tuple[str, ...]


class Found(Struct, frozen=True):
    """The answer of one reading on one day."""

    outcome: str
    because: str | None
    ceiling: Decimal | None
    exclusive: bool


READINGS: tuple[Reading, Reading] = ("in_force", "announced")


def over_time(book: Book, question: str, facts: Mapping[str, Given], known_on: dt.date | None = None) -> tuple[Stretch, ...]:
    """The intervals, oldest first. The last one has no end. Raises CaseError."""
    rulebook = book.rulebook(question)
    case = book.read(question, {k: v for k, v in facts.items() if k != rulebook.day}).case
    days = change_days(rulebook, case)
    found: dict[object, Found] = {}
    out: list[Stretch] = []
    last: object = None
    for day in sorted({FIRST, *(d for d in days if d > FIRST)}):
        shown = tuple(_found(rulebook, at(case, rulebook.day, day), View(reading, known_on), day, found) for reading in READINGS)
        if shown == last:
            continue
        last = shown
        if out:
            out[-1] = replace(out[-1], until=day)
        held, ahead = shown
        out.append(Stretch(day, None, held.outcome, held.because, held.ceiling, held.exclusive, ahead.outcome, tuple(sorted(days.get(day, ())))))
    return tuple(out)


def _found(rulebook: Rulebook, case: Case, view: View, day: dt.date, known: dict[object, Found]) -> Found:
    """The answer of one reading on one day. Where the same rules apply, and the same zones exist, it is the same as before."""
    state = look(rulebook, case, view)
    zones = frozenset(z.id for t in rulebook.trees.values() for z in t.zones.values() if z.established is None or z.established <= day)
    key = (*(tuple(r.id for r in rules) for rules in (state.yes, state.maybe, state.hidden)), state.veiled, zones)
    if key not in known:
        known[key] = read_state(rulebook, state, case, view)
    return known[key]


def find(rulebook: Rulebook, case: Case, view: View, known: dict[object, Found]) -> Found:
    """The answer of one reading to a case; remembered in `known` where it depends on the rules that apply alone."""
    state = look(rulebook, case, view)
    if state.maybe:
        return read_state(rulebook, state, case, view)
    key = (tuple(r.id for r in state.yes), tuple(r.id for r in state.hidden))
    if key not in known:
        known[key] = read_state(rulebook, state, case, view)
    return known[key]


def read_state(rulebook: Rulebook, state: State, case: Case, view: View) -> Found:
    """The answer that every completion of a case gives."""
    result = answer(rulebook, state, case, view, outcome)
    top = answer(rulebook, state, case, view, ceiling)
    limit = top if isinstance(top, Ceiling) and rulebook.main_of is not None and top.value.is_finite() else None
    value, exclusive = (limit.value, limit.exclusive) if limit else (None, False)
    if isinstance(result, int):
        return Found(name_of(rulebook, result), None, value, exclusive)
    if refused(rulebook, state, case):
        return Found("not_permitted", None, value, exclusive)
    return Found("undetermined", result.causes[0] if isinstance(result, Undetermined) else "missing_facts", value, exclusive)


def at(case: Case, name: str, day: dt.date) -> Case:
    """The case on another day."""
    return Case(dict(case.values) | {name: day}, case.zones)


def change_days(rulebook: Rulebook, case: Case) -> dict[dt.date, set[str]]:
    """The days on which something changes for the case, each with the rules that change."""
    days: dict[dt.date, set[str]] = {}
    for rule in rulebook.working:
        if applies_some_day(rule, case, rulebook.day):
            for day in _days(rule):
                days.setdefault(day, set()).add(rule.id)
    return days


def applies_some_day(rule: Rule, case: Case, day: str) -> bool:
    """Whether a rule can matter to the case on any day."""
    for test in rule.scope.when:
        if test.fact != day and test.of(case) is False:
            return False
    return not any(all(t.fact != day and t.of(case) is True for t in group) for group in rule.scope.unless)


def _days(rule: Rule) -> Iterable[dt.date]:
    v = rule.validity
    for span in v.spans:
        yield from (d for d in (span.start, span.until, span.public, span.closed) if d is not None)
    yield from (d for d in (v.announced, v.announced_until) if d is not None)
