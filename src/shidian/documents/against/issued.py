"""Who issued an act, the number of one that is named by its number alone, and who is competent for a procedure, held against what the lawbook knows.

The lawbook need not know everybody who issued an act together: of an act of which it may not, somebody is called wrong only where nobody that is named issued
it. A number is called wrong only where it is a known one with its digits in disorder and the text around speaks of that act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shidian.documents.against.citations import CitedThere, citations
from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.numbers import DocumentNumber, disordered, held_numbers, numbers_in
from shidian.documents.against.titles import Titles, pieces
from shidian.documents.grammar.finding import Finding, Named
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Instrument
from shidian.words.labels import entry_label, join
from shidian.words.phrases import phrase

PATTERNS = patterns("citations")
ORDERS = ("statute", "administrative-regulation", "departmental-rule")
"""Kinds of acts that are issued by an order, which names everybody who issues it."""
OF_ANY_PLACE = ("provincial-", "municipal-", "local-", "competent-")
"""How the ids of authorities begin that stand for one in each place."""
NOBODY = "competent-"
"""How the ids of authorities begin that name nobody in particular."""
NAMED = 0.7
"""The share of the words of a procedure's title from which a sentence speaks of it."""
NEAR = 24
"""So many letters stand at most between who issues and the act."""
SPOKEN_OF = 0.5
"""The share by weight of an act's title that the words around a number hold where they speak of the act."""


