"""Screenings that run beside a server: one folder for each, seen only by who started it, gone when its time is over.

A job is uploaded, then mapped and started; it runs in a thread, can be cancelled, and its files are deleted with it.
"""

from __future__ import annotations

import itertools
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Literal

from msgspec import Struct

from shidian.book import Book
from shidian.catalogue.lists import NotFound
from shidian.errors import CaseError, ShidianError
from shidian.screening.rows import ADDED, RowAnswers, Summary, guess
from shidian.screening.uploads import BadTable, Table, look_into, rows_of, write

LIFE = 3600.0
"""Seconds that a job and its files are kept after the last time somebody came for them."""
MOST_JOBS = 20
"""Jobs that one owner may have at a time."""
MOST_ALL = 500
SHARED = "api:"
"""An owner that many share; only the limit for all holds for it."""
State = Literal["uploaded", "queued", "running", "done", "failed", "cancelled"]


class TooMany(ShidianError):
    """Too many jobs at a time."""

    code = "too-many-jobs"
    status = 429


class JobView(Struct, frozen=True):
    """What an owner sees of a job. `progress` is rows done; `left` seconds until it is deleted."""

    id: str
    name: str
    question: str
    state: State
    table: Table
    mapping: dict[str, str]
    progress: int
    summary: Summary | None
    error: str | None
    left: int


class Job:
    """One screening."""

    def __init__(self, owner: str, name: str, question: str, folder: Path, table: Table, mapping: dict[str, str]) -> None:
        self.id = secrets.token_urlsafe(24)
        self.owner = owner
        self.name = name
        self.question = question
        self.folder = folder
        self.table = table
        self.mapping = mapping
        self.state: State = "uploaded"
        self.progress = 0
        self.summary: Summary | None = None
        self.error: str | None = None
        self.stop = Event()
        self.touched = time.monotonic()

    @property
    def source(self) -> Path:
        """The uploaded file. Its own name is never used."""
        return self.folder / "table"

    @property
    def result(self) -> Path:
        """The file with the answers."""
        return self.folder / "answers"


class Jobs:
    """All jobs of a server. Safe to share between threads."""

    def __init__(self, book: Book, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.book = book
        self.life = life
        self.clock = clock
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._folder: Path | None = None
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="screen")

    def close(self) -> None:
        """Stop everything and delete every file."""
        with self._lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.stop.set()
        self._workers.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def upload(self, owner: str, name: str, question: str, chunks: Iterator[bytes]) -> JobView:
        """Keep a file and look into it. Raises BadTable, TooMany, CaseError."""
        declared = self.book.question(question)
        self._sweep()
        with self._lock:
            if (not owner.startswith(SHARED) and sum(j.owner == owner for j in self._jobs.values()) >= MOST_JOBS) or len(
                self._jobs
            ) >= MOST_ALL:
                raise TooMany("too many screenings at a time", hint="delete one that is no longer needed")
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="shidian-"))
            folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            with (folder / "table").open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            table = look_into(folder / "table")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = Job(owner, shown_name(name), question, folder, table, guess(declared, table.columns))
        job.touched = self.clock()
        with self._lock:
            self._jobs[job.id] = job
        return self._view(job)

    def start(self, owner: str, id: str, mapping: Mapping[str, str]) -> JobView:
        """Start a job with a mapping, fact to column. A job that was started goes on as it is. Raises NotFound, BadTable."""
        job = self._find(owner, id)
        facts = {f.fact for f in self.book.question(job.question).facts}
        for fact, column in mapping.items():
            if fact not in facts:
                raise BadTable(f"`{fact[:60]}` is not a fact of `{job.question}`")
            if column not in job.table.columns:
                raise BadTable(f"there is no column `{column[:60]}`")
        if not mapping:
            raise BadTable("no column is mapped to a fact", hint="choose at least one")
        with self._lock:
            if job.state == "uploaded":
                job.state = "queued"
                job.mapping = dict(mapping)
                self._workers.submit(self._run, job)
        return self._view(job)

    def view(self, owner: str, id: str) -> JobView:
        """A job as its owner sees it. Raises NotFound."""
        return self._view(self._find(owner, id))

    def all(self, owner: str) -> tuple[JobView, ...]:
        """The jobs of an owner, oldest first."""
        self._sweep()
        with self._lock:
            own = [j for j in self._jobs.values() if j.owner == owner]
        return tuple(self._view(j) for j in own)

    def cancel(self, owner: str, id: str) -> JobView:
        """Stop a job. Raises NotFound."""
        job = self._find(owner, id)
        job.stop.set()
        with self._lock:
            if job.state in ("uploaded", "queued", "running"):
                job.state = "cancelled"
        return self._view(job)

    def delete(self, owner: str, id: str) -> None:
        """Stop a job and delete its files. Raises NotFound."""
        job = self._find(owner, id)
        job.stop.set()
        with self._lock:
            self._jobs.pop(job.id, None)
        shutil.rmtree(job.folder, ignore_errors=True)

    def result(self, owner: str, id: str) -> tuple[Path, str, str]:
        """The file of a finished job: path, kind, and the name to give it. Raises NotFound."""
        job = self._find(owner, id)
        if job.state != "done":
            raise NotFound("this screening has no result yet")
        return job.result, job.table.kind, f"{Path(job.name).stem or 'table'}-shidian.{job.table.kind}"

    def _find(self, owner: str, id: str) -> Job:
        self._sweep()
        with self._lock:
            job = self._jobs.get(id)
            if job is None or not secrets.compare_digest(job.owner, owner):
                raise NotFound("screening not found", hint="it has expired or is not yours")
            job.touched = self.clock()
            return job

    def _sweep(self) -> None:
        now = self.clock()
        with self._lock:
            over = [j for j in self._jobs.values() if now - j.touched > self.life]
            for job in over:
                del self._jobs[job.id]
        for job in over:
            job.stop.set()
            shutil.rmtree(job.folder, ignore_errors=True)

    def _view(self, job: Job) -> JobView:
        left = max(0, int(self.life - (self.clock() - job.touched)))
        return JobView(job.id, job.name, job.question, job.state, job.table, dict(job.mapping), job.progress, job.summary, job.error, left)

    def _run(self, job: Job) -> None:
        with self._lock:
            if job.state != "queued":
                return
            job.state = "running"
        state: State = "done"
        try:
            answers = RowAnswers(self.book, job.question, job.mapping, job.table.columns)
            rows = rows_of(job.source, job.table.kind, job.table.encoding)
            next(rows, None)
            write(job.result, job.table.kind, self._lines(job, answers, rows))
            job.summary = answers.counting.summary()
        except (BadTable, CaseError) as error:
            state, job.error = "failed", str(error)
        except Exception:  # a fault of ours: said plainly, without its inside; the folder may be gone with a deleted job
            state, job.error = "failed", "the screening failed"
        with self._lock:
            job.state = "cancelled" if job.stop.is_set() else state
        job.touched = max(job.touched, self.clock())

    def _lines(self, job: Job, answers: RowAnswers, rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
        yield [*job.table.columns, *(f"shidian_{name}" for name in ADDED)]
        for row, answer in answers.answer(itertools.takewhile(lambda _: not job.stop.is_set(), rows)):
            if job.stop.is_set():
                return
            job.progress += 1
            yield [*row, *answer]


def shown_name(name: str, otherwise: str = "table") -> str:
    """The name of an uploaded file as it is shown: its last part, without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:80] or otherwise
