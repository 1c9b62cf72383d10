"""Words that nothing accounts for are passed over where they cannot change the answer: no word of a name or of a fact, beside nothing of the case, and
not where a trade, a place or the investor stands."""

from __future__ import annotations

import random

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import TODAY

LAW = real_book().lawbook
CHANCE = random.Random(TODAY)
TRADES = (
    "clinic",
    "hospital",
    "app store",
    "data centre",
    "travel agency",
    "cinema",
    "life insurer",
    "call centre",
    "language school",
    "airline",
)
WORDS = ("lilac", "wobbly", "sturdy", "velvet", "brisk", "zibbet", "amphibious", "dreamy", "haunted", "underwater")
"""Words that are none of a name or fact of ours, and that might describe a trade or an investor all the same."""


@pytest.mark.parametrize("trade", TRADES)
def test_a_word_that_may_describe_a_trade_place_or_investor_is_not_passed_over(trade: str) -> None:
    for word in CHANCE.sample(WORDS, 3):
        for text in (
            f"Can a German firm own a {word} {trade} in Wuhan?",
            f"Can a German firm own a {trade} for {word} in Wuhan?",
            f"Can a German firm own a {trade} and a {word} in Wuhan?",
            f"Can a German firm own a {word} and a {trade} in Wuhan?",
            f"Can a {word} own a {trade} in Wuhan?",
            f"Can a German firm own a {trade} in {word} Wuhan?",
            f"Can a German firm own a {trade} in Wuhan, {word}?",
            f"Can a German firm {word} a {trade} in Wuhan?",
            f"We want to open a {trade} in Wuhan. We also run a {word}.",
        ):
            assert word in " ".join(n.words for n in read(LAW, text).not_understood), text


@pytest.mark.parametrize(
    "text",
    [
        "Urgent: can a German firm own 60% of a cinema in Wuhan? It is crucial that we know by Friday.",
        "Our janitor wonders: can a German firm own 60% of a cinema in Wuhan?",
        "Can a German firm own 60% of a cinema in Wuhan? My neighbour swears it is impossible.",
        "My cofounder is thrilled, so can a German firm own 60% of a cinema in Wuhan?",
        "德国公司能在武汉控股60%开电影院吗？邻居瞎扯说太难了",
        "Our janitor insists: data of 5,000 customers go to Berlin",
    ],
)
def test_words_that_stand_elsewhere_leave_a_sentence_whole(text: str) -> None:
    assert not read(LAW, text).not_understood


@pytest.mark.parametrize(
    "text",
    [
        "A diplomat from Peru, visa-free",
        "德国公司在武汉开电影院和剧本屋，60%",
        "我们想在武汉开电影院，顺便做剧本屋，德国独资",
        "Names of 5,000 customers go to Berlin, scrambled",
        "在武汉开绒绒电影院，德国独资",
    ],
)
def test_words_that_may_change_the_answer_are_not_passed_over(text: str) -> None:
    assert not read(LAW, text).whole


@pytest.mark.parametrize("what", ["a Chinese cinema", "a Chinese life insurer"])
def test_chinese_says_nothing_of_what_a_foreigner_buys_and_something_of_an_investor(what: str) -> None:
    assert read(LAW, f"May a Swiss firm own 30% of {what}?").whole
    for text in (f"May {what} with a Swiss owner own 30% of a hospital?", f"May a Swiss firm with Chinese owners own 30% of {what}?"):
        assert not read(LAW, text).whole


@pytest.mark.parametrize(
    "text",
    [
        "Can a Swiss firm run a hospital in Wuhan, or must it team up with a Chinese one?",
        "Can a Swiss firm run a hospital in Wuhan for Chinese patients?",
        "Does Chinese law allow a Swiss firm to run a hospital in Wuhan?",
    ],
)
def test_chinese_customers_law_and_partners_that_are_looked_for_say_nothing(text: str) -> None:
    assert read(LAW, text).whole
