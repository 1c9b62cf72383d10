"""Counts in passing (common tasks, sectors, batches) held against what the records of plans and statistics say in words.

A count is called wrong only where a record that says nearly the same counts the same things, and no record that is like it at all has that number. Provisions
are left out: what they count (countries, ports) changes from one announcement to the next.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from shidian.documents.against.clauses import Clause, DocumentText, counted_noun, counts_in
from shidian.documents.against.quantities import NO_NOUN, StatedNumber, beside
from shidian.documents.compare.linking import stems
from shidian.documents.document import Document
from shidian.documents.grammar.extract import Grammar
from shidian.documents.grammar.finding import AmountFound, Finding, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst, HeldVerdict
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

RECORDS = patterns("records")
ALIKE = 0.5
"""The share of the weight of a saying's words, or of the sentence's own, from which the two are taken to say the same."""
AT_ALL = 0.12
"""The share from which a saying is like a sentence at all."""
FEWEST = {"en": 4, "zh": 6}
"""So many stems or pairs of characters are shared at least."""
AROUND, PART = 0.15, 0.5
"""The share by weight of a saying that the text around a count holds, and of the words of one of its clauses that stand beside the count."""
FEW = {"en": 2, "zh": 3}
"""So many of these are shared at least."""
LEAST = 10
"""Smaller counts are too common to be held against anything."""


GENERAL = stems(fold("tasks task plans plan pilot 任务 方案 试点任务 项任务"))
"""Words of every record on tasks."""


class Saying(Struct, frozen=True):
    """What a record says in words, and the record's id; `law` is how it is shown, `words` its stems or pairs of characters by language."""

    id: str
    text: Label
    law: Label
    words: dict[str, frozenset[str]]
    as_of: str | None = None


