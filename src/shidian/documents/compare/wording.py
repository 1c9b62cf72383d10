"""How a claim is told: what a number says with its bound, by when a document speaks, and words that tell a change instead of a size."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Finding, Named, When
from shidian.documents.grammar.tables import patterns, words
from shidian.law.records.evidence import Cue, Said

PATTERNS = patterns("comparing")

RECORDS = patterns("records")

OWN_SENTENCES = 3
"""So many sentences before a number can say whose it is: an article printed as one paragraph speaks of many."""
COUNTED_END = PATTERNS["counted_end"]


def bound(value: AmountFound, number: Decimal) -> Said:
    """A number as a claim says it."""
    number = number.normalize() + 0
    return {
        "is": Said(number=number),
        "about": Said(about=number),
        "above": Said(above=number),
        "at_least": Said(at_least=number),
        "at_most": Said(at_most=number),
        "below": Said(below=number),
    }[value.bound]


def told(reading: Reading) -> str | None:
    """By when a document speaks: its date, else the latest day it names."""
    if reading.document.date is not None:
        return reading.document.date.isoformat()
    days = [
        f.value.from_
        for f in reading.findings
        if f.kind == "day" and isinstance(f.value, When) and f.value.from_ and len(f.value.from_) == 10
    ]
    return max(days, default=None)


def told_on(reading: Reading) -> dt.date | None:
    """By when a document speaks, as a day."""
    day = told(reading)
    return dt.date.fromisoformat(day) if day else None


def has(text: str, words: str) -> bool:
    return any(w in text if not w.isdigit() else re.search(rf"(?<![0-9.]){w}(?![0-9])", text) is not None for w in words.split("|"))


ONE_PLACE = PATTERNS["one_place"]


def changes(folded: str, finding: Finding) -> bool:
    """Whether a share tells a change, or one end of it ("fell 6.7 percent", 由55.4%提升至70.7%): no claim about how much something is."""
    return (
        PATTERNS["change_before"].search(folded[max(0, finding.start - 24) : finding.start]) is not None
        or PATTERNS["change_after"].match(folded, finding.end) is not None
        or folded[finding.start : finding.end].endswith(("百分点", "points", "point"))
    )


def ours(reading: Reading, folded: str, offset: int) -> bool:
    """Whether a number is one place's own (我省, our district), by its sentence and the ones before it in its passage, and not the whole country's since."""
    sentences, at = reading.layout.sentences, reading.layout.sentence_at(offset)
    start = max(reading.layout.passage_at(offset).start, sentences[max(0, at - OWN_SENTENCES)][0])
    own = [m.start() for m in RECORDS["ours"].finditer(folded, start, offset)]
    return bool(own) and max(own) > max((m.start() for m in RECORDS["whole"].finditer(folded, start, offset)), default=-1)


def of_day(folded: str, sentence: tuple[int, int], findings: list[Finding], day: Finding) -> str:
    """The words that may tell what happened on a day of a sentence that names several: those from the mark before it up to the next; empty where it names one.
    `findings` are those of the sentence."""
    days = [f for f in findings if f.kind == "day"]
    before, after = [f.end for f in days if f.end <= day.start], [f.start for f in days if f.start >= day.end]
    if not before and not after:
        return ""
    low = max([sentence[0], *before[-1:], *(folded.rfind(c, sentence[0], day.start) for c in ",，" if before)])
    return folded[low : min([sentence[1], *after])]


def of_one_place(reading: Reading, folded: str, cue: Cue, finding: Finding, before: list[Finding]) -> bool:
    """Whether a number is of what is ours (我省服务业占六成), a count of one place that opens its sentence, an amount or share of one that no cue names; `before`:
    what its sentence says before it."""
    start, _ = reading.layout.sentences[reading.layout.sentence_at(finding.start)]
    own = ours(reading, folded, finding.start)
    if own or finding.kind not in ("count", "amount", "share"):
        return own
    named = [f for f in before if f.kind == "place" and isinstance(f.value, Named) and not f.value.set]
    if finding.kind == "count":
        return any(
            f.start < start + 12 and ONE_PLACE.search(folded[start : f.start]) and folded[f.end : f.end + 1] in ",，" for f in named[:1]
        )
    meant = "|".join((*cue.sentence, *cue.near, *cue.document))
    return any(
        f.value != Named(("cn",)) and folded[f.start : f.end] not in meant and not RECORDS["whole"].search(folded, f.end, finding.start)
        for f in named[-1:]
    )


def fits(names: set[str], group: set[str]) -> bool:
    """Whether a list means a group: most of its members, and little else."""
    shared = len(names & group)
    return bool(group) and shared >= 0.75 * len(group) and len(names - group) <= 1


def converts(between: str) -> bool:
    """Whether what stands between two amounts says that the second is the first in another currency."""
    return between.strip() in words()["converting"]
