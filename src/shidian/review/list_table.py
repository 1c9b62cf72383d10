"""A published list as a table of rows, whatever file it comes in: DOCX, HTML, XLSX, ODS, CSV.

The headings say which column is what; cells that were merged in the original are filled from the row above; a row of one cell is a heading of
the rows below it. Nothing is understood here: a cell is the text that stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from shidian.documents.formats.files import read_file
from shidian.errors import TableError
from shidian.packaged import patterns, table
from shidian.screening.formats.open_document import OpenDocument
from shidian.screening.formats.sheets import Workbook
from shidian.screening.records import delimiter_of, encoding_of, lines_of, records

PATTERNS = patterns("review/lists.toml")
DOCUMENTS = {".docx", ".html", ".htm", ".md"}
"""Endings of files that are read as documents; all others are read as tables."""
SHEETS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods"}
"""Endings of workbooks."""
MOST_ROWS = 20_000
SOUGHT = 40
"""Rows in which the headings are looked for."""
MERGED = ("sector", "scenario")
"""Columns whose cells are commonly merged: an empty one has the text of the row above."""
_NUMBERED = tuple(PATTERNS[level] for level in ("outermost", "middle", "innermost"))
"""How headings are numbered, outermost first; one without a number is outermost."""


class ListedRow(Struct, frozen=True):
    """One row: its line in the file (counted from 1), the headings that stand above it (outermost first), and its cells by column."""

    line: int
    above: tuple[str, ...]
    cells: dict[str, str]


@cache
def headings(kind: str) -> dict[str, list[str]]:
    """The words by which each column of a kind of list (`data`, `negative`) is known."""
    found: dict[str, list[str]] = _words()[kind]["columns"]
    return found


@cache
def said(what: str) -> tuple[str, ...]:
    """The words of cells that mean one thing: `assessment`, `sensitive` …"""
    return tuple(_words()["words"][what])


def _words() -> Mapping[str, Any]:
    return table("review/list_headings.toml")


def listed_rows(path: Path, kind: str) -> list[ListedRow]:
    """The rows of a list. Raises TableError when no row names two of its columns."""
    rows = [(line, [c.strip() for c in row]) for line, row in enumerate(_rows(path), 1)]
    at, columns = _head(rows, kind)
    width = max(columns) + 1
    out: list[ListedRow] = []
    above: tuple[str, ...] = ()
    last: dict[str, str] = {}
    for line, row in rows[at + 1 :]:
        filled = [c for c in row if c]
        if not filled or _columns(row, kind) == columns:
            continue
        if len(filled) == 1:
            above, last = _under(above, filled[0]), {}
            continue
        placed = _placed(row, width, columns)
        cells = {name: placed[i] for i, name in columns.items() if placed[i]}
        cells = {name: last[name] for name in MERGED if name in last and name not in cells} | cells
        last = cells
        out.append(ListedRow(line, above, cells))
    if not out:
        raise TableError("the list has headings and no row below them", hint="the row after the headings must hold data")
    return out


def _placed(row: list[str], width: int, columns: dict[int, str]) -> list[str]:
    """The cells of a row under their headings: where cells are missing, they were merged with the row above, and stand at the left."""
    lacking = width - len(row)
    if lacking <= 0:
        return row
    kept = 1 if columns.get(0) == "number" and row[0][:1].isdigit() else 0
    return row[:kept] + [""] * lacking + row[kept:]


def _under(above: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The headings that stand above the rows after one more heading."""
    level = next((i for i, pattern in enumerate(_NUMBERED) if pattern.match(text)), 0)
    return (*(h for h in above if next((i for i, p in enumerate(_NUMBERED) if p.match(h)), 0) < level), text)


def _rows(path: Path) -> list[list[str]]:
    ending = path.suffix.lower()
    if ending in DOCUMENTS:
        _, blocks = read_file(path)
        return [b.text.split(" | ") if b.kind == "row" else [b.text] for b in blocks][:MOST_ROWS]
    if ending in SHEETS:
        book = Workbook(path) if SHEETS[ending] == "xlsx" else OpenDocument(path)
        return [list(r) for name in book.names for r in book.rows(name)][:MOST_ROWS]
    encoding = encoding_of(path)
    lines = list(lines_of(path, encoding))
    return [list(r.cells) for r in records(iter(lines), delimiter_of(lines[:SOUGHT], None))][:MOST_ROWS]


def _head(rows: list[tuple[int, list[str]]], kind: str) -> tuple[int, dict[int, str]]:
    for at, (_, row) in enumerate(rows[:SOUGHT]):
        columns = _columns(row, kind)
        if len(columns) >= 2 and any(c not in ("number", "sector") for c in columns.values()):
            return at, columns
    wanted = "; ".join(f"{name}: {', '.join(words[:3])}" for name, words in headings(kind).items())
    raise TableError(f"no row of the first {SOUGHT} names the columns of the list", hint=f"columns are known by these words: {wanted}")


def _columns(row: list[str], kind: str) -> dict[int, str]:
    """Which column each cell of a row of headings names; each name once."""
    out: dict[int, str] = {}
    for at, cell in enumerate(row):
        folded = cell.casefold()
        best = max(((len(w), name) for name, words in headings(kind).items() for w in words if w in folded), default=None)
        if best is not None and len(cell) <= 40 and best[1] not in out.values():
            out[at] = best[1]
    return out
