"""What words around a day or period make of it: before 2020, 2023年底, after March 2024."""

from __future__ import annotations

import datetime as dt
import re

_EARLIER = re.compile(r"before|prior|早于|以前|之前|前(?!后)")
_LATER = re.compile(r"after|later|晚于|以后|之后|(?<!前)后")
_LAST = re.compile(r"until|till|^by|end of|截|为止|底|末")


def ends_of(bound: str, days: tuple[str, ...], today: dt.date) -> tuple[str, ...]:
    """The ends of what a day or period with words around it means: before 2020 is any day to 2019-12-31, after it from 2021-01-01 to today."""
    first, last = dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[-1])
    if _EARLIER.search(bound):
        return ((first - dt.timedelta(days=1)).isoformat(),)
    if _LATER.search(bound):
        then = last + dt.timedelta(days=1)
        return (then.isoformat(), *((today.isoformat(),) if today > then else ()))
    return (days[-1],) if _LAST.search(bound.strip()) else days
