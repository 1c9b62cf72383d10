"""Days: those that can be meant, and how people and programs write them: 2025-03-14, 2025/3/14, 20250314, 2025年3月14日, with or without a time of day.

No question of this law is about the year 1 or the year 9999: a day outside is a slip of the pen or of a program (a zero date, a sentinel), never a fact.
Year first, or with the month as a word: such spellings have one meaning. What has two (3/4/2025), what is no day but a month, and what only Excel can
read (45730) stay errors that say so. A moment with its clock zone is the day that it is then in China.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from shidian.errors import BadValue
from shidian.law.numerals import number, raised_digits
from shidian.patterns import compiled

CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2199, 12, 31)
OUTSIDE = f"days from {FIRST_DAY:%Y} to {LAST_DAY:%Y} are read; leave the cell or the option empty where there is no day"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = f"({'|'.join(_ENGLISH)})(?:day|sday|nesday|rsday|urday|s|rs|r)?\\b\\.?"
_WEEKDAY = compiled(rf"(?i)[\s,，]*[(（]?\s*(?:星期|礼拜|周)([一二三四五六日天])\s*[)）]?$|^{_DAYS},?\s+|\s*[,(]?\s*\b{_DAYS}\s*\)?$")
"""A day of the week before or behind a day."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def can_be_meant(day: dt.date) -> bool:
    """Whether a day lies within the years that a question can be about."""
    return FIRST_DAY <= day <= LAST_DAY


def as_date(text: str) -> dt.date | None:
    """An ISO date that can be meant, or None."""
    if not _DATE.fullmatch(text):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if can_be_meant(day) else None


_TIME = r"(?:[T ]?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
_SPELLINGS = tuple(
    compiled(day + _TIME)
    for day in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
        r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})\.?",
        r"(?P<y>\d{4}|[零〇一二三四五六七八九]{4})\s?年\s?(?P<m>\d{1,2}|元|[一二三四五六七八九十]{1,2})\s?月\s?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]",
        r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\.0+)?",
    )
)
_NAMES = "jan january, feb february, mar march, apr april, may, jun june, jul july, aug august, sep sept september, oct october, nov november, dec december"
MONTHS = {name: i for i, names in enumerate(_NAMES.split(", "), 1) for name in names.split()}
_WORDS = (
    compiled(r"(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -](?P<m>[a-z]+)\.?,?[ -](?P<y>\d{4})"),
    compiled(r"(?P<m>[a-z]+)\.? (?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)
_TWO_MEANINGS = compiled(r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})")
_MONTH_ONLY = compiled(r"\d{4}(-|/|\.|\s?年\s?)\d{1,2}\s?月?")
_MONTH_IN_WORDS = compiled(r"(?P<m>[a-z]+)\.?,?[ /-]?\d{4}|\d{4}[ /-]?(?P<n>[a-z]+)\.?")
_SERIAL = compiled(r"(?P<n>[2-7]\d{4})(?:\.\d+)?")
EXCEL = dt.date(1899, 12, 30)
"""The day that Excel counts as 0."""


class NotADay(ValueError):
    """The text is no day; `why` says what it is instead, in words for who wrote it."""

    def __init__(self, why: str = "write it as 2025-04-11") -> None:
        super().__init__(why)
        self.why = why


def read_day(text: str) -> dt.date:
    """The day that a text says. Raises NotADay."""
    if raised_digits(text):
        raise NotADay
    plain, weekday = _without_weekday(unicodedata.normalize("NFKC", text).strip())
    if weekday is not None:
        day = read_day(plain)
        if day.weekday() != weekday:
            raise NotADay(f"{day} is another day of the week")
        return day
    for spelling in _SPELLINGS:
        if found := spelling.fullmatch(plain):
            return _moment(found)
    for words in _WORDS:
        if (found := words.fullmatch(plain.casefold())) and found["m"] in MONTHS:
            return _day(int(found["y"]), MONTHS[found["m"]], int(found["d"]))
    if _TWO_MEANINGS.fullmatch(plain):
        sure = any(int(part) > 12 for part in re.split(r"[./-]", plain)[:2])
        raise NotADay(
            "write the year first, as in 2025-04-11" if sure else "day and month can be confused; write the year first, as in 2025-04-11"
        )
    month = _MONTH_IN_WORDS.fullmatch(plain.casefold())
    if _MONTH_ONLY.fullmatch(plain) or (month and (month["m"] or month["n"]) in MONTHS):
        raise NotADay("it names a month; give the day too, as in 2025-04-11")
    if found := _SERIAL.fullmatch(plain):
        shown = EXCEL + dt.timedelta(days=int(found["n"]))
        raise NotADay(f"it looks like the serial number of a day in Excel ({shown}); format the column as a date")
    raise NotADay


def _without_weekday(text: str) -> tuple[str, int | None]:
    """A day without the day of the week beside it (Thu 11 Sep 2025, 2025年3月14日（周五）), and which that is, from 0 for Monday."""
    found = _WEEKDAY.search(text)
    if found is None:
        return text, None
    which = "一二三四五六日".index(found[1].replace("天", "日")) if found[1] else _ENGLISH.index((found[2] or found[3]).casefold())
    return (text[: found.start()] + text[found.end() :]).strip(), which


def day_said(value: dt.date | str) -> dt.date:
    """A day given as a date, a moment or text. Raises BadValue."""
    try:
        if isinstance(value, dt.date):
            return meant(in_china(value) if isinstance(value, dt.datetime) else value)
        if not isinstance(value, str):
            raise NotADay
        return read_day(value)
    except NotADay as error:
        raise BadValue(f"`{str(value)[:40]}` is not a day", hint=error.why) from error


def in_china(moment: dt.datetime) -> dt.date:
    """The day of a moment; with a clock zone, the day that it is then in China."""
    return (moment.astimezone(CHINA) if moment.tzinfo is not None else moment).date()


def meant(day: dt.date) -> dt.date:
    """The day itself. Raises NotADay where nobody can mean it."""
    if not can_be_meant(day):
        raise NotADay(OUTSIDE)
    return day


def _moment(found: re.Match[str]) -> dt.date:
    day = _day(*(int(number(found[part].replace("元", "一")) or 0) for part in "ymd"))
    if found["hour"] is None:
        return day
    try:
        time = dt.time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError as error:
        raise NotADay from error
    zone = found["zone"]
    if zone is None:
        return day
    offset = dt.timedelta(0) if zone == "Z" else dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    try:
        there = in_china(dt.datetime.combine(day, time, dt.timezone(offset)))
    except (ValueError, OverflowError) as error:
        raise NotADay from error
    return meant(there)


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        found = dt.date(year, month, day)
    except ValueError as error:
        raise NotADay("no calendar has this day") from error
    return meant(found)
