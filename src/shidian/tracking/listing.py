"""A bureau's list of its items as a plan of what would be begun and proposed, row by row; and two quarters of it as the difference by task. Pure.

The list is a table of any form that screening reads. A row finds its item by the id of the task, by the title of an item of the region, or by the words of
a task of the programme; what fits none is a measure of the region's own, which needs an area. Nothing holds by importing: changes wait for a signature.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from shidian.errors import DeskError, ShidianError
from shidian.law.days import NotADay, read_day
from shidian.law.names import fold
from shidian.law.near import nearest
from shidian.law.records.base import Label
from shidian.store.desk.records import KeptItem
from shidian.tracking.fields import differs
from shidian.tracking.item import ITEM, ITEM_STAGES, refusal, state_of
from shidian.tracking.list_columns import bare_title, is_heading, standing
from shidian.words.phrases import phrase

FIELDS = ("stage", "lead_body", "lead_person", "due", "next_step", "risk_kind", "safeguard", "notes")
MOST_ROWS = 5_000


class ListRow(Struct, frozen=True):
    """One row of a list: its line in the file, its cells by field, and what was wrong with it on the way here."""

    line: int
    cells: dict[str, str]
    wrong: str | None = None


class PlannedRow(Struct, frozen=True):
    """What a row comes to: an item to begin, a change to propose (`item`, `version`; what the fields that it touches hold now is `was`), nothing new, or
    an error. `near`: the tasks of the programme that an unknown title may mean."""

    line: int
    does: Literal["begin", "change", "same", "error"]
    title: str
    item: int | None = None
    version: int | None = None
    task: str | None = None
    area: str | None = None
    wanted: dict[str, Any] = {}
    was: dict[str, Any] = {}
    error: str | None = None
    near: tuple[str, ...] = ()


class QuarterChange(Struct, frozen=True):
    """What became of one task from one quarter's list to the next. `added` and `gone` are rows that only one of the two has."""

    does: Literal["added", "gone", "moved", "same"]
    number: str
    title: str
    before: str
    after: str


END = re.compile(
    r"(20\d\d)年(?:(?:(\d{1,2})月份?|第?([一二三四1-4])季度|(上)半年|年)?[底末](?:之?前|以前)?|(\d{1,2})月份?|第?([一二三四1-4])季度|(上)半年)"
)
"""The end of a month, quarter, half or year, as a due day; a month or quarter alone is due at its end."""
QUARTERS = {"一": 3, "1": 3, "二": 6, "2": 6, "上": 6, "三": 9, "3": 9, "四": 12, "4": 12}
MOST_NEAR = 500
"""Rows of a list for which near tasks are looked up: it takes about a millisecond each."""
SHORTEST_INSIDE = 6
"""Letters from which on a title that stands within another is near to it."""


def plan(
    rows: Iterable[ListRow], items: Sequence[KeptItem], tasks: Mapping[str, str], areas: Mapping[str, Label], otherwise: str | None = None
) -> list[PlannedRow]:
    """What the rows of a list come to for a region with these items. `tasks` are the programme's tasks with their words, `areas` its areas by id,
    `otherwise` the area of a measure whose row names none. A task that stands in the list twice is an error the second time."""
    if otherwise is not None and otherwise not in areas:
        raise DeskError(f"`{otherwise[:40]}` is not an area of the programme")
    by_task = {i.task: i for i in items if i.task}
    by_title = {fold(i.title): i for i in items}
    words = {fold(title): id for id, title in tasks.items()}
    named = {fold(n): id for id, label in areas.items() for n in (id, label.en, label.zh)}
    seen: dict[str, int] = {}
    out: list[PlannedRow] = []
    for row in rows:
        if row.wrong is None and is_heading(row.cells):
            continue
        whole = row.cells.get("title", "").strip()
        title = whole if fold(whole) in words or fold(whole) in by_title else bare_title(whole)
        try:
            if row.wrong is not None:
                raise DeskError(row.wrong)
            id = row.cells.get("task", "").strip() or words.get(fold(title))
            if id and id not in tasks:
                raise DeskError(f"`{id[:40]}` is not a task of the programme")
            if not id and not title:
                raise DeskError("the row names no task")
            item = by_task.get(id) if id else by_title.get(fold(title))
            key = id or fold(title)
            if key in seen:
                raise DeskError(f"this task stands on line {seen[key]} already")
            seen[key] = row.line
            wanted = _wanted(row.cells)
            if item is None:
                said = fold(row.cells.get("area", ""))
                area = None if id else named.get(said) if said else otherwise
                if not id and area is None:
                    raise DeskError("no task of the programme has these words; a measure of the region's own needs its area")
                begun = {**wanted, "stage": wanted.get("stage", "announced")}
                if state_of(begun).stage not in ITEM.begins:
                    raise DeskError("a new item begins as announced or in the plan; propose the later stage with its evidence")
                out.append(PlannedRow(row.line, "begin", title or tasks[id or ""], task=id or None, area=area, wanted=begun))
                continue
            before = item.state
            changed = {n: v for n, v in wanted.items() if before.get(n) != v}
            if not changed:
                out.append(PlannedRow(row.line, "same", item.title, item.id, item.version, item.task))
                continue
            was, after = differs(ITEM, before, changed)
            found = refusal(state_of(before), state_of({**before, **after}), None)
            if found is not None:
                raise DeskError(found)
            out.append(PlannedRow(row.line, "change", item.title, item.id, item.version, item.task, item.area, after, was))
        except ShidianError as error:
            unknown = not row.cells.get("task", "").strip() and fold(title) not in words and fold(title) not in by_title
            near = _near(title, words) if unknown and len(out) < MOST_NEAR else ()
            out.append(PlannedRow(row.line, "error", title, error=str(error), near=near))
    return out


