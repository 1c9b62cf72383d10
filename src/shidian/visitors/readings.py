"""Reading reports that visitors of a server asked for: seen only by who asked, gone when their time is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore, Lock

from msgspec import Struct

from shidian.documents.apart import ApartRefused, Upload, Work, read_answer, read_apart
from shidian.documents.compare.compare import Comparison
from shidian.documents.formats.files import FORMS, SelfDescription
from shidian.errors import DocumentError
from shidian.visitors.guests import LIFE, Guest, Guests, TooMany, shown_name

MOST_TOGETHER = 5
"""Documents of one upload."""
WAITING = 8
"""Uploads that are read or wait for it; more are refused at once."""


class KeptReport(Struct, frozen=True):
    """A report as its owner sees it in a list. `left` is seconds until it is deleted."""

    id: str
    names: tuple[str, ...]
    left: int


class _Report(Guest):
    """One report; what the reader said lies in its folder."""

    def __init__(self, owner: str, folder: Path, touched: float, names: tuple[str, ...]) -> None:
        super().__init__(owner, folder, touched)
        self.names = names


class Readings:
    """All reports of a server. Safe to share between threads; one upload is read at a time."""

    def __init__(self, lawbook: Path, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.lawbook = lawbook
        self.guests: Guests[_Report] = Guests("report", life, clock)
        self._reader = Lock()
        self._places = BoundedSemaphore(WAITING)

    def close(self) -> None:
        """Delete every report."""
        self.guests.stop()
        self.guests.clear()

    def read(self, owner: str, files: Sequence[tuple[str, bytes]], said: SelfDescription) -> str:
        """Read documents (name and bytes) and keep the report; returns its id. Raises DocumentError when none can be read, and TooMany."""
        if not files:
            raise DocumentError("no document was sent", hint="choose a text, Markdown, HTML, PDF or DOCX file")
        if len(files) > MOST_TOGETHER:
            raise DocumentError(f"{len(files)} documents were sent; at most {MOST_TOGETHER} are read together", hint="send fewer")
        self.guests.room_for(owner)
        if not self._places.acquire(blocking=False):
            raise TooMany("too many documents wait to be read", hint="try again in a minute")
        try:
            with self._reader:
                answer = read_apart(Work(str(self.lawbook), tuple(Upload(document_name(name), raw) for name, raw in files), said))
        finally:
            self._places.release()
        found = read_answer(answer)
        if found.comparison is None:
            first = found.refused[0]
            raise DocumentError("; ".join(r.message for r in found.refused), hint=first.hint)
        return self._keep(owner, answer, tuple(d.reading.document.name for d in found.comparison.documents))

    def all(self, owner: str) -> tuple[KeptReport, ...]:
        """The reports of an owner, oldest first."""
        return tuple(self._view(r) for r in self.guests.of(owner))

    def view(self, owner: str, id: str) -> tuple[KeptReport, Comparison, tuple[ApartRefused, ...]]:
        """A report as its owner sees it: what was compared, and what could not be read. Raises NotFound."""
        report = self.guests.find(owner, id)
        try:
            found = read_answer((report.folder / "answer").read_bytes())
        except FileNotFoundError as error:  # deleted meanwhile
            raise self.guests.unknown() from error
        assert found.comparison is not None
        return self._view(report), found.comparison, found.refused

    def delete(self, owner: str, id: str) -> None:
        """Delete a report. Raises NotFound."""
        self.guests.delete(owner, id)

    def _keep(self, owner: str, answer: bytes, names: tuple[str, ...]) -> str:
        folder = self.guests.folder()
        (folder / "answer").write_bytes(answer)
        return self.guests.add(_Report(owner, folder, self.guests.clock(), names)).id

    def _view(self, report: _Report) -> KeptReport:
        return KeptReport(report.id, report.names, self.guests.left(report))


def document_name(name: str) -> str:
    """The name of an uploaded document as it is shown: its last part, short, with the ending that tells its format."""
    shown = shown_name(name, "document")
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    return shown if ending not in FORMS or shown.lower().endswith(ending) else shown[: 80 - len(ending)] + ending
