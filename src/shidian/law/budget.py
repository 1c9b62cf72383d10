"""A budget of processor time for one request, kept where a search goes on from case to case.

Whoever answers for many sets the budget; the searches ask `go_on` before each step that may be long. Nothing is half kept when it runs out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shidian.errors import OutOfTime


class Budget:
    """Seconds of processor time of one thread, counted from the first step in it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until: float | None = None

    def spend(self) -> None:
        """Raises OutOfTime when nothing is left."""
        now = time.thread_time()
        if self._until is None:
            self._until = now + self.seconds
        elif now > self._until:
            raise OutOfTime(
                f"this takes more than the {self.seconds:g} seconds of processor time of one request",
                hint="give more facts, or ask fewer cases at once",
            )


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let what is asked inside take at most so many seconds of processor time."""
    token = _budget.set(Budget(seconds))
    try:
        yield
    finally:
        _budget.reset(token)


def go_on() -> None:
    """One more step. Raises OutOfTime when the budget, if there is one, is spent."""
    budget = _budget.get()
    if budget is not None:
        budget.spend()
