"""Tables whose columns have types: Parquet and Arrow. Rows that are null throughout are passed over; a row's line is its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shidian.errors import TableError
from shidian.screening.pieces import TablePiece, TableSource

BYTES = 8 << 20
"""Bytes of one piece of JSON lines."""
BATCH = 131_072
"""Rows of one piece, where the format leaves the choice."""


def numbered(batches: Iterator[tuple[pa.RecordBatch, int]], rows: int | None) -> Iterator[TablePiece]:
    """The batches as pieces. `rows` is what the file says of itself, and is held to it. Raises TableError."""
    number = 1
    for batch, position in batches:
        lines = np.arange(number, number + batch.num_rows, dtype=np.int64)
        number += batch.num_rows
        blank = np.ones(batch.num_rows, dtype=bool)
        for column in batch.columns:
            if column.null_count < len(column):
                blank &= pc.is_null(column).to_numpy(zero_copy_only=False)
            if not blank.any():
                break
        passed = [("blank", int(n)) for n in lines[blank]] if blank.any() else []
        yield TablePiece(batch.filter(pa.array(~blank)) if passed else batch, lines[~blank], {}, passed, position)
    if rows is not None and number - 1 != rows:
        raise TableError(f"{rows - number + 1} of {rows} rows were not read", hint="is the file damaged?")


def parquet(path: Path) -> TableSource:
    """A Parquet file."""
    file = pq.ParquetFile(path)

    def batches() -> Iterator[tuple[pa.RecordBatch, int]]:
        done = 0
        for batch in file.iter_batches(BATCH):
            done += batch.num_rows
            yield batch, done

    return TableSource("parquet", file.schema_arrow, numbered(batches(), file.metadata.num_rows), file.metadata.num_rows)


def arrow(path: Path) -> TableSource:
    """An Arrow file, or a stream of its format."""
    try:
        file = pa.ipc.open_file(pa.memory_map(str(path)))
    except pa.ArrowInvalid:
        stream = pa.ipc.open_stream(pa.memory_map(str(path)))
        return TableSource("arrow", stream.schema, numbered(((batch, 0) for batch in stream), None), None)
    count = file.num_record_batches
    return TableSource("arrow", file.schema, numbered(((file.get_batch(i), i + 1) for i in range(count)), None), count)


def by_block(reader: Any, size: int) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The batches of a reader of blocks, with how far the file is read."""
    done = 0
    for batch in reader:
        done += BYTES
        yield batch, min(done, size)
