"""How much of a plan is done: an interval under a named rule of evidence, with its denominator, and what officials claim beside it. A claim is
never mixed into a count, and the history of a rule rests on dated steps alone, so choosing another rule does not rewrite it."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from shidian.analysis.openness.outcomes import FigureRow, figures
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.law.near import one_of
from shidian.law.records.base import Label
from shidian.law.records.programme import Step, Task
from shidian.programme.lifecycle import applies_in, last_day, stage
from shidian.words.phrases import phrase
from shidian.words.plain import Result

DONE = ("operating", "replicated", "nationwide")
"""The stages at which a task counts as done."""
CLAIMED = "tasks-progress"
"""The series of the figures in which officials say how far a plan is."""
EVIDENCE = ("grade-a", "any-evidence", "claimed")
"""The rules by which a task is counted: a step whose words were seen and that a source calls the carrying out; any step at all; a step
that an official publisher or spokesperson stands behind."""


class DoneShare(Result, frozen=True):
    """How much of a plan is done by a day under one rule: `low` counts a row only if it is done in every region it is meant for, `high` if in
    any. `rows` is the denominator. `official` is the number of tasks that was announced, of which the rows are an unknown part: `of_official`
    is the share of it if every row were one task, with the tasks nobody has seen taken as not done and as done; None where no number was
    found."""

    plan: str
    on: dt.date
    rule: str
    rule_name: Label
    low: float
    high: float
    everywhere: int
    somewhere: int
    rows: int
    official: int | None
    of_official: tuple[float, float] | None


class DonePoint(Result, frozen=True):
    """From this day on so many rows of a plan are done: in every region each is meant for, and in any."""

    day: dt.date
    everywhere: int
    somewhere: int


class PlanDone(Result, frozen=True):
    """A plan under each rule of evidence with the days on which its count moved, and what officials claim of it: figures with their day, scope
    and source, as they were given."""

    plan: str
    name: Label
    on: dt.date
    shares: tuple[DoneShare, ...]
    history: dict[str, tuple[DonePoint, ...]]
    claims: tuple[FigureRow, ...]


def plan_done(law: CompiledLaw, plan: str, on: dt.date) -> PlanDone:
    """A plan under every rule, with the claims made by the day. Raises BadValue."""
    shares = tuple(done(law, plan, on, rule) for rule in EVIDENCE)
    title = next(p.title for p in law.lawbook.programme.plans if p.plan == plan)
    known = any(s.series == CLAIMED for s in law.lawbook.programme.series)
    claims = tuple(f for f in figures(law, series=CLAIMED, until=on) if f.plan == plan) if known else ()
    return PlanDone(plan, title, on, shares, {rule: history(law, plan, on, rule) for rule in EVIDENCE}, claims)


def done(law: CompiledLaw, plan: str, on: dt.date, rule: str = EVIDENCE[0]) -> DoneShare:
    """How much of a plan is done on a day: where its history has come to. Raises BadValue."""
    moves = history(law, plan, on, rule)
    everywhere, somewhere = (moves[-1].everywhere, moves[-1].somewhere) if moves else (0, 0)
    official = next(p.tasks for p in law.lawbook.programme.plans if p.plan == plan)
    count = len(_rows(law, plan))
    low, high = (everywhere / count, somewhere / count) if count else (0.0, 1.0)
    of_official = None
    if official:
        of_official = min(1.0, everywhere / official), min(1.0, (somewhere + max(0, official - count)) / official)
    name = phrase(f"openness_evidence_{rule.replace('-', '_')}")
    return DoneShare(plan, on, rule, name, low, high, everywhere, somewhere, count, official, of_official)


def history(law: CompiledLaw, plan: str, until: dt.date, rule: str = EVIDENCE[0]) -> tuple[DonePoint, ...]:
    """The days by `until` on which the count of a plan moved under a rule. It rests on dated steps alone: neither another rule nor what happened
    later changes it. Raises BadValue."""
    one_of("plan", plan, {p.plan: p for p in law.lawbook.programme.plans})
    if rule not in EVIDENCE:
        raise BadValue(f"`{rule}` is no rule of evidence", hint="known: " + ", ".join(f"`{r}`" for r in EVIDENCE))
    return tuple(p for p in law.made(("done", plan, rule), lambda: _history(law, plan, rule)) if p.day <= until)


def _history(law: CompiledLaw, plan: str, rule: str) -> tuple[DonePoint, ...]:
    tree = law.lawbook.trees["territories"]
    regions = [r.region for r in law.lawbook.programme.regions]
    moves: dict[dt.date, list[int]] = {}
    for task in _rows(law, plan):
        counted = _by(law, task, rule)
        meant = [r for r in regions if applies_in(task, r, tree)]
        before = (False, False)
        for day in sorted({last_day(s) for s in counted.lifecycle}):
            reached = [stage(counted, day, r, tree) in DONE for r in meant]
            now = bool(reached) and all(reached), any(reached)
            if now != before:
                moved = moves.setdefault(day, [0, 0])
                for i in (0, 1):
                    moved[i] += now[i] - before[i]
                before = now
    out, total = [], [0, 0]
    for day in sorted(moves):
        total = [a + b for a, b in zip(total, moves[day], strict=True)]
        out.append(DonePoint(day, *total))
    return tuple(out)


def _rows(law: CompiledLaw, plan: str) -> list[Task]:
    return [t for g in law.lawbook.content.tasks if g.plan == plan for t in g.tasks]


def _by(law: CompiledLaw, task: Task, rule: str) -> Task:
    """A task with the steps that a rule counts; its announcement always."""
    sources = law.lawbook.sources

    def counts(at: int, found: Step) -> bool:
        if at == 0 or rule == "any-evidence" or found.stage == "expired":
            return True
        if rule == "grade-a":
            return found.seen in ("official", "opening") and found.linked == "stated"
        return any(sources[s].grade in ("official", "spokesperson") for s in found.sources)

    return replace(task, lifecycle=tuple(s for i, s in enumerate(task.lifecycle) if counts(i, s)))
