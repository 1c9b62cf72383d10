"""Words of `words/ordinary.toml` say nothing of market access. None is a word of a name of ours, or of what gives, denies, bounds or dates a fact; and
none is passed over where it may belong to a trade."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shidian.answer.sentence.lexicon import language
from shidian.law.names import names_of
from shidian.packaged import table
from tests.answer.sentence.measured import read
from tests.cases.real import real_book
from tests.nightly import TODAY

LAW = real_book().lawbook
ORDINARY = table("words/ordinary.toml")
VERBS, OTHERS = ORDINARY["verbs"].split(), ORDINARY["others"].split()
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


def _words(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield from re.findall("[a-z]+", said.casefold())
    elif isinstance(said, dict):
        for each in said.values():
            yield from _words(each)
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _words(each)


def test_no_ordinary_word_is_a_word_of_a_name() -> None:
    named = {
        word
        for kind in ("activities", "territories", "origins")
        for entry in LAW.names[kind].entries.values()
        for name in (*names_of(entry), *(n for s in LAW.names[kind].spoken for n in s.say))
        for word in _words(name)
    }
    assert not named & {*VERBS, *OTHERS}


def test_no_ordinary_word_is_one_that_gives_denies_bounds_or_dates_a_fact() -> None:
    said = language()
    facts = {f.fact for f in LAW.questions["access"].facts}
    giving = [e for k in ("says", "open") for e in said[k] if e.get("question", "access") == "access" and e["fact"] in facts]
    plain = [said["plain"]["not"], said["plain"]["strangers"], said["plain"]["denials"]]
    parts = [said[p] for p in ("roles", "who", "voices", "past", "quantities", "together", "outside")]
    parts += [w for w in said["states"].values() if isinstance(w, str)]
    telling = {*_words([[e.get("words", []), e.get("patterns", [])] for e in giving]), *_words(plain), *_words(parts)}
    assert not telling & {*VERBS, *OTHERS}


@pytest.mark.parametrize("trade", TRADES)
def test_an_ordinary_word_that_may_describe_a_trade_is_not_passed_over(trade: str) -> None:
    for word in CHANCE.sample([*VERBS, *OTHERS], 6):
        for text in (f"Can a German firm own a {word} {trade} in Wuhan?", f"Can a German firm own a {trade} for {word} in Wuhan?"):
            found = read(LAW, text)
            assert word in " ".join(n.words for n in found.not_understood), text
    for word in CHANCE.sample(VERBS, 4):
        assert not read(LAW, f"Can a German firm {word} for a {trade} in Wuhan?").whole


@pytest.mark.parametrize(
    "text",
    [
        "Urgent: can a German firm own 60% of a cinema in Wuhan? It is crucial that we know by Friday.",
        "I desire to open a cinema in Wuhan, I am from Norway, a stupid scenario",
        "On Monday we were enthusiastic, on Tuesday sad: can a German firm own 60% of a cinema in Wuhan?",
    ],
)
def test_ordinary_words_elsewhere_leave_a_sentence_whole(text: str) -> None:
    assert read(LAW, text).whole


@pytest.mark.parametrize(
    "text", ["Awkward: a German tourist in Wuhan without a visa for 30 days", "Awkward data of 5,000 customers go to Berlin"]
)
def test_they_are_ordinary_in_questions_of_access_alone(text: str) -> None:
    assert read(LAW, text).question != "access"
    assert not read(LAW, text).whole
