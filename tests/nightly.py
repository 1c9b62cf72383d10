"""What a push leaves to the night. `make test-nightly` sets SHIDIAN_NIGHTLY and runs everything; a push runs a part that turns daily.

SHIDIAN_DAY=334 runs the part of that day of the year, on whatever day; SHIDIAN_DAY=all runs the parts of all days, but not what is left to the night.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

NIGHTLY = bool(os.environ.get("SHIDIAN_NIGHTLY"))
ASKED = os.environ.get("SHIDIAN_DAY", "")
"""The day whose part is asked for; `all` for those of all days, empty for today's."""
TODAY = int(ASKED) if ASKED.isdecimal() else dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).timetuple().tm_yday
"""Day of the year in China: which part a push runs."""
WHOLE = NIGHTLY or ASKED == "all"
T = TypeVar("T")

nightly = pytest.mark.skipif(not NIGHTLY, reason="takes long: make test-nightly runs it")


def share_of(items: Sequence[T], parts: int, always: Sequence[T] = ()) -> list[T]:
    """All of the items at night; on a push each `parts`-th, beginning with another one each day, and those that are always run."""
    return list(items) if WHOLE else share_on(TODAY, items, parts, always)


def share_on(day: int, items: Sequence[T], parts: int, always: Sequence[T] = ()) -> list[T]:
    """The part of one day of the year."""
    return [x for i, x in enumerate(items) if x in always or i % parts == day % parts]


def on_day(part: int, parts: int) -> pytest.MarkDecorator:
    """On a push every `parts`-th day only: a long way through the product that another test walks on the other days, or begins."""
    return pytest.mark.skipif(not WHOLE and TODAY % parts != part, reason=f"its turn comes each {parts} days: SHIDIAN_DAY=all runs it")


def said_of_the_part() -> str:
    """Which part a run takes, and how it is run again."""
    if WHOLE:
        return "the parts of all days"
    return f"the part of day {TODAY}: SHIDIAN_DAY={TODAY} runs it again, SHIDIAN_DAY=all those of all days"
