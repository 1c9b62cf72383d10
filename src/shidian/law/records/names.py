"""Records of vocabularies (terms, zones and groups), and of the names people use beside those of a vocabulary: names of the trade, classes of an industry
classification, and places.

No name is law. A name says what a word may mean: one entry (perhaps a coarse one), several between which a person must choose, or none.
"""

import datetime as dt
from typing import Annotated

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record, id_of


class Spoken(Record, frozen=True):
    """Words that mean one entry (`means`), one of several (`between`), or none of ours; `note` says why, `branch` where to look. What is read
    `alone` is a name where nothing else is said (a cell, a field), and within a sentence an ordinary word. What stands in `ends` are last words: a name
    that is not known and ends in one means the same (a rubber duck factory)."""

    say: tuple[str, ...]
    means: Id | None = None
    between: tuple[Id, ...] = ()
    branch: Id | None = None
    note: Label | None = None
    alone: bool = False
    ends: tuple[str, ...] = ()


class SpokenNames(Record, frozen=True):
    """One file of `names/spoken/`: the names people use for the entries of one vocabulary."""

    names_of: Annotated[Id, id_of("vocabulary")]
    names: tuple[Spoken, ...]


class IndustryClass(Record, frozen=True):
    """One class of an industry classification: the lowest activity that surely contains it, or those it may touch."""

    code: Annotated[str, Meta(pattern=r"^[A-Z][0-9]{4}$")]
    name: str
    say: Annotated[tuple[str, ...], Meta(description="what people call things that lie in the class")] = ()
    within: Id | None = None
    touches: tuple[Id, ...] = ()
    equal: Annotated[bool, Meta(description="the class and the activity have the same extent")] = False
    doubtful: bool = False
    note: str | None = None


class IndustryCodes(Record, frozen=True):
    """One file of `names/industries/`: the classes of a classification, read as activities."""

    classification: Id
    title: Label
    names_of: Annotated[Id, id_of("vocabulary")]
    provenance: Label
    sections: tuple[str, ...]
    classes: tuple[IndustryClass, ...]
    titles: Annotated[dict[str, tuple[str, ...]], Meta(description="names of sections, divisions and groups by their codes")] = {}


class FormerDivision(Record, frozen=True):
    """A name of a division that was given up: the code it had, and the division in force that surely contains it."""

    code: str
    name: str
    now: str


class PlaceArea(Record, frozen=True):
    """A park, new area or part of a free-trade zone by its names: the divisions it lies in, and the zone it is wholly part of."""

    names: tuple[str, ...]
    divisions: tuple[str, ...]
    zone: str | None = None


class PlaceNames(Record, frozen=True):
    """One file of `names/places/`: the divisions of the country by code, the former ones, and areas, to read addresses with."""

    places: Id
    names_of: Annotated[Id, id_of("vocabulary")]
    provenance: Label
    divisions: dict[str, str]
    former: tuple[FormerDivision, ...] = ()
    areas: tuple[PlaceArea, ...] = ()


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
