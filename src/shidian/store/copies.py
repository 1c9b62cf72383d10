"""Copies of answers that visitors keep: what a page said, once written never changed, found by the beginning of its receipt.

A copy is packed and carries the digest of its content: one that was altered in the database is not shown.
"""

from __future__ import annotations

import hashlib
import zlib

from msgspec import Struct
from sqlalchemy import func, insert, select

from shidian.errors import CopiesFull, CopyAltered
from shidian.store.database import Database
from shidian.store.tables import copies

MOST = 50_000
"""Copies of one store; one takes about 15 kB."""
MOST_A_DAY = 1_000
"""Anybody may keep one: this is how many may come in a day."""
LARGEST = 5_000_000
"""Bytes of a copy when it is unpacked."""


class CopyFound(Struct, frozen=True):
    """A copy: when it was made (UTC), and what was kept."""

    id: str
    made: str
    content: bytes


class CopyShelf:
    """The copies of a store. They belong to no region and hold nothing of one."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, id: str, made: str, content: bytes) -> CopyFound:
        """Keep a copy, or give the one that was kept before under the same id. Raises CopiesFull."""
        there = self.find(id)
        if there is not None:
            return there
        with self.database.writing() as c:
            if c.execute(select(copies.c.id).where(copies.c.id == id)).first() is None:
                day = c.execute(select(func.count()).select_from(copies).where(copies.c.made >= made[:10])).scalar_one()
                if day >= MOST_A_DAY or c.execute(select(func.count()).select_from(copies)).scalar_one() >= MOST:
                    raise CopiesFull("no more answers can be kept here today", hint="save the memo (PDF or DOCX) or the JSON instead")
                digest = hashlib.sha256(content).hexdigest()
                c.execute(insert(copies).values(id=id, made=made, digest=digest, content=zlib.compress(content, 9)))
        found = self.find(id)
        assert found is not None  # it was just written, and nothing deletes a copy
        return found

    def find(self, id: str) -> CopyFound | None:
        """A copy, None where there is none. Raises CopyAltered when its content is not what was written."""
        with self.database.reading() as c:
            row = c.execute(select(copies).where(copies.c.id == id)).first()
        if row is None:
            return None
        try:
            content = zlib.decompressobj().decompress(row.content, LARGEST)
        except zlib.error:
            content = b""
        if hashlib.sha256(content).hexdigest() != row.digest:
            raise CopyAltered("this copy is not what was kept: the store was altered or is damaged", hint="restore the store from a backup")
        return CopyFound(row.id, row.made, content)
