"""Uploaded tables: CSV, XLSX and Parquet, read row by row within limits, and written again with the answers beside them.

A file from a stranger is read with care: what a file claims to be is not believed, nothing is unpacked without a bound, and nothing
that a spreadsheet would take for a formula is written unguarded.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from shidian.errors import ShidianError

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes that a workbook may hold when it is unpacked."""
LONGEST_CELL = 2_000
ENCODINGS = ("utf-8-sig", "gb18030")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 2_000


class BadTable(ShidianError):
    """A file that cannot be read as a table."""

    code = "bad-table"


class Table(Struct, frozen=True):
    """A file that was looked into: its kind, its columns, its first rows, and the text encoding of a CSV."""

    kind: str
    columns: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    encoding: str | None


def look_into(path: Path) -> Table:
    """What kind of table a file is, judged by its content. Raises BadTable."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == b"":
        raise BadTable("the file is empty")
    kind = "xlsx" if head[:2] == b"PK" else "parquet" if head == b"PAR1" else "csv"
    encoding = _encoding(path) if kind == "csv" else None
    rows = rows_of(path, kind, encoding)
    columns = _header(next(rows, ()))
    preview = tuple(tuple(row) for row in itertools.islice(rows, 5))
    return Table(kind, columns, preview, encoding)


def rows_of(path: Path, kind: str, encoding: str | None) -> Iterator[Sequence[str]]:
    """The rows as text, the header first. Raises BadTable, also while it runs."""
    read: Iterable[Sequence[Any]] = (
        _csv(path, encoding or "utf-8-sig") if kind == "csv" else _xlsx(path) if kind == "xlsx" else _parquet(path)
    )
    width = 0
    for number, row in enumerate(read):
        if number > MOST_ROWS:
            raise BadTable(f"the table has more than {MOST_ROWS} rows", hint="split it")
        cells = [_cell(c) for c in row]
        while not number and cells and not cells[-1].strip():  # a sheet is padded to the right
            cells.pop()
        width = width or len(cells)
        if number and not any(cells):
            continue
        yield (cells + [""] * width)[:width]


def _header(row: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in row)
    if not any(names):
        raise BadTable("the first row must name the columns")
    if len(names) > MOST_COLUMNS:
        raise BadTable(f"the table has more than {MOST_COLUMNS} columns")
    named = [n or f"column {i + 1}" for i, n in enumerate(names)]
    if len(set(named)) != len(named):
        twice = next(n for n in named if named.count(n) > 1)
        raise BadTable(f"two columns are named `{twice[:60]}`", hint="name each column once")
    return tuple(named)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise BadTable(f"a cell holds more than {LONGEST_CELL} characters")
    if "\x00" in text:
        raise BadTable("a cell holds a null character", hint="check that the file is a table")
    return text


def _encoding(path: Path) -> str:
    for name in ENCODINGS:
        try:
            with path.open(encoding=name) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return name
    raise BadTable("the text is neither UTF-8 nor GB 18030", hint="save it as UTF-8")


def _csv(path: Path, encoding: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(64 * 1024)
        file.seek(0)
        first = sample.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except csv.Error as error:
            raise BadTable("the file cannot be read as CSV", hint=str(error)) from error


def _xlsx(path: Path) -> Iterator[tuple[Any, ...]]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            if len(entries) > 2_000 or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise BadTable("the workbook is too large when unpacked")
            if "xl/workbook.xml" not in packed.namelist():
                raise BadTable("the file is a ZIP archive, not a workbook")
        with path.open("rb") as file:  # as a stream: by name the library looks at the ending
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise BadTable("the workbook has no sheet with cells")
            yield from book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    except BadTable:
        raise
    except Exception as error:  # a library meeting a stranger's file fails in many ways; all mean the same
        raise BadTable("the workbook cannot be read") from error


def _parquet(path: Path) -> Iterator[Sequence[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows > MOST_ROWS:
            raise BadTable(f"the table has more than {MOST_ROWS} rows", hint="split it")
        yield file.schema_arrow.names[: MOST_COLUMNS + 1]
        for batch in file.iter_batches(batch_size=BATCH):
            if batch.nbytes > MOST_UNPACKED:
                raise BadTable("the table is too large when unpacked")
            columns = [c.to_pylist() for c in batch.columns]
            yield from zip(*columns, strict=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BadTable("the Parquet file cannot be read") from error


# --- writing ------------------------------------------------------------------------------------------------


def write(path: Path, kind: str, rows: Iterable[Sequence[str]]) -> None:
    """Write rows, the header first, in the kind of the file they came in."""
    {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}[kind](path, rows)


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Plain numbers stay as they are."""
    if cell.startswith(FORMULA) and not cell.lstrip("+-").replace(".", "", 1).isdigit():
        return "'" + cell
    return cell


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([guarded(c) for c in row] for row in rows)


def _write_xlsx(path: Path, rows: Iterable[Sequence[str]]) -> None:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("shidian")
    try:
        for row in rows:
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value="")
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
                cell.data_type = "s"  # text, whatever it begins with
                cells.append(cell)
            sheet.append(cells)
        book.save(path)
    except BaseException:
        with suppress(Exception):  # else the half-written sheet stays open, and its temporary file
            sheet.close()
            sheet._writer.cleanup()
        raise


def _write_parquet(path: Path, rows: Iterable[Sequence[str]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = iter(rows)
    names = list(next(found))
    schema = pa.schema([(n, pa.string()) for n in names])
    with pq.ParquetWriter(path, schema) as writer:
        while chunk := list(itertools.islice(found, BATCH)):
            columns = [pa.array([r[i] or None for r in chunk], pa.string()) for i in range(len(names))]
            writer.write_table(pa.table(columns, schema=schema))
