"""A document as sentences and clauses with the findings that begin in each."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from shidian.answer.sentence.chips import Sentence
from shidian.answer.sentence.reading import read_sentence
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.extract import Reading
from shidian.documents.grammar.finding import AmountFound, Finding, Measure, Named, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.law.lawbook import Lawbook

RECORDS = patterns("records")
PROGRAMME = RECORDS["programme"]
"""Words of the programme: a document that holds none of them does not speak of it."""


class Clause(Struct, frozen=True):
    """A part of a sentence: its span, the span of the sentence, its folded words, and the findings that begin in it."""

    start: int
    end: int
    sentence: tuple[int, int]
    words: str
    findings: tuple[Finding, ...]

    def of(self, *kinds: str) -> list[Finding]:
        """The findings of some kinds."""
        return [f for f in self.findings if f.kind in kinds]


def cut(mark: re.Pattern[str], folded: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a span that hold words, between the marks."""
    for stop in [*mark.finditer(folded, low, high), None]:
        end = stop.start() if stop else high
        if folded[low:end].strip():
            yield low, end
        low = stop.end() if stop else end


class DocumentText:
    """A reading with its folded text, for looking around."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.lang = reading.document.language
        self.folded = fold(reading.document.text)
        where_from = [m.span() for p in reading.layout.passages if (m := RECORDS["dateline"].match(self.folded, p.start, p.end))]
        self.led = {low: high for low, high in where_from if high < reading.layout.sentences[reading.layout.sentence_at(low)][1]}
        """Where a sentence goes on after the line that says where and when it was written."""
        self.findings = tuple(f for f in reading.findings if not any(low <= f.start < high for low, high in where_from))
        self.starts = [f.start for f in self.findings]
        self._read: dict[tuple[int, int], Sentence] = {}
        self.of_programme = PROGRAMME.search(self.folded) is not None

    def within(self, start: int, end: int) -> tuple[Finding, ...]:
        """The findings that begin within a span."""
        return self.findings[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def read(self, book: Lawbook, low: int, high: int) -> Sentence:
        """A span as questions are read, on the day of the document; once for all who ask."""
        if (low, high) not in self._read:
            on = self.document.date or book.read_on or dt.date.min
            self._read[low, high] = read_sentence(book, self.document.text[low:high], on)
        return self._read[low, high]

    def sentences(self) -> Iterator[Clause]:
        """The sentences."""
        for start, end in self.reading.layout.sentences:
            start = self.led.get(start, start)
            yield Clause(start, end, (start, end), self.folded[start:end], self.within(start, end))

    def clauses(self) -> Iterator[Clause]:
        """The clauses of all sentences: parted by semicolons, contrasts and ", and"."""
        for sentence in self.sentences():
            for at, end in cut(RECORDS["clause_split"], self.folded, sentence.start, sentence.end):
                yield Clause(at, end, sentence.sentence, self.folded[at:end], self.within(at, end))


def statements(text: DocumentText) -> Iterator[tuple[int, int]]:
    """The spans of clauses that tell a rule or a freedom or in which anything is found, a number, a place, an activity; not those of headings."""
    headings = [p for p in text.reading.layout.passages if p.kind == "heading"]
    within = {i for p in headings for i in range(text.reading.layout.sentence_at(p.start), text.reading.layout.sentence_at(p.end - 1) + 1)}
    skipped = {text.reading.layout.sentences[i] for i in within}
    for clause in text.clauses():
        if clause.sentence not in skipped and (clause.findings or rule_like(clause) or RECORDS["may_do"].search(clause.words)):
            blank = len(clause.words) - len(clause.words.lstrip())
            yield clause.start + blank, clause.start + len(clause.words.rstrip())


def taken_back(text: DocumentText, sentence: Clause) -> bool:
    """Whether what follows in the passage says that what a sentence says holds no longer (2020年版取消)."""
    rest = text.folded[sentence.end : text.reading.layout.passage_at(sentence.start).end]
    return RECORDS["since_removed"].search(rest) is not None


def place_ids(findings: list[Finding]) -> list[tuple[Finding, str]]:
    """The single places among findings, each with its id."""
    return [(f, f.value.ids[0]) for f in findings if isinstance(f.value, Named) and not f.value.set and f.kind == "place"]


def days_in(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[Finding, When]]:
    """The days, months and years among findings that say one time."""
    return [
        (f, f.value)
        for f in findings
        if isinstance(f.value, When) and f.value.from_ and f.value.sense in ("on", "since") and not f.value.relative
    ]


def ends_in(text: DocumentText, sentence: Clause) -> list[tuple[Finding, When]]:
    """The days until which something is said to hold: those after a word such as until, and the second of two that a range joins."""
    days = [(f, f.value) for f in sentence.of("day") if isinstance(f.value, When) and f.value.from_ and not f.value.relative]
    return [
        (f, w)
        for i, (f, w) in enumerate(days)
        if RECORDS["until"].search(text.folded, max(sentence.start, f.start - 16), f.start) is not None
        or (i and RECORDS["joins_days"].fullmatch(text.folded, days[i - 1][0].end, f.start) is not None)
    ]


def acts_of(text: DocumentText, sentence: Clause, cited: list[tuple[Finding, str]]) -> set[str] | None:
    """The acts that a sentence speaks of: those it cites, else those its passage cited before it; None: no act is cited."""
    own = {a for f, a in cited if sentence.start <= f.start < sentence.end}
    if own:
        return own
    passage = text.reading.layout.passage_at(sentence.start)
    return {a for f, a in cited if passage.start <= f.start < sentence.start} or None


def rule_like(sentence: Clause) -> bool:
    """Whether a sentence states a rule: a duty, a permission, a bound, a term; not news of what was reached."""
    return any(isinstance(f.value, Measure) for f in sentence.findings) or RECORDS["rule"].search(sentence.words) is not None


def counts_in(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[Finding, AmountFound]]:
    """The exact counts among findings."""
    return [(f, f.value) for f in findings if f.kind == "count" and isinstance(f.value, AmountFound) and f.value.bound == "is"]


def counted_noun(folded: str, finding: Finding) -> str:
    """What is counted, in a word: its measure word or the noun's stem; in Chinese, where nothing follows a bare measure word, the noun before (口岸增至65个)."""
    after = folded[finding.end : finding.end + 40]
    if finding.end and folded[finding.end - 1] > "\u3400":
        unit = folded[finding.end - 1]
        found = re.match(r"[\u3400-\u9fff]{0,8}", after)
        if (
            unit in "个项"
            and (not found or not found[0])
            and (before := RECORDS["noun_before"].search(folded, max(0, finding.start - 12), finding.start))
        ):
            return unit + before[1]
        return unit + (found[0][-2:] if found and unit in "个项" else "")
    words = re.findall(r"[a-z-]+", re.split("[,.;:]", after)[0])
    skip = ("new", "more", "pilot", "other", "further", "foreign-invested", "foreign", "invested")
    noun = next((w for w in words[:4] if w not in skip), "")
    return next(iter(stems(noun)), noun)
