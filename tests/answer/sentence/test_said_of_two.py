"""A number that is told twice of two is no fact of one; what is sold, a part of something that is no business, a trade behind a semicolon, a question
and a stop of a journey are no facts either, or not the only ones."""

from __future__ import annotations

import pytest

from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook


def _values(text: str, fact: str) -> set[str]:
    return {case[fact] for case in read(LAW, text).cases if fact in case}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Hangzhou search engine: Japanese company 30%, another Japanese company 30%", "share"),
        ("日方30%，其日本关联方30%，搜索引擎，杭州", "share"),
        ("Japanese fund 26%, a second Japanese fund 26% of a search engine in Hangzhou", "share"),
        ("向新加坡传6万人、向日本传6万人的个人信息", "persons"),
        ("Personal data: 5,000 persons to Berlin and 5,000 persons to Paris", "persons"),
        ("A German stays 20 days in Beijing and 20 days in Shanghai visa-free", "stay"),
        ("A Japanese group sells 50% of its Hangzhou search engine", "share"),
        ("Our search engine handles 40% of queries; Japanese; Hangzhou", "share"),
        ("搜索引擎处理杭州40%的查询，日资", "share"),
        ("Is a German bank still limited to 20% when it buys into a Chinese city bank?", "share"),
        ("Would we be a CIIO if we send 5,000 persons to Dublin?", "ciio"),
        ("Could this be sensitive data: 5,000 persons' phone numbers to Dublin", "sensitive-persons"),
        ("2,5 million customers' names go to Berlin", "persons"),
        ("德国人免签12月5日至次年1月20日西安旅游", "stay"),
    ],
)
def test_what_is_told_of_two_or_of_something_else_is_no_fact_of_the_case(text: str, fact: str) -> None:
    assert _values(text, fact) == set()
    assert not read(LAW, text).whole


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("日方占50%，搜索引擎，杭州，请问50%可以吗", "50"),
        ("A Japanese fund holds 40%, i.e. 40% of the shares of a search engine in Hangzhou", "40"),
        ("51% of the shares in a hospital in Wuhan, German", "51"),
        ("德国公司收购60%的一家武汉医院", "60"),
        ("A German firm takes 60% of my hair salon in Wuhan", "60"),
    ],
)
def test_a_share_said_again_and_one_of_a_business_are_the_share(text: str, share: str) -> None:
    assert _values(text, "share") == {share}


@pytest.mark.parametrize(
    "text", ["主营业务：餐饮；互联网新闻，日本独资，武汉", "Main business: restaurants; internet news, 100% Japanese, Wuhan"]
)
def test_a_trade_behind_a_semicolon_is_one_of_the_label(text: str) -> None:
    assert _values(text, "activity") == {"restaurants", "internet-news"}


@pytest.mark.parametrize("text", ["美国人香港—上海—东京，过境免签5天", "US citizen, Hong Kong to Shanghai to Taipei, 5 days transit"])
def test_a_stop_of_a_journey_is_no_nationality(text: str) -> None:
    assert _values(text, "nationality") == {"us"}


@pytest.mark.parametrize(
    ("text", "question", "fact", "value"),
    [
        ("Can we ship lithium batteries by the China-Laos railway?", "import", "measure", "battery-rail"),
        ("May a foreign pilot bring a ship into Ningbo?", "supply", "matter", "pilotage"),
        ("Can a Swiss bank give securities advice from Zurich to clients in Shanghai?", "supply", "matter", "securities-advice"),
        ("Law firm in Paris advises a Shanghai company on French law", "supply", "mode", "from-abroad"),
        ("Does a 30% stake in an important cloud provider trigger the security review?", "security_review", "important", "yes"),
    ],
)
def test_words_of_another_question_are_no_trade_of_an_investor(text: str, question: str, fact: str, value: str) -> None:
    assert read(LAW, text).question == question
    assert _values(text, fact) == {value}


def test_of_a_fact_that_two_words_leave_open_both_are_shown() -> None:
    found = read(LAW, "A Shenzhen company wholly owned by Germans builds a data centre in Wuhan")
    assert {c.words for c in found.chips if c.fact == "territory" and not c.value} == {"Shenzhen", "Wuhan"}


def test_a_pilot_zone_has_no_pilot() -> None:
    assert read(LAW, "Can a foreign company own ships in the pilot free-trade zone of Shanghai?").question != "supply"
