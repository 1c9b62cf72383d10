"""The commands under a clock that crosses midnight in China soon: `python -m tests.serving.near_midnight SECONDS serve …`.

The clock goes on as it does, from another hour: only the day that it is in China is told by it.
"""

from __future__ import annotations

import datetime as dt
import sys
import types
from typing import Any

from shidian import compiled
from shidian.cli.main import main
from shidian.law.days import CHINA


def shifted(seconds: float) -> types.SimpleNamespace:
    """The module `datetime` as the compiled law reads it, so many seconds before midnight in China."""
    now = dt.datetime.now(CHINA)
    midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), CHINA)
    ahead = midnight - now - dt.timedelta(seconds=seconds)

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return dt.datetime.now(tz) + ahead

    return types.SimpleNamespace(**{**vars(dt), "datetime": Clock})


if __name__ == "__main__":
    compiled.dt = shifted(float(sys.argv.pop(1)))  # type: ignore[attr-defined, assignment]
    main()
