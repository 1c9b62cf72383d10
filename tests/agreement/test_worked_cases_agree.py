"""Every worked case of the lawbook, with its day of knowledge."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.answer.facts import read_case
from tests.agreement.comparing import differences
from tests.cases.real import real_book
from tests.cases.test_worked_cases import ids

TODAY = dt.date(2026, 1, 1)


@pytest.mark.parametrize("id", ids())
def test_the_diagram_answers_a_worked_case_as_the_engine_does(id: str) -> None:
    book = real_book()
    question, name = id.split("/")
    for case in (c for g in book.lawbook.cases if g.question == question for c in g.cases if c.case == name):
        read = read_case(book.lawbook, book.question(question), dict(case.facts), TODAY)
        assert differences(book.diagram(question, known_on=case.known_on), read.case) == ()
