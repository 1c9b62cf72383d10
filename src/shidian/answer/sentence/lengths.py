"""Lengths told in months, halves and years: 半年, a month, 两个半月, for two years. A length in months is no number of days: it lies between two."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from shidian.law.numerals import chinese, value

_STAYS = "待|呆|住|留|停留|逗留|居住|居留|工作|学习|读书|留学|派驻|常驻|驻|干|做|玩"
_LENGTH = re.compile(
    rf"(?P<half>半年|(?<![a-z])half[ -](?:an? )?year(?!ly|[ -](?:report|result|end))|半个?月|(?<![a-z])half[ -](?:an? )?month(?!ly))(?:时间)?(?!以?前|之前|后|内|报|度)"
    rf"|(?P<n>[一二两三四五六七八九十]|\d{{1,2}})个半月(?!以?前|之前|后|内)|(?P<en>(?<![a-z])(?:a|one|two|three|\d{{1,2}})) and a half months|(?<![a-z])(?P<mh>a|one) month and a half"
    rf"|(?:{_STAYS})(?:满|上|了)?(?P<zy>[一二两三四五]|\d)年(?![前后底初末内]|以|之|[\d零一二三四五六七八九十])"
    r"|(?<![a-z])(?:for|stay(?:s|ing)?|lasting) (?P<ey>an?|one|two|three|four|five|\d) (?:full |whole )?years?(?! (?:ago|old|of|experience|from now|later|contract))(?![a-z-])"
)
_TOLD = re.compile(r"半|half|年|year")
_YEAR, _HALF_MONTH = Decimal(12), Decimal("0.5")


def lengths(plain: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    """The words of a text that tell such a length, and how many months it has."""
    for found in _LENGTH.finditer(plain) if _TOLD.search(plain) else ():
        if found["half"]:
            yield found, _HALF_MONTH if "月" in found["half"] or "month" in found["half"] else Decimal(6)
        elif said := found["n"] or found["en"] or found["mh"]:
            yield found, _number(said) + _HALF_MONTH
        else:
            yield found, _YEAR * _number(found["zy"] or found["ey"])


def _number(said: str) -> Decimal:
    if said in ("a", "an"):
        return Decimal(1)
    found = Decimal(said) if said.isdigit() else value(said) or chinese(said)
    return found or Decimal(0)


@cache
def days_between(months: Decimal) -> tuple[int, int]:
    """The fewest and the most days that so many months may have; half a month is 15 days."""
    whole, half = int(months), 15 if months % 1 else 0
    starts = [dt.date(year, month, 1) for year in (2027, 2028) for month in range(1, 13)]
    found = [(_after(start, whole) - start).days + half for start in starts]
    return min(found), max(found)


def _after(start: dt.date, months: int) -> dt.date:
    at = start.year * 12 + start.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, min(start.day, calendar.monthrange(at // 12, at % 12 + 1)[1]))
