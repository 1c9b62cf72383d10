"""The field: the terms of every activity, place, day and reading for one investor, read off the ends of the compiled diagram.

`rows` has shape (days, columns, readings) and holds numbers of rows, `cells` has shape (rows, spots) and holds numbers of cells, `table`
has shape (cells, measures, bounds) and holds their values as parts of 1. What the law of one digest says is read once and kept on disk.
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

from shidian.analysis.openness.ends import Indices, InvestorEnds, Paths, distinct_rows, keep_field, kept_field
from shidian.analysis.openness.resolving import EDGES, FULL, HALF, MAJORITY, AtShare, Cell, Resolver, Terms
from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.engine.conditions import InRange
from shidian.errors import BadValue
from shidian.law.near import first_or
from shidian.law.records.base import Reading
from shidian.law.records.measures import InvestorProfile

READINGS: tuple[Reading, ...] = ("in_force", "announced")
PLAIN = ("open_100", "open_51", "mean_ceiling", "closed")
"""The measures that need no grid."""
FALLING = ("closed", "restrictiveness")
"""The measures that fall as the law opens."""

Array = npt.NDArray[np.float64]
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
    ends: InvestorEnds
    rows: Indices
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
        return self.ends.node(int(self.ends.at[self.ends.rows[day, self.column[leaf]], spot]))

    def exactly(self, cell: int, measure: int, *, best: bool) -> Fraction:
        """The exact value of a measure in a cell, at one end of the doubt."""
        key = (cell, measure, best)
        if key not in self.kept:
            self.kept[key] = exact(self.known[cell].best if best else self.known[cell].worst)[measure]
        return self.kept[key]

    def numbers(self, day: int, spots: Iterable[int], reading: Reading) -> Indices:
        """The numbers of the cells of a stretch of days, by activity column and spot."""
        found: Indices = self.cells[self.rows[day, :, READINGS.index(reading)]][:, list(spots)]
        return found

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out between two ends before under a key, which names all that it depends on; or what `make` gives."""
        if key not in self.between:
            self.between[key] = make()
        found: T = self.between[key]
        return found

    def cell(self, day: int, leaf: str, spot: int, reading: Reading) -> Cell:
        """The terms of a leaf at a spot."""
        return self.known[int(self.cells[self.rows[day, self.column[leaf], READINGS.index(reading)], spot])]


def field_of(law: CompiledLaw, profile: InvestorProfile, known_on: dt.date | None = None) -> BasketField:
    """The field of a profile; made once for a lawbook, also when several visitors ask for it at once."""
    key = "openness", profile.profile, tuple(sorted(profile.facts.items())), known_on
    with law.made(("making", *key), Lock):  # it takes seconds, and two threads that make the same one take twice as long
        return law.made(key, lambda: _make(law, profile, known_on))


def profile_named(law: CompiledLaw, name: str | None) -> InvestorProfile:
    """The profile of this id; the first without a name. Raises BadValue."""
    return first_or("investor profile", name, {p.profile: p for p in law.lawbook.measures.profiles})


def _make(law: CompiledLaw, profile: InvestorProfile, known_on: dt.date | None) -> BasketField:
    question = law.question(profile.question)
    if question.reads != "ceilings" or law.rulebook(profile.question).main_of is None:
        raise BadValue(f"the question `{profile.question}` bounds no share", hint="openness is measured on a question of ceilings")
    diagram = law.diagram(profile.question, known_on=known_on)
    paths = Paths(diagram, read_case(law.lawbook, question, profile.facts, law.today()).case.values)
    resolver = Resolver(law.lawbook, diagram.rulebook, law.lawbook.measures)
    file = law.kept_at("openness", f"{profile.profile} {sorted(profile.facts.items())} {known_on}", "answer", "analysis")
    found = kept_field(file, paths)
    if found is None:
        ends = paths.all()
        found = ends, *_cells(diagram, resolver, ends)
        keep_field(file, *found)
    ends, number, known = found
    table = np.array([_values(cell) for cell in known], dtype=np.float64)
    by_reading = np.moveaxis(number[ends.at], 2, 1)  # row of ends, reading, spot
    cells, which = distinct_rows(by_reading.reshape(-1, by_reading.shape[2]))
    rows = which.reshape(-1, len(READINGS))[ends.rows]
    measures = (*PLAIN, *(f"restrictiveness:{g.grid}:{edge}" for g in law.lawbook.measures.grids for edge in EDGES))
    spots = tuple(next(level for level in diagram.levels if isinstance(level, Places)).spots)
    return BasketField(
        profile, diagram, resolver, tuple(diagram.days.starts), paths.column, spots, ends, rows, cells, table, known, measures
    )


def exact(terms: Terms) -> tuple[Fraction, ...]:
    """The value of every measure, exactly, in the order of `Field.measures`."""
    return (Fraction(terms.whole), Fraction(terms.majority), terms.ceiling, Fraction(terms.ceiling == 0), *terms.scores)


def _values(cell: Cell) -> list[tuple[float, float]]:
    """For every measure its lower and upper bound."""
    return [(float(min(a, b)), float(max(a, b))) for a, b in zip(exact(cell.worst), exact(cell.best), strict=True)]


def _cells(diagram: Diagram, resolver: Resolver, ends: InvestorEnds) -> tuple[Indices, tuple[Cell, ...]]:
    """The number of the cell of each end in both readings, and the cells. InvestorEnds with the same rules standing alike share one."""
    number: dict[Cell, int] = {}
    kept: dict[object, int] = {}
    out = np.empty((len(ends), len(READINGS)), dtype=np.intp)
    for row in range(len(ends)):
        end = ends.node(row)
        for col, reading in enumerate(READINGS):
            with diagram.lock:
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
        with diagram.lock:  # for one share: others ask the diagram meanwhile
            for i, level in levels:
                node = diagram.follow(node, i, level.of(sample))
            work, duties = space.state(node, reading), space.state(node, reading, duties=True)
        yield AtShare(
            sample,
            Fraction(top) / 100,
            frozenset(r.id for r in (*work.yes, *duties.yes)),
            frozenset(r.id for s in (work, duties) for r in (*s.hidden, *s.maybe)),
        )
