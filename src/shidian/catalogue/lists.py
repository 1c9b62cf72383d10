"""The lawbook to look things up in: instruments and sources; and the evidence: claims, contradictions with the judgement on each, and what only a person
saw. Rows are immutable, with texts in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import get_args, get_type_hints

from msgspec import Struct

from shidian.errors import CaseError, ShidianError
from shidian.evidence.contradictions import KINDS, Contradiction, EvidenceBase, contradictions
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.near import T, did_you_mean, one_of
from shidian.law.records.base import Label, record_of
from shidian.law.records.evidence import Claim, Judgement
from shidian.law.records.instrument import Instrument
from shidian.law.records.source import Source


class NotFound(ShidianError):
    """No entry of this id."""

    code = "not-found"


MOST_LISTED = 30
"""Values of a filter that a refusal names one by one where none comes near."""


def not_found(what: str, id: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown id, with the nearest known one."""
    return NotFound(f"there is no {what} `{id}`", hint=did_you_mean(id, known))


def by_id(what: str, id: str, known: Mapping[str, T]) -> T:
    """What is known under an id. Raises NotFound."""
    return one_of(what, id, known, NotFound)


def known(what: str, value: str | None, options: Iterable[str]) -> None:
    """A filter that names nothing is a slip, not an empty answer. Raises NotFound."""
    listed = list(options)
    if value is not None and value not in listed:
        every = "known: " + ", ".join(f"`{o}`" for o in sorted(listed)) if len(listed) <= MOST_LISTED else None
        raise NotFound(f"there is no {what} `{value}`", hint=did_you_mean(value, listed) or every)


class InstrumentRow(Struct, frozen=True):
    """An instrument in one line, in the edition that holds on the day (else its last)."""

    instrument: str
    title: Label
    kind: str
    number: Label | None
    edition: str
    effective: dt.date | None
    in_force: bool
    provisions: int
    rules: int
    gaps: int


def instruments(
    book: Lawbook, on: dt.date, *, kind: str | None = None, issuer: str | None = None, text: str | None = None
) -> tuple[InstrumentRow, ...]:
    """The instruments, by id."""
    known("kind of instrument", kind, {i.kind for i in book.instruments.values()})
    known("authority", issuer, book.trees["authorities"].terms)
    rows = []
    for instrument in book.instruments.values():
        words = f"{instrument.instrument} {instrument.title.en} {instrument.title.zh}".casefold()
        if (kind is not None and instrument.kind != kind) or (issuer is not None and issuer not in instrument.issuers):
            continue
        row = _instrument_row(instrument, on)
        number = f"{row.number.en} {row.number.zh}".casefold() if row.number else ""
        if text is None or text.casefold() in words or text.casefold() in number:
            rows.append(row)
    return tuple(rows)


def _instrument_row(instrument: Instrument, on: dt.date) -> InstrumentRow:
    begun = [e for e in instrument.editions if e.effective is not None and e.effective <= on]
    edition = begun[-1] if begun else instrument.editions[-1]
    held = bool(begun) and (edition.expires is None or on < edition.expires)
    parts = instrument.provisions
    counts = {"provisions": len(parts), "rules": sum(len(p.rules) for p in parts), "gaps": sum(len(p.gaps) for p in parts)}
    named = {"instrument": instrument.instrument, "title": edition.title or instrument.title, "kind": instrument.kind}
    return record_of(InstrumentRow, edition, in_force=held, **named, **counts)


def instrument(book: Lawbook, id: str) -> Instrument:
    """One instrument by id. Raises NotFound."""
    return by_id("instrument", id, book.instruments)


def sources(book: Lawbook, *, grade: str | None = None, language: str | None = None, text: str | None = None) -> tuple[Source, ...]:
    """Sources, by id."""
    known("grade", grade, get_args(get_type_hints(Source)["grade"]))
    known("language", language, get_args(get_type_hints(Source)["language"]))
    return tuple(
        s
        for s in book.sources.values()
        if (grade is None or s.grade == grade)
        and (language is None or s.language == language)
        and (text is None or text.casefold() in f"{s.id} {s.title.en} {s.title.zh} {s.publisher.en} {s.address or s.site or ''}".casefold())
    )


def words(book: Lawbook, vocabulary: str) -> list[tuple[str, str, str, str]]:
    """The entries of a vocabulary: id, English name, Chinese name, and all words that name it, folded into one text. Raises CaseError."""
    names = book.names.get(vocabulary)
    if names is None:
        raise CaseError(f"unknown vocabulary `{vocabulary}`", hint="known: " + ", ".join(f"`{v}`" for v in sorted(book.names)))
    return [(e.id, e.name.en, e.name.zh, " ".join(names_of(e)).casefold()) for e in names.entries.values()]


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
    _known_evidence(book, subject, source)
    return tuple(
        c
        for c in book.content.claims
        if (subject is None or c.subject == subject)
        and (source is None or c.source == source)
        and (text is None or text.casefold() in f"{c.summary.en} {c.summary.zh} {c.claim}".casefold())
    )
