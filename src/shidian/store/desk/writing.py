"""What may be written in one transaction on the desk, under the lock of one region. Whoever calls decides; this keeps, and writes the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.engine import Connection

from shidian.errors import DeskError, DeskMissing, DeskStale
from shidian.law.records.base import record_of
from shidian.store.access import Actor
from shidian.store.desk.chain import Entry, digest
from shidian.store.desk.records import ChangeStatus, KeptChange, KeptItem, ThingKind
from shidian.store.desk.seals import PERSONAL, erase, seal, without_names
from shidian.store.tables import chains, changes, items, journal, requests, signoffs


def item_of(row: Row[Any]) -> KeptItem:
    return record_of(KeptItem, row)


def changed(row: Row[Any], signed: Sequence[tuple[int, str]]) -> KeptChange:
    """A row as a change, with who signed it."""
    return record_of(KeptChange, row, signed=tuple(who for _, who in signed), signers=tuple(person for person, _ in signed))


class Writing:
    """One transaction. `eyes` is how many pairs of eyes a change takes here; `at` the moment of everything that it writes."""

    def __init__(self, connection: Connection, actor: Actor, region: str, at: str, head: Row[Any]) -> None:
        self._c = connection
        self.actor = actor
        self.region = region
        self.at = at
        self.eyes: int = head.eyes
        self._number: int = head.number
        self._digest: str = head.digest
        self._waiting: list[dict[str, Any]] = []

    @contextmanager
    def apart(self) -> Iterator[Writing]:
        """A part of the transaction that is undone by itself when it fails: the rest holds."""
        number, digest_, waiting = self._number, self._digest, len(self._waiting)
        try:
            with self._c.begin_nested():
                yield self
        except BaseException:
            self._number, self._digest = number, digest_
            del self._waiting[waiting:]
            raise

    def close(self) -> None:
        """Write the entries of this transaction and the new head of the chain; whoever began the transaction calls it at its end."""
        if self._waiting:
            self._c.execute(insert(journal), self._waiting)
            self._waiting = []
            self._c.execute(update(chains).where(chains.c.region == self.region).values(number=self._number, digest=self._digest))

    # --- what is there ----------------------------------------------------------------------------------------

    def item(self, id: int) -> KeptItem:
        """An item of this region as it stands under the lock. Raises DeskMissing."""
        row = self._c.execute(select(items).where(items.c.id == id, items.c.region == self.region)).first()
        if row is None:
            raise DeskMissing("there is no such item, or you may not see it")
        return item_of(row)

    def of_task(self, task: str) -> KeptItem | None:
        """The item of a task in this region."""
        row = self._c.execute(select(items).where(items.c.task == task, items.c.region == self.region)).first()
        return item_of(row) if row is not None else None

    def assessed(self, item: int) -> bool:
        """Whether there is a final assessment of an item."""
        query = select(items.c.id).where(items.c.parent == item, items.c.kind == "assessment", items.c.stage == "final")
        return self._c.execute(query.limit(1)).first() is not None

    def change(self, id: int) -> KeptChange:
        """A change in this region as it stands under the lock. Raises DeskMissing."""
        row = self._c.execute(select(changes).where(changes.c.id == id, changes.c.region == self.region)).first()
        if row is None:
            raise DeskMissing("there is no such change, or you may not see it")
        return changed(
            row, [(r.person, r.who) for r in self._c.execute(select(signoffs).where(signoffs.c.change == id).order_by(signoffs.c.at))]
        )

    def signers(self, change: int) -> frozenset[int]:
        """Who signed a change so far."""
        return frozenset(self._c.execute(select(signoffs.c.person).where(signoffs.c.change == change)).scalars())

    def handed(self, item: int) -> str | None:
        """The digest of the files in which an item was last handed over for the lawbook."""
        query = select(journal.c.after).where(journal.c.region == self.region, journal.c.item == item, journal.c.kind == "handed")
        found = self._c.execute(query.order_by(journal.c.number.desc()).limit(1)).scalar()
        return str(found["files"]) if found else None

    def undone(self, change: int) -> bool:
        """Whether a change was taken back, or is about to be."""
        query = select(changes.c.id).where(changes.c.undoes == change, changes.c.status.in_(("open", "applied")))
        return self._c.execute(query).first() is not None

    # --- what is written --------------------------------------------------------------------------------------

    def begin(
        self,
        task: str | None,
        area: str,
        title: str,
        state: dict[str, Any],
        why: str | None,
        kind: ThingKind = "item",
        parent: int | None = None,
    ) -> int:
        """A new item, application or assessment."""
        values = {
            "region": self.region,
            "task": task,
            "area": area,
            "title": title,
            "version": 1,
            "made_at": self.at,
            "changed_at": self.at,
            "kind": kind,
            "parent": parent,
        }
        id = int(self._c.execute(insert(items).values(**values, state=state, **_columns(state)).returning(items.c.id)).scalar_one())
        of: dict[str, Any] = {"task": task, "area": area, "title": title}
        if kind != "item":
            of |= {"kind": kind, "parent": parent}  # the digests of items begun before there were other kinds stay what they are
        self._append("begun", id, None, why, of, state)
        return id

    def propose(self, item: KeptItem, before: dict[str, Any], after: dict[str, Any], why: str | None, undoes: int | None = None) -> int:
        """A change that waits for signatures."""
        values = {"region": self.region, "item": item.id, "version": item.version, "person": self.actor.person, "who": self.actor.name}
        values |= {"at": self.at, "why": why, "before": before, "after": after, "eyes": self.eyes, "undoes": undoes, "status": "open"}
        id = int(self._c.execute(insert(changes).values(values).returning(changes.c.id)).scalar_one())
        self._append("proposed", item.id, id, why, before, after)
        return id

    def sign(self, change: KeptChange) -> None:
        """The word of this person for a change."""
        self._c.execute(insert(signoffs).values(change=change.id, person=self.actor.person, who=self.actor.name, at=self.at))
        self._append("signed", change.item, change.id, None, None, None)

    def decide(self, change: KeptChange, status: ChangeStatus, why: str | None = None) -> None:
        """Close a change without applying it."""
        self._close(change, status)
        self._append(status, change.item, change.id, why, None, None)

    def apply(self, item: KeptItem, change: KeptChange, state: dict[str, Any]) -> None:
        """Make a change hold. Raises DeskStale when the item is no longer what was read."""
        done = self._c.execute(
            update(items)
            .where(items.c.id == item.id, items.c.version == item.version)
            .values(state=state, version=item.version + 1, changed_at=self.at, **_columns(state))
        )
        if done.rowcount != 1:
            raise DeskStale("somebody else changed this item meanwhile", hint="look at it again")
        self._close(change, "applied")
        self._append("applied", item.id, change.id, change.why, change.before, change.after)

    def erase(self, item: KeptItem) -> None:
        """Erase the names of persons and firms that an item, application or assessment holds, everywhere but in the record of who acted."""
        state = without_names(item.state)
        done = update(items).where(items.c.id == item.id, items.c.version == item.version).values(state=state)
        if self._c.execute(done).rowcount != 1:
            raise DeskStale("somebody else changed this meanwhile", hint="look at it again")
        for row in self._c.execute(select(changes.c.id, changes.c.before, changes.c.after).where(changes.c.item == item.id)).all():
            values = {"before": without_names(row.before), "after": without_names(row.after)}
            self._c.execute(update(changes).where(changes.c.id == row.id).values(values))
        erase(self._c, item.id, self.at)
        self._append("erased", item.id, None, None, None, {"fields": sorted(PERSONAL & state.keys())})

    def set_eyes(self, eyes: int, why: str | None) -> None:
        """How many pairs of eyes a change takes from now on; open changes keep what they were proposed with."""
        self._append("eyes", None, None, why, {"eyes": self.eyes}, {"eyes": eyes})
        self._c.execute(update(chains).where(chains.c.region == self.region).values(eyes=eyes))
        self.eyes = eyes

    def once(self, key: str | None, asked: object) -> Any:
        """The answer that was given to this person's request with this key before; None when it is new. Raises DeskError when the key was
        used for something else."""
        if key is None:
            return None
        row = self._c.execute(select(requests).where(requests.c.person == self.actor.person, requests.c.key == key)).first()
        if row is None:
            return None
        if row.digest != _digest_of(asked):
            raise DeskError(f"the key `{key}` was used for another request", hint="use a new key for a new request")
        return row.answer

    def remember(self, key: str | None, asked: object, answer: Any) -> None:
        """Keep the answer to a request with a key."""
        if key is not None:
            values = {"person": self.actor.person, "key": key, "digest": _digest_of(asked), "answer": answer, "at": self.at}
            self._c.execute(insert(requests).values(values))

    @property
    def connection(self) -> Connection:
        """The transaction itself, for what stands beside items."""
        return self._c

    def noted(self, kind: str, item: int, after: dict[str, Any]) -> None:
        """Write down what was added to an item beside its changes."""
        self._append(kind, item, None, None, None, after)

    def _close(self, change: KeptChange, status: ChangeStatus) -> None:
        done = self._c.execute(
            update(changes).where(changes.c.id == change.id, changes.c.status == "open").values(status=status, decided_at=self.at)
        )
        if done.rowcount != 1:
            raise DeskStale("this change was decided meanwhile", hint="look at it again")

    def _append(
        self, kind: str, item: int | None, change: int | None, why: str | None, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        who = self.actor
        if item is not None:
            before, after = seal(self._c, self.region, item, before), seal(self._c, self.region, item, after)
        entry = Entry(self.region, self._number + 1, self.at, who.person, who.name, kind, item, change, why, before, after, self._digest)
        made = digest(entry)
        self._waiting.append({name: getattr(entry, name) for name in Entry.__struct_fields__} | {"digest": made})
        self._number, self._digest = entry.number, made


def _columns(state: dict[str, Any]) -> dict[str, Any]:
    """The parts of a state that queries ask for."""
    return {"stage": state["stage"], "due": state.get("due"), "published": bool(state.get("published"))}


def _digest_of(asked: object) -> str:
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
