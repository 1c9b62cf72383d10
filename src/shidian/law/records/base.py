"""The records of the lawbook: what a file may say, as frozen, typed values. Here: the base, vocabularies, sources, questions.

Every record is one mapping in a YAML file; the field names are the keys. The published JSON Schema
(:mod:`shidian.law.load.schema`) and the reader (:mod:`shidian.law.load.binding`) are both derived from these
classes, so a field added here is at once readable, checked and completed by editors.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="lower-case letters, digits, - and .")]
Seen = Literal["official", "opening", "secondary", "memory", "inferred"]
"""How well the words behind a statement were seen, best first: the official text; part of it; a secondary
source; memory; an inference of the editors."""
SEEN: tuple[Seen, ...] = ("official", "opening", "secondary", "memory", "inferred")
Reading = Literal["in_force", "announced"]


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all records: immutable, and closed against unknown keys."""


class Label(Record, frozen=True):
    """A text a person reads, in English and in Chinese (zh-CN)."""

    en: str
    zh: str

    def __getitem__(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


# --- vocabulary ---------------------------------------------------------------------------------------------


class Term(Record, frozen=True):
    """One entry of a vocabulary: an activity, an administrative unit, an origin, an authority."""

    id: Id
    name: Label
    parent: Id | None = None
    aliases: tuple[str, ...] = ()
    codes: dict[str, str] = {}
    complete: Annotated[bool, Meta(description="the children listed exhaust this term")] = False
    note: Label | None = None


class Zone(Record, frozen=True):
    """An area that is not an administrative unit; `touches` lists the units it can overlap."""

    id: Id
    name: Label
    touches: tuple[Id, ...]
    within: Annotated[tuple[Id, ...], Meta(description="zones it lies wholly inside")] = ()
    established: dt.date | None = None
    aliases: tuple[str, ...] = ()
    note: Label | None = None


class Group(Record, frozen=True):
    """A named set of terms and zones, for use in scopes."""

    id: Id
    name: Label
    members: tuple[Id, ...]
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


# --- sources ------------------------------------------------------------------------------------------------


class Source(Record, frozen=True):
    """Where a text was read. `grade` says what kind of publisher stands behind it."""

    id: Id
    title: Label
    publisher: Label
    language: Literal["zh", "en", "other"]
    grade: Literal["official", "spokesperson", "press", "law-firm", "reprint", "other"]
    address: str | None = None
    site: Annotated[str | None, Meta(description="the site, where no full address was kept")] = None
    date: dt.date | None = None
    read: dt.date | None = None
    note: Label | None = None


class Sources(Record, frozen=True):
    """One file of `evidence/sources/`."""

    sources: tuple[Source, ...]


# --- questions ----------------------------------------------------------------------------------------------


class Choice(Record, frozen=True):
    """One value of a choice or set fact, or of a slot."""

    id: Id
    name: Label
    aliases: tuple[str, ...] = ()


class Fact(Record, frozen=True):
    """One thing a question needs to know."""

    fact: Id
    domain: Literal["tree", "place", "date", "number", "yes_no", "choice", "set"]
    label: Label
    ask: Label
    vocabulary: Id | None = None
    unit: Label | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    whole: Annotated[bool, Meta(description="only whole numbers")] = False
    no_more_than: Annotated[Id | None, Meta(description="a fact that this number cannot exceed")] = None
    choices: tuple[Choice, ...] = ()
    assumed: Annotated[str | None, Meta(description="taken, and shown as taken, when the case does not say otherwise")] = None


class Slot(Record, frozen=True):
    """One part of an answer. A ceiling bounds the number `of`; a chain lists its values mildest first; a flag is
    a condition that is either asked for or not; a set collects `values`; an amount is a number with a `unit`."""

    slot: Id
    kind: Literal["ceiling", "chain", "flag", "set", "amount"]
    label: Label
    of: Id | None = None
    values: tuple[Choice, ...] = ()
    unit: Label | None = None
    refuses: Annotated[bool, Meta(description="a flag that refuses the case as asked, whatever the numbers (a barred legal form)")] = False


class Outcome(Record, frozen=True):
    """One way a decision can end, with the sentence that says so. `{fact}` stands for the label of a fact's value."""

    outcome: Id
    name: Label
    sentence: Label


class Question(Record, frozen=True):
    """What can be asked: the facts it takes, the slots of its answer, and how the outcome is read off them.

    `reads: ceilings` compares each number with its ceiling (`permitted`, `not_permitted`, `prohibited`);
    `reads: chain` takes the value of the chain `main` as the outcome; `reads: grants` asks whether any grant applies
    (`granted`, `not_granted`).
    """

    question: Id
    title: Label
    facts: tuple[Fact, ...]
    slots: tuple[Slot, ...]
    reads: Literal["ceilings", "chain", "grants"]
    main: Id
    outcomes: tuple[Outcome, ...]
