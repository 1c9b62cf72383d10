"""Answers as a workbook: the parts are Arrow files, put into one sheet at the end. Every text is a text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from shidian.errors import TableError
from shidian.screening.output.forms import Arrow

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
MOST_LINES = 1_048_576


class SheetTable(Arrow):
    """An XLSX workbook."""

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

        sheet.append([cell(n) for n in self.layout.plain.names])
        rows = 1
        for part in parts:
            file = pa.ipc.open_file(pa.memory_map(str(part)))
            for i in range(file.num_record_batches):
                columns = [c.to_pylist() for c in file.get_batch(i).columns]
                rows += len(columns[0]) if columns else 0
                if rows > MOST_LINES:
                    raise TableError("a sheet holds no more than 1,048,576 rows", hint="write Parquet or CSV")
                for row in zip(*columns, strict=True):
                    sheet.append([cell(v) for v in row])
        book.save(out)
