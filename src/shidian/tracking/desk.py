"""The use cases of the desk: begin an item, propose a change, sign, refuse, withdraw, undo. Each is one transaction; the doors call these.

Four eyes: who proposed a change cannot sign it, and nobody signs twice. A region may ask for one pair of eyes (the proposer's own) or three.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from msgspec import Struct

from shidian.errors import DeskError, DeskForbidden, DeskStale
from shidian.store.access import Actor, demand
from shidian.store.desk.records import KeptChange, KeptItem, ThingKind
from shidian.store.desk.work import WorkShelf
from shidian.store.desk.writing import Writing
from shidian.store.signing.people import PeopleShelf
from shidian.tracking.application import APPLICATION, CLOSED
from shidian.tracking.assessment import ASSESSMENT
from shidian.tracking.fields import Tracked, begun_state, differs, key_of, plain_of, reason_of, refusal_of
from shidian.tracking.item import ITEM

LONGEST_TITLE = 300
TRACKED: Mapping[ThingKind, Tracked] = {t.kind: t for t in (ITEM, APPLICATION, ASSESSMENT)}
DONE: Mapping[ThingKind, tuple[str, ...]] = {"item": ("replicated", "stopped"), "application": CLOSED, "assessment": ("final",)}
"""The stages after which nothing is left to do, and the time of keeping personal data runs."""


class DeskSubject(Struct, frozen=True):
    """What an item is about: a task of the programme with its area and title, as the lawbook has them, and the regions that it is meant for (another may
    take it up: that is what replication is)."""

    task: str
    area: str
    title: str
    regions: frozenset[str] = frozenset()


class ProgrammeDesk:
    """The desk on a store. `tasks` are the programme's tasks by id, `regions` the ids of its regions, `areas` those of its areas, `procedures` the
    pilot approvals and filings that applications may be for, by id, each with its title; those in `only` are for some regions alone."""

    def __init__(
        self,
        work: WorkShelf,
        people: PeopleShelf,
        tasks: Mapping[str, DeskSubject],
        regions: Mapping[str, object],
        areas: Mapping[str, object],
        procedures: Mapping[str, str] | None = None,
        only: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.work = work
        self.people = people
        self.tasks = tasks
        self.regions = regions
        self.areas = areas
        self.procedures = procedures or {}
        self.only = only or {}

    def procedures_in(self, region: str) -> list[str]:
        """The procedures that a firm in a region may apply for."""
        return [p for p in self.procedures if p not in self.only or region in self.only[p]]

    def begin(
        self,
        actor: Actor,
        region: str,
        *,
        task: str | None = None,
        title: str | None = None,
        area: str | None = None,
        state: dict[str, Any] | None = None,
        why: str | None = None,
        key: str | None = None,
        within: Writing | None = None,
    ) -> int:
        """Begin to track a task in a region, or a measure of the region's own (`title` and `area`); returns the item. An item begins
        unpublished, as `announced` or planned: what comes after is proposed and signed. `within`: as a part of this transaction. Raises DeskError."""
        self._in(actor, region)
        subject = self._subject(task, title, area)
        begun = begun_state(ITEM, {**(state or {}), "published": False})
        asked = [region, subject.task, subject.area, subject.title, begun]
        with self._part(actor, region, within) as w:
            if (known := w.once(key_of(key), asked)) is not None:
                return int(known)
            if task is not None and (there := w.of_task(task)) is not None:
                raise DeskStale(f"this region already tracks the task `{task}`, as item {there.id}")
            id = w.begin(subject.task or None, subject.area, subject.title, begun, reason_of(why))
            w.remember(key_of(key), asked, id)
            return id

    def begin_application(
        self, actor: Actor, region: str, state: dict[str, Any], *, item: int | None = None, why: str | None = None, key: str | None = None
    ) -> int:
        """Begin to keep a firm's application for a pilot approval, drafted or received, and under an item of the region when one is named. Raises
        DeskError."""
        self._in(actor, region)
        begun = begun_state(APPLICATION, state)
        if (found := refusal_of(APPLICATION, begun, begun, why)) is not None:
            raise DeskError(found)
        if (procedure := str(begun["procedure"])) not in self.procedures_in(region):
            raise DeskError(f"`{procedure[:40]}` is not a procedure of the lawbook for this region", hint="see `shidian procedure`")
        return self._below(actor, region, APPLICATION, begun, item, self.procedures[procedure], why, key)

    def begin_assessment(
        self, actor: Actor, item: int, state: dict[str, Any] | None = None, *, why: str | None = None, key: str | None = None
    ) -> int:
        """Begin an assessment of an item. Raises DeskError."""
        seen = self.work.item(actor, item, "item")
        return self._below(actor, seen.region, ASSESSMENT, begun_state(ASSESSMENT, state or {}), item, seen.title, why, key)

    def _part(self, actor: Actor, region: str, within: Writing | None) -> AbstractContextManager[Writing]:
        """A transaction of its own, or a part of one that somebody began for the same person and region."""
        if within is None:
            return self.work.writing(actor, "propose", region)
        if within.region != region or within.actor is not actor:
            raise ValueError("a transaction is for one person and one region")
        return within.apart()

    def _below(
        self,
        actor: Actor,
        region: str,
        tracked: Tracked,
        begun: dict[str, Any],
        item: int | None,
        title: str,
        why: str | None,
        key: str | None,
    ) -> int:
        """Begin an application or an assessment under an item of the same region."""
        asked = [region, tracked.kind, item, begun]
        with self.work.writing(actor, "propose", region) as w:
            if (known := w.once(key_of(key), asked)) is not None:
                return int(known)
            above = w.item(item) if item is not None else None
            if above is not None and above.kind != "item":
                raise DeskError(f"an {tracked.kind} belongs to an item")
            area = above.area if above is not None else ""
            id = w.begin(None, area, title, begun, reason_of(why), tracked.kind, item)
            w.remember(key_of(key), asked, id)
            return id

    def propose(
        self,
        actor: Actor,
        item: int,
        wanted: dict[str, Any],
        *,
        version: int,
        why: str | None = None,
        key: str | None = None,
        within: Writing | None = None,
    ) -> KeptChange:
        """Propose a change for an item as it was seen at a version. Where the region asks for one pair of eyes, it holds at once. `within`: as a part
        of this transaction, for an item of its region. Raises DeskStale when the item is no longer at that version."""
        region = within.region if within is not None else self.work.item(actor, item).region
        asked = [item, wanted, version, why]
        with self._part(actor, region, within) as w:
            known = w.once(key_of(key), asked)
            if known is not None:
                return w.change(int(known))
            now = w.item(item)
            if now.version != version:
                raise DeskStale("somebody else changed this item meanwhile", hint="look at it again, and propose what still differs")
            before, after = differs(TRACKED[now.kind], now.state, wanted)
            self._refuse(w, now, after, reason_of(why))
            return self._proposed(w, now, before, after, reason_of(why), None, key_of(key), asked)

    def undo(self, actor: Actor, change: int, *, why: str | None) -> KeptChange:
        """Propose to take an applied change back, by a new entry. Raises DeskStale when one of its fields was changed since."""
        seen = self.work.change(actor, change)
        if not reason_of(why):
            raise DeskError("an undo needs a reason")
        with self.work.writing(actor, "propose", seen.region) as w:
            done = w.change(change)
            if done.status != "applied":
                raise DeskError("only a change that holds can be undone")
            if w.undone(change):
                raise DeskStale("this change was already taken back, or that is proposed")
            now = w.item(done.item)
            if any(now.state.get(n) != v for n, v in done.after.items()):
                raise DeskStale("a later change touched the same fields", hint="undo that one first, or propose a new change")
            return self._proposed(w, now, done.after, done.before, reason_of(why), change, None, None)

    def sign(self, actor: Actor, change: int) -> KeptChange:
        """Sign a change; with the last signature that it needs, it holds. Raises DeskForbidden for the proposer and for a second signature."""
        seen = self.work.change(actor, change)
        with self.work.writing(actor, "sign", seen.region) as w:
            found = w.change(change)
            if found.status != "open":
                raise DeskStale(f"this change is no longer open: it was {found.status}")
            if found.person == actor.person:
                raise DeskForbidden("who proposed a change cannot sign it", hint="another signer of the region can")
            signers = w.signers(change)
            if actor.person in signers:
                raise DeskForbidden("you signed this change already", hint="it needs another signer")
            w.sign(found)
            if len(signers) + 1 >= found.eyes - 1:
                self._apply(w, w.item(found.item), found)
            return w.change(change)

    def refuse(self, actor: Actor, change: int, why: str | None) -> KeptChange:
        """Refuse a change, with a reason."""
        seen = self.work.change(actor, change)
        if not reason_of(why):
            raise DeskError("a change is refused with a reason")
        with self.work.writing(actor, "sign", seen.region) as w:
            found = w.change(change)
            if found.person == actor.person:
                raise DeskForbidden("who proposed a change withdraws it instead")
            w.decide(found, "refused", reason_of(why))
            return w.change(change)

    def withdraw(self, actor: Actor, change: int) -> KeptChange:
        """Take one's own open change back."""
        seen = self.work.change(actor, change)
        with self.work.writing(actor, "propose", seen.region) as w:
            found = w.change(change)
            if found.person != actor.person:
                raise DeskForbidden("only who proposed a change can withdraw it")
            w.decide(found, "withdrawn")
            return w.change(change)

    def set_eyes(self, actor: Actor, region: str, eyes: int, why: str | None) -> None:
        """How many pairs of eyes a change takes in a region from now on: one, two or three."""
        if eyes not in (1, 2, 3):
            raise DeskError("a change takes one, two or three pairs of eyes")
        self._in(actor, region)
        if not reason_of(why):
            raise DeskError("this needs a reason")
        with self.work.writing(actor, "administer", region) as w:
            w.set_eyes(eyes, reason_of(why))

    def hand_over(self, actor: Actor, region: str, stages: Mapping[int, str], files: str) -> None:
        """Write down that stages of items (by item) were handed over for the lawbook, in files with this digest. Raises DeskStale where the last hand-over
        of each of them was of the same files."""
        with self.work.writing(actor, "sign", region) as w:
            kept = {id: w.item(id) for id in stages}
            if all(w.handed(id) == files for id in kept):
                raise DeskStale("this was handed over already", hint="there is nothing new in it")
            for id, item in sorted(kept.items()):
                w.noted("handed", id, {"stage": item.state["stage"], "files": files})

    def _proposed(
        self,
        w: Writing,
        now: KeptItem,
        before: dict[str, Any],
        after: dict[str, Any],
        why: str | None,
        undoes: int | None,
        key: str | None,
        asked: object,
    ) -> KeptChange:
        id = w.propose(now, before, after, why, undoes)
        w.remember(key, asked, id)
        if w.eyes == 1:
            self._apply(w, now, w.change(id))
        return w.change(id)

    def _apply(self, w: Writing, item: KeptItem, change: KeptChange) -> None:
        """Make a change hold that was proposed for what may be an earlier version: what it touches must still be as it was seen."""
        if any(item.state.get(n) != v for n, v in change.before.items()):
            raise DeskStale("what this change touches was changed meanwhile", hint="refuse it, and let it be proposed again")
        if change.undoes is None:
            self._refuse(w, item, change.after, change.why)
        w.apply(item, change, plain_of(TRACKED[item.kind].read({**item.state, **change.after})))

    def _refuse(self, w: Writing, item: KeptItem, after: dict[str, Any], why: str | None) -> None:
        """Raise DeskError when a change makes no sense for a thing as it stands."""
        found = refusal_of(TRACKED[item.kind], item.state, {**item.state, **after}, why)
        if found is None and item.kind == "application" and after.get("procedure", item.state["procedure"]) not in self.procedures:
            found = f"`{str(after.get('procedure'))[:40]}` is not a procedure of the lawbook"
        if found is None and item.kind == "item" and after.get("stage") == "assessed" and item.state["stage"] == "operating":
            found = None if w.assessed(item.id) else "`assessed` needs a final assessment of this item"
        if found is not None:
            raise DeskError(found)

    def _in(self, actor: Actor, region: str) -> None:
        """Raise DeskError for a region that the programme does not have, and DeskMissing to who may not see it."""
        if region not in self.regions:
            demand(actor, "read", region)
            raise DeskError(f"`{region[:40]}` is not a region of the programme")

    def _subject(self, task: str | None, title: str | None, area: str | None) -> DeskSubject:
        if task is not None:
            if task not in self.tasks:
                raise DeskError(f"`{task[:40]}` is not a task of the programme", hint="see `shidian tasks`")
            return self.tasks[task]
        bare = (title or "").strip()
        if not bare or len(bare) > LONGEST_TITLE or not bare.isprintable():
            raise DeskError(f"a measure of the region's own needs a title of at most {LONGEST_TITLE} characters")
        if area not in self.areas:
            raise DeskError(f"`{str(area)[:40]}` is not an area of the programme", hint="see `shidian plans`")
        return DeskSubject("", area or "", bare)