class Sayings:
    """Everything that the records say in words and that may hold a count."""

    def __init__(self, book: Lawbook, grammar: Grammar) -> None:
        self.grammar = grammar
        self.all = [
            Saying(id, text, law, {lang: frozenset(stems(fold(text[lang]))) for lang in ("en", "zh")}, as_of)
            for id, text, law, as_of in _texts(book)
            if re.search(r"\d|[一二三四五六七八九十]|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", text.en + text.zh)
        ]
        self.weight: dict[str, dict[str, float]] = {}
        for lang in ("en", "zh"):
            seen = Counter(w for s in self.all for w in s.words[lang])
            self.weight[lang] = {w: math.log(1 + len(self.all) / n) for w, n in seen.items()}
        self.counts = lru_cache(maxsize=4096)(self._counts)
        self.parts = lru_cache(maxsize=4096)(self._parts)
        self.least = lru_cache(maxsize=4096)(self._least)

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every count of things that a record which says the same gives otherwise, or bears out."""
        for sentence in text.sentences():
            counts = [(f, v.number, n) for f, v in counts_in(sentence.of("count")) if (n := counted_noun(text.folded, f)) not in NO_NOUN]
            grown = _at_least(sentence.of("count"), text.folded)
            if re.search(r"\d", sentence.words) is None or text.reading.layout.passage_at(sentence.start).kind in ("title", "heading"):
                continue
            like = self._like(sentence, text.lang)
            yield from self._grown(text, sentence, grown, [i for score, i in like if score >= ALIKE])
            for finding, number, noun in counts:
                same = [(score, i) for score, i in like if any(n == noun for n, _ in self.counts(i, text.lang))]
                told = next((i for _, i in same if (noun, number) in self.counts(i, text.lang)), None)
                if told is not None:
                    yield HeldAgainst("rule", "agrees", finding.start, finding.end, self.all[told].law, (self.all[told].id,))
                elif (
                    number >= LEAST
                    and same
                    and same[0][0] >= ALIKE
                    and all(text.document.text[f.start : f.end] in self.all[same[0][1]].text[text.lang] for f in sentence.of("place"))
                    and not any(_says(self.all[i].text[text.lang], number) for _, i in like)
                ):
                    best = self.all[same[0][1]]
                    yield HeldAgainst("rule", "differs", finding.start, finding.end, best.law, (best.id,))
            for finding, number in _parts_told(text, sentence) if text.of_programme else ():
                yield from self._part(text, sentence, finding, number)

    def _grown(
        self, text: DocumentText, sentence: Clause, grown: list[tuple[Finding, Decimal, str]], like: list[int]
    ) -> Iterator[HeldAgainst]:
        """Counts that are said to be exceeded (more than 1,400 tasks) on the day of a statistic that says by how many of the same things: another day may have others."""
        told = [f.value.to or f.value.from_ for f in sentence.of("day") if isinstance(f.value, When)]
        days = [d for t in told if (d := days_of(t)) is not None]
        for i in like:
            when = days_of(self.all[i].as_of) if self.all[i].as_of else None
            if when is None or not any(overlap(d, when) for d in days):
                continue
            known = self.least(i, text.lang)
            for finding, number, noun in grown:
                theirs = {n for what, n in known if what == noun}
                if len(theirs) == 1 and number >= LEAST:
                    verdict: HeldVerdict = "agrees" if number in theirs else "differs"
                    yield HeldAgainst("rule", verdict, finding.start, finding.end, self.all[i].law, (self.all[i].id,))

    def _like(self, sentence: Clause, lang: str) -> list[tuple[float, int]]:
        own, weight = stems(sentence.words), self.weight[lang]
        mine = sum(weight.get(w, 1.0) for w in own) or 1.0
        out = []
        for i, saying in enumerate(self.all):
            shared = own & saying.words[lang]
            if len(shared) >= FEWEST[lang]:
                heavy = sum(weight[w] for w in shared)
                score = max(heavy / sum(weight[w] for w in saying.words[lang]), 0.9 * heavy / mine)
                if score >= AT_ALL:
                    out.append((score, i))
        return sorted(out, reverse=True)

    def _reading(self, index: int, lang: str) -> tuple[str, list[Finding]]:
        """The folded text of a saying and the counts in it."""
        text = self.all[index].text[lang]
        reading = self.grammar.read(Document(text, "0" * 64, "zh" if lang == "zh" else "en"))
        return fold(text), [f for f in reading.findings if f.kind == "count"]

    def _counts(self, index: int, lang: str) -> frozenset[tuple[str, object]]:
        """The counts of a saying with what they count."""
        folded, counts = self._reading(index, lang)
        return frozenset((counted_noun(folded, f), v.number) for f, v in counts_in(counts))

    def _least(self, index: int, lang: str) -> frozenset[tuple[str, object]]:
        """The counts that a saying says are exceeded, with what they count."""
        folded, counts = self._reading(index, lang)
        return frozenset((noun, number) for _, number, noun in _at_least(counts, folded))

    def _parts(self, index: int, lang: str) -> list[tuple[frozenset[str], Decimal]]:
        """The counts of a saying, each with the words of its clause."""
        folded, counts = self._reading(index, lang)
        told = [StatedNumber(f.value.number, "", f.start, f.end) for f in counts if isinstance(f.value, AmountFound)]
        return [(frozenset(beside(folded, q, 0, len(folded)) - GENERAL), q.number) for q in told]

    def _part(self, text: DocumentText, sentence: Clause, finding: Finding, number: Decimal) -> Iterator[HeldAgainst]:
        """A count of a part (113 are common tasks) held against the record of which the text around speaks, where a clause of that record has most of its words."""
        passage = text.reading.layout.passage_at(sentence.start)
        above = (*text.reading.layout.heading_of(passage), text.reading.layout.passages[0])
        around = stems(" ".join(text.folded[p.start : p.end] for p in above) + text.folded[passage.start : sentence.end])
        own = beside(text.folded, StatedNumber(number, "", finding.start, finding.end), sentence.start, sentence.end) - GENERAL
        weight = self.weight[text.lang]

        def heavy(some: set[str] | frozenset[str]) -> float:
            return sum(weight.get(w, 1.0) for w in some) or 1.0

        like = [
            (heavy(own & part) / heavy(own), theirs, i)
            for i, saying in enumerate(self.all)
            if all(text.document.text[f.start : f.end] in saying.text[text.lang] for f in sentence.of("place"))
            and heavy(around & saying.words[text.lang]) >= AROUND * heavy(saying.words[text.lang])
            for part, theirs in self.parts(i, text.lang)
            if len(own & part) >= FEW[text.lang] and heavy(own & part) >= PART * min(heavy(own), heavy(part))
        ]
        score, theirs, index = max(like, default=(0.0, number, 0))
        known = any(_says(s.text[text.lang], number) for s in self.all)
        if score >= PART and theirs != number and theirs >= LEAST and not known:
            yield HeldAgainst("rule", "differs", finding.start, finding.end, self.all[index].law, (self.all[index].id,))


def _at_least(findings: list[Finding], folded: str) -> list[tuple[Finding, Decimal, str]]:
    """The counts that are said to be reached or exceeded, with what they count."""
    return [
        (f, f.value.number, noun)
        for f in findings
        if isinstance(f.value, AmountFound) and f.value.bound in ("above", "at_least") and (noun := counted_noun(folded, f)) not in NO_NOUN
    ]


def _parts_told(text: DocumentText, sentence: Clause) -> Iterator[tuple[Finding, Decimal]]:
    """The counts of a sentence, and the numbers of some of what was counted before (113 are common tasks, 113 of them)."""
    for f in sentence.of("count"):
        if isinstance(f.value, AmountFound) and f.value.bound in ("is", "about") and f.value.number >= LEAST:
            yield f, f.value.number
    for found in RECORDS["bare_count"].finditer(text.folded, sentence.start, sentence.end):
        if not any(f.start <= found.start() < f.end for f in sentence.findings if f.kind in ("count", "day", "amount", "share")):
            number = Decimal(found[0])
            yield Finding("count", found.start(), found.end(), 0, AmountFound(number, "count")), number


def _says(text: str, number: object) -> bool:
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None


def _texts(book: Lawbook) -> Iterator[tuple[str, Label, Label, str | None]]:
    """The id of each record that says something in words, what it says, how that is shown, and when it was so."""
    for plan in book.programme.plans:
        if plan.note is not None:
            yield plan.plan, _both(plan.title, plan.note), phrase("held_saying", title=plan.title, words=plan.note), None
    for stat in book.programme.statistics:
        yield stat.statistic, _both(stat.name, stat.value), phrase("held_saying", title=stat.name, words=stat.value), stat.as_of


def _both(title: Label, words: Label) -> Label:
    return Label(f"{title.en}. {words.en}", f"{title.zh}。{words.zh}")
