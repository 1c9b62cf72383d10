"""Answers as a workbook: the parts are Arrow files, put into one sheet at the end. Every text is a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from shidian.errors import TableError
from shidian.screening.output.forms import Arrow
from shidian.screening.output.in_words import HEAD, RowsInWords
from shidian.screening.output.links import LINK

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
MOST_LINES = 1_048_576
MOST_LINKS = 60_000
"""Rows whose address can be followed: a sheet holds few more."""


class SheetTable(Arrow):
    """An XLSX workbook: the answers, and where `words` are given, their first rows in words and a summary."""

    words: RowsInWords | None = None

    def join(self, parts: Sequence[Path], out: Path) -> None:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("answers")

        def cell(value: Any) -> Any:
            if not isinstance(value, str):
                return str(value) if isinstance(value, list | dict | bytes) else value
            found = WriteOnlyCell(sheet, value="")
            found.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
            found.data_type = "s"
            return found

        def row_of(values: Sequence[Any]) -> list[Any]:
            cells = [cell(v) for v in values]
            if link is not None and rows <= MOST_LINKS and values[link]:
                cells[link].hyperlink = values[link]
            return cells

        sheet.append([cell(n) for n in self.layout.plain.names])
        rows = 1
        told: list[tuple[object, ...]] = []
        outcomes: dict[str, int] = {}
        names = self.layout.plain.names
        own = {c: names.index(n) for c, n in self.layout.names.items()}
        link = own.get(LINK)
        for part in parts:
            file = pa.ipc.open_file(pa.memory_map(str(part)))
            for i in range(file.num_record_batches):
                columns = [c.to_pylist() for c in file.get_batch(i).columns]
                rows += len(columns[0]) if columns else 0
                if rows > MOST_LINES:
                    raise TableError("a sheet holds no more than 1,048,576 rows", hint="write Parquet or CSV")
                for row in zip(*columns, strict=True):
                    sheet.append(row_of(row))
                    outcome = row[own["outcome"]]
                    outcomes[str(outcome or "error")] = outcomes.get(str(outcome or "error"), 0) + 1
                    if self.words is not None:
                        said = self.words.row(dict(zip(names, row, strict=True)), outcome, row[own["source_line"]])
                        told += [said] if said is not None else []
        if self.words is not None:
            beside = book.create_sheet("in words")
            for told_row in (HEAD, *told):
                beside.append([cell(v) for v in told_row])
            summary = book.create_sheet("summary")
            for line in self.words.summary(outcomes, rows - 1):
                summary.append([cell(v) for v in line])
        book.save(out)
