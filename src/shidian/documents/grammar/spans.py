"""How far a measure statement reaches: to the next one of its sentence, a semicolon, or the end of the sentence."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from shidian.documents.grammar.finding import Finding
from shidian.documents.grammar.gazetteer import VerbHit
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.tables import patterns

PATTERNS = patterns("measures")
_STOPS, _TAIL = PATTERNS["stops"], PATTERNS["tail"]


def spread(page: PageText, hit: VerbHit, end: int) -> list[tuple[int, int]]:
    """The further objects over which a Chinese verb of the scale is spread: clauses after commas that each say who does what (支持甲开设…，乙短期执业，开办丙)."""
    if hit.form != "zh" or hit.strength is None:
        return []
    edges = [hit.end, *(m.end() for m in PATTERNS["object_comma"].finditer(page.folded, hit.end, end)), end]
    parts = [(a, trimmed(page.folded, a, b)) for a, b in pairwise(edges)]
    if len(parts) < 3:
        return []
    if any(PATTERNS["object_not"].match(page.folded, a, b) for a, b in parts[1:]):
        return []
    if all(PATTERNS["object_verb"].search(page.folded, a, b) for a, b in parts):
        return parts[1:]
    return []


class Inside:
    """Whether a span lies within one of many, in order of their starts."""

    def __init__(self, findings: list[Finding]) -> None:
        ordered = sorted(findings, key=lambda f: f.start)
        self.starts = [f.start for f in ordered]
        reach, self.reach = 0, []
        for finding in ordered:
            reach = max(reach, finding.end)
            self.reach.append(reach)

    def holds(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, start + 1) - 1
        return at >= 0 and self.reach[at] >= end


def spans_of(page: PageText, opened: list[tuple[VerbHit, int]]) -> list[tuple[int, int]]:
    """From the start of each statement to the next one of its sentence, a semicolon, or the end of the sentence."""
    out = []
    for i, (hit, start) in enumerate(opened):
        _, end = page.sentence(hit.start)
        if (stop := _stop(page, hit.end, end)) is not None:
            end = stop
        if i + 1 < len(opened) and opened[i + 1][1] < end and opened[i + 1][1] > hit.end:
            end = opened[i + 1][1]
        clause = PATTERNS["new_subject"] if hit.form == "zh" else PATTERNS["new_subject_en"]
        if (other := clause.search(page.folded, hit.end, end)) is not None:
            end = other.start()
        end = trimmed(page.folded, hit.end, end)
        out.append((start, max(end, hit.end)))
    return out


def _stop(page: PageText, low: int, end: int) -> int | None:
    """Where a statement ends before its sentence does: at a semicolon that does not part the places of a list (in Beijing; Tianjin; and Hainan)."""
    for stop in _STOPS.finditer(page.folded, low, end):
        after = stop.end() + (5 if page.folded.startswith(" and ", stop.end()) else 0)
        in_list = any(
            f.kind == "place" and page.folded[f.end : stop.start()] in ("", " province", " city")
            for f in page.within(max(low, stop.start() - 40), stop.start())
        )
        if page.folded[stop.start()] not in ";；" or not in_list or not any(f.kind == "place" for f in page.within(after, after + 3)):
            return stop.start()
    return None


def trimmed(folded: str, low: int, end: int) -> int:
    """The end of a statement without marks and joining words."""
    found = _TAIL.search(folded, max(low, end - 24), end)
    return found.start() if found else end
