"""The desk's shelf: items, changes and journals. Reading takes the person who reads; writing is one transaction under the lock of one region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, insert, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from shidian.errors import DeskMissing
from shidian.law.records.base import record_of
from shidian.store.access import Act, Actor, demand, visible
from shidian.store.database import Database, now, stamp
from shidian.store.desk.chain import START, ChainHead, Entry, digest, faults
from shidian.store.desk.records import AuditLine, KeptChange, KeptItem, KeptPlace, ThingKind
from shidian.store.desk.seals import Opened
from shidian.store.desk.writing import Writing, changed, item_of
from shidian.store.tables import audit, chains, changes, items, journal, signoffs
from shidian.store.walls import EVERYTHING, walls_of

EYES = 2
"""Pairs of eyes that a change takes in a region that has not said otherwise."""


BEST_GRADE = {
    "sqlite": "(SELECT min(json_extract(e.value, '$.grade')) FROM json_each(items.state, '$.evidence') AS e)",
    "postgresql": "(SELECT min(e ->> 'grade') FROM json_array_elements(items.state -> 'evidence') AS e)",
}
"""The grade of the best evidence of an item, in the words of each database."""


class WorkShelf:
    """Items, changes and journals in a database."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now) -> None:
        self.database = database
        self.clock = clock

    # --- reading --------------------------------------------------------------------------------------------

    def items(
        self,
        actor: Actor,
        *,
        region: str | None = None,
        task: str | None = None,
        stage: str | None = None,
        kind: ThingKind = "item",
        parent: int | None = None,
        most: int = 10_000,
    ) -> list[KeptItem]:
        """The items that a person may see, by region and id; with another `kind` the applications or assessments (of an item: `parent`)."""
        query = select(items).where(visible(actor, items.c.region), items.c.kind == kind).order_by(items.c.region, items.c.id).limit(most)
        for column, value in ((items.c.region, region), (items.c.task, task), (items.c.stage, stage), (items.c.parent, parent)):
            if value is not None:
                query = query.where(column == value)
        with self.database.reading(walls_of(actor)) as c:
            return [item_of(r) for r in c.execute(query)]

    def published(self, region: str | None = None) -> list[KeptItem]:
        """The items that regions have published, for everybody."""
        query = select(items).where(items.c.published, items.c.kind == "item").order_by(items.c.region, items.c.id)
        if region is not None:
            query = query.where(items.c.region == region)
        with self.database.reading() as c:
            return [item_of(r) for r in c.execute(query)]

    def vouched(self, region: str | None = None) -> list[tuple[KeptItem, list[KeptChange]]]:
        """The items that regions have published, each with the changes of it that hold: for what is told of them beyond the desk."""
        kept = self.published(region)
        query = select(changes).where(changes.c.status == "applied", changes.c.item.in_([i.id for i in kept]))
        with self.database.reading(EVERYTHING) as c:
            held = _with_signatures(c, list(c.execute(query)))
        return [(i, [x for x in held if x.item == i.id]) for i in kept]

    def item(self, actor: Actor, id: int, kind: ThingKind | None = None) -> KeptItem:
        """One item, application or assessment (`kind`: of this kind alone). Raises DeskMissing, the same for one that does not exist and one that
        the person may not see."""
        query = select(items).where(items.c.id == id, visible(actor, items.c.region))
        with self.database.reading(walls_of(actor)) as c:
            row = c.execute(query if kind is None else query.where(items.c.kind == kind)).first()
        if row is None:
            raise DeskMissing("there is no such item, or you may not see it")
        return item_of(row)

    def changes(
        self,
        actor: Actor,
        *,
        region: str | None = None,
        item: int | None = None,
        status: str | None = None,
        act: Act = "read",
        person: int | None = None,
        most: int = 1000,
    ) -> list[KeptChange]:
        """Changes in the regions where the person may `act`, the latest first."""
        query = select(changes).where(visible(actor, changes.c.region, act)).order_by(changes.c.id.desc()).limit(most)
        wanted = ((changes.c.region, region), (changes.c.item, item), (changes.c.status, status), (changes.c.person, person))
        for column, value in wanted:
            if value is not None:
                query = query.where(column == value)
        with self.database.reading(walls_of(actor)) as c:
            rows = list(c.execute(query))
            return _with_signatures(c, rows)

    def change(self, actor: Actor, id: int) -> KeptChange:
        """One change. Raises DeskMissing."""
        with self.database.reading(walls_of(actor)) as c:
            row = c.execute(select(changes).where(changes.c.id == id, visible(actor, changes.c.region))).first()
            if row is None:
                raise DeskMissing("there is no such change, or you may not see it")
            return _with_signatures(c, [row])[0]

    def journal(
        self, actor: Actor, region: str, *, item: int | None = None, since: str | None = None, until: str | None = None, most: int = 1000
    ) -> list[Entry]:
        """Entries of a region's journal, the latest first; `since` and `until` (excluded) are moments."""
        query = select(journal).where(journal.c.region == region, visible(actor, journal.c.region)).order_by(journal.c.number.desc())
        if item is not None:
            query = query.where(journal.c.item == item)
        if since is not None:
            query = query.where(journal.c.at >= since)
        if until is not None:
            query = query.where(journal.c.at < until)
        with self.database.reading(walls_of(actor)) as c:
            seals = Opened(c, region, item)
            return [_opened(record_of(Entry, r), seals) for r in c.execute(query.limit(most))]

    def counts(self, actor: Actor, today: str) -> list[tuple[str, str, str, int, int]]:
        """By region, area and stage: how many items, and how many of them are past their due day on a day. For the view of the ministry."""
        open_ = items.c.stage.not_in(("replicated", "stopped"))
        late = func.sum(and_(items.c.due.is_not(None), items.c.due < today, open_).cast(sqlite.INTEGER))
        query = (
            select(items.c.region, items.c.area, items.c.stage, func.count(), late)
            .where(visible(actor, items.c.region), items.c.kind == "item")
            .group_by(items.c.region, items.c.area, items.c.stage)
        )
        with self.database.reading(walls_of(actor)) as c:
            return [(r[0], r[1], r[2], int(r[3]), int(r[4] or 0)) for r in c.execute(query)]

    def places(self, actor: Actor) -> list[KeptPlace]:
        """Where each item that a person may see stands, by region and id. Thousands of them are read without their states."""
        best: ColumnElement[str | None] = literal_column(BEST_GRADE[self.database.engine.dialect.name])
        columns = (items.c.id, items.c.region, items.c.task, items.c.stage, items.c.due, items.c.changed_at, best)
        query = select(*columns).where(visible(actor, items.c.region), items.c.kind == "item").order_by(items.c.region, items.c.id)
        with self.database.reading(walls_of(actor)) as c:
            return [KeptPlace(*r) for r in c.execute(query)]

    def eyes(self, region: str) -> int:
        """How many pairs of eyes a change takes in a region."""
        with self.database.reading() as c:
            return int(c.execute(select(chains.c.eyes).where(chains.c.region == region)).scalar() or EYES)

    def anchors(self, regions: Sequence[str] | None = None) -> list[ChainHead]:
        """The heads of the chains: what is printed outside, and holds no more than a number and a digest."""
        query = select(chains.c.region, chains.c.number, chains.c.digest).order_by(chains.c.region)
        if regions is not None:
            query = query.where(chains.c.region.in_(regions))
        with self.database.reading() as c:
            return [ChainHead(*r) for r in c.execute(query)]

    def audited(self, actor: Actor, region: str | None = None, most: int = 500) -> list[AuditLine]:
        """The audit log of the regions in which the person may audit, the latest first. What belongs to no region is for the ministry."""
        query = select(audit).where(visible(actor, audit.c.region, "audit")).order_by(audit.c.id.desc()).limit(most)
        if region is not None:
            query = query.where(audit.c.region == region)
        with self.database.reading(walls_of(actor)) as c:
            return [record_of(AuditLine, r) for r in c.execute(query)]

    # --- writing --------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self, actor: Actor, act: Act, region: str) -> Iterator[Writing]:
        """One transaction under the lock of a region, for somebody who may act there. Raises DeskForbidden, DeskMissing."""
        demand(actor, act, region)
        with self.database.writing(walls_of(actor, frozenset({region}))) as c:
            at = stamp(self.clock())
            upsert = postgresql.insert if not self.database.sqlite else sqlite.insert
            c.execute(
                upsert(chains).values(region=region, eyes=EYES, number=0, digest=START).on_conflict_do_nothing(index_elements=["region"])
            )
            head = c.execute(select(chains).where(chains.c.region == region).with_for_update()).one()
            made = Writing(c, actor, region, at, head)
            yield made
            made.close()

    def note(self, actor: Actor, kind: str, region: str | Iterable[str] | None, about: str | None = None) -> None:
        """Write down that somebody read or exported something of a region, or of each of several."""
        regions = [region] if region is None or isinstance(region, str) else sorted(set(region))
        line = {"at": stamp(self.clock()), "person": actor.person, "who": actor.name, "kind": kind, "about": (about or "")[:200] or None}
        if regions:
            with self.database.writing() as c:
                c.execute(insert(audit), [line | {"region": r} for r in regions])

    # --- checking -------------------------------------------------------------------------------------------

    def verify(self, anchors: Sequence[ChainHead] = (), region: str | None = None) -> list[str]:
        """What is wrong with the journals (or that of a region), their heads, and the items and changes that they tell of. For administrators of the
        machine, and for whoever may audit the region."""
        out: list[str] = []
        query = select(chains) if region is None else select(chains).where(chains.c.region == region)
        with self.database.reading(EVERYTHING) as c:
            heads = {r.region: r for r in c.execute(query)}
            for one, head in sorted(heads.items()):
                entries = [
                    record_of(Entry, r) for r in c.execute(select(journal).where(journal.c.region == one).order_by(journal.c.number))
                ]
                out += faults(entries, ChainHead(one, head.number, head.digest), anchors)
                out += _told(c, one, entries)
        out += [
            f"{a.region}: it was anchored and has no journal here"
            for a in anchors
            if a.region not in heads and a.number > 0 and region in (None, a.region)
        ]
        return out


