"""Records of the programme: regions, plans, areas, tasks and their lifecycle, replication, chronology, crosswalk."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record, Seen, id_of
from shidian.law.records.evidence import When

Stage = Literal["announced", "implementing-rule", "operating", "replicated", "nationwide", "expired"]
STAGES: tuple[Stage, ...] = ("announced", "implementing-rule", "operating", "replicated", "nationwide", "expired")
"""The life of a task, in order."""


class Verb(Record, frozen=True):
    """An official verb and its strength: 5 取消/允许 (done or allowed), 4 支持, 3 鼓励, 2 探索, 1 研究; none for a verb off the scale."""

    verb: Annotated[str, Meta(description="the Chinese verb")]
    name: Label
    strength: int | None = None
    aliases: tuple[str, ...] = ()
    words: Annotated[
        tuple[str, ...], Meta(description="words by which articles say it, in either language; English verbs in the infinitive")
    ] = ()


class Cohort(Record, frozen=True):
    """Regions admitted together."""

    cohort: Id
    name: Label
    admitted: When
    instrument: str | None = None
    term: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class Region(Record, frozen=True):
    """One region of the programme."""

    region: Annotated[Annotated[Id, id_of("territory")], Meta(description="a territory id")]
    cohort: Annotated[Id, id_of("cohort")]
    admitted: When
    role: Literal["demonstration-zone", "pilot"]
    level: Literal["municipality", "province", "city"]
    emphasis: Label | None = None
    searched: Annotated[
        dt.date | None, Meta(description="the day of a search for more than announcements there, later than that of the lawbook")
    ] = None
    note: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class Area(Record, frozen=True):
    """One field of a plan. `tasks` is the official number of its tasks, where it was found."""

    area: Id
    name: Label
    number: int | None = None
    tasks: int | None = None
    untitled: Annotated[bool, Meta(description="no official title was found; the grouping and its name are ours")] = False
    seen: Seen = "secondary"
    note: Label | None = None


class Plan(Record, frozen=True):
    """A plan of the programme, with the official totals as they were published."""

    plan: Id
    title: Label
    published: When
    places: tuple[Annotated[Id, id_of("territory")], ...]
    instrument: Annotated[Id, id_of("instrument")] | None = None
    number: Label | None = None
    dated: When | None = None
    round: int | None = None
    tasks: int | None = None
    area_count: int | None = None
    areas: tuple[Area, ...] = ()
    seen: Seen = "secondary"
    note: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class Step(Record, frozen=True):
    """One step in the life of a task: the stage it reached, when, where, on what evidence."""

    stage: Stage
    when: When
    places: tuple[Annotated[Id, id_of("territory")], ...] = ()
    instrument: Annotated[Id, id_of("instrument")] | None = None
    seen: Seen = "secondary"
    linked: Annotated[Literal["stated", "inferred"], Meta(description="whether a source says that this carries out the task")] = "stated"
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()
    note: Label | None = None


class Alignment(Record, frozen=True):
    """What a task has to do with a chapter or module of an agreement."""

    agreement: Annotated[Id, id_of("agreement")]
    chapter: Annotated[str, id_of("chapter")]
    note: Label | None = None


class Task(Record, frozen=True):
    """One row of what is known of a plan's tasks. A row is not an official task: one may hold several of the other."""

    task: Id
    area: Annotated[Id, id_of("area")]
    summary: Label
    verb: Annotated[str, id_of("verb")] | None = None
    term: Annotated[str | None, Meta(description="the Chinese term of art")] = None
    words: Annotated[
        tuple[str, ...], Meta(description="words by which articles name it, in either language; they serve reading alone")
    ] = ()
    places: tuple[Annotated[Id, id_of("territory")], ...] = ()
    eligible_only: Annotated[bool, Meta(description="only in areas that meet the conditions (符合条件的地区)")] = False
    numbers: Label | None = None
    exclusions: Label | None = None
    official_number: str | None = None
    grade: Annotated[Literal["A", "B", "C", "D"] | None, Meta(description="confidence of the row, best first")] = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()
    lifecycle: tuple[Step, ...] = ()
    rules: Annotated[tuple[Annotated[str, id_of("rule")], ...], Meta(description="the rules that carry it out, `instrument/rule`")] = ()
    alignment: tuple[Alignment, ...] = ()
    note: Label | None = None


