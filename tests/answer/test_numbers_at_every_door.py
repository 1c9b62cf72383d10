"""One spelling of a number or a day means one thing at every door: a value given by name, a cell of a table, a sentence. Each door reads it as the
same value or none of them reads it; what a sentence cannot tell from its words alone (a bare number) it may leave, never read otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from shidian.answer.facts import read_value
from shidian.errors import CaseError
from shidian.screening.cells import Cells
from tests.answer.sentence.measured import read
from tests.cases.real import real_book

LAW = real_book().lawbook
FRAMES = {
    "share": ("access", ("A German firm wants {n} of a hospital in Wuhan", "德国公司在武汉开医院，持股{n}")),
    "persons": ("data_export", ("Personal data of {n} customers will be sent to our server in Japan.", "我们要把{n}名客户的个人信息传到日本")),
    "stay": ("entry", ("A German engineer comes to Suzhou for {n} on business. Visa?", "德国工程师来苏州出差{n}，要签证吗")),
    "owners-equity": ("capital", ("A WFOE in Dalian with net assets of {n} wants a shareholder loan.", "公司净资产{n}，想向境外母公司借款，能借多少")),
    "on": ("access", ("May a German firm hold 51% of a hospital in Wuhan on {n}?", "德国公司{n}在武汉开医院，持股51%行吗")),
}  # fmt: skip
READ: dict[str, dict[str, str]] = {
    "share": {
        **dict.fromkeys(("51%", "５１％", "51 percent", "百分之五十一", "百分之51", "fifty-one percent", "五十一%", "伍拾壹%"), "51"),
        **dict.fromkeys(("half", "一半", "半数", "五成", "5成", "fifty percent", "二分之一"), "50"),
        "七成五": "75", "三分之二": "66.7", "two thirds": "66.7", "33 1/3 %": "33.3", "百分百": "100", "nineteen point nine percent": "19.9",
    },
    "persons": {
        **dict.fromkeys(("5,000", "5 000", "5000", "五千", "5千", "five thousand", "5K", "0.5万"), "5000"),
        **dict.fromkeys(("12万", "12w", "十二万", "120 thousand", "壹拾贰万", "120,000"), "120000"),
        **dict.fromkeys(("35000", "三万五", "三万五千", "3万5", "3万5千", "3.5万"), "35000"),
        "1.200.000": "1200000", "两千五": "2500", "二千零五": "2005", "一百二": "120", "一百零二": "102", "half a million": "500000",
        "two hundred and fifty": "250", "two dozen": "24", "三亿五千万": "350000000", "12万3456": "123456",
    },
    "stay": {"two weeks": "14", "3周": "21", "三个礼拜": "21", "48 hours": "2", "240小时": "10", "半个月": "15", "a fortnight": "14", "ninety days": "90"},
    "owners-equity": {
        **dict.fromkeys(("3亿元", "人民币3亿元", "RMB 300m", "300 million yuan", "three hundred million yuan", "3亿元整", "30000万元"), "0.3"),
        **dict.fromkeys(("3亿5千万元", "三亿五千万元", "3.5亿元", "3亿5000万元"), "0.35"),
    },
    "on": dict.fromkeys(
        ("2025-03-14", "2025/3/14", "20250314", "2025年3月14日", "二〇二五年三月十四日", "2025年三月十四日", "14th of March 2025", "March 14, 2025"),
        "2025-03-14",
    ),
}  # fmt: skip
REFUSED = {
    "share": (
        *(">50%", "50%以上", "50%起", "约50%", "~50%", "50%+", "50-60%", "50至60%", "不到50%", "过半", "三四成", "49,9%", ".5%", "101%"),
        *("1/3 %", "十成", "60:40", "百分之二五", "about 50%", "hardly 50%", "fifty-odd percent", "49点9%", "one hundred and one percent"),
    ),
    "persons": (
        *("5.000", "120.000", "三四", "五六十", "三五百", "十几万", "几千", "5000余", "~5000", ">5000", "5000-8000", "5千至8千", "1,2", "12,34"),
        *("10²", "5 lakh", "dozens of", "three hundred twenty", "约5000", "about 5000", "三亿五千", "5000-ish", "12x"),
    ),
    "stay": ("三四周", "一两周", "十几天", "30-45天", "1.5 weeks", "两周半", "约10天", "10天以上", "10 working days", "ten to twelve days"),
    "owners-equity": ("3亿美元", "3亿多", "三四亿元", "3-4亿元", "超3亿元", "约3亿元", "HK$3亿", "300 mio yuan", "上亿元", "USD 100m"),
    "on": ("2025-02-30", "2025-13-01", "3/4/2025", "2025年底", "before 2025", "45730", "14-Mar-25", "约2025年3月14日"),
}  # fmt: skip
SIGN_OF_A_NOTE = {"10²"}
"""What a table reads as a number with the mark of a note; the row is asked about where the note is found."""
ENDS = {"2025年底", "before 2025", "约2025年3月14日"}
"""Days of which a sentence asks both ends."""


def given(fact: str, word: Any) -> str | None:
    try:
        return real_book().read(FRAMES[fact][0], {fact: word}).facts.get(fact)
    except CaseError:
        return None


def cell(fact: str, word: str) -> str | None:
    declared = next(f for f in real_book().question(FRAMES[fact][0]).facts if f.fact == fact)
    try:
        value = read_value(LAW, declared, Cells().of(fact, word))
    except CaseError:
        return None
    return given(fact, value)


def in_a_sentence(fact: str, word: str) -> set[str]:
    return {case[fact] for frame in FRAMES[fact][1] for case in read(LAW, frame.format(n=word)).cases if fact in case}


@pytest.mark.parametrize(("fact", "word"), [(fact, word) for fact, words in READ.items() for word in words])
def test_a_spelling_is_one_value_at_every_door(fact: str, word: str) -> None:
    value = READ[fact][word]
    assert (given(fact, word), cell(fact, word)) == (value, value)
    assert in_a_sentence(fact, word) <= {value}


@pytest.mark.parametrize(("fact", "word"), [(fact, word) for fact, words in REFUSED.items() for word in words])
def test_what_is_no_one_value_is_one_at_no_door(fact: str, word: str) -> None:
    assert given(fact, word) is None
    assert word in SIGN_OF_A_NOTE or cell(fact, word) is None
    assert word in ENDS or not in_a_sentence(fact, word)


@pytest.mark.parametrize("fact", READ)
def test_most_spellings_are_read_in_a_sentence_too(fact: str) -> None:
    """So that no door agrees by reading nothing."""
    told = [word for word, value in READ[fact].items() if in_a_sentence(fact, word) == {value}]
    assert len(told) >= 0.7 * len(READ[fact]), set(READ[fact]) - set(told)
