"""Keys of 128 bits, mixed word by word, and a table of the codes that are kept under them: compiled loops."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import WordArray, compiled
from shidian.diagram.many.records import Numbers32, Numbers64


@compiled
def mixed(seed: np.uint64, word: np.uint64) -> np.uint64:
    """A word mixed into a key."""
    z = (seed ^ word) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def distinct(keys: WordArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The first row of each different key, and for each row the number of its key among these."""
    _, first, back = np.unique(keys[:, 0], return_index=True, return_inverse=True)
    if (keys[first, 1][back] != keys[:, 1]).any():  # two that differ in their second half only
        _, first, back = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, back.ravel()


@compiled
def known_codes(slots: WordArray, codes: Numbers32, keys: WordArray, out: Numbers64) -> None:
    """The codes kept of some keys; -1 where there is none."""
    room = len(codes)
    for i in range(len(keys)):
        at = np.int64(keys[i, 0] & np.uint64(room - 1))
        out[i] = -1
        while codes[at] >= 0:
            if slots[at, 0] == keys[i, 0] and slots[at, 1] == keys[i, 1]:
                out[i] = codes[at]
                break
            at = (at + 1) & (room - 1)


@compiled
def keep_codes(slots: WordArray, codes: Numbers32, keys: WordArray, found: Numbers64) -> None:
    """Keep the codes of some keys that are not kept yet; there is room for them."""
    room = len(codes)
    for i in range(len(keys)):
        at = np.int64(keys[i, 0] & np.uint64(room - 1))
        while codes[at] >= 0:
            at = (at + 1) & (room - 1)
        slots[at, 0], slots[at, 1], codes[at] = keys[i, 0], keys[i, 1], found[i]


@compiled
def mix_column(keys: WordArray, codes: npt.NDArray[np.uint32], salt: int) -> None:
    """Mix one more class of every row into the keys of the rows."""
    for i in range(len(keys)):
        for half in range(2):
            keys[i, half] = mixed(keys[i, half] + np.uint64(salt * 2 + half), np.uint64(codes[i]))
