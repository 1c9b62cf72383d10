"""Every worked case of the lawbook, with its day of knowledge."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.answer.facts import read_case
from tests.agreement.comparing import differences
from tests.cases.real import real_book
from tests.cases.test_worked_cases import questions

TODAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize("question", questions())
def test_the_diagram_answers_a_worked_case_as_the_engine_does(question: str) -> None:
    book = real_book()
    found = {}
    for case in (c for g in book.lawbook.cases if g.question == question for c in g.cases):
        read = read_case(book.lawbook, book.question(question), dict(case.facts), TODAY)
        found[case.case] = differences(book.diagram(question, known_on=case.known_on), read.case)
    assert {case: apart for case, apart in found.items() if apart} == {}
