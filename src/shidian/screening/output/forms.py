"""A table with the answers beside it, written in parts that are put together at the end: one class for each format.

`make` does the work of a piece and may run on any thread; `part` gives a file that takes pieces; `join` makes one file of the parts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shidian.errors import TableError, needs
from shidian.files import plain_field
from shidian.screening.output.written import (
    BatchesPart,
    BytesPart,
    batch_rows,
    bytes_of,
    for_each,
    guarded,
    in_one,
    shown,
    text_lines,
    text_records,
)
from shidian.screening.screened import COLUMNS, FLAGS, NUMBERS, Screened


class OutputPart(Protocol):
    """A file that is being written."""

    def add(self, made: Any) -> None:
        """Write a piece."""

    def close(self) -> None:
        """Finish the file."""


class Form(Protocol):
    """How a format is written."""

    def make(self, batch: pa.RecordBatch, done: Screened) -> Any:
        """The rows with their answers, ready to be written."""

    def part(self, path: Path, first: bool) -> OutputPart:
        """A file for pieces; the first may have a head."""

    def join(self, parts: Sequence[Path], out: Path) -> None:
        """One file of the parts, in order."""

    def rows(self, path: Path) -> int | None:
        """The rows that a part has, counted without the writer; None where nothing but the writer could tell."""


class ColumnLayout:
    """The columns of the answers: those of the input, then ours, with a prefix; those of ours that are put to the rows `before` they are written stand
    first. Raises TableError where two would have one name."""

    def __init__(self, schema: pa.Schema, prefix: str, before: Sequence[str] = ()) -> None:
        self.names = {name: prefix + name for name in (*COLUMNS, *before)}
        taken = {n.casefold(): n for n in schema.names}
        clash = next((taken[n.casefold()] for n in self.names.values() if n.casefold() in taken), None)
        if clash is not None:
            raise TableError(
                f"the table already has a column `{clash}`", hint="put a prefix before the new columns, such as --prefix shidian_"
            )
        word = pa.dictionary(pa.int32(), pa.string())
        kinds = (
            {"asked_on": pa.date32(), "source_line": pa.int64()} | dict.fromkeys(NUMBERS, pa.float64()) | dict.fromkeys(FLAGS, pa.bool_())
        )
        own = [pa.field(n, kinds.get(c, word)) for c, n in self.names.items() if c in COLUMNS]
        schema = pa.schema([*schema, *(pa.field(self.names[c], pa.string()) for c in before)])
        self.input = schema
        self.schema = pa.schema([*schema, *own])
        self.plain = pa.schema([pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in self.schema])

    def batch(self, batch: pa.RecordBatch, done: Screened, schema: pa.Schema) -> pa.RecordBatch:
        """The rows with their answers."""
        arrays = [*batch.columns, *(done.column(c) for c in COLUMNS)]
        return pa.RecordBatch.from_arrays([_cast(a, f.type) for a, f in zip(arrays, schema, strict=True)], schema=schema)


def _cast(values: pa.Array, kind: pa.DataType) -> pa.Array:
    if values.type == kind:
        return values
    if pa.types.is_dictionary(kind):
        return pa.DictionaryArray.from_arrays(values.indices.cast(kind.index_type), values.dictionary)
    return values.cast(kind)


MOST_TAILS = 20_000
"""Answers whose fields are kept as text from one piece to the next."""


class TextTable:
    """CSV, in UTF-8. The fields of an answer are one of few texts, so a row is joined from the input's fields and one such text."""

    def __init__(self, layout: ColumnLayout, delimiter: str, bom: bool) -> None:
        self.layout, self.delimiter = layout, delimiter
        self._tails: dict[tuple[object, ...], bytes] = {}
        self.head = ("\ufeff" if bom else "").encode() + self._line(layout.schema.names)
        for field in layout.input:
            try:
                pa.array([], field.type).cast(pa.string())
            except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
                raise TableError(f"column `{field.name}` cannot be written as CSV", hint=f"it holds {field.type}; write Parquet") from error

    def _line(self, fields: Sequence[object]) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerow(map(plain_field, fields))
        return out.getvalue().encode()

    def make(self, batch: pa.RecordBatch, done: Screened) -> Any:
        tails = for_each(done, self._tail)
        columns = [self._fields(c) for c in batch.columns]
        day, line = (done.column(c).cast(pa.large_string()) for c in ("asked_on", "source_line"))
        rows = pc.binary_join_element_wise(
            *columns, day, tails, line, pa.scalar(self.delimiter, pa.large_string()), null_handling="replace", null_replacement=""
        )
        end = pa.scalar("\n", pa.large_string())
        return bytes_of(pc.binary_join_element_wise(rows, end, pa.scalar("", pa.large_string())))

    def _tail(self, fields: tuple[object, ...]) -> bytes:
        if len(self._tails) > MOST_TAILS:
            self._tails.clear()
        if fields not in self._tails:
            self._tails[fields] = self._line([shown(f) for f in fields]).rstrip(b"\n")
        return self._tails[fields]

    def _fields(self, values: pa.Array) -> pa.Array:
        """A column as fields, in quotes where they are needed."""
        text = guarded(values.cast(pa.large_string()))
        data = text.buffers()[2]
        if data is None:
            return text
        seen = np.frombuffer(data, np.uint8)
        if not any((seen == ord(mark)).any() for mark in (self.delimiter, '"', "\n", "\r")):
            return text
        mark = pa.scalar('"', pa.large_string())
        wants = pc.match_substring_regex(text, f'[{self.delimiter}"\r\n]')
        return pc.if_else(
            wants, pc.binary_join_element_wise(mark, pc.replace_substring(text, '"', '""'), mark, pa.scalar("", pa.large_string())), text
        )

    def part(self, path: Path, first: bool) -> OutputPart:
        return BytesPart(path, self.head if first else b"")

    def rows(self, path: Path) -> int | None:
        with path.open("rb") as file:
            headed = file.read(len(self.head)) == self.head
        return text_records(path) - headed

    def join(self, parts: Sequence[Path], out: Path) -> None:
        in_one(parts, out)


