"""The arithmetic of a document: a total and its parts, a part and its share of a whole, as claims whose ties the evidence checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Finding
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("comparing")

FEWEST_PARTS = 2
MOST_PARTS = 30


class Sum(Struct, frozen=True):
    """A total and its parts."""

    whole: Finding
    parts: tuple[Finding, ...]


class ShareOf(Struct, frozen=True):
    """A share in percent of a whole, and the part that it is said of."""

    share: Finding
    part: Finding
    whole: Finding


def sums(reading: Reading, folded: str) -> Iterator[Sum]:
    """Totals whose parts follow in the same sentence, in one unit, closed by its end."""
    for low, high in reading.layout.sentences:
        counted = [f for f in reading.findings if low <= f.start < high and _countable(f)]
        for i, whole in enumerate(counted[:-FEWEST_PARTS]):
            opens = PATTERNS["parts_open"].search(folded, whole.end, counted[i + 1].start)
            if opens is None or re.search("[；;]", folded[whole.end : opens.start()]):
                continue
            unit = _unit(whole, folded)
            rest = counted[i + 1 :]
            stop = min([p for c in "；;" if (p := folded.find(c, counted[i + 1].start, high)) >= 0], default=high)
            inside = [f for f in rest if f.start < stop]
            for n, (a, b) in enumerate(pairwise(inside), 1):
                if PATTERNS["done_since"].search(folded, a.end, b.start):
                    inside = inside[:n]
                    break
            parts = tuple(f for f in inside if _unit(f, folded) == unit and _same(whole, f))
            if (
                not FEWEST_PARTS <= len(parts) <= MOST_PARTS
                or len(parts) != len(inside)
                or PATTERNS["parts_not_all"].search(folded, opens.start(), stop)
            ):
                continue
            gaps = [folded[a.end : b.start] for a, b in pairwise(parts)]
            if any(len(g) > 30 or "其中" in g or "of which" in g for g in gaps):
                continue
            biggest = max(_number(p) for p in parts)
            some = whole.kind == "amount" and PATTERNS["of_them_some"].search(folded, whole.end, parts[0].start)
            if biggest > _number(whole) or (some and sum(_number(p) for p in parts) < _number(whole)):
                continue  # of an amount some parts: the rest is nobody's
            if len(parts) == FEWEST_PARTS and _number(whole) > 2 * biggest + biggest:  # two of many: no whole list
                continue
            yield Sum(whole, parts)
            break


def shares(reading: Reading, folded: str) -> Iterator[ShareOf]:
    """A share that is told right after a part and its whole (145项任务中已落地58项，落地率为40%)."""
    for passage in reading.layout.passages:
        inside = [f for f in reading.findings if passage.start <= f.start < passage.end]
        for at, share in enumerate(inside):
            if share.kind != "share" or not isinstance(share.value, AmountFound) or share.value.bound not in ("is", "about"):
                continue
            low, _ = reading.layout.sentences[reading.layout.sentence_at(share.start)]
            before = [f for f in inside[:at] if f.start >= low and _countable(f)]
            lead = folded[before[-1].end if before else low : share.start]
            aside = len(before) > 1 and PATTERNS["part_of"].fullmatch(folded, before[-2].end, before[-1].start)
            if (
                not before
                or not (
                    PATTERNS["share_of"].search(lead)
                    or (aside and PATTERNS["or_in_percent"].search(lead))
                    or PATTERNS["share_of"].match(folded, share.end)
                )
                or PATTERNS["change_words"].search(lead)
                or PATTERNS["share_of_another"].search(lead)
                or len(lead) > 40
                or re.search("[；;。]", lead)
            ):
                continue
            part = before[-1]
            if len(before) > 1 and PATTERNS["part_of"].fullmatch(folded, before[-2].end, part.start):  # 124 of the 155 tasks
                yield ShareOf(share, before[-2], part)
                continue
            wholes = [f for f in before[:-1] if _unit(f, folded) == _unit(part, folded) and _number(f) > _number(part)]
            if not wholes or not PATTERNS["done"].search(folded, wholes[-1].end, share.start):
                continue
            if PATTERNS["of_them"].match(folded, part.end) is None and any(
                f.kind == "place" for f in inside if part.end <= f.start < share.start
            ):
                continue
            yield ShareOf(share, part, wholes[-1])


def _countable(finding: Finding) -> bool:
    return (
        finding.kind in ("count", "amount")
        and isinstance(finding.value, AmountFound)
        and finding.value.bound == "is"
        and finding.value.number > 1
    )


def _same(whole: Finding, part: Finding) -> bool:
    """Whether an English part counts what its total does, or leaves the noun out (120 tasks: 70 in industry): eight cities are no sum of tasks and areas."""
    mine, theirs = (f.value.noun if isinstance(f.value, AmountFound) else None for f in (whole, part))
    return part.kind == "amount" or not mine or not theirs or mine[-1:] > "\u3400" or mine.split()[-1] == theirs.split()[-1]


def _number(finding: Finding) -> Decimal:
    assert isinstance(finding.value, AmountFound)
    return finding.value.number


def _unit(finding: Finding, folded: str) -> str:
    """What is counted: the currency, the Chinese measure word; "en" for English counts, whose nouns `_same` compares."""
    assert isinstance(finding.value, AmountFound)
    if finding.kind == "amount":
        return finding.value.unit
    last = folded[finding.end - 1]
    if last > "\u3400":
        return last
    return "en"
