"""What a file is, by its content where that tells, by its ending where it does not."""

from __future__ import annotations

import re
from pathlib import Path

from shidian.errors import TableError
from shidian.screening.formats.sheets import check_archive

ENDINGS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".duckdb": "duckdb",
    ".db": "duckdb",
}
"""The format of each ending."""
MARKS = ((b"PAR1", "parquet"), (b"ARROW1", "arrow"), (b"{", "jsonl"))
"""The first bytes of formats."""
OTHERS = (
    (re.compile(rb"%PDF"), "a PDF document"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF|II\*\0|MM\0\*"), "a picture"),
    (re.compile(rb"\{\\rtf"), "a text document"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|\?xml|mso)", re.IGNORECASE), "a page of the web"),
)
"""How files begin that are no tables, whatever they are called: some programs give out a page of the web as an `.xls`."""


def format_of(path: Path) -> str:
    """The format of a file by its ending. Raises TableError."""
    found = ENDINGS.get(path.suffix.lower())
    if found is None:
        raise TableError(f"`{path.name}` has an unknown file ending", hint="endings: " + ", ".join(ENDINGS))
    return found


def kind_of(path: Path, name: str | None = None) -> str:
    """The format of a file by its content; by the ending (of `name`, where the file is kept under another) only where that does not
    tell. Raises TableError."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head:
        raise TableError(f"`{name or path.name}` is empty", hint="the first line must name the columns")
    if head[8:12] == b"DUCK":  # behind a checksum, whose first byte may be any
        return "duckdb"
    if head[:2] == b"PK":
        return "ods" if "content.xml" in check_archive(path) else "xlsx"
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise TableError("the file is a workbook of the old kind (.xls)", hint="save it as .xlsx")
    other = next((what for begun, what in OTHERS if begun.match(head)), None)
    if other is not None:
        raise TableError(f"the file is {other}, and no table", hint="save the table as .xlsx or CSV; a document is read under Read")
    kind = next((kind for mark, kind in MARKS if head.startswith(mark)), None)
    ending = ENDINGS.get(Path(name or path.name).suffix.lower(), "csv")
    return kind or ("csv" if ending in ("xlsx", "ods") else ending)
