"""Days that are off in one part (the day, the month or the year) from a day of what their sentence speaks of, whatever record knows it.

Rules, acts, events, plans and regions have days; a day that is none of what is spoken of, while all but one part of it is, was copied wrongly. Any other day may be
that of something which the lawbook does not hold.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from shidian.documents.against.clauses import DocumentText, days_in, ends_in, taken_back
from shidian.documents.against.provisions import Provisions
from shidian.documents.against.quantities import halves
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

RECORDS = patterns("records")
WHOLE_DAY = 10
"""Letters of a whole day (2025-04-11)."""
SPOKEN_OF, NEAR, SHARE, ALL = 7.8, 6.9, 0.2, 0.3
"""The weight of the words of a sentence and around it, and of its own, that a record has of which it speaks, and their share of all of its own; the greater one
where they are few."""
MANY = 13.0
"""From this weight on the words are many."""
MAY_MEAN = 0.4
"""So much of the weight of the best has a record of the day itself that may be meant."""
FEWEST = {"en": 2, "zh": 4}
"""So many words (in Chinese pairs of letters: one name of a body has three) are in common with the record that is meant."""
AROUND = 0.35
"""What the weight of words around a sentence counts for."""


class Dated(Struct, frozen=True):
    """A record that says when something was so: its id, its act, how it is shown, its days (ISO) and its words in each language."""

    id: str
    act: str
    law: Label
    days: frozenset[str]
    words: dict[str, frozenset[str]]


class Misdated:
    """Holds the days of documents against those of all records."""

    def __init__(self, book: Lawbook, provisions: Provisions) -> None:
        self.provisions = provisions
        self.all = [
            Dated(id, act, law, frozenset(d for d in map(str, days) if len(d) == WHOLE_DAY), _words(law))
            for id, act, law, days in _records(book)
            if days
        ]
        self.of_act: dict[str, set[str]] = {}
        for record in self.all:
            self.of_act.setdefault(record.act, set()).update(record.days)
        self.of: dict[str, list[int]] = {}
        self.weight: dict[str, dict[str, float]] = {}
        for i, record in enumerate(self.all):
            for day in record.days:
                self.of.setdefault(day, []).append(i)
        for lang in ("en", "zh"):
            seen = Counter(w for r in self.all for w in r.words[lang])
            self.weight[lang] = {w: math.log(1 + len(self.all) / n) for w, n in seen.items()}

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every whole day that is off in one part from a day of what its half of a sentence speaks of, where no record of the day itself may be meant."""
        layout = text.reading.layout
        for sentence in text.sentences():
            told = [
                (f, w.from_ or "")
                for f, w in {f.start: (f, w) for f, w in [*days_in(sentence.of("day")), *ends_in(text, sentence)]}.values()
            ]
            told = [(f, day) for f, day in told if len(day) == WHOLE_DAY]
            if not told or RECORDS["draft"].search(sentence.words) or taken_back(text, sentence):
                continue
            passage = layout.passage_at(sentence.start)
            above = (*layout.heading_of(passage), layout.passages[0])
            before = " ".join(text.folded[p.start : p.end] for p in above if p.index != passage.index)
            around = stems(f"{before} {text.folded[passage.start : sentence.start]}")
            for finding, day in told:
                low, high = next((a, b) for a, b in halves(sentence) if a <= finding.start < b)
                own = stems(f"{text.folded[low : finding.start]} {text.folded[finding.end : high]}")
                others = {d for f, d in told if f is not finding}
                meant = self._meant(day, own, around - own, text.lang, others)
                if meant is not None:
                    yield HeldAgainst("event", "differs", finding.start, finding.end, meant.law, (meant.id,))

    def _meant(self, day: str, own: set[str], around: set[str], lang: str, others: set[str]) -> Dated | None:
        """The record of a day nearby of which the words speak; none where its day stands beside, or a record of the day itself may be meant."""
        weight = self.weight[lang]

        def heavy(record: Dated) -> tuple[float, float]:
            mine = sum(weight[w] for w in own & record.words[lang])
            return mine + AROUND * sum(weight[w] for w in around & record.words[lang]), mine

        near = {i for known, each in self.of.items() if known != day and _off_in_one(known, day) and known not in others for i in each}
        scored = sorted(((*heavy(self.all[i]), i) for i in near), reverse=True)
        if not scored or scored[0][0] < SPOKEN_OF or scored[0][1] < NEAR:
            return None
        best, mine, index = scored[0]
        if len(own & self.all[index].words[lang]) < FEWEST[lang]:
            return None
        whole = sum(weight.get(w, 2.0) for w in own) or 1.0
        same = max((heavy(self.all[i])[0] for i in self.of.get(day, ())), default=0.0)
        share = SHARE if best >= MANY else ALL
        return self.all[index] if mine >= share * whole and same < MAY_MEAN * best and not self._of_it(self.all[index], day) else None

    def _of_it(self, record: Dated, day: str) -> bool:
        """Whether a day is one of a record or of its act, or the one before or after it: what ends on one day is over on the next."""
        every = record.days | self.of_act.get(record.act, set())
        return any(abs(dt.date.fromisoformat(day) - dt.date.fromisoformat(d)) <= dt.timedelta(1) for d in every)


def _off_in_one(one: str, other: str) -> bool:
    """Whether two days differ in the year, the month or the day alone."""
    return sum(a != b for a, b in zip(one.split("-"), other.split("-"), strict=True)) == 1


def _words(law: Label) -> dict[str, frozenset[str]]:
    return {lang: frozenset(stems(fold(law[lang]))) for lang in ("en", "zh")}


def _records(book: Lawbook) -> Iterator[tuple[str, str, Label, set[object]]]:
    """The records with days: their acts, what they are called or say, and the days."""
    for id, (instrument, provision) in book.provisions.items():
        days: set[object] = {d.isoformat() for d in _in_words(provision.summary.zh)}
        for rule in provision.rules:
            days |= {rule.announced} if rule.announced is not None else set()
            for period in rule.in_force or ():
                days |= {d for d in (period.from_, period.until) if d is not None}
                days |= {period.until - dt.timedelta(1)} if period.until is not None else set()
        law = phrase("held_saying", title=instrument.title, words=provision.summary)
        yield id, instrument.instrument, law, days
    for instrument in book.instruments.values():
        every: set[object] = {
            d for e in instrument.editions for d in (e.adopted, e.promulgated, e.published, e.effective, e.expires) if d is not None
        }
        yield instrument.instrument, instrument.instrument, instrument.title, every
    programme = book.programme
    for event in programme.events:
        yield event.event, event.instrument or event.event, event.title, {event.when}
    for plan in programme.plans:
        yield plan.plan, plan.instrument or plan.plan, plan.title, {d for d in (plan.published, plan.dated) if d is not None}


def _in_words(text: str) -> Iterator[dt.date]:
    for found in re.finditer(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text):
        yield dt.date(int(found[1]), int(found[2]), int(found[3]))
