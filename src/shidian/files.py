"""Files at the edge: read within bounds, written whole or not at all, one writer at a time.

A device, a pipe without end or a file of gigabytes is refused before it fills the memory. What a command writes appears under its name
only when it is complete, so that two commands at once never mix their lines and a full disk leaves the old file as it was.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from shidian.errors import FileRefused

MEGABYTE = 1024 * 1024


def read_within(source: Path | IO[bytes], most: int) -> bytes:
    """The bytes of a file or an open stream, at most `most` of them. Raises FileRefused (too long, a device, not readable)."""
    if not isinstance(source, Path):
        return _bounded(source, str(getattr(source, "name", "the input")), most)
    try:
        state = source.stat()
        kind = state.st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):  # a pipe of the shell, `<(…)`, has an end; a device has none
            raise FileRefused(f"`{source}` is a {'folder' if stat.S_ISDIR(kind) else 'device'}, not a file", hint="name a file")
        if state.st_size > most:
            raise FileRefused(f"`{source}` has {state.st_size:,} bytes; at most {most:,} are read", hint="split it")
        with source.open("rb") as file:
            return _bounded(file, str(source), most)
    except OSError as error:
        raise FileRefused(f"`{source}` cannot be read: {(error.strerror or str(error)).lower()}") from error


def text_within(source: Path, most: int) -> str:
    """The text of a UTF-8 file, with or without its mark. Raises FileRefused."""
    try:
        return read_within(source, most).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"`{source}` is not UTF-8 (byte {error.start})", hint="save it as UTF-8") from error


def _bounded(file: IO[bytes], name: str, most: int) -> bytes:
    raw = file.read(most + 1)
    if len(raw) > most:
        raise FileRefused(f"`{name}` has more than {most:,} bytes", hint="is it the right file?")
    return raw


@contextmanager
def whole(path: Path, *, mode: int = 0o644) -> Iterator[Path]:
    """A file beside `path` to write into; it takes the place of `path` when the block ends well, and is gone when it does not."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else mode & ~_umask())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file at once, or leave what was there."""
    with whole(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""How a cell begins that a spreadsheet may run."""
NUMBER = r"^[+\-][0-9.,]*%?$"
"""A number, which begins so too."""


def plain_field(cell: object) -> object:
    """A cell of a table for people: with an apostrophe before what a spreadsheet would take for a formula. Numbers stay as they are."""
    runs = isinstance(cell, str) and re.search(FORMULA, cell) and not re.search(NUMBER, cell)
    return f"'{cell}" if runs else cell


def csv_text(rows: Iterable[Iterable[object]], *, end: str = "\n") -> str:
    """A table for people as the text of a CSV file: the one writer of such texts, in which no cell runs."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerows(map(plain_field, row) for row in rows)
    return out.getvalue()


@contextmanager
def alone(output: Path) -> Iterator[None]:
    """Nobody else writes to the same output meanwhile; a lock of a process that ended is gone with it. Raises FileRefused."""
    path = output.with_name(f".{output.name}.lock")
    while True:
        with path.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                holder = file.read(20).strip()
                by = f" (process {holder})" if holder else ""
                raise FileRefused(f"another run{by} is writing to `{output}`", hint="wait for it, or name another output") from error
            if not _same(file, path):
                continue  # the last holder took the file away between our opening and our locking it: lock the one others see
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            try:
                yield
                return
            finally:
                path.unlink(missing_ok=True)


def _same(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def decode_once(text: str | bytes) -> Any:
    """The value of a JSON text. Raises json.JSONDecodeError, for a name that an object has twice too."""
    plain = text if isinstance(text, str) else text.decode("utf-8-sig", "strict")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            raise json.JSONDecodeError(f"`{twice[:100]}` is given twice", plain, 0)
        return found

    try:
        return json.loads(plain, object_pairs_hook=once)
    except RecursionError as error:
        raise json.JSONDecodeError("the JSON is nested too deeply", plain, 0) from error
