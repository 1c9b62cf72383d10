"""Without the sweep for cycles: what is put together for thousands of ends holds none, and looking at all of it again and again takes a third of the time."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LOCK = threading.Lock()
_PAUSED = [0]


@contextmanager
def unswept() -> Iterator[None]:
    """Pause the collector of cycles for some work on many ends; it goes on as it was before when the last such work ends."""
    with _LOCK:
        _PAUSED[0] += 1 if _PAUSED[0] or gc.isenabled() else 0
        counted = _PAUSED[0] > 0
        gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            _PAUSED[0] -= counted
            if counted and not _PAUSED[0]:
                gc.enable()


def give_back() -> None:
    """Give what is free back to the system, where the C library can: it takes some hundredths of a second, and is for what had held much."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
