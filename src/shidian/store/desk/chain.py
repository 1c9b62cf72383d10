"""The hash chain of a region's journal: every entry holds the digest of the one before it, so that nothing inside can be altered or left out.

A chain does not see that its end was cut off: its head (`Anchor`) is printed on reports and in the public feed, and compared with later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from msgspec import Struct

START = "0" * 64
"""The digest before the first entry."""


class Entry(Struct, frozen=True):
    """One entry of a journal: who did what, when (UTC), to which item and change, why, and what was before and after."""

    region: str
    number: int
    at: str
    person: int
    who: str
    kind: str
    item: int | None
    change: int | None
    why: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    previous: str
    digest: str = ""


class ChainHead(Struct, frozen=True):
    """The head of a chain at some moment: how many entries there are, and the digest of the last."""

    region: str
    number: int
    digest: str

    @property
    def text(self) -> str:
        """As it is printed and given back to `shidian desk verify`."""
        return f"{self.region}:{self.number}:{self.digest}"


def digest(entry: Entry) -> str:
    """The digest of an entry and, through `previous`, of all before it."""
    return hashlib.sha256(_WRITTEN(_DIGESTED(entry)).encode()).hexdigest()


_DIGESTED = attrgetter(*(name for name in Entry.__struct_fields__ if name != "digest"))
_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def faults(entries: Iterable[Entry], head: ChainHead, anchors: Iterable[ChainHead] = ()) -> list[str]:
    """What is wrong with a journal (`entries` in order): an entry altered, missing or out of place, an end that is not its head, an anchor that
    it does not hold. Empty when nothing is."""
    wanted = {a.number: a.digest for a in anchors if a.region == head.region}
    out, previous, number = [], START, 0
    for entry in entries:
        number += 1
        where = f"{head.region}: entry {entry.number}"
        if entry.number != number:
            out.append(f"{where}: entry {number} is missing")
            number = entry.number
        if entry.previous != previous:
            out.append(f"{where}: it does not follow the entry before it")
        if digest(entry) != entry.digest:
            out.append(f"{where}: it was altered")
        if number in wanted and wanted.pop(number) != entry.digest:
            out.append(f"{where}: it is not the entry that was anchored")
        previous = entry.digest
    if (head.number, head.digest) != (number, previous):
        out.append(f"{head.region}: the journal ends at entry {number}, and its head says {head.number}")
    out += [f"{head.region}: entry {n} was anchored and is missing: the end of the journal was cut off" for n in sorted(wanted) if n > 0]
    return out
