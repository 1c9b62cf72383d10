"""A question in a person's own words is read into chips, and nothing in it is guessed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from shidian.answer.sentence.reading import read_sentence
from tests.answer.sentence.measured import BUILT_ON, SENTENCES, TODAY, TRIED_ON, exact, read, wrong_chips
from tests.cases.real import real_book

LAW = real_book().lawbook
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "sentences.md"


@pytest.mark.parametrize("want", SENTENCES, ids=lambda w: w["text"])
def test_no_chip_says_what_the_sentence_does_not(want: dict[str, object]) -> None:
    assert wrong_chips(LAW, want) == []


def test_the_page_says_how_many_are_exact() -> None:
    built = re.search(r"\* built with: (\d+) of (\d+)", PAGE.read_text(encoding="utf-8"))
    tried = re.search(r"not built with: (\d+) of (\d+)", PAGE.read_text(encoding="utf-8"))
    assert built is not None
    assert tried is not None
    found = [(sum(exact(LAW, w) for w in half), len(half)) for half in (BUILT_ON, TRIED_ON)]
    assert [(int(m[1]), int(m[2])) for m in (built, tried)] == found


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
