"""Records of vocabularies: terms, zones and groups, with the names people use for them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record, id_of


class Term(Record, frozen=True):
    """One entry of a vocabulary: an activity, an administrative unit, an origin, an authority."""

    id: Id
    name: Label
    parent: Annotated[Id, id_of("term")] | None = None
    aliases: tuple[str, ...] = ()
    codes: dict[str, str] = {}
    complete: Annotated[bool, Meta(description="the children listed exhaust this term")] = False
    note: Label | None = None


class Zone(Record, frozen=True):
    """An area that is not an administrative unit; `touches` lists the units it can overlap."""

    id: Id
    name: Label
    touches: tuple[Annotated[Id, id_of("term")], ...]
    within: Annotated[tuple[Annotated[Id, id_of("zone")], ...], Meta(description="zones it lies wholly inside")] = ()
    established: dt.date | None = None
    aliases: tuple[str, ...] = ()
    note: Label | None = None


class Group(Record, frozen=True):
    """A named set of terms and zones, for use in scopes."""

    id: Id
    name: Label
    members: tuple[Annotated[Id, id_of("entry")], ...]
    aliases: tuple[str, ...] = ()
    note: Label | None = None


class Absent(Record, frozen=True):
    """Names that are deliberately no entry, and what to say to somebody who gives one."""

    names: tuple[str, ...]
    hint: Label


class Vocabulary(Record, frozen=True):
    """One file of `vocabulary/`: the terms of one kind."""

    vocabulary: Id
    terms: tuple[Term, ...]
    zones: tuple[Zone, ...] = ()
    groups: tuple[Group, ...] = ()
    absent: tuple[Absent, ...] = ()
