"""On the real law: who says more of a case never loses what was sure before."""

from __future__ import annotations

import os
import random
from itertools import islice

import pytest

from shidian.engine.decide import decide
from tests.agreement.learning import coarser, least_share, taken_back
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, real_lawbook
from tests.nightly import NIGHTLY, TODAY

CASES = int(os.environ.get("SHIDIAN_LEARNING_CASES", "2000" if NIGHTLY else "10"))
SEED = int(os.environ.get("SHIDIAN_AGREEMENT_SEED", str(TODAY)))


@pytest.mark.parametrize("question", sorted(real_lawbook().questions))
def test_a_fact_that_is_added_never_turns_a_sure_answer_into_another(question: str) -> None:
    rulebook, pick, compared = real_book().rulebook(question), random.Random(SEED), 0
    for drawn in islice(RandomCases(real_book(), question, SEED), CASES):
        more = decide(rulebook, drawn.case, drawn.known_on, ask=False)
        least = least_share(rulebook, drawn.case)
        for case in coarser(rulebook, drawn.case, pick):
            less = decide(rulebook, case, drawn.known_on, ask=False)
            compared += 1
            found = [*taken_back(less.in_force, more.in_force, least), *taken_back(less.announced, more.announced, least)]
            assert found == [], f"seed {SEED}: {drawn}; with less: {case}"
    assert compared > CASES
