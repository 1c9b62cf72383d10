"""How many items a list has: what a document says of an edition that it names, or of the act that it cited last, held against the editions of the lawbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from shidian.documents.against.called import Called
from shidian.documents.against.clauses import Clause, DocumentText, counts_in, days_in
from shidian.documents.against.holding import WHOLE_DAY
from shidian.documents.against.titles import ActCited, Titles, aliases, in_force_on
from shidian.documents.grammar.finding import Cited, Finding
from shidian.documents.grammar.tables import patterns
from shidian.documents.held import HeldAgainst
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.words.phrases import phrase

RECORDS = patterns("records")
OF_ARTICLES = ("statute", "administrative-regulation", "departmental-rule")
"""Kinds of acts that have articles: items and measures are those of another."""
FEWEST = 5
"""Smaller counts are parts of a list."""


class ListCited(Struct, frozen=True):
    """A citation of a list with counted items, or words in passing that call one (`act` none where they call one that is not known)."""

    start: int
    end: int
    act: ActCited | None
    passing: bool


class Items:
    """The editions whose items are counted."""

    def __init__(self, book: Lawbook, titles: Titles, called: Called) -> None:
        self.book, self.titles, self.called = book, titles, called
        self.counts: dict[str, dict[str, int]] = {}
        for instrument in book.instruments.values():
            for edition in instrument.editions:
                found = RECORDS["items_noted"].search(edition.note.zh) if edition.note is not None else None
                if found is not None:
                    self.counts.setdefault(instrument.instrument, {})[edition.edition] = int(found[1])

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of items that a clause gives for an edition."""
        named = aliases(text.document.text)
        cited = [
            ListCited(f.start, f.end, act, passing=False)
            for f in text.reading.findings
            if f.kind == "instrument" and (act := self._act(f, named)) is not None and act.instrument in self.counts
        ]
        for at in RECORDS["list_named"].finditer(text.folded):
            if all(at.end() <= c.start or c.end <= at.start() for c in cited):
                cited.append(ListCited(at.start(), at.end(), self.called.called(text, at), passing=True))
                yield from self._current(text, cited[-1])
        cited.sort(key=lambda c: c.start)
        for sentence in text.sentences() if any(c.act for c in cited) else ():
            here = [c for c in cited if not c.passing or sentence.start <= c.start < sentence.end]
            if RECORDS["of_itself"].search(sentence.words) and not any(c.start >= sentence.start for c in here):
                continue
            for finding, value in counts_in(sentence.of("count")):
                before = text.folded[max(sentence.start, finding.start - 8) : finding.start]
                if value.number < FEWEST or (RECORDS["items_changed"].search(before) and not RECORDS["number_reached"].search(before)):
                    continue
                said = text.folded[sentence.start : finding.start]
                if RECORDS["parts_of_list"].search(said) or (
                    RECORDS["catalogue"].search(said) and not any(f.start >= sentence.start for f in here)
                ):
                    continue  # of the items some; or those of a catalogue that is called so
                if RECORDS["items"].match(text.folded, finding.end - (text.folded[finding.end - 1] > "\u3400")) is None:
                    continue
                yield from self._held(text, sentence, finding, int(value.number), here)

    def _current(self, text: DocumentText, cited: ListCited) -> Iterator[HeldAgainst]:
        """The edition that is said to be the current one, where a list is called in passing, held against the one in force on the day of the document."""
        day, act = text.document.date, cited.act
        low, high = text.reading.layout.sentences[text.reading.layout.sentence_at(cited.start)]
        year = RECORDS["list_year"].search(text.folded, low, high)
        if (
            day is None
            or act is None
            or act.edition is None
            or year is None
            or RECORDS["is_current"].search(text.folded, low, high) is None
            or any(len(w.from_ or "") == WHOLE_DAY for _, w in days_in(text.within(low, high)))  # the day is what is held against it
        ):
            return
        instrument = self.book.instruments[act.instrument]
        now = in_force_on(instrument, day)
        if now is not None and now.edition != act.edition and RECORDS["was_in_force"].search(text.folded, low, high) is None:
            law = phrase("cited_edition", edition=now.title or now.number or Label(now.edition, now.edition), day=str(now.effective))
            yield HeldAgainst("plan", "differs", year.start(), year.end(), law, (act.instrument,))

    def _act(self, finding: Finding, named: dict[str, str]) -> ActCited | None:
        value = finding.value
        title = (value.title or "").strip("《》") if isinstance(value, Cited) else ""
        return self.titles.by_title(named.get(title, title)) if title else None

    def _held(self, text: DocumentText, sentence: Clause, finding: Finding, number: int, cited: list[ListCited]) -> Iterator[HeldAgainst]:
        """One count: of the edition whose year stands nearest before it, else of the edition cited, the one in force and the one before it."""
        before = [c for c in cited if c.start < finding.start]
        act = before[-1].act if before else None
        if act is None:
            return
        if self.book.instruments[act.instrument].kind in OF_ARTICLES and text.folded[finding.end - 1] != "条":
            return
        clause = text.folded[max([sentence.start, *(c.end for c in cited if c.end <= finding.start)]) : finding.start]
        part = re.split("[,，;；]", text.folded[sentence.start : finding.start])[-1]
        of_it = re.split("[,，;；.。]", text.folded[finding.end : sentence.end])[0]
        told = re.findall(r"(?<!\d)20\d\d(?!\d)", text.folded[sentence.start : finding.start])[-1:]
        if told and not any(e.startswith(told[0]) for e in self.counts[act.instrument]):
            return  # of an edition that is not held
        years = [m[1] or m[2] for m in RECORDS["edition_year"].finditer(clause)]
        editions = self.counts[act.instrument]
        own = self._edition(text, act)
        if years:
            known = [n for e, n in editions.items() if e.startswith(years[-1])]
            if any(number == n for e, n in editions.items() if e == own or e.startswith(tuple(years))):
                known = [number]  # of two editions in one sentence either may be meant
        else:
            known = [n for e, n in editions.items() if own is None or (e == own if act.edition is not None else e <= own)][-2:]
        elsewhere = [n for other in self._namesakes(act.instrument) for n in self.counts[other].values()]
        if not known:
            return
        law = phrase(
            "held_items", act=self.book.instruments[act.instrument].title, counts=", ".join(f"{e}: {n}" for e, n in editions.items())
        )
        if number in known:
            yield HeldAgainst("plan", "agrees", finding.start, finding.end, law, (act.instrument,))
        if number in elsewhere and RECORDS["list_cross_border"].search(text.folded, 0, finding.start):
            return  # the national list is that of services supplied from abroad
        of_zones = RECORDS["list_zones"].search(self.book.instruments[act.instrument].title.zh) is not None
        if number not in known and (
            number not in elsewhere
            or (RECORDS["list_country"] if of_zones else RECORDS["zones_told"]).search(f"{part} {clause} {of_it}") is None
        ):
            yield HeldAgainst("plan", "differs", finding.start, finding.end, law, (act.instrument,))

    def _edition(self, text: DocumentText, act: ActCited) -> str | None:
        """The edition cited, else the one in force on the day of the document."""
        if act.edition is not None:
            return act.edition
        day = text.document.date
        dated = [
            e for e in self.book.instruments[act.instrument].editions if e.effective is not None and (day is None or e.effective <= day)
        ]
        return dated[-1].edition if dated else None

    def _namesakes(self, instrument: str) -> list[str]:
        """Other acts of the same kind with counted items: the list of the free-trade zones beside that of the country."""
        kind = self.book.instruments[instrument].kind
        return [i for i in self.counts if i != instrument and self.book.instruments[i].kind == kind]


def counts_items(text: DocumentText, sentence: tuple[int, int]) -> bool:
    """Whether a sentence says how many items a list has, and not that the list is the current one: of an edition of earlier years that is no misuse."""
    counts = (f for f in text.within(*sentence) if f.kind == "count")
    told = any(RECORDS["items"].match(text.folded, f.end - (text.folded[f.end - 1] > "\u3400")) for f in counts)
    return told and RECORDS["is_current"].search(text.folded, *sentence) is None
