"""The parsed lawbook, kept between starts.

The cache is a convenience and never an authority: its name carries the digest of the files as they are now and of the code
that reads and checks them; its content carries its own checksum. Whatever does not fit is ignored and written anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from shidian.errors import LawbookError
from shidian.law.lawbook import Content, Lawbook
from shidian.law.reading import digest_of, law_files, read_files
from shidian.version import __version__

_SUM = 32


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/shidian`, else `~/.cache/shidian`; None for somebody without a home."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "shidian"
    except RuntimeError:
        return None


def load_lawbook(folder: Path, *, cache: bool = True) -> Lawbook:
    """The checked lawbook of a folder, from the cache when its files are unchanged. Raises LawbookError."""
    files = law_files(folder)
    digest = digest_of(files)
    place = cache_folder() if cache else None
    path = place / f"{digest[:32]}-{_code()}.bin" if place is not None else None
    if path is not None and (kept := _read(path, digest)) is not None:
        return Lawbook(kept)
    book, faults = read_files(files)
    if faults or book is None:
        raise LawbookError(faults)
    if path is not None:
        _write(path, book.content)
    return book


def _code() -> str:
    """A digest of the code that reads and checks: what another version accepted is not trusted."""
    total = hashlib.sha256(__version__.encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        total.update(module.read_bytes())
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
    except OSError:
        return  # a folder that cannot be written costs time, not the answer
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
