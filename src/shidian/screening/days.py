"""The day of each row: of typed columns by arithmetic, of texts one by one. A row without a day has no answer, unless a day was named
for such rows (`default_day`)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.facts import Given, read_value
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Column, Nodes, clipped
from shidian.errors import BadValue, CaseError
from shidian.law.days import CHINA, FIRST_DAY, LAST_DAY, OUTSIDE
from shidian.screening.cells import Cells, flat, with_null
from shidian.screening.encoded import Encoded
from shidian.screening.joined import cells_of

EPOCH = dt.date(1970, 1, 1)
FIRST, LAST = (FIRST_DAY - EPOCH).days, (LAST_DAY - EPOCH).days
"""The days that the calendar has, counted from 1970."""
NO_DAY = ("bad-value", OUTSIDE)
_EITHER = re.compile(r"\s*(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4})\s*")
"""A day whose number may stand before or behind the month's."""
_BY_YEAR = re.compile(r"\s*\d{4}[./-]\d{1,2}[./-](\d{1,2})(?!\d)")
_MOST_MONTHS = 12


class DayGuard:
    """Looks in which order a column writes its days, sign by sign: 18.09.2025 shows how 03.04.2025 is meant. One day that shows it may be a slip;
    and where nothing but such days is left beside days with the year first and none of these is after the twelfth, a program may have turned the rest: then
    nothing is read into them."""

    def __init__(self, column: str | None, ordered: bool, cells: Cells) -> None:
        self._column, self._cells = column if ordered else None, cells
        self._shown: dict[str, dict[bool, set[str]]] = {}

    def look(self, batch: pa.RecordBatch) -> None:
        """Tells the cells the order that the first piece shows. Raises BadValue where a later piece shows another."""
        values = cells_of(batch, self._column) if self._column is not None else None
        if values is None or not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            return
        said = [unicodedata.normalize("NFKC", v) for v in pc.unique(values).to_pylist() if v is not None]
        first = not self._shown
        either, late = 0, not any(_BY_YEAR.match(v) for v in said)
        for cell in said:
            if (found := _EITHER.fullmatch(cell)) is not None:
                a, b = int(found["a"]), int(found["b"])
                shown = self._shown.setdefault(found["sign"], {True: set(), False: set()})
                either += max(a, b) <= _MOST_MONTHS
                if (a > _MOST_MONTHS) is not (b > _MOST_MONTHS):
                    shown[a > _MOST_MONTHS].add(cell.strip())
            elif (year_first := _BY_YEAR.match(cell)) is not None:
                late = late or int(year_first[1]) > _MOST_MONTHS
        for sign, shown in self._shown.items():
            known = self._cells.orders.get(sign)
            if known is not None and shown[not known]:
                raise BadValue(
                    f"`{min(shown[known])}` and `{min(shown[not known])}` in column `{self._column}` write day and month in another order",
                    hint="write the year first, as in 2025-04-11",
                )
            if first and (late or either):
                for day_first in (True, False):
                    if len(shown[day_first]) > 1 and not shown[not day_first]:
                        self._cells.orders[sign] = day_first


