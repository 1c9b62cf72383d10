"""ODS workbooks as rows of texts, as `sheets` gives those of XLSX files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shidian.errors import TableError
from shidian.screening.formats.sheets import MOST_COLUMNS, HiddenCells, check_archive, shown
from shidian.screening.formats.struck import how_struck_ods, strikes

MOST_REPEATED = 10_000
"""Times that a row of an ODS sheet is repeated before the rest is taken for the empty end of the sheet."""


class OpenDocument:
    """The sheets of an ODS file. Raises TableError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if "content.xml" not in check_archive(path):
            raise TableError("the file is a ZIP archive, but no workbook")
        self.hidden: list[str] = []
        self.struck: dict[int, str] = {}
        self._lined: set[str] = set()
        self._lines: dict[str, dict[int, str]] = {}
        self._cells: dict[str, HiddenCells] = {}
        self._sheets = dict(self._read())
        self.names = list(self._sheets)

    def rows(self, name: str) -> Iterator[list[str]]:
        """The rows of a sheet."""
        self.struck = self._lines[name]
        yield from self._sheets[name]

    def hidden_in(self, name: str) -> HiddenCells:
        """What a sheet does not show."""
        return self._cells[name]

    def _read(self) -> Iterator[tuple[str, list[list[str]]]]:
        from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

        try:
            with zipfile.ZipFile(self.path) as packed, packed.open("content.xml") as file:
                away: set[str] = set()  # styles of tables that are not shown
                for _, element in iterparse(file):
                    if _plain_tag(element.tag) == "style" and any(_said(e).get("display") == "false" for e in element):
                        away.add(_said(element).get("name", ""))
                    if _plain_tag(element.tag) == "style" and strikes(element):
                        self._lined.add(_said(element).get("name", ""))
                    if _plain_tag(element.tag) != "table":
                        continue
                    said = _said(element)
                    name = said.get("name", "sheet")
                    if said.get("style-name") in away:
                        self.hidden.append(name)
                    yield name, self._rows_of(element, name)
        except Exception as error:
            raise TableError("the workbook cannot be read") from error

    def _rows_of(self, table: Any, name: str) -> list[list[str]]:
        rows: list[list[str]] = []
        self._lines[name] = {}
        hidden: list[int] = []
        away: list[int] = []
        at = 0
        for column in (e for e in table.iter() if _plain_tag(e.tag) == "table-column"):
            said = _said(column)
            times = min(int(said.get("number-columns-repeated", 1)), MOST_COLUMNS)
            away += range(at, at + times) if said.get("visibility", "visible") != "visible" else ()
            at += times
        below: dict[int, tuple[int, str]] = {}  # column: the rows for which a merged cell still holds, and its text
        for row in (e for e in table.iter() if _plain_tag(e.tag) == "table-row"):
            said = _said(row)
            cells, spans = _ods_cells(row)
            if self._lined and (how := how_struck_ods(row, self._lined)):
                self._lines[name][len(rows) + 1] = how
            for column, (left, text) in list(below.items()):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
                below[column] = left - 1, text
            below = {c: k for c, k in below.items() if k[0]} | {c: (n - 1, cells[c]) for c, n in spans.items()}
            while cells and not cells[-1]:
                cells.pop()
            times = int(said.get("number-rows-repeated", 1))
            times = times if any(cells) else min(times, 1 if times > MOST_REPEATED else times)
            if said.get("visibility", "visible") != "visible" and any(cells):
                hidden += range(len(rows) + 1, len(rows) + 1 + times)
            rows += [cells] * times
        self._cells[name] = HiddenCells(tuple(hidden), tuple(away))
        return rows


def _plain_tag(tag: str) -> str:
    return tag.rpartition("}")[2]


def _said(element: Any) -> dict[str, str]:
    """The attributes of an element by their plain names."""
    return {_plain_tag(k): v for k, v in element.attrib.items()}


def _ods_cells(row: Any) -> tuple[list[str], dict[int, int]]:
    """The texts of a row, and for each cell merged downwards in one column the number of its rows."""
    out: list[str] = []
    spans: dict[int, int] = {}
    for cell in row:
        if _plain_tag(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        said = _said(cell)
        kind, words = said.get("value-type"), "\n".join("".join(p.itertext()) for p in cell if _plain_tag(p.tag) == "p")
        if kind == "percentage":
            text = shown(float(said["value"]), "0%")
        elif kind == "date":
            text = said["date-value"].removesuffix("T00:00:00")
        elif kind == "float":
            text = shown(float(said["value"]), "General")
        elif kind == "currency":
            text = f"{said.get('currency', '')} {shown(float(said['value']), 'General')}".strip()
        else:
            text = {"true": "yes", "false": "no"}.get(said.get("boolean-value", ""), words)
        if _plain_tag(cell.tag) == "covered-table-cell":
            text = ""  # a spreadsheet keeps what stood there before the merger, and shows it to nobody
        elif int(said.get("number-rows-spanned", 1)) > 1 and int(said.get("number-columns-spanned", 1)) == 1:
            spans[len(out)] = int(said["number-rows-spanned"])
        times = int(said.get("number-columns-repeated", 1))
        out += [text] * min(times, MOST_COLUMNS + 1 - len(out) if text else min(times, MOST_COLUMNS + 1))
        if len(out) > MOST_COLUMNS:
            break
    return out, {c: n for c, n in spans.items() if c < len(out)}
