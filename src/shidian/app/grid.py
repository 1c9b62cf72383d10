"""Many cases that differ in one or two facts: the same elsewhere, activities against territories, and what changes between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from shidian.app.book import Book
from shidian.app.facts import Given
from shidian.app.over_time import READINGS, Found, find, over_time
from shidian.engine.rulebook import Rule
from shidian.engine.state import View
from shidian.law.records import Label


class Cell(Struct, frozen=True):
    """The answer to one case of a grid, in both readings."""

    outcome: str
    because: str | None
    ceiling: Decimal | None
    exclusive: bool
    announced: str


class There(Struct, frozen=True):
    """The same case in another place: the answer on the day, and since when the place has given it."""

    place: str
    cell: Cell
    since: dt.date | None


def grid(book: Book, question: str, facts: Mapping[str, Given], rows: tuple[str, Sequence[str]], columns: tuple[str, Sequence[str]],
         known_on: dt.date | None = None) -> tuple[tuple[Cell, ...], ...]:
    """The answers for every value of the fact of the rows with every value of the fact of the columns. Raises CaseError."""
    known: tuple[dict[object, Found], dict[object, Found]] = ({}, {})
    (row_fact, row_values), (column_fact, column_values) = rows, columns
    return tuple(
        tuple(_cell(book, question, {**facts, row_fact: r, column_fact: c}, known_on, known) for c in column_values) for r in row_values)


def _cell(book: Book, question: str, facts: Mapping[str, Given], known_on: dt.date | None,
          known: tuple[dict[object, Found], dict[object, Found]]) -> Cell:
    case = book.read(question, facts).case
    rulebook = book.rulebook(question)
    held, ahead = (find(rulebook, case, View(reading, known_on), memory) for reading, memory in zip(READINGS, known, strict=True))
    return Cell(held.outcome, held.because, held.ceiling, held.exclusive, ahead.outcome)


def elsewhere(book: Book, question: str, facts: Mapping[str, Given], on: dt.date, places: Iterable[str],
              known_on: dt.date | None = None) -> tuple[There, ...]:
    """The same case in other places, on a day, each with the day since which it has been so. Nothing that was said of zones is kept."""
    place = book.rulebook(question).place
    if place is None:
        return ()
    zones = book.lawbook.trees[book.rulebook(question).facts[place].vocabulary or ""].zones
    kept = {k: v for k, v in facts.items() if k not in zones}
    out = []
    for name in places:
        stretches = over_time(book, question, kept | {place: name}, known_on)
        now = [s for s in stretches if s.start <= on]
        if not now:
            continue
        first, last = now[-1], now[-1]
        for stretch in reversed(now):
            if (stretch.outcome, stretch.ceiling) != (last.outcome, last.ceiling):
                break
            first = stretch
        since = first.start if first is not now[0] else None
        out.append(There(name, Cell(last.outcome, last.because, last.ceiling, last.exclusive, last.announced), since))
    return tuple(out)


class Changed(Struct, frozen=True):
    """A rule whose standing differs between two days: begun, ended, or announced (only) in between."""

    rule: str
    question: str
    summary: Label
    how: str
    day: dt.date | None


def changed(book: Book, question: str, start: dt.date, end: dt.date) -> tuple[Changed, ...]:
    """The rules of a question that stand otherwise on the second day than on the first."""
    out = []
    for rule in book.rulebook(question).rules:
        if rule.taint == "gap":
            continue
        before, after = rule.validity.of(start, "in_force", None), rule.validity.of(end, "in_force", None)
        if before is False and after is not False:
            out.append(_changed(book, question, rule, "begun", next((s.start for s in rule.validity.spans if start < s.start <= end), None)))
        elif before is not False and after is False:
            out.append(_changed(book, question, rule, "ended", next((s.until for s in rule.validity.spans if s.until and start < s.until <= end), None)))
        elif after is False and not rule.validity.of(start, "announced", None) and rule.validity.of(end, "announced", None):
            out.append(_changed(book, question, rule, "announced", rule.validity.announced or next(
                (s.public for s in rule.validity.spans if start < s.public <= end), None)))
    return tuple(sorted(out, key=lambda c: (c.day or dt.date.max, c.rule)))


def _changed(book: Book, question: str, rule: Rule, how: str, day: dt.date | None) -> Changed:
    _, provision, record = book.lawbook.rules[rule.id]
    return Changed(rule.id, question, record.summary or provision.summary, how, day)


def turning_days(book: Book, question: str) -> tuple[dt.date, ...]:
    """All days on which a rule of a question begins or ends, or is announced, oldest first."""
    days: set[dt.date] = set()
    for rule in book.rulebook(question).working:
        for span in rule.validity.spans:
            days.update(d for d in (span.start, span.until) if d is not None)
        if rule.validity.announced:
            days.add(rule.validity.announced)
    return tuple(sorted(days))
