"""The records of the lawbook: what a file may say, as frozen, typed values.

Every record is one mapping in a YAML file; the field names are the keys. The published JSON Schema
(:mod:`shidian.law.schema`) and the reader (:mod:`shidian.law.binding`) are both derived from these
classes, so a field added here is at once readable, checked and completed by editors.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

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


class Vocabulary(Record, frozen=True):
    """One file of `vocabulary/`: the terms of one kind."""

    vocabulary: Id
    terms: tuple[Term, ...]
    zones: tuple[Zone, ...] = ()
    groups: tuple[Group, ...] = ()


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
    assumed: Annotated[
        str | None, Meta(description="taken, and shown as taken, when the case does not say otherwise")
    ] = None


class Slot(Record, frozen=True):
    """One part of an answer. A ceiling bounds the number `of`; a chain lists its values mildest first; a flag is
    a condition that is either asked for or not; a set collects `values`; an amount is a number with a `unit`."""

    slot: Id
    kind: Literal["ceiling", "chain", "flag", "set", "amount"]
    label: Label
    of: Id | None = None
    values: tuple[Choice, ...] = ()
    unit: Label | None = None
    refuses: Annotated[
        bool, Meta(description="a flag that refuses the case as asked, whatever the numbers (a barred legal form)")
    ] = False


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


# --- instruments --------------------------------------------------------------------------------------------


class Range(Record, frozen=True):
    """A test on a number (`at_least`, `above`, `at_most`, `below`), a date (`from`, `before`) or a set (`any_of`,
    `all_of`, `none_of`)."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    from_: dt.date | None = field(name="from", default=None)
    before: dt.date | None = None
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


Test = str | tuple[str, ...] | Range
"""What a fact must be: one value, one of several, or within a range."""
Scope = dict[str, Test]
"""A conjunction: every fact named must pass its test."""


class Bound(Record, frozen=True):
    """A ceiling (`at_most` includes the number, `below` does not), or an amount: a number (`amount`), or a multiple (`times`)
    of the product of the numbers in `of`."""

    at_most: Decimal | None = None
    below: Decimal | None = None
    amount: Decimal | None = None
    times: Decimal | None = None
    of: tuple[Id, ...] = ()


EffectValue = Bound | tuple[str, ...] | str
Effect = dict[str, EffectValue]


class Period(Record, frozen=True):
    """A half-open interval of validity. `by` and `ended_by` name the acts that opened and closed it."""

    from_: dt.date = field(name="from")
    until: dt.date | None = None
    then: Annotated[
        Literal["over", "unknown"], Meta(description="after the end: over, or unknown whether it was prolonged")
    ] = "over"
    by: str | None = None
    ended_by: str | None = None


class Duty(Record, frozen=True):
    """An obligation that comes with the answer."""

    name: Label
    authority: Id
    kind: Literal["approval", "licence", "filing", "report", "review", "registration", "conduct"]
    note: Label | None = None


class Rule(Record, frozen=True):
    """One machine-readable reading of a provision, for one question."""

    rule: Id
    question: Id
    kind: Literal["limit", "relief", "grant", "duty", "closing"]
    summary: Label | None = None
    when: Scope = {}
    unless: tuple[Scope, ...] = ()
    in_force: Annotated[
        tuple[Period, ...] | None,
        Meta(description="default: while an edition contains the provision; [] means never in force so far"),
    ] = None
    announced: dt.date | None = None
    announced_until: dt.date | None = None
    standing: Annotated[
        Literal["known", "unknown"], Meta(description="unknown: nobody could find out whether it is in force")
    ] = "known"
    effect: Effect = {}
    relieves: tuple[str, ...] = ()
    authorised_by: tuple[str, ...] = ()
    duty: Duty | None = None
    duties: tuple[Duty, ...] = ()
    conditions: tuple[Label, ...] = ()
    also: tuple[str, ...] = ()
    seen: Seen | None = None
    disputed: Label | None = None
    caution: Label | None = None
    known: Annotated[dt.date | None, Meta(description="day it became known, when later than publication")] = None


class Gap(Record, frozen=True):
    """A clause that could not be encoded. It taints the cases in its scope: as an unread `limit` it can forbid, as
    an unread `relief` it can allow what the limits it names forbid, as an unread `grant` it can give."""

    gap: Id
    question: Id
    kind: Literal["limit", "relief", "grant"]
    reason: Label
    when: Scope = {}
    unless: tuple[Scope, ...] = ()
    in_force: tuple[Period, ...] | None = None
    relieves: tuple[str, ...] = ()
    known: dt.date | None = None


class Provision(Record, frozen=True):
    """A numbered part of an instrument. `number` is its number, or its number in each edition that contains it."""

    provision: Id
    number: str | dict[str, str]
    summary: Label
    seen: Seen | dict[str, Seen]
    heading: Label | None = None
    sources: tuple[Id, ...] = ()
    note: Label | None = None
    rules: tuple[Rule, ...] = ()
    gaps: tuple[Gap, ...] = ()
    no_rule: Annotated[Label | None, Meta(description="why nothing of it is encoded as a rule")] = None


class Edition(Record, frozen=True):
    """One text of an instrument. It holds from `effective` until the next edition, or `expires`."""

    edition: str
    effective: dt.date | None
    title: Label | None = None
    number: Label | None = None
    adopted: dt.date | None = None
    promulgated: dt.date | None = None
    published: dt.date | None = None
    expires: dt.date | None = None
    ended_by: str | None = None
    seen: Seen = "secondary"
    sources: tuple[Id, ...] = ()
    note: Label | None = None


class Instrument(Record, frozen=True):
    """A legal document as one thing over time."""

    instrument: Id
    title: Label
    kind: Literal[
        "statute", "administrative-regulation", "departmental-rule", "local-regulation", "negative-list", "notice",
        "plan", "reply", "treaty", "catalogue", "commitment", "announcement", "guideline", "data-list",
    ]
    issuers: tuple[Id, ...]
    editions: tuple[Edition, ...]
    provisions: tuple[Provision, ...]
    repeals: tuple[Id, ...] = ()
    adjusts: tuple[Id, ...] = ()
    note: Label | None = None


# --- worked cases -------------------------------------------------------------------------------------------


class Expect(Record, frozen=True):
    """What a worked case must answer; only what is written is compared."""

    outcome: str | None = None
    ceiling: Bound | None = None
    announced: str | None = None
    announced_ceiling: Bound | None = None
    because: str | None = None
    determining: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    given: Annotated[dict[str, Decimal], Meta(description="amounts that are given, by slot")] = {}


class WorkedCase(Record, frozen=True):
    """Facts put to a question, and the answer a lawyer gave, with the basis."""

    case: Id
    title: Label
    facts: dict[str, str]
    expect: Expect
    basis: Label
    strength: Literal["high", "medium-high", "medium", "low-medium", "low"]
    known_on: dt.date | None = None
    note: Label | None = None


class WorkedCases(Record, frozen=True):
    """One file of `cases/`."""

    question: Id
    cases: tuple[WorkedCase, ...]
