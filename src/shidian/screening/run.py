"""Screening a file into a file: in parts that are kept beside the output until it is whole, so that a run can be resumed.

    OUT.parts/manifest.json    what was asked of which input, and the parts that are whole, with their counts
    OUT.parts/000000.csv …     the parts

The output appears under its name only when it is whole.
"""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.errors import ShidianError, TableError
from shidian.files import alone
from shidian.law.records.base import Label
from shidian.screening.batches import Screener, in_order
from shidian.screening.formats.told import format_of
from shidian.screening.job import Job, check_folder, check_output, first_of, open_job
from shidian.screening.loops import prepare_loops
from shidian.screening.output.formats import JOINED, form_of
from shidian.screening.output.forms import Arrow, ColumnLayout, Form, OutputPart
from shidian.screening.output.in_words import RowsInWords
from shidian.screening.output.links import LINK, RowLinks
from shidian.screening.output.workbook import SheetTable
from shidian.screening.pieces import Hidden, TablePiece, TableSource
from shidian.screening.progress.manifest import Done, Manifest, asked_of, resumed
from shidian.screening.progress.tally import Tally
from shidian.screening.summary import Counter, PassedOver, Summary, bad_values_of, errors_of

SECONDS = 60.0
"""How long one part is written; what a crash can lose."""

MOST_MET = 8_000
"""Decisions that a diagram finds before a new one takes its place: some 50 KB each. What was told of them stays."""
SMALL = 1 << 20
"""Bytes of an input that is decided sooner than a diagram is read from disk."""

Progress = Callable[[int, int, int | None], None]
"""Is told: the rows that are written, how far the input is read, and its size (or None)."""


class Stopped(ShidianError):
    """The run was interrupted; the rows so far are kept."""

    code = "stopped"

    def __init__(self, rows: int, resumable: bool) -> None:
        self.rows = rows
        self.resumable = resumable
        super().__init__(f"stopped after {rows} rows")


def screen_file(
    book: CompiledLaw, job: Job, progress: Progress = lambda *_: None, *, threads: int | None = None, seconds: float = SECONDS
) -> Summary:
    """Screen a file into a file. Raises TableError, CaseError, or Stopped on Ctrl-C."""
    format_of(job.output)
    check_folder(job)
    with alone(job.output):
        return _screen_file(book, job, progress, threads, seconds)


def _screen_file(book: CompiledLaw, job: Job, progress: Progress, threads: int | None, seconds: float) -> Summary:
    begun = time.perf_counter()
    kind = format_of(job.output)
    check_output(job)
    source = open_job(book, job)
    asked = asked_of(book, job)
    manifest = resumed(job, asked) if job.resume else Manifest(asked, book.today())
    book = CompiledLaw(book.lawbook, lambda: manifest.today, cache=book.cached)
    begun_with, pieces = first_of(source)
    if asked.size > SMALL and book.cached:
        prepare_loops()
        book.read_told(book.diagram(job.question, known_on=job.known_on))
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
        above=source.above,
        ignored=job.ignored,
        most_met=MOST_MET,
        lang=job.lang,
    )
    layout = ColumnLayout(source.schema, job.prefix, () if job.home is None else (LINK,))
    form = form_of(kind, layout, source.bom)
    facts: dict[str, Given] = {f: v for f, v in job.facts.items() if v is not None}
    if isinstance(form, SheetTable):
        form.words = RowsInWords(book, screener, facts, job.known_on, job.default_day, source.hidden, job.home)
    counter = Counter(book, screener.question, screener.columns, facts, screener.cells)
    counter.told.update(manifest.told)
    if not job.resume:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.folder.mkdir(parents=True)
    run = _Run(job, manifest, screener, counter, form, layout, seconds)
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
    book.keep_told(job.question, job.known_on)
    return _summary(job, manifest, screener, counter, source.hidden, time.perf_counter() - begun)


class _Run:
    """The writing of the parts that are not there yet."""

    def __init__(
        self, job: Job, manifest: Manifest, screener: Screener, counter: Counter, form: Form, layout: ColumnLayout, seconds: float
    ) -> None:
        self.job, self.manifest, self.screener, self.layout = job, manifest, screener, layout
        self.counter, self.form, self.seconds = counter, form, seconds
        facts = ({screener.encoder.diagram.days.fact: job.default_day} if job.default_day is not None else {}) | job.facts
        self._links = RowLinks(screener, facts, job.known_on, job.home) if job.home is not None else None
        self._grid = Arrow(layout).part(job.grid, True) if job.grid is not None else None
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
            if self._grid is not None:
                self._grid.close()
        if self._left and self.manifest.parts:
            self.manifest.parts[-1].tally.pass_over(self._left)

    def _pieces(self, pieces: Iterator[TablePiece], skip: int) -> Iterator[TablePiece]:
        """The pieces after the first rows; what was passed over between rows that are written already is counted already."""
        done = 0
        for piece in pieces:
            self.screener.twins.above(piece.sections)
            self.screener.holders.above("\n".join(text for _, text in piece.sections))
            self.screener.look(piece.batch)
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
        rows = piece.batch
        if self._links is not None:
            rows = rows.append_column(self.layout.names[LINK], self._links.of(rows, done))
        beside = self.layout.batch(rows, done, self.layout.plain) if self._grid is not None else None
        return (self.form.make(rows, done), beside), self.counter.count(piece.batch, done, piece.passed), piece.position

    def _add(self, both: Any, tally: Tally) -> None:
        made, beside = both
        if self._grid is not None:
            self._grid.add(beside)
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


def _summary(job: Job, manifest: Manifest, screener: Screener, counter: Counter, hidden: Hidden, seconds: float) -> Summary:
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
        {fact: len(words) for fact, words in tally.bad.items()},
        hidden,
    )
