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


@pytest.mark.parametrize("first", range(0, len(WORKED_CASES), WORKED * 3))
def test_worked_cases_are_answered_as_they_say(first: int) -> None:
    for question, case in WORKED_CASES[first:][:WORKED]:
        assert not run_case(real_book(), question, case).differences, case.case
