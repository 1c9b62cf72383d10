"""The field: the terms of every activity, place, day and reading for one investor, read off the compiled diagram level by level.

`Field.cells` has shape (days, activities, places, readings) and holds numbers of cells; `Field.table` has shape (cells, measures, bounds)
and holds their values as parts of 1. Days are those on which anything changes, activities the classes that no rule tells apart, places
the definite ones: a unit and the zones it lies in.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from shidian.analysis.openness.resolving import EDGES, FULL, HALF, MAJORITY, AtShare, Cell, Resolver, Terms
from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.listed import ListedLevel
from shidian.diagram.node import Node
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.engine.case import Value
from shidian.engine.conditions import InRange
from shidian.errors import BadValue
from shidian.law.near import did_you_mean
from shidian.law.records.base import Reading
from shidian.law.records.measures import InvestorProfile
from shidian.law.tree import ROOT

READINGS: tuple[Reading, ...] = ("in_force", "announced")
PLAIN = ("open_100", "open_51", "mean_ceiling", "closed")
"""The measures that need no grid."""
FALLING = ("closed", "restrictiveness")
"""The measures that fall as the law opens."""

MAKING = Lock()
"""Held while a field is made: it takes seconds, and two threads that make the same one take twice as long."""

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
T = TypeVar("T")


class BasketField(Struct, frozen=True):
    """What one profile meets everywhere. `spots` are the places, each a kind of unit and the zones it lies in; `column` gives the
    activity column of a leaf."""

    profile: InvestorProfile
    diagram: Diagram
    resolver: Resolver
    starts: tuple[dt.date, ...]
    column: dict[str, int]
    spots: tuple[tuple[int, frozenset[str]], ...]
    ends: tuple[Node, ...]
    at: Indices
    cells: Indices
    table: Array
    known: tuple[Cell, ...]
    measures: tuple[str, ...]
    kept: dict[tuple[int, int, bool], Fraction] = {}
    """Exact values met so far, by cell, measure and end of the doubt."""
    spots_of: dict[tuple[str, tuple[str, ...] | None, str, int], tuple[int, ...]] = {}
    """The spots of places met so far, by unit, zones, kind and era."""
    between: dict[Hashable, Any] = {}
    """What lies between two ends, worked out before: places and days with the same ends share it."""

    @property
    def falling(self) -> npt.NDArray[np.bool_]:
        """Which measures fall as the law opens."""
        return np.array([m.partition(":")[0] in FALLING for m in self.measures])

    def day(self, on: dt.date) -> int:
        """The number of the stretch that holds a day."""
        return max(0, bisect_right(self.starts, on) - 1)

    def shares(self, end: Node, reading: Reading, cuts: Iterable[Decimal] = ()) -> tuple[AtShare, ...]:
        """What bears on each share at an end, from the highest share down; `cuts` are shares to tell apart besides."""
        apart = frozenset(cuts)
        return self.once(("shares", end, reading, apart), lambda: tuple(_shares(self.diagram, end, reading, apart)))

    def end(self, day: int, leaf: str, spot: int) -> Node:
        """The node of a leaf at a spot in a stretch of days, with only the shares left to read."""
        return self.ends[int(self.at[day, self.column[leaf], spot])]

    def exactly(self, cell: int, measure: int, *, best: bool) -> Fraction:
        """The exact value of a measure in a cell, at one end of the doubt."""
        key = (cell, measure, best)
        if key not in self.kept:
            self.kept[key] = exact(self.known[cell].best if best else self.known[cell].worst)[measure]
        return self.kept[key]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out between two ends before under a key, which names all that it depends on; or what `make` gives."""
        if key not in self.between:
            self.between[key] = make()
        found: T = self.between[key]
        return found

    def cell(self, day: int, leaf: str, spot: int, reading: Reading) -> Cell:
        """The terms of a leaf at a spot."""
        return self.known[int(self.cells[day, self.column[leaf], spot, READINGS.index(reading)])]


def field_of(law: CompiledLaw, profile: InvestorProfile, known_on: dt.date | None = None) -> BasketField:
    """The field of a profile; made once for a lawbook, also when several visitors ask for it at once."""
    with MAKING:
        return law.made(
            ("openness", profile.profile, tuple(sorted(profile.facts.items())), known_on), lambda: _make(law, profile, known_on)
        )


