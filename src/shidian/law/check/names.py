"""Checks of vocabularies (every id once, every name one thing, no entry inside itself) and of the names people use: each leads to entries that exist,
says one thing, and does not hide behind the name of an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shidian.law.check.found import FoundFault, in_cycle
from shidian.law.load.nodes import Loaded, records
from shidian.law.names import fold, names_of
from shidian.law.near import did_you_mean
from shidian.law.records.names import Group, IndustryCodes, PlaceNames, SpokenNames, Term, Vocabulary, Zone


def check_names(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Faults of `names/`; nothing is said of a vocabulary that does not exist (the reference is a fault already)."""
    books: dict[str, Vocabulary] = {v.vocabulary: v for _, v in records(loaded, Vocabulary)}
    checks: tuple[tuple[type, Callable[[Loaded, Any, Vocabulary], Iterator[FoundFault]]], ...]
    checks = (SpokenNames, _spoken), (IndustryCodes, _industries), (PlaceNames, _places)
    for kind, check in checks:
        for item, names in records(loaded, kind):
            if (book := books.get(names.names_of)) is not None:
                yield from check(item, names, book)


def _spoken(item: Loaded, spoken: SpokenNames, book: Vocabulary) -> Iterator[FoundFault]:
    entries: list[Term | Zone | Group] = [*book.terms, *book.zones, *book.groups]
    ids = {e.id for e in entries if not isinstance(e, Group)}
    own = {fold(n): e.id for e in entries for n in names_of(e)}
    seen: dict[str, str] = {}
    for i, name in enumerate(spoken.names):
        for key, id in [("means", name.means), *(("between", b) for b in name.between), ("branch", name.branch)]:
            if id is not None and id not in ids:
                yield FoundFault("unknown-reference", item, ("names", i, key), f"there is no entry `{id}`", did_you_mean(id, ids))
        if name.means is None and not name.between and name.note is None:
            yield FoundFault("unexplained-name", item, ("names", i), "this name means no entry and no note says why", "add a `note`")
        if name.means is not None and name.between:
            yield FoundFault("name-clash", item, ("names", i), "a name with `means` has no `between`", "keep one of the two")
        for word in name.say:
            folded = fold(word)
            if folded in own:
                yield FoundFault(
                    "name-clash", item, ("names", i, "say"), f"`{word}` is already a name of `{own[folded]}`", "take it out here or there"
                )
            if folded in seen:
                yield FoundFault("name-clash", item, ("names", i, "say"), f"`{word}` stands twice", f"first as `{seen[folded]}`")
            seen[folded] = word


def _industries(item: Loaded, codes: IndustryCodes, book: Vocabulary) -> Iterator[FoundFault]:
    ids = {t.id for t in book.terms}
    seen: set[str] = set()
    for i, one in enumerate(codes.classes):
        for key, id in [("within", one.within), *(("touches", t) for t in one.touches)]:
            if id is not None and id not in ids:
                yield FoundFault("unknown-reference", item, ("classes", i, key), f"there is no entry `{id}`", did_you_mean(id, ids))
        if one.code in seen:
            yield FoundFault("duplicate-id", item, ("classes", i, "code"), f"`{one.code}` stands twice")
        if one.code[0] not in codes.sections:
            yield FoundFault("unknown-reference", item, ("classes", i, "code"), f"`{one.code}` lies in no section listed", "see `sections`")
        seen.add(one.code)


def _places(item: Loaded, places: PlaceNames, book: Vocabulary) -> Iterator[FoundFault]:
    zones = {z.id for z in book.zones}
    for i, old in enumerate(places.former):
        if old.now not in places.divisions:
            yield FoundFault("unknown-reference", item, ("former", i, "now"), f"there is no division `{old.now}`")
    for i, area in enumerate(places.areas):
        for code in area.divisions:
            if code not in places.divisions:
                yield FoundFault("unknown-reference", item, ("areas", i, "divisions"), f"there is no division `{code}`")
        if area.zone is not None and area.zone not in zones:
            yield FoundFault(
                "unknown-reference", item, ("areas", i, "zone"), f"there is no zone `{area.zone}`", did_you_mean(area.zone, zones)
            )


def check_vocabulary(item: Loaded, book: Vocabulary) -> Iterator[FoundFault]:
    entries = [("terms", i, t) for i, t in enumerate(book.terms)]
    ids: dict[str, Any] = {}
    named: dict[str, str] = {}
    lists: list[tuple[str, int, Any]] = [
        *entries,
        *(("zones", i, z) for i, z in enumerate(book.zones)),
        *(("groups", i, g) for i, g in enumerate(book.groups)),
    ]
    for part, i, entry in lists:
        if entry.id in ids:
            yield FoundFault("duplicate-id", item, (part, i, "id"), f"duplicate id `{entry.id}`")
        ids[entry.id] = entry
        for name in {fold(n) for n in names_of(entry)}:
            if named.setdefault(name, entry.id) != entry.id:
                yield FoundFault(
                    "name-clash", item, (part, i), f"`{entry.id}` and `{named[name]}` share the name `{name}`", "a name must mean one thing"
                )
    above: dict[str, tuple[str, ...]] = {t.id: (t.parent,) if t.parent else () for t in book.terms}
    above |= {z.id: z.within for z in book.zones} | {g.id: g.members for g in book.groups}
    for part, i, entry in lists:
        if in_cycle(entry.id, above):
            yield FoundFault("cycle", item, (part, i), f"`{entry.id}` lies inside itself")
    days = {z.id: z.established for z in book.zones}
    for i, zone in enumerate(book.zones):
        for around in zone.within:
            if (first := days.get(around)) is not None and (zone.established is None or zone.established < first):
                what = f"`{zone.id}` is there before `{around}`, in which it lies: that was established on {first}"
                yield FoundFault("zone-before-its-zone", item, ("zones", i), what)
