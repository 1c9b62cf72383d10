"""Chinese working days, as the State Council's yearly notices make them. A day in a year that is not published yet is an interval, never a guess.

How days are counted is the general rule of Chinese law (Civil Code arts 200 to 203): the day of the event is not counted; a time in days, months or years
whose last day is no working day ends on the next one; months and years end on the day of the same number.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from shidian.law.records.procedure import WorkingDays

DAY = dt.timedelta(days=1)


class DayRange(Struct, frozen=True):
    """A day that is known to lie between two, both included; one day when both are the same. `years` are the unpublished years that make it so."""

    earliest: dt.date
    latest: dt.date
    years: tuple[int, ...] = ()

    @property
    def exact(self) -> dt.date | None:
        """The day, when it is one."""
        return self.earliest if self.earliest == self.latest else None


class WorkCalendar:
    """The calendar that a lawbook holds."""

    def __init__(self, parts: Iterable[WorkingDays]) -> None:
        found = list(parts)
        self.published = {y.year: y for part in found for y in part.published}
        self.expected = {y.year: y for part in found for y in part.expected if y.year not in self.published}
        self.otherwise = max((part.otherwise for part in found), key=lambda o: o.off, default=WorkingDays().otherwise)
        self._off = {d for y in self.published.values() for r in y.off for d in _days(r.from_, r.until)}
        self._worked = {d for y in self.published.values() for d in y.worked}
        holidays = [(y.year, i, h) for y in self.expected.values() for i, h in enumerate(y.holidays)]
        self._sure = {d for _, _, h in holidays for d in _days(h.sure.from_, h.sure.until)}
        self._may_rest = {d for _, _, h in holidays for d in _days(h.rest.from_, h.rest.until)}
        self._may_work = {
            d: (year, i, h.swaps) for year, i, h in holidays for d in _days(h.worked.from_, h.worked.until) if d.weekday() >= 5
        }

    def works(self, day: dt.date) -> bool | None:
        """Whether a day is a working day; None in a year that is not published."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off) if day.year in self.published else None

    def working(self, start: dt.date, number: int, *, back: bool = False, without: Sequence[tuple[dt.date, dt.date]] = ()) -> DayRange:
        """The day that lies so many working days after (or before) a day, which is not counted; nor are the spans of days in `without`."""
        soon, late = self._count(start, number, back, True, without), self._count(start, number, back, False, without)
        return self._range(start, soon, late)

    def calendar_days(self, start: dt.date, number: int, *, back: bool = False) -> DayRange:
        """So many days after a day, which is not counted; moved on to a working day. Back: the bare day."""
        end = start + (-number if back else number) * DAY
        return DayRange(end, end) if back else self.rolled(end)

    def months(self, start: dt.date, number: int, *, roll: bool = True, back: bool = False) -> DayRange:
        """So many months after (or before) a day: the day of the same number, or the last of the month."""
        end = same_day(start, -number if back else number)
        return self.rolled(end) if roll and not back else DayRange(end, end)

    def rolled(self, day: dt.date) -> DayRange:
        """A day, moved on to the next working day when it is none."""
        return self._range(day, self._count(day - DAY, 1, False, True), self._count(day - DAY, 1, False, False))

    def _count(self, start: dt.date, number: int, back: bool, most: bool, without: Sequence[tuple[dt.date, dt.date]] = ()) -> dt.date:
        """Count with as many working days as there can be (`most`), or as few."""
        day, left = start, number
        used: Counter[object] = Counter()
        while left > 0:
            day += -DAY if back else DAY
            left -= not any(first <= day <= last for first, last in without) and self._counts(day, most, used)
        return day

    def _counts(self, day: dt.date, most: bool, used: Counter[object]) -> bool:
        known = self.works(day)
        if known is not None:
            return known
        weekday = day.weekday() < 5
        if day.year in self.expected:
            if not most:
                return weekday and day not in self._may_rest
            if day in self._may_work and day not in self._sure:
                year, i, swaps = self._may_work[day]
                used[(year, i)] += 1
                return used[(year, i)] <= swaps
            return weekday and day not in self._sure
        if weekday == most:
            return weekday
        used[day.year] += 1  # beyond what is expected by name: as many as a year can hold
        return used[day.year] <= self.otherwise.worked if most else used[day.year] > self.otherwise.off

    def _range(self, start: dt.date, one: dt.date, other: dt.date) -> DayRange:
        first, last = min(one, other), max(one, other)
        low, high = min(start, first), max(start, last)
        open_ = tuple(y for y in range(low.year, high.year + 1) if y not in self.published) if first != last else ()
        return DayRange(first, last, open_)


def same_day(start: dt.date, months: int) -> dt.date:
    """The day of the same number so many months later (earlier, when negative), or the last day of that month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + n * DAY for n in range((last - first).days + 1))
