"""What the pages of the desk show: my work, boards, items, comparison, the ministry's view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.openness.measured import Width
from shidian.law.records.base import Label, record_of
from shidian.store.desk.chain import Entry
from shidian.store.desk.notes import KeptAttachment, KeptComment
from shidian.store.desk.records import KeptChange, KeptItem
from shidian.tracking.item import ITEM_STAGES, STEPS
from shidian.web.desk.deadlines import ApplicationLine
from shidian.web.desk.who import DeskVisit
from shidian.web.page import Context
from shidian.words.labels import entry_label

STALE_DAYS = 90
"""After so many days without a change an open item is stale."""
SOON_DAYS = 30


class RegionLine(Struct, frozen=True):
    """A region that the person may see: how many items, how many of them late, and what the person may do there."""

    region: str
    name: Label
    items: int
    late: int
    begins: bool


class ItemLine(Struct, frozen=True):
    """An item in a list."""

    id: int
    region: str
    region_name: Label
    task: str | None
    title: Label
    area: str
    area_name: Label
    stage: str
    due: str | None
    late: bool
    stale: bool
    best: str | None
    lead_body: str
    lead_person: str
    published: bool


class ChangeLine(Struct, frozen=True):
    """A change in a list: what it would do to which item (`where`: its page below the desk), what the person may do about it, `who_signs` of others
    while it is open, and why it was refused."""

    id: int
    item: int
    title: Label
    region_name: Label
    who: str
    at: str
    why: str | None
    status: str
    fields: tuple[tuple[str, Any, Any], ...]
    signed: tuple[str, ...]
    eyes: int
    undoes: int | None
    may_sign: bool
    may_withdraw: bool
    may_undo: bool
    where: str = ""
    who_signs: tuple[str, ...] = ()
    refused: str | None = None


class WorkPage(Context, frozen=True):
    """My work: changes to sign, my own that wait or were refused lately, items and applications due soon or late, and my regions."""

    to_sign: tuple[ChangeLine, ...]
    waiting: tuple[ChangeLine, ...]
    refused: tuple[ChangeLine, ...]
    calling: tuple[KeptComment, ...]
    due: tuple[ItemLine, ...]
    deadlines: tuple[ApplicationLine, ...]
    regions: tuple[RegionLine, ...]


class BoardPage(Context, frozen=True):
    """A region's items, by stage and within it by area."""

    line: RegionLine
    columns: tuple[tuple[str, tuple[ItemLine, ...]], ...]
    areas: tuple[tuple[str, Label], ...]
    area: str | None
    eyes: int
    administers: bool


class BeginPage(Context, frozen=True):
    """A new item: the tasks that this region does not track yet, those meant for it first; `others` are meant for other regions."""

    line: RegionLine
    tasks: tuple[tuple[str, Label], ...]
    others: tuple[tuple[str, Label], ...]
    areas: tuple[tuple[str, Label], ...]
    key: str


class JournalLine(Struct, frozen=True):
    """An entry of the journal."""

    number: int
    at: str
    who: str
    kind: str
    item: int | None
    change: int | None
    why: str | None
    fields: tuple[tuple[str, Any, Any], ...]
    digest: str


class AssessmentLine(Struct, frozen=True):
    """An assessment in a list."""

    id: int
    stage: str
    since: str | None
    until: str | None
    result: str | None


class ItemPage(Context, frozen=True):
    """One item: its state, changes, journal, and which stages may follow."""

    line: ItemLine
    state: dict[str, Any]
    version: int
    stages: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    journal: tuple[JournalLine, ...]
    assessments: tuple[AssessmentLine, ...]
    comments: tuple[KeptComment, ...]
    files: tuple[KeptAttachment, ...]
    edits: bool
    speaks: bool
    key: str


class ComparePage(Context, frozen=True):
    """A region beside a sister: tasks that the sister has brought further."""

    line: RegionLine
    sisters: tuple[tuple[str, Label], ...]
    sister: str | None
    ahead: tuple[tuple[ItemLine, str | None], ...]


class HeatCell(Struct, frozen=True):
    """Where a task stands in a region."""

    id: int
    region: str
    stage: str
    late: bool
    stale: bool
    best: str | None


class RegionStanding(Struct, frozen=True):
    """How a region stands: stale items, items by the grade of their best evidence, and its promise gap (parts of 1; None: not worked out)."""

    stale: int
    grades: tuple[int, ...]
    gap: Width | None


