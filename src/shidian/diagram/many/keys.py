"""Keys of 128 bits, mixed word by word, and a table of the codes that are kept under them: compiled loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import WordArray, compiled
from shidian.diagram.many.records import Numbers64


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
    if (keys[first][back] != keys).any():  # two that differ in a further word only
        _, first, back = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, back.ravel()


@compiled
def hashed(keys: WordArray, i: int) -> np.uint64:
    """A key as one word, of which any bits say where it stands."""
    seed = np.uint64(0)
    for w in range(keys.shape[1]):
        seed = mixed(seed, keys[i, w])
    return seed


@compiled
def place_of(slots: WordArray, keys: WordArray, i: int) -> int:
    """Where a key stands, or would stand."""
    words, most = keys.shape[1], np.uint64(len(slots) - 1)
    at = np.int64(hashed(keys, i) & most)
    while slots[at, words] != np.uint64(0):
        same = True
        for w in range(words):
            same = same and slots[at, w] == keys[i, w]
        if same:
            break
        at = np.int64(np.uint64(at + 1) & most)
    return int(at)


@compiled
def known_codes(slots: WordArray, keys: WordArray, out: Numbers64) -> None:
    """The codes kept of some keys; -1 where there is none. A slot is the words of a key, and one more than its code. Most stand where they are
    looked for first, and these are fetched without waiting for one another."""
    words, most = keys.shape[1], np.uint64(len(slots) - 1)
    for i in range(len(keys)):
        at, same = np.int64(hashed(keys, i) & most), True
        for w in range(words):
            same &= slots[at, w] == keys[i, w]
        out[i] = np.int64(slots[at, words]) - 1 if same else -2
    for i in range(len(keys)):
        if out[i] == -2:
            out[i] = np.int64(slots[place_of(slots, keys, i), words]) - 1


@compiled
def keep_codes(slots: WordArray, keys: WordArray, found: Numbers64) -> None:
    """Keep the codes of some keys that are not kept yet; there is room for them."""
    words = keys.shape[1]
    for i in range(len(keys)):
        at = place_of(slots, keys, i)
        for w in range(words):
            slots[at, w] = keys[i, w]
        slots[at, words] = np.uint64(found[i] + 1)


@compiled
def put_column(keys: WordArray, word: int, codes: npt.NDArray[Any], bits: WordArray) -> None:
    """Put one more class of every row into a word of the keys of the rows; `bits` are, by code, those of the class."""
    for i in range(len(keys)):
        keys[i, word] |= bits[codes[i]]
