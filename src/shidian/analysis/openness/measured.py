"""The measure itself: a choice of basket, weights and investor, and the values of places, areas and activities by day and reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

import numpy as np
from msgspec import Struct

from shidian.analysis.openness.attribution import Point
from shidian.analysis.openness.baskets import Weights, area_of, basket_named, leaves_of, tree_of, weigh, weighting_named
from shidian.analysis.openness.field import FALLING, READINGS, Array, BasketField, field_of, profile_named
from shidian.analysis.openness.regions import WHERE, Place, days_between, place_named, regions_of, weighed
from shidian.analysis.openness.resolving import EDGES
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.law.lru import Lru
from shidian.law.near import did_you_mean, one_of
from shidian.law.records.base import Label, Reading
from shidian.law.records.measures import Basket, InvestorProfile
from shidian.law.tree import Tree
from shidian.words.plain import Result

SINCE = dt.date(2019, 7, 30)
"""The first day of a series: the national list of 2019. Before it most of the law is not encoded."""
T = TypeVar("T")
MOST = 400
"""Results of choices that are kept: the steps of all regions in both readings for some of the choices that pages offer."""
MEASURES = ("open_100", "open_51", "mean_ceiling", "closed", "restrictiveness")
"""The measures by their short name; `restrictiveness` is that of the first grid."""


class Width(Result, frozen=True):
    """A value with its doubt: the least and the greatest possible, as parts of 1."""

    low: float
    high: float


class Value(Result, frozen=True):
    """One measure of one place on days from `start` to before `until`: where it is least open in the place for each activity, where it is
    most open, and the part of the basket whose answer depends on the spot."""

    place: str
    name: Label
    start: dt.date
    until: dt.date | None
    reading: Reading
    measure: str
    everywhere: Width
    somewhere: Width


class MeasureChoice(Struct, frozen=True):
    """What is measured with. `weights` are a user's own and go before the weighting."""

    basket: str | None = None
    weighting: str | None = None
    profile: str | None = None
    grid: str | None = None
    edge: str = EDGES[0]
    weights: Mapping[str, Fraction] | None = None
    known_on: dt.date | None = None


