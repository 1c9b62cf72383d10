"""Cases in columns, and the answers to them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from numpy.typing import NDArray

from bench.answer import Row

Ints: TypeAlias = NDArray[Any]
"""An array of integers."""


@dataclass(frozen=True)
class Cases:
    """Codes in the narrowest integers. `sensitive` and `qualified` are 1 (yes), 0 (no) or -1 (missing); `share` is in whole %;
    `day` counts from the first day."""

    activity: Ints
    territory: Ints
    origin: Ints
    sensitive: Ints
    qualified: Ints
    share: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.day)

    @property
    def columns(self) -> dict[str, Ints]:
        """By name, in the order of a row."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @property
    def nbytes(self) -> int:
        """The size of all columns."""
        return sum(int(c.nbytes) for c in self.columns.values())

    def take(self, rows: Any) -> Cases:
        """Some of the cases: a slice, or indices."""
        return Cases(*(c[rows] for c in self.columns.values()))

    def rows(self, count: int | None = None) -> list[Row]:
        """The first `count` cases as tuples of plain integers."""
        return list(zip(*(c[:count].tolist() for c in self.columns.values()), strict=True))


@dataclass(frozen=True)
class Answers:
    """What was answered, one entry a case. `outcome` indexes OUTCOMES; `ceiling` is twice the number, less one when the number
    itself is too much, and NO_CEILING when there is none; `determining` and `duties` are fingerprints of the sets of rules: the
    keys of their rules, combined by exclusive or."""

    outcome: Ints
    ceiling: Ints | None = None
    determining: Ints | None = None
    duties: Ints | None = None
