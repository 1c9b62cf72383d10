"""Screenings that run beside a server: one folder for each, seen only by who started it, gone when its time is over.

A job is uploaded, then mapped and started; it runs in a thread, can be cancelled, and its files are deleted with it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Literal

from msgspec import Struct

from shidian.book import Book
from shidian.catalogue.lists import NotFound
from shidian.errors import CaseError, ShidianError, TableError
from shidian.law.names import fold
from shidian.law.records.question import Question
from shidian.screening.cells import Scale
from shidian.screening.columns import Columns, columns_of
from shidian.screening.job import Job, first_of, open_job
from shidian.screening.joined import parts_of
from shidian.screening.run import screen_file
from shidian.screening.screened import COLUMNS
from shidian.screening.summary import Summary
from shidian.visitors.guests import LIFE, Guest, Guests, shown_name

State = Literal["uploaded", "queued", "running", "done", "failed", "cancelled"]


MOST_ROWS = 200_000
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
PREVIEW = 5


class Table(Struct, frozen=True):
    """A file that was looked into: its kind, the line of its headings, its columns, and its first rows."""

    kind: str
    head: int
    columns: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]


class TableHints(Struct, frozen=True):
    """What an owner says of a table beside which column is which fact: facts for all rows, the day of rows without one, whether shares are
    fractions, what bad values mean (by fact and word), and columns that mean nothing here."""

    facts: dict[str, str] = {}
    default_day: str | None = None
    scales: dict[str, Scale] = {}
    values: dict[str, dict[str, str]] = {}
    ignored: tuple[str, ...] = ()


NOTHING = TableHints()


class JobView(Struct, frozen=True):
    """What an owner sees of a job. `progress` is rows done; `left` seconds until it is deleted."""

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


class VisitorJob(Guest):
    """One screening."""

    def __init__(self, owner: str, folder: Path, touched: float, name: str, question: str, table: Table, found: Columns) -> None:
        super().__init__(owner, folder, touched)
        self.name = name
        self.question = question
        self.table = table
        self.found = found
        self.mapping = found.of
        self.told = TableHints()
        self.named = True
        """Whether the owner has named the columns, or nobody has: what may be another column is then asked about."""
        self.state: State = "uploaded"
        self.progress = 0
        self.summary: Summary | None = None
        self.error: str | None = None
        self.stop = Event()

    def leave(self) -> None:
        """Stop its run."""
        self.stop.set()

    @property
    def source(self) -> Path:
        """The uploaded file. Its own name is never used."""
        return self.folder / "table"

    @property
    def result(self) -> Path:
        """The file with the answers."""
        return self.folder / f"answers.{WRITTEN[self.table.kind]}"


class Jobs:
    """All jobs of a server. Safe to share between threads."""

    def __init__(self, book: Book, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.book = book
        self.guests: Guests[VisitorJob] = Guests("screening", life, clock)
        self._lock = Lock()
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="screen")

    def close(self) -> None:
        """Stop everything and delete every file."""
        self.guests.stop()
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.guests.clear()

    def upload(self, owner: str, name: str, question: str, chunks: Iterator[bytes]) -> JobView:
        """Keep a file and look into it. Raises TableError, TooMany, CaseError."""
        declared = self.book.question(question)
        self.guests.room_for(owner)
        folder = self.guests.folder()
        try:
            with (folder / "table").open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            table, found = self._look_into(declared, folder / "table", name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._view(self.guests.add(VisitorJob(owner, folder, self.guests.clock(), shown_name(name), question, table, found)))

    def _look_into(self, question: Question, path: Path, name: str) -> tuple[Table, Columns]:
        source = open_job(self.book, Job(question.question, path, path, name=name))
        samples, pieces = first_of(source)
        first = next(pieces, None)
        rows = (
            [[str(v) if v is not None else "" for v in row.values()] for row in first.batch.slice(0, PREVIEW).to_pylist()] if first else []
        )
        table = Table(source.kind, source.head, tuple(source.schema.names), tuple(tuple(r) for r in rows))
        try:
            return table, columns_of(self.book.lawbook, question, source.schema.names, values=samples)
        except CaseError:  # two columns for one fact, or none for any: the owner is asked
            names = tuple((n, None) for n in source.schema.names)
            return table, Columns((), names, tuple(f.fact for f in question.facts), ())

    def start(self, owner: str, id: str, mapping: Mapping[str, str] | None, told: TableHints = NOTHING) -> JobView:
        """Start a job with a mapping, fact to column; None: as the columns were found. A job that was started goes on as it is. Raises NotFound, TableError."""
        job = self.guests.find(owner, id)
        facts = {f.fact for f in self.book.question(job.question).facts}
        for fact, column in (mapping or {}).items():
            if fact not in facts:
                raise TableError(f"`{fact[:60]}` is not a fact of `{job.question}`")
            if not parts_of(column, job.table.columns):
                raise TableError(f"there is no column `{column[:60]}`")
        if mapping is not None and not mapping:
            raise TableError("no column is mapped to a fact", hint="choose at least one")
        with self._lock:
            if job.state == "uploaded":
                job.state = "queued"
                job.mapping, job.told, job.named = job.mapping if mapping is None else dict(mapping), told, mapping is not None
                self._workers.submit(self._run, job)
        return self._view(job)

    def view(self, owner: str, id: str) -> JobView:
        """A job as its owner sees it. Raises NotFound."""
        return self._view(self.guests.find(owner, id))

    def all(self, owner: str) -> tuple[JobView, ...]:
        """The jobs of an owner, oldest first."""
        return tuple(self._view(j) for j in self.guests.of(owner))

    def cancel(self, owner: str, id: str) -> JobView:
        """Stop a job. Raises NotFound."""
        job = self.guests.find(owner, id)
        job.stop.set()
        with self._lock:
            if job.state in ("uploaded", "queued", "running"):
                job.state = "cancelled"
        return self._view(job)

    def delete(self, owner: str, id: str) -> None:
        """Stop a job and delete its files. Raises NotFound."""
        self.guests.delete(owner, id)

    def result(self, owner: str, id: str) -> tuple[Path, str, str]:
        """The file of a finished job: path, kind, and the name to give it. Raises NotFound."""
        job = self.guests.find(owner, id)
        if job.state != "done":
            raise NotFound("this screening has no result yet")
        kind = WRITTEN[job.table.kind]
        return job.result, kind, f"{Path(job.name).stem or 'table'}-shidian.{kind}"

    def _view(self, job: VisitorJob) -> JobView:
        return JobView(
            job.id,
            job.name,
            job.question,
            job.state,
            job.table,
            dict(job.mapping),
            job.found,
            job.progress,
            job.summary,
            job.error,
            self.guests.left(job),
        )

    def _run(self, job: VisitorJob) -> None:
        with self._lock:
            if job.state != "queued":
                return
            job.state = "running"
        state: State = "done"
        try:
            job.summary = screen_file(self.book, self._asked(job), self._watch(job), threads=1)
        except _Cancelled:
            state = "cancelled"
        except (TableError, CaseError) as error:
            state, job.error = "failed", str(error)
        except Exception:  # a fault of ours: said plainly, without its inside; the folder may be gone with a deleted job
            state, job.error = "failed", "the screening failed"
        with self._lock:
            job.state = "cancelled" if job.stop.is_set() else state
        job.touched = max(job.touched, self.guests.clock())

    def _asked(self, job: VisitorJob) -> Job:
        names = {f.fact for f in self.book.question(job.question).facts}
        columns: dict[str, str | None] = dict.fromkeys(names - job.mapping.keys())
        taken = {fold(c) for c in job.table.columns}
        return Job(
            job.question,
            job.source,
            job.result,
            {**columns, **job.mapping} if job.named else {},
            dict(job.told.facts),
            prefix="shidian_" if any(fold(c) in taken for c in COLUMNS) else "",
            force=True,
            default_day=job.told.default_day,
            scales=dict(job.told.scales),
            values={(fact, word): meant for fact, words in job.told.values.items() for word, meant in words.items()},
            ignored=job.told.ignored,
            name=job.name,
        )

    def _watch(self, job: VisitorJob) -> Callable[[int, int, int | None], None]:
        def told(rows: int, _position: int, _size: int | None) -> None:
            if job.stop.is_set():
                raise _Cancelled("cancelled")
            if rows > MOST_ROWS:
                raise TableError(f"the table has more than {MOST_ROWS} rows", hint="split it")
            job.progress = rows

        return told


class _Cancelled(ShidianError):
    """The owner stopped a screening."""
