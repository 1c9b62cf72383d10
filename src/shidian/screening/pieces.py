"""A table that is being read: its columns, and its rows piece by piece, each with its line and with what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from shidian.arrow import pa, pc
from shidian.errors import TableError
from shidian.screening.heads import names_of_columns, passed_over

_MAY_BE = r"(?i)合计|总计|小计|共计|累计|汇总|合計|總計|小計|total|sum|gesamt|平均|均值|中位数|最大值|最小值|average|mean|median|其中|of which|^\s*(注|备注|说明|填|制表|审核|单位负责人|联系人|资料来源|数据来源|note|source|prepared|remark)|例|sample|e\.? ?g|forward|overall|[bc]/[fd]|承前页|过次页|接上页|下页"
"""What the first cell of a total or a note may hold; `passed_over` tells whether it is one."""
LABELS = 3
"""Columns of texts in which it is looked for."""


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


def no_cases(batch: pa.RecordBatch, used: Collection[str]) -> dict[int, str]:
    """The rows of a table that no reader of texts has looked at (a data frame, Parquet, JSON) which are no cases, by their place, with what they
    are. Only columns that are not `used` are looked at: a total in one that is used is an error of its value."""
    rows: set[int] = set()
    blank = np.full(batch.num_rows, batch.num_columns > 1)
    for column in sorted(batch.columns, key=lambda c: c.null_count):  # mostly the first is full, and no row is blank
        if blank.any():
            blank &= pc.is_null(column).to_numpy(zero_copy_only=False) if column.null_count else False
    texts = [t for n, c in zip(batch.schema.names, batch.columns, strict=True) if n not in used and (t := _texts(c)) is not None]
    for column in texts[:LABELS]:
        rows |= set(np.flatnonzero(pc.fill_null(pc.match_substring_regex(column, _MAY_BE), False).to_numpy(zero_copy_only=False)).tolist())
    out = dict.fromkeys(np.flatnonzero(blank).tolist(), "the row is blank, and no case")
    for row in sorted(rows):
        cells = ["" if (v := column[row].as_py()) is None else str(v) for column in batch.columns]
        if (kind := passed_over(cells, batch.schema.names)) is not None:
            out[row] = (
                "the row is blank, and no case" if kind == "blank" else f"the row is a{'n' * (kind == 'example')} {kind}, and no case"
            )
    return out


def _texts(column: pa.Array) -> pa.Array | None:
    """A column of texts, of whatever kind; None for any other."""
    if pa.types.is_dictionary(column.type):
        words = _texts(column.dictionary)
        return None if words is None else pa.DictionaryArray.from_arrays(column.indices, words.cast(pa.string())).cast(pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column
    return column.cast(pa.string()) if pa.types.is_string_view(column.type) else None


class Hidden(Struct, frozen=True):
    """What of a workbook nobody sees: hidden sheets, which were not read; columns and rows that were read as the others are, the first of their lines;
    and sheets that are shown, hold cells and were not read (`others`)."""

    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 0
    lines: tuple[int, ...] = ()
    others: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sheets or self.columns or self.rows or self.others)


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
        sheets: tuple[str | None, tuple[str, ...], dict[str, str]] = (None, (), {}),
    ) -> None:
        self.kind, self.schema, self._pieces, self.size, self.bom = kind, schema, pieces, size, bom
        self.head = head
        """The line of the headings."""
        self.above = above
        """What stands above the headings: titles, and the unit of all amounts."""
        self.hidden = hidden or Hidden()
        self.sheets = sheets
        """The sheet of a workbook that is read, and the others."""
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
