"""XLSX as blocks: each sheet a heading, each row a row with its cells, a row of one cell a paragraph. Run in a process of its own."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

from shidian.documents.document import Block
from shidian.documents.formats.markup import Parsed
from shidian.errors import DocumentError

MOST_UNPACKED = 200_000_000
"""Bytes that a workbook may unpack to."""
MOST_CELLS = 1_000_000
_PLAIN_SHEETS = ("sheet", "工作表", "表")
"""Names that a program gives a sheet: they head nothing."""


def read_xlsx(raw: bytes) -> Parsed:
    """The sheets of a workbook in their order. Raises DocumentError."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(i.file_size for i in packed.infolist()) > MOST_UNPACKED:
                raise DocumentError(f"the workbook unpacks to more than {MOST_UNPACKED:,} bytes", hint="split it")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        parsed = Parsed([])
        seen = 0
        for sheet in book.worksheets:
            blocks: list[Block] = []
            for row in sheet.iter_rows():
                seen += len(row)
                if seen > MOST_CELLS:
                    raise DocumentError(f"the workbook has more than {MOST_CELLS:,} cells", hint="split it")
                cells = [words for c in row if (words := _words(c))]
                if cells:
                    blocks.append(Block(" | ".join(cells), "row") if len(cells) > 1 else Block(cells[0]))
            if blocks and not sheet.title.casefold().startswith(_PLAIN_SHEETS):
                parsed.blocks.append(Block(sheet.title, "heading", 2))
            parsed.blocks += blocks
            if sheet.sheet_state != "visible":
                parsed.notes.append(f"the hidden sheet “{sheet.title}” was read too")
        title, made = book.properties.title, book.properties.created
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(f"the workbook is broken: {type(error).__name__.lower()}", hint="open it and save it anew") from error
    if not parsed.blocks:
        raise DocumentError("the workbook holds no text")
    parsed.title = title.strip()[:300] if title else None
    parsed.date = made.date() if isinstance(made, dt.datetime) else None
    return parsed


def _words(cell: Any) -> str:
    """What a cell shows: a share as a share, a day as a day."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, bool | dt.date | dt.time):
        return str(value)
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if "%" in (cell.number_format or ""):
            return f"{(number * 100).normalize():f}%"
        return f"{number.normalize():f}"
    return " ".join(str(value).split())
