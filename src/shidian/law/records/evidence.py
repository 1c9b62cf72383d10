"""Records of evidence: who said what, and where. Claims stand beside the law and never change a decision."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, field

from shidian.law.records.base import Id, Label, Record, id_of

When = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
        description="a year, a month or a day: 2025, 2025-04, 2025-04-11",
        extra={"fault": "bad-date"},
    ),
]


class Subject(Record, frozen=True):
    """What claims are about: one quantity, date, list or statement of the world. `tolerance` is the relative difference, in
    percent, within which two numbers can both hold (rounding)."""

    subject: Id
    name: Label
    unit: Annotated[Id, id_of("unit")] | None = None
    tolerance: Decimal | None = None


class Unit(Record, frozen=True):
    """A unit of claims; `tolerance` (percent) holds for subjects that give none."""

    unit: Id
    name: Label
    currency: str | None = None
    scale: Annotated[Decimal, Meta(description="what one of the unit is in the base unit: 1000000000 for a billion")] = Decimal(1)
    tolerance: Decimal = Decimal("0.5")


class Rate(Record, frozen=True):
    """The range in which the exchange rate of two currencies lay in a year: units of `to` for one unit of `from`."""

    from_currency: str
    to_currency: str
    year: str
    lowest: Decimal
    highest: Decimal
    source: Id | None = None


class Subjects(Record, frozen=True):
    """The file `evidence/subjects/*.yaml`."""

    subjects: tuple[Subject, ...]
    units: tuple[Unit, ...] = ()
    rates: tuple[Rate, ...] = ()


class Said(Record, frozen=True):
    """What a claim says, in one of these forms: a number; at least, at most, above or below a number; a list of words; one word;
    a day or span of days."""

    number: Decimal | None = None
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    about: Annotated[Decimal | None, Meta(description="a rounded number: a wider tolerance holds")] = None
    words: Annotated[tuple[str, ...], Meta(description="a list, such as the regions named")] = ()
    word: Annotated[str | None, Meta(description="one value out of several that exclude each other")] = None
    from_: Annotated[When | None, Meta(description="a day, or the beginning of a span")] = field(name="from", default=None)
    to: When | None = None


class Claim(Record, frozen=True):
    """One statement about one subject by one source."""

    claim: Id
    subject: Annotated[Id, id_of("subject")]
    source: Annotated[Id, id_of("source")]
    says: Said
    summary: Label
    as_of: Annotated[When | None, Meta(description="the day or period the statement is about")] = None
    where: Annotated[str | None, Meta(description="where in the source: paragraph, table, headline")] = None
    unit: Annotated[Id, id_of("unit")] | None = None
    counts: Annotated[Annotated[Id, id_of("claim")] | None, Meta(description="a claim with the list that this number counts")] = None
    converts: Annotated[Annotated[Id, id_of("claim")] | None, Meta(description="a claim with the same amount in another currency")] = None
    part: Annotated[Annotated[Id, id_of("claim")] | None, Meta(description="this share is `part` of `whole`")] = None
    whole: Annotated[Id, id_of("claim")] | None = None
    sum_of: Annotated[tuple[Annotated[Id, id_of("claim")], ...], Meta(description="claims whose numbers add up to this one")] = ()
    note: Label | None = None


class Claims(Record, frozen=True):
    """One file of `evidence/claims/`."""

    claims: tuple[Claim, ...]


class Cue(Record, frozen=True):
    """By which words a document speaks of a subject. In `near`, `sentence`, `document` and `none` each entry is one word or several parted by `|`."""

    cue: Id
    subject: Annotated[Id, id_of("subject")]
    takes: Annotated[
        Literal["count", "amount", "share", "period", "day", "list", "words"], Meta(description="the kind of finding it takes")
    ]
    near: Annotated[tuple[str, ...], Meta(description="within 60 characters of the finding")] = ()
    sentence: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    none: Annotated[tuple[str, ...], Meta(description="not in the sentence")] = ()
    listed: Annotated[
        tuple[Annotated[Id, id_of("group")], ...], Meta(description="groups of which a list must name the greater part and little else")
    ] = ()
    bound: Annotated[Literal["stated", "open"] | None, Meta(description="only a stated number, or only one that bounds")] = None
    says: Said | None = None
    as_of: Annotated[str | None, Meta(description="`document`: its date; `sentence`: a day in the sentence; or a year, month or day")] = (
        None
    )
    part: Annotated[Annotated[Id, id_of("subject")] | None, Meta(description="a share of this subject …")] = None
    whole: Annotated[Annotated[Id, id_of("subject")] | None, Meta(description="… in that one")] = None


class Cues(Record, frozen=True):
    """One file of `evidence/cues/`."""

    cues: tuple[Cue, ...]


class Judgement(Record, frozen=True):
    """A person's word on a contradiction, or on one that no function can find. It stands beside the claims."""

    judgement: Id
    about: Annotated[tuple[Annotated[Id, id_of("claim")], ...], Meta(description="the claims it concerns")]
    verdict: Literal["settled", "open", "explained", "error", "translation", "not-a-contradiction"]
    reason: Label
    prefers: tuple[Annotated[Id, id_of("claim")], ...] = ()
    by_machine: Annotated[bool, Meta(description="whether the function finds it too")] = True


class Judgements(Record, frozen=True):
    """One file of `evidence/judgements/`."""

    judgements: tuple[Judgement, ...]
