"""The compiled loops of batches, made ahead: once for an installation, in a process of its own, so that nobody waits for the compiler.

    python -m shidian.serving.make_loops

compiles them and notes that they are there. A server does so as it begins, and a large batch where they are not there yet; until they are,
batches fill the diagram as smaller ones do. The note carries the code, the processor and the versions that they were made by.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path

from shidian.diagram.many.bitwise import COMPILED
from shidian.diagram.many.bulk import are_kept, at_hand, wait_for
from shidian.kept import cache_folder
from shidian.version import code_digest

STALE = 600.0
"""Seconds after which another process that began has given up."""
_LOCK = threading.Lock()
MAKING = threading.Event()
"""Set in the process that makes them."""
_BEGUN: list[subprocess.Popen[bytes]] = []


def prepare_loops() -> None:
    """See to it that the loops are there some day: note that they are, or begin to make them beside, once. Returns at once."""
    note = note_of_loops()
    if note is None or at_hand() or MAKING.is_set():
        return
    with _LOCK:
        if note.exists():
            are_kept()
        elif not _BEGUN:
            begun = note.with_suffix(".begun")
            if _first(begun):
                said, words = subprocess.DEVNULL, [sys.executable, "-m", "shidian.serving.make_loops"]
                # in a session of its own: Ctrl-C is for the command, and what is half made would have to be begun anew
                _BEGUN.append(subprocess.Popen(words, stdin=said, stdout=said, stderr=said, start_new_session=True))
            wait_for(lambda: _over(note, begun))


def _over(note: Path, begun: Path) -> bool:
    """Whether nobody makes the loops any more; that they are there is noted then."""
    if note.exists():
        are_kept()
        return True
    if _BEGUN:
        return _BEGUN[0].poll() == 0  # who could not make them, or was ended, leaves it to the next run: nobody waits here for the compiler
    return not begun.exists() or _age(begun) > STALE


def _first(path: Path) -> bool:
    """Whether nobody else makes them at this time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and _age(path) > STALE:
            path.unlink(missing_ok=True)
        path.open("x").close()
    except OSError:
        return False
    return True


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def note_of_loops() -> Path | None:
    """Where it is noted that the loops of this code are there for this machine; None where nothing is kept, or numba is missing."""
    folder = cache_folder()
    if folder is None or not COMPILED:
        return None
    from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]

    made_by = (sys.version, version("numba"), get_host_cpu_name(), code_digest("diagram"), str(Path(__file__).parent))
    return folder / f"loops-{hashlib.sha256(repr(made_by).encode()).hexdigest()[:16]}.ready"


if __name__ == "__main__":  # a server has this done beside, so that it need not bring in the compiler
    prepare_loops()
