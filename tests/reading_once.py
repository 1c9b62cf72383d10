"""A file of a lawbook is parsed once in a process: many tests read the whole lawbook with one file changed, and parsing is most of that.

What is read of a file follows from its name and its bytes alone, so nothing else can make it stale. The checks run every time.
"""

from __future__ import annotations

import functools
from typing import Any

from shidian.errors import Fault
from shidian.law import folder

MOST = 2_000
"""Files that are kept: those of the real lawbook, and what tests make of them."""

_parse = folder._read


@functools.lru_cache(MOST)
def _parsed(file: folder.LawFile) -> tuple[Any, tuple[Fault, ...]]:
    faults: list[Fault] = []
    return _parse(file, faults), tuple(faults)


def _read(file: folder.LawFile, faults: list[Fault]) -> Any:
    found, said = _parsed(file)
    faults.extend(said)
    return found


def read_files_once() -> None:
    """From now on."""
    folder._read = _read
