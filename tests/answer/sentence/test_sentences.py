"""A question in a person's own words is read into chips, and nothing in it is guessed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from shidian.answer.sentence.lexicon import language
from shidian.answer.sentence.reading import read_sentence
from tests.answer.sentence.measured import BUILT_ON, KEPT, SENTENCES, TODAY, differences, read, wrong_chips
from tests.cases.real import real_book

LAW = real_book().lawbook
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "sentences.md"


@pytest.mark.parametrize("want", SENTENCES, ids=lambda w: w["text"])
def test_no_chip_says_what_the_sentence_does_not(want: dict[str, object]) -> None:
    assert wrong_chips(LAW, want) == []


def test_the_set_is_large_and_a_third_of_it_lacks_something() -> None:
    assert (len(BUILT_ON), len(KEPT)) == (150, 150)
    assert len({s["text"] for s in SENTENCES}) == 300
    for half in (BUILT_ON, KEPT):
        assert sum(bool(s["open"] or s["gone"] or s["question"] is None) for s in half) >= len(half) / 3
    besides = {"supply", "security_review", "merger_control"}  # read in tests/answer/sentence/test_supply.py
    assert {s["question"] for s in SENTENCES} | besides == {*LAW.questions, None}


def test_the_page_says_how_many_are_exact() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for half, name in ((BUILT_ON, "built with"), (KEPT, "kept back, after mending")):
        said = re.search(rf"\* {name}: (\d+) of (\d+)", text)
        assert said is not None
        right = sum(not differences(LAW, w) for w in half)
        assert (int(said[1]), int(said[2])) == (right, len(half))
        assert right >= 0.95 * len(half)


@pytest.mark.parametrize(
    ("text", "words"),
    {
        "A Chinese company, app store, Chengdu, 100%": "Chinese",
        "中国企业在成都做应用商店": "中国企业",
        "没有外资的公司在成都开医院": "没有",
        "A nail bar in Shanghai, US company": "nail",
        "US engineer, 3 months, Suzhou": "3 months",
        "the European data of my cat": "European",
    }.items(),
)
def test_a_word_that_may_change_the_answer_is_not_passed_over(text: str, words: str) -> None:
    found = read(LAW, text)
    assert words in " ".join(n.words for n in found.not_understood)
    assert not found.whole


def test_words_that_say_nothing_are_a_short_closed_list() -> None:
    plain = language()["plain"]
    assert len(plain["nothing"]) < 270
    assert not {"before", "after", "more", "less", "over", "no", "没有", "超过", "以下", "中国公司", "个人", "chinese"} & set(
        plain["nothing"]
    )


def test_a_day_behind_since_is_read_whole() -> None:
    assert read(LAW, "a US bank in Beijing since 2025-03-01").facts["on"] == "2025-03-01"
    assert read(LAW, "a US bank in Beijing since 2023").facts["on"] == "2023-01-01"
    assert "on" not in read(LAW, "a US bank in Beijing before 2023-01-01").facts


def test_what_is_asked_twice_is_answered_twice_or_named() -> None:
    found = read(LAW, "May a US company open a hospital in Tianjin, and does its German doctor need a work permit?")
    assert found.question is not None
    assert {"access", "entry"} <= {found.question, *found.left_out}
    assert len(read(LAW, "hospital or clinic in Tianjin, US company").cases) == 2


@pytest.mark.parametrize("text", ["国发〔2024〕1号", "4/5G", "7×24", "985高校", "1+4+6+9", "24*7", "第3条", "51:49"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    found = read(LAW, f"美国公司在上海开医院 {text}")
    assert {c.fact for c in found.chips} == {"origin", "territory", "activity"}
    assert found.not_understood


@pytest.mark.parametrize("want", SENTENCES, ids=lambda w: w["text"])
def test_chips_stand_where_their_words_stand(want: dict[str, str]) -> None:
    found = read(LAW, want["text"])
    assert all(want["text"][c.start : c.end] == c.words for c in found.chips)
    assert all(want["text"][n.start : n.end] == n.words for n in found.not_understood)


def test_several_places_are_several_cases() -> None:
    found = read(LAW, "Shanghai or Shenzhen: may a US investor hold 100% of a data centre since June 2025?")
    assert [c["territory"] for c in found.cases] == ["shanghai", "shenzhen"]
    assert {c["on"] for c in found.cases} == {"2025-06-01"}


@pytest.mark.parametrize("text", ["a US bank not in Shanghai", "美国银行，除了上海", "a US bank outside Shanghai"])
def test_what_is_denied_is_no_fact(text: str) -> None:
    assert all("territory" not in c for c in read(LAW, text).cases)


@pytest.mark.parametrize(
    "text", ["", " ", "?", "，", "100%", "a" * 5000, "\ud800", "𠀀😀", "((((", "0", "成都" * 300, "2025-13-45", "1999999年99月"]
)
def test_nothing_that_a_person_writes_breaks_the_reader(text: str) -> None:
    read_sentence(LAW, text, TODAY)


def test_reading_takes_milliseconds() -> None:
    read(LAW, "warm")
    started = time.perf_counter()
    for want in SENTENCES:
        read(LAW, want["text"])
    assert (time.perf_counter() - started) / len(SENTENCES) < 0.05


def test_the_cases_of_every_sentence_can_be_asked() -> None:
    book = real_book()
    for want in SENTENCES:
        found = read(LAW, want["text"])
        for case in found.cases if found.question else ():
            book.read(str(found.question), dict(case))
