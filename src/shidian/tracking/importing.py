"""Importing a bureau's list: the table is read by the one reader of tables, planned, and carried out under keys that make a second import do nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from shidian.errors import DeskError, ShidianError
from shidian.law.records.base import Label
from shidian.screening.sources import FOUND, Dialect, open_table
from shidian.store.access import Actor, demand
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.listing import MOST_ROWS, ListRow, PlannedRow, columns, fields_of_columns, plan


def read_list(path: Path, name: str | None = None, dialect: Dialect = FOUND) -> list[ListRow]:
    """The rows of a list in a file. Raises TableError, and DeskError for a list without a column of tasks or with too many rows."""
    table = open_table(path, known=columns().keys(), name=name, dialect=dialect)
    fields = fields_of_columns(table.schema.names)
    out: list[ListRow] = []
    for piece in table.pieces():
        found = {field: piece.batch.column(column).to_pylist() for column, field in fields.items()}
        for i, line in enumerate(piece.lines.tolist()):
            cells = {field: str(values[i] or "") for field, values in found.items()}
            out.append(ListRow(int(line), cells, piece.broken.get(i)))
        if len(out) > MOST_ROWS:
            raise DeskError(f"the list has more than {MOST_ROWS} rows", hint="import it in parts")
    return out


def preview(desk: ProgrammeDesk, actor: Actor, region: str, rows: list[ListRow], area: str | None = None) -> list[PlannedRow]:
    """What importing these rows would do now. `area` is that of measures whose row names none."""
    demand(actor, "propose", region)
    tasks = {id: t.title for id, t in desk.tasks.items()}
    areas = {id: getattr(area, "name", Label(id, id)) for id, area in desk.areas.items()}
    return plan(rows, desk.work.items(actor, region=region), tasks, areas, area)


def carry_out(desk: ProgrammeDesk, actor: Actor, region: str, rows: list[ListRow], why: str, area: str | None = None) -> list[PlannedRow]:
    """Begin the items and propose the changes of a list, each row a transaction with a key of the row's own words: whoever sends the list again, or a
    row of it, does nothing twice. A row that fails tells why, and the others go on. Returns the rows as they were carried out."""
    out = []
    for row in preview(desk, actor, region, rows, area):
        try:
            out.append(_carried(desk, actor, region, row, why))
        except ShidianError as error:
            out.append(replace(row, does="error", error=str(error)))
    return out


def _carried(desk: ProgrammeDesk, actor: Actor, region: str, row: PlannedRow, why: str) -> PlannedRow:
    if row.does == "begin":
        of: dict[str, Any] = {"task": row.task} if row.task else {"title": row.title, "area": row.area}
        id = desk.begin(actor, region, **of, state=row.wanted, why=why, key=_key(region, row))
        return replace(row, item=id)
    if row.does == "change" and row.item is not None and row.version is not None:
        waiting = desk.work.changes(actor, item=row.item, status="open", person=actor.person)
        if any(c.after == row.wanted for c in waiting):
            return replace(row, does="same")  # proposed before, and not signed yet
        desk.propose(actor, row.item, row.wanted, version=row.version, why=why, key=_key(region, row))
    return row


def _key(region: str, row: PlannedRow) -> str:
    said = repr((region, row.does, row.item, row.version, row.task, row.title, sorted(row.wanted.items())))
    return "import:" + hashlib.sha256(said.encode()).hexdigest()[:40]
