"""The rows of a finished screening with their answers, some at a time: from the Arrow file that is kept beside the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from shidian.arrow import pa, pc
from shidian.screening.joined import parts_of
from shidian.screening.output.links import LINK
from shidian.screening.summary import ERROR

AT_ONCE = 25
"""Rows on a page."""


class GridRow(Struct, frozen=True):
    """A row: its line in the table, its cells, and its answer (`error`: the row cannot be read). `link` is the address of its decision,
    `conditions` names the rules with conditions that it holds on."""

    line: int
    cells: tuple[str, ...]
    outcome: str
    because: str | None
    ceiling: float | None
    exclusive: bool | None
    announced: str | None
    error: str | None
    link: str | None
    conditions: str | None


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
    own = ("source_line", "outcome", "because", "ceiling", "ceiling_exclusive", "announced_outcome", "error", LINK, "conditions")
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as found:
        batches = (found.get_batch(i).select([*heads, *(prefix + c for c in own)]) for i in range(found.num_record_batches))
        table = pa.Table.from_batches(batches)
        if outcome is not None:
            said = table[f"{prefix}outcome"]
            table = table.filter(pc.is_null(said) if outcome == ERROR else pc.equal(said, outcome))
        rows = table.slice(begin, AT_ONCE).to_pylist()
    said = ([row.pop(prefix + c) for c in own] for row in rows)  # what is left are the cells
    shown = (GridRow(line, tuple(map(_text, row.values())), o or ERROR, *more) for row, (line, o, *more) in zip(rows, said, strict=True))
    return Grid(heads, tuple(shown), begin, table.num_rows, outcome)


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
