"""The schematic map of the regions: a mark for each at its place, with an answer on every day, and how it looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache

from shidian.catalogue.programme import RegionRow
from shidian.law.records.base import Label
from shidian.packaged import table
from shidian.web.page import Context

COLUMNS = 13
"""Half columns in which a mark may begin."""


class Tile(Context, frozen=True):
    """A region on the map; half column and row count from 1. `year` is that of its admission."""

    column: int
    row: int
    region: RegionRow
    year: str
    short: Label


class Phase(Context, frozen=True):
    """From a day on, how a mark looks: the tone and the words of what is in force, and of what is announced where that is something else."""

    start: dt.date
    tone: str
    words: Label
    ahead: str | None = None
    ahead_words: Label | None = None


class Spot(Context, frozen=True):
    """A mark on the map: the region, where it leads (a path below the language, and its query), and its phases, oldest first. `note` stands
    below the name."""

    tile: Tile
    path: str
    query: dict[str, str]
    phases: tuple[Phase, ...]
    note: Label | None = None

    @property
    def ahead_ever(self) -> bool:
        """Whether anything is announced here, at any time, that is not in force."""
        return any(p.ahead for p in self.phases)

    def on(self, day: dt.date) -> Phase:
        """How it looks on a day; as in the first phase before that."""
        return next((p for p in reversed(self.phases) if p.start <= day), self.phases[0])


class CountryMap(Context, frozen=True):
    """The map on a day, the days on which a mark changes, and what the tones mean, in the order of the legend."""

    on: dt.date
    days: tuple[dt.date, ...]
    spots: tuple[Spot, ...]
    legend: tuple[tuple[str, Label], ...]


def country(on: dt.date, spots: Iterable[Spot], legend: Sequence[tuple[str, Label]] | None = None) -> CountryMap:
    """The map of some marks. Without a legend of its own, it tells what every mark says on any day."""
    placed = tuple(sorted(spots, key=lambda s: (s.tile.row, s.tile.column)))
    days = sorted({p.start for s in placed for p in s.phases} | {on})
    if legend is not None:
        return CountryMap(on, tuple(days), placed, tuple(legend))
    told: dict[tuple[str, Label], None] = {}
    for spot in placed:
        for phase in spot.phases:
            told[phase.tone, phase.words] = None
            if phase.ahead is not None and phase.ahead_words is not None:
                told[phase.ahead, phase.ahead_words] = None
    return CountryMap(on, tuple(days), placed, tuple(sorted(told, key=lambda x: (ORDER.index(x[0]) if x[0] in ORDER else -1, x[1].en))))


ORDER = ("good", "steps", "bad", "closed", "depends", "open")
"""The order of tones in a legend."""


def phases(told: Sequence[Phase]) -> tuple[Phase, ...]:
    """Phases without those that look as the one before."""
    out: list[Phase] = []
    for phase in told:
        if not out or (phase.tone, phase.words, phase.ahead, phase.ahead_words) != (
            out[-1].tone,
            out[-1].words,
            out[-1].ahead,
            out[-1].ahead_words,
        ):
            out.append(phase)
    return tuple(out)


@cache
def _places() -> dict[str, tuple[int, int]]:
    return {k: (v[0], v[1]) for k, v in table("web/tiles.toml")["tiles"].items()}


def tiles(rows: Sequence[RegionRow]) -> tuple[Tile, ...]:
    """The regions at their places; those without one in further rows."""
    known = _places()
    last = max((r for _, r in known.values()), default=0) + 1
    strays = [r.region for r in rows if r.region not in known]
    out = []
    for row in rows:
        stray = strays.index(row.region) if row.region in strays else 0
        column, line = known.get(row.region, (stray * 2 % COLUMNS + 1, last + stray * 2 // COLUMNS))
        out.append(Tile(column, line, row, row.admitted[:4], short_name(row.name)))
    return tuple(out)


def short_name(name: Label) -> Label:
    """The name of a region without the kind of its unit."""
    return Label(name.en, name.zh.removesuffix("市").removesuffix("省"))
