"""The use case of reading: files in, readings and a comparison out. Wires readers, grammar, other extractors and the lawbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from shidian.compiled import CompiledLaw
from shidian.documents.against.lawcheck import LawCheck
from shidian.documents.against.titles import aliases
from shidian.documents.compare.compare import Clash, Compared, Comparer, Comparison
from shidian.documents.compare.linking import Link
from shidian.documents.document import Block, Document
from shidian.documents.formats.files import FORMS, NOTHING_TOLD, SelfDescription, read_bytes, read_file, read_text
from shidian.documents.grammar.extract import Extractor, Grammar, Reading
from shidian.documents.grammar.finding import Cited, Finding
from shidian.documents.grammar.gazetteer import Gazetteer
from shidian.documents.held import HeldAgainst
from shidian.documents.merging import merged
from shidian.errors import DocumentError, ShidianError
from shidian.words.phrases import phrase

TOGETHER = 50
"""So many documents are compared with each other; more are compared with the lawbook, one by one."""


class FailedFile(Struct, frozen=True):
    """A document that could not be read, and why."""

    name: str
    error: ShidianError


class Reader:
    """Reads documents with one lawbook. Build once; each reading stands for itself."""

    def __init__(self, book: CompiledLaw, extractors: Sequence[Extractor] = ()) -> None:
        self.book = book
        self.extractors = tuple(extractors)

    @cached_property
    def grammar(self) -> Grammar:
        """The extractor that comes along."""
        return Grammar(Gazetteer(self.book.lawbook))

    @cached_property
    def comparer(self) -> Comparer:
        """The lawbook made ready for comparing."""
        return Comparer(self.book.lawbook)

    @cached_property
    def lawcheck(self) -> LawCheck:
        """The lawbook's records made ready for being held against documents."""
        return LawCheck(self.book, self.grammar)

    def read(self, path: Path, said: SelfDescription = NOTHING_TOLD) -> Reading:
        """Read one file. Raises DocumentError."""
        return self._reading(*read_file(path, said))

    def read_bytes(self, raw: bytes, name: str, said: SelfDescription = NOTHING_TOLD) -> Reading:
        """Read a document that is no file: an upload. Raises DocumentError."""
        return self._reading(*read_bytes(raw, name, said))

    def read_text(self, words: str, name: str, said: SelfDescription = NOTHING_TOLD) -> Reading:
        """Read plain text that came without a file. Raises DocumentError."""
        return self._reading(*read_text(words, name, said))

    def read_each(self, paths: Iterable[Path], said: SelfDescription = NOTHING_TOLD) -> Iterator[Reading | FailedFile]:
        """Read files one after the other; one that cannot be read is told and does not stop the rest."""
        for path in paths:
            try:
                yield self.read(path, said)
            except ShidianError as error:
                yield FailedFile(str(path), error)
            except (RecursionError, MemoryError) as error:
                yield FailedFile(str(path), DocumentError(f"{path.name} could not be read: {type(error).__name__.lower()}"))

    def compare(self, readings: Sequence[Reading]) -> Comparison:
        """Compare readings with the lawbook's records and evidence, and with each other."""
        comparison = self.comparer.compare(readings)
        documents = tuple(
            replace(
                self._cited(d), against=_marked(d.reading, self.lawcheck.against(d.reading)), citations=self.lawcheck.citations(d.reading)
            )
            for d in comparison.documents
        )
        known = {d.source: [(h.start, h.end) for h in d.against if h.verdict in ("agrees", "differs")] for d in documents}
        clashes = tuple(c for c in comparison.clashes if not _answered(c, known))
        return replace(comparison, documents=documents, clashes=clashes)

    def _cited(self, compared: Compared) -> Compared:
        """A document with its citations linked to the acts that they mean: short names that it defines, and titles as people write them."""
        links, new = dict(compared.links), set(compared.new)
        named = aliases(compared.reading.document.text)
        for finding in compared.reading.findings:
            if (
                isinstance(finding.value, Cited)
                and finding.id not in links
                and (act := self.lawcheck.titles.cited(finding.value, named)) is not None
            ):
                links[finding.id] = [
                    Link(finding.id, "instrument", act.instrument, act.score, (finding.value.title or finding.value.number or "",))
                ]
                new.discard(finding.id)
        return replace(compared, links=links, new=tuple(f for f in compared.new if f in new))

    def _reading(self, document: Document, blocks: tuple[Block, ...]) -> Reading:
        reading = self.grammar.read(document, blocks)
        for extractor in self.extractors:
            reading = _with(reading, extractor)
        return reading


def _marked(reading: Reading, held: tuple[HeldAgainst, ...]) -> tuple[HeldAgainst, ...]:
    """What is held against words that were read from a picture says so: a digit may be another."""
    if not reading.document.scanned:
        return held
    seen = reading.document.read_from_picture
    return tuple(replace(h, law=phrase("held_scanned", law=h.law)) if seen(h.start, h.end) else h for h in held)


def _answered(clash: Clash, known: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the records answer what the evidence leaves open on the same words: what they agree with is no contradiction, and a difference is said once."""
    return (
        clash.side == "open"
        and clash.scope != "documents"
        and clash.contradiction.kind in ("values", "dates", "ceiling")
        and any(a < end and start < b for source, start, end in clash.spans for a, b in known.get(source, ()))
    )


def _with(reading: Reading, extractor: Extractor) -> Reading:
    """A reading with the findings of another extractor, merged by span and value. Those whose spans lie outside the text are refused."""
    length = len(reading.document.text)
    more: list[Finding] = []
    for finding in extractor.extract(reading.document, reading.layout):
        if not 0 <= finding.start < finding.end <= length:
            raise DocumentError(
                f"the extractor `{extractor.name}` gives a finding at {finding.start}-{finding.end}, outside the text of {length} characters"
            )
        more.append(replace(finding, origin=extractor.name, passage=reading.layout.passage_at(finding.start).index))
    both = merged(reading.findings, more)
    return replace(
        reading,
        findings=both.findings,
        otherwise=(*reading.otherwise, *both.otherwise),
        confirmed=tuple(dict.fromkeys((*reading.confirmed, *both.confirmed))),
    )


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named that have a form which can be read, in order."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and p.suffix.lower() in FORMS and not p.name.startswith("."))
        else:
            yield path
