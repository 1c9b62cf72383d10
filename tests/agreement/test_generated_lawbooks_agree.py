"""All cases of made-up lawbooks: every definite one, every coarse one, and every way of leaving facts out, on several days of
knowledge. Where a lawbook has very many cases, a share of them that hypothesis draws the seed of."""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from shidian.diagram.diagram import Diagram
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Question
from tests.agreement.all_cases import AllCases
from tests.agreement.comparing import differences
from tests.engine.generating import ACCESS, EXPORT, FULL, STAY, Generated, known_days, lawbooks
from tests.nightly import NIGHTLY

LAWBOOKS = int(os.environ.get("SHIDIAN_AGREEMENT_LAWBOOKS", "60" if NIGHTLY else "6"))
MOST = int(os.environ.get("SHIDIAN_AGREEMENT_LAWBOOK_CASES", "3000" if NIGHTLY else "600"))
"""Cases that are compared of one lawbook; on a push `tests/meaning/frozen.py` holds the rest: 219 small lawbooks, by every way of the diagram."""


@pytest.mark.parametrize("questions", [(ACCESS, FULL), (EXPORT,), (STAY,)], ids=lambda q: q[0].reads)
def test_the_diagram_answers_every_case_of_a_small_lawbook_as_the_engine_does(questions: tuple[Question, ...]) -> None:
    @settings(
        deadline=None,
        max_examples=LAWBOOKS,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )  # made smaller, a failing lawbook takes minutes
    @given(lawbooks(questions), known_days, st.integers(0, 10**6))
    def every_case(made: tuple[object, Question], known_on: dt.date | None, seed: int) -> None:
        book, question = made
        assert isinstance(book, Lawbook)
        cases = AllCases(book, question)
        diagram = Diagram(cases.rulebook, known_on)
        event("all cases" if cases.count <= MOST else "a share of the cases")
        numbers = range(cases.count) if cases.count <= MOST else random.Random(seed).sample(range(cases.count), MOST)
        for case in (c for n in numbers if (c := cases.case(n)) is not None):
            found = differences(diagram, case)
            assert found == (), "\n".join([f"known on {known_on}: {case}", *found, repr(Generated(book, question, {}))])

    every_case()
