"""Records of sources: where a text was read."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta

from shidian.law.records.base import Id, Label, Record


class Source(Record, frozen=True):
    """Where a text was read. `grade` says what kind of publisher stands behind it."""

    id: Id
    title: Label
    publisher: Label
    language: Literal["zh", "en", "other"]
    grade: Literal["official", "spokesperson", "press", "law-firm", "reprint", "other"]
    address: str | None = None
    site: Annotated[str | None, Meta(description="the site, where no full address was kept")] = None
    date: dt.date | None = None
    read: dt.date | None = None
    note: Label | None = None


class Sources(Record, frozen=True):
    """One file of `evidence/sources/`."""

    sources: tuple[Source, ...]


class Imprint(Record, frozen=True):
    """The one file `imprint.yaml` of a lawbook."""

    checked: Annotated[dt.date, Meta(description="the day on which the editors last checked the law as a whole against its sources")]
    note: Label | None = None
