"""Tables in files, read piece by piece: CSV, Parquet, Arrow, JSON lines, and what SQL gives.

The text of a CSV cell and of a JSON string is kept as it is written: nothing is guessed to be a number or a day.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq

from shidian.errors import MissingExtra, TableError

ROWS = 131_072
"""Rows of one piece, where the format leaves the choice."""
BYTES = 8 << 20
"""Bytes of one piece of a text file."""
ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".duckdb": "duckdb",
    ".db": "duckdb",
}
"""The format of each ending."""


def format_of(path: Path) -> str:
    """The format of a file by its ending. Raises TableError."""
    found = ENDINGS.get(path.suffix.lower())
    if found is None:
        raise TableError(f"`{path.name}` has an unknown file ending", hint="endings: " + ", ".join(ENDINGS))
    return found


class Source:
    """A table that is read once, from its beginning. `size` is what `pieces` counts up to, in units of the format; None where
    it is not known."""

    def __init__(self, schema: pa.Schema, pieces: Iterator[tuple[pa.RecordBatch, int]], size: int | None, bom: bool = False) -> None:
        self.schema = schema
        self._pieces = pieces
        self.size = size
        self.bom = bom
        """Whether a mark of the byte order stands before the first column's name."""
        names = [n.casefold() for n in schema.names]
        twice = next((n for n in schema.names if names.count(n.casefold()) > 1), None)
        if twice is not None:
            raise TableError(f"two columns are called `{twice}`", hint="rename one of them; upper and lower case are the same")

    def pieces(self) -> Iterator[tuple[pa.RecordBatch, int]]:
        """The rows, and how far the file was read for them. Raises TableError where it cannot be read."""
        with _readable():
            yield from self._pieces


def open_table(path: Path, *, sql: str | None = None, encoding: str = "utf-8") -> Source:
    """A table in a file. With `sql`, what this gives: of a DuckDB database, or of any other file as the table `input`. Raises TableError."""
    kind = format_of(path)
    if not path.is_file():
        raise TableError(f"there is no file `{path}`")
    if not path.stat().st_size:
        raise TableError(f"`{path.name}` is empty", hint="the first line must name the columns")
    if kind == "duckdb" and sql is None:
        raise TableError("a database holds many tables", hint='choose one with --sql "select … from …"')
    with _readable():
        if sql is not None:
            return _sql(path, kind, sql)
        if kind in ("csv", "tsv"):
            return _csv(path, encoding, "," if kind == "csv" else "\t")
        readers: dict[str, Callable[[Path], Source]] = {"parquet": _parquet, "arrow": _arrow, "jsonl": _json_lines}
        return readers[kind](path)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise TableError("the file has another encoding", hint=OTHER_ENCODING) from error
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        text = str(error).splitlines()[0]
        wrong_encoding = "utf8" in text.lower().replace("-", "") or "gb18030" in text.lower()
        raise TableError("the table cannot be read", hint=OTHER_ENCODING if wrong_encoding else text) from error


OTHER_ENCODING = "give it with --encoding, such as --encoding gb18030 for files of older Chinese programs"


def _csv(path: Path, encoding: str, delimiter: str) -> Source:
    try:
        with path.open(encoding=encoding, newline="") as file:
            names = next(csv.reader(file, delimiter=delimiter), [])
    except LookupError as error:
        raise TableError(f"unknown encoding `{encoding}`", hint="utf-8, gb18030, big5, utf-16, …") from error
    except csv.Error as error:
        raise TableError("the names of the columns cannot be read", hint=str(error)) from error
    bom = bool(names) and names[0].startswith("\ufeff")
    names = [n.removeprefix("\ufeff").strip('"') if bom and i == 0 else n for i, n in enumerate(names)]
    if not any(names):
        raise TableError("the first line must name the columns")
    reader = pa.csv.open_csv(
        path,
        read_options=pa.csv.ReadOptions(block_size=BYTES, encoding=encoding),
        parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )
    return Source(reader.schema, _by_block(reader, path.stat().st_size), path.stat().st_size, bom)


def _parquet(path: Path) -> Source:
    file = pq.ParquetFile(path)

    def pieces() -> Iterator[tuple[pa.RecordBatch, int]]:
        done = 0
        for batch in file.iter_batches(ROWS):
            done += batch.num_rows
            yield batch, done

    return Source(file.schema_arrow, pieces(), file.metadata.num_rows)


def _arrow(path: Path) -> Source:
    try:
        file = pa.ipc.open_file(pa.memory_map(str(path)))
    except pa.ArrowInvalid:
        stream = pa.ipc.open_stream(pa.memory_map(str(path)))
        return Source(stream.schema, ((batch, 0) for batch in stream), None)
    return Source(file.schema, ((file.get_batch(i), i + 1) for i in range(file.num_record_batches)), file.num_record_batches)


def _json_lines(path: Path) -> Source:
    block = pa.json.ReadOptions(block_size=BYTES)
    guessed = pa.json.open_json(path, read_options=block).schema
    reader = pa.json.open_json(
        path, read_options=block, parse_options=pa.json.ParseOptions(explicit_schema=_as_written(guessed), newlines_in_values=False)
    )
    return Source(reader.schema, _by_block(reader, path.stat().st_size), path.stat().st_size)


def _as_written(schema: pa.Schema) -> pa.Schema:
    """Texts that look like days are left as texts; what is null all along the first piece may be text."""

    def kind(found: pa.DataType) -> pa.DataType:
        return pa.string() if pa.types.is_timestamp(found) or pa.types.is_null(found) else found

    return pa.schema([pa.field(f.name, kind(f.type)) for f in schema])


def _by_block(reader: Any, size: int) -> Iterator[tuple[pa.RecordBatch, int]]:
    done = 0
    for batch in reader:
        done += BYTES
        yield batch, min(done, size)


def _sql(path: Path, kind: str, sql: str) -> Source:
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("screen", error.name or "") from error

    try:
        con = duckdb.connect(str(path), read_only=True) if kind == "duckdb" else duckdb.connect()
        if kind != "duckdb":
            _as_input(con, path, kind)
        statements = con.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise TableError("the SQL must be one SELECT statement", hint='write it as "select … from …"')
        found = con.sql(sql)
        reader = found.to_arrow_reader(ROWS) if hasattr(found, "to_arrow_reader") else found.fetch_arrow_reader(ROWS)
    except duckdb.Error as error:
        raise TableError("the SQL cannot be run", hint=" ".join(str(error).split())[:300]) from error

    def pieces() -> Iterator[tuple[pa.RecordBatch, int]]:
        try:
            while True:
                try:
                    yield reader.read_next_batch(), 0
                except StopIteration:
                    return
        except (duckdb.Error, OSError) as error:
            raise TableError("the SQL failed before its end", hint=" ".join(str(error).split())[:300]) from error
        finally:
            con.close()

    return Source(reader.schema, pieces(), None)


def _as_input(con: Any, path: Path, kind: str) -> None:
    """Make a file the view `input`."""
    name = str(path).replace("'", "''")
    if kind in ("csv", "tsv"):
        con.execute(f"create view input as select * from read_csv('{name}', all_varchar = true, header = true)")
    elif kind == "parquet":
        con.execute(f"create view input as select * from read_parquet('{name}')")
    elif kind == "jsonl":
        con.execute(f"create view input as select * from read_ndjson('{name}')")
    else:
        raise TableError("SQL cannot read Arrow files", hint="write the table as Parquet, or leave --sql out")
