"""Reading for a server: all documents of one upload in a process of its own, bounded in memory and time, and unable to write files.

python -m shidian.documents.apart < WORK
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from shidian.documents.compare.compare import Comparison
from shidian.documents.formats.apart import limit
from shidian.documents.formats.files import SelfDescription
from shidian.documents.formats.scans import UNTIL
from shidian.errors import DocumentError, ShidianError

if TYPE_CHECKING:
    from shidian.documents.reader import Reader

SECONDS = 90
SCAN_SECONDS = 60
"""Of these, seconds after which no further page that is a picture is begun; the pages left out are named in a note."""
MEMORY = 2_500_000_000


class Upload(Struct, frozen=True):
    """A document as it was sent."""

    name: str
    raw: bytes


class Work(Struct, frozen=True):
    """What the process is to do: the folder of the lawbook, the documents, and what is told about them."""

    lawbook: str
    uploads: tuple[Upload, ...]
    said: SelfDescription


class ApartRefused(Struct, frozen=True):
    """A document that could not be read, and why."""

    name: str
    code: str
    message: str
    hint: str | None


class ApartRead(Struct, frozen=True):
    """What the process says: the comparison of what could be read (None: nothing could), and what could not."""

    comparison: Comparison | None
    refused: tuple[ApartRefused, ...]


def read_apart(work: Work) -> bytes:
    """Read documents in a process of its own; the answer is a `Read` as MessagePack. Raises DocumentError when time or memory do not suffice."""
    process = subprocess.Popen(
        [sys.executable, "-m", "shidian.documents.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, UNTIL: f"{time.time() + SCAN_SECONDS:.0f}"},
    )
    try:
        answer, _ = process.communicate(msgspec.msgpack.encode(work), timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise DocumentError(
            f"reading took more than {SECONDS} seconds", hint="send fewer or shorter documents, or use `shidian read` on your own machine"
        ) from error
    except BaseException:
        _end(process)
        raise
    if process.returncode != 0:
        raise DocumentError(
            "reading needs too much memory or time", hint="send fewer or shorter documents, or use `shidian read` on your own machine"
        )
    return answer


def read_answer(answer: bytes) -> ApartRead:
    """The answer of the process as records."""
    return msgspec.msgpack.decode(answer, type=ApartRead)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and the readers of formats that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def read_all(desk: Reader, work: Work) -> ApartRead:
    """Read documents where we are, and compare what could be read."""
    readings, refused = [], []
    for upload in work.uploads:
        try:
            readings.append(desk.read_bytes(upload.raw, upload.name, work.said))
        except ShidianError as error:
            refused.append(ApartRefused(upload.name, error.code, error.message, error.hint))
        except (RecursionError, MemoryError):
            refused.append(
                ApartRefused(upload.name, DocumentError.code, f"{upload.name} needs too much memory", "send a shorter or simpler copy")
            )
    return ApartRead(desk.compare(readings) if readings else None, tuple(refused))


def main() -> None:
    """Read the work from standard input, write the answer to standard output."""
    import warnings

    from shidian.book import load
    from shidian.documents.reader import Reader

    warnings.simplefilter("ignore")
    work = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Work)
    desk = Reader(load(Path(work.lawbook)))
    limit(MEMORY, SECONDS)
    sys.stdout.buffer.write(msgspec.msgpack.encode(read_all(desk, work)))


if __name__ == "__main__":
    main()
