"""What visitors of a server leave with it for a while: each thing with a folder of its own, seen only by its owner, gone when its time is over."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from shidian.catalogue.lists import NotFound
from shidian.errors import ShidianError

LIFE = 3600.0
"""Seconds that a thing and its files are kept after the last time somebody came for it."""
MOST_OWNED = 20
"""Things of one kind that one owner may have at a time."""
MOST_ALL = 500
MOST_ROWS = 200_000
"""Rows of a table that is left to be screened."""
SHARED = "api:"
"""An owner that many share; only the limit for all holds for it."""


class TooMany(ShidianError):
    """Too many things of one kind at a time."""

    code = "too-many-jobs"
    status = 429


class Guest:
    """One thing left by a visitor. `touched` is when somebody last came for it, by the clock of its keeper."""

    def __init__(self, owner: str, folder: Path, touched: float) -> None:
        self.id = secrets.token_urlsafe(24)
        self.owner = owner
        self.folder = folder
        self.touched = touched

    def leave(self) -> None:
        """Stop what is still done for it; its files are deleted next."""


Kept = TypeVar("Kept", bound=Guest)


class Guests(Generic[Kept]):
    """All things of one kind. Safe to share between threads. `kind` names them in refusals ("screenings")."""

    def __init__(self, kind: str, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.kind = kind
        self.life = life
        self.clock = clock
        self.lock = Lock()
        self._kept: dict[str, Kept] = {}
        self._folder: Path | None = None

    def room_for(self, owner: str) -> None:
        """Raises TooMany when the owner, or everybody together, has as many as may be."""
        self.sweep()
        with self.lock:
            own = 0 if owner.startswith(SHARED) else sum(k.owner == owner for k in self._kept.values())
            if own >= MOST_OWNED or len(self._kept) >= MOST_ALL:
                raise TooMany(f"too many {self.kind}s at a time", hint="delete one that is no longer needed")

    def folder(self) -> Path:
        """A new folder for one thing, which nobody else can read."""
        with self.lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="shidian-"))
            return Path(tempfile.mkdtemp(dir=self._folder))

    def add(self, thing: Kept) -> Kept:
        """Keep a thing."""
        with self.lock:
            self._kept[thing.id] = thing
        return thing

    def find(self, owner: str, id: str) -> Kept:
        """A thing as its owner knows it; its time begins anew. Raises NotFound, also for what is somebody else's."""
        self.sweep()
        with self.lock:
            thing = self._kept.get(id)
            if thing is None or not secrets.compare_digest(thing.owner, owner):
                raise self.unknown()
            thing.touched = self.clock()
            return thing

    def of(self, owner: str) -> tuple[Kept, ...]:
        """The things of an owner, oldest first."""
        self.sweep()
        with self.lock:
            return tuple(k for k in self._kept.values() if k.owner == owner)

    def delete(self, owner: str, id: str) -> None:
        """Stop a thing and delete its files. Raises NotFound."""
        thing = self.find(owner, id)
        with self.lock:
            self._kept.pop(thing.id, None)
        _gone(thing)

    def sweep(self) -> None:
        """Delete what nobody came for in its time."""
        now = self.clock()
        with self.lock:
            over = [k for k in self._kept.values() if now - k.touched > self.life]
            for thing in over:
                del self._kept[thing.id]
        for thing in over:
            _gone(thing)

    def left(self, thing: Kept) -> int:
        """Seconds until a thing is deleted."""
        return max(0, int(self.life - (self.clock() - thing.touched)))

    def stop(self) -> None:
        """Take no more: stop everything that is kept and forget it."""
        with self.lock:
            things, self._kept = list(self._kept.values()), {}
        for thing in things:
            thing.leave()

    def clear(self) -> None:
        """Delete every file."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def unknown(self) -> NotFound:
        """The answer for an id that does not exist, has expired, or belongs to somebody else: the same for all three."""
        return NotFound(f"{self.kind} not found", hint="it has expired or is not yours")


def shown_name(name: str, otherwise: str = "table") -> str:
    """The name of an uploaded file as it is shown: its last part, without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[:80] or otherwise


def _gone(thing: Guest) -> None:
    thing.leave()
    shutil.rmtree(thing.folder, ignore_errors=True)
