"""The second wall: the regions that one transaction may see and write, as row-level security of PostgreSQL holds them.

The first wall is the condition that every query carries (:mod:`shidian.store.access`). A query that forgot it shows nothing of another region on
PostgreSQL, since the database itself asks the settings of the transaction. SQLite has no such thing.
"""

from __future__ import annotations

import re

from msgspec import Struct

from shidian.errors import DeskError
from shidian.store.access import Actor

Regions = frozenset[str] | None
"""Regions; None for all of them."""
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,60}")


class Walls(Struct, frozen=True):
    """What a transaction may do with the work of regions."""

    reads: Regions = frozenset()
    writes: Regions = frozenset()
    audits: Regions = frozenset()

    def text(self, name: str) -> str:
        """One of the three as the setting of the transaction: `*`, or ids with commas between. Raises DeskError for what is no id."""
        found: Regions = getattr(self, name)
        if found is None:
            return "*"
        odd = next((r for r in found if not _PLAIN.fullmatch(r)), None)
        if odd is not None:
            raise DeskError(f"`{odd[:40]}` is not a region")
        return ",".join(sorted(found))


NOTHING = Walls()
"""Nothing of the work of any region: accounts, sessions, documents."""
EVERYTHING = Walls(None, None, None)
"""For who runs the machine: checking, backup and restore."""


def walls_of(actor: Actor, writes: Regions = frozenset()) -> Walls:
    """What somebody may see, and the regions that this transaction writes."""
    return Walls(actor.regions("read"), writes, actor.regions("audit"))
