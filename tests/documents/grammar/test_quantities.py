"""Days, shares, amounts, periods and counts: the exact words, the normalised value, and how the number bounds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from shidian.documents.grammar.finding import AmountFound, Cited, When
from tests.answer.test_numbers_at_every_door import READ
from tests.documents.grammar.asking import found, read

DAYS = [
    ("The plan was released on April 18, 2025.", "April 18, 2025", "2025-04-18"),
    ("It takes effect on 1 March 2026.", "1 March 2026", "2026-03-01"),
    ("The conference was held on the 21st.", "21st", "2025-04-21"),
    ("By the end of February this year, 13 firms had approvals.", "February this year", "2025-02"),
    ("Since March 2024 zones draw lists.", "March 2024", "2024-03"),
    ("Last year the ministry issued a notice.", "Last year", "2024"),
    ("The list of 2025-04-11 holds.", "2025-04-11", "2025-04-11"),
    ("本通知自2026年4月1日起施行。", "2026年4月1日", "2026-04-01"),
    ("二〇二五年四月十一日印发。", "二〇二五年四月十一日", "2025-04-11"),
    ("会议于4月9日召开。", "4月9日", "2025-04-09"),
    ("去年12月发布。", "去年12月", "2024-12"),
]
SHARES = [
    ("with foreign ownership capped at 50%", "at_most 50"),
    ("a foreign equity cap of 49 percent applies to it", "at_most 49"),
    ("accounting for over 73% of the total", "above 73"),
    ("roughly half of the national total", "about 50"),
    ("VPN business (≤50% foreign ownership)", "at_most 50"),
    ("外资持股比例不超过50%", "at_most 50"),
    ("比重超过百分之七十。", "above 70"),
    ("约占全国七成。", "about 70"),
    ("提高40%以上", "at_least 40"),
    ("三分之一的任务", "about 33.3"),
]
AMOUNTS = [
    ("RMB 5.85 trillion", "is 5850000000000 CNY"),
    ("293.2 billion yuan", "is 293200000000 CNY"),
    ("US$40.2 billion", "is 40200000000 USD"),
    ("$40.83 billion", "is 40830000000 USD"),
    ("吸收外资2932亿元", "is 293200000000 CNY"),
    ("注册资金不低于500万元", "at_least 5000000 CNY"),
    ("约合402亿美元", "about 40200000000 USD"),
    ("突破20万亿元人民币", "above 20000000000000 CNY"),
    ("EUR 12.3 billion", "is 12300000000 EUR"),
]
COUNTS = [
    ("The plan has 155 pilot tasks.", "155", "is 155"),
    ("over 1,300 pilot tasks were launched", "1,300", "above 1300"),
    ("nine new cities join", "nine", "is 9"),
    ("In twenty-three zones firms opened", "twenty-three", "is 23"),
    ("共推出三十六项任务", "三十六项", "is 36"),
    ("150多家医疗机构", "150多家", "above 150"),
    ("大连等9个城市", "9个", "is 9"),
    ("60余家企业", "60余家", "above 60"),
]


def said(value: object) -> str:
    assert isinstance(value, AmountFound)
    return f"{value.bound} {value.number.normalize():f}" + ("" if value.unit in ("percent", "count") else f" {value.unit}")


@pytest.mark.parametrize(("text", "words", "day"), DAYS)
def test_a_day_is_read_with_its_exact_words(text: str, words: str, day: str) -> None:
    [(quote, finding)] = found(text, "day")
    assert isinstance(finding.value, When)
    assert (quote, finding.value.from_) == (words, day)


def test_a_day_told_from_the_document_is_left_open_when_that_has_no_date() -> None:
    [(_, finding)] = found("The conference was held on the 21st.", "day", None)
    assert isinstance(finding.value, When)
    assert (finding.value.from_, finding.value.sense) == (None, "vague")


def test_a_day_that_the_calendar_does_not_have_is_no_day() -> None:
    assert found("On 2025-02-31 nothing was issued.", "day") == []


@pytest.mark.parametrize(("text", "value"), SHARES)
def test_a_share_is_read_with_its_bound(text: str, value: str) -> None:
    [(_, finding)] = found(text, "share")
    assert said(finding.value) == value


@pytest.mark.parametrize(("text", "value"), AMOUNTS)
def test_an_amount_is_read_with_currency_and_scale(text: str, value: str) -> None:
    [(_, finding)] = found(text, "amount")
    assert said(finding.value) == value


@pytest.mark.parametrize(("text", "words", "value"), COUNTS)
def test_a_count_is_read_with_its_exact_words(text: str, words: str, value: str) -> None:
    counts = found(text, "count")
    assert [(quote, said(f.value)) for quote, f in counts] == [(words, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("valid for less than 2 years", "below 2 years"),
        ("for up to two years", "at_most 2 years"),
        ("有效期不超过2年", "at_most 2 years"),
        ("停留240小时", "is 240 hours"),
        ("within 30 working days", "at_most 30 working-days"),
    ],
)
def test_a_period_is_read_with_its_bound(text: str, value: str) -> None:
    [(_, finding)] = found(text, "period")
    assert said(finding.value) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("依据商资函〔2025〕84号办理", "商资函〔2025〕84号"),
        ("under Decree No. 23 firms report", "Decree No. 23"),
        ("国务院令第723号公布", "第723号"),
    ],
)
def test_a_document_number_is_an_instrument(text: str, number: str) -> None:
    values = [f.value for _, f in found(text, "instrument")]
    assert [v.number for v in values if isinstance(v, Cited)] == [number]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a pattern of 1+4+6 came up", "formula"),
        ("the 11th expo", "ordinal"),
        ("the rise of 5G", "part-of-a-name"),
        ("see Article 6 there", "citation"),
        ("call +(235) 99267667 now", "phone"),
        ("one of the tasks", "article"),
        ("at https://x.example/155/ok now", "address"),
    ],
)
def test_a_number_that_is_no_quantity_is_ignored_by_name(text: str, rule: str) -> None:
    reading = read(text)
    assert [i.rule for i in reading.ignored] == [rule]
    assert reading.unread == ()


def test_full_width_digits_are_read() -> None:
    [(quote, finding)] = found("外资股比不超过５０％", "share")
    assert (quote, said(finding.value)) == ("５０％", "at_most 50")
    assert isinstance(finding.value, AmountFound)
    assert finding.value.number == Decimal(50)


def test_a_yearless_day_takes_the_year_of_the_document() -> None:
    [(_, finding)] = found("12月20日发布", "day", dt.date(2026, 1, 10))
    assert isinstance(finding.value, When)
    assert finding.value.from_ == "2025-12-20"


NOT_WHOLE = (
    "几千人参加。",
    "已有数百家企业。",
    "投资数十亿元。",
    "外资占33 1/3%。",
    "half a year later",
    "a stay of 2 and a half months",
    "half a million users",
)
"""Numbers of which only a part could be read as one: several thousand, a third of a percent, half of something else than a whole."""


def test_a_number_of_which_a_part_is_written_is_read_whole_or_not_at_all() -> None:
    whole = {"投资3亿5千万元。": "is 350000000 CNY", "共1万5千人。": "is 15000", "2亿3000万元以上": "at_least 230000000 CNY"}
    assert {t: numbers(t) for t in whole} == {t: [v] for t, v in whole.items()}
    assert {t: n for t in NOT_WHOLE if (n := numbers(t))} == {}


def numbers(text: str) -> list[str]:
    return [said(f.value) for f in read(text).findings if f.kind in ("amount", "count", "share")]


NOT_YET = {"5 000": ["0"], "三个礼拜": ["3"]}
"""Of what documents read a part, or that it is three of something."""
DAYS_OF = {"days": Decimal(1), "weeks": Decimal(7), "hours": Decimal(1) / 24}


def test_a_spelling_is_read_in_documents_as_at_every_other_door_or_not_at_all() -> None:
    wrong: dict[str, list[str]] = {}
    for fact, spellings in READ.items():
        for word, value in spellings.items():
            frame = {"share": ("占{}。", "it holds {} now"), "persons": ("共{}人。", "for {} persons now")}.get(
                fact, ("为{}。", "it is {} now")
            )
            told = [
                f.value.from_ or "" if isinstance(f.value, When) else plain(f.value)
                for f in read(frame[word.isascii()].format(word)).findings
                if isinstance(f.value, When | AmountFound)
            ]
            if not set(told) <= {value}:
                wrong[word] = told
    assert wrong == NOT_YET


def plain(found: AmountFound) -> str:
    """A number in the unit of the fact: days of a stay, billions of a sum."""
    number = found.number * DAYS_OF.get(found.unit, Decimal(1)) / (10**9 if found.unit == "CNY" else 1)
    return f"{number.quantize(Decimal('0.001')).normalize():f}"
