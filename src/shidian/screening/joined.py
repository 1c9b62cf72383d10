"""A fact that stands in several columns: a place as province, city and district. Such a column is called `省 + 市 + 区县`, and its cells are read
as one address, from the widest part to the narrowest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from shidian.arrow import pa, pc
from shidian.screening.cells import flat, is_empty
from shidian.screening.headings import levels_of_places

PLUS = " + "
_SPLIT = "\x1f"
_MEANINGLESS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""What stands for a level that an address does not have."""


def parts_of(column: str, names: Collection[str]) -> tuple[str, ...]:
    """The columns that a name stands for: itself, or those it joins; none where one of them is not there."""
    if column in names:
        return (column,)
    parts = tuple(p.strip() for p in column.split("+"))
    return parts if len(parts) > 1 and all(p in names for p in parts) else ()


def split_place(names: Sequence[str], free: Collection[str]) -> str | None:
    """The name of province, city and district together, where a table has at least two of them in columns of their own that are free."""
    found: list[str] = []
    for level in levels_of_places():
        here = [n for n in names if n in free and level(n)]
        if len(here) > 1:
            return None
        found += here
    return PLUS.join(found) if len(found) > 1 else None


def is_level(name: str) -> bool:
    """Whether a heading names a level of places."""
    return any(level(name) for level in levels_of_places())


def cells_of(batch: pa.RecordBatch, column: str) -> pa.Array:
    """The cells of a column; of several, the address that they are together."""
    at = batch.schema.get_field_index(column)
    if at >= 0:
        return batch.column(at)
    columns = [pc.fill_null(_as_text(batch.column(p)), "") for p in parts_of(column, batch.schema.names)]
    coded = pc.dictionary_encode(pc.binary_join_element_wise(*columns, _SPLIT))
    addresses = pa.array([_address(text.split(_SPLIT)) for text in coded.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(coded.indices, addresses)


def _as_text(values: pa.Array) -> Any:
    return (values.dictionary_decode() if pa.types.is_dictionary(values.type) else flat(values)).cast(pa.string())


def _address(parts: Sequence[str]) -> str | None:
    said = [p.strip() for p in parts if not is_empty(p) and p.strip() not in _MEANINGLESS]
    said = [p for i, p in enumerate(said) if not i or p != said[i - 1]]
    if not said:
        return None
    if all(re.fullmatch(r"[\x00-\u024f]+", p) for p in said):
        return ", ".join(reversed(said))
    return "".join(said)
