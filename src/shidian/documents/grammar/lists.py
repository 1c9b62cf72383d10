"""Names in a row, and the count that introduces them."""

from __future__ import annotations

from decimal import Decimal

from shidian.documents.grammar.finding import AmountFound, Finding, Listing, Named
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import is_han

PATTERNS = patterns("lists")

_CHUNKS = 12


def read_lists(page: PageText) -> None:
    """Adds a finding for each row of two or more places or origins; one that a count leads up to carries it."""
    page.settle()
    places = [f for f in page.ordered if f.kind in ("place", "origin") and isinstance(f.value, Named)]
    run: list[Finding] = []
    for finding in [*places, None]:
        if run and finding is not None and _follows(page, run[-1], finding):
            run.append(finding)
            continue
        if len(run) >= 2:
            _list(page, run)
        run = [finding] if finding is not None else []


def _follows(page: PageText, one: Finding, other: Finding) -> bool:
    gap = page.folded[one.end : other.start]
    return 0 < len(gap) <= _CHUNKS and PATTERNS["between"].fullmatch(gap) is not None and gap.strip() not in ("", "省", "市")


def _list(page: PageText, run: list[Finding]) -> None:
    folded = page.folded
    start, end = run[0].start, run[-1].end
    if tail := PATTERNS["tail"].match(folded, end):
        end = tail.end()
    ids = tuple(dict.fromkeys(f.value.ids[0] for f in run if isinstance(f.value, Named)))
    before = folded[max(0, start - 40) : start]
    partial = PATTERNS["open"].search(before) is not None
    count: Decimal | None = None
    noun: str | None = None
    if closes := PATTERNS["closes"].match(folded, end):
        counted = next((f for f in page.within(end, closes.end() + 4) if f.kind == "count" and isinstance(f.value, AmountFound)), None)
        if counted is not None and isinstance(counted.value, AmountFound) and counted.start <= closes.end():
            count, noun, partial = counted.value.number, counted.value.noun, False
            partial = count > len(ids)
        else:
            partial = True
    elif (
        after := next((f for f in page.within(end, end + 1) if f.kind == "count" and isinstance(f.value, AmountFound)), None)
    ) is not None and is_han(folded[start]):
        if isinstance(after.value, AmountFound):
            count, noun = after.value.number, after.value.noun
    else:
        leading = _leading(page, start)
        if leading is not None and isinstance(leading.value, AmountFound):
            count, noun = leading.value.number, leading.value.noun
            if partial and count == len(ids):
                partial = False
            if folded[leading.end : start].endswith(", ") and count > len(ids):
                partial = True  # five cities, Shenyang and Nanjing first
    if count is not None and not partial and _goes_on(page, end):
        partial = True
    page.add("list", start, end, Listing(ids, count, noun, partial))


def _goes_on(page: PageText, end: int) -> bool:
    """Whether more places follow in other words ("…, and on the whole island of Hainan"): the list is then open."""
    also = PATTERNS["also"].match(page.folded, end)
    if also is None:
        return False
    stops = [p for c in ".;:。；：(（" if (p := page.folded.find(c, also.end(), also.end() + 50)) >= 0]
    return any(f.kind in ("place", "origin") for f in page.within(also.end(), min(stops, default=also.end() + 50)))


def _leading(page: PageText, start: int) -> Finding | None:
    """The count that introduces a list: the last one before it in its sentence, with nothing between but its noun and a colon or bracket."""
    low, _ = page.sentence(start)
    before = [f for f in page.within(max(low, start - 70), start) if f.kind == "count" and page.folded[f.end - 1] not in "件项次条人名"]
    if not before:
        return None
    gap = page.folded[before[-1].end : start]
    leads = PATTERNS["leads"].match(gap) and not PATTERNS["digit"].search(gap) and not PATTERNS["speaks"].search(gap)
    return before[-1] if leads else None