class DayEncoder:
    """Encodes the day of the rows of one table."""

    def __init__(
        self,
        book: CompiledLaw,
        diagram: Diagram,
        columns: Mapping[str, str],
        fixed: Mapping[str, Given],
        default: dt.date | None,
        cells: Cells,
    ) -> None:
        self.book, self.diagram, self.default = book, diagram, default
        self.cells = cells
        self.today = book.today()
        self.days = diagram.days
        raw = fixed.get(self.days.fact)
        on = read_value(book.lawbook, self.days.declared, raw) if raw is not None else default or self.today
        assert isinstance(on, dt.date)
        self.on = on
        """The day of all rows, where no column gives it; for rows without a day it only stands in."""
        self.given = raw is not None or default is not None
        starts, eras = (np.array([(d - EPOCH).days for d in some], np.int64) for some in (self.days.starts, self.days.eras))
        self._first = int(starts[0])
        days = np.arange(starts[0], starts[-1] + 1)
        ids = np.fromiter((found.id for found in self.days.stretch_class), np.uint32, len(starts))
        self._classes: Nodes = ids[np.searchsorted(starts, days, "right") - 1]
        self._eras: Nodes = np.searchsorted(eras, days, "right").astype(np.uint32)

    def encode(self, out: Encoded, rows: int, values: pa.Array | None) -> tuple[npt.NDArray[Any] | None, Nodes]:
        """Encode the day. Gives the codes of the rows, and for each code its era; no codes when the day is the same in all rows."""
        i = self.diagram.day
        if values is None:
            out.constants[i] = self.days.of(self.on)
            out.days = pa.repeat(pa.scalar(self.on if self.given else None, pa.date32()), rows)
            out.undated = np.arange(0 if self.given else rows, dtype=np.int64)
            return None, np.array([self.days.era(self.on)], dtype=np.uint32)
        numbers, empty = self._typed(values, out) if _is_typed(values.type) else self._written(values, out)
        stand_in = (self.default or self.today) - EPOCH
        numbers = np.where(empty, stand_in.days, numbers)
        out.days = pa.array(numbers.astype(np.int32), mask=empty if self.default is None else None).cast(pa.date32())
        if self.default is None:
            out.undated = np.flatnonzero(empty)
        codes = np.empty(rows, dtype=np.uint32)
        clipped(numbers.astype(np.int32), self._first, len(self._classes) - 1, codes)
        out.columns[i] = Column(codes, self._classes)
        return codes, self._eras

    def _typed(self, values: pa.Array, out: Encoded) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        if pa.types.is_timestamp(values.type) and values.type.tz is not None:  # a moment: the day that it is then in China
            offset = CHINA.utcoffset(None)
            values = pc.add(
                values.cast(pa.timestamp("us", values.type.tz), safe=False).cast(pa.timestamp("us")), pa.scalar(offset, pa.duration("us"))
            )
        whole = values.cast(pa.date32(), safe=False).cast(pa.int32())
        empty = pc.is_null(whole).to_numpy(zero_copy_only=False)
        numbers = pc.fill_null(whole, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        wrong = ((numbers < FIRST) | (numbers > LAST)) & ~empty
        out.spoil(wrong, NO_DAY)
        return np.where(wrong, 0, numbers), empty

    def _written(self, values: pa.Array, out: Encoded) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        if not pa.types.is_dictionary(values.type):
            values = pc.dictionary_encode(flat(values))
        codes = with_null(values.indices, len(values.dictionary))
        bad: dict[int, CaseError] = {}
        found: list[int] = []
        empty: list[bool] = []
        for code, raw in enumerate(self.cells.of(self.days.fact, v) for v in (*values.dictionary.to_pylist(), None)):
            day = None
            if raw is not None:
                try:
                    raw = year_first(raw, self.cells.orders) if isinstance(raw, str) and self.cells.orders else raw
                    day = read_value(self.book.lawbook, self.days.declared, raw)
                except CaseError as error:
                    bad[code] = error
            found.append((day - EPOCH).days if isinstance(day, dt.date) else 0)
            empty.append(raw is None)
        out.spoil_codes(codes, bad, self.days.fact, values.dictionary)
        return np.array(found, dtype=np.int64)[codes], np.array(empty, dtype=bool)[codes]


def year_first(text: str, orders: Mapping[str, bool]) -> str:
    """A day with the year first, where the order of its column is known; any other text as it is."""
    found = _EITHER.fullmatch(unicodedata.normalize("NFKC", text))
    day_first = orders.get(found["sign"]) if found is not None else None
    if found is None or day_first is None:
        return text
    return f"{found['y']}-{found['b' if day_first else 'a']}-{found['a' if day_first else 'b']}"


def _is_typed(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))
