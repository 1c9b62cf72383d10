"""What a small law says of a case, over every completion of what the case leaves open: compiled loops. Values of the main number are bits."""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.bitwise import ALL, ONE, ZERO, WordArray, compiled, inlined, least_of, lowest
from shidian.diagram.many.records import CEILINGS, CHAIN, GRANTS, LawWords, Numbers32
from shidian.diagram.many.small import ADMITTING, BARRING, CLOSINGS, GRANTING, LIMITS, RULES, TAINTED, UNREAD, LeafRoom, SmallLaws
from shidian.diagram.many.straight import ClassWords

MOST = 1 << 15
"""Completions of one leaf beyond which nothing is found."""


@inlined
def within(
    small: SmallLaws, leaf: int, limits: np.uint64, reliefs: np.uint64, admits: np.uint64, cells: WordArray
) -> tuple[np.uint64, np.uint64]:
    """Where something is prohibited, and where a ceiling is exceeded."""
    barring, barred, broken = small.sets[leaf, BARRING], ZERO, ZERO
    while limits != ZERO:
        k = lowest(limits)
        limits &= limits - ONE
        stay, free = small.kept[leaf, k] if admits >> np.uint64(k) & ONE else ZERO, ZERO
        ways = small.ways[leaf, k] & reliefs
        while ways != ZERO:
            q = lowest(ways)
            ways &= ways - ONE
            if admits >> np.uint64(q) & ONE:
                stay |= cells[q] & small.kept[leaf, q]
            if barring >> np.uint64(q) & ONE == ZERO:
                free |= cells[q]
        broken |= cells[k] & ~stay
        if barring >> np.uint64(k) & ONE:
            barred |= cells[k] & ~free
    return barred, broken


@inlined
def up_to(small: SmallLaws, leaf: int, limits: np.uint64, reliefs: np.uint64, room: LeafRoom, out: WordArray, every: np.uint64) -> None:
    """Where the rank is at least 1, 2, … on a chain."""
    best, cells, above = len(out), room.cells, room.above
    for position in range(best + 1):
        above[position] = ZERO
    while limits != ZERO:
        k = lowest(limits)
        limits &= limits - ONE
        for position in range(1, small.chain[leaf, k] + 1):
            here, ways = cells[k], small.ways[leaf, k] & reliefs
            while ways != ZERO:
                q = lowest(ways)
                ways &= ways - ONE
                if small.chain[leaf, q] < position:
                    here &= ~cells[q]
            above[position] |= here
    for rank in range(1, best + 1):
        out[rank - 1] = every & ~above[best - rank + 1]


@inlined
def joined(some: np.uint64, cells: WordArray) -> np.uint64:
    """The cells in which one of some rules applies."""
    out = ZERO
    while some != ZERO:
        out |= cells[lowest(some)]
        some &= some - ONE
    return out


@inlined
def one_completion(
    law: LawWords, small: SmallLaws, leaf: int, live: np.uint64, perhaps: np.uint64, admits: np.uint64, every: np.uint64, room: LeafRoom
) -> None:
    """The ranks of one completion, at the strict and at the mild end of doubt (`room.ranks`)."""
    sets, cells, strict, mild = small.sets[leaf], room.cells, room.ranks[0], room.ranks[1]
    best, reads, rules = len(strict), law.sizes[3], ZERO
    left = live & sets[RULES]
    while left != ZERO:
        k = lowest(left)
        left &= left - ONE
        here, excluding = small.on_main[leaf, k], small.exclusions[leaf, k] & live
        while excluding != ZERO:
            here &= ~small.on_main[leaf, lowest(excluding)]
            excluding &= excluding - ONE
        cells[k] = here
        if here != ZERO:
            rules |= ONE << np.uint64(k)
    doubt = rules & (perhaps | sets[TAINTED])
    sure = rules & ~doubt
    closed, unread = joined(sure & sets[CLOSINGS], cells), joined(doubt & sets[UNREAD], cells)
    if reads == GRANTS:
        strict[0] = joined(sure & sets[GRANTING], cells)
        mild[0] = joined(rules & sets[GRANTING], cells) | (every & ~closed)
        return
    if reads == CEILINGS:
        barred, broken = within(small, leaf, rules & sets[LIMITS], sure, admits, cells)
        strict[0] = every & ~barred
        strict[1] = strict[0] & ~broken
        if doubt != ZERO:
            barred, broken = within(small, leaf, sure & sets[LIMITS], rules, admits, cells)
        mild[0] = every & ~barred
        mild[1] = mild[0] & ~broken
    else:
        up_to(small, leaf, rules & sets[LIMITS], sure, room, strict, every)
        up_to(small, leaf, sure & sets[LIMITS], rules, room, mild, every)
    strict[best - 1] &= closed & ~unread
    for rank in range(best - 1 if reads == CHAIN else 0):
        strict[rank] &= ~unread


