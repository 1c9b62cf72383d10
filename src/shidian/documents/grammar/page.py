"""A page under the eyes of the grammar: the text, its folded twin, its layout and what the automaton found in it."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct, field

from shidian.documents.document import Document, PassageLayout
from shidian.documents.grammar.finding import Finding, Ignored, Kind, Value
from shidian.documents.grammar.gazetteer import Scan


class PageText(Struct):
    """What the parts of the grammar read from and write to. Findings and ignored tokens are added; nothing is changed."""

    document: Document
    folded: str
    layout: PassageLayout
    scan: Scan
    findings: list[Finding] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    ordered: list[Finding] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def settle(self) -> None:
        """Put the findings so far in order, for the parts that look at what stands where."""
        self.ordered = sorted(self.findings, key=lambda f: (f.start, -f.end))
        self.starts = [f.start for f in self.ordered]

    def bisect(self, offset: int) -> int:
        """The index of the first settled finding at or after an offset."""
        return bisect_left(self.starts, offset)

    def within(self, start: int, end: int) -> list[Finding]:
        """The settled findings that begin within a span."""
        return self.ordered[self.bisect(start) : self.bisect(end)]

    def add(self, kind: Kind, start: int, end: int, value: Value) -> Finding:
        """Keep a finding."""
        found = Finding(kind, start, end, self.layout.passage_at(start).index, value)
        self.findings.append(found)
        return found

    def ignore(self, start: int, end: int, rule: str) -> None:
        """Keep a token that means nothing here, under the name of the rule that says so."""
        self.ignored.append(Ignored(start, end, rule))

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that an offset lies in."""
        return self.layout.sentences[self.layout.sentence_at(offset)]
