"""XLSX as blocks: each sheet a heading, each row a row with its cells as a reader of the sheet sees them, a row of one cell a paragraph. Run in a process
of its own."""

from __future__ import annotations

import datetime as dt
import io

from shidian.documents.document import Block
from shidian.documents.formats.markup import Parsed
from shidian.errors import DocumentError, TableError

MOST_CELLS = 1_000_000
_PLAIN_SHEETS = ("sheet", "工作表", "表")
"""Names that a program gives a sheet: they head nothing."""


def read_xlsx(raw: bytes) -> Parsed:
    """The sheets of a workbook in their order. Raises DocumentError."""
    from shidian.screening.formats.sheets import Workbook

    parsed, seen = Parsed([]), 0
    try:
        book = Workbook(io.BytesIO(raw))
        for name in book.names:
            blocks: list[Block] = []
            for row in book.rows(name):
                cells = [words for cell in row if (words := " ".join(cell.split()))]
                seen += len(cells)
                if seen > MOST_CELLS:
                    raise TableError(f"the workbook has more than {MOST_CELLS:,} cells", hint="split it")
                if cells:
                    blocks.append(Block(" | ".join(cells), "row") if len(cells) > 1 else Block(cells[0]))
            if blocks and not name.casefold().startswith(_PLAIN_SHEETS):
                parsed.blocks.append(Block(name, "heading", 2))
            parsed.blocks += blocks
    except TableError as error:
        raise DocumentError(error.message, hint=error.hint or "open it and save it anew") from error
    if not parsed.blocks:
        raise DocumentError("the workbook holds no text")
    parsed.notes += [f"the hidden sheet “{name}” was read too" for name in book.hidden]
    title, made = book.properties.title, book.properties.created
    parsed.title = title.strip()[:300] if title else None
    parsed.date = made.date() if isinstance(made, dt.datetime) else None
    return parsed
