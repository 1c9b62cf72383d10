"""Who issued an act, and the number of one that is named by its number alone, held against what the lawbook knows.

The lawbook need not know everybody who issued an act together: of an act of which it may not, somebody is called wrong only where nobody that is named issued
it. A number is called wrong only where it is a known one with its digits in disorder and the text around speaks of that act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shidian.documents.against.citations import CitedThere, citations
from shidian.documents.against.clauses import Clause, DocumentText
from shidian.documents.against.engine.spoken import listed
from shidian.documents.against.numbers import DocumentNumber, disordered, held_numbers, numbers_in
from shidian.documents.against.quantities import cells_in, same_value
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
DECIDED = ("licence", "approval", "review", "filing")
"""Kinds of duties on which an authority decides; the first two let somebody into business."""
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
        for sentence in text.sentences():
            low, high = sentence.start, sentence.end
            yield from self._decides(text, sentence)
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

    def _decides(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """Who is said to license an activity, or to decide what a question is about, held against the authorities of the duties that rules on it have."""
        bodies = [c for c in cells_in(text.folded, sentence.findings, *sentence.sentence) if c.unit == "body"]
        read = text.read(self.book, sentence.start, sentence.end) if len(bodies) == 1 and not bodies[0].counted else None
        if bodies and str(bodies[0].value).startswith(OF_ANY_PLACE):
            return
        activity = read.facts.get("activity", "") if read is not None else ""
        if read is None or (read.question == "access" and not (activity and PATTERNS["licensing"].search(sentence.words))):
            return
        tree, body = self.book.trees.get("activities"), bodies[0]
        over = {activity, *(tree.above(activity) if tree is not None and activity in tree.parent else ())}
        kinds = DECIDED[: 2 if read.question == "access" else None]
        duties = [
            (id, d)
            for id, (_, _, rule) in self.book.rules.items()
            for d in (rule.duty, *rule.duties)
            if d is not None and d.kind in kinds and rule.question == read.question
            if read.question != "access"
            or any(a in over or (tree and activity in tree.above(a)) for a in listed(rule.when.get("activity")))
        ]
        acts = {id.split("/")[0] for id, _ in duties}
        words = " ".join(p.summary.zh + p.summary.en for i, p in self.book.provisions.values() if i.instrument in acts)
        known = {d.authority for _, d in duties} | {i for a in acts for i in self.book.instruments[a].issuers}
        right = any(same_value(str(body.value), a) or a.startswith(OF_ANY_PLACE) for a in known)
        who, duty = entry_label(self.book, "authorities", str(body.value)), next((d for _, d in duties), None)
        if duty is not None and not right and str(body.value) not in self.former and who.zh not in words and who.en not in words:
            law = phrase("held_decides", duty=duty.name, authority=entry_label(self.book, "authorities", duty.authority))
            yield HeldAgainst("rule", "differs", body.start, body.end, law, (duties[0][0],))

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
