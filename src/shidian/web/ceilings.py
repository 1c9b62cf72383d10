"""The matrix for people: some sixty service activities by the regions of the programme, the highest foreign share in each cell."""

from __future__ import annotations

import datetime as dt
from functools import cache

from shidian.analysis.openness.baskets import area_of, leaves_of
from shidian.analysis.openness.highest import HighestCell, ShareBound, highest
from shidian.analysis.openness.measured import Openness
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.packaged import table
from shidian.web.country import short_name
from shidian.web.page import Context, Redirected, Visit
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase


class CeilingCell(Context, frozen=True):
    """One cell: how it looks, what it says of the whole region, what it says of the best part of it where that is more, and both in words.
    `facts` make the case it leads to."""

    tone: str
    shown: str
    zone: str
    said: Label
    facts: dict[str, str]


class CeilingRow(Context, frozen=True):
    """An activity, and its cell in each region. `varies`: not all regions have the same."""

    activity: str
    name: Label
    area: str
    cells: tuple[CeilingCell, ...]
    varies: bool


class CeilingsPage(Context, frozen=True):
    """The highest share one investor may hold, by activity and region, on a day. `merged` shows activities with the same cells in all
    regions once; `areas` are those with rows, in the order of the rows."""

    on: dt.date
    reading: Reading
    profile: str
    profiles: tuple[tuple[str, Label], ...]
    every: bool
    differing: bool
    area: str | None
    areas: tuple[tuple[str, Label], ...]
    regions: tuple[tuple[str, Label], ...]
    rows: tuple[CeilingRow, ...]
    total: int


@cache
def _listed() -> tuple[str, ...]:
    return tuple(table("web/ceilings.toml")["activities"])


def ceilings(visit: Visit) -> CeilingsPage | Redirected:
    """The page. `rows=all` shows every activity of the basket, `differing=yes` only those that the regions answer otherwise. `cell` leads to
    the decision behind a cell, which is named by its activity and region: a whole case in each of 1,500 cells would weigh 300 kilobytes."""
    desk, on = visit.desk, visit.day()
    reading = visit.reading()
    found = desk.book.openness(profile=visit.one("profile"))
    every, differing, area = (
        visit.choice("rows", ("all",)) == "all",
        visit.choice("differing", ("yes",)) == "yes",
        visit.one("area") or None,
    )
    if cell := visit.one("cell"):
        return _behind(found, cell, on)
    key = ("ceilings", on, reading, found.profile.profile, every)
    rows: tuple[CeilingRow, ...] = desk.keep(key, lambda: rows_of(found, on, reading, every=every))
    areas = tuple(dict.fromkeys(r.area for r in rows))
    if area is not None and area not in areas:
        raise BadValue(f"there is no area `{area}` here", hint="known: " + ", ".join(f"`{a}`" for a in areas))
    shown = tuple(r for r in rows if area in (None, r.area) and (r.varies or not differing))
    book = desk.book.lawbook
    return CeilingsPage(
        on,
        reading,
        found.profile.profile,
        tuple((p.profile, p.name) for p in book.measures.profiles),
        every,
        differing,
        area,
        tuple((a, entry_label(book, "activities", a)) for a in areas),
        tuple((p.id, short_name(p.name)) for p in found.regions()),
        shown,
        len(rows),
    )


def _behind(found: Openness, cell: str, on: dt.date) -> Redirected:
    """The decision behind a cell, in the reading that a decision begins with. Raises BadValue."""
    activity, _, place = cell.rpartition(".")
    if activity not in leaves_of(found.tree, found.basket) or place not in {p.id for p in found.regions()}:
        raise BadValue(f"there is no cell `{cell[:60]}` here")
    return Redirected("/decision/access", _facts(found, activity, on) | {"territory": place})


def _facts(found: Openness, activity: str, on: dt.date) -> dict[str, str]:
    return {"activity": activity, **found.profile.facts, "share": "100", "on": on.isoformat()}


def rows_of(found: Openness, on: dt.date, reading: Reading, *, every: bool = False) -> tuple[CeilingRow, ...]:
    """The rows: those of the list, or of the whole basket."""
    tree, book = found.tree, found.law.lawbook
    basket = leaves_of(tree, found.basket)
    wanted = basket if every else tuple(a for a in _listed() if a in basket)
    areas = list(dict.fromkeys(area_of(tree, leaf) for leaf in wanted))
    leaves = sorted(wanted, key=lambda leaf: areas.index(area_of(tree, leaf)))
    places = found.regions()
    cells = highest(found, leaves, places, on, reading)
    out = []
    for leaf, line in zip(leaves, cells, strict=True):
        facts = _facts(found, leaf, on)
        shown = tuple(cell_of(c, {**facts, "territory": p.id}) for c, p in zip(line, places, strict=True))
        out.append(CeilingRow(leaf, entry_label(book, tree.id, leaf), area_of(tree, leaf), shown, len(set(line)) > 1))
    return tuple(out)


def cell_of(cell: HighestCell, facts: dict[str, str]) -> CeilingCell:
    """How a cell looks: open from 100 %, in part from above nothing, closed at nothing, open to doubt where one number does not hold."""
    low, high = cell.everywhere
    whole = _bound(low) if low == high else phrase("ceilings_between", low=_bound(low), high=_bound(high))
    more = cell.somewhere[1] > high
    tone = "open" if low != high else "good" if low.share == 100 else "closed" if low.share == 0 else "bad"
    best = _bound(cell.somewhere[1]) if more else Label("", "")
    said = phrase("ceilings_cell", share=whole)
    if more:
        said = phrase("ceilings_cell_more", share=whole, more=best)
    return CeilingCell(tone, whole.en if low == high else f"{_bound(low).en}–{_bound(high).en}", best.en, said, facts)


def _bound(found: ShareBound) -> Label:
    number = f"{found.share:g}"
    return Label(number, number) if found.reached else Label(f"<{number}", f"<{number}")
