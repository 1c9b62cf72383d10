"""Days, months, years and spans of them, absolute or told from the date of the document."""

from __future__ import annotations

import datetime as dt
import re

from msgspec import Struct

from shidian.documents.grammar.finding import When
from shidian.documents.grammar.gazetteer import Scan
from shidian.documents.grammar.lexicon import MONTHS, YEARS
from shidian.documents.grammar.tables import patterns
from shidian.law.numerals import chinese
from shidian.law.numerals import value as number_of

PATTERNS = patterns("days")

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_EN_BEFORE_MONTH = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({_MONTH})\b\.?(?:,?\s((?:19|20)\d\d)(?!\d))?")
_MONTH_ENDS = re.compile(rf"\b({_MONTH})\.?(,?)\s{{1,2}}$")
_MONTHS_IN_ROW = re.compile(
    rf"({_MONTH})\.?\s?(?:to|through|until|-|and)\s?({_MONTH})\b\.?(?!\s?\d{{1,2}}\b(?!\d))(?:,?\s((?:19|20)\d\d)(?!\d))?"
)


NEAR = 80
"""Characters after a full day in which a day without a year is of the same year."""
SAME_YEAR = 240
"""Characters before "that year" in which the year stands."""
VAGUELY = When(None, None, "vague", True)


class DayRead(Struct, frozen=True):
    """A day found at some place."""

    start: int
    end: int
    value: When


