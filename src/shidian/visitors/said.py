"""What the owners of tables have said of them, for as long as the server runs: offered for the next table, never taken unasked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from shidian.law.lru import Lru
from shidian.screening.asked import TableChoice
from shidian.screening.values import fitting, shape_of
from shidian.visitors.guests import SHARED

MOST_OWNERS = 200
"""Owners of whom it is kept."""
MOST_TABLES = 50
"""Kinds of tables of one owner."""


class SaidBefore:
    """What bad values mean, and which column is which fact, by owner. Nothing is kept of an owner that many share."""

    def __init__(self) -> None:
        self._values: Lru[str, dict[str, dict[str, str]]] = Lru(MOST_OWNERS)
        self._columns: Lru[str, Lru[str, tuple[TableChoice, ...]]] = Lru(MOST_OWNERS)

    def values(self, owner: str) -> dict[str, dict[str, str]]:
        """What bad values mean, by fact and word."""
        return self._values.get(owner) or {}

    def keep_values(self, owner: str, values: Mapping[str, Mapping[str, str]]) -> None:
        """Keep what bad values mean."""
        if values and owner != SHARED:
            kept = self.values(owner)
            self._values.put(owner, {f: {**kept.get(f, {}), **values.get(f, {})} for f in (*kept, *values)})

    def columns(self, owner: str, question: str, names: Sequence[str]) -> tuple[TableChoice, ...]:
        """What was said of the columns of such a table."""
        of = self._columns.get(owner)
        return fitting((of.get(shape_of(question, names)) if of else None) or (), names)

    def keep_columns(self, owner: str, question: str, names: Sequence[str], said: Collection[TableChoice]) -> None:
        """Keep what was said of the columns of a table for the next of its shape."""
        if said and owner != SHARED:
            of = self._columns.get(owner) or Lru[str, tuple[TableChoice, ...]](MOST_TABLES)
            of.put(shape_of(question, names), tuple(said))
            self._columns.put(owner, of)
