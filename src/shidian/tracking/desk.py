"""The use cases of the desk: begin an item, propose a change, sign, refuse, withdraw, undo. Each is one transaction; the doors call these.

Four eyes: who proposed a change cannot sign it, and nobody signs twice. A region may ask for one pair of eyes (the proposer's own) or three.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shidian.errors import DeskError, DeskForbidden, DeskStale
from shidian.store.access import Actor, demand
from shidian.store.desk_records import KeptChange, KeptItem
from shidian.store.people import PeopleShelf
from shidian.store.work import WorkShelf
from shidian.store.writing import Writing
from shidian.tracking.item import ItemState, difference, plain_of, refusal, state_of

LONGEST_WHY, LONGEST_TITLE, LONGEST_KEY = 2000, 300, 80


class DeskSubject(Struct, frozen=True):
    """What an item is about: a task of the programme with its area and title, as the lawbook has them."""

    task: str
    area: str
    title: str


class ProgrammeDesk:
    """The desk on a store. `tasks` are the programme's tasks by id, `regions` the ids of its regions, `areas` those of its areas."""

    def __init__(
        self,
        work: WorkShelf,
        people: PeopleShelf,
        tasks: Mapping[str, DeskSubject],
        regions: Mapping[str, object],
        areas: Mapping[str, object],
    ) -> None:
        self.work = work
        self.people = people
        self.tasks = tasks
        self.regions = regions
        self.areas = areas

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
    ) -> int:
        """Begin to track a task in a region, or a measure of the region's own (`title` and `area`); returns the item. An item begins
        unpublished, as `announced` or planned: what comes after is proposed and signed. Raises DeskError."""
        if region not in self.regions:
            demand(actor, "read", region)
            raise DeskError(f"`{region[:40]}` is not a region of the programme")
        subject = self._subject(task, title, area)
        begun = state_of({**(state or {}), "published": False})
        if begun.stage not in ("announced", "region-plan"):
            raise DeskError("an item begins as `announced` or `region-plan`", hint="propose the later stage with its evidence")
        asked = [region, subject.task, subject.area, subject.title, plain_of(begun)]
        with self.work.writing(actor, "propose", region) as w:
            known = w.once(_key(key), asked)
            if known is not None:
                return int(known)
            if task is not None and (there := w.of_task(task)) is not None:
                raise DeskStale(f"this region already tracks the task `{task}`, as item {there.id}")
            id = w.begin(subject.task or None, subject.area, subject.title, plain_of(begun), _why(why))
            w.remember(_key(key), asked, id)
            return id

    def propose(
        self, actor: Actor, item: int, wanted: dict[str, Any], *, version: int, why: str | None = None, key: str | None = None
    ) -> KeptChange:
        """Propose a change for an item as it was seen at a version. Where the region asks for one pair of eyes, it holds at once.
        Raises DeskStale when the item is no longer at that version."""
        seen = self.work.item(actor, item)
        asked = [item, wanted, version, why]
        with self.work.writing(actor, "propose", seen.region) as w:
            known = w.once(_key(key), asked)
            if known is not None:
                return w.change(int(known))
            now = w.item(item)
            if now.version != version:
                raise DeskStale("somebody else changed this item meanwhile", hint="look at it again, and propose what still differs")
            state = state_of(now.state)
            before, after = difference(state, wanted)
            _refuse(state, after, _why(why))
            return self._proposed(w, now, before, after, _why(why), None, _key(key), asked)

    def undo(self, actor: Actor, change: int, *, why: str | None) -> KeptChange:
        """Propose to take an applied change back, by a new entry. Raises DeskStale when one of its fields was changed since."""
        seen = self.work.change(actor, change)
        if not _why(why):
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
            return self._proposed(w, now, done.after, done.before, _why(why), change, None, None)

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
        if not _why(why):
            raise DeskError("a change is refused with a reason")
        with self.work.writing(actor, "sign", seen.region) as w:
            found = w.change(change)
            if found.person == actor.person:
                raise DeskForbidden("who proposed a change withdraws it instead")
            w.decide(found, "refused", _why(why))
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
        if region not in self.regions:
            demand(actor, "read", region)
            raise DeskError(f"`{region[:40]}` is not a region of the programme")
        if not _why(why):
            raise DeskError("this needs a reason")
        with self.work.writing(actor, "administer", region) as w:
            w.set_eyes(eyes, _why(why))

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
        state = state_of(item.state)
        if change.undoes is None:
            _refuse(state, change.after, change.why)
        w.apply(item, change, plain_of(state_of({**item.state, **change.after})))

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


def _refuse(before: ItemState, after: dict[str, Any], why: str | None) -> None:
    found = refusal(before, state_of({**plain_of(before), **after}), why)
    if found is not None:
        raise DeskError(found)


def _why(text: str | None) -> str | None:
    bare = (text or "").strip()
    if len(bare) > LONGEST_WHY:
        raise DeskError(f"a reason has at most {LONGEST_WHY} characters")
    if any(not c.isprintable() and c not in "\r\n\t" for c in bare):
        raise DeskError("the reason holds characters that cannot be shown")
    return bare or None


def _key(key: str | None) -> str | None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise DeskError(f"a key has 1 to {LONGEST_KEY} characters")
    return key
