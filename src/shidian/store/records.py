"""What the store keeps, as records."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct

Verdict = Literal["accepted", "corrected", "rejected"]
State = Literal["open", "accepted", "corrected", "rejected"]


class KeptDocument(Struct, frozen=True):
    """A document in the store. `replaces` is the id of the version before it."""

    id: int
    sha256: str
    name: str
    title: str | None
    publisher: str | None
    date: dt.date | None
    language: str
    address: str | None
    media_type: str
    text: str
    lawbook: str
    replaces: int | None
    read_at: dt.datetime


class KeptFinding(Struct, frozen=True):
    """A finding to keep: its key (stable for one text), span, value, links and claims as plain data."""

    key: str
    kind: str
    start: int
    end: int
    quote: str
    origin: str
    value: dict[str, Any]
    links: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    status: str


class Review(Struct, frozen=True):
    """A person's word on a finding. An undone review stays in the history."""

    id: int
    finding: int
    verdict: Verdict
    reason: str | None
    value: dict[str, Any] | None
    who: str
    at: dt.datetime
    undone_at: dt.datetime | None = None
    undone_by: str | None = None


class QueueRow(Struct, frozen=True):
    """A finding in the store with its state, and the review that gave it."""

    id: int
    document: int
    finding: KeptFinding
    state: State
    review: Review | None
