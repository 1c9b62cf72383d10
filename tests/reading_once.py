"""A file of a lawbook is parsed once in a process: many tests read the whole lawbook with one file changed, and parsing is most of that.

What is read of a file follows from its name and its bytes alone, so nothing else can make it stale. The checks run every time.

A lawbook that was checked is kept by its digest, for who loads it with the cache that most tests share: commands that run in this process have
the lawbook that a server's visitors have. Tests that begin with a cache of their own read it anew.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from shidian import book
from shidian.errors import Fault
from shidian.kept import cache_folder
from shidian.law import folder
from shidian.law.cache import load_lawbook
from shidian.law.files import LawFile, digest_of, law_files
from shidian.law.lawbook import Lawbook
from tests.cases.real import warm_cache

MOST = 2_000
"""Files that are kept: those of the real lawbook, and what tests make of them."""

_parse = folder._read


@functools.lru_cache(MOST)
def _parsed(file: LawFile) -> tuple[Any, tuple[Fault, ...]]:
    faults: list[Fault] = []
    return _parse(file, faults), tuple(faults)


def _read(file: LawFile, faults: list[Fault]) -> Any:
    found, said = _parsed(file)
    faults.extend(said)
    return found


_kept: dict[str, Lawbook] = {}
MOST_KEPT = 8
"""Lawbooks: the real one, and what a few tests make of it."""


def load_once(place: Path, *, cache: bool = True) -> Lawbook:
    """As `load_lawbook`, and the same lawbook again for files of the same bytes."""
    if not cache or cache_folder() != warm_cache() / "shidian":
        return load_lawbook(place, cache=cache)
    digest = digest_of(law_files(place))
    if digest not in _kept:
        found = load_lawbook(place)
        if len(_kept) == MOST_KEPT:
            del _kept[list(_kept)[1]]  # the first is the real one
        _kept[digest] = found
    return _kept[digest]


def read_files_once() -> None:
    """From now on."""
    folder._read = _read
    book.load_lawbook = load_once  # type: ignore[assignment,attr-defined]
