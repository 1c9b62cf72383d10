"""The ends: where every activity leads in the compiled diagram, on every day and at every place, before the shares are read.

Most days and activities meet the same ends at all places, so what they meet is kept once, as a row: `InvestorEnds.rows` has shape (days, columns) and
holds numbers of rows, `InvestorEnds.at` has shape (rows, spots) and holds numbers of ends. Days are those on which anything changes, columns the
classes of activities that no rule tells apart, spots the definite places: a unit and the zones it lies in. They are kept on disk with the terms of each
end, and read again where the law and the code are the same; nodes are not in it: the few that somebody asks for are walked to.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from msgspec import Struct

from shidian.analysis.openness.resolving import Cell
from shidian.diagram.classes import ValueClass
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.diagram.places import Places
from shidian.engine.case import Value
from shidian.kept import read_kept, write_kept
from shidian.law.tree import ROOT

Indices = npt.NDArray[np.intp]


class InvestorEnds:
    """The ends of one investor. A node is walked to when it is asked for, where it is not known: what was kept on disk holds numbers alone."""

    def __init__(self, paths: Paths, rows: Indices, at: Indices, nodes: Mapping[int, Node] | None = None) -> None:
        self.paths, self.rows, self.at = paths, rows, at
        self._nodes = dict(nodes or {})
        self._first: Indices | None = None

    def __len__(self) -> int:
        return int(self.at.max()) + 1

    def node(self, number: int) -> Node:
        """The node of an end."""
        found = self._nodes.get(number)
        if found is None:
            if self._first is None:
                self._first = np.unique(self.at, return_index=True)[1]
            row, spot = divmod(int(self._first[number]), self.at.shape[1])
            day, column = (int(i[0]) for i in np.nonzero(self.rows == row))
            found = self._nodes[number] = self.paths.walk(day, column, spot)
        return found


class Paths:
    """How to come to an end: the class of each level for the days, the activities, the places and what else is said of the investor."""

    def __init__(self, diagram: Diagram, values: Mapping[str, Value]) -> None:
        self.diagram, self.values = diagram, values
        self.activity = diagram.rulebook.question.facts[0].fact
        bounded = set(diagram.rulebook.ceilings.values())
        self.levels = [(i, level) for i, level in enumerate(diagram.levels) if level.fact not in bounded]
        listed = next(level for _, level in self.levels if level.fact == self.activity)
        found = {leaf: listed.of(leaf) for leaf in diagram.rulebook.trees[self.activity].atoms(ROOT)}
        self.activities = list(dict.fromkeys(found.values()))
        self.column = {leaf: self.activities.index(cls) for leaf, cls in found.items()}

    @cached_property
    def places(self) -> list[ValueClass]:
        """The class of each spot."""
        level = next(level for _, level in self.levels if isinstance(level, Places))
        eras = len(level.days.eras)
        return [level.of(level.kind_unit[kind], frozenset((z, z in inside) for z in level.zones), eras) for kind, inside in level.spots]

    def classes(self, level: int, fact: str) -> tuple[Sequence[ValueClass], int | None]:
        """The classes of a level, and the axis they lie along: 0 the days, 1 the activities, 2 the places; None for what is said once."""
        if level == self.diagram.day:
            return self.diagram.days.stretch_class, 0
        if fact == self.activity:
            return self.activities, 1
        if isinstance(self.diagram.levels[level], Places):
            return self.places, 2
        return [self.diagram.levels[level].of(self.values[fact])], None

    def walk(self, *at: int) -> Node:
        """The node of a day, a column and a spot."""
        node = self.diagram.space.root
        with self.diagram.lock:
            for i, level in self.levels:
                classes, axis = self.classes(i, level.fact)
                node = self.diagram.follow(node, i, classes[0 if axis is None else at[axis]])
        return node

    def all(self) -> InvestorEnds:
        """Every end, walked level by level."""
        nodes: list[Node] = [self.diagram.space.root]
        number: dict[Node, int] = {nodes[0]: 0}
        rows = np.zeros((1, 1), dtype=np.intp)
        at = np.zeros((1, 1), dtype=np.intp)

        def follow(n: int, level: int, cls: ValueClass) -> int:
            with self.diagram.lock:  # for one step: others ask the diagram meanwhile
                node = self.diagram.follow(nodes[n], level, cls)
            found = number.get(node)
            if found is None:
                found = number[node] = len(nodes)
                nodes.append(node)
            return found

        for i, level in self.levels:
            classes, axis = self.classes(i, level.fact)
            used, back = np.unique(at, return_inverse=True)
            if axis == 2:
                after = self._by_place(i, used, nodes, follow)
            else:
                after = np.array([[follow(int(n), i, c) for c in classes] for n in used], dtype=np.intp)
            met = after[back.reshape(at.shape)]  # row, spot, class
            if axis in (None, 2):
                at, which = distinct_rows(met[:, :, 0] if axis is None else met[:, 0, :])
                rows = which[rows]
            else:
                at, which = distinct_rows(np.moveaxis(met, 2, 1).reshape(-1, at.shape[1]))
                rows = np.squeeze(np.moveaxis(which.reshape(-1, len(classes))[rows], 2, axis), axis=axis + 1)
        used, back = np.unique(at, return_inverse=True)
        return InvestorEnds(self, rows, back.reshape(at.shape).astype(np.intp), {n: nodes[i] for n, i in enumerate(used)})

    def _by_place(self, level: int, used: Indices, nodes: list[Node], follow: Callable[[int, int, ValueClass], int]) -> Indices:
        """For each node the number of the node at each spot. Spots that pass the same of the tests a node asks for lead to one node."""
        truths = np.array([list(c.truths) for c in self.places], dtype=np.uint8).reshape(len(self.places), -1)
        groups: dict[tuple[int, ...], tuple[list[int], Indices]] = {(): ([0], np.zeros(len(self.places), dtype=np.intp))}
        out = np.empty((len(used), len(self.places)), dtype=np.intp)
        for row, n in enumerate(int(u) for u in used):
            asked = self.diagram.space.asked(nodes[n], level)
            if asked not in groups:
                _, first, which = np.unique(truths[:, asked], axis=0, return_index=True, return_inverse=True)
                groups[asked] = [int(f) for f in first], which.reshape(-1).astype(np.intp)
            firsts, which = groups[asked]
            out[row] = np.array([follow(n, level, self.places[f]) for f in firsts], dtype=np.intp)[which]
        return out


def distinct_rows(table: Indices) -> tuple[Indices, Indices]:
    """The distinct rows of a table, and for each row which of them it is."""
    whole = np.ascontiguousarray(table)
    _, first, back = np.unique(
        whole.view(np.dtype((np.void, whole.dtype.itemsize * whole.shape[1]))).reshape(-1), return_index=True, return_inverse=True
    )
    return whole[first], back.reshape(-1).astype(np.intp)


class KeptNumbers(Struct, frozen=True, array_like=True):
    """An array of whole numbers, in the shortest kind that holds them, compressed."""

    shape: tuple[int, ...]
    kind: str
    body: bytes


class KeptField(Struct, frozen=True, array_like=True):
    """The numbers of rows by day and activity, of ends by row and spot, of cells by end and reading, and the cells."""

    rows: KeptNumbers
    at: KeptNumbers
    cells: KeptNumbers
    known: tuple[Cell, ...]


def keep_field(file: Path | None, ends: InvestorEnds, cells: Indices, known: tuple[Cell, ...]) -> None:
    if file is not None:
        body = msgspec.msgpack.encode(KeptField(_packed(ends.rows), _packed(ends.at), _packed(cells), known), enc_hook=str)
        write_kept(file, body)


def kept_field(file: Path | None, paths: Paths) -> tuple[InvestorEnds, Indices, tuple[Cell, ...]] | None:
    """What was kept; None where there is nothing, or it cannot be read."""
    body = read_kept(file) if file is not None else None
    if body is None:
        return None
    try:
        found = msgspec.msgpack.decode(body, type=KeptField, dec_hook=lambda kind, said: kind(said) if kind is Fraction else said)
    except msgspec.DecodeError:
        return None
    return InvestorEnds(paths, _numbers(found.rows), _numbers(found.at)), _numbers(found.cells), found.known


def _packed(numbers: Indices) -> KeptNumbers:
    short = numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
    return KeptNumbers(short.shape, short.dtype.str, zlib.compress(short.tobytes(), 1))


def _numbers(kept: KeptNumbers) -> Indices:
    return np.frombuffer(zlib.decompress(kept.body), dtype=kept.kind).reshape(kept.shape).astype(np.intp)
