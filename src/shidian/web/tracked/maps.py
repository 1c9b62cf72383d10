"""The schematic map over measures: how open each region is, day by day; and how far the rows of a plan are in it.

A tone is one of five steps between the least and the greatest value that the map shows on any of its days; the interval itself stands below the name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

from shidian.analysis.openness.measured import SINCE, Openness, Value
from shidian.catalogue.programme import RegionRow
from shidian.law.records.base import Label, Reading
from shidian.web.country import CountryMap, Phase, Spot, country, phases, tiles
from shidian.words.phrases import phrase

LEVELS = 5
"""Steps of colour."""


def openness_map(
    found: Openness, rows: Sequence[RegionRow], on: dt.date, measure: str, reading: Reading, asked: dict[str, str]
) -> CountryMap:
    """The regions by what is so everywhere in them. A mark leads to its region on the same page; the slider goes through the days of change."""
    until = max(on, SINCE)
    series = {p.id: found.series(p, measure, reading, SINCE, until) for p in found.regions()}
    every = [v.everywhere for values in series.values() for v in values]
    steps = _steps(min(w.low for w in every), max(w.low for w in every))
    spots = []
    for tile in tiles([r for r in rows if r.region in series]):
        told = [Phase(v.start, _tone(v.everywhere.low, steps), _percent(v)) for v in series[tile.region.region]]
        spots.append(Spot(tile, "/openness", asked | {"place": tile.region.region}, phases(told)))
    return country(on, spots, _legend(steps))


def programme_map(rows: Sequence[RegionRow], on: dt.date, counted: Iterable[tuple[str, int, int]]) -> CountryMap:
    """The regions by the part of the rows that concern them which is beyond announcing there. `counted`: region, rows beyond, all rows."""
    by_region = {region: (begun, all_rows) for region, begun, all_rows in counted}
    parts = [b / n for b, n in by_region.values() if n]
    steps = _steps(min(parts, default=0.0), max(parts, default=0.0))
    spots = []
    for tile in tiles([r for r in rows if r.region in by_region]):
        begun, all_rows = by_region[tile.region.region]
        phase = Phase(on, _tone(begun / all_rows, steps) if all_rows else "none", Label(f"{begun}/{all_rows}", f"{begun}/{all_rows}"))
        query = {"tab": "tasks", "on": on.isoformat()}
        spots.append(Spot(tile, f"/territories/{tile.region.region}", query, (phase,)))
    return country(on, spots, _legend(steps))


def _steps(least: float, most: float) -> list[float]:
    """The edges of the steps, in whole percent and all of one width, so that the legend says exactly what a colour means."""
    first = int(100 * least)
    width = max(1, -(-(int(100 * most) + 1 - first) // LEVELS))
    return [(first + i * width) / 100 for i in range(LEVELS + 1)]


def _legend(steps: Sequence[float]) -> list[tuple[str, Label]]:
    words = [phrase("map_level", low=f"{100 * a:.0f}", high=f"{100 * b:.0f}") for a, b in pairwise(steps)]
    return [(f"level-{i}", label) for i, label in enumerate(words, 1)]


def _tone(value: float, steps: Sequence[float]) -> str:
    return f"level-{max(1, sum(value >= edge - 1e-12 for edge in steps[:-1]))}"


def _percent(v: Value) -> Label:
    low, high = f"{100 * v.everywhere.low:.1f}", f"{100 * v.everywhere.high:.1f}"
    said = low if low == high else f"{low}–{high}"
    return Label(said, said)
