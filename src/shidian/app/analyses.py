"""The analyses as use cases: questions about the law itself, answered by walking diagrams and confirmed by the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from shidian.app.analysis import Start, begin, fact_named, view
from shidian.app.diff_view import Diff, diff_of
from shidian.app.facts import Given
from shidian.app.matrix_view import Matrix, Showing, matrix_of
from shidian.app.timeline_view import Timeline, timeline_of
from shidian.app.verify_view import Permits, Verified, permits_all, verify
from shidian.app.whatif_view import SHOWN, Reform, WhatIf, what_if
from shidian.diagram.diagram import Diagram
from shidian.diagram.joint import Side
from shidian.errors import BadValue
from shidian.law.records import Reading

if TYPE_CHECKING:
    from shidian.app.book import Book


def timeline(book: Book, question: str, facts: Mapping[str, Given], since: dt.date, known_on: dt.date | None) -> Timeline:
    """Every interval of the answer to one case."""
    return timeline_of(book, begin(book, question, facts), book.diagram(question, known_on=known_on), since)


def matrix(
    book: Book,
    question: str,
    facts: Mapping[str, Given],
    rows: str,
    columns: str,
    *,
    shows: Showing,
    reading: Reading,
    since: dt.date,
    known_on: dt.date | None,
) -> Matrix:
    """Two facts against each other."""
    declared = book.question(question)
    down, across = fact_named(declared, rows), fact_named(declared, columns)
    if down == across:
        raise BadValue(f"rows and columns are both `{down}`", hint="name two facts")
    if shows == "ceiling" and declared.reads != "ceilings":
        raise BadValue(f"`{question}` has no ceilings", hint="show outcomes")
    start = begin(book, question, facts, open_=(down, across))
    return matrix_of(book, start, book.diagram(question, known_on=known_on), down, across, shows=shows, reading=reading, since=since)


def diff(
    book: Book,
    question: str,
    facts: Mapping[str, Given],
    *,
    days: tuple[dt.date, dt.date] | None = None,
    places: tuple[str, str] | None = None,
    known_on: tuple[dt.date | None, dt.date | None] | None = None,
    other: Book | None = None,
    reading: Reading = "in_force",
) -> Diff:
    """What differs between two days, two places, two days of knowledge, or two lawbooks (`book` and `other`)."""
    declared = book.question(question)
    given = [dict(facts), dict(facts)]
    names = ("", "")
    if days is not None:
        for one, day in zip(given, days, strict=True):
            one["on"] = day
        names = (days[0].isoformat(), days[1].isoformat())
    if places is not None:
        place = next((f.fact for f in declared.facts if f.domain == "place"), None)
        if place is None:
            raise BadValue(f"`{question}` knows no places")
        for one, word in zip(given, places, strict=True):
            one[place] = word
        names = places
    if known_on is not None:
        names = (str(known_on[0] or "all"), str(known_on[1] or "all"))
    right = other if other is not None else book
    if other is not None:
        names = (book.digest[:12], other.digest[:12])
        right.question(question)
    starts = (begin(book, question, given[0]), begin(right, question, given[1]))
    known = known_on or (None, None)
    old = book.diagram(question, known_on=known[0], kept=True)
    new = right.diagram(question, known_on=known[1], kept=True)
    order = tuple(level.fact for level in old.levels)
    if new is not old and tuple(level.fact for level in new.levels) != order:
        if set(order) != {level.fact for level in new.levels}:
            raise BadValue(f"the two lawbooks ask `{question}` with different facts")
        new = Diagram(right.rulebook(question), known[1], order)
    with old.lock, new.lock:
        return diff_of(
            book,
            right,
            declared,
            Side(old, starts[0].case),
            Side(new, starts[1].case),
            names,
            reading=reading,
            facts=_same(starts, lambda s: s.read.facts),
            assumed=_same(starts, lambda s: s.read.assumed),
        )


def _same(starts: tuple[Start, Start], of: Callable[[Start], dict[str, str]]) -> dict[str, str]:
    """What is said on both sides."""
    left, right = of(starts[0]), of(starts[1])
    return {f: w for f, w in left.items() if right.get(f) == w}


def whatif(book: Book, question: str, facts: Mapping[str, Given], known_on: dt.date | None, most: int = SHOWN) -> WhatIf:
    """The smallest changes of facts that lead to the mildest outcome."""
    start, diagram = begin(book, question, facts), book.diagram(question, known_on=known_on)
    with diagram.lock:
        return what_if(book, start, diagram, most)


def reform(
    book: Book,
    question: str,
    facts: Mapping[str, Given],
    *,
    without: Iterable[str] = (),
    other: Book | None = None,
    added: Iterable[str] = (),
    known_on: dt.date | None = None,
    reading: Reading = "in_force",
) -> Reform:
    """What the law would answer without some rules, or with the instruments that `other` has besides (their names: `added`)."""
    declared = book.question(question)
    rules = frozenset(without)
    known = {*book.lawbook.rules, *book.lawbook.gaps}
    unknown = sorted(rules - known)
    if unknown:
        near = get_close_matches(unknown[0], known, 3)
        raise BadValue(
            f"there is no rule `{unknown[0]}`",
            hint="do you mean " + ", ".join(f"`{n}`" for n in near) + "?"
            if near
            else "rules are named `instrument/rule`, as the reasons of a decision name them",
        )
    right = other if other is not None else book
    left_start, right_start = begin(book, question, facts), begin(right, question, facts)
    old = book.diagram(question, known_on=known_on, kept=True)
    order = tuple(level.fact for level in old.levels)
    new = old if other is None else Diagram(right.rulebook(question), known_on, order)
    with old.lock, new.lock:
        sides = Side(old, left_start.case), Side(new, right_start.case, rules)
        found = diff_of(
            book,
            right,
            declared,
            *sides,
            ("as it is", "reformed"),
            reading=reading,
            facts=left_start.read.facts,
            assumed=left_start.read.assumed,
        )
        answers = []
        for side, start in zip(sides, (left_start, right_start), strict=True):
            node = side.root
            for i, cls in enumerate(side.diagram.classes(start.case)):
                node = side.diagram.follow(node, i, cls)
            answers.append(view(side.diagram.answers.both(node)[0 if reading == "in_force" else 1]))
    return Reform(tuple(sorted(rules)), tuple(added), answers[0], answers[1], found)


def verified(book: Book, question: str, progress: Callable[[int, int], None] | None = None) -> Verified:
    """Proofs over all definite cases of a question."""
    diagram = book.diagram(question, kept=True)
    with diagram.lock:
        return verify(book, book.question(question), diagram, progress)


def permits(book: Book, question: str, old: dt.date, new: dt.date) -> Permits:
    """Whether the law of one day permits all that the law of another did."""
    diagram = book.diagram(question, kept=True)
    with diagram.lock:
        return permits_all(book.question(question), diagram, old, new)
