"""Outcomes beside rules: the figures of the lawbook by place, and the sheet of a region. Figures of one series with another scope are never
chained and never divided by each other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from shidian.analysis.openness.gap import promise_gap
from shidian.analysis.openness.measured import Openness, Value, Width
from shidian.analysis.openness.regions import Place
from shidian.compiled import CompiledLaw
from shidian.evidence.values import days_of
from shidian.law.near import one_of
from shidian.law.records.base import Label, record_of
from shidian.law.records.programme import STAGES, Figure
from shidian.programme.lifecycle import applies_in, stage
from shidian.words.phrases import phrase
from shidian.words.plain import Result


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
    plan: str | None = None
    note: Label | None = None


class Sheet(Result, frozen=True):
    """One region on one sheet: its openness in both readings of the law, the promise gap, task rows by stage, and figures."""

    place: str
    name: Label
    on: dt.date
    measure: str
    in_force: Value
    announced: Value
    gap: Width
    tasks: tuple[tuple[str, int], ...]
    figures: tuple[FigureRow, ...]


def figures(
    law: CompiledLaw, *, place: str | None = None, series: str | None = None, until: dt.date | None = None
) -> tuple[FigureRow, ...]:
    """The figures by series, place and period, with breaks marked. Raises BadValue."""
    programme = law.lawbook.programme
    known = {s.series: s for s in programme.series}
    if series is not None:
        one_of("series", series, known)
    kept = [
        f for f in programme.figures if place in (None, f.place) and series in (None, f.series) and (until is None or _last(f) <= until)
    ]
    out: list[FigureRow] = []
    before: dict[tuple[str, str, str | None], Figure] = {}
    for f in sorted(kept, key=lambda f: (list(known).index(f.series), f.place, _last(f), f.figure)):
        scopes = {s.scope: s.name for s in known[f.series].scopes}
        last = before.get((f.series, f.place, f.plan))
        out.append(
            record_of(
                FigureRow,
                f,
                name=known[f.series].name,
                shown=_shown(f),
                scope_name=scopes[f.scope],
                breaks=last is not None and not comparable(last, f),
            )
        )
        before[f.series, f.place, f.plan] = f
    return tuple(out)


def comparable(a: Figure, b: Figure) -> bool:
    """Whether one figure may be held against the other: the same series, place, scope, unit, plan and length of period."""
    return (a.series, a.place, a.scope, a.unit, a.months, a.plan) == (b.series, b.place, b.scope, b.unit, b.months, b.plan)


def sheet(found: Openness, place: Place, on: dt.date, measure: str = "open_100") -> Sheet:
    """The sheet of a region. The gap is what is announced everywhere in it and not in force."""
    book = found.law.lawbook
    tree = book.trees["territories"]
    tasks = [t for g in book.content.tasks for t in g.tasks if applies_in(t, place.id, tree)]
    stages = [stage(t, on, place.id, tree) for t in tasks]
    counts = tuple((s, stages.count(s)) for s in STAGES if s in stages)
    now, then = (found.value(place, on, measure, reading) for reading in ("in_force", "announced"))
    gap = promise_gap(found, place, on, measure).gap
    return Sheet(place.id, place.name, on, measure, now, then, gap, counts, figures(found.law, place=place.id, until=on))


def _last(figure: Figure) -> dt.date:
    days = days_of(figure.period)
    assert days is not None, "periods are checked"
    return days[1]


def _shown(figure: Figure) -> Label:
    """A figure with its unit: `more than RMB 2.9 billion`."""
    in_zh = figure.number * 10 if figure.unit.endswith("-billion") else figure.number  # 1 billion is 10 亿
    number = Label(f"{figure.number:,f}", f"{in_zh.normalize():f}")
    found = phrase(f"openness_unit_{figure.unit.replace('-', '_')}", number=number)
    found = phrase("openness_more_than", number=found) if figure.at_least else found
    return phrase("openness_in_months", number=found, months=str(figure.months)) if figure.months is not None else found
