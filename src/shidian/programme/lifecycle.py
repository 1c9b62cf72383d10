"""Where a task stands on a day, and in a place."""

from __future__ import annotations

import datetime as dt

from shidian.evidence.values import days_of
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Rule
from shidian.law.records.procedure import Procedure
from shidian.law.records.programme import STAGES, Stage, Step, Task
from shidian.law.tree import Tree


def reached(task: Task, on: dt.date, place: str | None = None, tree: Tree | None = None) -> Step | None:
    """The furthest step a task has reached by a day, in a place (None: anywhere). A step counts from the last day its date can
    mean, so a step dated only to a month is never taken too early; one that expired is over for the places it names. Before it
    was announced a task has no stage, even where a forerunner was already at work."""
    if not task.lifecycle or last_day(task.lifecycle[0]) > on:
        return None
    steps = [s for s in task.lifecycle if last_day(s) <= on and _holds_in(s, place, tree)]
    if place is None:  # somewhere: what expired in some places goes on in the others
        steps = [s for s in steps if s.stage != "expired" or _ends_everywhere(s, steps)]
    end = max((s for s in steps if s.stage == "expired"), key=last_day, default=None)
    after = [s for s in steps if end is None or last_day(s) > last_day(end)]  # what came after an end goes on
    return max(after, key=lambda s: (STAGES.index(s.stage), last_day(s)), default=end)


def _ends_everywhere(end: Step, steps: list[Step]) -> bool:
    """Whether an end leaves no place in which an earlier step goes on."""
    others = {p for s in steps if s.stage not in ("announced", "expired") for p in s.places}
    return not end.places or others <= set(end.places)


def stage(task: Task, on: dt.date, place: str | None = None, tree: Tree | None = None) -> Stage | None:
    """The stage a task has reached; None before it was announced, or where it does not apply."""
    step = reached(task, on, place, tree)
    return step.stage if step else None


def applies_in(task: Task | Procedure, place: str, tree: Tree) -> bool:
    """Whether a task, or a procedure, is meant for a place."""
    return _names(task.places, place, tree)


def last_day(step: Step) -> dt.date:
    """The last day that the date of a step can mean: it counts from there."""
    days = days_of(step.when)
    assert days is not None
    return days[1]


def _holds_in(step: Step, place: str | None, tree: Tree | None) -> bool:
    if place is None or tree is None or not step.places:
        return True
    return _names(step.places, place, tree)


def _names(places: tuple[str, ...], place: str, tree: Tree) -> bool:
    terms, zones = tree.spread(places)
    if not terms and not zones:
        return True
    if place in zones or place in terms:
        return True
    if place in tree.zones:
        return bool(zones & tree.zone_around[place]) or all(
            unit in terms or any(node in terms for node in tree.above(unit)) for unit in tree.zones[place].touches
        )
    return place in tree.parent and any(node in terms for node in tree.above(place))


def carried_out_by(book: Lawbook, task: Task) -> tuple[str, ...]:
    """The rules that carry a task out. One that was only announced, and holds nowhere, does not: it is what the plan itself says."""
    return tuple(id for id in task.rules if not _only_announced(book, id))


def announced_by(book: Lawbook, task: Task) -> tuple[str, ...]:
    """The rules that say what a task announces, and are in force nowhere."""
    carried = carried_out_by(book, task)
    return tuple(id for id in task.rules if id not in carried)


def _only_announced(book: Lawbook, id: str) -> bool:
    found = book.rules.get(id)
    record = found[2] if found is not None else None
    return isinstance(record, Rule) and record.in_force == ()