class JsonLines:
    """One object a line, by DuckDB; the answers are put into it as one of few texts."""

    def __init__(self, layout: ColumnLayout) -> None:
        with needs("screen"):
            import duckdb
        self.layout = layout
        self._connect = duckdb.connect

    def make(self, batch: pa.RecordBatch, done: Screened) -> Any:
        names = [self.layout.names[c] for c in COLUMNS if c not in ("asked_on", "source_line")]
        tails = for_each(done, lambda fields: json.dumps(dict(zip(names, fields, strict=True)), ensure_ascii=False)[1:-1].encode())
        day = self._member("asked_on", done, '"')
        line = self._member("source_line", done, "")
        with self._connect(config={"threads": "1"}) as con:
            con.register("rows_in", pa.Table.from_batches([batch]))
            found = con.execute("select to_json(t)::varchar as j from rows_in t").fetchnumpy()["j"]
        heads = pa.array([text[:-1] for text in found], pa.large_string())
        rows = pc.binary_join_element_wise(heads, day, tails, line, pa.scalar(",", pa.large_string()))
        return bytes_of(pc.binary_join_element_wise(rows, pa.scalar("}\n", pa.large_string()), pa.scalar("", pa.large_string())))

    def _member(self, name: str, done: Screened, quote: str) -> pa.Array:
        """A column of ours as members of objects."""
        values = done.column(name).cast(pa.large_string())
        head = pa.scalar(json.dumps(self.layout.names[name], ensure_ascii=False) + ": ", pa.large_string())
        mark, none = pa.scalar(quote, pa.large_string()), pa.scalar("", pa.large_string())
        said = pc.binary_join_element_wise(head, mark, values, mark, none)
        return pc.if_else(pc.is_null(values), pc.binary_join_element_wise(head, pa.scalar("null", pa.large_string()), none), said)

    def part(self, path: Path, first: bool) -> OutputPart:
        return BytesPart(path, b"")

    def rows(self, path: Path) -> int | None:
        return text_lines(path)

    def join(self, parts: Sequence[Path], out: Path) -> None:
        in_one(parts, out)


class Parquet:
    """Parquet: words stay dictionary-encoded, a piece is a row group."""

    def __init__(self, layout: ColumnLayout) -> None:
        self.layout = layout

    def make(self, batch: pa.RecordBatch, done: Screened) -> Any:
        return self.layout.batch(batch, done, self.layout.schema)

    def part(self, path: Path, first: bool) -> OutputPart:
        return BatchesPart(pq.ParquetWriter(path, self.layout.schema))

    def rows(self, path: Path) -> int | None:
        return int(pq.read_metadata(path).num_rows)

    def join(self, parts: Sequence[Path], out: Path) -> None:
        with pq.ParquetWriter(out, self.layout.schema) as writer:
            for part in parts:
                for batch in pq.ParquetFile(part).iter_batches(131_072):
                    writer.write_batch(batch)


class Arrow:
    """An Arrow file: words are written out, since such a file has one dictionary for all its pieces."""

    def __init__(self, layout: ColumnLayout) -> None:
        self.layout = layout

    def make(self, batch: pa.RecordBatch, done: Screened) -> Any:
        return self.layout.batch(batch, done, self.layout.plain)

    def part(self, path: Path, first: bool) -> OutputPart:
        return BatchesPart(pa.ipc.new_file(str(path), self.layout.plain, options=pa.ipc.IpcWriteOptions(compression="lz4")))

    def rows(self, path: Path) -> int | None:
        return batch_rows(path)

    def join(self, parts: Sequence[Path], out: Path) -> None:
        with pa.ipc.new_file(str(out), self.layout.plain, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            for part in parts:
                file = pa.ipc.open_file(pa.memory_map(str(part)))
                for i in range(file.num_record_batches):
                    writer.write_batch(file.get_batch(i))
