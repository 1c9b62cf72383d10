"""The door for extractors, and the one that comes along: the grammar. Nothing with a number or measure verb is left unread silently."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from msgspec import Struct

from shidian.documents.document import Block, Document, PassageLayout
from shidian.documents.grammar.events import read_events
from shidian.documents.grammar.finding import Finding, Ignored, ReadOtherwise, Unread
from shidian.documents.grammar.gazetteer import MOST_SEEN, Gazetteer, bounded
from shidian.documents.grammar.lists import read_lists
from shidian.documents.grammar.measures import read_measures
from shidian.documents.grammar.mentions import drop_covered, read_names, read_titles
from shidian.documents.grammar.page import PageText
from shidian.documents.grammar.quantities import read_quantities
from shidian.documents.grammar.restrictions import read_restrictions
from shidian.documents.grammar.structure import lay_out
from shidian.documents.grammar.text import fold
from shidian.law.numerals import DIGITS


class Extractor(Protocol):
    """Anything that reads findings out of a document.

    `name` is the origin that its findings carry. `extract` gets the document and its layout and returns findings whose spans lie
    within `document.text`; it changes nothing. What it finds waits for a person's review like everything else.
    """

    @property
    def name(self) -> str: ...

    def extract(self, document: Document, layout: PassageLayout) -> Sequence[Finding]: ...


class Reading(Struct, frozen=True):
    """A document with everything that was seen in it, in the order of the text. Where another extractor read it too: `otherwise` are the words that it reads
    to another value, `confirmed` the findings (by id) that it reads alike."""

    document: Document
    layout: PassageLayout
    findings: tuple[Finding, ...]
    ignored: tuple[Ignored, ...]
    unread: tuple[Unread, ...]
    otherwise: tuple[ReadOtherwise, ...] = ()
    confirmed: tuple[str, ...] = ()

    def quote(self, finding: Finding) -> str:
        """The words of a finding."""
        return self.document.text[finding.start : finding.end]


class Grammar:
    """The extractor that comes along: names from the lawbook, and a grammar of numbers, days and measures in two languages."""

    name = "grammar"

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def read(self, document: Document, blocks: tuple[Block, ...] = ()) -> Reading:
        """Everything the grammar sees, with what it ignored and what it could not read."""
        folded = fold(document.text)
        scan = self.gazetteer.scan(document.text, folded)
        bounded(sum(1 for _ in islice(DIGITS.finditer(folded), MOST_SEEN + 1)))
        page = PageText(document, folded, lay_out(document.text, blocks), scan)
        read_names(page)
        read_titles(page)
        numbers = read_quantities(page)
        drop_covered(page)
        read_lists(page)
        page.settle()
        verbs = read_measures(page)
        read_restrictions(page, self.gazetteer.strengths)
        read_events(page)
        findings = tuple(sorted(page.findings, key=lambda f: (f.start, -f.end, f.kind)))
        ignored = tuple(sorted(page.ignored, key=lambda i: (i.start, i.end)))
        return Reading(document, page.layout, findings, ignored, _unread(page.layout, sorted((*numbers, *verbs))))

    def extract(self, document: Document, layout: PassageLayout) -> Sequence[Finding]:
        """The findings alone, as the protocol asks."""
        del layout
        return self.read(document).findings


def _unread(layout: PassageLayout, tokens: list[tuple[int, int]]) -> tuple[Unread, ...]:
    by_sentence: dict[int, list[tuple[int, int]]] = {}
    for start, end in tokens:
        by_sentence.setdefault(layout.sentence_at(start), []).append((start, end))
    return tuple(Unread(*layout.sentences[s], tuple(t)) for s, t in sorted(by_sentence.items()))
