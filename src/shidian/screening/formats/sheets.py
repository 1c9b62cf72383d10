"""Workbooks (XLSX; ODS in `open_document`) as rows of texts, each cell as a reader of the sheet sees it: a cell shown as 100 % is `100%`, one shown as
7亿元 is `7亿元`, a typed date is its day. A cell that was merged downwards holds for every row of the merger. What is hidden is read as the rest
is, and named.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from shidian.answer.facts import plain
from shidian.errors import TableError
from shidian.screening.asked import TableChoice, TableQuestion
from shidian.screening.formats.struck import how_struck, struck_styles

MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes that a workbook may hold when it is unpacked."""
MOST_COLUMNS = 500
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\-\]]*)[^\]]*\]|\\(.)|([￥¥$€£])')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"[^>]*?>')
_COLUMN = re.compile(rb"<col [^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_BOUND = re.compile(rb'\b(min|max)="(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"(?![^>]*\bt="str")[^>]*><f(?:>|\s[^>]*[^/]>)([^<]*)</f>(?:<v\s*/>|<v></v>)?</c>')
"""A formula whose value the file does not hold: a program wrote it, and no spreadsheet has computed it."""
_INLINE = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="inlineStr"[^>]*><is>(<r>(?:(?!</is>).)*)</is>', re.DOTALL)
"""A cell whose text is in parts that are formatted apart, where the file holds it in the cell and not in its list of texts."""
_PART = re.compile(rb"<r>(?:<rPr>((?:(?!</rPr>).)*)</rPr>)?<t[^>]*>([^<]*)</t></r>", re.DOTALL)
_RAISED = re.compile(r"[\s()（）\[\],，、]*(?:[\d,，、]{1,5}|[a-z]|[*†‡※]+|[①-⑳]|注\d?)[\s()（）\[\],，、]*", re.IGNORECASE)
"""What stands raised for a note."""
_HIGH = str.maketrans("0123456789abcdefghijklmnopqrstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩ", " ()（）[],，、注")
_TAIL = 4_000
"""Bytes of a block that are looked at again with the next: a tag may begin in one and end in the other."""


class HiddenCells(NamedTuple):
    """Rows (from 1) and columns (from 0) that a sheet does not show."""

    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


class _Beside(NamedTuple):
    """What stands in a sheet beside the values of its cells: the cells merged downwards in one column (by their first row, the column from 0 and the
    last row), the formulas whose value is not there and the texts in parts (by row and column), and what is hidden."""

    merged: dict[int, list[tuple[int, int]]]
    formulas: dict[int, dict[int, str]]
    parted: dict[int, dict[int, str]]
    hidden: HiddenCells


def check_archive(path: Path | io.BytesIO) -> set[str]:
    """The names in a ZIP archive. Raises TableError for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise TableError("the workbook cannot be read", hint="its archive is damaged") from error
    if len(entries) > 2_000 or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise TableError("the workbook unpacks to more than is read here")
    return {e.filename for e in entries}


class Sheets(Protocol):
    """What a workbook of any format has."""

    names: list[str]
    hidden: list[str]
    struck: dict[int, str]
    """How the cells of each row that was read are struck through, by its number: all or some of them."""

    def rows(self, name: str) -> Iterator[list[str]]: ...

    def hidden_in(self, name: str) -> HiddenCells: ...


class Workbook:
    """The sheets of an XLSX file. Raises TableError."""

    def __init__(self, path: Path | io.BytesIO) -> None:
        import openpyxl

        self.path = path
        self.struck: dict[int, str] = {}
        self._known: dict[str, _Beside] = {}
        if "xl/workbook.xml" not in check_archive(path):
            raise TableError("the file is a ZIP archive, but no workbook")
        try:
            self._book = openpyxl.load_workbook(
                io.BytesIO(path.read_bytes()) if isinstance(path, Path) else path,
                read_only=True,
                data_only=True,
                keep_links=False,
                rich_text=True,
            )
        except Exception as error:  # a library meeting a stranger's file fails in many ways; all mean the same
            raise TableError("the workbook cannot be read") from error
        self.properties: Any = self._book.properties
        self.names: list[str] = [s.title for s in self._book.worksheets]
        self.hidden: list[str] = [s.title for s in self._book.worksheets if s.sheet_state != "visible"]

    def rows(self, name: str) -> Iterator[list[str]]:
        """The rows of a sheet, top to bottom. Raises TableError, also while it runs."""
        sheet: Any = next(s for s in self._book.worksheets if s.title == name)
        try:
            merged, formulas, parted, _ = self._looked_through(sheet)
            kept: dict[int, tuple[int, str]] = {}
            lines = struck_styles(self._book)
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
                cells = [shown(c.value, c.number_format) if c.value is not None else "" for c in row]
                self.struck[number] = how_struck(row, lines)
                for column, formula in formulas.get(number, {}).items():  # it is not empty: what it comes to is not known
                    if column < len(cells):
                        cells[column] = cells[column] or formula
                for column, said in parted.get(number, {}).items():
                    cells[column] = said
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

    def hidden_in(self, name: str) -> HiddenCells:
        """What a sheet does not show."""
        return self._looked_through(next(s for s in self._book.worksheets if s.title == name)).hidden

    def _looked_through(self, sheet: Any) -> _Beside:
        from openpyxl.utils import column_index_from_string

        if sheet.title in self._known:
            return self._known[sheet.title]
        out: dict[int, list[tuple[int, int]]] = {}
        formulas: dict[int, dict[int, str]] = {}
        parted: dict[int, dict[int, str]] = {}
        rows: set[int] = set()
        columns: set[int] = set()
        with zipfile.ZipFile(self.path) as packed, packed.open(sheet._worksheet_path) as file:
            tail = b""
            while block := file.read(1 << 20):
                block = tail + block
                for left, top, right, bottom in _MERGED.findall(block):
                    if left == right and int(bottom) > int(top):
                        pair = column_index_from_string(left.decode()) - 1, int(bottom)
                        if pair not in out.setdefault(int(top), []):
                            out[int(top)].append(pair)
                for letters, row, said in _FORMULA.findall(block) if b"<f" in block else ():
                    formulas.setdefault(int(row), {})[column_index_from_string(letters.decode()) - 1] = "=" + unescape(said.decode("utf-8"))
                for letters, row, said in _INLINE.findall(block) if b"<rPr>" in block else ():
                    parts = [
                        ("superscript" if b'"superscript"' in font else None, unescape(text.decode())) for font, text in _PART.findall(said)
                    ]
                    told = "".join(_raised(form, text) for form, text in parts)
                    parted.setdefault(int(row), {})[column_index_from_string(letters.decode()) - 1] = told
                if b"hidden=" in block:
                    rows |= {int(m[1]) for m in _ROW.finditer(block) if _HIDDEN.search(m[0])}
                    for tag in (t for t in _COLUMN.findall(block) if _HIDDEN.search(t)):
                        bounds = {k: int(v) for k, v in _BOUND.findall(tag)}
                        columns |= set(range(bounds[b"min"] - 1, min(bounds[b"max"], MOST_COLUMNS)))
                tail = block[-_TAIL:]
        found = self._known[sheet.title] = _Beside(out, formulas, parted, HiddenCells(tuple(sorted(rows)), tuple(sorted(columns))))
        return found


def shown(value: Any, form: str | None) -> str:
    """A cell as its format shows it, without loss."""
    if isinstance(value, list):  # text in parts that are formatted apart
        parts = [(None, part) if isinstance(part, str) else (part.font and part.font.vertAlign, part.text) for part in value]
        return "".join(_raised(form, text) for form, text in parts)
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
            return plain(round(number * 100, 10)) + "%"
        text = plain(number)
        if re.search(r",(?![#0?])", bare):  # shown in thousands: the number itself is what counts
            return text
        before, _, after = re.sub(
            r"[#0?.,]+", "\0", re.sub(_LITERAL, lambda m: next((g for g in m.groups() if g), ""), re.sub(r"_.|\*.", "", first))
        ).partition("\0")
        if first in ("General", "@") or "E" in bare or not after.strip() + before.strip():
            return text
        return f"{before.strip()}{text}{after.strip()}" if re.search(r"[#0?]", bare) else text
    return str(value)


def _raised(form: str | None, text: str) -> str:
    """A part of a text; the raised mark of a note as one that stands raised in any text."""
    return text.casefold().translate(_HIGH) if form == "superscript" and _RAISED.fullmatch(text) else text


def sheet_of(book: Sheets, wanted: str | None, fits: Sequence[tuple[str, int]], holds: Mapping[str, str]) -> str:
    """The sheet to read: the one that was named, else of those that are shown the one whose headings name the most facts. `holds` says what each
    holds. Raises TableError, TableQuestion."""
    listed = ", ".join(f"`{n}`" for n in book.names[:20])
    if wanted is not None:
        if wanted not in book.names:
            raise TableError(f"there is no sheet `{wanted}`", hint=f"sheets: {listed}")
        return wanted
    fits = [f for f in fits if f[0] not in book.hidden] or list(fits)
    if not fits:
        raise TableError("the workbook has no sheet with cells")
    most = max(n for _, n in fits)
    best = [name for name, n in fits if n == most]
    if len(best) > 1:
        raise TableQuestion(
            "several sheets may be the table",
            hint=f"name the `sheet` that is meant; sheets: {listed}",
            choices=[TableChoice("sheet", "", name, holds[name]) for name in best],
        )
    return best[0]