def profile_named(law: CompiledLaw, name: str | None) -> InvestorProfile:
    """The profile of this id; the first without a name. Raises BadValue."""
    known = {p.profile: p for p in law.lawbook.measures.profiles}
    if not known:
        raise BadValue("this lawbook has no investor profile to measure with", hint="add one under measures/")
    if name is None:
        return next(iter(known.values()))
    if name not in known:
        raise BadValue(f"there is no profile `{name}`", hint=did_you_mean(name, known) or "known: " + ", ".join(f"`{k}`" for k in known))
    return known[name]


def _make(law: CompiledLaw, profile: InvestorProfile, known_on: dt.date | None) -> BasketField:
    question = law.question(profile.question)
    if question.reads != "ceilings" or law.rulebook(profile.question).main_of is None:
        raise BadValue(f"the question `{profile.question}` bounds no share", hint="openness is measured on a question of ceilings")
    diagram = law.diagram(profile.question, known_on=known_on, kept=True)
    case = read_case(law.lawbook, question, profile.facts, law.today()).case
    with diagram.lock:
        ends, at, column = _walk(diagram, case.values)
        resolver = Resolver(law.lawbook, diagram.rulebook, law.lawbook.measures)
        number, known = _cells(diagram, resolver, ends)
    places = next(level for level in diagram.levels if isinstance(level, Places))
    measures = (*PLAIN, *(f"restrictiveness:{g.grid}:{edge}" for g in law.lawbook.measures.grids for edge in EDGES))
    table = np.array([_values(cell) for cell in known], dtype=np.float64)
    return BasketField(
        profile, diagram, resolver, tuple(diagram.days.starts), column, tuple(places.spots), ends, at, number[at], table, known, measures
    )


def exact(terms: Terms) -> tuple[Fraction, ...]:
    """The value of every measure, exactly, in the order of `Field.measures`."""
    return (Fraction(terms.whole), Fraction(terms.majority), terms.ceiling, Fraction(terms.ceiling == 0), *terms.scores)


def _values(cell: Cell) -> list[tuple[float, float]]:
    """For every measure its lower and upper bound."""
    return [(float(min(a, b)), float(max(a, b))) for a, b in zip(exact(cell.worst), exact(cell.best), strict=True)]


def _walk(diagram: Diagram, values: dict[str, Value]) -> tuple[tuple[Node, ...], Indices, dict[str, int]]:
    """Every end before the shares are read, its number by day, activity and place, and the column of each leaf."""
    nodes: list[Node] = [diagram.space.root]
    number: dict[Node, int] = {diagram.space.root: 0}
    at: Indices = np.zeros((1, 1, 1), dtype=np.intp)
    column: dict[str, int] = {}
    bounded = set(diagram.rulebook.ceilings.values())
    activity = diagram.rulebook.question.facts[0].fact

    def numbered(node: Node) -> int:
        found = number.get(node)
        if found is None:
            found = number[node] = len(nodes)
            nodes.append(node)
        return found

    for i, level in enumerate(diagram.levels):
        if level.fact in bounded:
            continue
        used, back = _distinct(at, len(nodes))
        if i == diagram.day:
            classes, axis = list(diagram.days.stretch_class), 0
        elif isinstance(level, ListedLevel) and level.fact == activity:
            leaves = diagram.rulebook.trees[activity].atoms(ROOT)
            found = {leaf: level.of(leaf) for leaf in leaves}
            classes, axis = list(dict.fromkeys(found.values())), 1
            column = {leaf: classes.index(cls) for leaf, cls in found.items()}
        elif isinstance(level, Places):
            at = np.squeeze(_by_place(diagram, i, level, nodes, numbered, used)[back], axis=2)
            continue
        else:
            value = values[level.fact]
            one = level.of(value)
            at = np.array([numbered(diagram.follow(nodes[n], i, one)) for n in used], dtype=np.intp)[back]
            continue
        after = np.array([[numbered(diagram.follow(nodes[n], i, c)) for c in classes] for n in used], dtype=np.intp)
        at = np.squeeze(np.moveaxis(after[back], -1, axis), axis=axis + 1)
    used, back = _distinct(at, len(nodes))
    return tuple(nodes[n] for n in used), back, column


