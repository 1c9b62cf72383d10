"""The parsed lawbook, kept between starts: under the digest of the files as they are now and of the code that reads and checks them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec

from shidian.errors import LawbookError
from shidian.kept import cache_folder, read_kept, write_kept
from shidian.law.files import digest_of, law_files
from shidian.law.lawbook import Content, Lawbook
from shidian.law.records.case import WorkedCases
from shidian.version import code_digest


def load_lawbook(folder: Path, *, cache: bool = True) -> Lawbook:
    """The checked lawbook of a folder, from the cache when its files are unchanged. Raises LawbookError."""
    files = law_files(folder)
    digest = digest_of(files)
    place = cache_folder() if cache else None
    path = place / f"{digest[:32]}-{code_digest('law')}.bin" if place is not None else None
    if path is not None and (kept := _kept(path, digest)) is not None:
        return kept
    from shidian.law.folder import read_files  # what reads and checks YAML is not needed for what is kept

    book, faults = read_files(files)
    if faults or book is None:
        raise LawbookError(faults)
    if path is not None:
        write_kept(path, msgspec.msgpack.encode((book.content, book.cases)))
    return book


def _kept(path: Path, digest: str) -> Lawbook | None:
    """What is kept of a lawbook. Its worked cases are more than half of it, and read when somebody asks for them."""
    body = read_kept(path)
    try:
        content, cases = msgspec.msgpack.decode(body, type=tuple[Content, msgspec.Raw]) if body is not None else (None, b"")
    except msgspec.DecodeError:
        return None
    if content is None or content.digest != digest:
        return None
    return Lawbook(content, partial(msgspec.msgpack.decode, cases, type=tuple[WorkedCases, ...]))
