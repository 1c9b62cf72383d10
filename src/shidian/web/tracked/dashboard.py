"""The programme at a glance: how far the tasks of a plan are, by area and by region, what moved, and how it came about; each table also as a file."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from markupsafe import Markup

from shidian.analysis.drawing.stacks import bar, columns
from shidian.analysis.openness.done import PlanDone, plan_done
from shidian.catalogue.programme import TaskRow
from shidian.errors import BadValue
from shidian.files import csv_text
from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES
from shidian.web.country import CountryMap
from shidian.web.page import Context, Visit, address
from shidian.web.tracked.maps import programme_map
from shidian.words.dates import month_label
from shidian.words.labels import entry_label
from shidian.words.phrases import phrase, word

MOVED = 90
"""Days within which a task has moved."""
NONE = "none"
"""The stage of a row that has reached none on the day."""
KINDS = (NONE, *STAGES)
BEGUN = ("implementing-rule", "operating", "replicated", "nationwide")
"""Stages at which more was done than announcing."""
TABLES = ("stages", "areas", "regions", "moved", "curve", "done")
CHARTS = ("stages", "curve")
PRINTED = 720
"""Pixels of the width of a chart as a file."""


class AreaLine(Context, frozen=True):
    """An area: its rows by stage, the official number of its tasks, and how many were surely not seen."""

    area: str
    name: Label
    counts: dict[str, int]
    rows: int
    official: int | None
    unseen: int | None


class TrackedRegion(Context, frozen=True):
    """A region: for each area the rows that concern it, and how many of them are beyond announcing there."""

    region: str
    name: Label
    cells: tuple[tuple[int, int], ...]


class Month(Context, frozen=True):
    """The rows by stage at the end of a month."""

    day: dt.date
    counts: dict[str, int]


class ProgrammePage(Context, frozen=True):
    """A plan on a day. A row is not an official task: one may hold several, and one task may be several rows; `unseen` is how many official
    tasks were surely not seen."""

    on: dt.date
    plan: str
    plan_name: Label
    plans: tuple[tuple[str, Label], ...]
    stages: tuple[str, ...]
    counts: dict[str, int]
    rows: int
    official: int | None
    unseen: int | None
    areas: tuple[AreaLine, ...]
    regions: tuple[TrackedRegion, ...]
    moved: tuple[TaskRow, ...]
    moved_since: dt.date
    curve: tuple[Month, ...]
    done: PlanDone
    map: CountryMap


def overview(visit: Visit) -> ProgrammePage:
    desk, on = visit.desk, visit.day()
    rows = desk.keep(("tasks", on), lambda: desk.book.tasks(on=on))
    by_plan = Counter(r.plan for r in rows)
    plans = tuple((p.plan, p.title) for p in desk.book.lawbook.programme.plans if by_plan[p.plan])
    plan = visit.one("plan") or (by_plan.most_common(1)[0][0] if by_plan else "")
    if plan not in dict(plans):
        raise BadValue(f"there is no plan `{plan}` with tasks", hint="known: " + ", ".join(f"`{p}`" for p, _ in plans))
    return desk.keep(("programme", plan, on), lambda: _page(visit, on, plan, plans))


def _page(visit: Visit, on: dt.date, plan: str, plans: tuple[tuple[str, Label], ...]) -> ProgrammePage:
    book = visit.desk.book
    rows = book.tasks(on=on, plan=plan)
    covered = next((c for c in book.coverage()[1] if c.plan == plan), None)
    official = {a.area: (a.official, a.unseen) for a in covered.areas} if covered else {}
    areas = []
    names = {a.area: a.name for p in book.lawbook.programme.plans if p.plan == plan for a in p.areas}
    for area, name in names.items():
        own = [r for r in rows if r.area == area]
        said, unseen = official.get(area, (None, None))
        if own or said:
            areas.append(AreaLine(area, name, _counts(own), len(own), said, unseen))
    regions = []
    for region in book.lawbook.programme.regions:
        here = book.tasks(on=on, plan=plan, place=region.region)
        cells = tuple((sum(r.area == a.area and r.stage in BEGUN for r in here), sum(r.area == a.area for r in here)) for a in areas)
        regions.append(TrackedRegion(region.region, entry_label(book.lawbook, "territories", region.region), cells))
    since = on - dt.timedelta(days=MOVED)
    moved = sorted(
        (r for r in rows if r.since and since.isoformat() <= f"{r.since}-01"[:10] <= on.isoformat()), key=lambda r: r.since or ""
    )
    counts = _counts(rows)
    return ProgrammePage(
        on,
        plan,
        dict(plans)[plan],
        plans,
        tuple(s for s in KINDS if counts.get(s)),
        counts,
        len(rows),
        covered.official if covered else None,
        covered.unseen if covered else None,
        tuple(areas),
        tuple(regions),
        tuple(reversed(moved)),
        since,
        _curve(visit, on, plan, rows),
        plan_done(book, plan, on),
        programme_map(visit.desk.regions(on), on, [(r.region, sum(b for b, _ in r.cells), sum(n for _, n in r.cells)) for r in regions]),
    )


def _counts(rows: list[TaskRow] | tuple[TaskRow, ...]) -> dict[str, int]:
    found = Counter(r.stage or NONE for r in rows)
    return {s: found[s] for s in KINDS if found[s]}


def _curve(visit: Visit, on: dt.date, plan: str, rows: tuple[TaskRow, ...]) -> tuple[Month, ...]:
    """From the month before the first step to the day, each month by its last day."""
    first = min((r.since for r in rows if r.since), default=None)
    if first is None:
        return ()
    year, month = int(first[:4]), int(first[5:7] or 1)
    out = []
    while True:
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        day = min(following - dt.timedelta(days=1), on)
        out.append(Month(day, _counts(visit.desk.book.tasks(on=day, plan=plan))))
        if day >= on:
            begun = next((i for i, m in enumerate(out) if any(s != NONE for s in m.counts)), 0)
            return tuple(out[max(0, begun - 1) :])
        year, month = following.year, following.month


def chart(page: ProgrammePage, which: str, lang: str, tasks_at: str | None = None) -> Markup:
    """A chart as SVG: with the address of the tasks it is one of a page, without it stands alone. Raises BadValue."""
    width = None if tasks_at is not None else PRINTED
    if which == "stages":
        parts = [
            (s, n, address(tasks_at, {"plan": page.plan, "stage": s, "on": page.on.isoformat()}) if tasks_at and s != NONE else "")
            for s, n in page.counts.items()
        ]
        if page.unseen:
            parts.append(("unseen", page.unseen, ""))
        return Markup(bar(parts, width=width, name=phrase("programme_stages")[lang]))
    if which == "curve":
        kinds = [s for s in reversed(KINDS) if s != NONE]
        names = [month_label(m.day.year, m.day.month, short=True)[lang] for m in page.curve]
        heights = [[m.counts.get(k, 0) for k in kinds] for m in page.curve]
        return Markup(columns(kinds, heights, names, width=width, name=phrase("programme_curve")[lang]))
    raise BadValue(f"there is no chart `{which}`", hint="known: " + ", ".join(f"`{c}`" for c in CHARTS))


def table(page: ProgrammePage, which: str, lang: str) -> str:
    """A table of the page as CSV, with a byte order mark so that spreadsheets read Chinese. Raises BadValue."""
    stages = [s for s in KINDS if s in page.counts]
    named = [word(s)[lang] if s != NONE else phrase("no_stage")[lang] for s in stages]
    rows: list[list[object]]
    if which == "stages":
        rows = [["stage", "name", "rows"], *([s, n, page.counts[s]] for s, n in zip(stages, named, strict=True))]
        rows += [["unseen", phrase("programme_unseen")[lang], page.unseen]] if page.unseen else []
    elif which == "areas":
        rows = [["area", "name", *stages, "rows", "official"]]
        rows += [[a.area, a.name[lang], *(a.counts.get(s, 0) for s in stages), a.rows, a.official] for a in page.areas]
    elif which == "regions":
        rows = [["region", "name", *(f"{a.area}:{x}" for a in page.areas for x in ("begun", "rows"))]]
        rows += [[r.region, r.name[lang], *(n for cell in r.cells for n in cell)] for r in page.regions]
    elif which == "moved":
        rows = [["task", "summary", "stage", "since", "area"]]
        rows += [[r.task, r.summary[lang], r.stage, r.since, r.area] for r in page.moved]
    elif which == "curve":
        rows = [["day", *stages], *([m.day.isoformat(), *(m.counts.get(s, 0) for s in stages)] for m in page.curve)]
    elif which == "done":
        rows = [["rule", "name", "low", "high", "everywhere", "somewhere", "rows", "official", "of_official_low", "of_official_high"]]
        for d in page.done.shares:
            rows.append(
                [d.rule, d.rule_name[lang], d.low, d.high, d.everywhere, d.somewhere, d.rows, d.official, *(d.of_official or ("", ""))]
            )
    else:
        raise BadValue(f"there is no table `{which}`", hint="known: " + ", ".join(f"`{t}`" for t in TABLES))
    return "\ufeff" + csv_text(rows, end="\r\n")
