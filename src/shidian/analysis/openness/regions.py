"""Places measured: a region with all its spots, or a place to hold it against; and the values of each leaf over the spots of a place.

Two readings of a place: *everywhere* takes for each activity the spot where it is least open, *somewhere* the spot where it is most
open. Each has its own bounds over doubt, so a value has four numbers and never one.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from shidian.analysis.openness.ends import Indices
from shidian.analysis.openness.field import READINGS, Array, BasketField
from shidian.compiled import CompiledLaw
from shidian.diagram.places import Places
from shidian.errors import BadValue
from shidian.law.near import did_you_mean
from shidian.law.records.base import Label
from shidian.law.records.measures import Counterfactual
from shidian.law.tree import Tree
from shidian.words.labels import entry_label

WHERE = ("everywhere", "somewhere")
"""The two readings of a place, as the last axis but two of the values."""


class Place(Struct, frozen=True):
    """Something that can be measured. `zones` None: any spot of the unit; else only those in exactly these zones. `kind`: `region` of
    the programme, `nation`, `counterfactual`, or any other `unit`."""

    id: str
    name: Label
    unit: str
    kind: str
    zones: tuple[str, ...] | None = None


def regions_of(law: CompiledLaw) -> tuple[Place, ...]:
    """The regions of the programme, in the order of their admission."""
    return tuple(Place(r.region, _name(law, r.region), r.region, "region") for r in law.lawbook.programme.regions)


def counterfactuals_of(law: CompiledLaw) -> tuple[Place, ...]:
    """The places that regions are held against."""
    return tuple(held(c) for c in law.lawbook.measures.counterfactuals)


def held(found: Counterfactual) -> Place:
    """A place to hold regions against."""
    return Place(found.counterfactual, found.name, found.unit, "counterfactual", found.zones)


def nation_of(law: CompiledLaw, field: BasketField) -> Place:
    """The whole territory."""
    top = next(iter(_tree(field).terms))
    return Place(top, _name(law, top), top, "nation")


def place_named(law: CompiledLaw, field: BasketField, word: str) -> Place:
    """A region, a counterfactual, or any unit or zone by id, code or name. Raises BadValue."""
    known = {p.id: p for p in (*regions_of(law), *counterfactuals_of(law), nation_of(law, field))}
    if word in known:
        return known[word]
    tree = _tree(field)
    found = law.lawbook.names[tree.id].find(word)
    if len(found) != 1:
        raise BadValue(f"there is no region or place `{word}`", hint=did_you_mean(word, (*known, *tree.terms)))
    id = found[0]
    if id in known:
        return known[id]
    if id in tree.zones:
        return Place(id, _name(law, id), tree.home(id), "zone", (id,))
    return Place(id, _name(law, id), id, "unit")


def spots(field: BasketField, place: Place, on: dt.date) -> tuple[int, ...]:
    """The numbers of the spots of a place on a day: a zone counts from the day it was established."""
    key = (place.unit, place.zones, place.kind, field.diagram.days.era(on))
    if key not in field.spots_of:
        field.spots_of[key] = _spots(field, place, on)
    return field.spots_of[key]


def _spots(field: BasketField, place: Place, on: dt.date) -> tuple[int, ...]:
    level, tree = _places(field), _tree(field)
    kinds = {level.unit_kind[u] for u in tree.atoms(place.unit)}
    exactly: frozenset[str] | None = None
    if place.zones is not None and place.kind != "zone":
        exactly = frozenset(z for name in place.zones for z in (name, *tree.zone_around[name]) if z in level.zones)
    needed = set(place.zones or ()) if place.kind == "zone" else set()
    found = []
    for number, (kind, inside) in enumerate(field.spots):
        young = any((day := tree.zones[z].established) is not None and on < day for z in inside)
        if kind not in kinds or young or (exactly is not None and inside != exactly) or not needed & set(level.zones) <= inside:
            continue
        found.append(number)
    if not found and exactly:  # before the zone was there
        return spots(field, Place(place.id, place.name, place.unit, place.kind, ()), on)
    return tuple(found)


def values(field: BasketField, place: Place, days: Indices) -> Array:
    """The values of a place: shape (days, activity columns, readings, WHERE, measures, bounds)."""
    which, ends = _ends_met(field, place, days)
    found: Array = ends[which]
    return found


def weighed(field: BasketField, place: Place, days: Indices, weights: Array) -> Array:
    """The same, weighed over the activity columns: shape (days, readings, WHERE, measures, bounds). Weights are first added up for each set of
    cells that is met, of which there are few."""
    which, ends = _ends_met(field, place, days)
    rows = np.arange(len(days) * len(READINGS)).reshape(len(days), 1, len(READINGS))
    spread = np.broadcast_to(weights[None, :, None], which.shape)
    sums = np.bincount((rows * len(ends) + which).reshape(-1), spread.reshape(-1), rows.size * len(ends))
    found: Array = np.einsum("dre,ewmb->drwmb", sums.reshape(len(days), len(READINGS), len(ends)), ends)
    return found


def _ends_met(field: BasketField, place: Place, days: Indices) -> tuple[Indices, Array]:
    """For each day, activity column and reading the number of what the spots of a place meet, and the ends of each:
    (number, WHERE, measures, bounds)."""
    size = len(field.cells)
    eras: dict[tuple[int, ...], int] = {}
    shift = [size * eras.setdefault(spots(field, place, field.starts[day]), len(eras)) for day in days]
    ends = [field.once(("met", inside), partial(_worked_out, field, inside)) for inside in eras]
    return field.rows[days] + np.array(shift, dtype=np.intp).reshape(-1, 1, 1), np.concatenate(ends)


def _worked_out(field: BasketField, inside: tuple[int, ...]) -> Array:
    """What some spots meet in each row of the field: row, WHERE, measures, bounds."""
    met = field.table[field.cells[:, list(inside)]]  # row, spot, measure, bound
    low, high, falling = met.min(axis=1), met.max(axis=1), field.falling[:, None]
    return np.stack([np.where(falling, high, low), np.where(falling, low, high)], axis=1)


def days_between(field: BasketField, since: dt.date, until: dt.date) -> npt.NDArray[np.intp]:
    """The numbers of the stretches from a day to another, both included; the first holds `since`."""
    if until < since:
        raise BadValue(f"{until} lies before {since}")
    return np.arange(field.day(since), field.day(until) + 1, dtype=np.intp)


def _name(law: CompiledLaw, id: str) -> Label:
    return entry_label(law.lawbook, "territories", id)


def _places(field: BasketField) -> Places:
    return next(level for level in field.diagram.levels if isinstance(level, Places))


def _tree(field: BasketField) -> Tree:
    return _places(field).tree
