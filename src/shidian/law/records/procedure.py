"""Records of procedures: which facts and papers an approval or filing takes, who supplies each, the steps in order, and the times that acts set for
them; and the calendar of working days in which those times run."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, field

from shidian.law.records.base import Id, Label, Record, Seen, id_of

ProcedureEvent = Literal[
    "received",
    "asked",
    "supplied",
    "accepted",
    "forwarded",
    "decided",
    "granted",
    "refused",
    "effective",
    "expires",
    "exported",
    "transferred",
]
"""What a time runs from, or what ends it: papers received, more asked for, supplied; the application accepted (受理), forwarded to the deciding authority,
decided, granted (the result issued), refused; a contract in effect; the end of the validity; data exported; the notice of a transfer."""
Supplier = Literal["applicant", "register", "authority"]
"""Who supplies a fact or a paper: the applicant, a register that the authority looks up, the authority by its own judgement."""


class DaySpan(Record, frozen=True):
    """Days from one to another, both included."""

    from_: dt.date = field(name="from")
    until: dt.date


class Rest(Record, frozen=True):
    """A holiday of a published year: the days off."""

    name: Label
    from_: dt.date = field(name="from")
    until: dt.date


class PublishedYear(Record, frozen=True):
    """A year whose arrangement the State Council has published: every other Monday to Friday is a working day."""

    year: int
    title: Label
    number: str
    dated: dt.date
    off: tuple[Rest, ...]
    worked: Annotated[tuple[dt.date, ...], Meta(description="Saturdays and Sundays that are working days")]
    seen: Seen = "secondary"
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()
    note: Label | None = None


class ExpectedHoliday(Record, frozen=True):
    """A holiday of a year that is not published yet: the days that the law itself names (`sure`), the span of days that may be off, and the span in which
    at most `swaps` Saturdays and Sundays may be worked for them."""

    name: Label
    sure: DaySpan
    rest: DaySpan
    worked: DaySpan
    swaps: int


class ExpectedYear(Record, frozen=True):
    """A year not published yet: a day that is counted in it is an interval."""

    year: int
    holidays: tuple[ExpectedHoliday, ...]
    note: Label | None = None


class Otherwise(Record, frozen=True):
    """What any other year can hold at most: Mondays to Fridays off, and Saturdays and Sundays worked."""

    off: int
    worked: int
    note: Label | None = None


class WorkingDays(Record, frozen=True):
    """One file of `calendar/`."""

    published: tuple[PublishedYear, ...] = ()
    expected: tuple[ExpectedYear, ...] = ()
    otherwise: Otherwise = Otherwise(0, 0)


class ProcedureLimit(Record, frozen=True):
    """A time that an act sets for a step, from an event or before one. `asked` says what happens when more papers are asked for meanwhile: the time goes
    on, is suspended until they are supplied, begins anew then, or stays open because the authority may prolong it as it finds fit. `extension` is what may
    be added with approval. `from` and `until` (excluded) bound the days of the event for which this edition governs the step."""

    number: int
    unit: Literal["days", "working-days", "months", "years"]
    event: Annotated[ProcedureEvent, Meta(description="the event from which the time runs; with `ahead`, before which it ends")]
    provision: Annotated[str, id_of("provision")]
    ahead: bool = False
    asked: Literal["goes-on", "suspended", "anew", "open"] = "goes-on"
    extension: int = 0
    from_: dt.date | None = field(name="from", default=None)
    until: dt.date | None = None
    note: Label | None = None


class ProcedureStep(Record, frozen=True):
    """One step: who takes it, the event that it ends with, and its times by edition. Without `limits` no act that was read sets a time."""

    step: Id
    name: Label
    who: Literal["applicant", "authority"]
    authority: Annotated[Id | None, id_of("authority")] = None
    ends: ProcedureEvent | None = None
    validity: Annotated[bool, Meta(description="the time is how long the result holds, not when something is due")] = False
    limits: tuple[ProcedureLimit, ...] = ()
    note: Label | None = None


class ProcedurePaper(Record, frozen=True):
    """A fact or a paper that the procedure takes, who supplies it, and by which provision."""

    paper: Id
    name: Label
    by: Supplier
    provision: Annotated[str, id_of("provision")]
    fact: Annotated[str | None, Meta(description="the fact of a question that it shows, `question/fact`")] = None
    only_if: Label | None = None
    from_: dt.date | None = field(name="from", default=None)
    until: dt.date | None = None


class Procedure(Record, frozen=True):
    """One file of `procedures/`: a pilot approval or a filing."""

    procedure: Id
    title: Label
    kind: Literal["pilot-approval", "licence", "approval", "filing", "assessment"]
    authority: Annotated[Id, id_of("authority")]
    activities: tuple[Id, ...] = ()
    places: tuple[Annotated[Id, id_of("territory")], ...] = ()
    measures: Annotated[
        tuple[str, ...],
        Meta(description="`question/word`: it is called for where the question comes to this outcome, or a fact of it is this value"),
    ] = ()
    duties: Annotated[
        tuple[Annotated[str, id_of("rule")], ...],
        Meta(description="rules whose duty it carries out: where an answer has the duty, it is called for"),
    ] = ()
    papers: tuple[ProcedurePaper, ...] = ()
    steps: tuple[ProcedureStep, ...] = ()
    seen: Seen = "secondary"
    note: Label | None = None
