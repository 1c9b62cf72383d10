"""What is made once and kept between starts, in the cache folder of the user.

It is a convenience and never an authority: the name of a file carries the digest of what it was made of and of the code that made it; its
content carries its own checksum. Whatever does not fit is ignored and made anew. Each new law and each new code keep files of their own, so
whoever writes one takes away what nobody has read for long (decision 93).
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from shidian.files import write_whole

_SUM = 32
_DAY = 86_400
UNREAD = 30 * _DAY
"""Seconds after which a file that nobody read is taken away."""
MOST_BYTES = 400_000_000
"""What the folder may hold beside the file just written: beyond that the files go that were not read for longest."""
_OURS = re.compile(r"(\.?)[0-9a-f]{32}-[0-9a-f]{12}[-.]")
"""The names of what is kept here: of a law and of code. A full stop before it marks one that is being written, or was when a process was ended."""


def cache_folder() -> Path | None:
    """`$XDG_CACHE_HOME/shidian`, else `~/.cache/shidian`; None for somebody without a home."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "shidian"
    except RuntimeError:
        return None


def made_once(kind: str, of: Iterable[str], shape: Any, make: Callable[[], Any]) -> Any:
    """What `make` gives, kept under the digest of the texts that it is made of. What would be read back as something else is not kept."""
    name, folder = hashlib.sha256("\0".join(of).encode()).hexdigest(), cache_folder()
    path = folder / f"{name[:32]}-{name[32:44]}-{kind}.bin" if folder is not None else None
    body = read_kept(path) if path is not None else None
    if body is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(body, type=shape)
    found = make()
    if path is not None:
        body = msgspec.msgpack.encode(found)
        if msgspec.msgpack.decode(body, type=shape) == found:
            write_kept(path, body)
    return found


def read_kept(path: Path) -> bytes | None:
    """The bytes kept in a file; None when there is no such file, or its checksum does not fit. The day on which it was read is noted as its
    time, once a day."""
    try:
        with path.open("rb", buffering=0) as file:
            digest, body = file.read(_SUM), file.read()
    except OSError:
        return None
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > _DAY:
            os.utime(path)
    return body if hashlib.sha256(body).digest() == digest else None


def write_kept(path: Path, body: bytes) -> None:
    """Keep bytes in a file, under their checksum; written beside and renamed. A folder that cannot be written costs time only."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, hashlib.sha256(body).digest() + body)
        clear(path.parent, path)


def clear(folder: Path, but: Path) -> None:
    """Take away what is kept in a folder and was not read for long, or is too much; never `but`. Files of other names stay. Several processes
    may do this at once, and read what goes: who finds a file gone makes it anew."""
    found, now, room = [], time.time(), MOST_BYTES
    for path in folder.iterdir():
        named = _OURS.match(path.name)
        if named is None or path == but:
            continue
        with suppress(OSError):
            state = path.lstat()
            if stat.S_ISREG(state.st_mode):
                found.append((state.st_mtime, state.st_size, path, bool(named[1])))
    for last, size, path, unfinished in sorted(found, reverse=True):
        room -= 0 if unfinished else size
        if now - last > (_DAY if unfinished else UNREAD) or (room < 0 and not unfinished):
            with suppress(OSError):
                path.unlink(missing_ok=True)
