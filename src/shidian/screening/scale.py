"""Shares that may be written as fractions: a column with nothing above 1 may mean 0.51 or 51 %, so it is stopped with a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shidian.errors import BadValue
from shidian.law.records.question import Question
from shidian.screening.cells import bare_number, flat, is_numeric


class ScaleGuard:
    """Looks at the shares of a table, piece after piece, until one is above 1. `told` are the facts whose scale the user has said."""

    def __init__(self, question: Question, columns: Mapping[str, str], told: Collection[str]) -> None:
        self._open = {
            f.fact: columns[f.fact] for f in question.facts if f.unit and f.unit.en == "%" and f.fact in columns and f.fact not in told
        }

    def look(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue where all shares so far are at most 1, and some are more than 0."""
        for fact, column in list(self._open.items()):
            most = _most(batch.column(batch.schema.get_field_index(column)))
            if most > 1:
                del self._open[fact]
            elif most > 0:
                raise BadValue(
                    f"no `{fact}` in column `{column}` is above 1: is 0.51 a share of 51 % or of 0.51 %?",
                    hint=f"say `--scale {fact}=fraction` (0.51 is 51 %) or `--scale {fact}=percent` (0.51 is 0.51 %)",
                )


def _most(values: pa.Array) -> float:
    """The greatest number that stands without a unit; 0 for none."""
    if is_numeric(values.type) or pa.types.is_decimal(values.type):
        numbers = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return float(np.nanmax(numbers, initial=0.0)) if len(numbers) else 0.0
    if not pa.types.is_dictionary(values.type):
        values = pc.dictionary_encode(flat(values))
    return float(max((bare_number(v) for v in values.dictionary.to_pylist()), default=0))
