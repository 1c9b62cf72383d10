"""Importing a bureau's list: the table is read by the one reader of tables, planned, and carried out under keys that make a second import do nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shidian.errors import DeskError, ShidianError
from shidian.law.records.base import Label
from shidian.store.access import Actor, demand
from shidian.store.desk.writing import Writing
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.list_columns import columns, fields_of_columns
from shidian.tracking.listing import MOST_ROWS, ListRow, PlannedRow, plan

ROWS_AT_ONCE = 100
"""Rows of one transaction: others wait for a region no longer than that."""


class ReadList(Struct, frozen=True):
    """The rows of a list, and the headings of columns that are about no field of an item: they are not taken, and somebody must know."""

    rows: list[ListRow]
    left: tuple[str, ...]


def read_list(path: Path, name: str | None = None) -> ReadList:
    """A list in a file. Raises TableError, and DeskError for a list without a column of tasks or with too many rows."""
    from shidian.screening.sources import FOUND, open_table  # it brings in what reads tables

    table = open_table(path, known=columns().keys(), name=name, dialect=FOUND)
    fields = fields_of_columns(table.schema.names)
    out: list[ListRow] = []
    for piece in table.pieces():
        found = {field: piece.batch.column(column).to_pylist() for column, field in fields.items()}
        for i, line in enumerate(piece.lines.tolist()):
            cells = {field: str(values[i] or "") for field, values in found.items()}
            out.append(ListRow(int(line), cells, piece.broken.get(i)))
        if len(out) > MOST_ROWS:
            raise DeskError(f"the list has more than {MOST_ROWS} rows", hint="import it in parts")
    return ReadList(out, tuple(n for n in table.schema.names if n not in fields and n.strip()))


def preview(desk: ProgrammeDesk, actor: Actor, region: str, rows: list[ListRow], area: str | None = None) -> list[PlannedRow]:
    """What importing these rows would do now. `area` is that of measures whose row names none."""
    demand(actor, "propose", region)
    tasks = {id: t.title for id, t in desk.tasks.items()}
    areas = {id: getattr(area, "name", Label(id, id)) for id, area in desk.areas.items()}
    return plan(rows, desk.work.items(actor, region=region), tasks, areas, area)


def carry_out(
    desk: ProgrammeDesk,
    actor: Actor,
    region: str,
    rows: list[ListRow],
    why: str,
    area: str | None = None,
    goes_on: Callable[[int], bool] = lambda _: True,
) -> list[PlannedRow]:
    """Begin the items and propose the changes of a list, some rows in each transaction and each row apart, with a key of the row's own words: whoever
    sends the list again, or a row of it, does nothing twice. A row that fails tells why, and the others go on. `goes_on` is told before each
    transaction how many rows are done, and stops the rest by False. Returns the rows as they were carried out."""
    out: list[PlannedRow] = []
    planned = preview(desk, actor, region, rows, area)
    waiting: dict[int, list[dict[str, Any]]] = {}
    for change in desk.work.changes(actor, region=region, status="open", person=actor.person, most=1_000_000):
        waiting.setdefault(change.item, []).append(change.after)
    for at in range(0, len(planned), ROWS_AT_ONCE):
        if not goes_on(len(out)):
            break
        part = planned[at : at + ROWS_AT_ONCE]
        if not any(row.does in ("begin", "change") for row in part):
            out += part
            continue
        with desk.work.writing(actor, "propose", region) as w:
            out += [_carried(desk, actor, w, row, why, waiting) for row in part]
    return out


def _carried(
    desk: ProgrammeDesk, actor: Actor, w: Writing, row: PlannedRow, why: str, waiting: dict[int, list[dict[str, Any]]]
) -> PlannedRow:
    try:
        if row.does == "begin":
            of: dict[str, Any] = {"task": row.task} if row.task else {"title": row.title, "area": row.area}
            id = desk.begin(actor, w.region, **of, state=row.wanted, why=why, key=_key(w.region, row), within=w)
            return replace(row, item=id)
        if row.does == "change" and row.item is not None and row.version is not None:
            if row.wanted in waiting.get(row.item, []):
                return replace(row, does="same")  # proposed before, and not signed yet
            desk.propose(actor, row.item, row.wanted, version=row.version, why=why, key=_key(w.region, row), within=w)
        return row
    except ShidianError as error:
        return replace(row, does="error", error=str(error))


def _key(region: str, row: PlannedRow) -> str:
    said = repr((region, row.does, row.item, row.version, row.task, row.title, sorted(row.wanted.items())))
    return "import:" + hashlib.sha256(said.encode()).hexdigest()[:40]
