"""The promise gap: what would be open if everything announced were in force, less what is open; with the tasks that make it and for how
many days they have waited."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.openness.attribution import BOUNDS, explain
from shidian.analysis.openness.baskets import area_of
from shidian.analysis.openness.classes import area_names
from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import Openness, Width
from shidian.analysis.openness.regions import Place
from shidian.analysis.openness.steps import Explained, tell
from shidian.law.records.base import Label
from shidian.words.plain import Result


class Waiting(Result, frozen=True):
    """A rule that is announced and not in force, the tasks it belongs to, and what it would add. `days` since it was announced."""

    rule: str
    tasks: tuple[str, ...]
    announced: dt.date | None
    days: int | None
    low: float
    high: float


class PromiseGap(Result, frozen=True):
    """The gap of one place: over every resolution of the doubt that both readings share, by area, and by what waits."""

    place: str
    name: Label
    on: dt.date
    measure: str
    where: str
    gap: Width
    by_area: dict[str, Width]
    waiting: tuple[Waiting, ...]
    explained: Explained


def gap_by_area(found: Openness, place: Place, on: dt.date, measure: str, where: str = "everywhere") -> tuple[Width, dict[str, Width]]:
    """Announced less in force, in all and by the areas in which there is any."""
    old, new = (found.point(place, on, reading, where) for reading in READINGS)
    span = difference(found.field, found.weights, old, new, found.measure(measure))
    areas: dict[str, list[float]] = {}
    for leaf, low, high in span.leaves:
        each = areas.setdefault(area_of(found.tree, leaf), [0.0, 0.0])
        each[0] += float(low)
        each[1] += float(high)
    named = {area: Width(*areas[area]) for area in area_names(found) if area in areas} if areas else {}
    return Width(float(span.low), float(span.high)), named


def promise_gap(found: Openness, place: Place, on: dt.date, measure: str = "open_100", where: str = "everywhere") -> PromiseGap:
    """Announced less in force, and what makes the difference."""
    old, new = (found.point(place, on, reading, where) for reading in READINGS)
    full = found.measure(measure)
    gap, by_area = gap_by_area(found, place, on, measure, where)
    told = tell(found, [explain(found.field, found.weights, old, new, full, bound) for bound in BOUNDS], on, on)
    return PromiseGap(place.id, place.name, on, measure, where, gap, by_area, _waiting(found, told, on), told)


def _waiting(found: Openness, told: Explained, on: dt.date) -> tuple[Waiting, ...]:
    tasks: dict[str, list[str]] = {}
    for group in found.law.lawbook.content.tasks:
        for task in group.tasks:
            for rule in task.rules:
                tasks.setdefault(rule, []).append(task.task)
    rules = found.law.rulebook(found.profile.question).by_id
    sums: dict[str, list[float]] = {}
    for part in told.parts:
        for rule in (part.rule.rule,) if part.rule is not None else part.rules:
            each = sums.setdefault(rule, [0.0, 0.0])
            if part.rule is not None:
                each[0] += part.low
                each[1] += part.high
    out = []
    for rule, (low, high) in sums.items():
        validity = rules[rule].validity
        public = [validity.announced] if validity.announced is not None else [s.public for s in validity.spans]
        day = min((d for d in public if d is not None and d <= on), default=None)
        out.append(Waiting(rule, tuple(tasks.get(rule, ())), day, (on - day).days if day else None, low, high))
    return tuple(sorted(out, key=lambda w: (-abs(w.high) - abs(w.low), w.rule)))
