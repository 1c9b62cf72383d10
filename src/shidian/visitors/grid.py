"""The rows of a finished screening with their answers, some at a time: from the Arrow file that is kept beside the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from shidian.screening.joined import parts_of
from shidian.screening.output.links import LINK
from shidian.screening.summary import ERROR

AT_ONCE = 25
"""Rows on a page."""


class GridRow(Struct, frozen=True):
    """A row: its line in the table, its cells, and its answer (`error`: the row cannot be read). `link` is the address of its decision."""

    line: int
    cells: tuple[str, ...]
    outcome: str
    because: str | None
    ceiling: float | None
    exclusive: bool | None
    announced: str | None
    error: str | None
    link: str | None


class Grid(Struct, frozen=True):
    """Some rows of a table, from the row `begin` on (from 0) of `total`; all have the `outcome`, where one is asked for. `heads` are the columns."""

    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]
    begin: int
    total: int
    outcome: str | None


def grid_of(path: Path, columns: Sequence[str], mapping: Mapping[str, str], prefix: str, outcome: str | None, begin: int) -> Grid:
    """The rows with an outcome (None: all) from one on, with those of the table's `columns` that are mapped to facts."""
    mapped = {part for of in mapping.values() for part in parts_of(of, columns)}
    heads = tuple(c for c in columns if c in mapped)
    own = ("outcome", "because", "ceiling", "ceiling_exclusive", "announced_outcome", "error", LINK, "source_line")
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as found:
        batches = (found.get_batch(i).select([*heads, *(prefix + c for c in own)]) for i in range(found.num_record_batches))
        table = pa.Table.from_batches(batches)
        if outcome is not None:
            said = table[f"{prefix}outcome"]
            table = table.filter(pc.is_null(said) if outcome == ERROR else pc.equal(said, outcome))
        rows = [
            (row.pop(f"{prefix}source_line"), [row.pop(prefix + c) for c in own[:-1]], tuple(_text(v) for v in row.values()))
            for row in table.slice(begin, AT_ONCE).to_pylist()
        ]
    return Grid(heads, tuple(_row(*row) for row in rows), begin, table.num_rows, outcome)


def _row(line: int, said: Sequence[object], cells: tuple[str, ...]) -> GridRow:
    outcome, because, ceiling, exclusive, announced, error, link = said
    return GridRow(line, cells, str(outcome or ERROR), because, ceiling, exclusive, announced, error, link)  # type: ignore[arg-type]


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float | np.floating) else str(value)