def _opened(entry: Entry, seals: Opened) -> Entry:
    """An entry with the sealed values that are still kept."""
    return msgspec.structs.replace(entry, before=seals.values(entry.before), after=seals.values(entry.after))


def _told(c: Connection, region: str, entries: Sequence[Entry]) -> list[str]:
    """Where the items and changes of a region are not what its journal tells."""
    states: dict[int, dict[str, Any]] = {}
    versions: dict[int, int] = {}
    fates: dict[int, str] = {}
    seals = Opened(c, region)
    for e in (_opened(e, seals) for e in entries):
        if e.kind == "begun" and e.item is not None:
            states[e.item], versions[e.item] = dict(e.after or {}), 1
        if e.kind == "proposed" and e.change is not None:
            fates[e.change] = "open"
        if e.kind in ("refused", "withdrawn", "applied") and e.change is not None:
            fates[e.change] = e.kind
        if e.kind == "applied" and e.item is not None:
            states.setdefault(e.item, {}).update(e.after or {})
            versions[e.item] = versions.get(e.item, 0) + 1
    out = [f"{region}: a sealed value is missing or was altered ({d[:12]})" for d in sorted(seals.faults)]
    kept = {r.id: item_of(r) for r in c.execute(select(items).where(items.c.region == region))}
    for id in sorted(kept.keys() | states.keys()):
        if id not in kept or id not in states or (kept[id].state, kept[id].version) != (states[id], versions[id]):
            out.append(f"{region}: item {id} is not what the journal tells")
    now_ = {r.id: r.status for r in c.execute(select(changes.c.id, changes.c.status).where(changes.c.region == region))}
    out += [
        f"{region}: change {id} is not what the journal tells" for id in sorted(now_.keys() | fates.keys()) if now_.get(id) != fates.get(id)
    ]
    return out


def _with_signatures(c: Connection, rows: Sequence[Row[Any]]) -> list[KeptChange]:
    ids = [r.id for r in rows]
    found: dict[int, list[tuple[int, str]]] = {}
    for at in range(0, len(ids), 500):
        query = select(signoffs).where(signoffs.c.change.in_(ids[at : at + 500])).order_by(signoffs.c.at)
        for s in c.execute(query):
            found.setdefault(s.change, []).append((s.person, s.who))
    return [changed(r, found.get(r.id, [])) for r in rows]


__all__ = ["EYES", "WorkShelf", "digest"]