class Openness:
    """The measure over a compiled law, for one choice. Values are read off the field of the profile; nothing here asks the law again."""

    def __init__(self, law: CompiledLaw, choice: MeasureChoice | None = None) -> None:
        self.law = law
        self.choice = choice = choice or MeasureChoice()
        self.profile: InvestorProfile = profile_named(law, choice.profile)
        self.basket: Basket = basket_named(law.lawbook, choice.basket)
        self.weighting = weighting_named(law.lawbook, choice.weighting).weighting if choice.weights is None else "own"
        self.grid = _grid(law, choice.grid)
        if choice.edge not in EDGES:
            raise BadValue(f"unknown way `{choice.edge}` to score exactly 50 %", hint="known: " + ", ".join(f"`{e}`" for e in EDGES))
        self.field: BasketField = field_of(law, self.profile, choice.known_on)
        self.weights: Weights = self._weights()

    @cached_property
    def tree(self) -> Tree:
        """The tree of activities."""
        return tree_of(self.law, self.profile.question)

    def _weights(self) -> dict[str, Fraction]:
        if self.choice.weights is None:
            return weigh(self.law.lawbook, self.tree, self.basket, weighting_named(self.law.lawbook, self.choice.weighting))
        inside = [leaf for leaf in leaves_of(self.tree, self.basket) if leaf in self.choice.weights]
        total = sum((self.choice.weights[leaf] for leaf in inside), Fraction(0))
        if not total:
            raise BadValue(
                f"the weights give nothing to the basket `{self.basket.basket}`", hint="weigh its activities, or take another basket"
            )
        return {leaf: self.choice.weights[leaf] / total for leaf in inside}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out for this choice before under a key, which names all else that it depends on; or what `make` gives. A user's own
        weights are worked out every time."""
        if self.choice.weights is not None:
            return make()
        kept: Lru[Hashable, T] = self.law.made(("openness of choices",), lambda: Lru(MOST))
        own = (
            self.profile.profile,
            tuple(sorted(self.profile.facts.items())),
            self.basket.basket,
            self.weighting,
            self.choice.known_on,
            key,
        )
        found = kept.get(own)
        if found is None:
            found = make()
            kept.put(own, found)
        return found

    def measure(self, name: str) -> str:
        """The full name of a measure. Raises BadValue."""
        if name in self.field.measures:
            return name
        if name == "restrictiveness" and self.grid:
            return f"restrictiveness:{self.grid}:{self.choice.edge}"
        raise BadValue(f"there is no measure `{name}`", hint=did_you_mean(name, (*MEASURES, *self.field.measures)))

    def regions(self) -> tuple[Place, ...]:
        """The regions of the programme."""
        return regions_of(self.law)

    def places(self, words: Iterable[str] = ()) -> tuple[Place, ...]:
        """The places of these names; all regions without any."""
        found = tuple(place_named(self.law, self.field, w) for w in words)
        return found or self.regions()

    def row(self, weights: Weights | None = None) -> Array:
        """The weights by activity column."""
        out = np.zeros(self.field.rows.shape[1])
        for leaf, weight in (weights or self.weights).items():
            out[self.field.column[leaf]] += float(weight)
        return out

    def areas(self) -> dict[str, Weights]:
        """The areas of the basket, each with the weights inside it, which add up to 1; areas of no weight are left out."""
        inside: dict[str, dict[str, Fraction]] = {}
        for leaf, weight in self.weights.items():
            inside.setdefault(area_of(self.tree, leaf), {})[leaf] = weight
        totals = {area: sum(w.values(), Fraction(0)) for area, w in inside.items()}
        return {area: {leaf: w / totals[area] for leaf, w in leaves.items()} for area, leaves in inside.items() if totals[area]}

    def over(self, place: Place, since: dt.date, until: dt.date, weights: Weights | None = None) -> tuple[tuple[dt.date, ...], Array]:
        """The days on which a stretch begins (the first is `since`), and the values: (days, READINGS, WHERE, measures, bounds)."""
        days = days_between(self.field, since, until)
        starts = (since, *(self.field.starts[d] for d in days[1:]))
        return starts, weighed(self.field, place, days, self.row(weights))

    def at(self, on: dt.date, measure: str = "open_100", reading: Reading = "in_force", places: Iterable[Place] = ()) -> tuple[Value, ...]:
        """The values of places on a day."""
        return tuple(self.value(p, on, measure, reading) for p in (tuple(places) or self.regions()))

    def value(self, place: Place, on: dt.date, measure: str, reading: Reading, weights: Weights | None = None) -> Value:
        _, found = self.over(place, on, on, weights)
        number = self.field.measures.index(self.measure(measure))
        widths = found[0, READINGS.index(reading), :, number]
        return Value(place.id, place.name, on, None, reading, measure, _width(widths[0]), _width(widths[1]))

    def series(
        self, place: Place, measure: str, reading: Reading, since: dt.date = SINCE, until: dt.date | None = None
    ) -> tuple[Value, ...]:
        """The daily values of a place as steps: one value for each run of days that are alike."""
        until = until or self.law.today()
        starts, found = self.over(place, since, until)
        numbers = found[:, READINGS.index(reading), :, self.field.measures.index(self.measure(measure))]
        moved = np.abs(np.diff(numbers, axis=0)).max(axis=(1, 2)) > 1e-12
        firsts = [0, *(int(i) + 1 for i in np.flatnonzero(moved))]
        ends = [*(starts[i] for i in firsts[1:]), None]
        return tuple(
            Value(place.id, place.name, starts[i], end, reading, measure, _width(numbers[i, 0]), _width(numbers[i, 1]))
            for i, end in zip(firsts, ends, strict=True)
        )

    def point(self, place: Place, on: dt.date, reading: Reading = "in_force", where: str = "everywhere") -> Point:
        """A point to explain a difference between. Raises BadValue."""
        if where not in WHERE:
            raise BadValue(f"unknown value `{where}` for `where`", hint="known: `everywhere`, `somewhere`")
        return Point(place, self.field.day(on), reading, where)

    def falls(self, measure: str) -> bool:
        """Whether a measure falls as the law opens."""
        return measure.partition(":")[0] in FALLING


def _grid(law: CompiledLaw, name: str | None) -> str:
    known = {g.grid: g.grid for g in law.lawbook.measures.grids}
    return one_of("grid", name, known) if name is not None else next(iter(known), "")


def _width(pair: Array) -> Width:
    low, high = (round(float(x), 12) for x in pair)
    return Width(max(low, 0.0), min(high, 1.0))