class Tasks(Record, frozen=True):
    """One file of `programme/tasks/`: rows of one plan."""

    plan: Annotated[Id, id_of("plan")]
    tasks: tuple[Task, ...]


class ReplicationBatch(Record, frozen=True):
    """The state of replication on a day, as somebody stated it."""

    as_of: When
    batches: int | None
    results: Label
    note: Label | None = None
    sources: tuple[Id, ...] = ()


class Event(Record, frozen=True):
    """One entry of the chronology."""

    event: Id
    when: When
    title: Label
    number: Label | None = None
    instrument: Annotated[Id, id_of("instrument")] | None = None
    seen: Seen = "secondary"
    note: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class Statistic(Record, frozen=True):
    """A figure about the programme: the claims behind it are in the evidence."""

    statistic: Id
    name: Label
    value: Label
    as_of: When
    claims: tuple[Id, ...] = ()
    note: Label | None = None
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class FigureScope(Record, frozen=True):
    """What a figure of a series counts."""

    scope: Id
    name: Label


class FigureSeries(Record, frozen=True):
    """Figures of one kind. Another scope is a break: the figures on its two sides are not compared."""

    series: Id
    name: Label
    kind: Literal["flow", "stock"]
    scopes: tuple[FigureScope, ...]


class Figure(Record, frozen=True):
    """One number with its unit, period, scope, place and sources. `months`: of a part of a year, how many from January on; `at_least`:
    the source gives a bound; `statistic`: the figure in words; `plan`: the plan it is about."""

    figure: Id
    series: Id
    scope: Id
    place: Annotated[Id, id_of("territory")]
    period: When
    number: Decimal
    unit: Literal["cny-billion", "usd-billion", "percent", "count"]
    sources: tuple[Annotated[Id, id_of("source")], ...]
    months: int | None = None
    at_least: bool = False
    statistic: Id | None = None
    plan: Annotated[Id, id_of("plan")] | None = None
    note: Label | None = None


class Chapter(Record, frozen=True):
    """A chapter or module of an agreement, the pilot topics that touch it, and where Chinese rules are in tension with it."""

    chapter: str
    name: Label
    topics: Label | None = None
    tension: Label | None = None
    degree: Literal["conflict", "conflict-unless-exception", "tension", "compatible", "partial"] | None = None
    seen: Seen = "memory"
    rules: Annotated[tuple[Annotated[str, id_of("rule")], ...], Meta(description="rules that speak to it in its favour")] = ()
    against: Annotated[tuple[Annotated[str, id_of("rule")], ...], Meta(description="rules that stand against it")] = ()
    statistics: Annotated[tuple[Annotated[Id, id_of("statistic")], ...], Meta(description="figures that speak to it")] = ()


class Agreement(Record, frozen=True):
    """An agreement used as yardstick."""

    agreement: Id
    name: Label
    status: Label
    chapters: tuple[Chapter, ...]
    sources: tuple[Annotated[Id, id_of("source")], ...] = ()


class StepReached(Record, frozen=True):
    """A step in the life of a task that stands in a file of its own: read, it is one more of the task's steps."""

    task: Annotated[Id, id_of("task")]
    step: Step


class Programme(Record, frozen=True):
    """One file of `programme/` other than tasks; any of the lists may stand in any file."""

    verbs: tuple[Verb, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    regions: tuple[Region, ...] = ()
    plans: tuple[Plan, ...] = ()
    batches: tuple[ReplicationBatch, ...] = ()
    events: tuple[Event, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    series: tuple[FigureSeries, ...] = ()
    figures: tuple[Figure, ...] = ()
    steps: tuple[StepReached, ...] = ()
