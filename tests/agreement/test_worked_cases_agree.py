"""Worked cases of the lawbook, each with its day of knowledge: on a push a sample, another each day; at night every case."""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest

from shidian.answer.facts import read_case
from tests.agreement.comparing import differences
from tests.cases.real import real_book
from tests.cases.test_worked_cases import questions

TODAY = dt.date(2026, 1, 1)
PUSHED = 60
"""Cases of a question on a push."""


@pytest.mark.parametrize("question", questions())
def test_the_diagram_answers_a_worked_case_as_the_engine_does(question: str) -> None:
    book = real_book()
    cases = [c for g in book.lawbook.cases if g.question == question for c in g.cases]
    if not os.environ.get("SHIDIAN_NIGHTLY") and len(cases) > PUSHED:
        cases = random.Random(dt.date.today().toordinal()).sample(cases, PUSHED)
    found = {}
    for case in cases:
        read = read_case(book.lawbook, book.question(question), dict(case.facts), TODAY)
        found[case.case] = differences(book.diagram(question, known_on=case.known_on), read.case)
    assert {case: apart for case, apart in found.items() if apart} == {}
