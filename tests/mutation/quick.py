"""Small tests that kill many mutants: a few random cases, or a few worked ones, of the real lawbook, the meaning, engine and diagram side by side.

Each is a test of the suite as well (`tests/agreement`, `shidian cases`), here in pieces, so that a mutant is given only those that enter
what was changed. Collected by `python -m tests.mutation` alone.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from shidian.answer.worked import run_case
from shidian.engine.decide import decide
from shidian.law.records.case import WorkedCase
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import unlike
from tests.agreement.by_screen import unlike_ask, unlike_rows
from tests.agreement.comparing import differences
from tests.agreement.random_cases import Drawn, RandomCases
from tests.cases.real import real_book

SEED = 20_261_127
PIECES = 8
EACH = 6
"""Random cases of a piece; of `access`, whose cases take ten times as long, a third."""
WORKED = 40
QUESTIONS = sorted(real_book().questions)
WORKED_CASES: list[tuple[str, WorkedCase]] = [(g.question, c) for g in real_book().lawbook.cases for c in g.cases]


@cache
def drawn(question: str, each: int) -> list[Drawn]:
    return list(islice(RandomCases(real_book(), question, SEED), PIECES * each))


@pytest.mark.parametrize("piece", range(PIECES))
@pytest.mark.parametrize("question", QUESTIONS)
def test_meaning_engine_and_diagram_say_the_same(question: str, piece: int) -> None:
    book, each = real_book(), EACH // 3 if question == "access" else EACH
    rulebook, meaning = book.rulebook(question), Meaning(book.lawbook, book.question(question))
    for one in drawn(question, each)[piece * each :][:each]:
        assert not unlike(meaning, rulebook, one.case, one.known_on, decide(rulebook, one.case, one.known_on))
        assert not differences(book.diagram(question, known_on=one.known_on), one.case)


@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_of_a_table_and_what_is_shown_say_what_the_engine_says(question: str) -> None:
    some = drawn(question, EACH // 3 if question == "access" else EACH)[::4]
    assert not list(unlike_rows(real_book(), question, some))
    assert not [found for one in some for found in unlike_ask(real_book(), one)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_diagram_asks_first_for_a_fact_that_decides(question: str) -> None:
    rulebook = real_book().rulebook(question)
    for one in drawn(question, EACH // 3 if question == "access" else EACH)[::5]:
        found = decide(rulebook, one.case, one.known_on)
        asked = {m.fact for m in found.missing}
        assert set(real_book().diagram(question, known_on=one.known_on).next_first(one.case, found.missing_for)) >= asked


@pytest.mark.parametrize("first", range(0, len(WORKED_CASES), WORKED * 3))
def test_worked_cases_are_answered_as_they_say(first: int) -> None:
    for question, case in WORKED_CASES[first:][:WORKED]:
        assert not run_case(real_book(), question, case).differences, case.case