def quarters(before: Iterable[ListRow], after: Iterable[ListRow]) -> list[QuarterChange]:
    """The difference of progress by task between two lists: matched by the number in the city's list, else by the words of the task."""
    old = [r for r in before if _key(r)]
    new = [r for r in after if _key(r)]
    known = {_key(r): r for r in old}
    titles = {_words(r): r for r in old}
    used: set[int] = set()
    out: list[QuarterChange] = []
    for row in new:
        match = known.get(_key(row)) or titles.get(_words(row))
        now = row.cells.get("notes", "").strip()
        if match is None or match.line in used:
            out.append(QuarterChange("added", _number(row), row.cells.get("title", "").strip(), "", now))
            continue
        used.add(match.line)
        then = match.cells.get("notes", "").strip()
        does: Literal["moved", "same"] = "same" if fold(then) == fold(now) else "moved"
        out.append(QuarterChange(does, _number(row), row.cells.get("title", "").strip(), then, now))
    gone = [r for r in old if r.line not in used]
    return out + [QuarterChange("gone", _number(r), r.cells.get("title", "").strip(), r.cells.get("notes", "").strip(), "") for r in gone]


def _wanted(cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an item that a row fills in. An empty cell says nothing."""
    out: dict[str, Any] = {}
    for name in FIELDS:
        text = cells.get(name, "").strip()
        if not text:
            continue
        if name == "due":
            if fold(text) not in standing():  # what goes on for ever has no due day
                out[name] = _due(text).isoformat()
        elif name == "stage":
            out[name] = _stage(text)
        else:
            out[name] = text
    state_of(out if out.get("stage") != "stopped" else {**out, "stop_reason": "?"})
    return out


def _due(text: str) -> dt.date:
    """A due day as bureaus write it: a day, or the end of a month, quarter or year (2026年12月底前). Raises DeskError."""
    end = END.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if end is not None:
        year, said = int(end[1]), next((g for g in (end[3], end[4], end[6], end[7]) if g), "四")
        month = int(end[2] or end[5] or QUARTERS[said])
        if 1 <= month <= 12:
            return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    try:
        return read_day(text)
    except NotADay as error:
        raise DeskError(f"`{text[:40]}` is not a day: {error}") from error


def _near(title: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The tasks of the programme whose words are near to a title, best first: offered to a person, never taken."""
    said = fold(title)
    inside = [
        id for word, id in words.items() if len(word) >= SHORTEST_INSIDE and len(said) >= SHORTEST_INSIDE and (word in said or said in word)
    ]
    return tuple(dict.fromkeys([*inside, *(words[w] for w in nearest(said, words))]))[:3] if said else ()


def _stage(text: str) -> str:
    names = {s: phrase(f"itemstage_{s}") for s in ITEM_STAGES}
    found = {fold(w): s for s, name in names.items() for w in (s, name.en, name.zh)}.get(fold(text))
    if found is None:
        raise DeskError(f"`{text[:40]}` is not a stage", hint="known: " + ", ".join(f"`{n.en}` ({n.en}, {n.zh})" for n in names.values()))
    return found


def _number(row: ListRow) -> str:
    return (row.cells.get("list_number") or row.cells.get("number") or "").strip()


def _key(row: ListRow) -> str:
    return fold(row.cells.get("list_number") or "") or fold(row.cells.get("task") or "") or _words(row)


def _words(row: ListRow) -> str:
    return fold(bare_title(row.cells.get("title") or ""))
