"""The cells of a table in which a rule holds, and those that its ceilings admit.

This is done for a hundred rules of one table, mostly over a few words each: what a loop is handed costs as much as what it does. So these
are given the few arrays that they read, and not the records in which these stand.
"""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.bitwise import ONE, ZERO, WordArray, cells_where, compiled, highest, lowest, put, put_all
from shidian.diagram.many.records import LawWords, NodeAxes, Numbers32, Numbers64


@compiled
def ask(law: LawWords, axes: NodeAxes, found: int) -> None:
    """For each axis and each conjunction that asks for it: the classes that it lets stand, as bits. A class lets few of the many
    conjunctions stand that ask for it, so these are counted, not tried."""
    for a in range(found):
        base = law.first_atom[axes.level[a]]
        asking = axes.asking[a]
        for w in range(len(asking)):
            left = asking[w]
            while left != ZERO:
                conjunction = (w << 6) + lowest(left)
                left &= left - ONE
                for part in range(axes.standing.shape[2]):
                    axes.standing[a, conjunction, part] = ZERO
            if asking[w] == ZERO:
                continue
            for k in range(axes.classes[a]):
                left = law.passing[base + axes.first[a, k], w] & asking[w]
                while left != ZERO:
                    conjunction = (w << 6) + lowest(left)
                    left &= left - ONE
                    put(axes.standing[a, conjunction], k)


@compiled
def stretch(
    conjunction: int, outermost: int, asking: WordArray, standing: WordArray, count: int, stride: int, words: int
) -> tuple[int, int]:
    """The words outside of which an open conjunction holds in no cell, by what it asks of the outermost axis (-1: there is none), of `count`
    classes `stride` cells apart: from, up to not including."""
    if outermost < 0 or not (asking[outermost, conjunction >> 6] >> np.uint64(conjunction & 63)) & ONE:
        return 0, words
    first = last = -1
    for part in range((count + 63) >> 6):
        some = standing[outermost, conjunction, part]
        if some != ZERO:
            first = (part << 6) + lowest(some) if first < 0 else first
            last = (part << 6) + highest(some)
    if first < 0:
        return 0, 0
    return (first * stride) >> 6, ((last + 1) * stride + 63) >> 6


@compiled
def hold(
    conjunction: int,
    asking: WordArray,
    standing: WordArray,
    classes: Numbers64,
    stride: Numbers64,
    found: int,
    size: int,
    out: WordArray,
    spare: WordArray,
    begin: int,
    end: int,
) -> None:
    """The cells in which an open conjunction holds, in the words from `begin` up to, not including, `end`: of `found` axes."""
    word, bit, begun = conjunction >> 6, np.uint64(conjunction & 63), False
    for a in range(found):
        if (asking[a, word] >> bit) & ONE:
            chosen = standing[a, conjunction]
            if not begun:
                cells_where(out, chosen, classes[a], stride[a], size, begin, end)
                begun = True
            else:
                cells_where(spare, chosen, classes[a], stride[a], size, begin, end)
                for w in range(begin, end):
                    out[w] &= spare[w]
    if not begun:
        put_all(out, size, begin, end)


@compiled
def keep(
    rule: int,
    admits: WordArray,
    base: Numbers64,
    bounding: WordArray,
    first: Numbers32,
    classes: Numbers64,
    stride: Numbers64,
    found: int,
    size: int,
    out: WordArray,
    spare: WordArray,
    chosen: WordArray,
    begin: int,
    end: int,
) -> None:
    """The cells whose open numbers stay within the ceilings of a rule, in the words from `begin` up to, not including, `end`. `base` is, by
    axis, the first atom of its level."""
    put_all(out, size, begin, end)
    word, bit = rule >> 6, np.uint64(rule & 63)
    for a in range(found):
        if not (bounding[a, word] >> bit) & ONE:
            continue
        for part in range((classes[a] + 63) >> 6):
            chosen[part] = ZERO
        for k in range(classes[a]):
            if (admits[base[a] + first[a, k], word] >> bit) & ONE:
                put(chosen, k)
        cells_where(spare, chosen, classes[a], stride[a], size, begin, end)
        for w in range(begin, end):
            out[w] &= spare[w]
