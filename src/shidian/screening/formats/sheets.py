"""Workbooks (XLSX, ODS) as rows of texts, each cell as a reader of the sheet sees it: a cell shown as 100 % is `100%`, one shown as
7亿元 is `7亿元`, a typed date is its day. A cell that was merged downwards holds for every row of the merger.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from shidian.errors import TableError

MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes that a workbook may hold when it is unpacked."""
MOST_COLUMNS = 500
MOST_REPEATED = 10_000
"""Times that a row of an ODS sheet is repeated before the rest is taken for the empty end of the sheet."""
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\-\]]*)[^\]]*\]|\\(.)|([￥¥$€£])')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def check_archive(path: Path) -> set[str]:
    """The names in a ZIP archive. Raises TableError for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise TableError("the workbook cannot be read", hint="its archive is damaged") from error
    if len(entries) > 2_000 or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise TableError("the workbook unpacks to more than is read here")
    return {e.filename for e in entries}


class Workbook:
    """The sheets of an XLSX file. Raises TableError."""

    def __init__(self, path: Path) -> None:
        import openpyxl

        self.path = path
        if "xl/workbook.xml" not in check_archive(path):
            raise TableError("the file is a ZIP archive, but no workbook")
        try:
            self._book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # a library meeting a stranger's file fails in many ways; all mean the same
            raise TableError("the workbook cannot be read") from error
        self.names: list[str] = [s.title for s in self._book.worksheets]

    def rows(self, name: str) -> Iterator[list[str]]:
        """The rows of a sheet, top to bottom. Raises TableError, also while it runs."""
        sheet: Any = next(s for s in self._book.worksheets if s.title == name)
        try:
            merged = self._merged(sheet)
            kept: dict[int, tuple[int, str]] = {}
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
                cells = [_shown(c.value, c.number_format) if c.value is not None else "" for c in row]
                for column, last in merged.get(number, ()):
                    kept[column] = last, cells[column] if column < len(cells) else ""
                for column, (last, text) in kept.items():
                    if number <= last and column < len(cells) and not cells[column]:
                        cells[column] = text
                yield cells
        except TableError:
            raise
        except Exception as error:
            raise TableError("the workbook cannot be read to its end") from error

    def _merged(self, sheet: Any) -> dict[int, list[tuple[int, int]]]:
        """Cells merged downwards in one column: by their first row, the column (from 0) and the last row."""
        from openpyxl.utils import column_index_from_string

        out: dict[int, list[tuple[int, int]]] = {}
        with zipfile.ZipFile(self.path) as packed, packed.open(sheet._worksheet_path) as file:
            tail = b""
            while block := file.read(1 << 20):
                for left, top, right, bottom in _MERGED.findall(tail + block):
                    if left == right and int(bottom) > int(top):
                        pair = column_index_from_string(left.decode()) - 1, int(bottom)
                        if pair not in out.setdefault(int(top), []):
                            out[int(top)].append(pair)
                tail = block[-80:]
        return out


class OpenDocument:
    """The sheets of an ODS file. Raises TableError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if "content.xml" not in check_archive(path):
            raise TableError("the file is a ZIP archive, but no workbook")
        self._sheets = dict(self._read())
        self.names = list(self._sheets)

    def rows(self, name: str) -> Iterator[list[str]]:
        """The rows of a sheet."""
        yield from self._sheets[name]

    def _read(self) -> Iterator[tuple[str, list[list[str]]]]:
        from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

        def plain(tag: str) -> str:
            return tag.rpartition("}")[2]

        try:
            with zipfile.ZipFile(self.path) as packed, packed.open("content.xml") as file:
                for _, element in iterparse(file):
                    if plain(element.tag) != "table":
                        continue
                    rows: list[list[str]] = []
                    for row in (e for e in element.iter() if plain(e.tag) == "table-row"):
                        cells = _ods_cells(row, plain)
                        times = next((int(v) for k, v in row.attrib.items() if plain(k) == "number-rows-repeated"), 1)
                        rows += [cells] * (times if any(cells) else min(times, 1 if times > MOST_REPEATED else times))
                    yield next((v for k, v in element.attrib.items() if plain(k) == "name"), "sheet"), rows
        except Exception as error:
            raise TableError("the workbook cannot be read") from error


def _ods_cells(row: Any, plain: Any) -> list[str]:
    out: list[str] = []
    for cell in row:
        if plain(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        said = {plain(k): v for k, v in cell.attrib.items()}
        kind, shown = said.get("value-type"), "\n".join("".join(p.itertext()) for p in cell if plain(p.tag) == "p")
        if kind == "percentage":
            text = _shown(float(said["value"]), "0%")
        elif kind == "date":
            text = said["date-value"].removesuffix("T00:00:00")
        elif kind == "float":
            text = _shown(float(said["value"]), "General")
        elif kind == "currency":
            text = f"{said.get('currency', '')} {_shown(float(said['value']), 'General')}".strip()
        else:
            text = {"true": "yes", "false": "no"}.get(said.get("boolean-value", ""), shown)
        times = int(said.get("number-columns-repeated", 1))
        out += [text] * min(times, MOST_COLUMNS + 1 - len(out) if text else min(times, MOST_COLUMNS + 1))
        if len(out) > MOST_COLUMNS:
            break
    while out and not out[-1]:
        out.pop()
    return out


def _shown(value: Any, form: str | None) -> str:
    """A cell as its format shows it, without loss."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, int | float):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            return str(value)
        first = (form or "General").partition(";")[0]
        bare = _LITERAL.sub("", first)
        if "%" in bare:
            return _plain(round(number * 100, 10)) + "%"
        text = _plain(number)
        if re.search(r",(?![#0?])", bare):  # shown in thousands: the number itself is what counts
            return text
        before, _, after = re.sub(
            r"[#0?.,]+", "\0", re.sub(_LITERAL, lambda m: next((g for g in m.groups() if g), ""), re.sub(r"_.|\*.", "", first))
        ).partition("\0")
        if first in ("General", "@") or "E" in bare or not after.strip() + before.strip():
            return text
        return f"{before.strip()}{text}{after.strip()}" if re.search(r"[#0?]", bare) else text
    return str(value)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def sheet_of(book: Workbook | OpenDocument, wanted: str | None, fits: Sequence[tuple[str, int]]) -> str:
    """The sheet to read: the one that was named, else the one whose headings name the most facts. Raises TableError."""
    listed = ", ".join(f"`{n}`" for n in book.names[:20])
    if wanted is not None:
        if wanted not in book.names:
            raise TableError(f"there is no sheet `{wanted}`", hint=f"sheets: {listed}")
        return wanted
    if not fits:
        raise TableError("the workbook has no sheet with cells")
    most = max(n for _, n in fits)
    best = [name for name, n in fits if n == most]
    if len(best) > 1:
        raise TableError("several sheets may be the table", hint=f"say which with --sheet; sheets: {listed}")
    return best[0]
