"""Sealed values: in place of a personal value the journal holds a digest over a salt and the value; the value lies in a table of its own.

When the value is erased with its salt, nobody can tell it from the digest any more (a name could be guessed without the salt), and the chain of the
journal still verifies, since it never held the value. What is sealed is stated here, by field; what nobody filled in is not.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from shidian.store.tables import seals

PERSONAL = frozenset({"lead_person", "firm", "contact"})
"""The fields of a state that name people or firms."""
ERASED = "〔已删除 erased〕"
"""What stands in place of a value that was erased."""
SEALED = "sealed"


def seal(c: Connection, region: str, item: int, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as the journal holds them: each personal one as `{"sealed": digest}`, kept apart in its table."""
    if values is None:
        return None
    out = dict(values)
    for field in PERSONAL & values.keys():
        if values[field] in ("", None, ERASED):
            continue
        salt = secrets.token_hex(16)
        made = digest_of(salt, values[field])
        c.execute(insert(seals).values(digest=made, region=region, item=item, field=field, salt=salt, value=_text(values[field])))
        out[field] = {SEALED: made}
    return out


class Opened:
    """The sealed values of a region, to read its journal with. `faults` are digests that are missing or do not fit their value."""

    def __init__(self, c: Connection, region: str, item: int | None = None) -> None:
        query = select(seals).where(seals.c.region == region)
        self._at = {r.digest: r for r in c.execute(query if item is None else query.where(seals.c.item == item))}
        self.faults: set[str] = set()

    def values(self, kept: dict[str, Any] | None) -> dict[str, Any] | None:
        """Values with their seals opened; what was erased reads ERASED."""
        if kept is None or not any(isinstance(kept.get(f), dict) for f in PERSONAL):
            return kept
        return {n: self._one(v) if n in PERSONAL and isinstance(v, dict) else v for n, v in kept.items()}

    def _one(self, kept: dict[str, Any]) -> Any:
        made = str(kept.get(SEALED))
        row = self._at.get(made)
        if row is None or (row.erased_at is None and (row.salt is None or digest_of(row.salt, json.loads(row.value)) != made)):
            self.faults.add(made)
            return None
        return ERASED if row.erased_at is not None else json.loads(row.value)


def erase(c: Connection, item: int, at: str) -> int:
    """Forget the sealed values of an item; returns how many there were."""
    done = c.execute(update(seals).where(seals.c.item == item, seals.c.erased_at.is_(None)).values(salt=None, value=None, erased_at=at))
    return int(done.rowcount)


def without_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with ERASED in place of every name of a person or firm."""
    return {n: ERASED if n in PERSONAL and v not in ("", None) else v for n, v in values.items()}


def digest_of(salt: str, value: Any) -> str:
    """The digest that stands for a value."""
    return hashlib.sha256(f"{salt}\0{_text(value)}".encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
