"""Checks of vocabularies: every id once, every name one thing, no entry inside itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shidian.law.check.found import FoundFault, in_cycle
from shidian.law.load.files import Loaded
from shidian.law.names import fold, names_of
from shidian.law.records.vocabulary import Vocabulary


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
