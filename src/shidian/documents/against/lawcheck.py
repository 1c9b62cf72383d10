"""Everything that a document says and the lawbook can say something about, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol

from msgspec.structs import replace

from shidian.compiled import CompiledLaw
from shidian.documents.against.called import Called, CalledLists
from shidian.documents.against.cells import CellCheck
from shidian.documents.against.checking import Citations
from shidian.documents.against.chronology import Chronology
from shidian.documents.against.clauses import DocumentText
from shidian.documents.against.engine.cases import Cases
from shidian.documents.against.engine.entrants import Entrants
from shidian.documents.against.engine.plain import Plain
from shidian.documents.against.figures import Figures
from shidian.documents.against.history import History
from shidian.documents.against.holding import Holding
from shidian.documents.against.issued import Issued
from shidian.documents.against.items import Items
from shidian.documents.against.misdated import Misdated
from shidian.documents.against.plans import Plans
from shidian.documents.against.provisions import Provisions
from shidian.documents.against.quantities import halves
from shidian.documents.against.reach import ReachCheck
from shidian.documents.against.sayings import Sayings
from shidian.documents.against.table_rows import TableCheck
from shidian.documents.against.titles import Titles
from shidian.documents.grammar.extract import Grammar, Reading
from shidian.documents.grammar.text import fold, squeeze
from shidian.documents.held import HELD_KINDS, HELD_VERDICTS, CheckedCitation, HeldAgainst

FEWEST = {"en": 20, "zh": 10}
"""A statement of fewer letters is in no provision's words."""


class Check(Protocol):
    """A part that holds one kind of statement against the records."""

    def against(self, text: DocumentText) -> Iterator[HeldAgainst]:
        """What the records say of a document."""


class LawCheck:
    """The records of a lawbook, ready to be held against documents. Build once."""

    def __init__(self, law: CompiledLaw, grammar: Grammar) -> None:
        self.law, self.grammar = law, grammar
        self.titles = Titles(law.lawbook)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The parts, those that know most of what they say first."""
        book = self.law.lawbook
        called = Called(book, self.titles)
        return (
            cases := Cases(self.law),
            Entrants(self.law),
            Items(book, self.titles, called),
            Plans(book, self.titles),
            History(book),
            Chronology(book, self.titles, self.grammar),
            Figures(book, self.grammar),
            CalledLists(called, self.provisions),
            Holding(self.provisions),
            self.provisions,
            TableCheck(self.provisions),
            ReachCheck(self.provisions),
            Issued(book, self.titles),
            Sayings(book, self.grammar),
            CellCheck(self.provisions),
            Misdated(book, self.provisions),
            Plain(cases),
        )

    @cached_property
    def provisions(self) -> Provisions:
        """The provisions by their words."""
        return Provisions(self.law.lawbook, self.titles, self.grammar)

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.law.lawbook, self.titles, self.provisions)

    def citations(self, reading: Reading) -> tuple[CheckedCitation, ...]:
        """Every citation of an act with its verdict, in the order of the text."""
        return tuple(self._citations.check(DocumentText(reading)))

    def against(self, reading: Reading) -> tuple[HeldAgainst, ...]:
        """What the lawbook says of a document, the differences first; of several on the same words, that of the part which knows most."""
        text = DocumentText(reading)
        kept: list[HeldAgainst] = []
        for check in self.checks:
            new = [h for h in check.against(text) if not any(h.start < k.end and k.start < h.end for k in kept)]
            kept += dict.fromkeys(new)
        kept = [replace(h, verdict="open") if h.verdict in ("differs", "announced") and self._in_its_words(text, h) else h for h in kept]
        return tuple(sorted(kept, key=lambda h: (HELD_VERDICTS.index(h.verdict), HELD_KINDS.index(h.kind), h.start)))

    def _in_its_words(self, text: DocumentText, held: HeldAgainst) -> bool:
        """Whether a provision that stands says a statement, or the half of it, word for word: then another answer is another case's, and it is not called wrong."""
        spans = [
            (a, b) for s in text.sentences() if s.start <= held.start < s.end for a, b in (*halves(s), s.sentence) if a <= held.start < b
        ]
        said = [w for a, b in spans if len(w := squeeze(text.folded[a:b])) >= FEWEST[text.lang]]
        saying = (id for id, words in self._squeezed[text.lang].items() if any(w in words for w in said))
        return any(self.provisions.stands(id, text.document.date) for id in saying)

    @cached_property
    def _squeezed(self) -> dict[str, dict[str, str]]:
        """The words of each provision without marks and blanks, by language."""
        return {lang: {id: squeeze(fold(p.summary[lang])) for id, (_, p) in self.law.lawbook.provisions.items()} for lang in FEWEST}
