"""The state of a screening from file to file, as it is kept beside the output: what was asked, and which parts are whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import msgspec

from shidian.compiled import CompiledLaw
from shidian.errors import TableError
from shidian.law.records.base import record_of
from shidian.screening.cells import Scale
from shidian.screening.job import Job
from shidian.screening.progress.tally import Tally
from shidian.screening.sources import Dialect
from shidian.version import __version__

EDGE = 1 << 20
"""Bytes at either end of the input that its digest covers."""


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
    ignored: tuple[str, ...]
    home: str | None
    lang: str
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


def asked_of(book: CompiledLaw, job: Job) -> Asked:
    """What a job asks, with the digest of its input and of the law."""
    stat = job.input.stat()
    total = hashlib.sha256(str(stat.st_size).encode())
    with job.input.open("rb") as file:
        total.update(file.read(EDGE))
        file.seek(max(0, stat.st_size - EDGE))
        total.update(file.read(EDGE))
    known_on = job.known_on.isoformat() if job.known_on else None
    return record_of(
        Asked,
        job,
        known_on=known_on,
        values=hashlib.sha256(repr(sorted(job.values.items())).encode()).hexdigest() if job.values else "",
        ignored=tuple(job.ignored),
        output=job.output.suffix,
        input=str(job.input.absolute()),
        size=stat.st_size,
        modified=stat.st_mtime_ns,
        digest=total.hexdigest(),
        lawbook=book.digest,
        version=__version__,
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
    "ignored": "other columns are ignored",
    "facts": "other facts are given",
    "known_on": "another day of knowledge is asked",
    "prefix": "another prefix is given",
    "dialect": "the input is read in another way",
    "default_day": "another default day is given",
    "scales": "shares are read in another scale",
    "values": "values are mapped in another way",
    "home": "the rows are linked to other pages",
    "lang": "what is wrong is said in another language",
    "output": "another format is asked",
}


def resumed(job: Job, asked: Asked) -> Manifest:
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
