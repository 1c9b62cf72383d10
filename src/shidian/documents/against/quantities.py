"""The numbers of rules that a text states, each in one unit, and the statements of a sentence that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText, counted_noun, cut
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import AmountFound, Finding, Named, When
from shidian.documents.grammar.tables import entries, patterns

RECORDS, CLAIMS, POLES, PATTERNS = patterns("records"), patterns("claims"), patterns("axes"), patterns("citations")
AXES = {name: entry["axis"] for name, entry in entries("axes").items()}
"""The axis of each pole, those that are looked for first before the other of their axis."""

NO_NOUN = {"", "个", "项", "家", "种", "类", "份", "次"}
"""What stands behind a count and does not say what is counted."""
NO_THING = {"where", "if", "when", "whos", "whose"}
"""Words after a count that say of which of the things told before it is."""
MULTIPLES = ("of 倍", "of time")
"""Units of multiples: what an act says of them does not change from one announcement to the next, as the number of countries or ports does."""
_IN_MONTHS = {"years": Decimal(12), "months": Decimal(1)}
_IN_HOURS = {"days": Decimal(24), "hours": Decimal(1)}


FEW_WORDS = {False: 4, True: 8}
"""A clause of fewer stems, or pairs of characters, says little without those around it."""
_CLAUSE = RECORDS["marks"]


class StatedNumber(Struct, frozen=True):
    """A number of a rule: what it counts, in one unit, and where it stands; `bare` where no word makes it a bound: it may be the number of one case."""

    number: Decimal
    unit: str
    start: int
    end: int
    bare: bool = False

    @property
    def counted(self) -> bool:
        """Whether it counts things of a kind: no share, time, amount, number of persons or multiple."""
        return self.unit.startswith("of ") and self.unit not in MULTIPLES


class Cell(Struct, frozen=True):
    """What one clause says: the number of a unit, a day (ISO), or `lets` or `bars` of the unit `may`; where it stands, and the stems beside it in its clause."""

    unit: str
    value: Decimal | str
    start: int
    end: int
    words: frozenset[str]
    counted: bool = False


def cells_in(folded: str, findings: tuple[Finding, ...] | list[Finding], low: int, high: int) -> Iterator[Cell]:
    """What the clauses of a span say."""
    for f in findings:
        for day in {f.value.from_, f.value.to} if isinstance(f.value, When) else ():
            if day is not None:
                yield Cell(
                    "day", day, f.start, f.end, frozenset(beside(folded, StatedNumber(Decimal(0), "day", f.start, f.end), low, high))
                )
    for q in quantities(findings, folded):
        yield Cell(q.unit, q.number, q.start, q.end, frozenset(beside(folded, q, low, high)), q.counted or q.bare)
    for f in findings:
        if f.kind == "body" and isinstance(f.value, Named) and len(f.value.ids) == 1:
            before, after = (
                PATTERNS["competent_before"].search(folded, max(low, f.start - 24), f.start),
                PATTERNS["competent_after"].match(folded, f.end),
            )
            decides = before and after if folded[f.start] > "\u3400" else before or after
            own = beside(folded, StatedNumber(Decimal(0), "body", f.start, f.end), low, high)
            yield Cell("body", f.value.ids[0], f.start, f.end, frozenset(own), decides is None)
    for at, end in cut(RECORDS["clause_marks"], folded, low, high):
        words = folded[at:end]
        bars, lets = CLAIMS["bars"].search(words) or CLAIMS["denies"].search(words), RECORDS["lets"].search(words)
        if RECORDS["ban_gone"].search(words):
            bars, lets = None, None  # a ban that was lifted is told, not made
        if (found := bars or lets) is not None and not (bars and lets):
            said = StatedNumber(Decimal(0), "may", at + found.start(), at + found.end())
            start, stop = at + len(words) - len(words.lstrip()), at + len(words.rstrip())
            yield Cell("may", "bars" if bars else "lets", start, stop, frozenset(beside(folded, said, low, high)))
        yield from _poles(folded, at, end, low, high)


def _poles(folded: str, start: int, end: int, low: int, high: int) -> Iterator[Cell]:
    """On which side of each axis a clause stands, with its other words, or where it has hardly any, those of its half of the sentence."""
    seen: set[str] = set()
    for name, axis in AXES.items():
        if axis not in seen and (found := POLES[name].search(folded, start, end)) is not None:
            seen.add(axis)
            own = stems(f"{folded[start : found.start()]} {folded[found.end() : end]}")
            if len(own) < FEW_WORDS[found[0][-1] > "\u3400"]:
                begin = max((m.end() for m in RECORDS["halves_end"].finditer(folded, low, start)), default=low)
                stop = RECORDS["halves_end"].search(folded, end, high)
                own |= stems(f"{folded[begin:start]} {folded[end : stop.start() if stop else high]}")
            blank = len(folded[start:end]) - len(folded[start:end].lstrip())
            yield Cell(axis, name, start + blank, start + len(folded[start:end].rstrip()), frozenset(own))


def quantities(findings: tuple[Finding, ...] | list[Finding], folded: str) -> list[StatedNumber]:
    """The numbers of rules among findings: shares, times, amounts and counts of persons, each in one unit."""
    out = []
    for f in findings:
        value = f.value
        if not isinstance(value, AmountFound):
            continue
        if value.unit in _IN_MONTHS:
            out.append(StatedNumber(value.number * _IN_MONTHS[value.unit], "months", f.start, f.end))
        elif value.unit in _IN_HOURS:
            out.append(StatedNumber(value.number * _IN_HOURS[value.unit], "hours", f.start, f.end))
        elif value.unit in ("percent", "working-days") or f.kind == "amount":
            own = (
                f.kind == "amount" and value.bound == "is" and RECORDS["turnover"].search(folded, max(0, f.start - 60), f.start) is not None
            )
            out.append(StatedNumber(value.number.normalize(), value.unit, f.start, f.end, own))
        elif f.kind == "count" and (
            RECORDS["counted_persons"].match(folded, f.end)
            or folded[f.end - 1] in "人名"
            or RECORDS["counted_persons"].search(folded, f.start, f.end)
        ):
            out.append(StatedNumber(value.number.normalize(), "persons", f.start, f.end, value.bound == "is"))
        elif f.kind == "count":
            noun = counted_noun(folded, f)
            persons = any(q.unit == "persons" for q in out)  # fewer than 10,000, or 100,000 where …, of persons told before
            if persons and ((not noun and value.bound not in ("is", "about")) or noun in NO_THING):
                out.append(StatedNumber(value.number.normalize(), "persons", f.start, f.end))
            elif value.bound not in ("is", "about") and f"of {noun}" not in MULTIPLES:
                out.append(StatedNumber(value.number.normalize(), f"{value.bound} {noun}", f.start, f.end))
            elif noun not in NO_NOUN:
                out.append(StatedNumber(value.number.normalize(), f"of {noun}", f.start, f.end))
    return out


def of_before(folded: str, start: int, end: int) -> bool:
    """Whether a number is told as what was so before (此前为30日, from 15 to 30 days)."""
    lead = folded[max(0, start - 10) : start]
    rose = RECORDS["from_number"].search(lead) and RECORDS["to_number"].match(folded, end)
    return RECORDS["old_number"].search(lead) is not None or rose is not None


def parts(text: DocumentText, sentence: Clause, numbers: list[StatedNumber]) -> Iterator[tuple[set[str], list[StatedNumber]]]:
    """The statements of a sentence, parted by semicolons, each with its numbers."""
    for low, high in halves(sentence):
        own = [q for q in numbers if low <= q.start < high]
        if own:
            yield stems(untitled(text, low, high)), own


def beside(folded: str, quantity: StatedNumber, low: int, high: int) -> set[str]:
    """The stems of the clause that a number stands in, without the number: between the marks and the "and" around it."""
    edges = [m.end() for m in _CLAUSE.finditer(folded, low, quantity.start)]
    stop = _CLAUSE.search(folded, quantity.end, high)
    start = edges[-1] if edges else low
    return stems(folded[start : quantity.start] + " " + folded[quantity.end : stop.start() if stop else high])


def clause_of(folded: str, quantity: StatedNumber | Cell, high: int) -> int:
    """Where the clause of a number ends, by which numbers of one clause are known."""
    stop = _CLAUSE.search(folded, quantity.end, high)
    return stop.start() if stop else high


def halves(sentence: Clause) -> Iterator[tuple[int, int]]:
    """The spans of a sentence that semicolons or contrasts part."""
    yield from pairwise([sentence.start, *(sentence.start + m.end() for m in RECORDS["halves"].finditer(sentence.words)), sentence.end])


def untitled(text: DocumentText, low: int, high: int) -> str:
    """The folded words of a span without the titles cited in it: they say which act, not what stands there."""
    out, at = "", low
    for finding in text.within(low, high):
        if finding.kind == "instrument" and finding.start >= at:
            out += text.folded[at : finding.start] + " "
            at = min(finding.end, high)
    return out + text.folded[at:high]


def same_value(one: Decimal | str, other: Decimal | str) -> bool:
    """Whether two values are one, or a day one of the month or year that the other is, or an authority that of a place which the other is."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return one == other
    return one.startswith(other) or other.startswith(one) or one.endswith(f"-{other}") or other.endswith(f"-{one}")
