"""What happened: approved, released, issued, in force, expired, launched, granted, held; by whom, when, to which instrument."""

from __future__ import annotations

import re
from bisect import bisect_left

from shidian.ingest.finding import Cited, Happened, Named, When
from shidian.ingest.page import Page

_WORDS = {
    "approved": r"approved|approves|gave (?:its )?(?:approval|consent)|authorized|批准|批复|同意|获批",
    "released": r"released|releases|published|publishes|made public|unveiled|announced|公布|发布|公开|对外发布",
    "issued": r"issued|issues|promulgated|印发|下发|出台|颁布",
    "in-force": r"took effect|takes effect|take effect|came into (?:force|effect)|comes into (?:force|effect)|entered into force|effective (?:from|as of|on)|is effective|in force|施行|生效|实施(?=。|，|$)",
    "expired": r"expired|expires|repealed|abolished on|ceased to apply|废止|失效|届满|到期",
    "launched": r"launched|launches|kicked off|启动|正式启动",
    "granted": r"granted|grants|issued (?=pilot approvals|approvals|licen[cs]es)|颁发|核发|发放",
    "held": r"held a press conference|held a (?:briefing|meeting)|召开|举行",
}
_EVENT = re.compile("|".join(f"(?P<{k.replace('-', '_')}>(?<![a-z])(?:{v}))" for k, v in sorted(_WORDS.items(), key=lambda kv: kv[0] not in ("granted", "held"))))
_ANY = re.compile("|".join(w for w in (r"approv", r"releas", r"publish", r"public", r"unveil", r"announc", r"issu", r"promulg", r"effect", r"force", r"expire", r"repeal", r"launch", r"grant", r"held")))


def read_events(page: Page) -> None:
    """Adds an event where its sentence also says when, by whom, or on which instrument."""
    page.settle()
    folded = page.folded
    seen: set[tuple[int, str]] = set()
    for found in _EVENT.finditer(folded):
        kind = (found.lastgroup or "").replace("_", "-")
        start, end = found.span()
        if page.layout.passage_at(start).kind in ("title", "heading"):
            continue
        sentence = page.layout.sentence_at(start)
        low, high = page.layout.sentences[sentence]
        if (sentence, kind) in seen:
            continue
        around = page.within(low, high)
        if any(f.kind == "instrument" and f.start <= start and end <= f.end for f in around):
            continue
        days = [f for f in around if f.kind == "day" and isinstance(f.value, When)]
        bodies = [f.value.ids[0] for f in around if f.kind == "body" and isinstance(f.value, Named) and f.start < end]
        cited = [f for f in around if f.kind == "instrument" and isinstance(f.value, Cited)]
        day = min(days, key=lambda f: min(abs(f.start - end), abs(start - f.end)), default=None)
        if day is None and not bodies:
            continue
        when = day.value.from_ if day is not None and isinstance(day.value, When) else None
        if when is None and not (bodies or cited):
            continue
        seen.add((sentence, kind))
        instruments = tuple(dict.fromkeys(i for f in cited if isinstance(f.value, Cited) for i in f.value.ids))
        page.add("event", start, end, Happened(kind, when, tuple(dict.fromkeys(bodies)), instruments))  # type: ignore[arg-type]


def find_near(starts: list[int], offset: int) -> int:
    """The index of the first start at or after an offset."""
    return bisect_left(starts, offset)
