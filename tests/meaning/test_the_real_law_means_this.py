"""The engine answers random cases and worked cases of the real lawbook as the meaning does, where brute force is quick enough."""

from __future__ import annotations

import datetime as dt
import os
from itertools import islice

import pyarrow as pa
import pytest

from shidian.answer.facts import read_case
from shidian.engine.case import Case
from shidian.engine.decide import decide
from shidian.errors import CaseError
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import unlike
from tests.agreement.comparing import differences as differences_of_machines
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, real_lawbook
from tests.nightly import NIGHTLY, TODAY, share_of

CASES = int(os.environ.get("SHIDIAN_MEANING_CASES", "1000" if NIGHTLY else "30"))
SEED = int(os.environ.get("SHIDIAN_AGREEMENT_SEED", str(TODAY)))
FEWEST = 2
"""Worked cases of a question that brute force must reach."""
QUESTIONS = sorted(real_lawbook().questions)


def differences(meaning: Meaning, case: Case, known_on: dt.date | None) -> list[str] | None:
    """Where the engine says something else, in words; None for a case that is too large for brute force."""
    rulebook = real_book().rulebook(meaning.question.question)
    return unlike(meaning, rulebook, case, known_on, decide(rulebook, case, known_on))


@pytest.mark.parametrize("question", QUESTIONS)
def test_random_cases(question: str) -> None:
    meaning = Meaning(real_lawbook(), real_book().question(question))
    drawn_cases = islice(RandomCases(real_book(), question, SEED), 2 * CASES)
    compared = 0
    while compared < CASES:  # some are too large for brute force, of thirty on some days a quarter
        drawn = next(drawn_cases)
        found = differences(meaning, drawn.case, drawn.known_on)
        compared += found is not None
        assert not found, f"seed {SEED}: {drawn}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_worked_cases(question: str) -> None:
    meaning = Meaning(real_lawbook(), real_book().question(question))
    cases = [c for g in real_lawbook().cases if g.question == question for c in g.cases]
    compared = 0
    for worked in share_of(cases, 48):
        case = read_case(real_lawbook(), real_book().question(question), dict(worked.facts), dt.date(2026, 1, 1)).case
        found = differences(meaning, case, worked.known_on)
        compared += found is not None
        assert not found, worked.case
    assert not NIGHTLY or compared >= FEWEST


@pytest.mark.parametrize(
    "facts",
    [
        {"deal": "joint-venture", "second-china": "7", "on": "2018-09-18"},
        {"second-china": "10", "on": "2018-10-28"},
        {"deal": "joint-venture", "second-china": "7.4", "same-group": "no", "on": "2018-10-28"},
        {"turnover-world": "15", "second-china": "7", "same-group": "no", "on": "2024-03-02"},
    ],
)
def test_of_three_numbers_in_a_row_the_outer_two_bound_each_other_while_the_middle_one_is_missing(facts: dict[str, str]) -> None:
    meaning, book = Meaning(real_lawbook(), real_book().question("merger_control")), real_book()
    case = read_case(real_lawbook(), book.question("merger_control"), facts, None).case
    assert differences(meaning, case, None) == []
    assert differences_of_machines(book.diagram("merger_control"), case) == ()


def test_the_outer_two_of_three_numbers_cannot_contradict_each_other() -> None:
    facts = {"turnover-world": "0.5", "second-china": "1.3", "on": "2024-03-02"}
    with pytest.raises(CaseError, match=r"`second-china` .* is more than `turnover-world`"):
        read_case(real_lawbook(), real_book().question("merger_control"), facts, None)
    rows = real_book().screen("merger_control", pa.table({k: [v] for k, v in facts.items()})).table().to_pylist()
    assert rows[0]["error_code"] == "bad-value"
