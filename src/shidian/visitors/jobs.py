"""Screenings that run beside a server: one folder for each, seen only by who started it, gone when its time is over.

A job is uploaded, then mapped and started; it runs in a thread, can be cancelled, and its files are deleted with it. A table that may mean something else asks first.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from shidian.book import Book
from shidian.catalogue.lists import NotFound
from shidian.errors import CaseError, ShidianError, TableError
from shidian.law.records.base import record_of
from shidian.law.records.question import Question
from shidian.screening.asked import TableChoice, TableQuestion
from shidian.screening.columns import Columns, columns_of, considered
from shidian.screening.job import Job, as_said_before, ask_for_facts, choices_of, find_columns, first_of, open_job
from shidian.screening.joined import parts_of
from shidian.screening.run import screen_file
from shidian.visitors.grid import Grid, grid_of
from shidian.visitors.guests import LIFE, MOST_ROWS, Guests, shown_name
from shidian.visitors.said import SaidBefore
from shidian.visitors.tables import NO_COLUMNS, NO_TABLE, NOTHING, WRITTEN, JobView, State, Table, TableAsk, TableHints, VisitorJob

PREVIEW = 5


class Jobs:
    """All jobs of a server. Safe to share between threads."""

    def __init__(self, book: Book, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.book = book
        self.guests: Guests[VisitorJob] = Guests("screening", life, clock)
        self._lock = Lock()
        self.said_before = SaidBefore()
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="screen")

    def close(self) -> None:
        """Stop everything and delete every file."""
        self.guests.stop()
        self._workers.shutdown(wait=True, cancel_futures=True)
        self.guests.clear()

    def upload(
        self,
        owner: str,
        name: str,
        question: str,
        chunks: Iterator[bytes],
        sheet: str | None = None,
        *,
        ask: bool = False,
        home: str | None = None,
        lang: str = "en",
    ) -> JobView:
        """Keep a file and look into it, a workbook at its `sheet` (None: found). Where several sheets may be the table, the job asks for one (`ask`).
        Each row leads to its decision below `home`; what is wrong with one is said in `lang`. Raises TableError, TooMany, CaseError."""
        self.guests.room_for(owner)
        folder = self.guests.folder()
        try:
            with (folder / "table").open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
            job = VisitorJob(owner, folder, self.guests.clock(), shown_name(name), question, NO_TABLE, NO_COLUMNS, home, lang)
            try:
                self._look_at(job, self.book.question(question), name, sheet)
            except TableQuestion as asked:
                if not ask:
                    raise
                job.asks = TableAsk(asked.message, asked.hint, asked.choices)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self._view(self.guests.add(job))

    def read_sheet(self, owner: str, id: str, sheet: str) -> JobView:
        """Look into another sheet of a workbook that was not started yet. Raises NotFound, TableError."""
        job = self.guests.find(owner, id)
        if job.state == "uploaded":
            self._look_at(job, self.book.question(job.question), job.name, sheet)
        return self._view(job)

    def _look_at(self, job: VisitorJob, question: Question, name: str, sheet: str | None) -> None:
        """What the table of a job holds, its columns as they are found, and what was said before of the words in its first rows."""
        source = open_job(self.book, Job(question.question, job.source, job.source, name=name, sheet=sheet))
        samples, pieces = first_of(source)
        first = next(pieces, None)
        rows = [["" if v is None else str(v) for v in row.values()] for row in first.batch.slice(0, PREVIEW).to_pylist()] if first else []
        job.table = Table(source.kind, source.head, tuple(source.schema.names), tuple(tuple(r) for r in rows), *source.sheets)
        job.kept = self.said_before.columns(job.owner, question.question, source.schema.names)
        before, _ = as_said_before(Job(question.question, job.source, job.source), job.kept)
        job.said = dict(before.columns)
        try:
            names = considered(source.schema.names, before.ignored)
            job.found = columns_of(self.book.lawbook, question, names, job.said, values=samples)
        except CaseError:  # two columns for one fact, or none for any: the owner is asked
            job.found = Columns((), tuple((n, None) for n in source.schema.names), tuple(f.fact for f in question.facts), ())
        job.sheet, job.mapping, job.asks = sheet, job.found.of, None
        words = {str(v) for c in first.batch.columns if pa.types.is_string(c.type) for v in pc.unique(c).to_pylist()} if first else set()
        kept = {f: {w: m for w, m in of.items() if w in words} for f, of in self.said_before.values(job.owner).items()}
        job.meant = {f.fact: kept[f.fact] for f in question.facts if kept.get(f.fact)}

    def start(self, owner: str, id: str, mapping: Mapping[str, str] | None, told: TableHints = NOTHING) -> JobView:
        """Start a job with a mapping, fact to column; None: as the columns were found. A job that was started goes on as it is. Raises NotFound, TableError."""
        job = self.guests.find(owner, id)
        facts = {f.fact for f in self.book.question(job.question).facts}
        self._check(job, mapping or {}, facts)
        if mapping is not None and not mapping:
            raise TableError("no column is mapped to a fact", hint="choose at least one")
        with self._lock:
            if job.state == "uploaded":
                job.state = "queued"
                job.told, job.said = told, {} if mapping is None else {**dict.fromkeys(facts - mapping.keys()), **mapping}
                job.mapping = job.mapping if mapping is None else dict(mapping)
                self._workers.submit(self._run, job)
        return self._view(job)

    def send(self, owner: str, id: str, form: Mapping[str, str], told: TableHints = NOTHING) -> JobView:
        """Start a job, or one that asks again, with a form that was filled with what was found (fact to column, empty: none): what is as it was shown
        stays a guess, what was changed is told. Raises NotFound, TableError."""
        job = self.guests.find(owner, id)
        facts = [f.fact for f in self.book.question(job.question).facts]
        if not job.table.columns:
            raise TableError("no sheet is chosen yet", hint="choose one")
        self._check(job, {f: c for f, c in form.items() if c}, facts)
        said = {f: form.get(f) or None for f in facts if (form.get(f) or None) != job.mapping.get(f)}
        if job.found.mapped and not any(form.values()):
            raise TableError("no column is mapped to a fact", hint="choose at least one")
        return self._again(job, said, told)

    def answer(self, owner: str, id: str, said: Mapping[str, str | None], told: TableHints) -> JobView:
        """Go on with the answer to what a job asks, beside all that was said before. Raises NotFound, TableError."""
        job = self.guests.find(owner, id)
        facts = [f.fact for f in self.book.question(job.question).facts]
        self._check(job, {f: c or "" for f, c in said.items() if c is not None or f not in facts}, facts)
        if (gone := next((c for c in told.ignored if c not in job.table.columns), None)) is not None:
            raise TableError(f"there is no column `{gone[:60]}`")
        return self._again(job, said, told)

    def _again(self, job: VisitorJob, said: Mapping[str, str | None], told: TableHints) -> JobView:
        """Start with what is said now beside what was said before; the unit of a column is not that of the column that takes its place."""
        with self._lock:
            if job.state == "uploaded" or job.asks is not None or (job.state == "done" and told.values):
                self.said_before.keep_values(job.owner, told.values)
                was, ignored = job.told, tuple(dict.fromkeys((*job.told.ignored, *told.ignored)))
                chosen = {p for c in said.values() if c for p in parts_of(c, job.table.columns)}
                ignored = tuple(c for c in ignored if c not in chosen)
                every = {**job.said, **said}
                moved = {f for f, c in said.items() if c != job.mapping.get(f)}
                moved |= {f for f, c in job.mapping.items() if set(parts_of(c, job.table.columns)) & set(ignored)}
                job.said = {f: c for f, c in every.items() if c is None or not set(parts_of(c, job.table.columns)) & set(ignored)}
                job.told = TableHints(
                    {**was.facts, **told.facts},
                    told.default_day or was.default_day,
                    {**{f: s for f, s in was.scales.items() if f not in moved}, **told.scales},
                    {f: {**was.values.get(f, {}), **told.values.get(f, {})} for f in (*was.values, *told.values)},
                    ignored,
                )
                job.state, job.error, job.asks, job.progress, job.by_form = "queued", None, None, 0, True
                self._workers.submit(self._run, job)
        return self._view(job)

    def _check(self, job: VisitorJob, mapping: Mapping[str, str], facts: Collection[str]) -> None:
        for fact, column in mapping.items():
            if fact not in facts:
                raise TableError(f"`{fact[:60]}` is not a fact of `{job.question}`")
            if not parts_of(column, job.table.columns):
                raise TableError(f"there is no column `{column[:60]}`")

    def said_of(self, owner: str, id: str) -> tuple[dict[str, dict[str, str]], tuple[TableChoice, ...]]:
        """What an owner has said before of the words that stand in a table, by fact, and of the columns of such a table. Raises NotFound."""
        job = self.guests.find(owner, id)
        return job.meant, job.kept

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

    def grid(self, owner: str, id: str, outcome: str | None, begin: int) -> Grid | None:
        """Some rows of a finished job with their answers; None of one that is not finished, or whose rows lead nowhere. Raises NotFound."""
        job = self.guests.find(owner, id)
        if job.state != "done" or job.home is None:
            return None
        return grid_of(job.grid, job.table.columns, job.mapping, job.prefix, outcome, begin)

    def _view(self, job: VisitorJob) -> JobView:
        return record_of(JobView, job, mapping=dict(job.mapping), left=self.guests.left(job))

    def _run(self, job: VisitorJob) -> None:
        with self._lock:
            if job.state != "queued":
                return
            job.state = "running"
        state: State = "done"
        try:
            asked = self._asked(job)
            if job.by_form:
                asked = self._seen(job, asked)
                ask_for_facts(job.found, {*job.told.facts, *(f for f, c in job.said.items() if c is None), *self._days(job)})
            job.summary = screen_file(self.book, asked, self._watch(job), threads=1)
            self.said_before.keep_columns(
                job.owner, job.question, job.table.columns, [c for c in choices_of(asked, ()) if c.value] if job.by_form else ()
            )
        except _Cancelled:
            state = "cancelled"
        except (TableError, CaseError) as error:
            state, job.error = "failed", str(error)
            if isinstance(error, CaseError):
                job.asks = TableAsk(error.message, error.hint, error.choices if isinstance(error, TableQuestion) else ())
        except Exception:  # a fault of ours: said plainly, without its inside; the folder may be gone with a deleted job
            state, job.error = "failed", "the screening failed"
        with self._lock:
            job.state = "cancelled" if job.stop.is_set() else state
        job.touched = max(job.touched, self.guests.clock())

    def _asked(self, job: VisitorJob) -> Job:
        return Job(
            job.question,
            job.source,
            job.result,
            dict(job.said),
            dict(job.told.facts),
            prefix=job.prefix,
            force=True,
            default_day=job.told.default_day,
            scales=dict(job.told.scales),
            values={(fact, word): meant for fact, words in job.told.values.items() for word, meant in words.items()},
            ignored=job.told.ignored,
            name=job.name,
            sheet=job.sheet,
            home=job.home,
            lang=job.lang,
            grid=job.grid if job.home is not None else None,
        )

    def _seen(self, job: VisitorJob, asked: Job) -> Job:
        """Find the columns anew with what is said, and keep them to be shown. Raises TableError, CaseError."""
        shown = job.mapping.keys() | job.said.keys() if job.found.mapped else None
        said = {f: c for f, c in job.said.items() if c is not None}
        job.mapping = {f: c for f, c in (job.mapping | said).items() if job.said.get(f, c) is not None}
        found = find_columns(self.book, asked)
        if shown is not None and (new := found.of.keys() - shown):  # a fact that was shown without a column gets none that another has left
            asked = replace(asked, columns={**asked.columns, **dict.fromkeys(new)})
            found = find_columns(self.book, asked)
        job.found, job.mapping = found, found.of
        return asked

    def _days(self, job: VisitorJob) -> list[str]:
        """The facts that a day for rows without one gives."""
        return [f.fact for f in self.book.question(job.question).facts if f.domain == "date"][:1] if job.told.default_day else []

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
