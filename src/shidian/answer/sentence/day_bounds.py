"""What words around a day or period make of it: before 2020, 2023年底, after March 2024; and periods told from today: three years ago, 90年代."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from shidian.law.numerals import chinese, value

_EARLIER = re.compile(r"before|prior|早于|以前|之前|前(?!后)")
_LATER = re.compile(r"after|later|晚于|以后|之后|(?<!前)后")
_LAST = re.compile(r"until|till|^by|end of|截|为止|底|末")


def ends_of(bound: str, days: tuple[str, ...], today: dt.date) -> tuple[str, ...]:
    """The ends of what a day or period with words around it means: before 2020 is any day to 2019-12-31, after it from 2021-01-01 to today."""
    first, last = dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[-1])
    if _EARLIER.search(bound):
        return ((first - dt.timedelta(days=1)).isoformat(),)
    if _LATER.search(bound):
        then = last + dt.timedelta(days=1)
        return (then.isoformat(), *((today.isoformat(),) if today > then else ()))
    return (days[-1],) if _LAST.search(bound.strip()) else days


_TOLD = re.compile(r"ago|earlier|back|前|年代|0'?s")
_PERIOD = re.compile(
    r"(?<![a-z\d.,])(?P<n>\d{1,2}|[a-z]+)[ -](?P<unit>year|month)s? (?:ago|back|earlier)(?![a-z])|(?<![\d.〇零一二三四五六七八九十])(?P<zn>半|\d{1,2}|[一二两三四五六七八九十]{1,3})(?P<zunit>年|个月)(?:以|之)?前(?!后)"
    r"|(?:the )?(?:early |mid-?|late )?(?P<decade>(?:19|20)\d0)'?s(?![a-z])|(?<!\d)(?P<zdecade>(?:19|20)?\d0|[七八九]十)年代(?:初期?|中期?|末|后期)?",
    re.IGNORECASE,
)
"""A year, month or ten years told from today or by their decade; it is open, and lies between two days."""


def periods(plain: str) -> Iterator[re.Match[str]]:
    """The words of a text that tell a period."""
    return _PERIOD.finditer(plain) if _TOLD.search(plain) else iter(())


def period(found: re.Match[str], today: dt.date) -> tuple[str, str] | None:
    """The first and last day of a period; None for words that tell none (many years ago)."""
    decade = found["decade"] or found["zdecade"]
    if decade:
        year = int(decade) if decade.isdigit() else int(chinese(decade) or 0)
        year += 1900 if 70 <= year < 100 else 2000 if year < 70 else 0
        return dt.date(year, 1, 1).isoformat(), dt.date(year + 9, 12, 31).isoformat()
    said = found["n"] or found["zn"]
    number = int(said) if said.isdigit() else 1 if said == "a" else value(said) or chinese(said)
    if said == "半":
        number = 6
    if number is None or number > 60:
        return None
    months = found["unit"] == "month" or found["zunit"] == "个月" or said == "半"
    if not months:
        return dt.date(today.year - int(number), 1, 1).isoformat(), dt.date(today.year - int(number), 12, 31).isoformat()
    at = today.year * 12 + today.month - 1 - int(number)
    last = calendar.monthrange(at // 12, at % 12 + 1)[1]
    return dt.date(at // 12, at % 12 + 1, 1).isoformat(), dt.date(at // 12, at % 12 + 1, last).isoformat()
