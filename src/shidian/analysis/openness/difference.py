"""The difference of two points that share their doubt: what is in doubt in both is resolved alike, so the interval is tighter than the
difference of two intervals, and it holds every resolution."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.openness.attribution import Point
from shidian.analysis.openness.baskets import Weights
from shidian.analysis.openness.field import Array, BasketField, cuts_of, exact
from shidian.analysis.openness.regions import spots
from shidian.analysis.openness.resolving import AtShare
from shidian.diagram.node import Node

MOST = 8
"""Rules in doubt of one activity of which every resolution is tried; beyond them the difference of the intervals stands."""


class OpennessDifference(Struct, frozen=True):
    """What the second point has more than the first, over every resolution of the doubt they share; and what each activity adds to it."""

    low: Fraction
    high: Fraction
    leaves: tuple[tuple[str, Fraction, Fraction], ...]


def difference(field: BasketField, weights: Weights, old: Point, new: Point, measure: str) -> OpennessDifference:
    """The second point less the first."""
    number = field.measures.index(measure)
    low = high = Fraction(0)
    leaves = []
    values = [_values(field, p, number) for p in (old, new)]  # for each point: activity, spot, bound
    least, most = (np.array([getattr(v.reshape(len(v), -1), name)(axis=1) for v in values]) for name in ("min", "max"))
    plain = (least == most).all(axis=0) & (least[0] == least[1])
    for leaf, weight in weights.items():
        if not weight or plain[field.column[leaf]]:
            continue
        a, b = (_ends(field, p, leaf) for p in (old, new))
        if old.reading == new.reading and set(a) == set(b) and old.where == new.where:
            continue
        key = "range", a, b, old.reading, new.reading, old.where, new.where, number
        lower, upper = field.once(key, partial(_range, field, a, b, old, new, number))
        if lower or upper:
            leaves.append((leaf, weight * lower, weight * upper))
            low += weight * lower
            high += weight * upper
    return OpennessDifference(low, high, tuple(leaves))


def _values(field: BasketField, point: Point, measure: int) -> Array:
    """The bounds of a measure at every spot of a point."""
    here = spots(field, point.place, field.starts[point.day])
    found: Array = field.table[field.numbers(point.day, here, point.reading), measure]
    return found


def _ends(field: BasketField, point: Point, leaf: str) -> tuple[Node, ...]:
    here = spots(field, point.place, field.starts[point.day])
    return tuple(dict.fromkeys(field.end(point.day, leaf, spot) for spot in here))


def _range(field: BasketField, a: Sequence[Node], b: Sequence[Node], old: Point, new: Point, measure: int) -> tuple[Fraction, Fraction]:
    """The least and the greatest difference of one leaf."""
    cuts: set[Decimal] = set(chain.from_iterable(cuts_of(field.diagram, e) for e in (*a, *b)))
    sides = [[list(field.shares(e, p.reading, cuts)) for e in ends] for ends, p in ((a, old), (b, new))]
    doubtful = sorted({r for side in sides for shares in side for s in shares for r in s.doubtful})

    def worth(side: Sequence[Sequence[AtShare]], point: Point, on: frozenset[str] | None, *, best: bool) -> Fraction:
        numbers = [
            exact(field.resolver.terms((s if on is None else _resolved(s, on) for s in shares), best=best))[measure] for shares in side
        ]
        least = (point.where == "everywhere") != bool(field.falling[measure])
        return min(numbers) if least else max(numbers)

    if len(doubtful) > MOST:
        p, q = sorted(worth(sides[0], old, None, best=best) for best in (False, True))
        r, t = sorted(worth(sides[1], new, None, best=best) for best in (False, True))
        return r - q, t - p
    found = []
    for mask in range(1 << len(doubtful)):
        on = frozenset(rule for i, rule in enumerate(doubtful) if mask >> i & 1)
        for best in (False, True):  # where no closing rule stands behind it, that too is in doubt
            found.append(worth(sides[1], new, on, best=best) - worth(sides[0], old, on, best=best))
    return min(found), max(found)


def _resolved(at: AtShare, on: frozenset[str]) -> AtShare:
    """A share with every rule in doubt taken to apply, or not."""
    return replace(at, sure=at.sure | (at.doubtful & on), doubtful=frozenset())
