"""Random cases of the real lawbook's questions, as many of each as SHIDIAN_AGREEMENT_CASES says; from the seed in
SHIDIAN_AGREEMENT_SEED. `make agreement` compares far more of them."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from tests.agreement.comparing import differences
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, real_lawbook
from tests.nightly import NIGHTLY, TODAY

CASES = int(os.environ.get("SHIDIAN_AGREEMENT_CASES", "1000" if NIGHTLY else "120"))
SEED = int(os.environ.get("SHIDIAN_AGREEMENT_SEED", str(TODAY)))
"""The seed turns daily, and is named in a failure."""


@pytest.mark.parametrize("question", sorted(real_lawbook().questions))
def test_the_diagram_answers_random_cases_as_the_engine_does(question: str) -> None:
    book = real_book()
    for drawn in islice(RandomCases(book, question, SEED), CASES):
        found = differences(book.diagram(question, known_on=drawn.known_on), drawn.case)
        assert found == (), f"seed {SEED}: {drawn}"
