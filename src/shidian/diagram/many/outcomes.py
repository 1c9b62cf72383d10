"""The outcomes of cases, put together from what small laws say of them: compiled loops. What a leaf says is found once for all cases that it
does not tell apart; a case whose pivot is coarse or open is all the leaves that it can be."""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.bitwise import ALL, ZERO, WordArray, compiled, inlined, lowest
from shidian.diagram.many.keys import mixed
from shidian.diagram.many.records import DIFFER, IN_DOUBT, UNSEEN, LawWords, Numbers32
from shidian.diagram.many.saying import say
from shidian.diagram.many.small import LeafRoom, Memory, SmallLaws
from shidian.diagram.many.straight import ClassWords

TRIED = 6
"""Leaves of a case whose pivot is coarse or open that are looked at one by one: two of them mostly differ, and then no other needs to be."""


@compiled
def place_of(memory: Memory, key: np.uint64) -> int:
    """Where a key stands, or would stand."""
    most = np.uint64(len(memory.rows) - 1)
    at = np.int64(mixed(np.uint64(1), key) & most)
    while memory.rows[at, 0] != ZERO and memory.rows[at, 0] != key:
        at = np.int64(np.uint64(at + 1) & most)
    return int(at)


@compiled
def keep_rows(memory: Memory, rows: WordArray) -> None:
    """Keep rows that are not there yet."""
    for i in range(len(rows)):
        memory.rows[place_of(memory, rows[i, 0])] = rows[i]


@inlined
def main_numbers(law: LawWords, by: ClassWords, small: SmallLaws, classes: Numbers32) -> np.uint64:
    """The main numbers that a case can have: the one given, or those that numbers given leave."""
    main, some = law.sizes[2], small.every[0]
    if main < 0:
        return np.uint64(some)
    row = by.first[main] + classes[main]
    if by.given[row] == 1:
        return np.uint64(by.atoms[row, 0])
    for j in range(len(law.lower)):
        low, high = law.lower[j], law.upper[j]
        other = by.first[low if high == main else high] + classes[low if high == main else high]
        if (low == main or high == main) and by.given[other] == 1:
            number = np.uint64(lowest(by.atoms[other, 0]))
            some &= ALL << number if high == main else ALL >> (np.uint64(63) - number)
    return np.uint64(some & by.atoms[row, 0])


@inlined
def nothing_said(best: int, every: np.uint64, said: WordArray) -> None:
    """What no leaf at all says."""
    for r in range(best):
        said[r], said[best + r], said[2 * best + r] = every, ZERO, ZERO
    said[3 * best], said[3 * best + 1], said[3 * best + 2] = ZERO, every, ZERO


@inlined
def also_said(best: int, row: WordArray, said: WordArray) -> None:
    """Add what a row of the memory says."""
    for r in range(best):
        said[r] &= row[r + 1]
    for r in range(best, 3 * best + 1):
        said[r] |= row[r + 1]
    said[3 * best + 1] &= row[3 * best + 2]
    said[3 * best + 2] |= row[3 * best + 3]


@inlined
def settled(best: int, some: np.uint64, said: WordArray) -> bool:
    """Whether nothing more that is said can change it: completions differ, not all are in doubt, and the mildest outcome is possible."""
    differ = said[3 * best] & some != ZERO
    for r in range(best):
        differ = differ or (some & ~said[r] != ZERO and some & said[best + r] != ZERO)
    return bool(differ and some & ~said[3 * best + 1] != ZERO and some & said[3 * best - 1] != ZERO and said[3 * best + 2] == ZERO)


@inlined
def node_key(by: ClassWords, small: SmallLaws, node: int, classes: Numbers32) -> np.uint64:
    """The key of what a leaf or a group says of a case."""
    key = np.uint64(node + 1)
    for j in range(small.asks_from[node], small.asks_from[node + 1]):
        level = small.asks[j]
        key += small.step[node, level] * np.uint64(small.ids[by.first[level] + classes[level], node])
    return key


@inlined
def of_node(
    law: LawWords, by: ClassWords, small: SmallLaws, node: int, classes: Numbers32, memory: Memory, room: LeafRoom, said: WordArray
) -> int:
    """Where it stands what a leaf or a group says of a case; there is room for it. `said` is room for a group."""
    key = node_key(by, small, node, classes)
    at = place_of(memory, key)
    if memory.rows[at, 0] != ZERO:
        return at
    leaves = len(small.passing)
    if node >= leaves:
        best = room.ranks.shape[1]
        nothing_said(best, small.every[0], said)
        for j in range(small.members_from[node - leaves], small.members_from[node - leaves + 1]):
            one = node_key(by, small, small.members[j], classes)
            leaf = place_of(memory, one)
            if memory.rows[leaf, 0] == ZERO:
                memory.rows[leaf, 0] = one
                memory.taken[0] += 1
                say(law, by, small, small.members[j], classes, room, memory.rows[leaf, 1:])
            also_said(best, memory.rows[leaf], said)
        at = place_of(memory, key)
        memory.rows[at, 1:] = said
    else:
        say(law, by, small, node, classes, room, memory.rows[at, 1:])
    memory.rows[at, 0] = key
    memory.taken[0] += 1
    return at


@compiled
def find_outcomes(
    law: LawWords,
    by: ClassWords,
    small: SmallLaws,
    cases: Numbers32,
    begin: int,
    memory: Memory,
    room: LeafRoom,
    rank: Numbers32,
    best_of: Numbers32,
) -> int:
    """The rank of each case from `begin` on (or DIFFER, IN_DOUBT, UNSEEN) and the mildest that is possible. Gives the first case for which
    there was no room."""
    best = room.ranks.shape[1]
    said, spare = np.zeros(3 * best + 3, np.uint64), np.zeros(3 * best + 3, np.uint64)
    for i in range(begin, len(cases)):
        classes = cases[i]
        if 2 * (memory.taken[0] + small.ids.shape[1]) >= len(memory.rows):
            return i
        nothing_said(best, small.every[0], said)
        some = main_numbers(law, by, small, classes)
        first, last = small.leaves_from[classes[small.pivot]], small.leaves_from[classes[small.pivot] + 1]
        open_, rest = True, last - first - TRIED
        for n in range(first, min(last, first + TRIED)):
            also_said(best, memory.rows[of_node(law, by, small, small.leaves[n], classes, memory, room, spare)], said)
            if n > first and settled(best, some, said):
                small.leaves[first], small.leaves[n] = (
                    small.leaves[n],
                    small.leaves[first],
                )  # what settled a case is tried first in the next
                open_ = False
                break
        if open_ and rest > 0:
            last, other = first + TRIED, first + TRIED + i % rest  # try another one instead in the next
            small.leaves[last - 1], small.leaves[other] = small.leaves[other], small.leaves[last - 1]
            for n in range(small.nodes_from[classes[small.pivot]], small.nodes_from[classes[small.pivot] + 1]):
                also_said(best, memory.rows[of_node(law, by, small, small.nodes[n], classes, memory, room, spare)], said)
                if settled(best, some, said):
                    break
        if said[3 * best + 2] != ZERO:
            rank[i] = UNSEEN
            continue
        best_of[i] = 0
        for r in range(best):
            if said[2 * best + r] & some:
                best_of[i] = r + 1
        if said[3 * best] & some:
            rank[i] = IN_DOUBT if some & ~said[3 * best + 1] == ZERO else DIFFER
            continue
        rank[i] = 0
        for r in range(best):
            if some & ~said[r] == ZERO:
                rank[i] += 1
            elif some & said[best + r]:
                rank[i] = DIFFER
                break
    return len(cases)
