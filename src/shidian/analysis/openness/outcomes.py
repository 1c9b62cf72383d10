"""Outcomes beside rules: the figures of the lawbook by place, tasks by stage, and how much of a plan is done, as an interval under a named
rule. Figures of one series with another scope are never chained and never divided by each other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec.structs import replace

from shidian.analysis.openness.measured import Openness
from shidian.analysis.openness.regions import Place
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.evidence.values import days_of
from shidian.law.near import did_you_mean
from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES, Figure, Step, Task
from shidian.programme.lifecycle import applies_in, stage
from shidian.words.phrases import phrase
from shidian.words.plain import Result

DONE = ("operating", "replicated", "nationwide")
"""The stages at which a task counts as done."""
EVIDENCE = ("grade-a", "any-evidence", "claimed")
"""The rules by which a task is counted: a step whose words were seen and that a source calls the carrying out; any step at all; a step
that an official publisher or spokesperson stands behind."""


class FigureRow(Result, frozen=True):
    """One figure. `breaks`: the figure before it in the same series and place has another scope or unit, so the two cannot be compared."""

    figure: str
    series: str
    name: Label
    place: str
    period: str
    months: int | None
    number: Decimal
    unit: str
    at_least: bool
    shown: Label
    scope: str
    scope_name: Label
    breaks: bool
    sources: tuple[str, ...]


class Sheet(Result, frozen=True):
    """What is known of one region beside its openness: task rows by stage, and figures."""

    place: str
    name: Label
    on: dt.date
    tasks: tuple[tuple[str, int], ...]
    figures: tuple[FigureRow, ...]


class DoneShare(Result, frozen=True):
    """How much of a plan is done by a day under one rule: `low` counts a row only if it is done in every region it is meant for, `high` if in
    any. `rows` is the denominator; `official` the number of tasks that was announced, of which the rows are an unknown part."""

    plan: str
    on: dt.date
    rule: str
    low: float
    high: float
    everywhere: int
    somewhere: int
    rows: int
    official: int | None


def figures(
    law: CompiledLaw, *, place: str | None = None, series: str | None = None, until: dt.date | None = None
) -> tuple[FigureRow, ...]:
    """The figures by series, place and period, with breaks marked. Raises BadValue."""
    programme = law.lawbook.programme
    known = {s.series: s for s in programme.series}
    if series is not None and series not in known:
        raise BadValue(f"there is no series `{series}`", hint=did_you_mean(series, known))
    kept = [
        f for f in programme.figures if place in (None, f.place) and series in (None, f.series) and (until is None or _last(f) <= until)
    ]
    out: list[FigureRow] = []
    before: dict[tuple[str, str], Figure] = {}
    for f in sorted(kept, key=lambda f: (list(known).index(f.series), f.place, _last(f), f.figure)):
        scopes = {s.scope: s.name for s in known[f.series].scopes}
        last = before.get((f.series, f.place))
        out.append(
            FigureRow(
                f.figure,
                f.series,
                known[f.series].name,
                f.place,
                f.period,
                f.months,
                f.number,
                f.unit,
                f.at_least,
                _shown(f),
                f.scope,
                scopes[f.scope],
                last is not None and not comparable(last, f),
                f.sources,
            )
        )
        before[f.series, f.place] = f
    return tuple(out)


def comparable(a: Figure, b: Figure) -> bool:
    """Whether one figure may be held against the other: the same series, place, scope, unit and length of period."""
    return (a.series, a.place, a.scope, a.unit, a.months) == (b.series, b.place, b.scope, b.unit, b.months)


def growth(a: Figure, b: Figure) -> Decimal:
    """By how many per cent the second figure is above the first. Raises BadValue across a break, or where one is only a bound."""
    if not comparable(a, b):
        raise BadValue(f"`{a.figure}` and `{b.figure}` cannot be compared", hint="their scope, unit, place or length of period differ")
    if a.at_least or b.at_least or not a.number:
        raise BadValue(f"`{a.figure}` and `{b.figure}` give no growth", hint="one of them is only a bound, or nothing")
    return (b.number / a.number - 1) * 100


def sheet(found: Openness, place: Place, on: dt.date) -> Sheet:
    """The sheet of a region."""
    book = found.law.lawbook
    tree = book.trees["territories"]
    tasks = [t for g in book.content.tasks for t in g.tasks if applies_in(t, place.id, tree)]
    stages = [stage(t, on, place.id, tree) for t in tasks]
    counts = tuple((s, stages.count(s)) for s in STAGES if s in stages)
    return Sheet(place.id, place.name, on, counts, figures(found.law, place=place.id, until=on))


def done(law: CompiledLaw, plan: str, on: dt.date, rule: str = EVIDENCE[0]) -> DoneShare:
    """How much of a plan is done. The history of a rule depends on dated steps alone, so another rule never changes it. Raises BadValue."""
    book = law.lawbook
    plans = {p.plan: p for p in book.programme.plans}
    if plan not in plans:
        raise BadValue(f"there is no plan `{plan}`", hint=did_you_mean(plan, plans))
    if rule not in EVIDENCE:
        raise BadValue(f"`{rule}` is no rule of evidence", hint="known: " + ", ".join(f"`{r}`" for r in EVIDENCE))
    tree = book.trees["territories"]
    rows = [t for g in book.content.tasks if g.plan == plan for t in g.tasks]
    regions = [r.region for r in book.programme.regions]
    everywhere = somewhere = 0
    for task in rows:
        counted = _by(law, task, rule)
        meant = [r for r in regions if applies_in(task, r, tree)]
        reached = [stage(counted, on, r, tree) in DONE for r in meant]
        everywhere += bool(reached) and all(reached)
        somewhere += any(reached)
    count = len(rows)
    low, high = (everywhere / count, somewhere / count) if count else (0.0, 1.0)
    return DoneShare(plan, on, rule, low, high, everywhere, somewhere, count, plans[plan].tasks)


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


def _last(figure: Figure) -> dt.date:
    days = days_of(figure.period)
    assert days is not None, "periods are checked"
    return days[1]


def _shown(figure: Figure) -> Label:
    """A figure with its unit: `more than RMB 2.9 billion`."""
    number = f"{figure.number:,f}"
    found = phrase(f"openness_unit_{figure.unit.replace('-', '_')}", number=number)
    found = phrase("openness_more_than", number=found) if figure.at_least else found
    return phrase("openness_in_months", number=found, months=str(figure.months)) if figure.months is not None else found
