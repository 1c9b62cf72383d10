"""All tables of the export, in an order in which every key stands before what refers to it, and checked: no key twice, no reference to nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from shidian.compiled import CompiledLaw
from shidian.errors import ExportError
from shidian.export.evidence import evidence_tables
from shidian.export.law import law_tables
from shidian.export.programme import programme_tables
from shidian.export.table import ExportTable, table
from shidian.export.vocabularies import vocabulary_tables
from shidian.export.worked import case_tables
from shidian.version import __version__

LICENCE = "Apache-2.0"


def all_tables(law: CompiledLaw, on: dt.date) -> tuple[ExportTable, ...]:
    """Every table; stages of tasks are those of the day `on`. Raises ExportError where a key stands twice or a reference leads nowhere."""
    found = [
        *vocabulary_tables(law),
        *evidence_tables(law),
        *law_tables(law),
        *programme_tables(law, on),
        *case_tables(law),
        _about(law, on),
    ]
    check(found)
    return tuple(_in_order(found))


def _about(law: CompiledLaw, on: dt.date) -> ExportTable:
    read_on = law.lawbook.read_on
    said = {
        "lawbook": law.digest,
        "version": __version__,
        "law_checked_on": read_on.isoformat() if read_on else None,
        "stages_on": on.isoformat(),
        "licence": LICENCE,
    }
    return table("about", ({"name": k, "value": v} for k, v in said.items()))


def check(tables: Iterable[ExportTable]) -> None:
    """Every key once, every reference to something. Raises ExportError."""
    keys: dict[str, set[object]] = {}
    listed = list(tables)
    for found in listed:
        at = [next(i for i, c in enumerate(found.columns) if c.name == k) for k in found.key]
        names = [tuple(row[i] for i in at) for row in found.rows]
        if len(set(names)) < len(names):
            twice = next(n for n in names if names.count(n) > 1)
            raise ExportError(f"the table `{found.name}` has the key {twice} twice")
        keys[found.name] = {n[0] for n in names}
    for found in listed:
        for i, column in enumerate(found.columns):
            if column.of is not None:
                lost = {row[i] for row in found.rows} - keys[column.of] - {None}
                if lost:
                    raise ExportError(f"`{found.name}.{column.name}` refers to {sorted(map(str, lost))[0]}, which is not in `{column.of}`")


def _in_order(tables: list[ExportTable]) -> list[ExportTable]:
    """Tables after those that they refer to; a table may refer to itself."""
    out: list[ExportTable] = []
    left = list(tables)
    while left:
        known = {t.name for t in out}
        ready = [t for t in left if {c.of for c in t.columns if c.of} <= known | {t.name}]
        out += ready
        left = [t for t in left if t not in ready]
    return out
