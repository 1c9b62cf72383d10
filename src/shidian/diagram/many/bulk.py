"""The answers of many nodes at once: what is read off their truth tables is found by a compiled loop and kept where single nodes look.

Sets of rules and of atoms become rows of words; :mod:`shidian.diagram.many.kernel` does the rest. What this finds, `grids` would find node
by node. A node whose table would have too many cells is left to the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from shidian.diagram.many.bitwise import COMPILED, WordArray
from shidian.diagram.many.ended import looked_of
from shidian.diagram.many.kernel import read_off
from shidian.diagram.many.law import as_sets, as_words, law_words, words_of
from shidian.diagram.many.records import AskedNodes, LawWords, ReadOff
from shidian.diagram.many.straight import find_ends
from shidian.diagram.node import Node
from shidian.diagram.nodes import Space
from shidian.diagram.tables import Looked, Permitted
from shidian.law.budget import go_on
from shidian.law.records.base import Reading

AT_ONCE = 512
"""Nodes in one call: between two calls the budget of a request is looked at."""


class Bulk:
    """The nodes of one space, many at a time."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.width = words_of(space.parts.everything.bit_length())
        self.atom_width = max(words_of(level.size) for i, level in enumerate(space.levels) if i != space.day)
        self._law: LawWords | None = None

    @property
    def law(self) -> LawWords:
        """The law as arrays, made once."""
        if self._law is None:
            self._law = law_words(self.space, self.width, self.atom_width)
        return self._law

    def find(self, items: Sequence[tuple[Node, Reading]], views: Sequence[Sequence[Node]]) -> Iterable[tuple[int, Permitted, list[Looked]]]:
        """For each node and reading of `items` of which a table can be made: its number there, the main numbers permitted, and what is
        read off for each of its nodes in `views`."""
        for start in range(0, len(items), AT_ONCE):
            go_on()
            yield from self._some(start, items[start : start + AT_ONCE], views[start : start + AT_ONCE])

    def _some(
        self, start: int, items: Sequence[tuple[Node, Reading]], views: Sequence[Sequence[Node]]
    ) -> Iterable[tuple[int, Permitted, list[Looked]]]:
        space, depth = self.space, len(self.space.levels)
        stood = [space.stood(node, reading) for node, reading in items]
        seen = [node for some in views for node in some]
        ranges = np.concatenate([[0], np.cumsum([len(some) for some in views])]).astype(np.int32)
        atoms, known = self._domains([node for node, _ in items])
        view_atoms, view_known = self._domains(seen)
        asked = AskedNodes(
            as_words((s.surely for s in stood), self.width),
            as_words((s.perhaps for s in stood), self.width),
            as_words((left for node, _ in items for left in node.left), self.width).reshape(len(items), depth, self.width),
            atoms,
            known,
            ranges,
            view_atoms,
            view_known,
        )
        out = self.read(asked)
        sure, maybe = as_sets(out.sure), as_sets(out.maybe)
        parts = zip(out.rank.tolist(), out.best.tolist(), out.worst.tolist(), out.left_open.tolist(), strict=True)
        looked = [looked_of(*one) for one in parts]
        for item, (begin, end) in enumerate(pairwise(ranges.tolist())):
            if out.made[item]:
                yield start + item, Permitted(sure[item], maybe[item]), looked[begin:end]

    def read(self, asked: AskedNodes) -> ReadOff:
        """What is read off the tables of nodes that are given as arrays."""
        depth, count, viewed = len(self.space.levels), len(asked.known), len(asked.view_known)
        out = ReadOff(
            np.zeros(count, np.uint8),
            np.zeros(viewed, np.int32),
            np.zeros(viewed, np.int32),
            np.zeros(viewed, np.int32),
            np.full((viewed, depth), -1.0),
            np.zeros((count, self.atom_width), np.uint64),
            np.zeros((count, self.atom_width), np.uint64),
        )
        read_off(self.law, asked, out)
        return out

    def _domains(self, nodes: Sequence[Node]) -> tuple[WordArray, Any]:
        depth = len(self.space.levels)
        known = np.zeros((len(nodes), depth), np.uint8)
        atoms = np.zeros((len(nodes), depth, self.atom_width), np.uint64)
        at = [(k, i, 2 if d.given else 1, d.atoms) for k, node in enumerate(nodes) for i, d in node.domains if i != self.space.day]
        if at:
            rows, levels = np.array([a[0] for a in at]), np.array([a[1] for a in at])
            known[rows, levels] = [a[2] for a in at]
            atoms[rows, levels] = as_words((a[3] for a in at), self.atom_width)
        return atoms, known


_KEPT: list[bool] = []
_OVER: list[Callable[[], bool]] = []


def are_kept() -> None:
    """Note that the loops are on disk: to read them takes a moment."""
    _KEPT.append(True)


def wait_for(over: Callable[[], bool]) -> None:
    """Use no loops until `over` says that nobody makes them any more."""
    _OVER[:] = [over]


def usable() -> bool:
    """Whether the loops are compiled here, and not being made by another process just now."""
    if _OVER and (at_hand() or _OVER[0]()):
        _OVER.clear()
    return COMPILED and not _OVER


def at_hand() -> bool:
    """Whether the loops were used in this process, so that they need not be compiled or read first."""
    return any(getattr(loop, "signatures", ()) for loop in (read_off, find_ends))


def ready() -> bool:
    """Whether nothing has to be compiled."""
    return at_hand() or bool(_KEPT)
