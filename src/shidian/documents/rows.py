"""The rows of a report: every span with its words, every link and remark with its text."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from shidian.documents.compare.linking import Link
from shidian.documents.document import Passage
from shidian.documents.grammar.finding import Value
from shidian.law.records.base import Label, record_of
from shidian.law.records.evidence import Said


class Quote(Struct, frozen=True):
    """A span of a document with its words. `document` is d1, d2 …"""

    document: str
    start: int
    end: int
    quote: str


class FindingRow(Struct, frozen=True):
    """A finding with its words and what it is linked to. `status`: known (linked), new (of a kind that could be known, and is not) or plain."""

    id: str
    kind: str
    start: int
    end: int
    quote: str
    passage: int
    origin: str
    value: Value
    status: str
    links: tuple[Link, ...]


class RemarkRow(Struct, frozen=True):
    """A remark with its text in both languages."""

    kind: str
    start: int
    end: int
    quote: str
    about: tuple[str, ...]
    found: str | None
    expected: str | None
    text: Label


class ClaimRow(Struct, frozen=True):
    """A claim that takes part in a contradiction, or that a document makes."""

    claim: str
    source: str
    subject: str
    says: Said
    as_of: str | None
    summary: Label


class ClashRow(Struct, frozen=True):
    """A contradiction with its claims, its places in the documents, and the judgement on it."""

    id: str
    kind: str
    scope: str
    side: str
    subject: str
    name: Label
    text: Label
    claims: tuple[ClaimRow, ...]
    spans: tuple[Quote, ...]
    judgement: str | None
    verdict: str | None
    reason: Label | None


class UnreadRow(Struct, frozen=True):
    """A sentence that is not read through, and the words in it that nothing accounts for."""

    start: int
    end: int
    quote: str
    tokens: tuple[str, ...]


class StatementRow(Struct, frozen=True):
    """A statement that the lawbook was not asked about: a part of a sentence that states a rule or speaks of something known. Nobody has checked it."""

    start: int
    end: int
    quote: str


class AgainstRow(Struct, frozen=True):
    """A statement of the document and what the lawbook says of it: `kind` (case, rule, history, plan, event, figure), `verdict` (differs, announced, open,
    agrees), the words that decide, and the records it rests on; `day` is the day for which the engine was asked."""

    kind: str
    verdict: str
    start: int
    end: int
    quote: str
    law: Label
    about: tuple[str, ...]
    day: str | None


class CitationRow(Struct, frozen=True):
    """A citation of an act with its verdict (right, wrong-article, wrong-number, another-edition, repealed, not-yet, says-else, not-held), the words that cite, the act and
    edition that they mean where the lawbook holds it, what the lawbook says, and the day for which it was checked."""

    verdict: str
    start: int
    end: int
    quote: str
    act: str | None
    title: Label | None
    edition: str | None
    article: str | None
    law: Label
    about: tuple[str, ...]
    day: str | None


class DocumentRow(Struct, frozen=True):
    """One document with everything that was seen in it; `against` is what the lawbook says of its
    statements, the differences first; `citations` what it says of the acts that are cited, in the order of the text; `unasked` the statements that nothing
    was asked about."""

    source: str
    name: str
    title: str | None
    publisher: str | None
    date: str | None
    language: str
    media_type: str
    sha256: str
    characters: int
    notes: tuple[str, ...]
    passages: tuple[Passage, ...]
    findings: tuple[FindingRow, ...]
    claims: tuple[ClaimRow, ...]
    remarks: tuple[RemarkRow, ...]
    unread: tuple[UnreadRow, ...]
    ignored: dict[str, int]
    against: tuple[AgainstRow, ...] = ()
    citations: tuple[CitationRow, ...] = ()
    unasked: tuple[StatementRow, ...] = ()


class ReadingReport(Struct, frozen=True):
    """What `shidian read` says: the documents, and the contradictions they take part in, the gravest first."""

    documents: tuple[DocumentRow, ...]
    contradictions: tuple[ClashRow, ...]


def new_findings(document: DocumentRow) -> list[FindingRow]:
    """The findings of a document that the lawbook does not know, of the kinds that matter most."""
    return [f for f in document.findings if f.status == "new" and f.kind in ("measure", "instrument", "list", "amount", "share")]


def counted(document: DocumentRow) -> dict[str, int]:
    """How many findings of each kind a document has."""
    return dict(Counter(f.kind for f in document.findings))


class Checked(Struct, frozen=True):
    """What `shidian check` says of one document: its citations in the order of the text, its claims, those first that the lawbook says otherwise, and the
    statements that nothing was asked about."""

    name: str
    language: str
    date: str | None
    citations: tuple[CitationRow, ...]
    claims: tuple[AgainstRow, ...]
    contradictions: tuple[ClashRow, ...]
    unasked: tuple[StatementRow, ...]


def checked(report: ReadingReport) -> tuple[Checked, ...]:
    """The documents of a report with their citations and claims alone."""
    grave = [c for c in report.contradictions if c.side != "right"]
    return tuple(
        record_of(Checked, d, claims=d.against, contradictions=tuple(c for c in grave if any(q.document == d.source for q in c.spans)))
        for d in report.documents
    )
