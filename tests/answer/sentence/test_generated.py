"""Generated sentences about every question but access: what is put in is read, nothing else is.

On a push two fillings of each sentence, others each day; at night (`SHIDIAN_NIGHTLY`) forty.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from shidian.answer.sentence.chips import Sentence
from tests.answer.sentence.generating import Generated, generated, is_exact, wrong_values
from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import TODAY

LAW = real_book().lawbook
EACH = 40 if os.environ.get("SHIDIAN_NIGHTLY") else 2


@pytest.fixture(scope="module")
def found() -> list[tuple[Generated, Sentence]]:
    return [(want, read(LAW, want.text)) for want in generated(random.Random(TODAY), EACH)]


def test_hardly_any_is_read_whole_with_a_value_that_was_not_put_in(found: list[tuple[Generated, Sentence]]) -> None:
    wrong = [(want.text, values) for want, got in found if got.whole and (values := wrong_values(got, want))]
    assert len(wrong) <= len(found) // 100, wrong


def test_almost_all_are_read_as_their_own_question(found: list[tuple[Generated, Sentence]]) -> None:
    others = [(want.text, want.question, got.question) for want, got in found if got.question != want.question]
    assert len(others) <= len(found) // 25, others


def test_most_are_read_exactly(found: list[tuple[Generated, Sentence]]) -> None:
    exact = Counter(want.question for want, got in found if is_exact(got, want))
    assert sum(exact.values()) >= len(found) * 85 // 100, exact


@pytest.mark.parametrize(
    ("text", "fact", "values"),
    [
        ("Our German parent lends 2 million euros to the Shanghai subsidiary.", "measure", {"foreign-debt"}),
        ("The Shanghai subsidiary lends 2 million euros to our German parent.", "measure", {"overseas-loan"}),
        ("The Indian subsidiary lends to its Shanghai parent.", "measure", {"foreign-debt"}),
        ("Our Shanghai parent lends to its Indian subsidiary.", "measure", {"overseas-loan"}),
        ("印度母公司向上海公司借200万欧元", "measure", {"overseas-loan"}),
        ("上海公司向印度母公司借200万欧元", "measure", {"foreign-debt"}),
        ("Shareholder loan from Germany: the parent's equity is 13 billion yuan, ours 2 billion yuan.", "owners-equity", set()),
        ("Shareholder loan from Germany: net assets 13 billion yuan in 2024, 2 billion yuan in 2025.", "owners-equity", set()),
        ("Tax credit: of dividends of 13 billion yuan we reinvest 2 billion yuan in a new company.", "reinvested", set()),
        ("Monthly export of data of 3,000 users to the US.", "persons", set()),
        ("每周把3000名用户的数据传到日本。", "persons", set()),
        ("We send health data and names of 800 employees to Germany.", "persons", set()),
        ("净资产2亿元的公司向境外母公司借钱有没有上限", "measure", {"foreign-debt"}),
        ("去年通过了安全评估，今年要换接收方，还要做什么", "held", {"assessment"}),
    ],
)
def test_of_two_candidates_the_right_one_is_read_or_none(text: str, fact: str, values: set[str]) -> None:
    assert {case[fact] for case in without(text) if fact in case} == values


def without(text: str) -> list[dict[str, str]]:
    """The cases of a sentence."""
    return list(read(LAW, text).cases)
