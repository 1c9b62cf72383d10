"""What many ends leave of the law, sorted as the engine sorts it: a compiled loop, for those who put ends into words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import ZERO, WordArray, compiled, has, put
from shidian.diagram.many.records import Flags, LawWords
from shidian.diagram.many.straight import ClassWords, close, left_alive, room_for_one

HERE, BEFORE, WHOLE = 0, 1, 2
"""An end; the same before the main number was read, where rules speak of that number (else the end itself); and that without its duties."""


class Lefts(NamedTuple):
    """Of each end: what is `alive`, and by level whether something of it is `left` open, each for the end, before, and whole; in each reading
    the rules that move the outcome, and the duties, as the engine sorts them (those that apply, those in doubt, those that hang on a fact,
    those of the last in doubt); whether the readings differ, at the end and whole; whether rules speak of the main number."""

    alive: WordArray
    left: Flags
    rules: WordArray
    duties: WordArray
    apart: Flags
    speaks: Flags


def room_for(count: int, depth: int, width: int) -> Lefts:
    """Room for some ends."""
    return Lefts(
        np.zeros((count, 3, width), np.uint64),
        np.zeros((count, 3, depth), np.uint8),
        np.zeros((count, 2, 4, width), np.uint64),
        np.zeros((count, 2, 4, width), np.uint64),
        np.zeros((count, 2), np.uint8),
        np.zeros(count, np.uint8),
    )


@compiled
def sort_ends(law: LawWords, by: ClassWords, cases: npt.NDArray[np.int32], out: Lefts) -> None:
    """Find what the ends of some cases leave."""
    depth, main, width = law.sizes[1], law.sizes[2], len(law.every_rule)
    room = room_for_one(width)
    open_, before = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    for i in range(len(cases)):
        classes = cases[i]
        day = classes[by.day]
        speaks = left_alive(law, by, classes, room, open_)
        out.speaks[i] = 1 if speaks else 0
        for w in range(width):
            before[w] = by.touching_main[w] | room.others[w] if speaks else open_[w]
            out.alive[i, HERE, w] = room.after[w]
            out.alive[i, BEFORE, w] = room.before[w] if speaks else room.after[w]
            out.alive[i, WHOLE, w] = out.alive[i, BEFORE, w] & ~law.duties[w]
        close(law.every_rule, law.owner, by.reliant, by.relieved_from, by.relieved, out.alive[i, WHOLE], before)
        for level in range(depth):
            row = by.first[level] + classes[level]
            for at in range(3):
                some = False
                for w in range(width):
                    asking = by.touching_main[w] if speaks and level == main and at != HERE else by.open[row, w]
                    some = some or (asking & out.alive[i, at, w]) != ZERO
                out.left[i, at, level] = 1 if some else 0
        for at in range(2):
            differ = False
            for w in range(width):
                moved = by.stands[day, 0, w] ^ by.stands[day, 2, w] | by.stands[day, 1, w] ^ by.stands[day, 3, w]
                differ = differ or (moved & out.alive[i, 2 * at, w]) != ZERO
            out.apart[i, at] = 1 if differ else 0
        for reading in range(2):
            sort_words(law, by, day, reading, False, room.after, open_, out.rules[i, reading])
            sort_words(law, by, day, reading, True, room.after, open_, out.duties[i, reading])


@compiled
def sort_words(
    law: LawWords, by: ClassWords, day: int, reading: int, duties: bool, alive: WordArray, open_: WordArray, out: WordArray
) -> None:
    """Sort what is alive in one reading: the duties, or all else."""
    for w in range(len(alive)):
        perhaps = by.stands[day, 2 * reading + 1, w] & alive[w]
        live = (by.stands[day, 2 * reading, w] & alive[w] | perhaps) & (law.duties[w] if duties else ~law.duties[w])
        out[0, w], out[1, w], out[2, w] = live & law.every_rule[w], perhaps | law.tainted[w], open_[w] & live
    for w in range(law.sizes[0] >> 6, len(alive)):
        for bit in range(max(law.sizes[0], w << 6), min(len(law.owner), (w + 1) << 6) if out[2, w] else 0):
            if has(out[2], bit):
                put(out[2], law.owner[bit])
    for w in range(len(alive)):
        settled, maybe, doubted = out[0, w] & ~out[2, w], out[0, w] & out[2, w], out[1, w]
        out[0, w], out[1, w], out[2, w], out[3, w] = settled & ~doubted, settled & doubted, maybe, maybe & doubted
