"""What each region has promised and not yet done, for the view of the ministry: the promise gap of the openness measure.

Opening the measure takes seconds, so it is begun behind the first request that asks for it, and is there for the next ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Lock, Thread, Timer

from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import Width
from shidian.book import Book

MEASURE, WHERE = "open_100", "everywhere"
Gaps = dict[str, Width]
BEHIND = 1.0
"""Seconds after which it begins, so that the request that asked is answered first."""


class PromisedGaps:
    """The promise gap of each region of the programme on a day, as parts of 1. Safe to share between threads."""

    def __init__(self, book: Book, today: Callable[[], dt.date]) -> None:
        self._book = book
        self._today = today
        self._lock = Lock()
        self._of: tuple[dt.date, Gaps] | None = None
        self._running: Thread | None = None

    def now(self, *, begin: bool = True) -> Gaps | None:
        """The gaps of today; None while they are worked out, which this begins (unless not `begin`)."""
        with self._lock:
            if self._of is not None and self._of[0] == self._today():
                return self._of[1]
            if begin and (self._running is None or not self._running.is_alive()):
                self._running = Timer(BEHIND, self.measure)
                self._running.daemon = True
                self._running.start()
            return None

    def measure(self) -> Gaps:
        """Work them out."""
        today, book = self._today(), self._book
        found, on = book.openness(), min(book.lawbook.read_on or today, today)
        full, out = found.measure(MEASURE), {}
        for region in book.lawbook.programme.regions:
            place = found.places([region.region])[0]
            old, new = (found.point(place, on, reading, WHERE) for reading in READINGS)
            span = difference(found.field, found.weights, old, new, full)
            out[region.region] = Width(*sorted((float(span.low), float(span.high))))
        with self._lock:
            self._of = (today, out)
        return out
