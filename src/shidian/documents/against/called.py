"""The lists that a text calls in passing: negative lists by what they are about and for which places, lists of data by their place; their days and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shidian.documents.against.clauses import Clause, DocumentText, days_in, place_ids
from shidian.documents.against.provisions import Provisions
from shidian.documents.against.quantities import quantities
from shidian.documents.against.titles import ActCited, Titles
from shidian.documents.compare.linking import stems
from shidian.documents.grammar.finding import Finding, When
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.evidence.values import days_of, overlap
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.labels import join
from shidian.words.phrases import phrase

RECORDS = patterns("records")
ABOUT = {"services": RECORDS["list_cross_border"], "market": RECORDS["list_market_access"], "investment": RECORDS["list_investment"]}
WHERE = {"hainan": RECORDS["list_hainan"], "zones": RECORDS["list_zones"]}
"""What lists are about and for which places; one for the whole country names none."""
EARLIER = 3
"""So many passages before one may say that it is about lists of data."""
WHOLE = 7
"""Letters of a month, the least that says when something happened (2025-04)."""


class Called:
    """The negative lists of a lawbook by what they are about, and its lists of data by the names of their places."""

    def __init__(self, book: Lawbook, titles: Titles) -> None:
        self.book, self.titles = book, titles
        self.negative = {_kind(fold(i.title.zh)): i.instrument for i in book.instruments.values() if i.kind == "negative-list"}
        self.data: dict[str, list[str]] = {}
        for instrument in book.instruments.values():
            for place in titles.places_in(instrument.title.zh) if instrument.kind == "data-list" else ():
                self.data.setdefault(place, []).append(instrument.instrument)
        self.names = {t.id: t.name.zh for t in book.content.vocabularies["territories"].terms}

    def called(self, text: DocumentText, at: re.Match[str]) -> ActCited | None:
        """The list that words in passing call by what it is about and for which places, with the edition whose year stands beside it."""
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(at.start())]
        low = max([low, *(text.folded.rfind(c, low, at.start()) + 1 for c in "，；;《")])
        stop = min([high, *(p for c in "，；;。" if (p := text.folded.find(c, at.end(), high)) >= 0)])
        words = text.folded[max(low, at.start() - 60) : min(stop, at.end() + 60)]
        about, where = _kind(words)
        if not where and RECORDS["list_of_its_own"].search(text.folded, low, at.start()):
            return None
        plain = not any(RECORDS[other].search(text.folded) for other in ("list_cross_border", "list_market_access", "data_list"))
        if not about and (where or RECORDS["list_country"].search(words) or (plain and RECORDS["negative_before"].search(at[0]))):
            about = "investment"  # the national list, that of the zones, said of nothing else
        instrument = self.negative.get((about, where))
        if instrument is None:
            return None
        year = RECORDS["list_year"].search(words)
        told = next((g for g in year.groups() if g), None) if year else None
        return ActCited(instrument, self.titles.edition(instrument, told, set()) if told else None, 1.0)

    def of_place(self, findings: list[Finding], before: set[str]) -> set[str]:
        """The lists of data of the one place among findings that has any; those told `before` where none has, none where two have."""
        told = {p for _, id in place_ids(findings) for p in self.data if p in self.names.get(id, "")}
        return before if not told else set(self.data[next(iter(told))]) if len(told) == 1 else set()


class CalledLists:
    """Holds the days and counts of lists that are called in passing."""

    def __init__(self, called: Called, provisions: Provisions) -> None:
        self.called, self.provisions = called, provisions

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every day on which a list was made public or took effect, and every count of what a list of data holds."""
        layout = text.reading.layout
        before: set[str] = set()
        passage = -1
        for sentence in text.sentences():
            here = layout.passage_at(sentence.start)
            before = before if here.index == passage else set()
            passage = here.index
            around = (*layout.heading_of(here), *layout.passages[max(0, here.index - EARLIER) : here.index], layout.passages[0])
            about = any(RECORDS["data_list"].search(text.folded, p.start, p.end) for p in around)
            if not about and RECORDS["data_list"].search(text.folded, here.start, here.end) is None:
                yield from self._negative(text, sentence)
                continue
            yield from self._days(text, sentence, before)
            acts = self.called.of_place(sentence.of("place"), before)
            if acts:
                yield from self._counts(text, sentence, acts)
            before = acts

    def _negative(self, text: DocumentText, sentence: Clause) -> Iterator[HeldAgainst]:
        """The one day of a sentence that calls one negative list, where it says that the list took effect or was made public then."""
        named = [
            at
            for at in RECORDS["list_named"].finditer(text.folded, sentence.start, sentence.end)
            if RECORDS["negative_before"].search(text.folded, max(sentence.start, at.start() - 24), at.end())
        ]
        days = [(f, w) for f, w in days_in(sentence.of("day")) if len(w.from_ or "") > WHOLE]
        editions_told = {next(g for g in m.groups() if g) for m in RECORDS["list_year"].finditer(sentence.words)}
        if (
            not named
            or not days
            or days[0][0].start < named[0].start()
            or self.called.titles.bare(sentence.words)
            or len(editions_told) > 1
        ):
            return
        acts = {(c.instrument, c.edition) for at in named if (c := self.called.called(text, at)) is not None}
        if len(days) == 1 and len(acts) == 1 and not sentence.of("instrument"):
            instrument, edition = next(iter(acts))
            one = self.called.book.instruments[instrument]
            editions = [e for e in one.editions if edition in (None, e.edition)]
            begun = RECORDS["into_force"].search(sentence.words)
            told = [e.effective for e in editions] if begun else [d for e in editions for d in (e.promulgated, e.published)]
            if begun or RECORDS["made_public"].search(sentence.words):
                yield from self._day(sentence, {instrument}, *days[0], [str(d) for d in told if d])

    def _days(self, text: DocumentText, sentence: Clause, before: set[str]) -> Iterator[HeldAgainst]:
        """The days of lists of data: each beside one place, or alone in a sentence that goes on with one."""
        row = text.reading.layout.passage_at(sentence.start).kind == "row"
        told = RECORDS["made_public"], RECORDS["into_force"], RECORDS["came_after"]
        if not row and not any(pattern.search(sentence.words) for pattern in told):
            return
        edges = [sentence.start, *(m.end() for m in RECORDS["marks"].finditer(text.folded, sentence.start, sentence.end)), sentence.end]
        spans = [(sentence.start, sentence.end)] if row or len(days_in(sentence.of("day"))) == 1 else list(pairwise(edges))
        for low, high in spans:
            inside = list(text.within(low, high))
            days = [(f, w) for f, w in days_in(inside) if len(w.from_ or "") >= WHOLE]
            acts = self.called.of_place([f for f in inside if f.kind == "place"], before)
            if len(days) == 1 and acts and not sentence.of("instrument"):
                known = [self.called.book.instruments[a] for a in acts]
                days_told = [str(d) for i in known for e in i.editions for d in (e.promulgated, e.published, e.effective, e.expires) if d]
                days_told += [str(e.when) for e in self.called.book.programme.events if e.instrument in acts]
                yield from self._day(sentence, acts, *days[0], days_told)

    def _day(self, sentence: Clause, acts: set[str], finding: Finding, when: When, allowed: list[str]) -> Iterator[HeldAgainst]:
        if not allowed or RECORDS["ended"].search(sentence.words) or RECORDS["draft"].search(sentence.words):
            return
        fits = any(overlap(days_of(when.from_), days_of(d)) for d in allowed)
        titles = join([self.called.book.instruments[a].title for a in sorted(acts)])
        day = join([Label(d, d) for d in sorted(set(allowed))])
        law = Label(phrase("held_published", act=titles, day=day.en).en, phrase("held_published", act=titles, day=day.zh).zh)
        yield HeldAgainst("event", "agrees" if fits else "differs", finding.start, finding.end, law, tuple(sorted(acts)))

    def _counts(self, text: DocumentText, sentence: Clause, acts: set[str]) -> Iterator[HeldAgainst]:
        """What is counted in the provisions of a place's lists: a number that none of them says is of none."""
        ids = [id for a in sorted(acts) for id in self.provisions.by_act[a]]
        known = [self.provisions.known(id, text.lang) for id in ids]
        for quantity in quantities(sentence.findings, text.folded):
            after = re.split(r"[,.;:，。；]", text.folded[quantity.end : quantity.end + 24])[0]
            units = {quantity.unit, *(f"of {w}" for w in stems(after))} if quantity.counted else set()
            said = [(k, n) for k in known for n, u in k.numbers if u in units]
            if said:
                best = next((k for k, n in said if n == quantity.number), said[-1][0])
                verdict = "agrees" if any(n == quantity.number for _, n in said) else "differs"
                yield HeldAgainst("rule", verdict, quantity.start, quantity.end, self.provisions.law(best.id), (best.id,))  # type: ignore[arg-type]


def _kind(words: str) -> tuple[str, str]:
    """What a list is about and for which places, by the words of its title or of a text; empty where they do not say."""
    about = next((name for name, pattern in ABOUT.items() if pattern.search(words)), "")
    return about, next((name for name, pattern in WHERE.items() if pattern.search(words)), "")
