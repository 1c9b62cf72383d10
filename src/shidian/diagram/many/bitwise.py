"""Sets of bits in arrays of 64-bit words, for compiled loops: rules of a law, cells of a truth table.

Only what numba compiles is here. Indices and counts are signed, words unsigned; the two are never mixed in one sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from shidian.version import code_digest

try:
    import numba
except ImportError:  # not installed, or not for this machine
    numba = None  # type: ignore[assignment,unused-ignore]

COMPILED = numba is not None
"""Whether the loops are compiled."""
Function = TypeVar("Function", bound=Callable[..., Any])
WordArray = npt.NDArray[np.uint64]

ZERO, ONE, ALL = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
BITS = 64
_SPREAD = np.uint64(0x03F79D71B4CB0A89)
"""A de Bruijn word: its six upper bits, moved up by 0 to 63 places, are 64 different numbers."""
_BIT_OF = np.zeros(BITS, np.int64)
_BIT_OF[[(0x03F79D71B4CB0A89 << at & 0xFFFFFFFFFFFFFFFF) >> 58 for at in range(BITS)]] = np.arange(BITS)


def compiled(plain: Function) -> Function:
    """A function compiled by numba, kept on disk; the function itself where numba is not installed."""
    if numba is None:
        return plain
    made: Any = numba.njit(nogil=True, cache=True, error_model="numpy")(plain)
    kept: Any = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if hasattr(kept, "_version"):  # numba looks at the file of a loop alone: not at the loops in other files that it holds
        kept._version = f"{kept._version} {code_digest('diagram')}"
    return cast("Function", made)


def inlined(plain: Function) -> Function:
    """A compiled function that stands where it is called. To hand over a law, some forty arrays, takes longer than most of these take."""
    return plain if numba is None else cast("Function", numba.njit(nogil=True, error_model="numpy", inline="always")(plain))


@compiled
def has(words: WordArray, bit: int) -> bool:
    """Whether a bit is set."""
    return bool((words[bit >> 6] >> np.uint64(bit & 63)) & ONE)


@compiled
def put(words: WordArray, bit: int) -> None:
    """Set a bit."""
    words[bit >> 6] |= ONE << np.uint64(bit & 63)


@compiled
def lowest(word: np.uint64) -> int:
    """The number of the lowest bit of a word that is not 0."""
    return int(_BIT_OF[((word & (~word + ONE)) * _SPREAD) >> np.uint64(58)])


@inlined
def least_of(rows: WordArray, row: int) -> int:
    """The number of the lowest bit of a row, one of whose words is not 0."""
    w = 0
    while rows[row, w] == ZERO:
        w += 1
    return (w << 6) + lowest(rows[row, w])


@compiled
def highest(word: np.uint64) -> int:
    """The number of the highest bit of a word that is not 0."""
    left, at = word, 0
    for step in (32, 16, 8, 4, 2, 1):
        if left >> np.uint64(step) != ZERO:
            left >>= np.uint64(step)
            at += step
    return at


@compiled
def all_of(words: WordArray, size: int) -> bool:
    """Whether the first `size` bits are set."""
    lacks = False
    for w in range(size >> 6):
        lacks = lacks or words[w] != ALL
    return not lacks and (size & 63 == 0 or ~words[size >> 6] & (ALL >> np.uint64(BITS - (size & 63))) == ZERO)


@compiled
def within(a: WordArray, b: WordArray, words: int) -> bool:
    """Whether a set lies in another."""
    lacks = False
    for w in range(words):
        lacks = lacks or (a[w] & ~b[w]) != ZERO
    return not lacks


@compiled
def shares(a: WordArray, b: WordArray, words: int) -> bool:
    """Whether two sets have a bit in common."""
    some = False
    for w in range(words):
        some = some or (a[w] & b[w]) != ZERO
    return some


@compiled
def put_all(words: WordArray, size: int, begin: int, end: int) -> None:
    """Set the bits below `size` in the words from `begin` up to, not including, `end`."""
    for w in range(begin, end):
        words[w] = ALL
    if end << 6 > size and end > begin:
        words[end - 1] = ALL >> np.uint64(BITS - (size & 63))


@compiled
def put_every(words: WordArray, size: int) -> None:
    """Set the first `size` bits of an array that just holds them."""
    put_all(words, size, 0, (size + 63) >> 6)


@compiled
def fill_range(words: WordArray, begin: int, end: int) -> None:
    """Set the bits from `begin` up to, not including, `end`."""
    if begin >= end:
        return
    first, last = begin >> 6, (end - 1) >> 6
    low = ALL << np.uint64(begin & 63)
    high = ALL >> np.uint64(63 - ((end - 1) & 63))
    if first == last:
        words[first] |= low & high
        return
    words[first] |= low
    for w in range(first + 1, last):
        words[w] = ALL
    words[last] |= high


@compiled
def repeat(words: WordArray, period: int, size: int) -> None:
    """Repeat the first `period` bits up to `size` bits; the others are 0 before."""
    while period < size and period < BITS:  # within a word: double what there is
        words[0] |= words[0] << np.uint64(period)
        if period * 2 > BITS and size > BITS:  # the part that runs over into the second word
            words[1] |= (words[0] & (ALL >> np.uint64(BITS - period))) >> np.uint64(BITS - period)
        period *= 2
    count = (size + 63) >> 6
    if period < size:
        whole, part = period >> 6, np.uint64(period & 63)
        for w in range(whole, count):
            value = words[w - whole] << part
            if part and w > whole:
                value |= words[w - whole - 1] >> (np.uint64(BITS) - part)
            words[w] |= value
    if size & 63:
        words[count - 1] &= ALL >> np.uint64(BITS - (size & 63))


@compiled
def cells_where(out: WordArray, chosen: WordArray, count: int, stride: int, size: int, begin: int, end: int) -> None:
    """The cells whose class on one axis is among `chosen` (one bit a class): the axis has `count` classes, `stride` cells apart. Only the
    words from `begin` up to, not including, `end` are asked for; what else stands in `out` says nothing."""
    period = stride * count
    for w in range(begin if period >= size else 0, end):
        out[w] = ZERO
    k = 0
    while k < count:
        left = chosen[k >> 6] >> np.uint64(k & 63)
        if left == ZERO:
            k = ((k >> 6) + 1) << 6
            continue
        k += lowest(left)
        first = k
        while k < count and has(chosen, k):
            k += 1
        fill_range(out, first * stride, k * stride)
    if period < size:
        repeat(out, period, min(size, end << 6))


@compiled
def or_moved(out: WordArray, value: WordArray, by: int, words: int) -> None:
    """Add the bits of a set, each moved down by `by` places; those below that are lost. A set may be added to itself."""
    whole, part = by >> 6, np.uint64(by & 63)
    for w in range(words - whole):
        moved = value[w + whole] >> part
        if part and w + whole + 1 < words:
            moved |= value[w + whole + 1] << (np.uint64(BITS) - part)
        out[w] |= moved


@compiled
def lay_over(words: WordArray, by: int, count: int, size: int) -> None:
    """Add to a set, of `size` words, itself moved down by `by` places, by twice that, and so on: `count` sets laid over one another."""
    laid = 1
    while 2 * laid <= count:
        or_moved(words, words, laid * by, size)
        laid *= 2
    if laid < count:
        or_moved(words, words, (count - laid) * by, size)


@compiled
def some_between(words: WordArray, begin: int, end: int) -> bool:
    """Whether a bit is set from `begin` up to, not including, `end`."""
    first, last = begin >> 6, (end - 1) >> 6
    low, high = ALL << np.uint64(begin & 63), ALL >> np.uint64(63 - ((end - 1) & 63))
    if first == last:
        return bool((words[first] & low & high) != ZERO)
    some = (words[first] & low) != ZERO or (words[last] & high) != ZERO
    for w in range(first + 1, last):
        some = some or words[w] != ZERO
    return bool(some)
