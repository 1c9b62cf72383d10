"""What a push leaves to the night. `make test-nightly` sets SHIDIAN_NIGHTLY and runs everything; a push runs a part that turns daily."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

NIGHTLY = bool(os.environ.get("SHIDIAN_NIGHTLY"))
TODAY = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).timetuple().tm_yday
"""Day of the year in China: which part a push runs."""
T = TypeVar("T")

nightly = pytest.mark.skipif(not NIGHTLY, reason="takes long: make test-nightly runs it")


def share_of(items: Sequence[T], parts: int, always: Sequence[T] = ()) -> list[T]:
    """All of the items at night; on a push each `parts`-th, beginning with another one each day, and those that are always run."""
    if NIGHTLY:
        return list(items)
    return [x for i, x in enumerate(items) if x in always or i % parts == TODAY % parts]
