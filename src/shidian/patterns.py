"""Patterns of the product, compiled once and kept between starts: to compile those by which a sentence is read takes as long as to answer it.

What is kept of a pattern are the instructions that the standard library made of its text, under the text, its flags and the version of Python. They
depend on nothing else, and the standard library checks them once more when it takes them. Nothing that a user wrote is made a pattern here.
"""

from __future__ import annotations

import atexit
import hashlib
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from shidian.kept import cache_folder, read_kept, write_kept

TRIED = sys.implementation.name == "cpython" and (3, 11) <= sys.version_info < (3, 15)
"""Whether the parts of the standard library that are asked here are those that were tried; any other Python compiles its patterns at each start."""
_PARTS: list[Any] = [import_module(name) if TRIED else None for name in ("_sre", "re._compiler", "re._parser")]
"""What runs patterns, what makes their instructions, and what reads their text."""
MOST_BYTES = 8_000_000
"""Instructions that are kept; beyond that those that the last process used, so that what is out of use goes."""


class _Made(NamedTuple):
    """What was made of a pattern: its flags with those in its text, instructions as words of this machine, groups and their names."""

    flags: int
    words: bytes
    groups: int
    names: dict[str, int]


_used: dict[tuple[str, int], _Made] = {}


@cache
def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives of a pattern of the product. Raises `re.error`."""
    if not TRIED:
        return re.compile(source, flags)
    key = source, int(flags)
    made = _used[key] = _kept().get(key) or _make(*key)
    names: list[str | None] = [None] * (made.groups + 1)
    for name, at in made.names.items():
        names[at] = name
    found: re.Pattern[str] = _PARTS[0].compile(source, made.flags, array("I", made.words).tolist(), made.groups, made.names, tuple(names))
    return found


def _make(source: str, flags: int) -> _Made:
    read = _PARTS[2].parse(source, flags)
    words = array("I", _PARTS[1]._code(read, flags)).tobytes()
    return _Made(int(flags | read.state.flags), words, read.state.groups - 1, dict(read.state.groupdict))


@cache
def _kept() -> dict[tuple[str, int], _Made]:
    """What earlier processes made; what this one makes beside is kept when it ends."""
    atexit.register(_keep)
    path = _path()
    body = read_kept(path) if path is not None else None
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(body or b"\x80", type=dict[tuple[str, int], _Made])
    return {}


def _keep() -> None:
    known, path = _kept(), _path()
    if path is None or _used.keys() <= known.keys():
        return
    every = {**known, **_used}
    write_kept(path, msgspec.msgpack.encode(every if sum(len(m.words) for m in every.values()) <= MOST_BYTES else _used))


def _path() -> Path | None:
    """The file under the digest of what the instructions depend on beside the patterns."""
    run = _PARTS[0]
    of = hashlib.sha256(f"{sys.version} {sys.byteorder} {run.MAGIC} {run.CODESIZE}".encode()).hexdigest()
    folder = cache_folder()
    return folder / f"{of[:32]}-{of[32:44]}-patterns.bin" if folder is not None else None