class Calendar:
    """Reads days; what is told relative to the document ("the 21st", "this year", 4月11日) is counted from its date."""

    def __init__(self, text: str, folded: str, date: dt.date | None) -> None:
        self.text = text
        self.folded = folded
        self.date = date
        self.last: tuple[int, int, int] | None = None
        """Where the last full day was told, its year and month: a day without a year that follows in the sentence is of that year."""

    def at(self, start: int) -> DayRead | None:
        """The day whose first or only digits are the token at `start`."""
        folded = self.folded
        if found := PATTERNS["iso"].match(folded, start):
            return self._told(start, found.end(), int(found[1]), int(found[2]), int(found[3]))
        if found := PATTERNS["han_months"].match(folded, start):
            if (span := self._months(_small(found[1]), _small(found[2]), None)) is not None:
                return DayRead(start, found.end(), span)
        if (found := PATTERNS["year_span"].match(folded, start)) and found[1] < found[2]:
            return DayRead(start, found.end(), When(found[1], found[2], "span"))
        if found := PATTERNS["han_full"].match(folded, start):
            return self._chinese(found)
        if found := PATTERNS["han_month"].match(folded, start):
            return self._yearless(start, found.end(), _small(found[1]), _small(found[2]))
        if found := PATTERNS["han_month_alone"].match(folded, start):
            return self._yearless(start, found.end(), _small(found[1]), None)
        if found := _EN_BEFORE_MONTH.match(folded, start):
            if self.text[found.start(2)].isupper():
                return self._english(start, found.end(), MONTHS[found[2]], int(found[1]), found[3])
        before = folded[max(0, start - 12) : start]
        if (month := _MONTH_ENDS.search(before)) and self.text[start - len(before) + month.start()].isupper():
            first = start - len(before) + month.start()
            if PATTERNS["year"].match(folded[start : start + 5]):
                return self._told(first, start + 4, int(folded[start : start + 4]), MONTHS[month[1]], None)
            if not month[2] and (found := PATTERNS["en_after_month"].match(folded, start)):
                return self._english(first, found.end(), MONTHS[month[1]], int(found[1]), found[3])
        if (found := PATTERNS["ordinal_day"].match(folded, start)) and PATTERNS["on_the"].search(before):
            return self._yearless(start, found.end(), self.date.month if self.date else None, int(found[1]))
        if found := PATTERNS["han_day"].match(folded, start):
            return self._yearless(start, found.end(), self.date.month if self.date else None, int(found[1]))
        return None

    def year(self, start: int, end: int) -> DayRead | None:
        """A bare year."""
        word = self.folded[start:end]
        if len(word) != 4 or not word.isdigit() or not 1900 <= int(word) <= 2099:
            return None
        value = int(word)
        if part := PATTERNS["year_part"].search(self.folded, max(0, start - 32), start):
            if (months := part_months(part[1])) is not None:
                return DayRead(part.start(1), end, When(f"{value}-{months[0]:02d}", f"{value}-{months[1]:02d}", "span"))
            return DayRead(start, end, When(str(value), None, "on"))
        return self._told(start, end, value, None, None)

    def _chinese(self, found: re.Match[str]) -> DayRead | None:
        year = int(found[1]) if found[1].isdigit() else int(chinese(found[1]) or 0)
        month, upto, day = _small(found[2]), _small(found[3]), _small(found[4])
        end = found.end()
        if month is None and (part := PATTERNS["part"].match(self.folded, end)) and (months := part_months(part[0])):
            return DayRead(found.start(), part.end(), When(f"{year}-{months[0]:02d}", f"{year}-{months[1]:02d}", "span"))
        if upto and month and 1 <= month < upto <= 12:
            return DayRead(found.start(), end, When(f"{year}-{month:02d}", f"{year}-{upto:02d}", "span"))
        return self._told(found.start(), end, year, month, day)

    def _english(self, start: int, end: int, month: int, day: int, year: str | None) -> DayRead | None:
        if year is None:
            return self._yearless(start, end, month, day)
        return self._told(start, end, int(year), month, day)

    def _yearless(self, start: int, end: int, month: int | None, day: int | None) -> DayRead | None:
        """A day without its year: the last such day on or before the document's date, or up to half a year after it."""
        if month is not None and not 1 <= month <= 12:
            return None
        of_year = PATTERNS["same_year"].search(self.folded, max(0, start - 6), start) or PATTERNS["year_said"].match(self.folded, end)
        if of_year and (years := PATTERNS["any_year"].findall(self.folded, max(0, start - SAME_YEAR), start)):
            return self._told(start, end, int(years[-1]) + (of_year["next"] is not None), month, day)
        if month is not None and self.last is not None and self._goes_on(start) and month >= self.last[2]:
            return self._told(start, end, self.last[1], month, day)
        if self.date is None or month is None:
            return DayRead(start, end, When(None, None, "vague", True)) if day is None or day <= 31 else None
        year = self.date.year
        if (month - self.date.month) > 6:
            year -= 1
        last, told = self.last, self._told(start, end, year, month, day)
        self.last = last  # a year that was guessed is no year that later days go on with
        return told and DayRead(told.start, told.end, When(told.value.from_, told.value.to, told.value.sense, True))

    def told_before(self, at: int) -> dt.date | None:
        """The last whole day with its year that stands not far before."""
        days = list(PATTERNS["whole_day"].finditer(self.folded, max(0, at - NEAR), at))
        if not days:
            return None
        year, month, day = (days[-1][g] or days[-1][f"{g}_en"] for g in ("year", "month", "day"))
        try:
            return dt.date(int(year), MONTHS.get(month) or int(month), int(day))
        except ValueError:
            return None

    def _goes_on(self, start: int) -> bool:
        """Whether the last full day stands in the same sentence, not far before."""
        return (
            self.last is not None and 0 <= start - self.last[0] < NEAR and not any(c in self.folded[self.last[0] : start] for c in "。\n")
        )

    def _months(self, first: int | None, last: int | None, year: int | None) -> When | None:
        """Months in a row; without a year those of the document's, or of the year before when they lie ahead of it."""
        if first is None or last is None or not 1 <= first < last <= 12:
            return None
        if year is None:
            if self.date is None:
                return VAGUELY
            year = self.date.year - (last > self.date.month)
            return When(f"{year}-{first:02d}", f"{year}-{last:02d}", "span", True)
        return When(f"{year}-{first:02d}", f"{year}-{last:02d}", "span")

    def part(self, told: str, year: int | None) -> When | None:
        """A part of a year (the first half, 前三季度, the first seven months)."""
        months = part_months(told)
        return None if months is None else self._months(*months, year) if months[0] < months[1] else None

    def _told(self, start: int, end: int, year: int, month: int | None, day: int | None) -> DayRead | None:
        if month is not None and not 1 <= month <= 12:
            return None
        when = f"{year:04d}" + (f"-{month:02d}" if month else "")
        if day is not None:
            try:
                when = dt.date(year, month or 1, day).isoformat()
            except ValueError:
                return None
        if month is not None:
            self.last = (end, year, month)
        before = self.folded[max(0, start - 18) : start]
        sense = "since" if PATTERNS["since"].search(before) else "by" if PATTERNS["by"].search(before) else "on"
        return DayRead(start, end, When(when, None, sense))  # type: ignore[arg-type]


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_SHIFT = {"this": 0, "last": -1, "next": 1}


