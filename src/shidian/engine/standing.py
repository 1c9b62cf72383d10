"""When a rule stands: two readings, two times.

`in_force`: the day asked lies in one of the rule's intervals. `announced`: the same, and from the day of its announcement; a
rule whose end has been announced is over from that day. What was published after the day of knowledge is not seen: neither
a rule nor its end.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.engine.truth import Truth, every
from shidian.law.records.base import Reading


class Span(Struct, frozen=True):
    """One interval of validity. `public` and `closed` are the days on which its beginning and its end became public; `closed` is
    None for an end that was part of the rule from the start. `known` is the day from which it can be known: that of
    publication, or a later one for what was found late. A rule that is in doubt does not count in an interval in which it is only a `lead`:
    it could only loosen, and nobody has seen its words (meaning 9.3).

    Where a bound is not known to the day, `start` and `until` are the earliest days that it can be, `sure` and `over` the latest
    (meaning 9.9); None: the same day."""

    start: dt.date
    until: dt.date | None
    unknown_after: bool
    public: dt.date
    known: dt.date
    closed: dt.date | None
    edition: str
    lead: bool = False
    sure: dt.date | None = None
    over: dt.date | None = None

    @property
    def end(self) -> dt.date | None:
        """The first day on which it is surely over."""
        return self.over or self.until

    def unsure_of(self, on: dt.date) -> tuple[dt.date, dt.date] | None:
        """The earliest and the latest day of the bound that leaves it open whether it stands on a day; None where neither does."""
        if self.sure is not None and self.start <= on < self.sure:
            return self.start, self.sure
        if self.until is not None and self.over is not None and self.until <= on < self.over:
            return self.until, self.over
        return None


class Validity(Struct, frozen=True):
    """All that bears on when a rule stands. A rule that a need brings stands `within` the need's own validity."""

    spans: tuple[Span, ...]
    announced: dt.date | None = None
    announced_until: dt.date | None = None
    announced_known: dt.date | None = None
    unknown: bool = False
    within: tuple[Validity, ...] = ()

    def of(self, on: dt.date, reading: Reading, known_on: dt.date | None) -> Truth:
        """Whether the rule stands on the day `on`; None when nobody could find out."""
        own = self._own(on, reading, known_on)
        return every([own, *(v.of(on, reading, known_on) for v in self.within)]) if self.within else own

    def _own(self, on: dt.date, reading: Reading, known_on: dt.date | None) -> Truth:
        out: Truth = False
        started = False
        for span in self.spans:
            if known_on is not None and known_on < span.known:
                continue
            start, sure, until, end = span.start, span.sure or span.start, span.until, span.end
            if span.closed is not None and until is not None and end is not None:
                if known_on is not None and known_on < span.closed:
                    until = end = None
                elif reading == "announced" and span.closed < end:
                    end = max(start, span.closed)
                    until = min(until, end)
            if reading == "announced":
                start, sure = min(start, span.public), min(sure, span.public)
            if on < start:
                continue
            started = True
            if end is None or on < end:
                if span.lead or self.unknown:
                    return False if span.lead else None
                if on < sure:
                    return True if reading == "announced" and self._ahead(on, known_on) else None
                return True if until is None or on < until else None
            out = None if span.unknown_after else False
        return True if not started and reading == "announced" and self._ahead(on, known_on) else out

    def _ahead(self, on: dt.date, known_on: dt.date | None) -> bool:
        """Whether it has been announced for a day that is not (surely) there yet."""
        if self.announced is None or (known_on is not None and known_on < (self.announced_known or self.announced)):
            return False
        return on >= self.announced and (self.announced_until is None or on < self.announced_until)

    def span(self, on: dt.date, known_on: dt.date | None) -> Span | None:
        """The interval that holds `on`, else the last one that began before it, else the next."""
        seen = [s for s in self.spans if known_on is None or known_on >= s.known]
        for span in seen:
            if span.start <= on and (span.end is None or on < span.end):
                return span
        past = [s for s in seen if s.start <= on]
        return past[-1] if past else (seen[0] if seen else None)

    def days(self) -> set[dt.date]:
        """Every day on which the standing can change, in either reading."""
        out = {d for s in self.spans for d in (s.start, s.sure, s.until, s.over, s.public, s.closed) if d is not None}
        out |= {d for d in (self.announced, self.announced_until) if d is not None}
        return out.union(*(v.days() for v in self.within))
