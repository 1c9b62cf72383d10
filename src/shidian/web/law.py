"""Instruments: the list, and one with its provisions beside the rules that read them, gaps visible."""

from __future__ import annotations

import datetime as dt
from typing import get_args, get_type_hints

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.catalogue.lists import InstrumentRow
from shidian.law.records.base import Label
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule
from shidian.programme.coverage import state_of
from shidian.web.page import Context, Visit
from shidian.words.labels import entry_label, provision_label


class InstrumentsPage(Context, frozen=True):
    """The instruments in the edition of a day, with the filters in use."""

    on: dt.date
    kind: str | None
    text: str | None
    kinds: tuple[str, ...]
    rows: tuple[InstrumentRow, ...]


class ProvisionView(Context, frozen=True):
    """A provision with the rules and gaps that read it. `state`: encoded, gap, or no_rule."""

    provision: Provision
    number: Label
    seen: str
    state: str
    rules: tuple[RuleWords, ...]


class InstrumentPage(Context, frozen=True):
    """One instrument: its editions (newest first), its provisions, and who repeals it. `row` is its line on the day."""

    instrument: Instrument
    on: dt.date
    row: InstrumentRow
    issuers: tuple[Label, ...]
    editions: tuple[Edition, ...]
    provisions: tuple[ProvisionView, ...]
    repealed_by: tuple[str, ...]
    authorities: dict[str, Label]


def instruments(visit: Visit) -> InstrumentsPage:
    """The list of instruments."""
    on, kind, text = visit.day(), visit.one("kind"), visit.one("text")
    kinds = get_args(get_type_hints(Instrument)["kind"])
    used = {i.kind for i in visit.desk.book.lawbook.instruments.values()}
    return InstrumentsPage(on, kind, text, tuple(k for k in kinds if k in used), visit.desk.book.instruments(on=on, kind=kind, text=text))


def instrument(visit: Visit) -> InstrumentPage:
    """The page of one instrument."""
    book, on = visit.desk.book, visit.day()
    found = book.instrument(visit.path["id"])
    row = next(r for r in book.instruments(on=on) if r.instrument == found.instrument)
    issuers = tuple(entry_label(book.lawbook, "authorities", a) for a in found.issuers)
    repealed = tuple(i.instrument for i in book.lawbook.instruments.values() if found.instrument in i.repeals)
    named = {d.authority for p in found.provisions for r in p.rules for d in (*r.duties, *((r.duty,) if r.duty else ()))}
    return InstrumentPage(
        found,
        on,
        row,
        issuers,
        tuple(reversed(found.editions)),
        tuple(_provision(visit, found, p, row.edition) for p in found.provisions),
        repealed,
        {a: entry_label(book.lawbook, "authorities", a) for a in sorted(named)},
    )


def _provision(visit: Visit, instrument: Instrument, provision: Provision, edition: str) -> ProvisionView:
    seen = provision.seen if isinstance(provision.seen, str) else provision.seen.get(edition, "inferred")
    records: list[Rule | Gap] = [*provision.rules, *provision.gaps]
    views = tuple(rule_words(visit.desk.book, instrument, provision, r) for r in records)
    return ProvisionView(
        provision, provision_label(instrument.kind, provision.number_in(edition), provision.inferred), seen, state_of(provision), views
    )
