"""A rule, a gap, a provision or an instrument as it may be cited: what it says, its editions, how well its words were seen, where they were read."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.catalogue.lists import not_found
from shidian.compiled import CompiledLaw
from shidian.law.records.base import Label, Seen
from shidian.law.records.instrument import Edition, Instrument, Provision
from shidian.law.records.source import Source


class EditionCited(Struct, frozen=True):
    """One text of an instrument: the days it holds, and how well it was seen."""

    edition: str
    title: Label
    number: Label | None
    effective: dt.date | None
    expires: dt.date | None
    seen: Seen


class Citation(Struct, frozen=True):
    """What may be cited under an id. `in_force` is whether it holds on the day asked, null where nobody could find out. `number` is that of
    the provision in the edition of the day, null where it was not seen. `says` are the editors' words, not the official text. `path` is that of its page."""

    id: str
    kind: Literal["rule", "gap", "provision", "instrument"]
    on: dt.date
    in_force: bool | None
    title: Label
    number: str | None
    says: Label
    seen: Seen
    cautions: tuple[Label, ...]
    editions: tuple[EditionCited, ...]
    rules: tuple[str, ...]
    sources: tuple[Source, ...]
    path: str


def citation(law: CompiledLaw, id: str, on: dt.date) -> Citation:
    """What may be cited under the id of a rule, gap, provision or instrument. Raises NotFound."""
    book = law.lawbook
    if id in book.instruments:
        return _of_instrument(law, book.instruments[id], on)
    if id in book.provisions:
        return _of_provision(law, id, *book.provisions[id], on)
    found = book.rules.get(id) or book.gaps.get(id)
    if found is None:
        raise not_found("rule, provision or instrument", id, [*book.instruments, *book.provisions, *book.rules, *book.gaps])
    instrument, provision, record = found
    words = rule_words(law, instrument, provision, record)
    validity = law.rulebook(record.question).by_id[id].validity
    return replace(
        _of_provision(law, id, instrument, provision, on),
        kind="gap" if words.gap else "rule",
        in_force=validity.of(on, "in_force", None),
        title=instrument.title,
        says=words.summary or provision.summary,
        seen=words.seen,
        cautions=words.cautions,
        rules=(f"{instrument.instrument}/{provision.provision}",),
        path=f"/instruments/{instrument.instrument}#{words.anchor}",
    )


def rule_told(law: CompiledLaw, id: str) -> RuleWords:
    """A rule or gap in words. Raises NotFound."""
    book = law.lawbook
    found = book.rules.get(id) or book.gaps.get(id)
    if found is None:
        raise not_found("rule", id, [*book.rules, *book.gaps])
    return rule_words(law, *found)


def _of_instrument(law: CompiledLaw, instrument: Instrument, on: dt.date) -> Citation:
    edition = _edition_on(instrument, on)
    held = edition is not None and (edition.expires is None or on < edition.expires)
    last = edition or instrument.editions[-1]
    return Citation(
        instrument.instrument,
        "instrument",
        on,
        held,
        last.title or instrument.title,
        None,
        instrument.note or last.title or instrument.title,
        last.seen,
        tuple(n for n in (last.note,) if n is not None),
        _editions(instrument),
        tuple(f"{instrument.instrument}/{p.provision}" for p in instrument.provisions),
        _sources(law, tuple(s for e in instrument.editions for s in e.sources)),
        f"/instruments/{instrument.instrument}",
    )


def _of_provision(law: CompiledLaw, id: str, instrument: Instrument, provision: Provision, on: dt.date) -> Citation:
    edition = _edition_on(instrument, on)
    last = edition or instrument.editions[-1]
    contained = not isinstance(provision.number, dict) or last.edition in provision.number
    held = edition is not None and contained and (edition.expires is None or on < edition.expires)
    seen: Seen = provision.seen_in(last.edition)
    return Citation(
        id,
        "provision",
        on,
        held,
        last.title or instrument.title,
        provision.number_in(last.edition),
        provision.summary,
        seen,
        tuple(n for n in (provision.note,) if n is not None),
        _editions(instrument),
        tuple(f"{instrument.instrument}/{r.rule}" for r in provision.rules),
        _sources(law, provision.sources or tuple(s for e in instrument.editions for s in e.sources)),
        f"/instruments/{instrument.instrument}#p-{provision.provision}",
    )


def _edition_on(instrument: Instrument, on: dt.date) -> Edition | None:
    begun = [e for e in instrument.editions if e.effective is not None and e.effective <= on]
    return begun[-1] if begun else None


def _editions(instrument: Instrument) -> tuple[EditionCited, ...]:
    return tuple(
        EditionCited(e.edition, e.title or instrument.title, e.number, e.effective, e.expires, e.seen) for e in instrument.editions
    )


def _sources(law: CompiledLaw, ids: tuple[str, ...]) -> tuple[Source, ...]:
    return tuple(law.lawbook.sources[s] for s in dict.fromkeys(ids) if s in law.lawbook.sources)
