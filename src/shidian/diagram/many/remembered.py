"""The codes of cases that were decided without the nodes between: by all classes of a case, and by its end."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import WordArray
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.ended import BareEnds
from shidian.diagram.many.keys import distinct, keep_codes, known_codes, mix_column

WORTH = 0.08
"""The part of new cases that must have an end of its own for this way: of fewer, the diagram soon knows all that comes."""
SAMPLE = 20_000
"""Cases after which that is judged."""


class Kept(Protocol):
    """Where new ends get their codes."""

    def more(self, ends: BareEnds) -> int: ...


class Codes:
    """Codes by key, in a table that grows."""

    def __init__(self) -> None:
        self.count = 0
        self._slots: WordArray = np.zeros((1 << 12, 2), np.uint64)
        self._codes = np.full(1 << 12, -1, np.int32)

    def of(self, keys: WordArray) -> npt.NDArray[np.int64]:
        """The codes of keys, -1 where there is none."""
        out = np.empty(len(keys), np.int64)
        known_codes(self._slots, self._codes, keys, out)
        return out

    def keep(self, keys: WordArray, codes: npt.NDArray[np.int64]) -> None:
        """Keep codes of new keys."""
        room = len(self._codes)
        while 2 * (self.count + len(keys)) > room:
            room *= 2
        if room > len(self._codes):
            old, held = self._slots, self._codes
            self._slots, self._codes = np.zeros((room, 2), np.uint64), np.full(room, -1, np.int32)
            full = held >= 0
            keep_codes(self._slots, self._codes, old[full], held[full].astype(np.int64))
        keep_codes(self._slots, self._codes, keys, codes)
        self.count += len(keys)


class Remembered:
    """The cases of one program. `able`: whether cases can be decided here; `worth`: whether they are to be, and not by filling the diagram."""

    def __init__(self, crowd: Crowd, kept: Kept) -> None:
        self._crowd = crowd
        self._kept = kept
        self._by_case = Codes()
        self._by_end = Codes()
        self.able = self.worth = crowd.fits

    def __bool__(self) -> bool:
        return self._by_case.count > 0

    def codes(self, cases: npt.NDArray[np.int32], *, few: bool) -> npt.NDArray[np.int64]:
        """The codes of cases. Of `few` only those that are known: the others are -1."""
        keys = np.zeros((len(cases), 2), np.uint64)
        for level in range(cases.shape[1]):
            mix_column(keys, np.ascontiguousarray(cases[:, level]).view(np.uint32), level + 1)
        out = self._by_case.of(keys)
        new = np.flatnonzero(out < 0)
        if few or not len(new):
            return out
        first, back = distinct(keys[new])
        some = new[first]
        found = self._decide(cases[some])
        self._by_case.keep(keys[some], found)
        out[new] = found[back]
        if self.worth and self._by_case.count > SAMPLE:
            self.worth = self._by_end.count > WORTH * self._by_case.count
        return out

    def _decide(self, cases: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        keys = self._crowd.keys(cases, tables=False).key
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
