"""Which class writes which format of answers."""

from __future__ import annotations

from collections.abc import Callable

from shidian.errors import TableError
from shidian.screening.output.forms import Arrow, ColumnLayout, Form, JsonLines, Parquet, TextTable
from shidian.screening.output.workbook import SheetTable

JOINED = ("xlsx",)
"""Formats whose parts are of another format, so that even one part is joined."""
FORMATS: dict[str, Callable[[ColumnLayout], Form]] = {"parquet": Parquet, "arrow": Arrow, "jsonl": JsonLines, "xlsx": SheetTable}


def form_of(kind: str, layout: ColumnLayout, bom: bool) -> Form:
    """What writes a format. Raises TableError for one that is only read."""
    if kind in ("csv", "tsv"):
        return TextTable(layout, "," if kind == "csv" else "\t", bom)
    if kind not in FORMATS:
        raise TableError("answers cannot be written into a database", hint="write Parquet; DuckDB reads it as a table")
    return FORMATS[kind](layout)
