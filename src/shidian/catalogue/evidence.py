"""The evidence to look things up in: claims, contradictions with the judgement on each, and what only a person saw."""

from __future__ import annotations

from msgspec import Struct

from shidian.catalogue.lists import known
from shidian.evidence.contradictions import KINDS, Contradiction, EvidenceBase, contradictions
from shidian.law.lawbook import Lawbook
from shidian.law.records.evidence import Claim, Judgement


class ContradictionRow(Struct, frozen=True):
    """A contradiction, its claims, and the judgement on it where somebody gave one."""

    contradiction: Contradiction
    claims: tuple[Claim, ...]
    judgement: Judgement | None


def all_contradictions(
    book: Lawbook, *, kind: str | None = None, subject: str | None = None, source: str | None = None
) -> tuple[ContradictionRow, ...]:
    """The contradictions that follow from the claims."""
    known("kind of contradiction", kind, KINDS)
    _known_evidence(book, subject, source)
    evidence = EvidenceBase(book.content.claims, book.content.subjects)
    rows = []
    for found in contradictions(evidence):
        claims = tuple(evidence.claims[c] for c in found.claims)
        if (kind is not None and found.kind != kind) or (subject is not None and found.subject != subject):
            continue
        if source is not None and all(c.source != source for c in claims):
            continue
        judged = [j for j in book.content.judgements if set(found.claims) <= set(j.about)]
        best = min(judged, key=lambda j: len(j.about), default=None)
        rows.append(ContradictionRow(found, claims, best))
    return tuple(rows)


def _known_evidence(book: Lawbook, subject: str | None, source: str | None) -> None:
    known("subject", subject, (s.subject for s in book.content.subjects.subjects))
    known("source", source, book.sources)


def human_judgements(book: Lawbook) -> tuple[Judgement, ...]:
    """What a person saw and no function can find."""
    return tuple(j for j in book.content.judgements if not j.by_machine)


def claims(book: Lawbook, *, subject: str | None = None, source: str | None = None, text: str | None = None) -> tuple[Claim, ...]:
    """Claims, by subject and source."""
    _known_evidence(book, subject, source)
    return tuple(
        c
        for c in book.content.claims
        if (subject is None or c.subject == subject)
        and (source is None or c.source == source)
        and (text is None or text.casefold() in f"{c.summary.en} {c.summary.zh} {c.claim}".casefold())
    )
