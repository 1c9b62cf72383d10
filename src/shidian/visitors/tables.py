"""What is known of a table that somebody has sent to be screened: what it holds, what its owner says of it, and how far its screening is."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Literal

from msgspec import Struct

from shidian.law.names import fold
from shidian.screening.asked import TableChoice
from shidian.screening.cells import Scale
from shidian.screening.columns import Columns
from shidian.screening.output.links import LINK
from shidian.screening.screened import COLUMNS
from shidian.screening.summary import Summary
from shidian.visitors.guests import Guest

State = Literal["uploaded", "queued", "running", "done", "failed", "cancelled"]

WRITTEN = {"csv": "csv", "xlsx": "xlsx", "ods": "xlsx", "parquet": "parquet", "arrow": "arrow", "jsonl": "jsonl"}
"""In which format the answers come back, by the format of the upload."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "arrow": "application/vnd.apache.arrow.file",
    "jsonl": "application/jsonl",
}
"""The media type of each format."""


class Table(Struct, frozen=True):
    """A file that was looked into: its kind, the line of its headings, its columns, and its first rows."""

    kind: str
    head: int
    columns: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    sheet: str | None = None
    """The sheet of a workbook that is read."""
    sheets: tuple[str, ...] = ()
    """The other sheets of the workbook."""
    holds: dict[str, str] = {}
    """What each sheet holds: its headings."""


NO_TABLE, NO_COLUMNS = Table("xlsx", 0, (), ()), Columns((), (), (), ())
"""Of a workbook whose sheet is not chosen yet."""


class TableHints(Struct, frozen=True):
    """What an owner says of a table beside which column is which fact: facts for all rows, the day of rows without one, whether shares are
    fractions, what bad values mean (by fact and word), and columns that mean nothing here."""

    facts: dict[str, str] = {}
    default_day: str | None = None
    scales: dict[str, Scale] = {}
    values: dict[str, dict[str, str]] = {}
    ignored: tuple[str, ...] = ()


NOTHING = TableHints()


class TableAsk(Struct, frozen=True):
    """What a table asks before it can be screened, and the answers with which it goes on."""

    message: str
    hint: str | None
    choices: tuple[TableChoice, ...]


class JobView(Struct, frozen=True):
    """What an owner sees of a job. `progress` is rows done; `left` seconds until it is deleted; `asks` what stopped it, where an answer lets
    it go on."""

    id: str
    name: str
    question: str
    state: State
    table: Table
    mapping: dict[str, str]
    found: Columns
    progress: int
    summary: Summary | None
    error: str | None
    left: int
    asks: TableAsk | None = None


class VisitorJob(Guest):
    """One screening."""

    def __init__(
        self, owner: str, folder: Path, touched: float, name: str, question: str, table: Table, found: Columns, home: str | None, lang: str
    ) -> None:
        super().__init__(owner, folder, touched)
        self.name = name
        self.question = question
        self.home, self.lang = home, lang
        self.table = table
        self.found = found
        self.mapping = found.of
        self.told = TableHints()
        self.meant: dict[str, dict[str, str]] = {}
        """What the owner said before that words mean which stand in this table."""
        self.kept: tuple[TableChoice, ...] = ()
        """What the owner said before of the columns of such a table."""
        self.sheet: str | None = None
        """The sheet of a workbook that its owner has named."""
        self.said: dict[str, str | None] = {}
        """The columns that the owner has named (None: the fact has none). Every other is a guess, and what may be another is asked about."""
        self.by_form = False
        """Whether the owner was shown the guesses; a fact without a column is then asked for too."""
        self.state: State = "uploaded"
        self.progress = 0
        self.summary: Summary | None = None
        self.error: str | None = None
        self.asks: TableAsk | None = None
        self.stop = Event()

    def leave(self) -> None:
        """Stop its run."""
        self.stop.set()

    @property
    def source(self) -> Path:
        """The uploaded file. Its own name is never used."""
        return self.folder / "table"

    @property
    def grid(self) -> Path:
        """The rows with their answers, for the page."""
        return self.folder / "rows.arrow"

    @property
    def prefix(self) -> str:
        """What stands before the names of our columns."""
        taken = {fold(c) for c in self.table.columns}
        return "shidian_" if any(fold(c) in taken for c in (*COLUMNS, LINK)) else ""

    @property
    def result(self) -> Path:
        """The file with the answers."""
        return self.folder / f"answers.{WRITTEN[self.table.kind]}"