class MinistryPage(Context, frozen=True):
    """Tasks by region: the stage of each, with what is late and stale, and how each region stands. `measuring`: promise gaps are still worked out."""

    regions: tuple[RegionLine, ...]
    standing: tuple[RegionStanding, ...]
    measuring: bool
    rows: tuple[tuple[str, Label, tuple[HeatCell | None, ...]], ...]
    own: int
    late: int
    stale: int
    grades: tuple[tuple[str, int], ...]
    stages: tuple[tuple[str, int], ...]


class PublishedPage(Context, frozen=True):
    """What regions have published, and the heads of their journals."""

    items: tuple[ItemLine, ...]
    evidence: dict[str, tuple[dict[str, Any], ...]]
    anchors: tuple[str, ...]


def item_line(visit: DeskVisit, item: KeptItem) -> ItemLine:
    """An item as lists show it."""
    law, today, state = visit.desk.book.lawbook, visit.desk.today, item.state
    open_ = state["stage"] not in ("replicated", "stopped")
    grades = sorted(e["grade"] for e in state["evidence"])
    task = visit.tasks.get(item.task or "")
    return ItemLine(
        item.id,
        item.region,
        entry_label(law, "territories", item.region),
        item.task,
        task or Label(item.title, item.title),
        item.area,
        visit.areas.get(item.area, Label(item.area, item.area)),
        state["stage"],
        state["due"],
        bool(open_ and state["due"] and state["due"] < today.isoformat()),
        open_ and item.changed_at[:10] < (today - dt.timedelta(days=STALE_DAYS)).isoformat(),
        grades[0] if grades else None,
        state["lead_body"],
        state["lead_person"],
        state["published"],
    )


def heat_cells(visit: DeskVisit) -> list[tuple[str | None, HeatCell]]:
    """Where every item that the person may see stands, each with its task."""
    today, old = visit.desk.today.isoformat(), (visit.desk.today - dt.timedelta(days=STALE_DAYS)).isoformat()
    out = []
    for i in visit.programme.work.places(visit.who):
        open_ = i.stage not in ("replicated", "stopped")
        late, stale = open_ and bool(i.due) and str(i.due) < today, open_ and i.changed_at[:10] < old
        out.append((i.task, HeatCell(i.id, i.region, i.stage, late, stale, i.grade)))
    return out


def change_line(
    visit: DeskVisit, change: KeptChange, titles: dict[int, Label], where: str = "/items", journal: Iterable[Entry] = ()
) -> ChangeLine:
    """A change as lists show it, with what this person may do about it. `journal`: entries of its item, where it may have been refused."""
    who = visit.who
    open_, mine = change.status == "open", change.person == who.person
    return record_of(
        ChangeLine,
        change,
        title=titles.get(change.item, Label("", "")),
        region_name=entry_label(visit.desk.book.lawbook, "territories", change.region),
        fields=tuple((n, change.before[n], change.after[n]) for n in change.after),
        may_sign=open_ and not mine and who.may("sign", change.region) and who.person not in change.signers,
        may_withdraw=open_ and mine and who.may("propose", change.region),
        may_undo=change.status == "applied" and who.may("propose", change.region),
        where=f"{where}/{change.item}",
        who_signs=visit.signers(change.region, {change.person, *change.signers}) if open_ else (),
        refused=next((e.why for e in journal if e.change == change.id and e.kind == "refused"), None),
    )


def change_lines(
    visit: DeskVisit, changes: Sequence[KeptChange], titles: dict[int, Label], journal: Iterable[Entry]
) -> tuple[ChangeLine, ...]:
    """All changes of one thing. One that was undone, or is about to be, is not offered for it again."""
    undone = {c.undoes for c in changes if c.status in ("open", "applied")}
    lines = (change_line(visit, c, titles, journal=journal) for c in changes)
    return tuple(replace(x, may_undo=x.may_undo and x.id not in undone) for x in lines)


def region_lines(visit: DeskVisit) -> tuple[RegionLine, ...]:
    """The regions that a person may read, in the programme's order."""
    counted: dict[str, tuple[int, int]] = {}
    for region, _, _, n, late in visit.programme.work.counts(visit.who, visit.desk.today.isoformat()):
        items, was = counted.get(region, (0, 0))
        counted[region] = (items + n, was + late)
    return tuple(
        RegionLine(r, name, *counted.get(r, (0, 0)), visit.who.may("propose", r)) for r, name in visit.regions() if visit.who.may("read", r)
    )


def stages_after(stage: str) -> tuple[str, ...]:
    """A stage and those that may follow it, in order."""
    return tuple(s for s in ITEM_STAGES if s == stage or s in STEPS[stage])  # type: ignore[index]
