"""Instruments: the list, and one with its provisions beside the rules that read them, gaps visible."""

from __future__ import annotations

import datetime as dt
from typing import get_args, get_type_hints

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.catalogue.lists import InstrumentRow
from shidian.errors import BadValue
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


class EditionLine(Context, frozen=True):
    """A provision in two editions: its number in each (None: that edition does not contain it), the rules read from it that hold on the day
    of the one alone, and those that hold on both days."""

    provision: Provision
    old_number: Label | None
    new_number: Label | None
    ended: tuple[RuleWords, ...]
    began: tuple[RuleWords, ...]
    kept: tuple[RuleWords, ...]


class TwoEditions(Context, frozen=True):
    """Two editions side by side: the older on its last day, the newer on its first. `rows` are the provisions in which they differ,
    `renumbered` those of which only the number does; `alike` is how many stand in both as they are."""

    old: str
    new: str
    old_day: dt.date
    new_day: dt.date
    rows: tuple[EditionLine, ...]
    renumbered: tuple[EditionLine, ...]
    alike: int


class InstrumentPage(Context, frozen=True):
    """One instrument: its editions (newest first), its provisions, and who repeals it. `row` is its line on the day. `two` are two editions
    side by side, where the address names them; they stand in place of the provisions. `dated` are the editions whose first day is known."""

    instrument: Instrument
    on: dt.date
    row: InstrumentRow
    issuers: tuple[Label, ...]
    editions: tuple[Edition, ...]
    provisions: tuple[ProvisionView, ...]
    repealed_by: tuple[str, ...]
    authorities: dict[str, Label]
    dated: tuple[str, ...]
    two: TwoEditions | None


def instruments(visit: Visit) -> InstrumentsPage:
    """The list of instruments."""
    on, kind, text = visit.day(), visit.one("kind"), visit.one("text")
    kinds = get_args(get_type_hints(Instrument)["kind"])
    used = {i.kind for i in visit.desk.book.lawbook.instruments.values()}
    return InstrumentsPage(on, kind, text, tuple(k for k in kinds if k in used), visit.desk.book.instruments(on=on, kind=kind, text=text))


def instrument(visit: Visit) -> InstrumentPage:
    book, on = visit.desk.book, visit.day()
    found = book.instrument(visit.path["id"])
    row = next(r for r in book.instruments(on=on) if r.instrument == found.instrument)
    issuers = tuple(entry_label(book.lawbook, "authorities", a) for a in found.issuers)
    repealed = tuple(i.instrument for i in book.lawbook.instruments.values() if found.instrument in i.repeals)
    named = {d.authority for p in found.provisions for r in p.rules for d in (*r.duties, *((r.duty,) if r.duty else ()))}
    dated = tuple(e.edition for e in sorted(found.editions, key=lambda e: e.effective or dt.date.max) if e.effective)
    two = _two(visit, found, dated)
    return InstrumentPage(
        found,
        on,
        row,
        issuers,
        tuple(reversed(found.editions)),
        () if two else tuple(_provision(visit, found, p, row.edition) for p in found.provisions),
        repealed,
        {a: entry_label(book.lawbook, "authorities", a) for a in sorted(named)},
        dated,
        two,
    )


def _two(visit: Visit, instrument: Instrument, dated: tuple[str, ...]) -> TwoEditions | None:
    """The editions that `old` and `new` name, side by side; None where neither is named. Raises BadValue."""
    old, new = visit.choice("old", dated[:-1]), visit.choice("new", dated[1:])
    if old is None and new is None:
        return None
    new = new or dated[-1]
    old = old or dated[dated.index(new) - 1]
    if dated.index(old) >= dated.index(new):
        raise BadValue("the first edition must come before the second", hint=f"`{old}` and `{new}` were given")
    first = {e.edition: e.effective for e in instrument.editions if e.effective}
    before, after = first[dated[dated.index(old) + 1]] - dt.timedelta(days=1), first[new]
    lines = [_line(visit, instrument, p, (old, before), (new, after)) for p in instrument.provisions]
    stand = [x for x in lines if x.old_number or x.new_number]
    differ = [x for x in stand if x.ended or x.began or not (x.old_number and x.new_number)]
    moved = [x for x in stand if x not in differ and x.old_number != x.new_number]
    return TwoEditions(old, new, before, after, tuple(differ), tuple(moved), len(stand) - len(differ) - len(moved))


def _line(visit: Visit, instrument: Instrument, provision: Provision, old: tuple[str, dt.date], new: tuple[str, dt.date]) -> EditionLine:
    def number(edition: str) -> Label | None:
        if isinstance(provision.number, dict) and edition not in provision.number:
            return None
        return provision_label(instrument.kind, provision.number_in(edition), provision.inferred)

    views = [rule_words(visit.desk.book, instrument, provision, r) for r in provision.rules]
    held, holds = [{v.id for v in views if _in_force(v, day)} for _, day in (old, new)]
    return EditionLine(
        provision,
        number(old[0]),
        number(new[0]),
        tuple(v for v in views if v.id in held - holds),
        tuple(v for v in views if v.id in holds - held),
        tuple(v for v in views if v.id in held & holds),
    )


def _in_force(rule: RuleWords, day: dt.date) -> bool:
    return any(s.start <= day and (s.until is None or day < s.until) for s in rule.spans)


def _provision(visit: Visit, instrument: Instrument, provision: Provision, edition: str) -> ProvisionView:
    seen = provision.seen_in(edition)
    records: list[Rule | Gap] = [*provision.rules, *provision.gaps]
    views = tuple(rule_words(visit.desk.book, instrument, provision, r) for r in records)
    return ProvisionView(
        provision, provision_label(instrument.kind, provision.number_in(edition), provision.inferred), seen, state_of(provision), views
    )
