"""What a decision rests on is written once for all cases that end alike, and says the same as what is written anew."""

from __future__ import annotations

import datetime as dt
import random

import pytest

import shidian
from shidian.answer.ask import same_since
from shidian.answer.decision import Decision
from shidian.answer.facts import read_case
from shidian.answer.wording import Wording
from shidian.answer.writer import Writer
from shidian.book import Book
from shidian.engine.turns import lasted, turn
from shidian.version import __version__

SOME = 20
"""Worked cases of each question that are asked."""


@pytest.fixture(scope="module")
def book() -> Book:
    return shidian.load()


def anew(book: Book, question: str, facts: dict[str, str], known_on: dt.date | None) -> Decision:
    """A decision with nothing remembered of any before."""
    read = read_case(book.lawbook, book.question(question), facts, book.today())
    return Writer(Wording(book.lawbook, book.rulebook(question)), read, known_on, __version__).write(
        book.answers(question, read.case, known_on)
    )


def some(book: Book, question: str) -> list[tuple[dict[str, str], dt.date | None]]:
    own = [(dict(c.facts), c.known_on) for g in book.lawbook.cases if g.question == question for c in g.cases]
    return random.Random(17).sample(own, min(SOME, len(own)))


def test_what_is_remembered_says_the_same_as_what_is_written_anew(book: Book) -> None:
    for question in book.questions:
        cases = some(book, question)
        day = book.rulebook(question).day
        days = [facts[day] for facts, _ in cases if day in facts]
        for facts, known_on in cases:  # on days of other cases too, so that spans of days are met from their middle
            for on in (facts.get(day), days[len(facts) % len(days)]):
                asked = facts | ({day: on} if on else {})
                book.ask(question, asked, known_on=known_on)
                assert book.ask(question, asked, known_on=known_on).to_json() == anew(book, question, asked, known_on).to_json()


@pytest.mark.parametrize("question", ["access", "entry"])
def test_the_next_answer_is_that_of_every_day_of_its_span(book: Book, question: str) -> None:
    rulebook, met = book.rulebook(question), 0
    for facts, known_on in some(book, question)[:30]:
        case = read_case(book.lawbook, book.question(question), facts, book.today()).case
        found = turn(rulebook, case, known_on)
        on = case.values[rulebook.day]
        assert isinstance(on, dt.date)
        last = min(found.until, dt.date(2031, 1, 1))
        for later in (on + (last - on) / 3, on + (last - on) / 2, last - dt.timedelta(days=1)):
            if later > on:
                met += 1
                assert turn(rulebook, case.with_value(rulebook.day, later), known_on).next == found.next
    assert met


@pytest.mark.parametrize("question", ["access", "entry", "capital"])
def test_an_answer_is_the_same_on_every_day_since_the_one_that_is_told_and_another_before(book: Book, question: str) -> None:
    met = 0
    for facts, known_on in some(book, question)[:30]:
        decided = book.ask(question, facts, known_on=known_on)
        case = read_case(book.lawbook, book.question(question), facts, book.today()).case
        found = lasted(book.rulebook(question), case, known_on)
        if found is None:
            continue
        met += 1
        on = decided.receipt.on
        days = (found.since, found.since + (on - found.since) / 3, found.since + (on - found.since) / 2, on)
        assert {book.ask(question, decided.facts | {"on": day}, known_on=known_on).outcome for day in days} == {decided.outcome}
        assert book.ask(question, decided.facts | {"on": found.before.on}, known_on=known_on).outcome == found.before.outcome
        assert found.before.outcome != decided.outcome
        assert found.since.isoformat() in str(same_since(book, decided))
    assert met


def test_a_number_that_something_given_multiplies_is_told_apart(book: Book) -> None:
    """Two cases that end alike and are given amounts of their own."""
    for group in book.lawbook.cases:
        rulebook = book.rulebook(group.question)
        multiplied = book.made(("wording", group.question), lambda r=rulebook: Wording(book.lawbook, r)).multiplied  # type: ignore[misc]
        for fact in multiplied:
            for case in group.cases:
                facts = dict(case.facts)
                if fact not in facts:
                    continue
                for number in ("7", "11"):
                    other = facts | {fact: number}
                    assert book.ask(group.question, other).to_json() == anew(book, group.question, other, None).to_json()
                break