class Issued:
    """The issuers and numbers of all acts."""

    def __init__(self, book: Lawbook, titles: Titles) -> None:
        self.book, self.titles = book, titles
        vocabulary = book.content.vocabularies["authorities"]
        self.former = {t.id for t in vocabulary.terms if t.note is not None and re.match(r"Until|\d{4} to \d{4}", t.note.en)}
        """Authorities of earlier years: others go on with their acts."""
        self.numbers = [(i, n) for i in book.instruments.values() for numbers in held_numbers(i) for n in numbers]

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Everybody who is said to have issued an act and did not, and every number in disorder."""
        cited = list(citations(text, self.titles))
        for low, high in text.reading.layout.sentences:
            yield from self._competent(text, low, high)
            own = [c for c in cited if low <= c.start < high]
            acts = {c.act.instrument for c in own if c.act is not None}
            if len(acts) == 1:
                yield from self._issuers(text, low, high, own, self.book.instruments[next(iter(acts))])
            for one in own:
                if one.act is None:
                    yield from self._number(text, low, high, one)

    def _issuers(self, text: DocumentText, low: int, high: int, cited: list[CitedThere], instrument: Instrument) -> Iterator[HeldAgainst]:
        bodies = [f for f in text.within(low, high) if f.kind == "body" and isinstance(f.value, Named) and len(f.value.ids) == 1]
        named = self._said_to_issue(text, low, high, cited, bodies)
        ids = {_id(f) for f in named}
        theirs = set(instrument.issuers)
        if not named or (ids | theirs) & self.former or any(i.startswith(OF_ANY_PLACE) for i in ids | theirs):
            return
        wrong = [f for f in named if not any(f"{_id(f)}-".startswith(f"{i}-") or f"{i}-".startswith(f"{_id(f)}-") for i in theirs)]
        if wrong and (instrument.kind in ORDERS or len(theirs) > 1 or len(wrong) == len(named)):
            who = join([entry_label(self.book, "authorities", i) for i in instrument.issuers])
            law = phrase("held_issuers", act=instrument.title, issuers=who)
            for f in wrong:
                yield HeldAgainst("event", "differs", f.start, f.end, law, (instrument.instrument,))

    def _competent(self, text: DocumentText, low: int, high: int) -> Iterator[HeldAgainst]:
        """The authority that a sentence says a procedure is with, where it says most of the procedure's name and none of its authorities."""
        told = [
            f
            for f in text.within(low, high)
            if f.kind == "body"
            and isinstance(f.value, Named)
            and PATTERNS["competent_before"].search(text.folded, max(low, f.start - 24), f.start)
            and (text.lang == "en" or PATTERNS["competent_after"].match(text.folded, f.end))
        ]
        ids = {_id(f) for f in told}
        if not told or any(i.startswith(NOBODY) for i in ids):
            return
        words = pieces(text.folded[low:high])
        like = [(len(words & own) / len(own), p) for p in self.book.content.procedures if (own := pieces(p.title[text.lang]))]
        score, procedure = max(like, key=lambda one: one[0], default=(0.0, None))
        if procedure is None or score < NAMED:
            return
        own = pieces(procedure.title[text.lang])
        marks = [m.end() for m in re.finditer("[，,；;]", text.folded[low:high])]
        edges = [low, *(low + m for m in marks), high]
        if text.lang == "zh" and not all(own & pieces(text.folded[a:b]) for a, b in pairwise(edges) if any(a <= f.start < b for f in told)):
            return  # the authority of another step that the sentence goes on to
        theirs = {procedure.authority, *(s.authority for s in procedure.steps if s.authority)}
        who = entry_label(self.book, "authorities", procedure.authority)
        law = phrase("held_competent", title=procedure.title, authority=who)
        right = any(i == t or i.endswith(f"-{t}") or t.endswith(f"-{i}") for i in ids for t in theirs)
        for f in told:
            yield HeldAgainst("rule", "agrees" if right else "differs", f.start, f.end, law)

    def _said_to_issue(self, text: DocumentText, low: int, high: int, cited: list[CitedThere], bodies: list[Finding]) -> list[Finding]:
        """The authorities that a sentence says have issued its act: a row of them before or after a word for issuing, or before the number of an order."""
        rows: list[list[Finding]] = []
        for f in bodies:
            if rows and PATTERNS["issuers_joined"].fullmatch(text.folded, rows[-1][-1].end, f.start):
                rows[-1].append(f)
            else:
                rows.append([f])
        for row in rows:
            start, end = row[0].start, row[-1].end
            consent = PATTERNS["with_consent"].search(text.folded, max(low, start - 4), start) or PATTERNS["consented"].match(
                text.folded, end
            )
            before = PATTERNS["issued_before"].match(text.folded, end)
            after = PATTERNS["issued_by"].search(text.folded, max(low, start - 40), start)
            order = PATTERNS["order_of"].match(text.folded, end)
            if consent is None and (
                (before is not None and any(0 <= c.start - before.end() <= NEAR for c in cited))
                or (before is not None and text.folded[start - 1] in "由系是为" and any(0 <= start - c.end <= NEAR for c in cited))
                or after is not None
                or (order is not None and any(abs(c.start - order.end()) <= 3 or c.start <= start < order.end() < c.end for c in cited))
            ):
                return row
        return []

    def _number(self, text: DocumentText, low: int, high: int, cited: CitedThere) -> Iterator[HeldAgainst]:
        """A number that no act has, where one act has it with two digits in another order and the text around speaks of that act."""
        for said in numbers_in(text.document.text[cited.start : cited.end]):
            like = {i.instrument: (i, n.series) for i, n in self.numbers if _nearly(said, n)}
            passage = text.reading.layout.passage_at(cited.start)
            above = "".join(text.folded[p.start : p.end] + "\n" for p in text.reading.layout.heading_of(passage))
            around = pieces(above + text.folded[max(passage.start, low - 400) : high])
            for instrument, series in like.values() if len(like) == 1 else ():
                title = pieces(instrument.title[text.lang])
                shared = sum(self.titles.weight[w] for w in title & around) / sum(self.titles.weight[w] for w in title)
                if shared >= SPOKEN_OF or (said.series and len(title & around) >= 2):
                    held = [e.number for e in instrument.editions if e.number is not None]
                    law = phrase("cited_numbers", act=instrument.title, numbers=join(held))
                    start = max(cited.start, text.document.text.find(series, cited.start, cited.end))
                    yield HeldAgainst("event", "differs", start, cited.end, law, (instrument.instrument,))
                    return


def _nearly(said: DocumentNumber, known: DocumentNumber) -> bool:
    return (
        said.series.endswith(known.series)
        and bool(said.series) == bool(known.series)
        and said.year == known.year
        and disordered(said.number, known.number)
    )


def _id(body: Finding) -> str:
    assert isinstance(body.value, Named)
    return body.value.ids[0]
