"""Compiled diagrams, kept between starts beside the parsed lawbook: under the digest of the law and of the code that made them."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path

import shidian
from shidian.law.cache import cache_folder, read_kept, write_kept
from shidian.version import __version__


def kept_diagram(digest: str, question: str, known_on: dt.date | None) -> bytes | None:
    """The packed diagram of a question, when one is kept that this code made."""
    path = _path(digest, question, known_on)
    return read_kept(path) if path is not None else None


def keep_diagram(digest: str, question: str, known_on: dt.date | None, body: bytes) -> None:
    """Keep a packed diagram."""
    path = _path(digest, question, known_on)
    if path is not None:
        write_kept(path, body)


def _path(digest: str, question: str, known_on: dt.date | None) -> Path | None:
    folder = cache_folder()
    return folder / f"{digest[:32]}-{_code()}-{question}-{known_on or 'all'}.diagram" if folder is not None else None


@cache
def _code() -> str:
    """A digest of the code whose meaning a diagram holds: what another version compiled is not trusted."""
    total = hashlib.sha256(__version__.encode())
    for part in ("law", "engine", "diagram"):
        for module in sorted((Path(shidian.__file__).parent / part).glob("*.py")):
            total.update(module.read_bytes())
    return total.hexdigest()[:12]
