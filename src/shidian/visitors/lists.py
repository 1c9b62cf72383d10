"""Lists that editors of the desk leave with a server to look at before they are imported: seen only by who left them, gone when their time is over."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Callable

from shidian.errors import DeskError
from shidian.store.access import Actor, demand
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.importing import carry_out, preview, read_list
from shidian.tracking.listing import ListRow, PlannedRow, QuarterChange, quarters
from shidian.visitors.guests import LIFE, Guest, Guests, shown_name

LARGEST_LIST = 5_000_000
"""Bytes of a list."""
UNPACKED_LIST = 60_000_000
"""Bytes of what a workbook holds."""


class KeptList(Guest):
    """One list of a region: its rows, the list of the quarter before where one came with it, and what was done (None: not carried out yet)."""

    def __init__(self, owner: str, guests: Guests[KeptList], region: str, name: str, area: str | None) -> None:
        super().__init__(owner, guests.folder(), guests.clock())
        self.region = region
        self.name = name
        self.area = area
        self.rows: list[ListRow] = []
        self.moved: list[QuarterChange] | None = None
        self.done: tuple[PlannedRow, ...] | None = None


class Lists:
    """All lists of a server. Safe to share between threads."""

    def __init__(self, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.guests: Guests[KeptList] = Guests("list", life, clock)

    def close(self) -> None:
        """Delete every list."""
        self.guests.stop()
        self.guests.clear()

    def leave(
        self, actor: Actor, region: str, list_: tuple[str, bytes], before: tuple[str, bytes] | None = None, area: str | None = None
    ) -> str:
        """Read a list (name and bytes), and that of the quarter before; returns its id. Nothing is changed by it. Raises DeskError, TableError, TooMany."""
        demand(actor, "propose", region)
        owner = _owner(actor)
        self.guests.room_for(owner)
        kept = KeptList(owner, self.guests, region, shown_name(list_[0], "list"), area)
        try:
            kept.rows = _rows(kept, *list_)
            kept.moved = quarters(_rows(kept, *before), kept.rows) if before is not None else None
        finally:
            shutil.rmtree(kept.folder, ignore_errors=True)  # the rows are kept, the files are not
        return self.guests.add(kept).id

    def planned(self, desk: ProgrammeDesk, actor: Actor, region: str, id: str) -> tuple[KeptList, tuple[PlannedRow, ...]]:
        """A list as its owner left it, and what importing it would do now, or what it did. Raises NotFound."""
        kept = self._of(actor, region, id)
        return kept, kept.done if kept.done is not None else tuple(preview(desk, actor, region, kept.rows, kept.area))

    def carry_out(self, desk: ProgrammeDesk, actor: Actor, region: str, id: str, why: str) -> None:
        """Begin and propose what the list says. Done twice, the second time does nothing."""
        kept = self._of(actor, region, id)
        if kept.done is None:
            kept.done = tuple(carry_out(desk, actor, region, kept.rows, why or kept.name, kept.area))

    def _of(self, actor: Actor, region: str, id: str) -> KeptList:
        demand(actor, "propose", region)
        kept = self.guests.find(_owner(actor), id)
        if kept.region != region:
            raise self.guests.unknown()
        return kept


def _unpacked(content: bytes) -> int:
    """Bytes of what a workbook holds, as it says itself; what cannot be read is left to the reader of tables."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            return sum(part.file_size for part in found.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0


def _owner(actor: Actor) -> str:
    return f"person {actor.person}"


def _rows(kept: KeptList, name: str, content: bytes) -> list[ListRow]:
    if not content:
        raise DeskError("the file is empty")
    if len(content) > LARGEST_LIST:
        raise DeskError(f"a list has at most {LARGEST_LIST // 1_000_000} MB", hint="import it in parts")
    if content.startswith(b"PK") and _unpacked(content) > UNPACKED_LIST:
        raise DeskError("the file unpacks to many times its size")
    path = kept.folder / "list"
    path.write_bytes(content)
    return read_list(path, name=name)
