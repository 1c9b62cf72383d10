"""A table of the export: its columns, its keys, and its rows. Every form of output is written from these; what each table and column means stands
in `tables.toml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from msgspec import Struct

from shidian import packaged
from shidian.law.records.base import Label

Kind = Literal["string", "integer", "number", "boolean", "date"]
Cell = str | int | float | bool | dt.date | None
Row = Mapping[str, Any] | tuple[object, Mapping[str, Any]]
"""Cells by their columns; or a record with such cells beside it: those that are not given are the record's fields of that name."""


class ExportColumn(Struct, frozen=True):
    """A column: its name, the kind of its cells, what it means, and the table whose key it holds."""

    name: str
    kind: Kind
    meaning: str
    of: str | None = None


class ExportTable(Struct, frozen=True):
    """A table. `key` are the columns that together name a row; `label` is the column that a person reads."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[ExportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label: str | None = None


def table(name: str, rows: Iterable[Row], **parts: str) -> ExportTable:
    """The table of this name in `tables.toml`, with its rows; `parts` fill the gaps of what it means."""
    return table_of(name, packaged.table("export/tables.toml")[name], rows, **parts)


def table_of(name: str, told: Mapping[str, Any], rows: Iterable[Row], **parts: str) -> ExportTable:
    """A table from what is told of it (`meaning`, `key`, `label`, `columns`) and its rows. Of each column its kind, what it refers to and what it
    means: `date | when it begins`, `string>rules | the rule`, `label | …` for a text in both languages, which becomes two columns."""
    made: list[ExportColumn] = []
    for column, said in told["columns"].items():
        kind, _, meaning = said.partition(" | ")
        kind, _, of = kind.partition(">")
        if kind == "label":
            made += [ExportColumn(f"{column}_en", "string", meaning), ExportColumn(f"{column}_zh", "string", f"{meaning}, in Chinese")]
        else:
            assert kind in get_args(Kind)
            made.append(ExportColumn(column, kind, meaning, of or None))
    filled = tuple(tuple(_cells(row, told["columns"])) for row in rows)
    return ExportTable(name, told["meaning"].format(**parts), tuple(told["key"].split()), tuple(made), filled, told.get("label"))


def _cells(row: Row, columns: Mapping[str, str]) -> Iterator[Cell]:
    record, given = row if isinstance(row, tuple) else (None, row)
    unknown = set(given) - set(columns)
    if unknown:
        raise KeyError(f"a row has no column for {', '.join(sorted(unknown))}")
    for column, told in columns.items():
        value = given.get(column) if record is None or column in given else getattr(record, column)
        if told.startswith("label"):
            yield from (value.en, value.zh) if isinstance(value, Label) else (None, None)
        else:
            yield float(value) if isinstance(value, Decimal) else value
