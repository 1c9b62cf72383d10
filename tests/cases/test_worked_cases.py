"""Every worked case of the lawbook: what a lawyer answered is what the lawbook answers."""

from __future__ import annotations

from collections import Counter

import pytest

from shidian.errors import LawbookError
from shidian.law.records.case import Expect
from tests.cases.real import checked_cases, real_lawbook


def all_ids() -> list[str]:
    return [f"{group.question}/{case.case}" for group in real_lawbook().cases for case in group.cases]


def questions() -> list[str]:
    """Every question with worked cases; a lawbook that cannot be read is one failing test."""
    try:
        return sorted({id.split("/")[0] for id in all_ids()})
    except LawbookError:
        return ["lawbook"]


@pytest.mark.parametrize("question", questions())
def test_a_worked_case_is_answered_as_it_was_worked_out(question: str) -> None:
    wrong = {id: c for id, c in checked_cases().items() if id.startswith(f"{question}/") and c.differences}
    assert {id: (c.differences, c.case.title.en, c.case.basis.en) for id, c in wrong.items()} == {}


def test_every_question_has_worked_cases() -> None:
    assert {id.split("/")[0] for id in checked_cases()} == set(real_lawbook().questions)


def test_a_worked_case_has_an_id_of_its_own() -> None:
    assert [id for id, count in Counter(all_ids()).items() if count > 1] == []


def test_a_worked_case_says_what_it_expects() -> None:
    def says(expect: Expect) -> bool:
        return expect.outcome is not None or bool(expect.duties or expect.rules or expect.absent_rules)

    assert [id for id, c in checked_cases().items() if not says(c.case.expect)] == []
