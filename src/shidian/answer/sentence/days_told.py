"""Days as a text tells them: 2025-06-01, 2025年6月1日, June 2025, 去年三月, next year, a bare year."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from shidian.answer.values.days import NotADay, read_day
from shidian.law.numerals import chinese

_MONTHS = {m.casefold(): i for names in (calendar.month_name, calendar.month_abbr) for i, m in enumerate(names) if m} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_IN = r"(?:(?:of |in )?(?:this|next|last) year|\d{4})"
DAY = re.compile(
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d.,])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.,万千名人个]))"
    r"|(?P<han>\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号])"
    rf"|(?P<dmy>(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\.?,? {_IN})|(?P<mdy>(?:{_MONTH})\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,? {_IN})"
    r"|(?P<figures>(?<![\d.,/])\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)20\d\d(?![\d/]))"
    rf"|(?P<my>(?:{_MONTH})\.?,? (?P<my_y>{_IN}))|(?P<ym>(?P<ym_y>\d{{4}})年(?P<ym_m>\d{{1,2}})月份?)|(?P<isom>\b(?P<isom_y>20\d\d)-(?P<isom_m>\d{{2}})\b)"
    rf"|(?P<rel>(?P<rel_y>今年|本年|去年|前年|明年|后年)(?P<rel_m>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月份?(?:(?P<rel_d>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[日号])?)"
    rf"|(?P<past>(?:this )?(?:last|past) (?P<past_m>{_MONTH})(?![a-z]))"
    r"|(?P<year>今年|this year)|(?P<last>去年|last year)|(?P<next>明年|next year)|(?P<today>今天|今日|today|right now|this month|本月|这个月|当月)|(?P<lm>last month|上个?月(?:(?P<lm_d>\d{1,2})[日号])?)|(?P<nm>next month|下个?月(?:(?P<nm_d>\d{1,2})[日号])?)|(?P<yd>yesterday|昨天|昨日)|(?P<td>tomorrow|明天|(?<!列)明日)|(?P<yy>(?:19[89]|20\d)\d年)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d.,/〔(（-])(?:19[89]|20\d)\d(?![\d/:+*×万亿千百余多个名人家-]|[.,]\d)")
"""A bare year, where nothing else accounts for the digits."""
_RANGE = {"去年": -1, "前年": -2, "明年": 1, "后年": 2, "今年": 0, "本年": 0, "last": -1, "this": 0, "next": 1}


def told(found: re.Match[str], today: dt.date) -> tuple[str, tuple[str, ...]]:
    """The day that words tell, as a fact takes it (empty: open), and what else they may be."""
    words = found[0]
    if found.re is YEAR:
        return "", (dt.date(int(words), 1, 1).isoformat(), dt.date(int(words), 12, 31).isoformat())
    if found["iso"] or found["han"]:
        try:
            return read_day(words.replace(".", "-").replace("号", "日").replace(" ", "")).isoformat(), ()
        except NotADay:
            return "", ()
    if found["dmy"] or found["mdy"]:
        parts = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)| of ", " ", words.casefold()))
        month = next(_MONTHS[p] for p in parts if p in _MONTHS)
        return _day(_year(words, today), month, int(next(p for p in parts if p.isdigit())))
    if found["figures"]:  # 30/6/2025; 5/6/2025 may be either
        one, other, year = (int(n) for n in re.findall(r"\d+", words))
        ways = tuple(dict.fromkeys(d for d, _ in (_day(year, other, one), _day(year, one, other)) if d))
        return ways[0] if len(ways) == 1 else "", ()
    if found["my"]:
        return _month(_year(found["my_y"], today), _MONTHS[re.match(r"[a-z]+", words)[0]])  # type: ignore[index]
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
        number = _MONTHS[found["past_m"].casefold()]
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
