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
    it could only loosen, and nobody has seen its words (meaning 9.3)."""

    start: dt.date
    until: dt.date | None
    unknown_after: bool
    public: dt.date
    known: dt.date
    closed: dt.date | None
    edition: str
    lead: bool = False


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
            start, until = span.start, span.until
            if span.closed is not None and until is not None:
                if known_on is not None and known_on < span.closed:
                    until = None
                elif reading == "announced" and span.closed < until:
                    until = max(start, span.closed)
            if reading == "announced":
                start = min(start, span.public)
            if on < start:
                continue
            started = True
            if until is None or on < until:
                return False if span.lead else None if self.unknown else True
            out = None if span.unknown_after else False
        if out is False and not started and reading == "announced" and self.announced is not None:
            public = self.announced_known or self.announced
            seen = known_on is None or known_on >= public
            ended = self.announced_until is not None and on >= self.announced_until
            return bool(seen and on >= self.announced and not ended)
        return out

    def span(self, on: dt.date, known_on: dt.date | None) -> Span | None:
        """The interval that holds `on`, else the last one that began before it, else the next."""
        seen = [s for s in self.spans if known_on is None or known_on >= s.known]
        for span in seen:
            if span.start <= on and (span.until is None or on < span.until):
                return span
        past = [s for s in seen if s.start <= on]
        return past[-1] if past else (seen[0] if seen else None)

    def days(self) -> set[dt.date]:
        """Every day on which the standing can change, in either reading."""
        out = {d for s in self.spans for d in (s.start, s.until, s.public, s.closed) if d is not None}
        out |= {d for d in (self.announced, self.announced_until) if d is not None}
        return out.union(*(v.days() for v in self.within))
