"""Days and lengths as a text tells them: 2025-06-01, 2025年6月1日, June 2025, 去年三月, a bare year; what words around a day make of it (before
2020, 2023年底); periods told from today (three years ago, 90年代); and lengths in months (半年, two and a half months), which lie between two
numbers of days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from shidian.law.days import MONTHS, NotADay, read_day
from shidian.law.numerals import chinese, value
from shidian.patterns import compiled

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_IN = r"(?:(?:of |in )?(?:this|next|last) year|\d{4})"
DAY = compiled(
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d.,])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.,万千名人个]))"
    r"|(?P<han>(?:\d{4}|[〇零一二三四五六七八九]{4}) ?年 ?(?:\d{1,2}|元|[一二三四五六七八九十]{1,2}) ?月 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?[日号])"
    rf"|(?P<dmy>(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\.?,? {_IN})|(?P<mdy>(?:{_MONTH})\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? {_IN})"
    r"|(?P<figures>(?<![\d.,/])\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)20\d\d(?![\d/]))"
    rf"|(?P<my>(?:{_MONTH})\.?,? (?P<my_y>{_IN}))|(?P<ym>(?P<ym_y>\d{{4}})年(?P<ym_m>\d{{1,2}})月份?)|(?P<isom>\b(?P<isom_y>20\d\d)-(?P<isom_m>\d{{2}})\b)"
    rf"|(?P<rel>(?P<rel_y>今年|本年|去年|前年|明年|后年)(?P<rel_m>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月份?(?:(?P<rel_d>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[日号])?)"
    rf"|(?P<past>(?:this )?(?:last|past) (?P<past_m>{_MONTH})(?![a-z]))"
    r"|(?P<year>今年|this year)|(?P<last>去年|last year)|(?P<next>明年|next year)|(?P<today>今天|今日|today|right now|this month|本月|这个月|当月)|(?P<lm>last month|(?<!上)上个?月(?:(?P<lm_d>\d{1,2})[日号])?)|(?P<nm>next month|(?<!下)下个?月(?:(?P<nm_d>\d{1,2})[日号])?)|(?P<yd>yesterday|昨天|昨日)|(?P<td>tomorrow|明天|(?<!列)明日)|(?P<yy>(?:19[89]|20\d)\d年)",
    re.IGNORECASE,
)
YEAR = compiled(r"(?<![\d.,/〔(（-])(?:19[89]|20\d)\d(?![\d/:+*×万亿千百余多个名人家-]|[.,]\d)")
"""A bare year, where nothing else accounts for the digits."""
_RANGE = {"去年": -1, "前年": -2, "明年": 1, "后年": 2, "今年": 0, "本年": 0, "last": -1, "this": 0, "next": 1}


def told(found: re.Match[str], today: dt.date) -> tuple[str, tuple[str, ...]]:
    """The day that words tell, as a fact takes it (empty: open), and what else they may be."""
    words = found[0]
    if found.re is YEAR:
        return "", (dt.date(int(words), 1, 1).isoformat(), dt.date(int(words), 12, 31).isoformat())
    if found["iso"] or found["han"] or found["dmy"] or found["mdy"]:
        dated = re.sub(r",? (?:of |in )?(?:this|next|last) year$", f" {_year(words, today)}", words, flags=re.IGNORECASE)
        try:
            return read_day(dated.replace("/", "-") if found["iso"] else dated).isoformat(), ()
        except NotADay:
            return "", ()
    if found["figures"]:  # 30/6/2025; 5/6/2025 may be either
        one, other, year = (int(n) for n in re.findall(r"\d+", words))
        ways = tuple(dict.fromkeys(d for d, _ in (_day(year, other, one), _day(year, one, other)) if d))
        return ways[0] if len(ways) == 1 else "", ()
    if found["my"]:
        return _month(_year(found["my_y"], today), MONTHS[re.match(r"[a-z]+", words)[0]])  # type: ignore[index]
    if found["ym"]:
        return _month(int(found["ym_y"]), int(found["ym_m"]))
    if found["isom"]:
        return _month(int(found["isom_y"]), int(found["isom_m"]))
    if found["rel"]:
        number = found["rel_m"]
        month = int(number) if number.isdigit() else int(chinese(number) or 0)
        year = today.year + _RANGE[found["rel_y"]]
        if day := found["rel_d"]:
            return _day(year, month, int(day) if day.isdigit() else int(chinese(day) or 0))
        return _month(year, month)
    if found["past"]:  # of this year or of the last one
        number = MONTHS[found["past_m"].casefold()]
        year = today.year if number < today.month else today.year - 1
        return "", (dt.date(year - 1, number, 1).isoformat(), _month(year, number)[1][0])
    if found["yd"] or found["td"]:
        return (today + dt.timedelta(days=1 if found["td"] else -1)).isoformat(), ()
    if found["lm"] or found["nm"]:
        at = today.year * 12 + today.month - 1 + (1 if found["nm"] else -1)
        day = found["lm_d"] or found["nm_d"]
        return _day(at // 12, at % 12 + 1, int(day)) if day else _month(at // 12, at % 12 + 1)
    if found["today"] or found["year"]:
        return today.isoformat(), ()
    year = today.year + (-1 if found["last"] else 1) if found["last"] or found["next"] else int(re.search(r"\d{4}", words)[0])  # type: ignore[index]
    first, last = dt.date(year, 1, 1).isoformat(), dt.date(year, 12, 31).isoformat()
    return "", (first, last)


def _year(words: str, today: dt.date) -> int:
    """The year that words name, in digits or as this, next or last year."""
    return next(
        (int(n) for n in re.findall(r"\d{4}", words)), today.year + next((n for w, n in _RANGE.items() if w in words.casefold()), 0)
    )


def _day(year: int, month: int, day: int) -> tuple[str, tuple[str, ...]]:
    try:
        return dt.date(year, month, day).isoformat(), ()
    except ValueError:
        return "", ()


def _month(year: int, month: int) -> tuple[str, tuple[str, ...]]:
    if not 1 <= month <= 12 or not 1980 <= year <= 2100:
        return "", ()
    first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return first.isoformat(), (last.isoformat(),)


_EARLIER = compiled(r"before|prior|早于|以前|之前|前(?!后)")
_NEAR = compiled(r"around|about|circa|ca\.|approximately|roughly|[~≈]|约|大概|左右")
_DAYS_NEAR = 30
"""So many days before and after it a day lies that is told as about another one."""
_LATER = compiled(r"after|later|晚于|以后|之后|(?<!前)后")
_LAST = compiled(r"until|till|^by|end of|截|为止|底|末")


def ends_of(bound: str, days: tuple[str, ...], today: dt.date) -> tuple[str, ...]:
    """The ends of what a day or period with words around it means: before 2020 is any day to 2019-12-31, after it from 2021-01-01 to today."""
    first, last = dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[-1])
    if _NEAR.search(bound):
        return tuple((day + dt.timedelta(days=n)).isoformat() for day, n in ((first, -_DAYS_NEAR), (last, _DAYS_NEAR)))
    if _EARLIER.search(bound):
        return ((first - dt.timedelta(days=1)).isoformat(),)
    if _LATER.search(bound):
        then = last + dt.timedelta(days=1)
        return (then.isoformat(), *((today.isoformat(),) if today > then else ()))
    return (days[-1],) if _LAST.search(bound.strip()) else days


_TOLD = compiled(r"ago|earlier|back|前|年代|0'?s")
_PERIOD = compiled(
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


_STAYS = "待|呆|住|留|停留|逗留|居住|居留|工作|学习|读书|留学|派驻|常驻|驻|干|做|玩"
_LENGTH = compiled(
    rf"(?P<half>半年|(?<![a-z])half[ -](?:an? )?year(?!ly|[ -](?:report|result|end))|半个?月|(?<![a-z])half[ -](?:an? )?month(?!ly))(?:时间)?(?!以?前|之前|后|内|报|度)"
    rf"|(?P<n>[一二两三四五六七八九十]|\d{{1,2}})个半月(?!以?前|之前|后|内)|(?P<en>(?<![a-z])(?:a|one|two|three|\d{{1,2}})) and a half months|(?<![a-z])(?P<mh>a|one) month and a half"
    rf"|(?:{_STAYS})(?:满|上|了)?(?P<zy>[一二两三四五]|\d)年(?![前后底初末内]|以|之|[\d零一二三四五六七八九十])"
    r"|(?<![a-z])(?:for|stay(?:s|ing)?|lasting) (?P<ey>an?|one|two|three|four|five|\d) (?:full |whole )?years?(?! (?:ago|old|of|experience|from now|later|contract))(?![a-z-])"
)
_HALVES = compiled(r"半|half|年|year")
_YEAR, _HALF_MONTH = Decimal(12), Decimal("0.5")


def lengths(plain: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    """The words of a text that tell such a length, and how many months it has."""
    for found in _LENGTH.finditer(plain) if _HALVES.search(plain) else ():
        if found["half"]:
            yield found, _HALF_MONTH if "月" in found["half"] or "month" in found["half"] else Decimal(6)
        elif said := found["n"] or found["en"] or found["mh"]:
            yield found, _months_of(said) + _HALF_MONTH
        else:
            yield found, _YEAR * _months_of(found["zy"] or found["ey"])


def _months_of(said: str) -> Decimal:
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
