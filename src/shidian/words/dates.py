"""Days in the language of the reader: `11 April 2025`, `2025年4月11日`; short in tables and charts: `11 Apr 2025`."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial

from shidian.law.days import CHINA
from shidian.law.records.base import Label

MONTHS = (*("January", "February", "March", "April", "May", "June"), *("July", "August", "September", "October", "November", "December"))
SHORT = 3
"""Letters of the name of a month in a short day."""
ISO = re.compile(r"(?<![A-Za-z0-9_./-])(\d{4})-(\d{2})-(\d{2})(?![A-Za-z0-9_/-])")
"""A day as the records write it, not a part of an address or a number."""
ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
"""A month as the records write it, when it is all of a text: in a sentence it may be the number of a document."""
CHINESE_BESIDE = re.compile(r"(?<=[日月]) (?=[㐀-鿿])|(?<=[㐀-鿿]) (?=\d{4}年)")
"""A blank between a day and Chinese words, which Chinese does not write."""


def china_clock(moment: str) -> str:
    """A moment as it is kept (in UTC, with its zone) by the clock of China, to the minute: `2026-11-27 23:48`."""
    return f"{dt.datetime.fromisoformat(moment).astimezone(CHINA):%Y-%m-%d %H:%M}"


def day_label(day: dt.date, *, short: bool = False) -> Label:
    """A day in words."""
    month = MONTHS[day.month - 1]
    return Label(f"{day.day} {month[:SHORT] if short else month} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def month_label(year: int, month: int, *, short: bool = False) -> Label:
    """A month in words."""
    name = MONTHS[month - 1]
    return Label(f"{name[:SHORT] if short else name} {year}", f"{year}年{month}月")


def dated(text: str, lang: str, *, short: bool = False) -> str:
    """A text with its days in words, or a month that is all of the text. What only looks like a day stays."""
    month = ISO_MONTH.fullmatch(text)
    if month is not None and 1 <= int(month[2]) <= len(MONTHS):
        return month_label(int(month[1]), int(month[2]), short=short)[lang]
    found = ISO.sub(partial(_said, lang=lang, short=short), text)
    return CHINESE_BESIDE.sub("", found) if lang == "zh" and found != text else found


def _said(found: re.Match[str], lang: str, short: bool) -> str:
    try:
        return day_label(dt.date(int(found[1]), int(found[2]), int(found[3])), short=short)[lang]
    except ValueError:
        return found[0]
