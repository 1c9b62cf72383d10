"""Lists that editors of the desk leave with a server to look at before they are imported: seen only by who left them, gone when their time is over."""

from __future__ import annotations

import io
import logging
import shutil
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event, Lock
from typing import Literal, TypeVar

import msgspec

from shidian.errors import DeskError, ShidianError
from shidian.store.access import Actor, demand
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.importing import ReadList, carry_out, preview, read_list
from shidian.tracking.list_columns import is_heading
from shidian.tracking.listing import ListRow, PlannedRow, QuarterChange, quarters
from shidian.visitors.guests import LIFE, Guest, Guests, shown_name

LOG = logging.getLogger(__name__)
Row = TypeVar("Row", ListRow, PlannedRow, QuarterChange)

LARGEST_LIST = 5_000_000
"""Bytes of a list."""
UNPACKED_LIST = 60_000_000
"""Bytes of what a workbook holds."""


ListState = Literal["uploaded", "queued", "running", "done", "failed", "cancelled"]
PATIENCE = 2.0
"""Seconds that whoever has a list carried out waits for it; a longer one goes on beside, and is looked after on its page."""


class KeptList(Guest):
    """One list of a region. Its rows, the difference to the quarter before, and what was done lie in its folder, not in memory."""

    def __init__(self, owner: str, guests: Guests[KeptList], region: str, name: str, area: str | None) -> None:
        super().__init__(owner, guests.folder(), guests.clock())
        self.region = region
        self.name = name
        self.area = area
        self.state: ListState = "uploaded"
        self.progress = 0
        self.total = 0
        self.error: str | None = None
        self.left: tuple[str, ...] = ()
        self.stop = Event()

    def leave(self) -> None:
        """Stop what is carried out of it."""
        self.stop.set()

    def keep(self, name: str, value: object) -> None:
        """Put rows into the folder."""
        (self.folder / f"{name}.json").write_bytes(msgspec.json.encode(value))

    def kept(self, name: str, kind: type[Row]) -> list[Row] | None:
        """Rows of the folder; None where there are none of this name."""
        path = self.folder / f"{name}.json"
        return msgspec.json.decode(path.read_bytes(), type=list[kind]) if path.exists() else None  # type: ignore[valid-type]

    @property
    def rows(self) -> list[ListRow]:
        """The rows as they were left."""
        return self.kept("rows", ListRow) or []

    @property
    def moved(self) -> list[QuarterChange] | None:
        """What moved since the quarter before; None without one."""
        return self.kept("moved", QuarterChange)

    @property
    def done(self) -> list[PlannedRow] | None:
        """What became of the rows; None before the end."""
        return self.kept("done", PlannedRow)


class Lists:
    """All lists of a server. Safe to share between threads."""

    def __init__(self, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self.guests: Guests[KeptList] = Guests("list", life, clock)
        self._lock = Lock()
        self._workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="list")

    def close(self) -> None:
        """Stop what is carried out, at the end of its transaction, and delete every list."""
        self.guests.stop()
        self._workers.shutdown(wait=True, cancel_futures=True)
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
            read = _rows(kept, *list_)
            rows = [r for r in read.rows if r.wrong is not None or not is_heading(r.cells)]
            kept.keep("rows", rows)
            kept.left = read.left
            kept.total = len(rows)
            if before is not None:
                kept.keep("moved", quarters(_rows(kept, *before).rows, rows))
        except BaseException:
            shutil.rmtree(kept.folder, ignore_errors=True)
            raise
        return self.guests.add(kept).id

    def planned(self, desk: ProgrammeDesk, actor: Actor, region: str, id: str) -> tuple[KeptList, tuple[PlannedRow, ...]]:
        """A list as its owner left it, and what importing it would do now, or what it did; no rows while it is carried out. Raises NotFound."""
        kept = self._of(actor, region, id)
        if kept.state in ("queued", "running"):
            return kept, ()
        done = kept.done
        return kept, tuple(done if done is not None else preview(desk, actor, region, kept.rows, kept.area))

    def carry_out(self, desk: ProgrammeDesk, actor: Actor, region: str, id: str, why: str) -> None:
        """Begin and propose what the list says, beside the server's other work; a list that was begun goes on as it is. Waits a little for its end."""
        kept = self._of(actor, region, id)
        with self._lock:
            if kept.state != "uploaded":
                return
            kept.state = "queued"
            running = self._workers.submit(self._carried, kept, desk, actor, why)
        wait((running,), PATIENCE)

    def stop(self, actor: Actor, region: str, id: str) -> None:
        """Stop a list that is carried out; what is done stays done. Raises NotFound."""
        self._of(actor, region, id).stop.set()

    def _carried(self, kept: KeptList, desk: ProgrammeDesk, actor: Actor, why: str) -> None:
        def goes_on(done: int) -> bool:
            kept.progress, kept.touched = done, self.guests.clock()
            return not kept.stop.is_set() and desk.people.holds(actor)

        kept.state = "running"
        try:
            rows = carry_out(desk, actor, kept.region, kept.rows, why or kept.name, kept.area, goes_on)
            kept.progress = len(rows)
            kept.keep("done", rows)
            kept.state = "done" if len(rows) == kept.total else "cancelled"
        except ShidianError as error:
            kept.state, kept.error = "failed", str(error)
        except Exception as error:
            kept.state, kept.error = "failed", "something went wrong here; it was written to the log of the server"
            LOG.exception("a list could not be carried out: %s", type(error).__name__)

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


def _rows(kept: KeptList, name: str, content: bytes) -> ReadList:
    if not content:
        raise DeskError("the file is empty")
    if len(content) > LARGEST_LIST:
        raise DeskError(f"a list has at most {LARGEST_LIST // 1_000_000} MB", hint="import it in parts")
    if content.startswith(b"PK") and _unpacked(content) > UNPACKED_LIST:
        raise DeskError("the file unpacks to many times its size")
    path = kept.folder / "list"
    path.write_bytes(content)
    try:
        return read_list(path, name=name)
    finally:
        path.unlink()  # the rows are kept, the file is not
