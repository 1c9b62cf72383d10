"""Screening a file into a file: in parts that are kept beside the output until it is whole, so that a run can be resumed.

    OUT.parts/manifest.json    what was asked of which input, and the parts that are whole, with their counts
    OUT.parts/000000.csv …     the parts

The output appears under its name only when it is whole.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.errors import ShidianError, TableError
from shidian.law.records.base import Label
from shidian.screening.batches import Screener, in_order, samples_of
from shidian.screening.cells import Scale
from shidian.screening.columns import Columns, columns_of, heading, known_headings
from shidian.screening.output.formats import JOINED, form_of
from shidian.screening.output.forms import ColumnLayout, Form, OutputPart
from shidian.screening.pieces import TablePiece, TableSource
from shidian.screening.sources import Dialect, format_of, open_table
from shidian.screening.summary import Counter, PassedOver, Summary, bad_values_of, errors_of
from shidian.screening.tally import Tally
from shidian.version import __version__

SECONDS = 60.0
"""How long one part is written; what a crash can lose."""
SMALL = 1 << 20
"""Bytes of an input that is decided sooner than a diagram is read from disk."""
EDGE = 1 << 20
"""Bytes at either end of the input that its digest covers."""

Progress = Callable[[int, int, int | None], None]
"""Is told: the rows that are written, how far the input is read, and its size (or None)."""


class Asked(msgspec.Struct, frozen=True):
    """What was asked. A run can only be resumed with the same."""

    question: str
    columns: dict[str, str | None]
    facts: dict[str, str]
    known_on: str | None
    prefix: str
    dialect: Dialect
    default_day: str | None
    scales: dict[str, Scale]
    values: str
    """Digest of the mapped values."""
    output: str
    input: str
    size: int
    modified: int
    digest: str
    lawbook: str
    version: str


class Done(msgspec.Struct):
    """A part that is whole."""

    file: str
    tally: Tally


class Manifest(msgspec.Struct):
    """The state of a run. `today` is the day it began, which stays the day of rows that name none."""

    asked: Asked
    today: dt.date
    parts: list[Done] = []
    told: dict[str, tuple[str, str | None, tuple[str, ...]]] = {}


class Stopped(ShidianError):
    """The run was interrupted; the rows so far are kept."""

    code = "stopped"

    def __init__(self, rows: int, resumable: bool) -> None:
        self.rows = rows
        self.resumable = resumable
        super().__init__(f"stopped after {rows} rows")


class Job(msgspec.Struct, frozen=True):
    """A screening as a user asks for it: a question, files, and how the columns are to be understood."""

    question: str
    input: Path
    output: Path
    columns: Mapping[str, str | None] = {}
    facts: dict[str, str] = {}
    known_on: dt.date | None = None
    sql: str | None = None
    encoding: str | None = None
    prefix: str = ""
    force: bool = False
    resume: bool = False
    delimiter: str | None = None
    sheet: str | None = None
    header: int | None = None
    default_day: str | None = None
    scales: dict[str, Scale] = {}
    values: dict[tuple[str, str], str] = {}
    """What bad values mean: by fact and word."""
    name: str | None = None
    """The name of the input, where it is kept under another (an upload)."""

    @property
    def dialect(self) -> Dialect:
        """What is said of the input file."""
        return Dialect(self.encoding, self.delimiter, self.sheet, self.header)

    @property
    def folder(self) -> Path:
        """Where the parts are."""
        return self.output.with_name(self.output.name + ".parts")


def open_job(book: CompiledLaw, job: Job) -> TableSource:
    """The table of a job. Raises TableError."""
    question = book.question(job.question)
    place = next((f for f in question.facts if f.domain == "place"), None)
    zones = book.lawbook.trees[place.vocabulary].zones if place and place.vocabulary else {}
    mapped = {heading(c) for c in job.columns.values() if c is not None}
    return open_table(job.input, sql=job.sql, dialect=job.dialect, known=known_headings(question, zones) | mapped, name=job.name)


def find_columns(book: CompiledLaw, job: Job) -> Columns:
    """Which column is which fact, before anything is screened. Raises TableError, CaseError."""
    source = open_job(book, job)
    samples, _ = first_of(source)
    return columns_of(book.lawbook, book.question(job.question), source.schema.names, job.columns, dict(job.facts), samples)


def first_of(source: TableSource) -> tuple[dict[str, list[str]], Iterator[TablePiece]]:
    """Some cells of each column, and all pieces."""
    pieces = source.pieces()
    first = next(pieces, None)
    if first is None:
        return {}, iter(())
    return samples_of(first.batch), chain([first], pieces)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Nobody else writes to the same output meanwhile; a lock of a process that ended is gone with it. Raises TableError."""
    path = output.with_name(f".{output.name}.lock")
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TableError(f"another run is writing to `{output}`", hint="wait for it, or name another output") from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def screen_file(
    book: CompiledLaw, job: Job, progress: Progress = lambda *_: None, *, threads: int | None = None, seconds: float = SECONDS
) -> Summary:
    """Screen a file into a file. Raises TableError, CaseError, or Stopped on Ctrl-C."""
    format_of(job.output)
    _check_folder(job)
    with _alone(job.output):
        return _screen_file(book, job, progress, threads, seconds)


