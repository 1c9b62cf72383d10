"""A batch in classes: what the encoder gives to the walk, and what is wrong with the rows that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from shidian.arrow import pa
from shidian.diagram.classes import ValueClass
from shidian.diagram.gather import Column
from shidian.errors import CaseError

Error = tuple[str, str]
"""A stable code, and a message."""
SUGGESTED = 20
"""Bad values of one column and batch, the most frequent, for which it is looked up what may have been meant: a search takes ten
thousand times as long as reading a good value."""


class Encoded:
    """Varying columns and constants by level; for the rows that cannot be read the errors; the day of each row, and the rows without."""

    __slots__ = ("bad", "columns", "constants", "days", "errors", "undated")

    def __init__(self) -> None:
        self.columns: dict[int, Column] = {}
        self.constants: dict[int, ValueClass] = {}
        self.errors: list[tuple[npt.NDArray[np.int64], list[Error]]] = []
        self.bad: dict[tuple[str, str], int] = {}
        """By fact and value as it is written, the rows of what cannot be read."""
        self.days: pa.Array | None = None
        self.undated: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def spoil(self, rows: npt.NDArray[np.bool_], error: Error) -> None:
        """Rows that have one error."""
        where = np.flatnonzero(rows)
        if len(where):
            self.errors.append((where, [error] * len(where)))

    def spoil_codes(self, codes: npt.NDArray[Any], bad: Mapping[int, CaseError], fact: str, words: pa.Array | None = None) -> None:
        """Rows whose code stands for a value of `fact` that cannot be read, one of `words`."""
        if not bad:
            return
        is_bad = np.zeros(max(int(codes.max(initial=0)), max(bad)) + 1, dtype=bool)
        is_bad[list(bad)] = True
        rows = np.flatnonzero(is_bad[codes])
        found = codes[rows]
        counts = np.bincount(found, minlength=len(is_bad))
        often = set(sorted(bad, key=lambda code: (-int(counts[code]), code))[:SUGGESTED])
        texts = {code: (e.code, e.in_row() if code in often else e.brief) for code, e in bad.items()}
        self.errors.append((rows, [texts[code] for code in found.tolist()]))
        for code in bad if words is not None else ():
            if words is not None and code < len(words) and counts[code]:
                key = fact, str(words[code].as_py()).strip()
                self.bad[key] = self.bad.get(key, 0) + int(counts[code])
