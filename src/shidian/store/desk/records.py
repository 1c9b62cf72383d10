"""What the store of the desk keeps, as records. What an item's state means is the business of `tracking`."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

ChangeStatus = Literal["open", "applied", "refused", "withdrawn"]
ThingKind = Literal["item", "application", "assessment"]
"""What goes through four eyes and the journal: an item, a firm's application, an assessment of an item."""


class KeptItem(Struct, frozen=True):
    """An item: a task of the programme in a region, or a measure of the region's own (`task` None). `version` counts its changes.

    Applications and assessments are kept the same way (`kind`): `title` is then the procedure or the period, `parent` the item it belongs to."""

    id: int
    region: str
    task: str | None
    area: str
    title: str
    state: dict[str, Any]
    version: int
    made_at: str
    changed_at: str
    kind: ThingKind = "item"
    parent: int | None = None


class KeptPlace(Struct, frozen=True):
    """Where an item stands: what a view of all regions needs of it, without its words and people. `grade` is that of its best evidence."""

    id: int
    region: str
    task: str | None
    stage: str
    due: str | None
    changed_at: str
    grade: str | None


class KeptChange(Struct, frozen=True):
    """A change proposed for an item at a version: the fields before and after, and how many pairs of eyes it takes."""

    id: int
    region: str
    item: int
    version: int
    person: int
    who: str
    at: str
    why: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    eyes: int
    undoes: int | None
    status: ChangeStatus
    decided_at: str | None = None
    signed: tuple[str, ...] = ()
    signers: tuple[int, ...] = ()


class ConfirmedPiece(Struct, frozen=True):
    """Evidence of grade A that everybody can follow: document with its number, link, the day (or year) it bears, page and quoted words."""

    document: str
    link: str
    when: str
    page: str
    quote: str


class ConfirmedStage(Struct, frozen=True):
    """Where an item stands, confirmed by two people on public evidence: all that leaves the desk for the lawbook. `signed` is the day on which it was, in China."""

    item: int
    region: str
    task: str | None
    area: str
    title: str
    stage: str
    signed: str
    pieces: tuple[ConfirmedPiece, ...]


class AuditLine(Struct, frozen=True):
    """One line of the audit log: who signed in, read, exported, or changed an account."""

    id: int
    at: str
    who: str
    kind: str
    region: str | None
    about: str | None


class KeptToken(Struct, frozen=True):
    """A token of a person (`kind`: for a program, or the feed of a calendar). `acts` and `regions` are None where it is for all that the person may."""

    id: str
    name: str
    writes: bool
    acts: tuple[str, ...] | None
    regions: tuple[str, ...] | None
    made_at: str
    expires_at: str
    kind: str = "token"


class Person(Struct, frozen=True):
    """An account, with its roles as `region role` pairs. `ready` says whether it can sign in."""

    id: int
    login: str
    name: str
    active: bool
    ready: bool
    roles: tuple[tuple[str, str], ...]