def _screen_file(book: CompiledLaw, job: Job, progress: Progress, threads: int | None, seconds: float) -> Summary:
    begun = time.perf_counter()
    kind = format_of(job.output)
    _check_output(job)
    source = open_job(book, job)
    asked = _asked(book, job)
    manifest = _resumed(job, asked) if job.resume else Manifest(asked, book.today())
    book = CompiledLaw(book.lawbook, lambda: manifest.today, cache=book.cached)
    begun_with, pieces = first_of(source)
    screener = Screener(
        book,
        job.question,
        source.schema,
        columns=job.columns,
        facts=dict(job.facts),
        known_on=job.known_on,
        many=asked.size > SMALL,
        default_day=job.default_day,
        scales=job.scales,
        values=job.values,
        samples=begun_with,
    )
    form = form_of(kind, ColumnLayout(source.schema, job.prefix), source.bom)
    facts: dict[str, Given] = {f: v for f, v in job.facts.items() if v is not None}
    counter = Counter(book, screener.question, screener.columns, facts)
    counter.told.update(manifest.told)
    if not job.resume:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
    run = _Run(job, manifest, screener, counter, form, seconds)
    try:
        run.write(source, pieces, progress, threads)
        whole = job.folder / f"whole{job.output.suffix}"
        parts = [job.folder / p.file for p in manifest.parts]
        for part in manifest.parts:  # what was written is what was counted, or it does not get its name
            if form.rows(job.folder / part.file) not in (None, part.tally.rows):
                raise TableError(f"`{part.file}` has not the rows that were counted", hint="did another run write to the same output?")
        joined = len(parts) > 1 or kind in JOINED
        if joined:
            form.join(parts, whole)
        (whole if joined else parts[0]).replace(job.output)
    except KeyboardInterrupt:
        rows = sum(p.tally.rows for p in manifest.parts)
        if job.sql is not None or not rows:
            shutil.rmtree(job.folder, ignore_errors=True)
        raise Stopped(rows, job.sql is None and rows > 0) from None
    except ShidianError:
        shutil.rmtree(job.folder, ignore_errors=True)
        raise
    shutil.rmtree(job.folder, ignore_errors=True)
    book.keep(job.question, job.known_on)
    return _summary(job, manifest, screener, counter, time.perf_counter() - begun)


class _Run:
    """The writing of the parts that are not there yet."""

    def __init__(self, job: Job, manifest: Manifest, screener: Screener, counter: Counter, form: Form, seconds: float) -> None:
        self.job, self.manifest, self.screener = job, manifest, screener
        self.counter, self.form, self.seconds = counter, form, seconds
        self._part: OutputPart | None = None
        self._tally = Tally()
        self._begun = 0.0
        self._left: list[tuple[str, int]] = []
        """What was passed over since the last row."""

    def write(self, source: TableSource, pieces: Iterator[TablePiece], progress: Progress, threads: int | None) -> None:
        """Screen what is not screened yet; a part that was begun is made whole even when the run is interrupted."""
        rows = sum(p.tally.rows for p in self.manifest.parts)
        try:
            for made, tally, position in in_order(self._make, self._pieces(pieces, rows), threads):
                self._add(made, tally)
                rows += tally.rows
                progress(rows, position, source.size)
                if time.perf_counter() - self._begun >= self.seconds:
                    self._close()
            if not self.manifest.parts and self._part is None:  # a table without rows has answers without rows
                nothing = pa.RecordBatch.from_pylist([], schema=source.schema)
                made, tally, _ = self._make(TablePiece(nothing, np.empty(0, dtype=np.int64), {}, self._left, 0))
                self._add(made, tally)
        finally:
            self._close()
        if self._left and self.manifest.parts:
            self.manifest.parts[-1].tally.pass_over(self._left)

    def _pieces(self, pieces: Iterator[TablePiece], skip: int) -> Iterator[TablePiece]:
        """The pieces after the first rows; what was passed over between rows that are written already is counted already."""
        guard = self.screener.guard
        done = 0
        for piece in pieces:
            guard.look(piece.batch)
            rows, begin = piece.batch.num_rows, max(0, skip - done)
            done += rows
            if begin >= rows and skip:
                if not rows and done >= skip:
                    self._left = [*self._left, *piece.passed]
                continue
            passed = [*self._left, *piece.passed]
            if not rows:
                self._left = passed
                continue
            self._left = []
            broken = {row - begin: wrong for row, wrong in piece.broken.items() if row >= begin}
            yield TablePiece(piece.batch.slice(begin), piece.lines[begin:], broken, passed, piece.position)

    def _make(self, piece: TablePiece) -> tuple[Any, Tally, int]:
        done = self.screener.screen(piece.batch, piece.lines, piece.broken)
        return self.form.make(piece.batch, done), self.counter.count(piece.batch, done, piece.passed), piece.position

    def _add(self, made: Any, tally: Tally) -> None:
        if self._part is None:
            number = len(self.manifest.parts)
            self._part = self.form.part(self.job.folder / self._name(), number == 0)
            self._begun = time.perf_counter()
        with _uninterrupted():  # a piece is written and counted, or neither
            self._part.add(made)
            self._tally.add(tally)

    def _name(self) -> str:
        return f"{len(self.manifest.parts):06}{self.job.output.suffix}"

    def _close(self) -> None:
        if self._part is not None:
            with _uninterrupted():
                self._finish(self._part)

    def _finish(self, part: OutputPart) -> None:
        part.close()
        self.manifest.parts.append(Done(self._name(), self._tally))
        self.manifest.told = dict(self.counter.told)
        self._part, self._tally = None, Tally()
        beside = self.job.folder / "manifest.new"
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(self.manifest)))
        beside.replace(self.job.folder / "manifest.json")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C counts only when this is done. Signals reach the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


