"""From what a person writes to a case: names in two languages, codes, numbers, days; near misses are offered, never taken."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from shidian.answer.facts import Given
from shidian.book import Book
from shidian.errors import AmbiguousValue, BadValue, CaseError, UnknownFact, UnknownQuestion, UnknownValue
from tests.building import TODAY
from tests.cases.real import real_book


@pytest.mark.parametrize(
    ("fact", "word", "id"),
    [
        ("activity", "baking", "baking"),
        ("activity", "Baking", "baking"),
        ("activity", "烘焙", "baking"),
        ("activity", "bread", "baking"),
        ("activity", "面包", "baking"),
        ("activity", "C1", "baking"),
        ("activity", "c1", "baking"),
        ("activity", "carrier-pigeons", "pigeons"),
        ("activity", "Ｄ１", "pigeons"),
        ("activity", " owls ", "owls"),
        ("activity", "couriers:other", "couriers:other"),
        ("activity", "信使业:other", "couriers:other"),
        ("territory", "Porto", "port-city"),
        ("territory", "港城", "port-city"),
        ("territory", "海港区", "harbour"),
        ("territory", "north:other", "north:other"),
        ("origin", "FD", "freedonia"),
        ("certified", "是", "yes"),
        ("certified", "TRUE", "yes"),
        ("certified", "否", "no"),
        ("certified", False, "no"),
        ("legal-form", "fellowship", "guild"),
        ("legal-form", "行会", "guild"),
        ("share", "33.30 %", "33.3"),
        ("share", "５０％", "50"),
        ("share", 50, "50"),
        ("share", 49.5, "49.5"),
        ("share", Decimal("12.50"), "12.5"),
        ("share", "100", "100"),
        ("on", "2024-02-29", "2024-02-29"),
        ("on", dt.date(2024, 1, 2), "2024-01-02"),
        ("on", dt.datetime(2024, 1, 2, 23, 59), "2024-01-02"),
    ],
)
def test_a_value_is_understood_and_shown_in_its_plain_form(orsia: Book, fact: str, word: Given, id: str) -> None:
    assert orsia.ask("access", {fact: word}).facts[fact] == id


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"activity": "bakng"}, UnknownValue, "did you mean `baking`"),
        ({"activity": "harbour"}, UnknownValue, "unknown activity `harbour`"),
        ({"activity": "crafts:other"}, BadValue, "its listed parts are all of it"),
        ({"activity": "baking:other"}, BadValue, "it has no parts"),
        ({"territory": "harbour:other"}, BadValue, "is a zone"),
        ({"activity": ""}, BadValue, "omit the fact"),
        ({"activity": "bak\x00ing"}, BadValue, "cannot be read"),
        ({"activity": "x" * 201}, BadValue, "cannot be read"),
        ({"activity": True}, BadValue, "cannot be a value"),
        ({"shares": "50"}, UnknownFact, "did you mean `share`"),
        ({"zzz": "50"}, UnknownFact, "`access` takes `activity`"),
        ({"share": "most"}, BadValue, "is not a number"),
        ({"share": "1e2"}, BadValue, "is not a number"),
        ({"share": "nan"}, BadValue, "is not a number"),
        ({"share": "-1"}, BadValue, "cannot be less than 0"),
        ({"share": "100.5"}, BadValue, "cannot be more than 100"),
        ({"share": "20", "investor-share": "30"}, BadValue, "more than `share`"),
        ({"certified": "maybe"}, BadValue, "neither yes nor no"),
        ({"on": "2023-02-29"}, BadValue, "is not a day"),
        ({"on": "01/02/2024"}, BadValue, "is not a day"),
        ({"territory": "lake-city", "harbour": "yes"}, BadValue, "does not reach"),
        ({"territory": "inner-harbour", "harbour": "no"}, BadValue, "cannot be true"),
        ({"legal-form": "company or guild"}, UnknownValue, "unknown legal-form"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(orsia: Book, given: dict[str, Given], error: type[CaseError], said: str) -> None:
    with pytest.raises(error) as caught:
        orsia.ask("access", given)
    assert said in str(caught.value)


def test_a_whole_number_takes_no_fraction_and_no_maximum(orsia: Book) -> None:
    assert orsia.ask("path", pages="1,000,000").facts["pages"] == "1000000"
    with pytest.raises(BadValue, match="whole number"):
        orsia.ask("path", pages="10.5")


@pytest.mark.parametrize(
    ("word", "shown"), [("maps,poems", "maps,poems"), ("poems、地图", "maps,poems"), (["poems", "maps"], "maps,poems"), ("none", "none")]
)
def test_a_set_is_given_in_any_order_and_may_be_empty(orsia: Book, word: Given, shown: str) -> None:
    assert orsia.ask("path", contents=word).facts["contents"] == shown


def test_a_fact_may_be_a_keyword_with_an_underscore_but_not_twice(orsia: Book) -> None:
    assert orsia.ask("access", investor_share=20).facts == {"investor-share": "20"}
    with pytest.raises(BadValue, match="given twice"):
        orsia.ask("access", {"investor-share": 20}, investor_share=20)


def test_none_is_as_good_as_left_out(orsia: Book) -> None:
    assert orsia.ask("access", activity="baking", share=None) == orsia.ask("access", activity="baking")


def test_the_day_is_today_unless_it_is_said(orsia: Book) -> None:
    decision = orsia.ask("access", activity="baking")
    assert decision.assumed["on"] == TODAY.isoformat()
    assert decision.receipt.on == TODAY


def test_an_unknown_question_is_refused_with_a_near_miss(orsia: Book) -> None:
    with pytest.raises(UnknownQuestion, match="did you mean `access`"):
        orsia.ask("acess")
    assert not issubclass(UnknownQuestion, AmbiguousValue)


def test_the_day_of_knowledge_must_be_a_day(orsia: Book) -> None:
    with pytest.raises(BadValue, match="is not a day"):
        orsia.ask("access", known_on="yesterday")


@pytest.mark.parametrize("mark", ["?", "？", " ?"])
@pytest.mark.parametrize(
    ("fact", "word"),
    [("activity", "hospital"), ("activity", "医院"), ("origin", "DE"), ("territory", "上海市浦东新区"), ("legal-form", "branch")],
)
def test_a_name_with_a_question_mark_is_offered_and_not_taken(fact: str, word: str, mark: str) -> None:
    """Who writes `Germany?` into a table is not sure of it: it was read as Germany, and answered."""
    assert real_book().read("access", {fact: word}).facts[fact]
    with pytest.raises(UnknownValue) as refused:
        real_book().read("access", {fact: word + mark})
    assert "did you mean" in str(refused.value.hint)
