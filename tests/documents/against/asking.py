"""The reader of the real lawbook, and what it holds against a text."""

from __future__ import annotations

import datetime as dt
from functools import cache

from shidian.documents.formats.files import SelfDescription
from shidian.documents.held import HeldAgainst
from shidian.documents.reader import Reader
from tests.cases.real import real_book


@cache
def reader() -> Reader:
    return Reader(real_book())


def against(text: str, day: str = "2025-06-01") -> list[tuple[str, str, str]]:
    """Verdict, kind and words of everything held against a text."""
    reading = reader().read_bytes(text.encode(), "x.txt", SelfDescription(date=dt.date.fromisoformat(day)))
    held: tuple[HeldAgainst, ...] = reader().compare([reading]).documents[0].against
    return [(h.verdict, h.kind, reading.document.text[h.start : h.end]) for h in held]


def wrong(text: str, day: str = "2025-06-01") -> list[str]:
    """The words of a text that the lawbook says otherwise."""
    return [words for verdict, _, words in against(text, day) if verdict == "differs"]
