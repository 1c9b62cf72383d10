"""The days that can be meant: no question of this law is about the year 1 or the year 9999.

A day outside is a slip of the pen or of a program (a zero date, a serial number, a sentinel such as 9999-12-31), never a fact.
"""

from __future__ import annotations

import datetime as dt
import re

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2199, 12, 31)
OUTSIDE = f"days from {FIRST_DAY:%Y} to {LAST_DAY:%Y} are read; leave the cell or the option empty where there is no day"
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
