"""Classes of regions instead of a ranking: regions whose certain answers are the same everywhere are one class, and the rank of a class is
a range, over random weights of the areas and over both ends of the doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from msgspec.structs import replace

from shidian.analysis.openness.baskets import area_of
from shidian.analysis.openness.field import READINGS, Array
from shidian.analysis.openness.measured import Openness, Width
from shidian.analysis.openness.regions import WHERE, Place, values
from shidian.law.records.base import Label, Reading
from shidian.words.labels import entry_label
from shidian.words.plain import Result

DRAWS, SEED = 1000, 20250411
"""How many random weightings are tried, and the seed that makes them the same every time."""
NEAR = 1e-9


class Separating(Result, frozen=True):
    """An activity that this class and the next one answer differently, with the certain value of each."""

    activity: str
    name: Label
    here: float
    next: float


class RegionClass(Result, frozen=True):
    """Regions with the same certain answers. `rank` is the range from the 5th to the 95th percentile of their place among all regions
    (1 is the most open, equal ones share a place), `ranks` from the least to the greatest; `robust` is the same range of the value.
    `tied` are the classes whose range of ranks meets this one; `apart` says that the members differ in what is in doubt."""

    members: tuple[str, ...]
    names: tuple[Label, ...]
    everywhere: Width
    somewhere: Width
    rank: tuple[int, int]
    ranks: tuple[int, int]
    median: float
    robust: Width
    tied: tuple[int, ...]
    apart: bool
    separating: tuple[Separating, ...]


class Classes(Result, frozen=True):
    """The classes on a day, most open first, and how they were found."""

    on: dt.date
    reading: Reading
    measure: str
    where: str
    draws: int
    seed: int
    classes: tuple[RegionClass, ...]


def classes(
    found: Openness, on: dt.date, measure: str = "open_100", reading: Reading = "in_force", where: str = "everywhere", draws: int = DRAWS
) -> Classes:
    """The classes of the regions of the programme."""
    regions, number = found.regions(), found.field.measures.index(found.measure(measure))
    falls = found.falls(measure)
    certain, possible = (1, 0) if falls else (0, 1)
    day = np.array([found.field.day(on)], dtype=np.intp)
    at = np.stack([values(found.field, p, day)[0, :, READINGS.index(reading), :, number] for p in regions])  # region, column, where, bound
    used = found.row() > 0
    groups: dict[bytes, list[int]] = {}
    for i in range(len(regions)):
        groups.setdefault(at[i, used, :, certain].round(9).tobytes(), []).append(i)
    total = np.tensordot(at, found.row(), axes=(1, 0))  # region, where, bound
    side = WHERE.index(where)
    order = sorted(groups.values(), key=lambda g: (total[g[0], side, certain] * (1 if falls else -1), total[g[0], 1 - side, certain]))
    spread = _draws(found, at[:, :, side, :], draws)  # draw, region, bound
    ranks = _ranks(spread if falls else -spread)
    low, mid, high = (np.percentile(ranks, q, axis=(0, 2), method="nearest") for q in (5, 50, 95))
    out = []
    for n, group in enumerate(order):
        after = order[n + 1] if n + 1 < len(order) else None
        out.append(
            RegionClass(
                tuple(regions[i].id for i in group),
                tuple(regions[i].name for i in group),
                _hull(total[group][:, 0]),
                _hull(total[group][:, 1]),
                (int(low[group].min()), int(high[group].max())),
                (int(ranks[:, group].min()), int(ranks[:, group].max())),
                float(mid[group[0]]),
                Width(*(round(float(np.percentile(spread[:, group], q)), 12) for q in (5, 95))),
                (),
                bool(np.ptp(total[group][:, :, possible], axis=0).max() > NEAR),
                _separating(found, at[group[0]], at[after[0]], side, certain) if after else (),
            )
        )
    return Classes(on, reading, measure, where, draws, SEED, tuple(_tied(out)))


def _draws(found: Openness, at: Array, draws: int) -> Array:
    """The values under random weights of the areas, drawn evenly from all weightings; inside an area the weights stay."""
    areas = found.areas()
    inside = np.stack([found.row(weights) for weights in areas.values()])  # area, column
    weights = weightings(tuple(areas), draws)
    drawn: Array = np.einsum("da,ac,rcb->drb", weights, inside, at, optimize=True)
    return drawn


def weightings(areas: Sequence[str], draws: int = DRAWS) -> Array:
    """Random weights of areas, drawn evenly from all weightings: draw, area. Each area has numbers of its own, so that another area, or another
    order of them, changes nothing but the sum."""
    each = np.stack([np.random.default_rng((SEED, crc32(area.encode()))).exponential(size=draws) for area in areas], axis=1)
    drawn: Array = each / each.sum(axis=1, keepdims=True)
    return drawn


def _ranks(spread: Array) -> Array:
    """The place of each region in each draw: 1 more than the regions that are before it."""
    before: Array = (spread[:, None, :, :] < spread[:, :, None, :] - NEAR).sum(axis=2)
    return 1 + before


def _tied(found: list[RegionClass]) -> list[RegionClass]:
    return [
        replace(c, tied=tuple(j for j, o in enumerate(found) if j != i and o.rank[0] <= c.rank[1] and c.rank[0] <= o.rank[1]))
        for i, c in enumerate(found)
    ]


def _separating(found: Openness, here: Array, after: Array, where: int, bound: int) -> tuple[Separating, ...]:
    """The activities that two classes answer differently, in either reading of the place."""
    out = []
    book, vocabulary = found.law.lawbook, found.tree.id
    for leaf, weight in found.weights.items():
        column = found.field.column[leaf]
        if weight and np.abs(here[column, :, bound] - after[column, :, bound]).max() > NEAR:
            shown = where if abs(here[column, where, bound] - after[column, where, bound]) > NEAR else 1 - where
            out.append(
                Separating(leaf, entry_label(book, vocabulary, leaf), float(here[column, shown, bound]), float(after[column, shown, bound]))
            )
    return tuple(out)


def same_answers(found: Openness, a: Place, b: Place, on: dt.date) -> bool:
    """Whether two places have in force the same values of every measure, bound and reading of the place, activity by activity."""
    day = np.array([found.field.day(on)], dtype=np.intp)
    x, y = (values(found.field, p, day)[0, found.row() > 0, READINGS.index("in_force")] for p in (a, b))
    return bool(np.array_equal(x, y))


def area_names(found: Openness) -> dict[str, Label]:
    """The areas of the basket and their names."""
    book, vocabulary = found.law.lawbook, found.tree.id
    return {area_of(found.tree, leaf): entry_label(book, vocabulary, area_of(found.tree, leaf)) for leaf in found.weights}


def _hull(pairs: Array) -> Width:
    return Width(round(float(pairs[:, 0].min()), 12), round(float(pairs[:, 1].max()), 12))