@inlined
def lay_axes(
    law: LawWords, by: ClassWords, small: SmallLaws, leaf: int, classes: Numbers32, live: np.uint64, room: LeafRoom
) -> tuple[int, np.uint64, np.uint64]:
    """The facts that a case leaves open to what is `live` of a leaf, each an axis of `room`. Gives how many, what the others let stand, and the
    rules that admit the numbers given."""
    depth, main, found = law.sizes[1], law.sizes[2], 0
    admit = small.sets[leaf, ADMITTING]
    for level in range(depth):
        if level not in (small.pivot, by.day, main):
            live &= ~small.dead[leaf, by.first[level] + classes[level]]
    for level in range(depth):
        room.number[level] = -1
        if level in (small.pivot, by.day, main):
            continue
        row, base = by.first[level] + classes[level], law.first_atom[level]
        left, numeric, given = small.open[leaf, row] & live, law.numeric[level] == 1, by.given[row] == 1
        if numeric and given:
            atom = least_of(by.atoms, row)
            room.number[level] = atom
            admit &= small.admits[leaf, base + atom]
        bound = small.bounding[leaf, level] & live
        if left == ZERO and (not numeric or given or bound == ZERO):
            continue
        count, apart, above_main = 0, False, False
        for j in range(len(law.lower)):
            here = level in (law.lower[j], law.upper[j])
            apart = apart or (here and main not in (law.lower[j], law.upper[j]))
            above_main = above_main or (level == law.upper[j] and law.lower[j] == main)
        for w in range(by.atoms.shape[1]):
            word = by.atoms[row, w]
            while word != ZERO:
                atom = (w << 6) + lowest(word)
                word &= word - ONE
                lets, admits = small.passing[leaf, base + atom] | ~left, small.admits[leaf, base + atom] | ~bound if numeric else ALL
                new = True
                for k in range(0 if apart else count):  # the least of what does the same, or the greatest, says what it bounds
                    if room.passing[found, k] == lets and room.admits[found, k] == admits:
                        new = False
                        room.atom[found, k] = atom if above_main else room.atom[found, k]
                if new:
                    room.passing[found, count], room.admits[found, count], room.atom[found, count] = lets, admits, atom
                    count += 1
        room.level[found], room.values[found], room.now[found] = level, count, 0
        found += 1
    return found, live, admit


@inlined
def can_be(law: LawWords, found: int, room: LeafRoom, every: np.uint64) -> np.uint64:
    """The main numbers that can be in a completion: none where a number exceeds one that bounds it."""
    main = law.sizes[2]
    for j in range(len(law.lower)):
        low, high, open_ = room.number[law.lower[j]], room.number[law.upper[j]], False
        for a in range(found):
            if room.level[a] == law.lower[j]:
                low, open_ = room.atom[a, room.now[a]], True
            if room.level[a] == law.upper[j]:
                high, open_ = room.atom[a, room.now[a]], True
        if not open_:
            continue  # of numbers given it is checked elsewhere
        if law.upper[j] == main:
            every &= ALL << np.uint64(low)
        elif law.lower[j] == main:
            every &= ALL >> np.uint64(63 - high)
        elif 0 <= high < low:
            every = ZERO
    return every


@compiled
def say(law: LawWords, by: ClassWords, small: SmallLaws, leaf: int, classes: Numbers32, room: LeafRoom, out: WordArray) -> None:
    """What a leaf says of a case: a row of :class:`Memory`."""
    every, best, day = small.every[0], room.ranks.shape[1], classes[by.day]
    stand = (small.stands[leaf, day, 0] | small.stands[leaf, day, 1]) & ~small.dead[leaf, by.first[by.day] + day]
    found, live, admit = lay_axes(law, by, small, leaf, classes, stand, room)
    perhaps = small.stands[leaf, day, 1] & live
    for r in range(best):
        out[r], out[best + r], out[2 * best + r] = every, ZERO, ZERO
    out[3 * best], out[3 * best + 1], out[3 * best + 2] = ZERO, every, ZERO
    size = 1
    for a in range(found):
        size *= room.values[a]
        if size < 1 or size > MOST:
            out[3 * best + 2] = ONE
            return
    for _cell in range(size):
        lets, admits = ALL, admit
        for a in range(found):
            lets &= room.passing[a, room.now[a]]
            admits &= room.admits[a, room.now[a]]
        valid = can_be(law, found, room, every)
        if valid != ZERO:
            one_completion(law, small, leaf, live & lets, perhaps & lets, admits, every, room)
            doubtful = ZERO
            for r in range(best):
                strict, mild = room.ranks[0, r], room.ranks[1, r]
                out[r] &= strict | ~valid
                out[best + r] |= strict & valid
                out[2 * best + r] |= mild & valid
                doubtful |= mild & ~strict
            out[3 * best] |= doubtful & valid
            out[3 * best + 1] &= doubtful | ~valid
        for a in range(found):
            room.now[a] += 1
            if room.now[a] < room.values[a]:
                break
            room.now[a] = 0
