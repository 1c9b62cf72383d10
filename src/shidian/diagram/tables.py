"""What is read off a truth table: the outcome of the completions that a node allows, its ends, and the facts that decide."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from shidian.diagram.frames import Frame
from shidian.diagram.parts import Cells


class OutcomeTable(NamedTuple):
    """Where the outcome is at least each rank, from 1: with every doubt at its strict end, and at its mild end."""

    frame: Frame
    strict: tuple[Cells, ...]
    mild: tuple[Cells, ...]
    doubtful: Cells
    """Where doubt leaves the outcome open."""


class View(NamedTuple):
    """The part of a table that a node allows, and by level the atoms of numbers that it allows less of."""

    table: OutcomeTable
    cells: Cells
    allowed: Mapping[int, int] = MappingProxyType({})

    def rank(self) -> int | None:
        """The one outcome of every completion."""
        cells = self.cells
        if self.table.doubtful & cells:
            return None
        rank = 0
        for sure in self.table.strict:
            held = sure & cells
            if held == cells:
                rank += 1
            elif held:
                return None
        return rank

    def in_doubt(self) -> bool:
        """Whether doubt leaves the outcome of every completion open."""
        return self.table.doubtful & self.cells == self.cells

    def in_doubt_at(self, rank: int) -> bool:
        """The same of the outcome being this one or a milder one."""
        return not self.table.strict[rank - 1] & self.cells and self.table.mild[rank - 1] & self.cells == self.cells

    def at_least(self, rank: int) -> bool | None:
        """Whether the outcome is this one or a milder one: in every completion and whatever is in doubt, in none, or neither."""
        if rank <= 0:
            return True
        if self.table.strict[rank - 1] & self.cells == self.cells:
            return True
        return None if self.table.mild[rank - 1] & self.cells else False

    def ends(self) -> tuple[int, int]:
        """The ranks of the mildest and the strictest outcome that are possible."""
        best = next((r for r in range(len(self.table.mild), 0, -1) if self.table.mild[r - 1] & self.cells), 0)
        return best, next((r for r in range(best, 0, -1) if self.table.strict[r - 1] & self.cells == self.cells), 0)

    def decides(self, level: int) -> bool:
        """Whether two values of a fact lead to different outcomes, the other facts being the same."""
        table, frame = self.table, self.table.frame
        axis = frame.at.get(level)
        if axis is None:
            return False
        values = [table.doubtful, *(sure & ~table.doubtful for sure in table.strict)]
        return any(frame.varies(axis, value, self.cells) for value in values)

    def left_open(self, level: int) -> float:
        """The part of a fact's classes that leave the outcome open; of a number that bounds another open one, of its atoms."""
        frame = self.table.frame
        at = frame.at[level]
        axis, allowed = frame.axes[at], self.allowed.get(level, -1)
        parts = [(some, part) for k, some in enumerate(axis.classes) if (part := self.cells & frame.where(at, 1 << k))]
        views = [((some & allowed).bit_count() if axis.linked else 1, View(self.table, part)) for some, part in parts]
        return sum(n for n, v in views if v.rank() is None and not v.in_doubt()) / sum(n for n, _ in views)


class Looked(NamedTuple):
    """What is read off the part of a table that a node allows: the one rank of every completion (None: they differ, or doubt leaves it
    open), whether doubt leaves every completion open, the ranks of the mildest and the strictest outcome, and by level of the deciding
    facts the part of their values that leaves the outcome open."""

    rank: int | None
    in_doubt: bool
    best: int
    worst: int
    left_open: dict[int, float]

    def __hash__(self) -> int:
        return hash((self.rank, self.in_doubt, self.best, self.worst, len(self.left_open)))


class Permitted(NamedTuple):
    """The atoms of the main number that are surely, and perhaps, permitted."""

    sure: int
    maybe: int


class End(NamedTuple):
    """The end of some cases: the classes of one of them, what was read off its table in each reading (None where there is no table), the
    main numbers permitted in each reading, and whether the readings differ."""

    classes: tuple[int, ...]
    in_force: Looked | None
    announced: Looked | None
    permitted: Permitted | None
    then_permitted: Permitted | None
    apart: bool
