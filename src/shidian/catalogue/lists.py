"""The lawbook to look things up in: instruments and sources. Rows are immutable, with texts in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import get_args, get_type_hints

from msgspec import Struct

from shidian.errors import CaseError, ShidianError
from shidian.law.lawbook import Lawbook
from shidian.law.names import names_of
from shidian.law.near import T, did_you_mean, one_of
from shidian.law.records.base import Label
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
    return InstrumentRow(
        instrument.instrument,
        edition.title or instrument.title,
        instrument.kind,
        edition.number,
        edition.edition,
        edition.effective,
        held,
        len(instrument.provisions),
        sum(len(p.rules) for p in instrument.provisions),
        sum(len(p.gaps) for p in instrument.provisions),
    )


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
