"""Why a value differs between two points: a sum over activities and over the rules responsible, exact in fractions.

A point is a place, a day and a reading. For each activity whose value differs, every rule that stands otherwise at the second point is
changed by itself, once at the first point and once (back) at the second; its part is the mean of the two effects. What the parts leave
over, because rules act together or a score is capped, is the activity's *interaction*. The terms add up to the whole, by construction
and under test.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import lcm
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.openness.baskets import Weights
from shidian.analysis.openness.field import BasketField, cuts_of, exact
from shidian.analysis.openness.regions import Place, spots
from shidian.analysis.openness.resolving import AtShare
from shidian.diagram.node import Node
from shidian.law.records.base import Reading

BOUNDS = ("low", "high")
Cause = Literal["law", "standing", "coverage"]
CAUSES: tuple[Cause, ...] = ("coverage", "standing", "law")


class Point(Struct, frozen=True):
    """Where a value is read: the place, the number of the stretch of days, the reading, and `everywhere` or `somewhere`."""

    place: Place
    day: int
    reading: Reading
    where: str


class AttributionTerm(Struct, frozen=True):
    """The part of one rule in the change of one activity. `rule` is None for the interaction of `rules`. `by` says what changed: `law`, a
    rule began or ended; `standing`, it began or ceased to be known whether a rule stands; `coverage`, a clause that nobody has encoded."""

    leaf: str
    rule: str | None
    value: Fraction
    by: Cause
    rules: tuple[str, ...] = ()


class OpennessChange(Struct, frozen=True):
    """The change of a value between two points, and its terms."""

    measure: str
    bound: str
    before: Fraction
    after: Fraction
    terms: tuple[AttributionTerm, ...]

    @property
    def total(self) -> Fraction:
        """The change."""
        return self.after - self.before


def explain(field: BasketField, weights: Weights, old: Point, new: Point, measure: str, bound: str) -> OpennessChange:
    """The change of a measure between two points, in one bound, as a sum of terms."""
    number = field.measures.index(measure)
    best = (bound == "high") != bool(field.falling[number])
    terms: list[AttributionTerm] = []
    sides = [_PointCells(field, point, number, bound) for point in (old, new)]
    scale = lcm(*(w.denominator for w in weights.values()))
    sums: tuple[dict[int, int], dict[int, int]] = {}, {}  # at each point: the weight of every cell, in parts of `scale`
    for leaf, weight in weights.items():
        if not weight:
            continue
        column, parts = field.column[leaf], weight.numerator * (scale // weight.denominator)
        a, b = (side.given[column] for side in sides)
        for cells, cell in zip(sums, (a, b), strict=True):
            cells[cell] = cells.get(cell, 0) + parts
        if a != b and field.exactly(a, number, best=best) != field.exactly(b, number, best=best):
            here, there = _spots(sides[0].ties(column), sides[1].ties(column))
            terms += _leaf(field, leaf, weight, (old, here), (new, there), number, best)
    before, after = (sum((field.exactly(c, number, best=best) * n for c, n in cells.items()), Fraction(0)) / scale for cells in sums)
    return OpennessChange(measure, bound, before, after, tuple(terms))


class _PointCells:
    """One point of a difference: its spots, and for every activity the spot that gives a bound (`given`: the number of its cell there)."""

    def __init__(self, field: BasketField, point: Point, measure: int, bound: str) -> None:
        self.spots = spots(field, point.place, field.starts[point.day])
        self.cells = field.numbers(point.day, self.spots, point.reading)
        self.values = field.table[self.cells, measure, BOUNDS.index(bound)]
        least = (point.where == "everywhere") != bool(field.falling[measure])
        self.first = self.values.argmin(axis=1) if least else self.values.argmax(axis=1)
        self.given: list[int] = np.take_along_axis(self.cells, self.first[:, None], axis=1)[:, 0].tolist()

    def ties(self, column: int) -> list[int]:
        """All spots that give it."""
        extreme = self.values[column, self.first[column]]
        return [spot for spot, number in zip(self.spots, self.values[column], strict=True) if number == extreme]


def _spots(old: list[int], new: list[int]) -> tuple[int, int]:
    """The spots that give the bound at each point: the same one wherever one does for both."""
    both = [s for s in old if s in set(new)]
    return (both[0], both[0]) if both else (old[0], new[0])


def _leaf(
    field: BasketField, leaf: str, weight: Fraction, old: tuple[Point, int], new: tuple[Point, int], measure: int, best: bool
) -> list[AttributionTerm]:
    """The terms of one activity."""
    ends = [field.end(p.day, leaf, spot) for p, spot in (old, new)]
    key = "terms", *ends, old[0].reading, new[0].reading, measure, best
    parts = field.once(key, lambda: _between(field, ends, (old[0].reading, new[0].reading), measure, best))
    return [AttributionTerm(leaf, rule, weight * part, by, rules) for rule, part, by, rules in parts]


def _between(
    field: BasketField, ends: Sequence[Node], readings: tuple[Reading, Reading], measure: int, best: bool
) -> tuple[tuple[str | None, Fraction, Cause, tuple[str, ...]], ...]:
    """The terms between two ends, of an activity that is all of the basket: rule, part, cause, and the rules of an interaction."""
    cuts: set[Decimal] = set(chain.from_iterable(cuts_of(field.diagram, e) for e in ends))
    a, b = (list(field.shares(e, reading, cuts)) for e, reading in zip(ends, readings, strict=True))
    changed = sorted({r for x, y in zip(a, b, strict=True) for r in (x.sure ^ y.sure) | (x.doubtful ^ y.doubtful)})

    def at(shares: Sequence[AtShare]) -> Fraction:
        return exact(field.resolver.terms(iter(shares), best=best))[measure]

    first, last = at(a), at(b)
    terms: list[tuple[str | None, Fraction, Cause, tuple[str, ...]]] = []
    told = Fraction(0)
    for rule in changed:
        part = (at(_with(a, b, rule)) - first + last - at(_with(b, a, rule))) / 2
        told += part
        if part:
            terms.append((rule, part, _cause(field, rule, a, b), ()))
    if last - first != told:
        causes = {_cause(field, r, a, b) for r in changed}
        terms.append((None, last - first - told, next(c for c in CAUSES if c in causes), tuple(changed)))
    return tuple(terms)


def _with(shares: Sequence[AtShare], other: Sequence[AtShare], rule: str) -> list[AtShare]:
    """The shares with one rule standing as it does in the other ones."""
    one = frozenset((rule,))
    return [
        replace(x, sure=x.sure - one | y.sure & one, doubtful=x.doubtful - one | y.doubtful & one)
        for x, y in zip(shares, other, strict=True)
    ]


def _cause(field: BasketField, rule: str, old: Sequence[AtShare], new: Sequence[AtShare]) -> Cause:
    """What changed of a rule."""
    if field.resolver.rules[rule].taint == "gap":
        return "coverage"
    return "standing" if any(rule in s.doubtful for s in (*old, *new)) else "law"