def _check_folder(job: Job) -> None:
    if job.output.exists() and job.input.exists() and job.output.samefile(job.input):
        raise TableError("the output file is the input file", hint="choose another file")
    if job.output.is_dir():
        raise TableError(f"`{job.output}` is a folder", hint="name a file")
    if not job.output.absolute().parent.is_dir():
        raise TableError(f"there is no folder `{job.output.parent}`")


def _check_output(job: Job) -> None:
    if job.resume and job.force:
        raise TableError("--resume and --force exclude each other", hint="give one of them")
    if job.resume and job.sql is not None:
        raise TableError(
            "a query cannot be resumed, since its rows may come in another order",
            hint="write what it gives to a Parquet file, and screen that",
        )
    if job.force:
        return
    if job.output.exists():
        raise TableError(f"`{job.output}` already exists", hint="--force overwrites it")
    if (job.folder / "manifest.json").exists() and not job.resume:
        raise TableError(f"an earlier run was stopped; its rows are in `{job.folder}`", hint="--resume goes on, --force starts again")


def _asked(book: CompiledLaw, job: Job) -> Asked:
    stat = job.input.stat()
    total = hashlib.sha256(str(stat.st_size).encode())
    with job.input.open("rb") as file:
        total.update(file.read(EDGE))
        file.seek(max(0, stat.st_size - EDGE))
        total.update(file.read(EDGE))
    known_on = job.known_on.isoformat() if job.known_on else None
    return Asked(
        job.question,
        dict(job.columns),
        dict(job.facts),
        known_on,
        job.prefix,
        job.dialect,
        job.default_day,
        dict(job.scales),
        hashlib.sha256(repr(sorted(job.values.items())).encode()).hexdigest() if job.values else "",
        job.output.suffix,
        str(job.input.absolute()),
        stat.st_size,
        stat.st_mtime_ns,
        total.hexdigest(),
        book.digest,
        __version__,
    )


CHANGED: Mapping[str, str] = {
    "input": "another input",
    "size": "the input has changed",
    "modified": "the input has changed",
    "digest": "the input has changed",
    "lawbook": "the lawbook has changed",
    "version": "shidian has another version",
    "question": "another question is asked",
    "columns": "columns are mapped in another way",
    "facts": "other facts are given",
    "known_on": "another day of knowledge is asked",
    "prefix": "another prefix is given",
    "dialect": "the input is read in another way",
    "default_day": "another default day is given",
    "scales": "shares are read in another scale",
    "values": "values are mapped in another way",
    "output": "another format is asked",
}


def _resumed(job: Job, asked: Asked) -> Manifest:
    """The state of the run that was stopped. Raises TableError when it asked something else."""
    path = job.folder / "manifest.json"
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise TableError("no earlier run to resume", hint="omit --resume") from error
    except msgspec.DecodeError as error:
        raise TableError(f"`{path}` cannot be read", hint="--force starts again") from error
    for name, what in CHANGED.items():
        if getattr(asked, name) != getattr(manifest.asked, name):
            raise TableError(f"the run cannot be resumed: {what}", hint="--force starts again")
    if not all((job.folder / p.file).is_file() for p in manifest.parts):
        raise TableError(f"`{job.folder}` is incomplete", hint="--force starts again")
    return manifest


def _summary(job: Job, manifest: Manifest, screener: Screener, counter: Counter, seconds: float) -> Summary:
    tally = Tally()
    for part in manifest.parts:
        tally.add(part.tally)
    names = {o.outcome: o.name for o in screener.question.outcomes}
    return Summary(
        job.question,
        screener.book.digest,
        job.known_on,
        screener.columns,
        dict(job.facts),
        str(job.output),
        tally.rows,
        {kind: PassedOver(p.rows, tuple(p.examples)) for kind, p in tally.passed.items()},
        screener.found,
        round(seconds, 3),
        tally.outcomes,
        {o: names.get(o, Label(o, o)) for o in tally.outcomes},
        counter.by(tally),
        counter.reasons(tally, job.known_on),
        errors_of(tally),
        bad_values_of(tally),
    )
