"""What happened: approved, released, issued, in force, expired, launched, granted, held; by whom, when, to which instrument."""

from __future__ import annotations

from shidian.documents.grammar.finding import Cited, Happened, Named, When
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("events")

_NO_EVENT = PATTERNS["no_event"]
"""After a word of an event: 发布会 is no release, 批准的规章 no approval."""
_NOT_BY = ("approved", "released", "issued", "launched", "granted", "held")


def read_events(page: PageText) -> None:
    """Adds an event where its sentence also says when, by whom, or on which instrument."""
    page.settle()
    seen: set[tuple[int, str, str | None]] = set()
    for cue in page.scan.cue("event"):
        kind, start, end = cue.sense, cue.start, cue.end
        if page.layout.passage_at(start).kind in ("title", "heading"):
            continue
        sentence = page.layout.sentence_at(start)
        low, high = page.layout.sentences[sentence]
        low = max(low, *(page.folded.rfind(c, low, start) + 1 for c in "；;"))
        high = min([p for c in "；;" if (p := page.folded.find(c, end, high)) >= 0], default=high)
        around = page.within(low, high)
        if any(f.kind == "instrument" and f.start <= start and end <= f.end for f in around):
            continue
        led = any(f.kind == "day" and 0 <= start - f.end <= 2 for f in around)
        if (
            (_NO_EVENT.match(page.folded, end) and not led)
            or PATTERNS["noun_before"].search(page.folded, max(low, start - 30), start)
            or (page.folded[start] > "\u3400" and "经" in page.folded[max(low, start - 10) : start] and page.folded.startswith("的", end))
        ):
            continue
        if kind not in ("in-force", "expired") and PATTERNS["maybe"].search(page.folded[max(low, start - 40) : start]):
            continue
        days = [
            f
            for f in around
            if f.kind == "day" and isinstance(f.value, When) and not (f.value.sense == "by" and kind in _NOT_BY and (f.start > end))
        ]
        bodies = [f.value.ids[0] for f in around if f.kind == "body" and isinstance(f.value, Named) and f.start < end]
        cited = [f for f in around if f.kind == "instrument" and isinstance(f.value, Cited)]
        before = [f for f in days if f.end <= start]
        day = (
            max(before, key=lambda f: f.end)
            if before and page.folded[start] > "\u3400"
            else min(days, key=lambda f: min(abs(f.start - end), abs(start - f.end)), default=None)
        )
        if day is None and not cited:
            continue
        if kind == "expired" and PATTERNS["at_the_same_time"].search(page.folded, max(low, start - 8), start):
            day = next((f for f in days if isinstance(f.value, When) and f.value.sense == "since"), day)
        when = day.value.from_ if day is not None and isinstance(day.value, When) else None
        if (when is None and not (bodies and cited)) or (low, kind, when) in seen:
            continue
        seen.add((low, kind, when))
        instruments = tuple(dict.fromkeys(i for f in cited if isinstance(f.value, Cited) for i in f.value.ids))
        page.add("event", start, end, Happened(kind, when, tuple(dict.fromkeys(bodies)), instruments))  # type: ignore[arg-type]
