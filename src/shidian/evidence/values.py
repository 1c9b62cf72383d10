"""What a claim says, as a set of values that it allows: numbers between two bounds, one of several words, a span of days.

Two claims can both hold when their sets have something in common.
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from msgspec import Struct

from shidian.law.records.evidence import Said

ROUNDED, LEAST_ROUNDED = Decimal(2), Decimal(1)
"""A rounded number (`about`) has this many times the tolerance of a stated one, and that is no less than this many percent."""


class NumberSpan(Struct, frozen=True):
    """The numbers between two ends, each included or not. None: unbounded."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: NumberSpan) -> bool:
        """Whether some number lies in both."""
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: NumberSpan) -> bool:
        """Whether this span begins before the other ends."""
        if self.low is None or other.high is None:
            return True
        return self.low < other.high or (self.low == other.high and not self.low_open and not other.high_open)


def span_of(said: Said, tolerance: Decimal, scale: Decimal = Decimal(1)) -> NumberSpan | None:
    """The numbers a claim allows, with a relative tolerance in percent, each times `scale`; None when it is not about a
    number."""
    if said.number is not None or said.about is not None:
        middle = said.number if said.number is not None else said.about
        assert middle is not None
        width = abs(middle) / 100 * (max(tolerance, LEAST_ROUNDED) * ROUNDED if said.about is not None else tolerance)
        return NumberSpan((middle - width) * scale, (middle + width) * scale)
    if (said.at_least, said.above, said.at_most, said.below) == (None, None, None, None):
        return None
    low = said.at_least if said.at_least is not None else said.above
    high = said.at_most if said.at_most is not None else said.below
    return NumberSpan(
        low * scale if low is not None else None, high * scale if high is not None else None, said.above is not None, said.below is not None
    )


def is_ceiling(said: Said) -> bool:
    """Whether a claim names a ceiling and nothing else."""
    return (said.at_most is not None or said.below is not None) and said.at_least is None and said.above is None


def days_of(first: str | None, last: str | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a period written as year, month or day; None when nothing is said."""
    if first is None:
        return None
    return _edge(first, end=False), _edge(last or first, end=True)


def _edge(when: str, *, end: bool) -> dt.date:
    parts = [int(p) for p in when.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if end else 1)
    day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if end else 1)
    return dt.date(year, month, day)


def overlap(a: tuple[dt.date, dt.date] | None, b: tuple[dt.date, dt.date] | None) -> bool:
    """Whether two periods have a day in common; an unknown period may be any."""
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])
