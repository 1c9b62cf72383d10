"""What a kept table is: how its file is made, how it is asked, and what each raw line of it means."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from xml.sax.saxutils import escape

from shidian.screening.job import Job

ERROR = "error"
"""The line cannot be answered: what it says has no one meaning."""
Meaning = Mapping[str, str] | str
"""The facts of a line as a careful reader takes them, `error`, or the kind of line that is passed over."""


class KeptTable(NamedTuple):
    """A table. `lines` says for every raw line (from 1) what it means; the line of the headings is not there."""

    name: str
    question: str
    build: Callable[[Path], None]
    options: tuple[str, ...]
    """What the person says besides the file, after reading what the first command said."""
    commands: int
    """How many commands a person needs who has never seen the tool."""
    lines: Mapping[int, Meaning]


def job_of(table: KeptTable, folder: Path, out: str = "out.jsonl") -> Job:
    """The screening of a table whose file lies in a folder, with all that the person says of it."""
    said: dict[str, dict[str, str]] = {"--map": {}, "--fact": {}, "--open": {}, "--scale": {}, "--sheet": {}, "--ignore": {}}
    for kind, word in zip(table.options[::2], table.options[1::2], strict=True):
        said[kind][word.partition("=")[0]] = word.partition("=")[2]
    sheet = next(iter(said["--sheet"]), None)
    return Job(
        table.question,
        folder / table.name,
        folder / out,
        said["--map"],
        said["--fact"],
        scales=said["--scale"],
        sheet=sheet,
        ignored=tuple(said["--ignore"]),
    )


def write_ods(
    path: Path,
    rows: Sequence[Sequence[object]],
    sheet: str = "Tabelle1",
    spans: Mapping[tuple[int, int], tuple[int, int]] = MappingProxyType({}),
) -> None:
    """An ODS file of one sheet, its cells typed as LibreOffice types them; `spans` are the rows and columns that merged cells (by row and column)
    cover."""
    covered = {(r + i, c + j) for (r, c), (high, wide) in spans.items() for i in range(high) for j in range(wide)} - spans.keys()

    def placed(row: int, column: int, value: object) -> str:
        if (row, column) in covered:
            return "<table:covered-table-cell/>"
        high, wide = spans.get((row, column), (1, 1))
        return cell(value).replace(
            "<table:table-cell", f'<table:table-cell table:number-rows-spanned="{high}" table:number-columns-spanned="{wide}"'
        )

    def cell(value: object) -> str:
        said = "" if value is None else escape(str(value))
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"><text:p>{said}</text:p></table:table-cell>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{said}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(placed(r, c, value) for c, value in enumerate(row))}</table:table-row>" for r, row in enumerate(rows)
    )
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(sheet)}">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
