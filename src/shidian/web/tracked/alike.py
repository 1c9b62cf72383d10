"""Two pages about the programme that answer rather than list: the areas of a plan alike, and one chapter of an agreement."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from shidian.catalogue.crosswalk import ChapterAnswer
from shidian.catalogue.lists import not_found
from shidian.catalogue.programme import TaskRow
from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES, Area
from shidian.programme.lifecycle import announced_by, carried_out_by
from shidian.web.page import Context, Visit
from shidian.words.labels import entry_label


class AlikeArea(Context, frozen=True):
    """One area: its rows by stage, the rules that carry a row out and those that only announce one, and the regions in which evidence of more
    than the announcement was found. An area without any says so like every other."""

    area: Area
    rows: tuple[TaskRow, ...]
    stages: tuple[tuple[str, int], ...]
    carried: tuple[str, ...]
    announced: tuple[str, ...]
    regions: tuple[tuple[str, Label], ...]
    searched: dt.date | None


class AreasPage(Context, frozen=True):
    """The areas of a plan, each in the same order of the same things. `unnamed` is how many areas officials count that have neither title nor
    row here."""

    on: dt.date
    plan: str
    plan_name: Label
    plans: tuple[tuple[str, Label], ...]
    official: int | None
    official_tasks: int | None
    titled: int
    areas: tuple[AlikeArea, ...]


class ChapterPage(Context, frozen=True):
    """A chapter or module of an agreement: which tasks, rules and figures speak to it, what stands against it, and since when."""

    found: ChapterAnswer


def areas(visit: Visit) -> AreasPage:
    """The areas of a plan, the first with areas unless `plan` names one."""
    book, on = visit.desk.book, visit.day()
    listed = {p.plan: p for p in book.lawbook.programme.plans if p.areas}
    wanted = visit.one("plan") or ("plan-2025" if "plan-2025" in listed else next(iter(listed), ""))
    if wanted not in listed:
        raise not_found("plan", wanted, listed)
    plan = listed[wanted]
    records = {t.task: t for g in book.lawbook.content.tasks if g.plan == wanted for t in g.tasks}
    rows = book.tasks(on=on, plan=wanted)
    begun: dict[str, set[str]] = {}
    regions = [r.region for r in book.lawbook.programme.regions]
    for region in regions:
        for row in book.tasks(on=on, plan=wanted, place=region):
            if row.stage not in (None, "announced", "expired"):
                begun.setdefault(row.area, set()).add(region)
    out = []
    for area in plan.areas:
        mine = tuple(r for r in rows if r.area == area.area)
        counts = Counter(r.stage for r in mine)
        known = [records[r.task] for r in mine if r.task in records]
        out.append(
            AlikeArea(
                area,
                mine,
                tuple((s, counts[s]) for s in STAGES if counts[s]),
                tuple(dict.fromkeys(x for t in known for x in carried_out_by(book.lawbook, t))),
                tuple(dict.fromkeys(x for t in known for x in announced_by(book.lawbook, t))),
                tuple((r, entry_label(book.lawbook, "territories", r)) for r in regions if r in begun.get(area.area, ())),
                max((r.searched for r in mine if r.searched), default=None),
            )
        )
    titled = sum(not a.untitled for a in plan.areas)
    plans = tuple((p.plan, p.title) for p in listed.values())
    return AreasPage(on, wanted, plan.title, plans, plan.area_count, plan.tasks, titled, tuple(out))


def chapter(visit: Visit) -> ChapterPage:
    """One chapter, by the id of its agreement and its number."""
    return ChapterPage(visit.desk.book.chapter(visit.path["chapter"], on=visit.day(), agreement=visit.path["agreement"]))
