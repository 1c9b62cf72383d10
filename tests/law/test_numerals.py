"""Numbers as they are written, read by the one reader of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.law.numerals import chinese, in_digits, in_words, share, value

CASES = {
    "12": 12,
    "1,200": 1200,
    "1.2亿": 120_000_000,
    "3 million": 3_000_000,
    "500k": 500_000,
    "twelve": 12,
    "Twenty-five": 25,
    "third": 3,
    "十": 10,
    "一百五十五": 155,
    "二〇二五": 2025,
    "两千零三": 2003,
    "七亿": 700_000_000,
    "三万亿": 3_000_000_000_000,
    "八成": 80,
    "八成五": 85,
    "八成半": 85,
    "百分之七十点五": "70.5",
    "三分之二": "66.7",
    "two thirds": "66.7",
    "three quarters": 75,
    "half": 50,
    "一半": 50,
}
NOT_NUMBERS = ("", "亿", "万", "十成", "成", "十一十", "abc", "三分之零点", "一百一百", "百分之", "twelveth")


@pytest.mark.parametrize("words", CASES)
def test_a_number_comes_to_its_value(words: str) -> None:
    assert value(words) == Decimal(str(CASES[words]))


@pytest.mark.parametrize("words", NOT_NUMBERS)
def test_words_that_make_no_number_are_none(words: str) -> None:
    assert value(words) is None


@given(st.integers(1, 99_999_999))
def test_a_numeral_written_from_a_number_is_read_back(number: int) -> None:
    assert chinese(numeral(number)) == number


def numeral(number: int) -> str:
    """A number in Chinese characters, written unit by unit."""
    if number >= 10_000:
        rest = number % 10_000
        return numeral(number // 10_000) + "万" + ("零" if 0 < rest < 1000 else "") + (numeral(rest) if rest else "")
    out, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        part, number = divmod(number, unit)
        if part:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[part] + sign
            gap = False
        else:
            gap = True
    return out


def test_numbers_are_found_where_they_stand() -> None:
    text = "约八成的12个试点共七亿元，half of twelve"
    assert [(text[n.start : n.end], n.value, n.percent) for n in sorted(in_words(text))] == [
        ("八成", Decimal(80), True),
        ("七亿", Decimal(700_000_000), False),
        ("half", Decimal(50), True),
        ("twelve", Decimal(12), False),
    ]
    assert [(text[n.start : n.end], n.value) for n in in_digits(text)] == [("12", Decimal(12))]


def test_a_share_is_told_from_a_number() -> None:
    assert (share("八成"), share("十二"), share("twelve")) == (Decimal(80), None, None)
