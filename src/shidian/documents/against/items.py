"""How many items a list has: what a document says of an edition that it names, or of the act that it cited last, held against the editions of the lawbook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shidian.documents.against.clauses import Clause, DocumentText, counts_in
from shidian.documents.against.titles import ActCited, Titles, aliases
from shidian.documents.grammar.finding import Cited, Finding
from shidian.documents.grammar.tables import patterns
from shidian.documents.grammar.text import fold
from shidian.documents.held import HeldAgainst
from shidian.law.lawbook import Lawbook
from shidian.words.phrases import phrase

RECORDS = patterns("records")
OF_ARTICLES = ("statute", "administrative-regulation", "departmental-rule")
"""Kinds of acts that have articles: items and measures are those of another."""
FEWEST = 5
"""Smaller counts are parts of a list."""


class Items:
    """The editions whose items are counted."""

    def __init__(self, book: Lawbook, titles: Titles) -> None:
        self.book, self.titles = book, titles
        self.counts: dict[str, dict[str, int]] = {}
        for instrument in book.instruments.values():
            for edition in instrument.editions:
                found = RECORDS["items_noted"].search(edition.note.zh) if edition.note is not None else None
                if found is not None:
                    self.counts.setdefault(instrument.instrument, {})[edition.edition] = int(found[1])
        self.short = {
            fold(RECORDS["list_in_brackets"].sub("负面清单", title)): i
            for i in self.counts
            if RECORDS["list_in_brackets"].search(title := book.instruments[i].title.zh)
        }
        """Negative lists as people call them."""

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """Every number of items that a clause gives for an edition."""
        named = aliases(text.document.text)
        cited = [
            (f.start, f.end, act)
            for f in text.reading.findings
            if f.kind == "instrument" and (act := self._act(f, named)) is not None and act.instrument in self.counts
        ]
        for name, instrument in self.short.items():
            for at in re.finditer(rf"{name}(?:[(（](20\d\d)年?版[)）])?", text.folded):
                if all(at.end() <= start or end <= at.start() for start, end, _ in cited):
                    cited.append(
                        (at.start(), at.end(), ActCited(instrument, self.titles.edition(instrument, at[1], set()) if at[1] else None, 1.0))
                    )
        cited.sort(key=lambda c: c[0])
        if not cited:
            return
        for sentence in text.sentences():
            for finding, value in counts_in(sentence.of("count")):
                before = text.folded[max(sentence.start, finding.start - 8) : finding.start]
                if value.number < FEWEST or RECORDS["items_changed"].search(before):
                    continue
                if RECORDS["items"].match(text.folded, finding.end - (text.folded[finding.end - 1] > "\u3400")) is None:
                    continue
                yield from self._held(text, sentence, finding, int(value.number), cited)

    def _act(self, finding: Finding, named: dict[str, str]) -> ActCited | None:
        value = finding.value
        title = (value.title or "").strip("《》") if isinstance(value, Cited) else ""
        return self.titles.by_title(named.get(title, title)) if title else None

    def _held(
        self, text: DocumentText, sentence: Clause, finding: Finding, number: int, cited: list[tuple[int, int, ActCited]]
    ) -> Iterator[HeldAgainst]:
        """One count: of the edition whose year stands nearest before it, else of the edition cited, the one in force and the one before it."""
        acts = [a for start, _, a in cited if start < finding.start]
        if not acts:
            return
        act = acts[-1]
        if self.book.instruments[act.instrument].kind in OF_ARTICLES and text.folded[finding.end - 1] != "条":
            return
        clause = text.folded[max([sentence.start, *(end for _, end, _ in cited if end <= finding.start)]) : finding.start]
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
        elif number not in elsewhere or RECORDS["edition_elsewhere"].search(clause) is None:
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
