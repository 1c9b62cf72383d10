"""The answers of many nodes at once: what is read off their truth tables is found by a compiled loop.

Sets of rules and of atoms become rows of words; :mod:`shidian.diagram.many.kernel` does the rest. What this finds, `grids` would find node
by node. A node whose table would have too many cells is left to the search.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from shidian.diagram.many.bitwise import COMPILED
from shidian.diagram.many.kernel import read_off
from shidian.diagram.many.law import law_words, words_of
from shidian.diagram.many.records import AskedNodes, LawWords, ReadOff
from shidian.diagram.many.straight import find_ends
from shidian.diagram.nodes import Space


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
