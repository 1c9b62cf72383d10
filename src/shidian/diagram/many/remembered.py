"""The codes of cases that were decided without the nodes between: by all classes of a case, and by its end."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from shidian.diagram.classes import ValueClass
from shidian.diagram.gather import Column
from shidian.diagram.many.bitwise import BITS, WordArray
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.ended import BareEnds
from shidian.diagram.many.keys import distinct, keep_codes, known_codes, put_column
from shidian.diagram.many.records import Numbers64
from shidian.law.unswept import unswept

WORTH = 0.08
"""The part of new cases that must have an end of its own for this way: of fewer, the diagram soon knows all that comes."""
SAMPLE = 20_000
"""Cases after which that is judged."""


class Kept(Protocol):
    """Where new ends get their codes."""

    def more(self, ends: BareEnds) -> int: ...


class Codes:
    """Codes by key of some words, in a table that grows. Of keys none of whose words is 0 they can be looked up while others are kept."""

    def __init__(self, words: int) -> None:
        self.count = 0
        self._slots: WordArray = np.zeros((1 << 12, words + 1), np.uint64)

    def of(self, keys: WordArray) -> npt.NDArray[np.int64]:
        """The codes of keys, -1 where there is none."""
        out = np.empty(len(keys), np.int64)
        known_codes(self._slots, keys, out)
        return out

    def keep(self, keys: WordArray, codes: npt.NDArray[np.int64]) -> None:
        """Keep codes of new keys."""
        room, slots = len(self._slots), self._slots
        while 2 * (self.count + len(keys)) > room:
            room *= 2
        if room > len(slots):
            old = slots[slots[:, -1] != 0]
            slots = np.zeros((room, slots.shape[1]), np.uint64)
            keep_codes(slots, old[:, :-1], old[:, -1].astype(np.int64) - 1)
        keep_codes(slots, keys, codes)
        self._slots = slots
        self.count += len(keys)


class Packing(NamedTuple):
    """How the classes of a case stand in the words of its key, whole and beside each other: by level of those that vary the word and the lowest bit;
    how many classes each has room for. The codes under such keys."""

    places: dict[int, tuple[int, int]]
    most: dict[int, int]
    words: int
    codes: Codes


def packing_of(sizes: Mapping[int, int]) -> Packing:
    """A packing for levels of so many classes, with room for twice as many. The first bit of each word is set in every key."""
    places, most, word, bit = {}, {}, 0, 1
    for level, size in sizes.items():
        bits = (2 * size).bit_length()
        if bit + bits > BITS:
            word, bit = word + 1, 1
        places[level], most[level] = (word, bit), 1 << bits
        bit += bits
    return Packing(places, most, word + 1, Codes(word + 1))


class Remembered:
    """The cases of one program, of which `constants` are the classes that are the same in all. `able`: whether cases can be decided here; `worth`:
    whether they are to be, and not by filling the diagram. The `lock` is held where something is found; what is known is looked up without it."""

    def __init__(self, crowd: Crowd, kept: Kept, constants: Mapping[int, ValueClass], lock: RLock) -> None:
        self._crowd, self._kept, self._lock = crowd, kept, lock
        self._constants = {level: found.id for level, found in constants.items()}
        self._packing = self._packed()
        self._by_end = Codes(2)
        self.able = self.worth = crowd.fits

    def __bool__(self) -> bool:
        return self._by_end.count > 0

    def codes(self, columns: Mapping[int, Column], rows: slice, some: Numbers64 | None, few: int) -> npt.NDArray[np.int64]:
        """The codes of `rows`, or of `some` of them. Where not more than `few` of them are new, these are -1."""
        levels, packing = self._crowd.space.levels, self._packing
        if any(len(levels[level].classes) > most for level, most in packing.most.items()):
            packing = self._packing = self._packed()
        keys = np.full((rows.stop - rows.start, packing.words), 1, np.uint64)
        for level, (word, bit) in packing.places.items():
            put_column(keys, word, columns[level].codes[rows], columns[level].classes.astype(np.uint64) << np.uint64(bit))
        if some is not None:
            keys = keys[some]
        count, out = packing.codes.count, packing.codes.of(keys)
        new = np.flatnonzero(out < 0)
        if len(new) <= few:
            return out
        first, back = distinct(keys[new])
        alone = new[first]
        cases = self.cases(columns, rows, alone if some is None else some[alone])
        with self._lock, unswept():
            by = self._crowd.by()
        ends = self._crowd.keys(cases, by, tables=False).key
        with self._lock, unswept():
            found = out[alone] if packing.codes.count == count else packing.codes.of(keys[alone])  # another thread has found some meanwhile
            here = np.flatnonzero(found < 0)
            found[here] = self._decide(cases[here], ends[here])
            packing.codes.keep(keys[alone[here]], found[here])
            if self.worth and packing.codes.count > SAMPLE:
                self.worth = self._by_end.count > WORTH * packing.codes.count
        out[new] = found[back]
        return out

    def cases(self, columns: Mapping[int, Column], rows: slice, some: Numbers64) -> npt.NDArray[np.int32]:
        """The classes of some of the rows, one for each level."""
        out = np.empty((len(some), len(self._crowd.space.levels)), np.int32)
        for level in range(out.shape[1]):
            known = self._constants.get(level)
            out[:, level] = columns[level].classes[columns[level].codes[rows][some]] if known is None else known
        return out

    def _packed(self) -> Packing:
        return packing_of({i: len(level.classes) for i, level in enumerate(self._crowd.space.levels) if i not in self._constants})

    def _decide(self, cases: npt.NDArray[np.int32], keys: WordArray) -> npt.NDArray[np.int64]:
        codes = self._by_end.of(keys)
        new = np.flatnonzero(codes < 0)
        if len(new):
            first, back = distinct(keys[new])
            some = new[first]
            begin = self._kept.more(self._crowd.outcomes(cases[some], keys[some]))
            numbers = np.arange(begin, begin + len(some))
            self._by_end.keep(keys[some], numbers)
            codes[new] = numbers[back]
        return codes
