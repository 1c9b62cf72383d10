"""Numbers as they are written: digits, Chinese numerals, English number words."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = re.compile(r"(?<![0-9.])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_UNITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

SMALL = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS: dict[str, int] = (
    SMALL
    | TENS
    | {f"{t}{sep}{u}": TENS[t] + SMALL[u] for t in TENS for u in list(SMALL)[:9] for sep in ("-", " ")}
    | {"a dozen": 12, "dozen": 12}
)
SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
    "mln": 10**6,
    "bln": 10**9,
    "trn": 10**12,
    "hundred": 100,
    "m": 10**6,
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
}


def digits(text: str) -> Decimal:
    """The value of digits with thousands marks."""
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一百五十五, 二〇二五 or 三万亿; None when the characters make no number."""
    if not text or text[0] in "万亿":
        return None
    if all(c in _UNITS for c in text):  # digit by digit, as in years
        return Decimal("".join(str(_UNITS[c]) for c in text))
    total = section = digit = 0
    last = 10**12
    for char in text:
        if char in _UNITS:
            if digit:
                return None
            digit = _UNITS[char]
        elif char in _TENS:
            if _TENS[char] >= last and section:
                return None
            section += (digit or 1) * _TENS[char]
            last, digit = _TENS[char], 0
        else:
            total = (total + section + digit) * _MYRIADS[char]
            section, digit, last = 0, 0, 10**12
    return Decimal(total + section + digit)
