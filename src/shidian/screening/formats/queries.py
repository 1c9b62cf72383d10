"""What a query gives, by DuckDB: of a database, or of another file as the table `input`. DuckDB guesses nothing about a text file: it gets
the rows as our own reader reads them, since it drops lines in silence where their width changes (duckdb #25827)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from shidian.errors import TableError, needs
from shidian.screening.formats.typed import BATCH, numbered
from shidian.screening.pieces import TableSource


def query(path: Path, kind: str, sql: str, opened: Callable[[], TableSource]) -> TableSource:
    """The rows of a query. Raises TableError."""
    with needs("screen"):
        import duckdb
    try:
        con = duckdb.connect(str(path), read_only=True) if kind == "duckdb" else duckdb.connect()
        if kind == "parquet":
            con.execute(f"create view input as select * from read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")
        elif kind != "duckdb":
            con.register("input", _whole(opened()))
        statements = con.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise TableError("the SQL must be one SELECT statement", hint='write it as "select … from …"')
        found = con.sql(sql)
        reader = found.to_arrow_reader(BATCH) if hasattr(found, "to_arrow_reader") else found.fetch_arrow_reader(BATCH)
    except duckdb.Error as error:
        raise TableError("the SQL cannot be run", hint=" ".join(str(error).split())[:300]) from error

    def batches() -> Iterator[tuple[pa.RecordBatch, int]]:
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

    return TableSource("sql", reader.schema, numbered(batches(), None), None)


def _whole(source: TableSource) -> Any:
    """A text or a sheet as one table. A row that cannot be read ends the query: it could not be left out in silence."""
    parts = []
    for piece in source.pieces():
        for row, wrong in piece.broken.items():
            raise TableError(
                f"line {piece.lines[row]} cannot be read, so a query would lose it: {wrong}", hint="mend it, or screen without --sql"
            )
        parts.append(piece.batch)
    return pa.Table.from_batches(parts, source.schema)
