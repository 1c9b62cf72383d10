"""Records of instruments: a document, its editions, its provisions, and the rules and gaps that read them."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, field

from shidian.law.records.base import Id, Label, Record, Seen, id_of


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
Scope = dict[Annotated[str, id_of("fact")], Test]
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
Effect = dict[Annotated[str, id_of("slot")], EffectValue]


class Period(Record, frozen=True):
    """A half-open interval of validity. `by` and `ended_by` name the acts that opened and closed it.

    Where the law names no day, a bound is an interval of knowledge: it began on one of the days from `from` to `from_at_latest`, and was over
    on one of those from `until` to `until_at_latest`. In between nobody knows whether it stands."""

    from_: dt.date = field(name="from")
    until: dt.date | None = None
    then: Annotated[Literal["over", "unknown"], Meta(description="after the end: over, or unknown whether it was prolonged")] = "over"
    by: Annotated[str, id_of("edition")] | None = None
    ended_by: Annotated[str, id_of("edition")] | None = None
    from_at_latest: Annotated[
        dt.date | None, Meta(description="the first day on which it surely stands, where its beginning is not known to the day")
    ] = None
    until_at_latest: Annotated[
        dt.date | None, Meta(description="the first day on which it is surely over, where its end is not known to the day")
    ] = None


class TimeAllowed(Record, frozen=True):
    """A time that the act sets: `days` as it says them (日), or working days (工作日), months, years."""

    number: int
    unit: Literal["days", "working-days", "months", "years"]
    for_: Annotated[Label | None, Meta(description="what takes that time; default: the authority's decision")] = field(
        name="for", default=None
    )


Stage = Literal[
    "before-registration",
    "instead-of-registration",
    "after-registration",
    "before-building",
    "before-opening",
    "after-opening",
    "by-goods",
    "each-event",
]
"""When on the way into business a duty is due, in that order; `by-goods`: for each kind of goods or service; `each-event`: every time."""


class Duty(Record, frozen=True):
    """An obligation that comes with the answer. The kind `none` says that nothing of the sector is needed: silence says nothing."""

    name: Label
    authority: Annotated[Id, id_of("authority")]
    kind: Literal["approval", "licence", "filing", "report", "review", "registration", "conduct", "none"]
    stage: Annotated[Stage | None, Meta(description="when on the way into business it is due; a first duty of the sector has one")] = None
    only_if: Annotated[Label | None, Meta(description="what must be so for it to be due, where no fact of the question says it")] = None
    limits: tuple[TimeAllowed, ...] = ()
    needs: Annotated[tuple[Label, ...], Meta(description="what the act asks of whoever applies, with its numbers")] = ()
    note: Label | None = None


class Rule(Record, frozen=True):
    """One machine-readable reading of a provision, for one question."""

    rule: Id
    question: Annotated[Id, id_of("question")]
    kind: Literal["limit", "relief", "grant", "duty", "closing", "need"]
    summary: Label | None = None
    when: Scope = {}
    unless: tuple[Scope, ...] = ()
    needs: Annotated[
        Scope,
        Meta(
            description="of a need: what the case must be open for as well, such as `{activity: b25}`: its limits, reliefs and duties join"
        ),
    ] = {}
    in_force: Annotated[
        tuple[Period, ...] | None, Meta(description="default: while an edition contains the provision; [] means never in force so far")
    ] = None
    announced: dt.date | None = None
    announced_until: dt.date | None = None
    standing: Annotated[Literal["known", "unknown"], Meta(description="unknown: nobody could find out whether it is in force")] = "known"
    effect: Effect = {}
    relieves: tuple[Annotated[str, id_of("rule")], ...] = ()
    restates: Annotated[
        Annotated[str, id_of("rule")] | None,
        Meta(description="of a limit: the limit that it repeats, such as the item of a list; what relieves that one relieves this one"),
    ] = None
    closes_for: Annotated[
        Annotated[str, id_of("rule")] | None,
        Meta(description="of a closing rule: the rule whose `when` and `unless` it has; it then has none of its own"),
    ] = None
    authorised_by: tuple[Annotated[str, id_of("act")], ...] = ()
    duty: Duty | None = None
    duties: tuple[Duty, ...] = ()
    conditions: tuple[Label, ...] = ()
    usual_conditions: Annotated[
        tuple[Annotated[Id, id_of("condition")], ...],
        Meta(description="conditions in words that several rules share, from vocabulary/conditions.yaml; they stand behind its own"),
    ] = ()
    also: tuple[Annotated[str, id_of("provision")], ...] = ()
    outside: Annotated[
        Annotated[Id, id_of("instrument")] | None,
        Meta(description="of a closing rule: the list that does not name the case; the rule is no surer than that list was read"),
    ] = None
    seen: Seen | None = None
    disputed: Label | None = None
    caution: Label | None = None
    known: Annotated[dt.date | None, Meta(description="day it became known, when later than publication")] = None


class Gap(Record, frozen=True):
    """A clause that could not be encoded. It taints the cases in its scope: as an unread `limit` it can forbid, as
    an unread `relief` it can allow what the limits it names forbid, as an unread `grant` it can give."""

    gap: Id
    question: Annotated[Id, id_of("question")]
    kind: Literal["limit", "relief", "grant"]
    reason: Label
    when: Scope = {}
    unless: tuple[Scope, ...] = ()
    in_force: tuple[Period, ...] | None = None
    relieves: tuple[Annotated[str, id_of("rule")], ...] = ()
    relieves_all_but: Annotated[
        tuple[Annotated[str, id_of("rule")], ...] | None,
        Meta(description="of a gap of the kind relief, in place of `relieves`: it could lift every limit of its question except these"),
    ] = None
    known: dt.date | None = None


class Provision(Record, frozen=True):
    """A numbered part of an instrument. `number` is its number, or its number in each edition that contains it; null where the number
    was not seen."""

    provision: Id
    number: str | dict[Annotated[str, id_of("own edition")], str | None] | None
    summary: Label
    seen: Seen | dict[Annotated[str, id_of("own edition")], Seen]
    heading: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()
    note: Label | None = None
    rules: tuple[Rule, ...] = ()
    gaps: tuple[Gap, ...] = ()
    no_rule: Annotated[Label | None, Meta(description="why nothing of it is encoded as a rule")] = None
    inferred: Annotated[bool, Meta(description="the number was not read but inferred, from the numbers around it")] = False

    def number_in(self, edition: str) -> str | None:
        """Its number in an edition; in an edition that does not contain it, that of the first one that does."""
        if not isinstance(self.number, dict):
            return self.number
        return self.number[edition] if edition in self.number else next(iter(self.number.values()))

    def seen_in(self, edition: str) -> Seen:
        """How well its words were seen in an edition."""
        return self.seen if isinstance(self.seen, str) else self.seen.get(edition, "inferred")


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
    ended_by: Annotated[str, id_of("edition")] | None = None
    seen: Seen = "secondary"
    read: Annotated[
        Seen | None, Meta(description="of a list: how well it was read as a whole; default: as well as the weakest of its items")
    ] = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()
    note: Label | None = None


class Instrument(Record, frozen=True):
    """A legal document as one thing over time."""

    instrument: Id
    title: Label
    kind: Literal[
        "statute",
        "administrative-regulation",
        "departmental-rule",
        "local-regulation",
        "negative-list",
        "notice",
        "plan",
        "reply",
        "treaty",
        "catalogue",
        "commitment",
        "announcement",
        "guideline",
        "data-list",
    ]
    issuers: tuple[Annotated[Id, id_of("authority")], ...]
    editions: tuple[Edition, ...]
    provisions: tuple[Provision, ...]
    repeals: tuple[Annotated[Id, id_of("instrument")], ...] = ()
    adjusts: tuple[Annotated[Id, id_of("instrument")], ...] = ()
    authorised_by: Annotated[
        tuple[Annotated[str, id_of("act")], ...], Meta(description="the acts that authorise its reliefs, where a relief names none itself")
    ] = ()
    checked: Annotated[dt.date | None, Meta(description="day it was last checked, when earlier than that of the imprint")] = None
    note: Label | None = None
