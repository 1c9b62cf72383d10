"""A table that is being read: its columns, and its rows piece by piece, each with its line and with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from shidian.errors import TableError
from shidian.screening.heads import names_of_columns


class TablePiece(NamedTuple):
    """Some rows: their lines, what is wrong with the broken ones (by place in the batch), the rows passed over (kind and line), and how far
    the file was read."""

    batch: pa.RecordBatch
    lines: npt.NDArray[np.int64]
    broken: dict[int, str]
    passed: list[tuple[str, int]]
    position: int
    sections: tuple[tuple[int, str], ...] = ()
    """Rows that head those below: their lines and what they say."""


class Hidden(Struct, frozen=True):
    """What a workbook does not show: sheets that were not read; columns and rows that were read as the others are, the first of their lines."""

    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 0
    lines: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sheets or self.columns or self.rows)


class TableSource:
    """A table that is read once, from its beginning. `size` is what `position` counts up to; None where that is not known."""

    def __init__(
        self,
        kind: str,
        schema: pa.Schema,
        pieces: Iterator[TablePiece],
        size: int | None,
        bom: bool = False,
        head: int = 1,
        above: str = "",
        hidden: Hidden | None = None,
    ) -> None:
        self.kind, self.schema, self._pieces, self.size, self.bom = kind, schema, pieces, size, bom
        self.head = head
        """The line of the headings."""
        self.above = above
        """What stands above the headings: titles, and the unit of all amounts."""
        self.hidden = hidden or Hidden()
        names_of_columns(schema.names)

    def pieces(self) -> Iterator[TablePiece]:
        """The rows. Raises TableError where they cannot be read."""
        with readable():
            yield from self._pieces


@contextmanager
def readable() -> Iterator[None]:
    """Whatever a library says of a damaged file is one TableError of one line."""
    try:
        yield
    except TableError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        text = " ".join(str(error).split())[:200] or type(error).__name__
        hint = "one line is longer than 8 MB" if "straddling" in text else f"is it damaged? ({text})"
        raise TableError("the table cannot be read", hint=hint) from error
