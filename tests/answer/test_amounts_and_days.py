"""Numbers and days as people write them are read in the unit of the fact, or refused with the reason."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from shidian.answer.values.amounts import NotANumber, read_amount, unit_of
from shidian.book import Book
from shidian.errors import AmbiguousValue, BadValue, CaseError, UnknownValue
from shidian.law.days import NotADay, read_day
from shidian.law.records.base import Label
from tests.cases.real import real_book

PERCENT, BILLION, DOLLARS = Label("%", "%"), Label("RMB billion", "十亿元人民币"), Label("USD million", "百万美元")
PERSONS, DAYS, MONTHS = Label("persons", "人"), Label("days", "日"), Label("months", "个月")
HALF = {
    "51": 51,
    "51%": 51,
    "５１％": 51,
    "51 percent": 51,
    "百分之五十一": 51,
    "百分之50.5": "50.5",
    "五成": 50,
    "五成半": 55,
    "伍拾壹%": 51,
}


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        *((text, PERCENT, number) for text, number in HALF.items()),
        ("50.00000000000001", PERCENT, 50),
        ("-0.0", PERCENT, 0),
        ("7亿元", BILLION, "0.7"),
        ("70亿", BILLION, 7),
        ("0.7bn", BILLION, "0.7"),
        ("70 million yuan", BILLION, "0.07"),
        ("RMB 1,200,000,000", BILLION, "1.2"),
        ("￥12亿", BILLION, "1.2"),
        ("7000万美元", DOLLARS, 70),
        ("12万", PERSONS, 120000),
        ("十二万人", PERSONS, 120000),
        ("120 thousand people", PERSONS, 120000),
        ("30天", DAYS, 30),
        ("2 weeks", DAYS, 14),
        ("18个月", MONTHS, 18),
    ],
)
def test_a_number_is_read_with_its_scale_and_unit(text: str, unit: Label, number: int | str) -> None:
    assert read_amount(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(("7亿美元", BILLION), ("3个月", DAYS), ("12%", PERSONS)),
        *((text, PERCENT) for text in ("", "third", "NaN", "1e5", "5--", "50%%", "百分之", "50-60", "51元", "51万", "约51%", "0,5")),
    ],
)
def test_what_is_no_number_in_this_unit_is_refused(text: str, unit: Label) -> None:
    with pytest.raises(NotANumber):
        read_amount(text, unit)


def test_every_unit_of_the_lawbook_is_known_in_both_languages() -> None:
    for question in real_book().lawbook.questions.values():
        for fact in question.facts:
            if fact.unit is not None:
                assert unit_of(fact.unit.en) == unit_of(fact.unit.zh) is not None, fact.fact


def test_every_amount_of_money_and_every_count_states_what_is_plausible() -> None:
    for question in real_book().lawbook.questions.values():
        for fact in question.facts:
            assert fact.domain != "number" or fact.maximum is not None or fact.plausible is not None, fact.fact


def test_a_number_that_cannot_be_meant_is_refused_with_what_was_understood() -> None:
    facts: dict[str, Any] = {"measure": "cash-pool", "territory": "chengdu", "domestic-revenue": 1, "overseas-revenue": 1}
    with pytest.raises(BadValue, match="700000000 RMB billion") as error:
        real_book().ask("capital", {**facts, "domestic-bop": "700000000"})
    assert "7亿元" in str(error.value)
    assert real_book().read("capital", {**facts, "domestic-bop": "7亿元"}).facts["domestic-bop"] == "0.7"


def test_noise_of_floats_is_no_difference_in_law() -> None:
    case = {"activity": "app-store", "territory": "chengdu:other", "origin": "US", "on": "2025-06-01"}
    assert real_book().ask("access", {**case, "share": 20.1 + 19.8 + 10.1}).outcome == "permitted"
    assert real_book().ask("access", {**case, "share": "50.000001"}).outcome == "not_permitted"


@pytest.mark.parametrize(
    "text",
    [
        *("2025-03-14", "2025/3/14", "2025-3-14", "2025.3.14", "20250314", "2025年3月14日", "二〇二五年三月十四日", "２０２５/3/14"),
        *("2025-03-14 00:00:00", "2025/3/14 0:00", "2025-03-14T09:30:00.123", "2025-03-13T23:00:00Z", "14 March 2025", "Mar 14, 2025"),
    ],
)
def test_a_day_with_one_meaning_is_read(text: str) -> None:
    assert read_day(text) == dt.date(2025, 3, 14)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3/4/2025", "confused"),
        ("14.03.2025", "^write the year first"),
        ("2025年3月", "month"),
        ("2025-03", "month"),
        ("45730", "Excel"),
        ("2025-02-30", "calendar"),
        ("20251345", "calendar"),
        ("tomorrow", "2025-04-11"),
    ],
)
def test_a_day_with_two_meanings_or_none_says_why(text: str, why: str) -> None:
    with pytest.raises(NotADay, match=why):
        read_day(text)


def test_a_choice_is_known_by_a_part_of_its_name_that_no_other_has() -> None:
    read = real_book().read("entry", {"asked": "visa-free", "purpose": "过境"})
    assert read.facts["purpose"] == "transit"
    with pytest.raises(AmbiguousValue):
        real_book().read("entry", {"asked": "签证"})


@pytest.mark.parametrize(
    ("question", "fact", "word"),
    [
        *(("entry", "port", w) for w in ("广州", "珠海", "Guangzhou", "Hong Kong", "香港")),
        *(("entry", "capacity", w) for w in ("foreign company", "finance", "技术人员", "university")),
        *(("import", "importer", w) for w in ("医疗机构", "医院")),
        *(("merger_control", "deal", w) for w in ("少数股权", "minority share")),
        *(("capital", "firm", w) for w in ("企业", "科技企业")),
    ],
)
def test_a_word_that_only_describes_a_choice_or_says_less_names_none(question: str, fact: str, word: str) -> None:
    with pytest.raises((UnknownValue, AmbiguousValue)):
        real_book().read(question, {fact: word})


def test_words_of_forms_and_tables_name_a_choice_of_their_fact() -> None:
    read = tomllib.loads((resources.files("shidian.words") / "written.toml").read_text(encoding="utf-8"))
    facts = {f.fact: (q.question, f) for q in real_book().lawbook.questions.values() for f in q.facts if f.domain == "choice"}
    for fact, choices in read.items():
        question, declared = facts[fact]
        assert choices.keys() <= {c.id for c in declared.choices}, fact
        for id, words in choices.items():
            assert {w: real_book().read(question, {fact: w}).facts[fact] for w in words} == dict.fromkeys(words, id), fact


def test_the_name_of_a_yes_no_fact_answers_it_with_what_stands_before_it() -> None:
    for word, said in {"非关键信息基础设施运营者": "no", "关键信息基础设施运营者": "yes", "否": "no", "Ｙ": "yes"}.items():
        assert real_book().read("data_export", {"ciio": word}).facts["ciio"] == said
    with pytest.raises(BadValue):
        real_book().read("data_export", {"ciio": "待认定"})


def test_a_part_of_a_name_that_denies_it_is_not_taken() -> None:
    for question in real_book().lawbook.questions.values():
        for fact in question.facts:
            for choice in fact.choices:
                for word in (choice.name.en, choice.name.zh):
                    if word.startswith(("not ", "非", "不")):
                        bare = word.removeprefix("not ").lstrip("非不")
                        try:
                            found = real_book().read(question.question, {fact.fact: bare}).facts[fact.fact]
                        except CaseError:
                            continue
                        assert found != choice.id, (fact.fact, word)


def test_a_code_that_went_through_a_table_of_numbers_is_the_code() -> None:
    assert real_book().read("access", {"territory": "510100.0"}).facts["territory"] == "chengdu"
    assert real_book().read("access", {"territory": "510100"}).facts["territory"] == "chengdu"


def test_numbers_of_programs_are_numbers(orsia: Book) -> None:
    import numpy as np

    shares: list[Any] = [np.int64(50), np.float32(50), Decimal("50.0"), 50, 50.0, "50"]
    for share in shares:
        assert orsia.read("access", {"share": share}).facts["share"] == "50"
    with pytest.raises(BadValue):
        orsia.read("access", {"share": float("nan")})


def test_the_day_that_is_taken_is_the_day_in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    from shidian import compiled

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime(2025, 6, 1, 22, 55, tzinfo=dt.UTC).astimezone(tz)

    monkeypatch.setattr("shidian.compiled.dt.datetime", Clock)
    assert compiled.today_in_china() == dt.date(2025, 6, 2)


def test_a_part_of_a_name_names_no_place_and_no_activity() -> None:
    for fact in ("territory", "activity", "origin"):
        names = real_book().lawbook.names[next(f for f in real_book().question("access").facts if f.fact == fact).vocabulary or ""]
        for entry in list(names.entries.values())[:200]:
            part = entry.name.zh[1:3]
            if len(part) == 2 and not names.find(part):
                with pytest.raises(CaseError):
                    real_book().read("access", {fact: part})
