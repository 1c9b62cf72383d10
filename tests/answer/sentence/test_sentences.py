"""A question in a person's own words is read into chips, and nothing in it is guessed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from shidian.answer import sentence
from shidian.answer.sentence.lexicon import glue, language
from shidian.answer.sentence.reading import lexicon_of, read_sentence
from tests.answer.sentence.measured import BUILT_ON, FRESH, KEPT, SENTENCES, TODAY, differences, read, wrong_chips
from tests.cases.real import real_book

LAW = real_book().lawbook
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "sentences.md"


def test_no_chip_says_what_the_sentence_does_not() -> None:
    assert {w["text"]: wrong for w in SENTENCES if (wrong := wrong_chips(LAW, w))} == {}


def test_the_set_is_large_and_a_third_of_it_lacks_something() -> None:
    assert (len(BUILT_ON), len(KEPT)) == (150, 150)
    assert len({s["text"] for s in SENTENCES}) == 300
    for half in (BUILT_ON, KEPT):
        assert sum(bool(s["open"] or s["gone"] or s["question"] is None) for s in half) >= len(half) / 3
    besides = {"supply", "security_review", "merger_control", "data_change"}  # read in tests/answer/sentence/test_supply.py
    assert {s["question"] for s in SENTENCES} | besides == {*LAW.questions, None}


def test_the_page_says_how_many_are_exact() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for half, name in ((BUILT_ON, "built with"), (KEPT, "kept back, after mending")):
        said = re.search(rf"\* {name}: (\d+) of (\d+)", text)
        assert said is not None
        right = sum(not differences(LAW, w) for w in half)
        assert (int(said[1]), int(said[2])) == (right, len(half))
        assert right >= 0.95 * len(half)


def test_a_sentence_that_was_read_as_expected_still_is() -> None:
    assert {w["text"]: wrong for w in FRESH if w["exact"] and (wrong := differences(LAW, w))} == {}


def test_of_the_fresh_sentences_none_is_decided_upon_a_wrong_chip() -> None:
    assert [w["text"] for w in FRESH if wrong_chips(LAW, w) and read(LAW, w["text"]).whole] == []


def test_the_page_says_how_many_of_the_fresh_ones_are_exact() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for half, name in (("built", "80 to build with"), ("first", "60 kept back, first part"), ("second", "60 kept back, second part")):
        said = re.search(rf"\* {name}: .*now (\d+)", text)
        assert said is not None
        assert int(said[1]) == sum(not differences(LAW, w) for w in FRESH if w["half"] == half)


@pytest.mark.parametrize(
    ("text", "fact"),
    {
        "Can a US company run a call centre in Macao from Guangzhou?": "origin=mo",
        "从澳门入境珠海的葡萄牙游客要签证吗": "nationality=mo",
        "Hotels but not restaurants in Sanya, Japanese investor": "activity=restaurants",
        "我们不做电商平台，只做网店，杭州": "activity=b21",
        "意大利公司持有30%、中方持有70%，批发，宁波": "share=70",
        "一般个人信息9万9千人出境到越南": "persons=9000",
        "Classic car display in Tianjin for 6 months": "months-abroad=6",
        "German-style bakery in Qingdao, Danish investor": "origin=de",
        "Can it retail in Hainan, French company?": "activity=software-it",
    }.items(),
)
def test_what_a_word_is_in_its_sentence_decides_what_it_says(text: str, fact: str) -> None:
    name, value = fact.split("=")
    assert all(case.get(name) != value for case in read(LAW, text).cases)


@pytest.mark.parametrize(
    ("text", "facts"),
    {
        "Is a tertiary hospital in Hainan open to a Singaporean investor?": {"hospital-level": "tertiary"},
        "二级医院，天津，德国独资": {"hospital-level": "lower"},
        "Tax credit, treaty rate 5%, Suzhou": {"treaty-rate": "5"},
        "协定税率10%，税收抵免，苏州": {"treaty-rate": "10"},
        "cash pool, domestic revenue of RMB 900 million, Beijing": {"domestic-revenue": "0.9"},
        "a Cayman company controls an app store in Hefei by a VIE": {"legal-form": "contract-control"},
        "Can a natural person from Canada open a clinic in Suzhou?": {"investor-kind": "person"},
        "去年12月，上个月之前": {},
    }.items(),
)
def test_levels_rates_forms_and_amounts_are_read(text: str, facts: dict[str, str]) -> None:
    assert facts.items() <= read(LAW, text).facts.items()


@pytest.mark.parametrize(
    ("text", "words"),
    {
        "A Chinese company, app store, Chengdu, 100%": "Chinese",
        "中国企业在成都做应用商店": "中国企业",
        "没有外资的公司在成都开医院": "没有",
        "A tattoo bar in Shanghai, US company": "tattoo",
        "US engineer, 62 years old, Suzhou": "62",
        "the European data of my cat": "European",
    }.items(),
)
def test_a_word_that_may_change_the_answer_is_not_passed_over(text: str, words: str) -> None:
    found = read(LAW, text)
    assert words in " ".join(n.words for n in found.not_understood)
    assert not found.whole


def test_no_word_of_ordinary_speech_denies_bounds_orders_in_time_or_takes_sides() -> None:
    plain = language()["plain"]
    changing = {*plain["not"], *plain["strangers"], "before", "after", "more", "less", "over", "under", "without", "超过", "以下", "以上", "不足", "private", "public", "online"}  # fmt: skip
    assert not changing & glue()


def test_no_word_of_ordinary_speech_names_a_place_an_origin_or_an_activity() -> None:
    lexicon = lexicon_of(LAW)
    named = {w for w in glue() if len(w) > 1 for p in lexicon.pieces_at(w, w.casefold(), 0) if p.end == len(w) for k, _ in p.kinds if k in ("territories", "origins", "activities", "cities")}  # fmt: skip
    assert named <= {
        "us",
        "is",
        "it",
        "in",
        "at",
        "no",
        "china",
        "prc",
        "中国",
        "in china",
        "mainland china",
        "中国大陆",
        "大陆",
        "mainland",
        "国内",
        "境内",
        "内地",
        "全国",
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    {
        "开展览公司，德国独资，成都": {"activity": "exhibition"},
        "A Munich-based company, hotel in Xi'an": {"origin": "de"},
        "总部在东京的公司在大连开酒店": {"origin": "jp"},
        "A Swiss bank wants to run a leasing company in Tianjin": {"activity": "leasing"},
        "App store in Chengdu outside the free-trade zone, US investor": {"territory": "chengdu:other"},
        "a law firm from Canada opens a representative office in Wuhan": {"activity": "foreign-law-firm-office"},
        "an Irish company owns all the shares of a hotel in Wuhan": {"share": "100"},
        "data of 40,000 hotel guests go from Sanya to Zurich": {"persons": "40000", "destination": "elsewhere", "data": "personal"},
    }.items(),
)
def test_names_are_read_for_what_they_are_in_their_sentence(text: str, facts: dict[str, str]) -> None:
    assert facts.items() <= read(LAW, text).facts.items()


@pytest.mark.parametrize(
    ("text", "fact"),
    {
        "A film about Munich, cinema in Wuhan": "origin",
        "An airline: investor A 20 %, investor B 8 %, Guangzhou": "share",
        "Japanese restaurant in Chengdu": "origin",
        "入境前一日，德国人，上海": "stay",
        "试点启动前海南医院，外资": "territory=qianhai",
        "中国公司在上海做应用商店": "origin",
    }.items(),
)
def test_what_only_looks_like_a_fact_is_none(text: str, fact: str) -> None:
    name, _, value = fact.partition("=")
    assert all((case.get(name) != value) if value else (name not in case) for case in read(LAW, text).cases)


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


def test_chips_stand_where_their_words_stand() -> None:
    for text, found in ((w["text"], read(LAW, w["text"])) for w in SENTENCES):
        assert all(text[c.start : c.end] == c.words for c in found.chips), text
        assert all(text[n.start : n.end] == n.words for n in found.not_understood), text


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
    started = time.process_time()
    for want in SENTENCES:
        read_sentence(LAW, want["text"], TODAY)
    assert (time.process_time() - started) / len(SENTENCES) < 0.02


def test_the_cases_of_every_sentence_can_be_asked() -> None:
    book = real_book()
    for want in SENTENCES:
        found = read(LAW, want["text"])
        for case in found.cases if found.question else ():
            book.read(str(found.question), dict(case))


@pytest.mark.parametrize("amount", ["HK$5 million", "US$5 million", "S$5 million", "NT$5 million", "HKD 5 million", "5000万港元"])
def test_the_name_of_a_currency_is_no_origin_of_the_investor(amount: str) -> None:
    told = real_book().read_question(f"A Singapore company invests {amount} in an app store in Shanghai")
    assert [c.value for c in told.chips if c.fact == "origin"] == ["sg"]


@pytest.mark.parametrize("amount", ["HK$900 million", "S$900 million", "NT$900 million"])
def test_an_amount_in_another_currency_is_never_taken_for_yuan_or_united_states_dollars(amount: str) -> None:
    told = real_book().read_question(f"merger of firms with China turnover of {amount}")
    assert all(not c.value for c in told.chips if c.fact == "turnover-china")


def test_every_named_pattern_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(sentence.__path__[0]).glob("*.py"))
    named = {n for e in language()["says"] for n in (*e.get("unless", ()), e.get("not_after"))}
    assert [n for table in ("roles", "voices") for n in language()[table] if f'"{n}"' not in code and n not in named] == []


def test_traditional_characters_are_read_as_simplified_ones_and_shown_as_they_were_written() -> None:
    text = "德國公司想在成都獨資做應用商店，可以嗎"
    found = read(LAW, text)
    assert found.cases == ({"activity": "app-store", "territory": "chengdu", "origin": "de", "share": "100"},)
    assert found.text == text
    assert all(c.words == text[c.start : c.end] for c in found.chips)
    assert found.whole


@pytest.mark.parametrize(
    ("text", "territory"),
    [("Not Shanghai, but Hangzhou: app store, 100%", "hangzhou"), ("App store in Beijing except Daxing, 100%", "beijing")],
)
def test_a_place_beside_a_denied_one_counts_unless_one_lies_in_the_other(text: str, territory: str | None) -> None:
    assert read(LAW, text).facts.get("territory") == territory
