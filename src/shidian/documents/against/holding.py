"""The days from which and until which rules hold, as a document says them, held against the provisions and the editions of acts that say them."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.documents.against.clauses import Clause, DocumentText, acts_of, days_in, ends_in
from shidian.documents.against.provisions import ALONE, NEAR, Provisions
from shidian.documents.against.quantities import halves, untitled
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import Finding, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst
from shidian.words.phrases import phrase

RECORDS = patterns("records")
WHOLE_DAY = 10
"""Letters of a whole day (2025-04-11)."""


class Holding:
    """Holds the days of rules against the provisions."""

    def __init__(self, provisions: Provisions) -> None:
        self.provisions = provisions

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every whole day from which or until which a sentence says that a rule holds."""
        cited = self.provisions.cited(text)
        before: Clause | None = None
        for sentence in text.sentences():
            acts = acts_of(text, sentence, cited)
            ends = ends_in(text, sentence)
            begun = [
                (f, w)
                for f, w in days_in(sentence.of("day"))
                if RECORDS["holds_from"].search(text.folded, max(sentence.start, f.start - 16), f.end + 6)
                and all(f is not e for e, _ in ends)
            ]
            for at in begun:
                yield from self._day(text, sentence, acts, *at, end=False)
            for at in ends:
                yield from self._day(text, sentence, acts, *at, end=True)
            if before is not None and acts is None and len(begun) == 1:
                yield from self._since(text, before, sentence, *begun[0])
            before = sentence if text.reading.layout.passage_at(sentence.start).kind != "heading" else None

    def _day(
        self, text: DocumentText, sentence: Clause, acts: set[str] | None, finding: Finding, told: When, *, end: bool
    ) -> Iterator[HeldAgainst]:
        """A day held against the provision that the statement is like, where that says one day, or the day is told as its end: a day that stands in another
        provision which is like it, or is a day of the act, is left alone."""
        if len(told.from_ or "") != WHOLE_DAY:
            return
        known, book = self.provisions.known, self.provisions.book
        low, high = next((a, b) for a, b in halves(sentence) if a <= finding.start < b)
        ranked = self.provisions.ranked(stems(untitled(text, low, high)), text.lang, acts, None)
        if not ranked or ranked[0][0] < (NEAR if acts is not None else ALONE):
            return
        best = known(ranked[0][1], text.lang)
        near = {d for _, id in ranked[:8] for d in known(id, text.lang).days}
        like = {book.provisions[id][0].instrument: book.provisions[id][0] for score, id in ranked if 2 * score >= ranked[0][0]}
        near |= {str(d) for i in like.values() for e in i.editions for d in (e.promulgated, e.published, e.effective, e.expires) if d}
        if told.from_ in best.days:
            yield HeldAgainst("rule", "agrees", finding.start, finding.end, self.provisions.law(best.id), (best.id,))
        elif (len(best.days) == 1 or (end and best.days)) and told.from_ not in near:
            yield HeldAgainst("rule", "differs", finding.start, finding.end, self.provisions.law(best.id), (best.id,))

    def _since(self, text: DocumentText, before: Clause, sentence: Clause, finding: Finding, told: When) -> Iterator[HeldAgainst]:
        """The day since which "these rules" have held, the rules being those of the sentence before."""
        if len(told.from_ or "") != WHOLE_DAY or RECORDS["these_rules"].match(sentence.words.lstrip()) is None:
            return
        act = self.provisions.best(stems(before.words), text.lang, text.document.date)
        editions = self.provisions.book.instruments[act].editions if act is not None else ()
        days = [str(e.effective) for e in editions if e.effective is not None]
        if act is not None and days:
            law = phrase("held_in_force", act=self.provisions.book.instruments[act].title, day=", ".join(days))
            yield HeldAgainst("event", "agrees" if told.from_ in days else "differs", finding.start, finding.end, law, (act,))
