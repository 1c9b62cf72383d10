"""Cells of Arrow columns as values: what a person would have given, what is empty, and codes for the distinct ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from shidian.diagram.gather import filled
from shidian.errors import BadValue
from shidian.law.records.question import Question

Scale = Literal["fraction", "percent"]
"""Whether 0.51 in a column of shares is 51 % or 0.51 %."""

EMPTY = {"", "-", "--", "—", "——", "–", "/", "\\", "n/a", "#n/a", "null", "不详", "未知", "待定", "暂无", "未填"}
"""What tables write where nothing is known: such a cell is a missing fact, as an empty one is."""


def is_empty(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in EMPTY


def plain_cell(value: Any) -> Any:
    """A value of a column as a person would give it; None for a missing fact."""
    if isinstance(value, float):
        if not np.isfinite(value):
            return str(value)
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str) and is_empty(value):
        return None
    return value


class Cells:
    """What the cells of one table say: with the values that a person has mapped (`values`, by fact and word), and in the scale of their
    column (`scales`: a `fraction` of 0.51 is 51 %)."""

    def __init__(
        self, question: Question, columns: Mapping[str, str], scales: Mapping[str, Scale], values: Mapping[tuple[str, str], str]
    ) -> None:
        for fact, scale in scales.items():
            if fact not in {f.fact for f in question.facts if f.unit and f.unit.en == "%"} or scale not in ("fraction", "percent"):
                raise BadValue(
                    f"`{fact}={scale}` is no scale", hint="write the fact of a share, and `fraction` (0.51 is 51 %) or `percent`"
                )
        self.fractions = frozenset(f for f, scale in scales.items() if scale == "fraction")
        self._meant = {(fact, word.strip()): meant for (fact, word), meant in values.items()}

    def maps(self, fact: str) -> bool:
        """Whether a person has mapped values of this fact, or its whole numbers are fractions."""
        return fact in self.fractions or any(f == fact for f, _ in self._meant)

    def of(self, fact: str, value: Any) -> Any:
        """A value of a column as a person would give it; None for a missing fact."""
        if self._meant and value is not None:
            value = self._meant.get((fact, str(plain_cell(value)).strip()), value)
        plain = plain_cell(value)
        if fact in self.fractions and plain is not None:
            try:
                return Decimal(str(plain).replace(",", "")) * 100
            except InvalidOperation:
                return plain
        return plain


def flat(values: pa.Array) -> pa.Array:
    """Lists as text, so that they can be counted as values."""
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        return pa.array([None if v is None else ",".join(map(str, v)) or "none" for v in values.to_pylist()], pa.string())
    if pa.types.is_null(values.type):
        return values.cast(pa.string())
    return values


def is_numeric(kind: pa.DataType) -> bool:
    """Whether a column holds machine numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def with_null(values: pa.Array, null: int) -> npt.NDArray[Any]:
    """The numbers of an array of small non-negative integers, `null` where there is none."""
    valid, data = values.buffers()
    numbers = np.frombuffer(data, dtype=values.type.to_pandas_dtype())[values.offset : values.offset + len(values)]
    if valid is None or not values.null_count:
        return numbers
    kind = np.uint8 if null <= 255 else np.uint16 if null <= 65_535 else np.uint32
    out = np.empty(len(values), dtype=kind)
    filled(numbers, np.frombuffer(valid, dtype=np.uint8), values.offset, kind(null), out)
    return out


def address(values: pa.Array) -> tuple[int, int, int]:
    """Where a dictionary lies in memory: the same dictionary is read once."""
    data = values.buffers()[-1]
    return (data.address if data is not None else 0, values.offset, len(values))