def _distinct(at: Indices, size: int) -> tuple[Indices, Indices]:
    """The distinct numbers below `size`, in order, and for each entry which of them it is: `numpy.unique` without sorting."""
    here = np.zeros(size, dtype=np.bool_)
    here[at.reshape(-1)] = True
    used = np.flatnonzero(here)
    place = np.zeros(size, dtype=np.intp)
    place[used] = np.arange(len(used), dtype=np.intp)
    return used, place[at]


def _by_place(diagram: Diagram, i: int, level: Places, nodes: list[Node], numbered: Callable[[Node], int], used: Indices) -> Indices:
    """For each node the number of the node at each spot. Spots that pass the same of the tests a node asks for lead to one node."""
    eras = len(level.days.eras)
    classes = [level.of(level.kind_unit[kind], frozenset((z, z in inside) for z in level.zones), eras) for kind, inside in level.spots]
    truths = np.array([list(c.truths) for c in classes], dtype=np.uint8).reshape(len(classes), -1)
    groups: dict[tuple[int, ...], tuple[list[int], Indices]] = {}
    out = np.empty((len(used), len(classes)), dtype=np.intp)
    for row, n in enumerate(used):
        node = nodes[n]
        asked = diagram.space.asked(node, i)
        if not asked:
            out[row] = numbered(diagram.follow(node, i, classes[0]))
            continue
        if asked not in groups:
            _, first, which = np.unique(truths[:, asked], axis=0, return_index=True, return_inverse=True)
            groups[asked] = [int(f) for f in first], which.reshape(-1).astype(np.intp)
        firsts, which = groups[asked]
        out[row] = np.array([numbered(diagram.follow(node, i, classes[f])) for f in firsts], dtype=np.intp)[which]
    return out


def _cells(diagram: Diagram, resolver: Resolver, ends: tuple[Node, ...]) -> tuple[Indices, tuple[Cell, ...]]:
    """The number of the cell of each end in both readings, and the cells. Ends with the same rules standing alike share one."""
    number: dict[Cell, int] = {}
    kept: dict[object, int] = {}
    out = np.empty((len(ends), len(READINGS)), dtype=np.intp)
    for row, end in enumerate(ends):
        for col, reading in enumerate(READINGS):
            stood = diagram.space.stood(end, reading)
            live = stood.surely | stood.perhaps
            key = stood, tuple(asking & live for asking in end.left), end.domains
            if key not in kept:
                cell = resolver.cell(_shares(diagram, end, reading))
                kept[key] = number.setdefault(cell, len(number))
            out[row, col] = kept[key]
    return out, tuple(number)


def cuts_of(diagram: Diagram, end: Node) -> set[Decimal]:
    """The shares at which the rules of an end may part."""
    space, cuts = diagram.space, {HALF, MAJORITY, FULL}
    for rule in space.rules_of(end):
        cuts.update(c.value for c in rule.effect.ceilings.values())
    for i, level in _share_levels(diagram):
        for test in (level.tests[t] for t in space.asked(end, i)):
            if isinstance(test, InRange):
                cuts.update(c for c in (test.low, test.high) if c is not None)
    return {c for c in cuts if 0 < c <= FULL}


def _share_levels(diagram: Diagram) -> list[tuple[int, Numbers]]:
    """The levels of the shares, which one investor holds alone."""
    bounded = set(diagram.rulebook.ceilings.values())
    return [(i, level) for i, level in enumerate(diagram.levels) if level.fact in bounded and isinstance(level, Numbers)]


def _shares(diagram: Diagram, end: Node, reading: Reading, cuts: Iterable[Decimal] = ()) -> Iterator[AtShare]:
    """What bears on each share that the rules of an end tell apart, from the highest down. One investor holds the share."""
    space, levels = diagram.space, _share_levels(diagram)
    points = sorted(cuts_of(diagram, end).union(cuts))
    samples: list[tuple[Decimal, Decimal]] = []
    below = Decimal(0)
    for point in points:
        samples += [((below + point) / 2, point), (point, point)]
        below = point
    for sample, top in reversed(samples):
        node = end
        for i, level in levels:
            node = diagram.follow(node, i, level.of(sample))
        work, duties = space.state(node, reading), space.state(node, reading, duties=True)
        yield AtShare(
            sample,
            Fraction(top) / 100,
            frozenset(r.id for r in (*work.yes, *duties.yes)),
            frozenset(r.id for s in (work, duties) for r in (*s.hidden, *s.maybe)),
        )
