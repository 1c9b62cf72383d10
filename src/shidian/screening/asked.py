"""What a table asks of the person whose it is, before it is answered: another column may be meant, a unit is not said, a fact has no column.
A question says with which answers the screening may go on; every door asks the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from shidian.errors import BadValue


class TableChoice(Struct, frozen=True):
    """An answer to a question about a table: the column of a fact, a column to ignore, the unit of the column of a fact, a fact to be left
    open, or the sheet to read. `value` is the column, the unit or the sheet; `note` says what a sheet holds: its headings."""

    does: Literal["column", "ignore", "scale", "open", "sheet"]
    fact: str = ""
    value: str = ""
    note: str = ""


class TableQuestion(BadValue):
    """A table may mean something else than it seems to. `choices` are the answers with which it can be screened; none where only another table,
    or another mapping, helps."""

    def __init__(self, message: str, *, hint: str | None = None, choices: Sequence[TableChoice] = ()) -> None:
        super().__init__(message, hint=hint)
        self.choices = tuple(choices)


def which(fact: str, *columns: str) -> tuple[TableChoice, ...]:
    """One of several columns is the fact."""
    return tuple(TableChoice("column", fact, c) for c in columns)


def without(*columns: str) -> tuple[TableChoice, ...]:
    """A column means nothing here."""
    return tuple(TableChoice("ignore", "", c) for c in columns)
