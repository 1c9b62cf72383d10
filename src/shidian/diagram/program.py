"""A diagram made ready for columns: the facts that are the same in every row are walked once, the others by one gather each.

Tables are filled as rows need them: an entry of 0 is an edge that nobody has walked yet.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from shidian.diagram.classes import ValueClass
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Codes, Column, Nodes, first, step
from shidian.diagram.many.bulk import ready, usable
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.remembered import Remembered
from shidian.diagram.met import Decisions
from shidian.diagram.node import Node
from shidian.law.unswept import unswept

BLOCK = 32_768
"""Rows walked through all levels at once: their nodes stay in the fastest cache."""


MANY, MANY_AT_FIRST = 256, 10_000
"""Rows from which on they are decided beside the diagram: where the compiled loops are at hand, and where they may have to be compiled."""


class _Step:
    """One varying level and the constant levels after it, as a table from (node, class) to the node behind them."""

    def __init__(self, level: int, rows: int, classes: int) -> None:
        self.level = level
        self.at: tuple[Nodes, int] = np.zeros(rows * classes, dtype=np.uint32), classes
        """The table and its stride, always of one piece: a thread that still reads an older one lacks only the newest edges."""

    @property
    def table(self) -> Nodes:
        """The nodes by node and class."""
        return self.at[0]

    @property
    def stride(self) -> int:
        """How far apart two nodes lie."""
        return self.at[1]

    def room(self, rows: int, classes: int) -> None:
        """Make room for more nodes and classes."""
        have = len(self.table) // self.stride
        if rows <= have and classes <= self.stride:
            return
        stride = self.stride if classes <= self.stride else classes + classes // 2
        tall = have if rows <= have else rows * 2
        table = np.zeros((tall, stride), dtype=np.uint32)
        table[:have, : self.stride] = self.table.reshape(have, self.stride)
        self.at = table.ravel(), stride


class Program:
    """The walk of many rows through a diagram. `constants` gives the class of every fact that is the same in all rows."""

    def __init__(self, diagram: Diagram, constants: Mapping[int, ValueClass]) -> None:
        self.diagram = diagram
        self.constants = dict(constants)
        self.varying = [i for i in range(len(diagram.levels)) if i not in self.constants]
        self._lock = diagram.lock
        self._steps = [_Step(level, 64, len(diagram.levels[level].classes) + 1) for level in self.varying]
        self._nodes: list[list[Node]] = [[] for _ in range(len(self._steps) + 1)]  # before each step, from 1
        self._number: list[dict[Node, int]] = [{} for _ in range(len(self._steps) + 1)]
        crowd = Crowd(diagram.space)
        self.verdicts = Decisions(diagram, crowd)
        """The decisions met so far, by code."""
        self._cases = Remembered(crowd, self.verdicts, self.constants, self._lock)
        self._filled = False
        """Whether the diagram knows a decision, so that it is worth walking."""
        self._here(0, self._pass(diagram.space.root, 0))

    def walk(self, columns: Mapping[int, Column], rows: int) -> Nodes:
        """The code of every row's decision, an index into `verdicts`. `columns` by level, one for each varying level."""
        out = np.empty(rows, dtype=np.uint32)
        if not self._steps:
            with self._lock:
                out[:] = self.verdicts.code(self._nodes[0][0])
            return out
        spare = np.empty(min(rows, BLOCK), dtype=np.uint32)
        for start in range(0, rows, BLOCK):
            end = min(rows, start + BLOCK)
            self._walk(columns, slice(start, end), out[start:end], spare[: end - start])
        out -= np.uint32(1)
        return out

    def _walk(self, columns: Mapping[int, Column], rows: slice, out: Nodes, spare: Nodes) -> None:
        if self._beside(columns, rows, out, spare):
            return
        nodes, after = (spare, out) if len(self._steps) % 2 else (out, spare)
        for i, level in enumerate(self.varying):
            column = columns[level]
            codes = column.codes[rows]
            self._gather(i, nodes, codes, column.classes, after)
            while not after.min():
                self._fill(i, nodes, columns, rows, after)
                self._gather(i, nodes, codes, column.classes, after)
            nodes, after = after, nodes

    def _beside(self, columns: Mapping[int, Column], rows: slice, out: Nodes, spare: Nodes) -> bool:
        """Decide rows beside the diagram, as far as it does not know them: many rows of which few have one end. Gives whether that was done."""
        if not usable() or not self._cases.worth or (not self._cases and len(out) < self._many()):
            return False
        unknown = None
        if self._filled:
            nodes, after = (spare, out) if len(self._steps) % 2 else (out, spare)
            for i, level in enumerate(self.varying):
                self._gather(i, nodes, columns[level].codes[rows], columns[level].classes, after)
                nodes, after = after, nodes
            unknown = np.flatnonzero(out == 0)
            if not len(unknown):
                return True
        count = len(out) if unknown is None else len(unknown)
        codes = self._cases.codes(columns, rows, unknown, count if count < MANY else 0)
        new = np.flatnonzero(codes < 0)
        if len(new):  # a few new ones: each by itself
            with self._lock, unswept():
                for i, case in zip(
                    new.tolist(), self._cases.cases(columns, rows, new if unknown is None else unknown[new]).tolist(), strict=True
                ):
                    end = self.diagram.space.end([level.classes[found] for level, found in zip(self.diagram.levels, case, strict=True)])
                    codes[i] = self.verdicts.code(end)
        out[slice(None) if unknown is None else unknown] = codes + 1
        return True

    def _gather(self, i: int, nodes: Nodes, codes: Codes, classes: Nodes, out: Nodes) -> None:
        known = self._steps[i]
        rows, levels = len(self._nodes[i]) + 1, len(self.diagram.levels[known.level].classes)
        if rows * known.stride > len(known.table) or levels > known.stride:
            with self._lock:
                known.room(len(self._nodes[i]) + 1, len(self.diagram.levels[known.level].classes))
        table, stride = known.at
        if i == 0:
            first(table[stride : 2 * stride], codes, classes, out)
        else:
            step(table, np.uint32(stride), nodes, codes, classes, out)

    def _many(self) -> int:
        return MANY if ready() else MANY_AT_FIRST

    def _fill(self, i: int, nodes: Nodes, columns: Mapping[int, Column], rows: slice, out: Nodes) -> None:
        """Walk the edges that some row needs and nobody has walked; many that lead to ends are decided beside the diagram."""
        level = self.varying[i]
        needing = np.flatnonzero(out == 0)
        before = nodes[needing].astype(np.int64) if i else np.ones(len(needing), dtype=np.int64)
        pairs, first_of = np.unique(before << 32 | columns[level].classes[columns[level].codes[rows][needing]], return_index=True)
        self._filled = True
        with self._lock, unswept():
            found = self.diagram.levels[level].classes
            done = self._steps[i]
            last = i + 1 == len(self._steps)
            if last and len(pairs) >= self._many() and usable() and self._cases.able:
                codes = self._cases.codes(columns, rows, needing[first_of], 0)
                done.table[(pairs >> 32) * done.stride + (pairs & 0xFFFFFFFF)] = codes + 1
                return
            for pair in pairs.tolist():
                number, cls = pair >> 32, pair & 0xFFFFFFFF
                after = self._pass(self.diagram.follow(self._nodes[i][number - 1], level, found[cls]), level + 1)
                done.table[number * done.stride + cls] = self.verdicts.code(after) + 1 if last else self._here(i + 1, after)

    def _pass(self, node: Node, level: int) -> Node:
        """Walk on over the constant levels that follow."""
        while level < len(self.diagram.levels) and level in self.constants:
            node = self.diagram.follow(node, level, self.constants[level])
            level += 1
        return node

    def _here(self, i: int, node: Node) -> int:
        number = self._number[i].setdefault(node, len(self._nodes[i]) + 1)
        if number > len(self._nodes[i]):
            self._nodes[i].append(node)
        return number


def program_of(diagram: Diagram, constants: Mapping[int, ValueClass]) -> Program:
    """The program of a diagram for these constants; made once, since its tables fill as it is used."""
    key = tuple(sorted((level, found.id) for level, found in constants.items()))
    with diagram.lock:
        found = diagram.programs.get(key)
        if found is None:
            found = diagram.programs[key] = Program(diagram, constants)
    assert isinstance(found, Program)
    return found
