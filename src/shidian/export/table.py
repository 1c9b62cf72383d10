"""A table of the export: its columns, its keys, and its rows. Every form of output is written from these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from shidian.law.records.base import Label

Kind = Literal["string", "integer", "number", "boolean", "date"]
Cell = str | int | float | bool | dt.date | None


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


def table(
    name: str, meaning: str, key: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]], label: str | None = None
) -> ExportTable:
    """A table from rows by name. `columns` says of each what it means, after its kind and what it refers to: `date | when it begins`,
    `string>rules | the rule`, `label | …` for a text in both languages, which becomes two columns."""
    made: list[ExportColumn] = []
    for column, told in columns.items():
        kind, _, meaning = told.partition(" | ")
        kind, _, of = kind.partition(">")
        if kind == "label":
            made += [ExportColumn(f"{column}_en", "string", meaning), ExportColumn(f"{column}_zh", "string", f"{meaning}, in Chinese")]
        else:
            made.append(ExportColumn(column, _kind(kind), meaning, of or None))
    filled = tuple(tuple(_cells(row, columns)) for row in rows)
    return ExportTable(name, meaning, tuple(key.split()), tuple(made), filled, label)


def _kind(word: str) -> Kind:
    kinds: dict[str, Kind] = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date"}
    return kinds[word]


def _cells(row: Mapping[str, Any], columns: Mapping[str, str]) -> Iterable[Cell]:
    unknown = set(row) - set(columns)
    if unknown:
        raise KeyError(f"a row has no column for {', '.join(sorted(unknown))}")
    for column, told in columns.items():
        value = row.get(column)
        if told.startswith("label"):
            yield from (value.en, value.zh) if isinstance(value, Label) else (None, None)
        else:
            yield float(value) if isinstance(value, Decimal) else value
