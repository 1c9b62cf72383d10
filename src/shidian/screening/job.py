"""A screening as it is asked for: the question, the files, what is said of the columns, and whether all that may be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec

from shidian.compiled import CompiledLaw
from shidian.errors import TableError
from shidian.screening.asked import TableChoice, TableQuestion, which, without
from shidian.screening.batches import samples_of
from shidian.screening.cells import Scale
from shidian.screening.columns import Columns, columns_of, considered, known_headings
from shidian.screening.headings import heading
from shidian.screening.pieces import TablePiece, TableSource
from shidian.screening.sources import Dialect, open_table


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
    ignored: tuple[str, ...] = ()
    """Columns that mean nothing here, and put none of the others in doubt."""
    name: str | None = None
    """The name of the input, where it is kept under another (an upload)."""
    home: str | None = None
    """Where the pages are in one language; each row then has the address of its decision there."""
    grid: Path | None = None
    """Where the rows with their answers are kept as an Arrow file too, for those who show them."""
    lang: str = "en"
    """The language in which it is said what is wrong with a row."""

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
    names = considered(source.schema.names, job.ignored)
    return columns_of(book.lawbook, book.question(job.question), names, job.columns, dict(job.facts), samples)


def choices_of(job: Job, left_open: Collection[str]) -> tuple[TableChoice, ...]:
    """What is said of the columns of a table: the columns and scales of facts, what is ignored, and the facts that stay open."""
    columns = [TableChoice("column", fact, column or "") for fact, column in job.columns.items()]
    scales = [TableChoice("scale", fact, scale) for fact, scale in job.scales.items()]
    return (*columns, *scales, *without(*job.ignored), *(TableChoice("open", fact) for fact in left_open))


def as_said_before(job: Job, said: Collection[TableChoice]) -> tuple[Job, tuple[str, ...]]:
    """A job with what was said before of such a table where nothing is said now, and the facts that stay open."""
    columns = {c.fact: c.value or None for c in said if c.does == "column" and c.fact not in job.facts} | dict(job.columns)
    scales = {c.fact: c.value for c in said if c.does == "scale"} | job.scales
    away = [c.value for c in said if c.does == "ignore" and c.value not in columns.values()]
    told = msgspec.structs.replace(job, columns=columns, scales=scales, ignored=tuple(dict.fromkeys((*job.ignored, *away))))
    return told, tuple(c.fact for c in said if c.does == "open" and c.fact not in job.facts and columns.get(c.fact) is None)


def first_of(source: TableSource) -> tuple[dict[str, list[str]], Iterator[TablePiece]]:
    """Some cells of each column, and all pieces."""
    pieces = source.pieces()
    first = next(pieces, None)
    if first is None:
        return {}, iter(())
    return samples_of(first.batch), chain([first], pieces)


def ask_for_facts(found: Columns, left_open: Collection[str]) -> None:
    """A fact that the answer speaks of, that nothing gives and nobody leaves open, is asked for before the run. Raises TableQuestion."""
    lacking = [f for f in found.core if f not in left_open]
    if lacking:
        maybe = {fact: column for column, fact in reversed(found.unused) if fact in lacking}
        first = next((f for f in lacking if f in maybe), lacking[0])
        offered = ", ".join(f"{f}={maybe[f]}" for f in lacking if f in maybe)
        raise TableQuestion(
            "no column gives " + ", ".join(f"`{f}`" for f in lacking),
            hint=f"say which column it is ({offered or f'{first}=…'}), give it for all rows, or leave it open"
            + ("; columns not used: " + ", ".join(f"`{c}`" for c, _ in found.unused[:20]) if found.unused else ""),
            choices=[*(c for f in lacking if f in maybe for c in which(f, maybe[f])), *(TableChoice("open", f) for f in lacking)],
        )


def check_folder(job: Job) -> None:
    """Whether the output can be a file at all. Raises TableError."""
    if job.output.exists() and job.input.exists() and job.output.samefile(job.input):
        raise TableError("the output file is the input file", hint="choose another file")
    if job.output.is_dir():
        raise TableError(f"`{job.output}` is a folder", hint="name a file")
    if not job.output.absolute().parent.is_dir():
        raise TableError(f"there is no folder `{job.output.parent}`")


def check_output(job: Job) -> None:
    """Whether the output may be written, now. Raises TableError."""
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
