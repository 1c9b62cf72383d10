"""Tables in files, read piece by piece: texts, workbooks, Parquet, Arrow, JSON lines, and what SQL gives. The one reader of all doors.

What a file is, is judged by its content where that tells. The text of a cell is kept as it is written: nothing is guessed to be a
number or a day. Every row comes with its line; a row that cannot be read is there too, with what is wrong; what is passed over is
counted. At the end the lines are counted once more, without the reader: none may be missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa

from shidian.errors import TableError
from shidian.screening.cells import noted_rows, notes_in
from shidian.screening.formats.json_rows import json_lines
from shidian.screening.formats.open_document import OpenDocument
from shidian.screening.formats.queries import query
from shidian.screening.formats.sheets import Workbook, sheet_of
from shidian.screening.formats.struck import ALL, SOME
from shidian.screening.formats.told import format_of, kind_of
from shidian.screening.formats.typed import arrow, parquet
from shidian.screening.headings import heading, is_known, words_for_facts
from shidian.screening.heads import SOUGHT, above_of, bare_section, head_of, leads, other_headings, passed_over, whole_head, with_group
from shidian.screening.pieces import Hidden, TablePiece, TableSource, readable
from shidian.screening.records import LOOKED_AT, RawRecord, count_lines, delimiter_of, encoding_of, lines_of, records

ROWS = 16_384
"""Rows of one piece of a text or a sheet."""
EXAMPLES = 5
"""Hidden rows whose lines are named."""
SURPLUS = 200
"""Characters of a row with too many cells that its error repeats."""
NOTED = 120
"""Characters that say what a sheet holds."""


class Dialect(msgspec.Struct, frozen=True):
    """What the user says of a file; None is found."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header: int | None = None
    """The row with the headings, counted from 1."""


FOUND = Dialect()
"""Nothing is said: all of it is found."""


def open_table(
    path: Path, *, sql: str | None = None, dialect: Dialect = FOUND, known: Collection[str] = (), name: str | None = None
) -> TableSource:
    """A table in a file. `known` are folded headings that name facts; with `sql`, what this gives: of a DuckDB database, or of any other
    file as the table `input`. Raises TableError."""
    if name is None:
        format_of(path)
    if not path.is_file():
        raise TableError(f"there is no file `{path}`")
    kind = kind_of(path, name)
    if kind == "duckdb" and sql is None:
        raise TableError("a database holds many tables", hint='choose one with --sql "select … from …"')
    with readable():
        if sql is not None:
            return query(path, kind, sql, lambda: open_table(path, dialect=dialect, known=known, name=name))
        if kind in ("csv", "tsv"):
            return _text(path, dialect if kind == "csv" or dialect.delimiter else msgspec.structs.replace(dialect, delimiter="\t"), known)
        if kind in ("xlsx", "ods"):
            return _sheet(path, kind, dialect, known)
        return {"parquet": parquet, "arrow": arrow, "jsonl": json_lines}[kind](path)


# --- texts and sheets ---------------------------------------------------------------------------------------


