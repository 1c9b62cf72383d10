"""The programme: tasks, plans, chronology, replication, figures, and the agreements used as yardsticks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

from shidian.answer.rules.rule_words import RuleWords, rule_words
from shidian.catalogue import programme as programme_view
from shidian.catalogue.programme import ChapterRow, TaskRow
from shidian.law.records.base import Label
from shidian.law.records.programme import (
    STAGES,
    Agreement,
    Area,
    Event,
    Figure,
    FigureSeries,
    Plan,
    ReplicationBatch,
    Statistic,
    Task,
    Verb,
)
from shidian.programme.lifecycle import carried_out_by
from shidian.web.page import Context, Visit
from shidian.words.labels import entry_label


class StageColumn(Context, frozen=True):
    """The rows of one area at one stage."""

    stage: str
    rows: tuple[TaskRow, ...]


class Lane(Context, frozen=True):
    """One area of a plan on the board, its rows by stage."""

    plan: str
    area: str
    name: Label
    columns: tuple[StageColumn, ...]
    count: int


class TasksPage(Context, frozen=True):
    """The task rows as a board by area and stage, with the filters in use."""

    on: dt.date
    filters: dict[str, str]
    plans: tuple[tuple[str, Label], ...]
    areas: tuple[tuple[str, Label], ...]
    places: tuple[tuple[str, Label], ...]
    stages: tuple[str, ...]
    lanes: tuple[Lane, ...]
    count: int
    verbs: tuple[Verb, ...]
    view: str


class TaskPage(Context, frozen=True):
    """One task row: its words, its life, the rules that carry it out."""

    plan: Plan
    task: Task
    area: Area | None
    verb: Verb | None
    places: tuple[tuple[str, Label], ...]
    step_places: tuple[tuple[Label, ...], ...]
    rules: tuple[RuleWords, ...]


class ChronologyPage(Context, frozen=True):
    """Events, oldest first."""

    since: dt.date | None
    until: dt.date | None
    events: tuple[Event, ...]


class PlansPage(Context, frozen=True):
    """The plans with their official totals."""

    plans: tuple[Plan, ...]


class RunLine(Context, frozen=True):
    """Sums of one year from January on: the month each reaches to, and the sum. `other_rule`: counted by another rule than the latest figures."""

    year: int
    counted: Label
    other_rule: bool
    points: tuple[tuple[int, Decimal], ...]


class Run(Context, frozen=True):
    """A series of sums of the whole country, in billions of yuan."""

    series: str
    name: Label
    lines: tuple[RunLine, ...]


class StatisticsPage(Context, frozen=True):
    """Figures about the programme, and the series that can be drawn."""

    statistics: tuple[Statistic, ...]
    runs: tuple[Run, ...]


class ReplicationPage(Context, frozen=True):
    """What was said of the replication of results, by day."""

    batches: tuple[ReplicationBatch, ...]


class CrosswalkPage(Context, frozen=True):
    """The chapters of the agreements, the tension recorded with each, and the task rows that touch it."""

    agreement: str | None
    agreements: tuple[Agreement, ...]
    rows: tuple[ChapterRow, ...]


VIEWS = ("board", "list")
"""How the tasks can be shown, the usual way first."""


def tasks(visit: Visit) -> TasksPage:
    """The board of tasks."""
    book, on = visit.desk.book, visit.day()
    strength = visit.whole("strength", 1, 5)
    plan, area, place, stage, text = (visit.one(n) for n in ("plan", "area", "place", "stage", "text"))
    rows = book.tasks(on=on, plan=plan, area=area, place=place, stage=stage, strength=strength, text=text)
    programme = book.lawbook.programme
    used = {r.plan for r in book.tasks(on=on)}
    shown = ("", *STAGES) if any(r.stage is None for r in rows) else STAGES
    lanes = []
    for p in programme.plans:
        for a in p.areas:
            own = [r for r in rows if r.plan == p.plan and r.area == a.area]
            if own:
                columns = tuple(StageColumn(s, tuple(r for r in own if (r.stage or "") == s)) for s in shown)
                lanes.append(Lane(p.plan, a.area, a.name, columns, len(own)))
    places = tuple((r.region, entry_label(book.lawbook, "territories", r.region)) for r in programme.regions)
    areas = {a.area: a.name for p in programme.plans if p.plan in used for a in p.areas}
    filters = {n: v for n in ("plan", "area", "place", "stage", "strength", "text") if (v := visit.one(n)) is not None}
    return TasksPage(
        on,
        filters,
        tuple((p.plan, p.title) for p in programme.plans if p.plan in used),
        tuple(areas.items()),
        places,
        STAGES,
        tuple(lanes),
        len(rows),
        tuple(v for v in programme.verbs if v.strength),
        visit.choice("view", VIEWS) or VIEWS[0],
    )


def task(visit: Visit) -> TaskPage:
    """The page of one task row."""
    book = visit.desk.book
    plan_id, found = book.task(visit.path["id"])
    plan = next(p for p in book.lawbook.programme.plans if p.plan == plan_id)
    law = book.lawbook

    def named(ids: tuple[str, ...]) -> tuple[tuple[str, Label], ...]:
        return tuple((p, entry_label(law, "territories", p)) for p in ids)

    return TaskPage(
        plan,
        found,
        next((a for a in plan.areas if a.area == found.area), None),
        programme_view.verb_of(law, found.verb),
        named(found.places),
        tuple(tuple(n for _, n in named(s.places)) for s in found.lifecycle),
        tuple(rule_words(book, *law.rules[r]) for r in carried_out_by(law, found) if r in law.rules),
    )


def chronology(visit: Visit) -> ChronologyPage:
    """The events."""
    since, until = visit.maybe_day("since"), visit.maybe_day("until")
    return ChronologyPage(since, until, visit.desk.book.chronology(since=since, until=until))


def plans(visit: Visit) -> PlansPage:
    return PlansPage(visit.desk.book.lawbook.programme.plans)


def statistics(visit: Visit) -> StatisticsPage:
    """The figures."""
    programme = visit.desk.book.lawbook.programme
    drawn = (_run(s, [f for f in programme.figures if (f.series, f.place, f.unit) == (s.series, *COUNTED)]) for s in programme.series)
    return StatisticsPage(programme.statistics, tuple(r for r in drawn if len(r.lines) >= FEW))


COUNTED = ("cn", "cny-billion")
"""The place and the unit of the figures that are drawn."""
FEW = 4
"""Lines under which a series is no picture."""


def _run(series: FigureSeries, figures: list[Figure]) -> Run:
    """The figures of a flow by year and by what they count, in the order of the years; none of a stock, and none of parts of the country."""
    if series.kind != "flow" or not figures:
        return Run(series.series, series.name, ())
    names = {s.scope: s.name for s in series.scopes}
    by: dict[tuple[int, str], list[tuple[int, Decimal]]] = {}
    for f in figures:
        by.setdefault((int(f.period[:4]), f.scope), []).append((f.months or 12, f.number))
    used = Counter(scope for _, scope in by)
    latest = max((scope for scope in used if used[scope] > 1), key=lambda s: max(y for y, x in by if x == s), default="")
    told = sorted((key, sorted(points)) for key, points in by.items() if used[key[1]] > 1)
    return Run(series.series, series.name, tuple(RunLine(y, names[s], s != latest, tuple(points)) for (y, s), points in told))


def replication(visit: Visit) -> ReplicationPage:
    return ReplicationPage(tuple(sorted(visit.desk.book.lawbook.programme.batches, key=lambda b: b.as_of)))


def crosswalk(visit: Visit) -> CrosswalkPage:
    """The agreements."""
    agreement = visit.one("agreement")
    return CrosswalkPage(agreement, visit.desk.book.lawbook.programme.agreements, visit.desk.book.crosswalk(agreement=agreement))
