"""What is written: cells that no spreadsheet runs, the fields of an answer as text, and the files that take pieces; and the rows of a
file that was written, counted without the writer.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shidian.files import FORMULA, NUMBER
from shidian.screening.screened import TOLD, DecisionColumns, Screened


def guarded(text: pa.Array) -> pa.Array:
    """Cells with an apostrophe before those that a spreadsheet would take for a formula. Plain numbers stay as they are."""
    runs = pc.match_substring_regex(text, FORMULA)
    if not pc.any(runs).as_py():
        return text
    runs = pc.and_not(runs, pc.match_substring_regex(text, NUMBER))
    return pc.if_else(runs, pc.binary_join_element_wise(pa.scalar("'", pa.large_string()), text, pa.scalar("", pa.large_string())), text)


class BytesPart:
    """A part of a text file."""

    def __init__(self, path: Path, head: bytes) -> None:
        self.file = path.open("wb")
        self.file.write(head)

    def add(self, made: Any) -> None:
        self.file.write(made)

    def close(self) -> None:
        self.file.close()


class BatchesPart:
    """A part in a format that Arrow writes."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer

    def add(self, made: Any) -> None:
        self.writer.write_batch(made)

    def close(self) -> None:
        self.writer.close()


def in_one(parts: Sequence[Path], out: Path) -> None:
    with out.open("wb") as whole:
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, whole, 1 << 20)


def bytes_of(rows: pa.Array) -> memoryview:
    """The texts of an array, one after the other."""
    ends = np.frombuffer(rows.buffers()[1], np.int64)[rows.offset : rows.offset + len(rows) + 1]
    data = rows.buffers()[2]
    return memoryview(data)[ends[0] : ends[-1]] if data is not None and len(ends) else memoryview(b"")


def shown(field: object) -> object:
    """A field of ours in CSV."""
    if isinstance(field, bool):
        return "true" if field else "false"
    if isinstance(field, float):
        return int(field) if field.is_integer() else field
    return field


def for_each(done: Screened, line: Any) -> pa.Array:
    """For each row a text made of the fields of its answer; made once for each answer that is given."""
    errors = list(dict.fromkeys(done.errors.values()))
    decided = len(done.verdicts)
    number = {e: decided + i for i, e in enumerate(errors)}
    index = done.codes.astype(np.int64)
    for row, error in done.errors.items():
        index[row] = number[error]
    used = np.flatnonzero(np.bincount(index, minlength=decided + len(errors)))
    place = np.empty(decided + len(errors), dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    told = DecisionColumns.of(done)
    told.upto(done.verdicts, decided)
    width = len(TOLD)
    fields = [(*told.rows[n], None, None) if n < decided else (*[None] * width, *errors[n - decided]) for n in used.tolist()]
    return pa.array([line(f).decode() for f in fields], pa.large_string()).take(pa.array(place[index]))


BLOCK = 1 << 22
"""Bytes of a written file that are counted at a time."""


def text_records(path: Path) -> int:
    """The records of a CSV file: line ends that stand outside quotes."""
    count, inside = 0, False
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            seen = np.frombuffer(block, np.uint8)
            ends = np.flatnonzero(seen == 10)
            quotes = np.cumsum(seen == 34)
            count += int(np.count_nonzero((quotes[ends] + inside) % 2 == 0))
            inside ^= bool(quotes[-1] % 2)
    return count


def text_lines(path: Path) -> int:
    """The lines of a file of JSON lines."""
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b""))


def batch_rows(path: Path) -> int:
    """The rows of an Arrow file."""
    file = pa.ipc.open_file(pa.memory_map(str(path)))
    return sum(file.get_batch(i).num_rows for i in range(file.num_record_batches))
