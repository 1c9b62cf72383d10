"""The page of a decision in two languages, and the interview that asks only what matters."""

from __future__ import annotations

import re

import pytest

from shidian.answer.interview import Interview
from shidian.answer.text import WIDTH
from shidian.book import Book
from shidian.errors import BadValue
from shidian.words.wrap import width, wrap
from tests.cases.real import real_book

DAY = "2024-01-01"
OPEN = {"activity": "pigeons", "territory": "north", "share": "60", "on": DAY}
PAGES = [
    OPEN,
    OPEN | {"territory": "harbour"},
    OPEN | {"territory": "lake-city"},
    {"on": DAY},
    OPEN | {"on": "2023-04-01", "territory": "harbour"},
]


@pytest.mark.parametrize("facts", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_page(orsia: Book, facts: dict[str, str], lang: str) -> None:
    lines = orsia.ask("access", facts).to_text(lang, explain=True).splitlines()
    assert max(width(line) for line in lines if "://" not in line) <= WIDTH


@pytest.mark.parametrize("facts", PAGES)
def test_the_english_page_has_no_chinese_and_the_chinese_one_has_chinese_headings(orsia: Book, facts: dict[str, str]) -> None:
    decision = orsia.ask("access", facts)
    assert not re.search(r"[\u3400-\u9fff]", decision.to_text("en", explain=True))
    headings = [x for x in decision.to_text("zh", explain=True).splitlines() if x and not x.startswith(" ")]
    assert all(re.search(r"[\u3400-\u9fff]", h) for h in headings)
    assert "{" not in decision.to_text("en") + decision.to_text("zh")


def test_the_page_says_first_what_holds_and_then_why_and_on_which_words(orsia: Book) -> None:
    page = orsia.ask("access", OPEN | {"territory": "lake-city:other"}).to_text("en", explain=True)
    assert page.startswith("✘ ")
    for said in (
        "Carrier pigeons stay below one half",
        "List of Limits",
        "orsia-list/pigeons",
        "Gazette of Orsia",
        "orsia-pilot/pigeons-open",
        "requires place",
        "below 50 %",
    ):
        assert said in page
    assert page.index("In force") < page.index("Why") < page.index("Sources")


def test_the_page_says_so_when_the_readings_differ(orsia: Book) -> None:
    facts = OPEN | {"territory": "harbour", "on": "2023-04-01"}
    assert "not in force" in orsia.ask("access", facts).to_text("en")
    assert "尚未生效" in orsia.ask("access", facts).to_text("zh")
    assert "not in force" not in orsia.ask("access", facts | {"on": DAY}).to_text("en")


def test_why_not_names_the_test_on_which_a_relief_failed(orsia: Book) -> None:
    decision = orsia.ask("access", OPEN | {"territory": "lake-city:other"})
    (failed,) = decision.reasons[0].helped_not
    assert (failed.rule, failed.standing) == ("orsia-pilot/pigeons-open", "in_force")
    assert [(t.fact, t.unknown) for t in failed.tests] == [("territory", False)]
    early = orsia.ask("access", OPEN | {"territory": "harbour", "on": "2023-05-01"}).reasons[0].helped_not[0]
    assert (early.standing, early.tests) == ("announced", ())


def test_wrapping_keeps_every_character_and_breaks_chinese_anywhere() -> None:
    text = "外资股比不得超过百分之五十，但试点地区除外。" * 6 + " and a few words"
    lines = wrap(text, 40, 4)
    assert "".join(x.strip() for x in lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(x) <= 42 for x in lines)
    assert all(x.startswith("    ") for x in lines)
    assert not any(x.strip()[0] in "，。" for x in lines)


def test_an_interview_asks_until_the_answer_is_definite(orsia: Book) -> None:
    interview = Interview(orsia, "access", {"activity": "couriers", "on": DAY}, None)
    asked = []
    while (question := interview.next()) is not None:
        asked.append(question.fact)
        interview.answer(question, {"activity": "pigeons", "territory": "lake-city:other", "share": "60", "certified": "no"}[question.fact])
    assert interview.decision.outcome == "not_permitted"
    assert len(asked) == len(set(asked))
    assert "origin" not in asked


def test_an_answer_by_number_is_the_lead_of_that_number(orsia: Book) -> None:
    interview = Interview(orsia, "access", OPEN, None)
    question = interview.next()
    assert question is not None
    for i, lead in enumerate(question.answers, 1):
        fresh = Interview(orsia, "access", OPEN, None)
        fresh.answer(question, str(i))
        assert fresh.decision.outcome == lead.outcome


def test_a_number_is_answered_by_itself_not_by_the_position_of_a_range(orsia: Book) -> None:
    interview = Interview(orsia, "path", {"letters": "official", "contents": "none", "on": DAY}, None)
    question = interview.next()
    assert question is not None
    interview.answer(question, "2")
    assert interview.decision.facts["pages"] == "2"


def test_an_answer_that_cannot_be_read_changes_nothing(orsia: Book) -> None:
    interview = Interview(orsia, "path", {"letters": "official", "contents": "none", "on": DAY}, None)
    question, before = interview.next(), interview.decision
    assert question is not None
    with pytest.raises(BadValue):
        interview.answer(question, "many")
    assert (interview.decision, interview.next()) == (before, question)


def test_a_skipped_question_is_not_asked_again(orsia: Book) -> None:
    interview = Interview(orsia, "access", OPEN, None)
    question = interview.next()
    assert question is not None
    interview.skip(question.fact)
    assert interview.next() is None
    assert interview.decision.outcome == "undetermined"


def test_of_answers_after_which_more_is_to_be_asked_that_is_said_once() -> None:
    text = real_book().ask("entry", {"asked": "visa-free", "on": "2026-06-01"}).to_text()
    asked = text.split("Missing facts")[1].split("\nWhy")[0]
    assert asked.count("depends on further facts") <= len(re.findall(r"^  \d\. ", asked, re.M))
    assert "and 6 more → depends on further facts   [purpose=business]" in " ".join(asked.split()).replace(" [", "   [")
