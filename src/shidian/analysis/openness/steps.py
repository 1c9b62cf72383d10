"""The series as steps: on which day a value moved, and which rules moved it: law, standing, or only what is encoded."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise

from shidian.analysis.openness.attribution import BOUNDS, CAUSES, Cause, OpennessChange, explain
from shidian.analysis.openness.baskets import area_of
from shidian.analysis.openness.measured import SINCE, Openness, Width
from shidian.analysis.openness.regions import Place
from shidian.analysis.shown import RuleRef, rule_ref
from shidian.law.records.base import Label, Reading
from shidian.words.labels import entry_label
from shidian.words.plain import Result


class StepPart(Result, frozen=True):
    """What one rule, or the interaction of several, adds to one activity in each bound, as a part of the basket."""

    activity: str
    activity_name: Label
    area: str
    rule: RuleRef | None
    low: float
    high: float
    by: Cause
    rules: tuple[str, ...] = ()


class Explained(Result, frozen=True):
    """A difference in both bounds, with its terms; `exact` are the two changes as fractions. `by` is the weakest cause among the terms: a
    difference counts as law only if nothing else is in it; `by_cause` is what each cause adds to each bound."""

    measure: str
    low: float
    high: float
    exact: tuple[str, str]
    parts: tuple[StepPart, ...]
    by: Cause
    by_cause: dict[Cause, tuple[float, float]]


class MovedActivity(Result, frozen=True):
    """One step of a series."""

    day: dt.date
    before: Width
    after: Width
    explained: Explained


def explained(
    found: Openness, old: tuple[Place, dt.date, Reading, str], new: tuple[Place, dt.date, Reading, str], measure: str
) -> Explained:
    """Why a measure differs between two points: (place, day, reading, everywhere or somewhere)."""
    a, b = (found.point(p, on, reading, where) for p, on, reading, where in (old, new))
    changes = [explain(found.field, found.weights, a, b, found.measure(measure), bound) for bound in BOUNDS]
    return tell(found, changes, old[1], new[1])


def tell(found: Openness, changes: list[OpennessChange], before: dt.date, after: dt.date) -> Explained:
    """The changes of both bounds as one, with names and provisions."""
    together: dict[tuple[str, str | None], list[Fraction]] = {}
    causes: dict[tuple[str, str | None], Cause] = {}
    rules: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for side, change in enumerate(changes):
        for term in change.terms:
            key = (term.leaf, term.rule)
            together.setdefault(key, [Fraction(0), Fraction(0)])[side] += term.value
            causes[key] = min(causes.get(key, "law"), term.by, key=CAUSES.index)
            rules[key] = tuple(dict.fromkeys((*rules.get(key, ()), *term.rules)))
    book, vocabulary = found.law.lawbook, found.tree.id
    rulebook = found.law.rulebook(found.profile.question)
    parts = []
    for (leaf, rule), (low, high) in together.items():
        ref = None
        if rule is not None:
            day = after if rulebook.by_id[rule].validity.span(after, found.choice.known_on) is not None else before
            ref = rule_ref(book, rulebook, rule, day, found.choice.known_on)
        area = area_of(found.tree, leaf)
        parts.append(
            StepPart(leaf, entry_label(book, vocabulary, leaf), area, ref, float(low), float(high), causes[leaf, rule], rules[leaf, rule])
        )
    parts.sort(key=lambda p: (-abs(p.low) - abs(p.high), p.activity))
    by: Cause = min((p.by for p in parts), key=CAUSES.index, default="law")
    low, high = (c.total for c in changes)
    sums = {
        cause: (float(sum(p.low for p in parts if p.by == cause)), float(sum(p.high for p in parts if p.by == cause)))
        for cause in reversed(CAUSES)
        if any(p.by == cause for p in parts)
    }
    return Explained(changes[0].measure, float(low), float(high), (str(low), str(high)), tuple(parts), by, sums)


def steps(
    found: Openness, place: Place, measure: str, reading: Reading, where: str, since: dt.date = SINCE, until: dt.date | None = None
) -> tuple[MovedActivity, ...]:
    """Every step of the series of a place, with what made it. The days are exactly those on which the value moves."""
    until, last = until or found.law.today(), found.field.starts[-1]
    key = ("steps", place, found.measure(measure), reading, where)
    if since == SINCE:  # a picture, a story and every later day ask for the same steps
        whole = found.once(key, lambda: _steps(found, place, measure, reading, where, since, max(since, last)))
        return tuple(step for step in whole if step.day <= until)
    return _steps(found, place, measure, reading, where, since, until)


def _steps(
    found: Openness, place: Place, measure: str, reading: Reading, where: str, since: dt.date, until: dt.date
) -> tuple[MovedActivity, ...]:
    values = found.series(place, measure, reading, since, until)
    out = []
    for before, after in pairwise(values):
        sides = [getattr(v, where) for v in (before, after)]
        if sides[0] != sides[1]:
            day = after.start
            ends = [(place, d, reading, where) for d in (day - dt.timedelta(days=1), day)]
            out.append(MovedActivity(day, sides[0], sides[1], explained(found, ends[0], ends[1], measure)))
    return tuple(out)