def _text(path: Path, dialect: Dialect, known: Collection[str], spare: Collection[int] | None = None) -> TableSource:
    encoding = dialect.encoding or encoding_of(path)
    size = path.stat().st_size
    first = []
    for line in lines_of(path, encoding):
        first.append(line)
        if len(first) >= LOOKED_AT:
            break
    bom = first[:1] != [] and first[0].startswith("\ufeff")
    if bom:
        first[0] = first[0].removeprefix("\ufeff")
    if dialect.delimiter is None and first and (found := first[0].strip().casefold()).startswith("sep=") and len(found) == 5:
        dialect = msgspec.structs.replace(dialect, delimiter=found[4])
    delimiter = delimiter_of(first, dialect.delimiter)
    tops = list(records(first, delimiter))[:SOUGHT]
    wanted = _row_of(tops, dialect.header)
    cells, head = whole_head([r.cells for r in tops], head_of([r.cells for r in tops], known, wanted), known, wanted)
    names, grouped = with_group(cells, [r.cells for r in tops[head + 1 :]], known)
    widths = Counter(len(r.cells) for r in tops[head + 1 :])
    spare = {w for w, n in widths.items() if w > len(names) - grouped and 2 * n >= widths.total()}

    def lines() -> Iterator[str]:
        for i, line in enumerate(lines_of(path, encoding)):
            yield line.removeprefix("\ufeff") if i == 0 else line

    def checked() -> Iterator[TablePiece]:
        seen = 0
        total = count_lines(path, encoding)
        for piece, consumed in _pieces(records(lines(), delimiter, len(tops[head].cells)), names, head, known, spare, grouped):
            seen = consumed
            yield piece._replace(position=min(size, size * consumed // max(1, total)))
        if seen != total:
            raise TableError(f"{total - seen} of {total} lines were not read", hint="report this file, it should not happen")

    return TableSource(
        "csv",
        pa.schema([(n, pa.string()) for n in names]),
        checked(),
        size,
        bom or encoding == "utf-8-sig",
        tops[head].line,
        above_of(r.cells for r in tops[:head]),
    )


def _row_of(tops: Sequence[RawRecord], header: int | None) -> int | None:
    """The record on a line that the user named."""
    if header is None:
        return None
    return next((i for i, r in enumerate(tops, 1) if r.line <= header < r.line + r.lines), 0)


def _sheet(path: Path, kind: str, dialect: Dialect, known: Collection[str]) -> TableSource:
    book: Workbook | OpenDocument = Workbook(path) if kind == "xlsx" else OpenDocument(path)
    fits: list[tuple[str, int]] = []
    tops: dict[str, list[list[str]]] = {}
    holds: dict[str, str] = {}
    for name in [dialect.sheet] if dialect.sheet in book.names else book.names:
        top = []
        for row in book.rows(str(name)):
            top.append(row)
            if len(top) >= SOUGHT:
                break
        if any(c.strip() for row in top for c in row):
            tops[str(name)] = top
            at = head_of(top, known, dialect.header)
            with suppress(TableError):  # a sheet on its side names fewer, and is refused when it is the one
                fits.append((str(name), len({heading(c) for c in whole_head(top, at, known, dialect.header)[0] if is_known(c, known)})))
            holds[str(name)] = " · ".join(" ".join(c.split())[:30] for c in top[at] if c.strip())[:NOTED]
    sheet = sheet_of(book, dialect.sheet, fits or [(name, 0) for name in tops], holds)
    if sheet not in tops:
        raise TableError(f"the sheet `{sheet}` is empty")
    cells, head = whole_head(tops[sheet], head_of(tops[sheet], known, dialect.header), known, dialect.header)
    names, grouped = with_group(cells, tops[sheet][head + 1 :], known)
    width = len(names) - grouped

    def rows() -> Iterator[RawRecord]:
        for number, row in enumerate(book.rows(sheet), 1):
            while len(row) > width and not row[-1].strip():
                row.pop()
            yield RawRecord(number, 1, row + [""] * (width - len(row)), None, book.struck.get(number, ""))

    pieces = (piece for piece, _ in _pieces(rows(), names, head, known, grouped=grouped))
    schema = pa.schema([(n, pa.string()) for n in names])
    others = tuple(s for s in book.names if s != sheet)
    away = book.hidden_in(sheet)
    lines = [n for n in away.rows if n > head + 1]
    hidden = Hidden(
        tuple(s for s in book.hidden if s != sheet),
        tuple(names[i] for i in away.columns if i < len(names)),
        len(lines),
        tuple(lines[:EXAMPLES]),
        tuple(s for s in tops if s != sheet and s not in book.hidden) if dialect.sheet is None else (),
    )
    return TableSource(
        kind, schema, pieces, None, head=head + 1, above=above_of(tops[sheet][:head]), hidden=hidden, sheets=(sheet, others, holds)
    )


def _pieces(
    found: Iterator[RawRecord],
    names: Sequence[str],
    head: int,
    known: Collection[str],
    spare: Collection[int] | None = None,
    grouped: bool = False,
) -> Iterator[tuple[TablePiece, int]]:
    """The records after the headings as pieces, with the lines consumed so far. `spare` are the widths of records with empty cells to spare at
    their end; of other records too wide, a delimiter too many may stand anywhere. None: cells have their place. The last column of a table
    that is `grouped` is what heads the rows of the group, until a total ends it."""
    rows: list[list[str]] = []
    lines: list[int] = []
    broken: dict[int, str] = {}
    passed: list[tuple[str, int]] = []
    sections: list[tuple[int, str]] = []
    consumed = 0
    changed: int | None = None
    schema = pa.schema([(n, pa.string()) for n in names])
    names, group = (names[:-1], [""]) if grouped else (names, [])
    width = len(names)
    words = words_for_facts() | {heading(n) for n in names}
    leading = leads(names, known)

    notes: dict[str, str] = {}

    def piece(last: bool = False) -> TablePiece:
        for at, said in noted_rows(rows, notes, last):
            broken.setdefault(at, said)
        columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)] if rows else [pa.array([], pa.string())] * len(schema)
        return TablePiece(
            pa.RecordBatch.from_arrays(columns, schema=schema), np.array(lines, dtype=np.int64), broken, passed, consumed, tuple(sections)
        )

    for i, record in enumerate(found):
        consumed = record.line + record.lines - 1
        if i <= head:
            if i < head:
                passed.append(("title", record.line))
                notes = notes_in(record.cells[:1], notes)
            continue
        cells = record.cells
        kind = passed_over(cells, names, leading) or ("struck" if record.struck == ALL else None)
        if kind is not None:
            changed = None if kind == "heading" else changed
            if kind == "section":
                sections.append((record.line, next(c.strip() for c in cells if c.strip())))
            if kind in ("section", "total") and grouped:
                group = [bare_section(sections[-1][1]) if kind == "section" else ""]
            passed.extend((kind, record.line + n) for n in range(record.lines))
            notes = notes_in(cells, notes)
            continue
        if len(said := [c.strip() for c in cells if c.strip()]) == 1:  # it may head those below, though it stands in another column
            sections.append((record.line, said[0]))
        if spare is None or len(cells) in spare:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
        if other_headings(cells, words):
            changed = record.line
        wrong = record.wrong if record.struck != SOME else "some cells of the row are struck through"
        if wrong is None and changed is not None:
            wrong = f"other headings stand on line {changed}: what is below belongs to another table"
        if wrong is None and len(cells) != width:
            more = "more" if len(cells) > width else "fewer"
            wrong = f"the row has {more} cells than the headings: {len(cells)} instead of {width}"
            if len(cells) > width:
                wrong += "; left over: " + ", ".join(cells[width:])[:SURPLUS]
        if wrong is not None:
            broken[len(rows)] = wrong
            cells = [c.encode("utf-8", "replace").decode() for c in cells]
        rows.append((cells + [""] * width)[:width] + group)
        lines.append(record.line)
        if len(rows) >= ROWS:
            yield piece(), consumed
            rows, lines, broken, passed, sections = [], [], {}, [], []
    yield piece(last=True), consumed
