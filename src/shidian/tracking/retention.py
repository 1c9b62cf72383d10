"""How long names of persons and firms are kept, and forgetting them when the time is over.

An item, application or assessment that is done keeps its names for the time stated here, counted from its last change; then they are erased where they
stand: in its state, in the changes proposed for it, and in the sealed values of the journal, whose chain goes on to verify. That it was done is an entry
of the journal. Names of officers who proposed or signed stay: they are the record. So do free texts, which must hold no names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from shidian.store.access import Actor
from shidian.store.database import stamp
from shidian.store.desk.records import KeptItem, ThingKind
from shidian.store.desk.seals import ERASED, PERSONAL
from shidian.tracking.desk import DONE, ProgrammeDesk

KEPT_DAYS: Mapping[ThingKind, int] = {"item": 730, "application": 1826, "assessment": 730}
"""Days after the last change of what is done."""


class ForgottenNames(Struct, frozen=True):
    """A thing whose names were erased, or would be."""

    region: str
    id: int
    kind: ThingKind
    fields: tuple[str, ...]


def overdue(desk: ProgrammeDesk, actor: Actor, now: dt.datetime) -> list[KeptItem]:
    """What holds names beyond their time."""
    out = []
    for kind, days in KEPT_DAYS.items():
        limit = stamp(now - dt.timedelta(days=days))
        for stage in DONE[kind]:
            out += [i for i in desk.work.items(actor, kind=kind, stage=stage, most=100_000) if i.changed_at < limit and names_of(i)]
    return out


def names_of(item: KeptItem) -> tuple[str, ...]:
    """The fields of a thing that hold names."""
    return tuple(sorted(f for f in PERSONAL & item.state.keys() if item.state[f] not in ("", None, ERASED)))


def retain(desk: ProgrammeDesk, actor: Actor, now: dt.datetime, *, dry: bool = False) -> list[ForgottenNames]:
    """Erase the names whose time is over; returns them. Each thing is one transaction of an administrator of its region."""
    out = []
    for item in overdue(desk, actor, now):
        found = ForgottenNames(item.region, item.id, item.kind, names_of(item))
        if not dry:
            with desk.work.writing(actor, "administer", item.region) as w:
                w.erase(w.item(item.id))
        out.append(found)
    return out
