"""Where a text claims that a case must go through something, and with which words it gives the case."""

from __future__ import annotations

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.grammar.tables import entries, patterns

PATTERNS, CLAIMS = patterns("asked"), patterns("claims")
PATHS = {name: entry for name, entry in entries("asked").items() if "question" in entry}


class PathClaim(Struct, frozen=True):
    """A claim that some outcomes of a question come of a case: its span, and the span of the words that give the case."""

    name: str
    start: int
    end: int
    low: int
    high: int


def path_claims(text: DocumentText, sentence: Clause) -> list[PathClaim]:
    """The claims of a sentence without those that lie in another, each with the words between the claim before it and itself; where there is one, and in
    English, those after it as well."""
    row = text.reading.layout.passage_at(sentence.start).kind == "row"
    found = [
        (m.start(), m.end(), name)
        for name in PATHS
        if row or not name.startswith("row_")
        for m in PATTERNS[name].finditer(text.folded, sentence.start, sentence.end)
    ]
    found.sort(key=lambda f: (f[0], -f[1]))
    kept: list[tuple[int, int, str]] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    out, low = [], sentence.start
    for start, end, name in kept:
        high = sentence.end if len(kept) == 1 else end
        for stop in CLAIMS["clause_end"].finditer(text.folded, low, high):  # what another clause says of a path is of that one
            if stop.end() <= start and PATTERNS["of_path"].search(text.folded, low, stop.start()):
                low = stop.end()
            elif stop.start() >= end and PATTERNS["of_path"].search(text.folded, stop.end(), high):
                high = stop.start()
                break
        out.append(PathClaim(name, start, end, low, high))
        low = end
    return out
