"""Days, shares and counts in a sentence, with their places; and what only looks like one (国发〔2024〕1号, 4/5G, 7×24, 985高校, 1+4+6+9)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from shidian.answer.amounts import NotANumber, read_amount
from shidian.answer.days import NotADay, read_day
from shidian.law.numerals import chinese
from shidian.law.records.base import Label

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HAN = "〇零一二两三四五六七八九十百千万亿"
_MONTHS = {m.casefold(): i for names in (calendar.month_name, calendar.month_abbr) for i, m in enumerate(names) if m}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
ALIKE = re.compile(
    r"[\u4e00-\u9fff]{0,6}[〔\[（(]\d{4}[〕\]）)]\s*第?\d+号|第\d+号令?|(?:order|no\.?|article|item) ?\d+|\d+(?:\+\d+)+|\d+/\d+g(?![a-z])|(?<=/)\d+g(?![a-z])|\d+ ?[x×*] ?\d+|(?:985|211)(?=高校|大学|院校|工程)"
    r"|\d{1,3}:\d{1,3}(?!\d)|gb/?t ?\d+|iso ?\d+|第[一二三四五六七八九十\d]+条",
    re.IGNORECASE,
)
"""Numbers that name a document, a technology, hours, a class of universities or parts of a whole."""
_SHARE = re.compile(rf"({_N}) ?(?:%|percent|per cent|pct|个百分点)|百分之[{_HAN}点\d.]+|[一二三四五六七八九]成半?", re.IGNORECASE)
_UNSURE = re.compile(
    r"(?:more than|over|above|at least|less than|below|under|minimum|不少于|不低于|至少|超过|高于|低于|少于|大于|小于)\s*$", re.IGNORECASE
)
_UNSURE_AFTER = re.compile(r"^\s*(?:以上|以下|以内|or more|or less)")
_DAY = re.compile(
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})|(?P<han>\d{4}年\d{1,2}月\d{1,2}[日号])"
    rf"|(?P<dmy>\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH}),? \d{{4}})|(?P<mdy>(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
    rf"|(?P<my>(?:{_MONTH})\.?,? (?P<my_y>\d{{4}}))|(?P<ym>(?P<ym_y>\d{{4}})年(?P<ym_m>\d{{1,2}})月份?)|(?P<isom>\b(?P<isom_y>20\d\d)-(?P<isom_m>\d{{2}})\b)"
    rf"|(?P<rel>(?P<rel_y>今年|去年|前年|明年)(?P<rel_m>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月份?)"
    r"|(?P<year>今年|this year)|(?P<last>去年|last year)|(?P<next>明年|next year)|(?P<today>今天|今日|today|right now)|(?P<yy>(?:19|20)\d\d年|\b(?:in|since|of) (?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?P<n>{_N} ?(?:million|thousand|billion|bn|mn|k|m|万亿|亿|千万|百万|十万|万|千)?|[{_HAN}]+) ?(?P<unit>名员工|位员工|个员工|名用户|个用户|位用户|名客户|个客户|位客户|名|位|人|用户|客户|persons?|people|employees?|users?|customers?|individuals?|patients?|staff|天|日(?!本)|days?|周|weeks?|个月|months?|亿?元|人民币|yuan|rmb|美元|dollars?|usd)(?![a-z])",
    re.IGNORECASE,
)
_RANGE = {"去年": -1, "前年": -2, "明年": 1, "今年": 0}
PERSONS, DAYS, MONTHS = Label("persons", "人"), Label("days", "日"), Label("months", "个月")


class Quantity(NamedTuple):
    """A number or day: its span, what it counts (`day`, `share`, `persons`, `stay`, `months`, `money`, `alike`), its value as a fact takes
    it (empty: open) and what else it may be."""

    start: int
    end: int
    kind: str
    value: str
    others: tuple[str, ...] = ()


def quantities(plain: str, today: dt.date) -> Iterator[Quantity]:
    """Every quantity of a text, look-alikes first; none overlaps another."""
    taken: list[tuple[int, int]] = []

    def free(found: re.Match[str]) -> bool:
        ok = all(found.end() <= a or found.start() >= b for a, b in taken)
        if ok:
            taken.append(found.span())
        return ok

    for found in ALIKE.finditer(plain):
        if free(found):
            yield Quantity(*found.span(), "alike", "")
    for found in _DAY.finditer(plain):
        if free(found):
            yield _day(found, today)
    for found in _SHARE.finditer(plain):
        if free(found):
            yield _share(plain, found)
    for found in _COUNT.finditer(plain):
        if (not plain[: found.start()] or not plain[found.start() - 1].isascii() or not plain[found.start() - 1].isalnum()) and free(found):
            yield from _count(plain, found)


def _day(found: re.Match[str], today: dt.date) -> Quantity:
    span = found.span()
    words = found[0]
    if found["iso"] or found["han"]:
        try:
            return Quantity(*span, "day", read_day(words.replace(".", "-").replace("号", "日")).isoformat())
        except NotADay:
            return Quantity(*span, "day", "")
    if found["dmy"] or found["mdy"]:
        parts = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", words))
        month = next(_MONTHS[p] for p in parts if p in _MONTHS)
        day, year = (int(p) for p in parts if p.isdigit())
        try:
            return Quantity(*span, "day", dt.date(year, month, day).isoformat())
        except ValueError:
            return Quantity(*span, "day", "")
    if found["my"]:
        return _month(span, int(found["my_y"]), _MONTHS[re.match(r"[a-z]+", words)[0]])  # type: ignore[index]
    if found["ym"]:
        return _month(span, int(found["ym_y"]), int(found["ym_m"]))
    if found["isom"]:
        return _month(span, int(found["isom_y"]), int(found["isom_m"]))
    if found["rel"]:
        number = found["rel_m"]
        month = int(number) if number.isdigit() else int(chinese(number) or 0)
        return _month(span, today.year + _RANGE[found["rel_y"]], month)
    if found["today"] or found["year"]:
        return Quantity(*span, "day", today.isoformat())
    year = today.year + (-1 if found["last"] else 1) if found["last"] or found["next"] else int(re.search(r"\d{4}", words)[0])  # type: ignore[index]
    first, last = dt.date(year, 1, 1).isoformat(), dt.date(year, 12, 31).isoformat()
    return Quantity(*span, "day", first, (last,)) if words.startswith("since") else Quantity(*span, "day", "", (first, last))


def _month(span: tuple[int, int], year: int, month: int) -> Quantity:
    if not 1 <= month <= 12 or not 1980 <= year <= 2100:
        return Quantity(*span, "day", "")
    first, last = dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return Quantity(*span, "day", first.isoformat(), (last.isoformat(),))


def _share(plain: str, found: re.Match[str]) -> Quantity:
    try:
        value = format(read_amount(found[0].replace("per cent", "%").replace("percent", "%").replace("pct", "%"), Label("%", "%")), "f")
    except NotANumber:
        return Quantity(*found.span(), "share", "")
    if float(value) > 100:
        return Quantity(*found.span(), "share", "")
    if _UNSURE.search(plain[: found.start()]) or _UNSURE_AFTER.match(plain[found.end() :]):
        return Quantity(*found.span(), "share", "", (value,))
    return Quantity(*found.span(), "share", value)


def _count(plain: str, found: re.Match[str]) -> Iterator[Quantity]:
    unit = found["unit"]
    if re.search(r"元|人民币|yuan|rmb|dollar|usd", unit):
        yield Quantity(*found.span(), "money", found[0].strip())
        return
    kind, label = (
        ("stay", DAYS)
        if re.search(r"天|日|day|周|week", unit)
        else ("months", MONTHS)
        if "month" in unit or "月" in unit
        else ("persons", PERSONS)
    )
    try:
        text = found["n"] + (" " + unit if re.search(r"周|week", unit) else "")
        value = read_amount(text, label)
    except NotANumber:
        return
    if kind == "persons" and value < 2:
        return
    unsure = _UNSURE.search(plain[: found.start()]) or _UNSURE_AFTER.match(plain[found.end() :])
    yield Quantity(*found.span(), kind, "" if unsure else format(value, "f"), (format(value, "f"),) if unsure else ())
