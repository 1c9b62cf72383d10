"""The parsed lawbook, kept between starts.

The cache is a convenience and never an authority: its name carries the digest of the files as they are now, the format and
the version of the code; its content carries its own checksum. Whatever does not fit is ignored and written anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from shidian.errors import LawbookError
from shidian.law import lawbook as lawbook_module
from shidian.law import records as records_module
from shidian.law.lawbook import Content, Lawbook
from shidian.law.reading import digest_of, law_files, read_files

_SUM = 32


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/shidian`, else `~/.cache/shidian`."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "shidian"


def load_lawbook(folder: Path, *, cache: bool = True) -> Lawbook:
    """The checked lawbook of a folder, from the cache when its files are unchanged. Raises LawbookError."""
    files = law_files(folder)
    digest = digest_of(files)
    path = cache_folder() / f"{digest[:32]}-{_shape()}.bin"
    if cache and (kept := _read(path, digest)) is not None:
        return Lawbook(kept)
    book, faults = read_files(files)
    if faults or book is None:
        raise LawbookError(faults)
    if cache:
        _write(path, book.content)
    return book


def _shape() -> str:
    """A digest of the code that defines the records: another shape never reads an old cache."""
    total = hashlib.sha256()
    for module in (records_module, lawbook_module):
        assert module.__file__ is not None
        total.update(Path(module.__file__).read_bytes())
    return total.hexdigest()[:12]


def _read(path: Path, digest: str) -> Content | None:
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw[_SUM:]).digest() != raw[:_SUM]:
            return None
        content = msgspec.msgpack.decode(raw[_SUM:], type=Content)
    except (OSError, msgspec.DecodeError):
        return None
    return content if content.digest == digest else None


def _write(path: Path, content: Content) -> None:
    body = msgspec.msgpack.encode(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
    except OSError:
        return  # a folder that cannot be written costs time, not the answer
