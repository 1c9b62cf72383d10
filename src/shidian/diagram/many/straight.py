"""From the classes of many cases straight to the ends of their paths, without the nodes between: compiled loops.

A case is a row of classes, one for each level. What it leaves of the law is found by a few ands over words; two cases that are left the
same have one end, and so one key: two words of 64 bits, mixed from all that makes a node this node.

What is mixed in reads in one way only: first the words of rules alive, each behind its number and before the four of how they stand (behind a
marked number where all surely stand in both readings); then
by level what stays open behind the number of level and word, and the class (its level and the two words of its name) or number. Each step is one to one in the key and in the word,
so that two ends have one key by chance alone: of n ends, n² times the steps in 2^129.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import ONE, ZERO, WordArray, compiled, has, inlined, least_of, lowest
from shidian.diagram.many.keys import mixed
from shidian.diagram.many.records import Flags, LawWords, Numbers32

A_CLASS, A_NUMBER, A_SURE = np.uint64(1 << 62), np.uint64(1 << 61), np.uint64(1 << 60)
"""What marks the word of a class, of a number, and of rules that all stand surely in both readings, so that it is no number of a level."""


class ClassWords(NamedTuple):
    """The classes of every level, one row each, from `first` of the level on: the conjunctions that fail, those that stay open, the atoms
    whether a value was given, whether any stays `asking`, and a name of 128 bits that is the same in every process. By class of days: the conjunctions
    that surely and perhaps stand in force, then announced, and those that do not surely stand in both (`unsure`); and which span speaks for each
    rule that has several (`several` are their numbers). `reliant` rules say nothing unless one of `relieved` is there, by ranges; `day` is the
    level of the day."""

    first: Numbers32
    dead: WordArray
    open: WordArray
    atoms: WordArray
    given: Flags
    asking: Flags
    names: WordArray
    stands: WordArray
    unsure: WordArray
    spans: npt.NDArray[np.int16]
    several: WordArray
    which: Numbers32
    everything: WordArray
    touching_main: WordArray
    reliant: WordArray
    relieved_from: Numbers32
    relieved: Numbers32
    day: int


class EndKeys(NamedTuple):
    """Of each case: the key of its end, the key of its table, whether rules speak of the main number that is given, and whether the two
    readings differ in what bears on the outcome."""

    key: WordArray
    table: WordArray
    whole: Flags
    apart: Flags


class Room(NamedTuple):
    """Room for one case: what is alive with the main number open, and with it read; what levels but the main one leave open."""

    before: WordArray
    after: WordArray
    others: WordArray


@compiled
def room_for_one(width: int) -> Room:
    """Room for one case of a law of so many words."""
    return Room(np.zeros(width, np.uint64), np.zeros(width, np.uint64), np.zeros(width, np.uint64))


TwoKeys = tuple[np.uint64, np.uint64]
"""The halves of a key of 128 bits: each word is mixed into both."""


@compiled
def mixed_twice(key: TwoKeys, word: np.uint64) -> TwoKeys:
    """A word mixed into both halves of a key."""
    return mixed(key[0], word), mixed(key[1], word)


@inlined
def class_key(names: WordArray, level: int, row: int, key: TwoKeys) -> TwoKeys:
    """Mix in a class by its name: its number is that of one process."""
    key = mixed_twice(key, A_CLASS | np.uint64(level))
    return mixed_twice(mixed_twice(key, names[row, 0]), names[row, 1])


@compiled
def find_live(alive: WordArray, live: Numbers32) -> int:
    """Number the words of a set that are not empty. Gives how many."""
    count = 0
    for w in range(len(alive)):
        if alive[w]:
            live[count] = w
            count += 1
    return count


@inlined
def close(
    every_rule: WordArray,
    owner_of: Numbers32,
    reliant: WordArray,
    relieved_from: Numbers32,
    relieved: Numbers32,
    alive: WordArray,
    open_: WordArray,
) -> None:
    """Drop rules that an exclusion holds of, reliefs without a limit, and exclusions without a rule. It is given the few arrays that it reads."""
    rules = len(relieved_from) - 1
    for w in range(rules >> 6, len(alive)):
        left = alive[w] & ~every_rule[w] & ~open_[w]
        while left != ZERO:
            owner = owner_of[(w << 6) + lowest(left)]
            left &= left - ONE
            alive[owner >> 6] &= ~(ONE << np.uint64(owner & 63))
    for w in range(len(alive)):
        left = alive[w] & reliant[w]
        while left != ZERO:
            rule, some = (w << 6) + lowest(left), False
            left &= left - ONE
            for j in range(relieved_from[rule], relieved_from[rule + 1]):
                some = some or has(alive, relieved[j])
            if not some:
                alive[w] &= ~(ONE << np.uint64(rule & 63))
    for w in range(rules >> 6, len(alive)):
        left = alive[w] & ~every_rule[w]
        while left != ZERO:
            bit = left & (~left + ONE)
            if not has(alive, owner_of[(w << 6) + lowest(left)]):
                alive[w] &= ~bit
            left &= left - ONE


@inlined
def left_alive(law: LawWords, by: ClassWords, classes: Numbers32, room: Room, open_: WordArray) -> bool:
    """Find what a case leaves alive. Gives whether rules that move the outcome speak of the main number, and it is given."""
    depth, main, width = law.sizes[1], law.sizes[2], len(law.every_rule)
    day = classes[by.day]
    for w in range(width):
        stands = by.stands[day, 0, w] | by.stands[day, 1, w] | by.stands[day, 2, w] | by.stands[day, 3, w]
        room.before[w] = by.everything[w] & stands
        room.others[w] = ZERO
    for level in range(depth):
        if level != main:
            row = by.first[level] + classes[level]
            for w in range(width):
                room.before[w] &= ~by.dead[row, w]
            for w in range(width if by.asking[row] else 0):
                room.others[w] |= by.open[row, w]
    for w in range(width):
        open_[w] = room.others[w] | by.touching_main[w]
    close(law.every_rule, law.owner, by.reliant, by.relieved_from, by.relieved, room.before, open_)
    if main < 0:
        room.after[:] = room.before
        return False
    row = by.first[main] + classes[main]
    speaks = False
    for w in range(width):
        speaks = speaks or (by.touching_main[w] & room.before[w] & ~law.duties[w]) != ZERO
        room.after[w] = room.before[w] & ~by.dead[row, w]
        open_[w] = room.others[w] | by.open[row, w]
    close(law.every_rule, law.owner, by.reliant, by.relieved_from, by.relieved, room.after, open_)
    return speaks and by.given[row] == 1


@inlined
def content_key(
    law: LawWords,
    by: ClassWords,
    classes: Numbers32,
    alive: WordArray,
    live: Numbers32,
    keep: WordArray,
    skip_main: bool,
    exact: bool,
    key: TwoKeys,
) -> TwoKeys:
    """Mix in all that makes a node: of the conjunctions in `keep`, and with the main number unread if it is to be skipped."""
    depth, main, day = law.sizes[1], law.sizes[2], classes[by.day]
    for w in live:
        here = alive[w] & keep[w]
        if here:
            if by.unsure[day, w] & here == ZERO:  # surely in both readings, as most
                key = mixed_twice(mixed_twice(key, A_SURE | np.uint64(w)), here)
                continue
            key = mixed_twice(mixed_twice(key, np.uint64(w)), here)
            for at in range(4):
                key = mixed_twice(key, by.stands[day, at, w] & here)
    for level in range(depth):
        row = by.first[level] + classes[level]
        if level == by.day:
            continue
        some = False
        unread = skip_main and level == main
        for w in live[: len(live) if unread or by.asking[row] else 0]:
            left = (by.touching_main[w] if unread else by.open[row, w]) & alive[w] & keep[w]
            if left:
                some = True
                key = mixed_twice(mixed_twice(key, np.uint64(((level + 1) << 16) + w)), left)
        if not law.numeric[level] or unread:
            if some and not unread:
                key = class_key(by.names, level, row, key)
            continue
        bounding = around = ZERO  # what an end remembers of a number
        for w in live:
            bounding |= law.bounding[level, w] & alive[w]
            some = some or (by.open[row, w] & alive[w]) != ZERO
        for j in range(len(law.lower)):
            if level == law.lower[j] or level == law.upper[j]:
                other = law.upper[j] if level == law.lower[j] else law.lower[j]
                line, unread = by.first[other] + classes[other], skip_main and other == main
                if by.given[line] == 0 or unread:
                    for w in live:
                        around |= ((by.touching_main[w] if unread else by.open[line, w]) | law.bounding[other, w]) & alive[w]
        if not some and bounding == ZERO and around == ZERO:
            continue
        if by.given[row] == 0:
            key = mixed_twice(key, A_NUMBER | np.uint64(2 * level + 1))
        elif exact or some or around != ZERO:
            key = class_key(by.names, level, row, key)
        else:
            atom = law.first_atom[level] + least_of(by.atoms, row)
            key = mixed_twice(key, A_NUMBER | np.uint64(2 * level))
            for w in live:
                here = law.bounding[level, w] & alive[w]
                if here:
                    key = mixed_twice(key, law.admits[atom, w] & here)
    return key


@compiled
def find_ends(law: LawWords, by: ClassWords, cases: npt.NDArray[np.int32], tables: bool, out: EndKeys) -> None:
    """Find the key of the end of every case, and if `tables` that of its table."""
    width = len(law.every_rule)
    room = room_for_one(width)
    open_ = np.zeros(width, np.uint64)
    moving = np.zeros(width, np.uint64)
    every = np.zeros(width, np.uint64)
    words = np.zeros(width, np.int32)
    for w in range(width):
        moving[w] = by.everything[w] & ~law.duties[w]
        every[w] = by.everything[w]
    for i in range(len(cases)):
        classes = cases[i]
        day = classes[by.day]
        whole = left_alive(law, by, classes, room, open_)
        out.whole[i] = 1 if whole else 0
        apart = False
        for w in range(width):
            here = (room.before[w] | room.after[w]) & moving[w]
            apart = apart or (here & (by.stands[day, 0, w] ^ by.stands[day, 2, w] | by.stands[day, 1, w] ^ by.stands[day, 3, w])) != ZERO
        out.apart[i] = 1 if apart else 0
        after = words[: find_live(room.after, words)]
        key = content_key(law, by, classes, room.after, after, every, False, False, (np.uint64(17), np.uint64(17 + 1000003)))
        for w in after:
            left = by.several[w] & room.after[w]
            while left != ZERO:
                key = mixed_twice(key, np.uint64(by.spans[day, by.which[(w << 6) + lowest(left)]] + 2))
                left &= left - ONE
        out.key[i, 0], out.key[i, 1] = key
        if not tables and not whole:
            continue
        before = words[: find_live(room.before, words)]
        table = content_key(law, by, classes, room.before, before, moving, True, True, (np.uint64(29), np.uint64(29 + 1000003)))
        out.table[i, 0], out.table[i, 1] = table
        if whole:
            out.key[i, 0], out.key[i, 1] = mixed(key[0], table[0]), mixed(key[1], table[1])
