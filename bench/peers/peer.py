"""What a peer is, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bench.answer import Answer, Row
from bench.cases import Answers, Cases
from bench.normal import Normal
from bench.table import Table, TooLarge, build
from shidian.law.lawbook import Lawbook


class Absent(Exception):
    """The peer is not there: its library or tool is not installed, or not written yet."""


class Work:
    """A lawbook and its translations, shared by the peers."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self.normal = Normal(book)

    @property
    def table(self) -> Table:
        """The lookup table. Raises TooLarge."""
        if isinstance(self._table, TooLarge):
            raise self._table
        return self._table

    @cached_property
    def _table(self) -> Table | TooLarge:
        try:
            return build(self.normal)
        except TooLarge as error:
            return error


@dataclass(frozen=True)
class Batch:
    """Many cases at once. Only `run` is timed: it goes from the peer's own form of the cases to its own form of the answers."""

    load: Callable[[Cases], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], Answers]
    size: Callable[[Any], int]
    """The bytes of what `run` gives back."""
    most: int = 10_000_000
    """The most cases that are asked of it at once."""


@dataclass(frozen=True)
class Single:
    """One case at a time. Only `run` is timed."""

    load: Callable[[Row], Any]
    run: Callable[[Any], Any]
    read: Callable[[Any], Answer]


@dataclass(frozen=True)
class Peer:
    """An engine that holds the lawbook. `gives` are the parts of an answer it can give; `cannot` says what it cannot."""

    version: str
    gives: tuple[str, ...]
    cannot: str
    bits: int = 64
    """How many bits of a fingerprint of duties it can hold."""
    batch: Batch | None = None
    single: Single | None = None


ALL = ("outcome", "ceiling", "determining", "duties")
TABLE_CANNOT = "a coarse place, the announced reading, the reasons why a relief did not help, what to ask next"
MATCH_CANNOT = "missing facts, and the algebra: it only says which rules match; each way of filling in is put to it, the rest is Python"
