"""Why a value differs between two points: a sum over activities and over the rules responsible, exact in fractions.

A point is a place, a day and a reading. For each activity whose value differs, every rule that stands otherwise at the second point is
changed by itself, once at the first point and once (back) at the second; its part is the mean of the two effects. What the parts leave
over, because rules act together or a score is capped, is the activity's *interaction*. The terms add up to the whole, by construction
and under test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.openness.baskets import Weights
from shidian.analysis.openness.field import READINGS, Field, cuts_of, exact
from shidian.analysis.openness.regions import Place, spots
from shidian.analysis.openness.resolving import AtShare, Terms
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


class Term(Struct, frozen=True):
    """The part of one rule in the change of one activity. `rule` is None for the interaction of `rules`. `by` says what changed: `law`, a
    rule began or ended; `standing`, it began or ceased to be known whether a rule stands; `coverage`, a clause that nobody has encoded."""

    leaf: str
    rule: str | None
    value: Fraction
    by: Cause
    rules: tuple[str, ...] = ()


class Change(Struct, frozen=True):
    """The change of a value between two points, and its terms."""

    measure: str
    bound: str
    before: Fraction
    after: Fraction
    terms: tuple[Term, ...]

    @property
    def total(self) -> Fraction:
        """The change."""
        return self.after - self.before


def explain(field: Field, weights: Weights, old: Point, new: Point, measure: str, bound: str) -> Change:
    """The change of a measure between two points, in one bound, as a sum of terms."""
    number = field.measures.index(measure)
    best = (bound == "high") != bool(field.falling[number])
    before = after = Fraction(0)
    terms: list[Term] = []
    for leaf, weight in weights.items():
        here, there = _spots(field, old, new, leaf, number, bound)
        a = exact(_end(field, old, leaf, here, best))[number]
        b = exact(_end(field, new, leaf, there, best))[number]
        before += weight * a
        after += weight * b
        if a != b and weight:
            terms += _leaf(field, leaf, weight, (old, here), (new, there), number, best)
    return Change(measure, bound, before, after, tuple(terms))


def value(field: Field, weights: Weights, point: Point, measure: str, bound: str) -> Fraction:
    """One bound of a value, exactly."""
    return explain(field, weights, point, point, measure, bound).before


def _end(field: Field, point: Point, leaf: str, spot: int, best: bool) -> Terms:
    cell = field.cell(point.day, leaf, spot, point.reading)
    return cell.best if best else cell.worst


def _spots(field: Field, old: Point, new: Point, leaf: str, measure: int, bound: str) -> tuple[int, int]:
    """The spots that give the bound at each point: the same one wherever one does for both."""
    sides = [_ties(field, p, leaf, measure, bound) for p in (old, new)]
    both = [s for s in sides[0] if s in set(sides[1])]
    return (both[0], both[0]) if both else (sides[0][0], sides[1][0])


def _ties(field: Field, point: Point, leaf: str, measure: int, bound: str) -> list[int]:
    here = spots(field, point.place, field.starts[point.day])
    found = field.table[field.cells[point.day, field.column[leaf], list(here), READINGS.index(point.reading)], measure, BOUNDS.index(bound)]
    least = (point.where == "everywhere") != bool(field.falling[measure])
    extreme = found.min() if least else found.max()
    return [spot for spot, number in zip(here, found, strict=True) if number == extreme]


def _leaf(
    field: Field, leaf: str, weight: Fraction, old: tuple[Point, int], new: tuple[Point, int], measure: int, best: bool
) -> list[Term]:
    """The terms of one activity."""
    ends = [field.end(p.day, leaf, spot) for p, spot in (old, new)]
    cuts: set[Decimal] = set(chain.from_iterable(cuts_of(field.diagram, e) for e in ends))
    a, b = (list(field.shares(e, p.reading, cuts)) for e, (p, _) in zip(ends, (old, new), strict=True))
    changed = sorted({r for x, y in zip(a, b, strict=True) for r in (x.sure ^ y.sure) | (x.doubtful ^ y.doubtful)})

    def at(shares: Sequence[AtShare]) -> Fraction:
        return weight * exact(field.resolver.terms(iter(shares), best=best))[measure]

    first, last = at(a), at(b)
    terms, told = [], Fraction(0)
    for rule in changed:
        part = (at(_with(a, b, rule)) - first + last - at(_with(b, a, rule))) / 2
        told += part
        if part:
            terms.append(Term(leaf, rule, part, _cause(field, rule, a, b)))
    if last - first != told:
        causes = {_cause(field, r, a, b) for r in changed}
        terms.append(Term(leaf, None, last - first - told, next(c for c in CAUSES if c in causes), tuple(changed)))
    return terms


def _with(shares: Sequence[AtShare], other: Sequence[AtShare], rule: str) -> list[AtShare]:
    """The shares with one rule standing as it does in the other ones."""
    one = frozenset((rule,))
    return [
        replace(x, sure=x.sure - one | y.sure & one, doubtful=x.doubtful - one | y.doubtful & one)
        for x, y in zip(shares, other, strict=True)
    ]


def _cause(field: Field, rule: str, old: Sequence[AtShare], new: Sequence[AtShare]) -> Cause:
    """What changed of a rule."""
    if field.resolver.rules[rule].taint == "gap":
        return "coverage"
    return "standing" if any(rule in s.doubtful for s in (*old, *new)) else "law"


def by_rule(change: Change) -> Mapping[str | None, Fraction]:
    """The change as a sum over rules; None gathers the interactions."""
    out: dict[str | None, Fraction] = {}
    for term in change.terms:
        out[term.rule] = out.get(term.rule, Fraction(0)) + term.value
    return out


def by_leaf(change: Change) -> Mapping[str, Fraction]:
    """The change as a sum over activities."""
    out: dict[str, Fraction] = {}
    for term in change.terms:
        out[term.leaf] = out.get(term.leaf, Fraction(0)) + term.value
    return out