def part_months(told: str) -> tuple[int, int] | None:
    """The first and last month of a part of a year as it is told: 上半年, 前三季度, 前7个月, first half, second quarter, first seven months, Q3."""
    found = PATTERNS["part_told"].search(told)
    if found is None:
        return None
    kind, group = next((k.removesuffix("_en"), v) for k, v in found.groupdict().items() if v is not None)
    if kind in ("half", "moitie"):
        return (7, 12) if group in ("下", "second", "latter", "h2") else (1, 6)
    number = _ORDINALS.get(group) or int(number_of(group) or 0)
    if kind == "months":
        return (1, number) if 2 <= number <= 11 else None
    if not 1 <= number <= 4:
        return None
    return (1, 3 * number) if kind == "quarters" else (3 * number - 2, 3 * number)


def _parts(calendar: Calendar) -> list[DayRead]:
    """Parts of a year that no year leads or follows; a year in words before them (今年, 去年) is theirs."""
    out: list[DayRead] = []
    for found in PATTERNS["part_alone"].finditer(calendar.folded):
        before = calendar.folded[max(0, found.start() - 3) : found.start()]
        if PATTERNS["year_before"].search(calendar.folded[max(0, found.start() - 6) : found.start()]) or PATTERNS["year_follows"].match(
            calendar.folded, found.end()
        ):
            continue
        start, shift = found.start(), next((n for w, n in YEARS.items() if before.endswith(w)), None)
        year = None if shift is None or calendar.date is None else calendar.date.year + shift
        value = calendar.part(found[0], year)
        if value is None:
            continue
        if shift is not None:
            start -= 2
        out.append(DayRead(start, found.end(), value))
    return out


def words(calendar: Calendar, scan: Scan) -> list[DayRead]:
    """Days told in words alone: "last year", "the end of February this year", 去年, 近日, the first half, January to May."""
    out: list[DayRead] = _parts(calendar)
    folded, date = calendar.folded, calendar.date
    for cue in scan.cue("month"):
        span = _MONTHS_IN_ROW.match(folded, cue.start)
        if span is not None and calendar.text[span.start(2)].isupper():
            months = calendar._months(MONTHS[span[1]], MONTHS[span[2]], int(span[3]) if span[3] else None)
            if months is not None:
                out.append(DayRead(cue.start, span.end(), months))
    for cue in scan.cue("month"):
        tail = PATTERNS["month_tail"].match(folded, cue.end)
        if tail is None or not PATTERNS["month_leads"].search(folded[max(0, cue.start - 8) : cue.start]):
            continue
        value = VAGUELY
        if date is not None:
            named = MONTHS[cue.word]
            ahead = 6 if PATTERNS["beginning"].search(folded, max(0, cue.start - 16), cue.start) else 1
            year = date.year + (_SHIFT[tail["which"]] if tail["which"] else -1 if named > date.month + ahead else 0)
            value = When(f"{year}-{named:02d}", None, "on", True)
        out.append(DayRead(cue.start, tail.end(), value))
    for cue in scan.cue("year"):
        tail = PATTERNS["year_tail"].match(folded, cue.end) if not cue.word.isascii() else None
        month, day = (_small(tail["month"]), _small(tail["day"])) if tail else (None, None)
        value = VAGUELY
        if date is not None:
            value = When(
                f"{date.year + YEARS[cue.word]}"
                + (f"-{month:02d}" if month and 1 <= month <= 12 else "")
                + (f"-{day:02d}" if month and day and 1 <= day <= 31 else ""),
                None,
                "on",
                True,
            )
        out.append(DayRead(cue.start, tail.end() if tail else cue.end, value))
    for found in PATTERNS["day_after"].finditer(folded):
        if (before := calendar.told_before(found.start())) is not None:
            day_after = before + dt.timedelta((found["same"] or found["same_en"]) is None)
            out.append(DayRead(found.start(), found.end(), When(day_after.isoformat(), None, "on")))
    out += [DayRead(cue.start, cue.end, VAGUELY) for cue in scan.cue("vague")]
    out.sort(key=lambda t: (t.start, -t.end))
    kept: list[DayRead] = []
    for told in out:
        if not kept or told.start >= kept[-1].end:
            kept.append(told)
    return kept


def _small(text: str | None) -> int | None:
    if not text:
        return None
    value = int(text) if text.isdigit() else chinese(text)
    return None if value is None else int(value)
