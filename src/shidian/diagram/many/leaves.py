"""The small laws that one fact parts a law into, as arrays, and the outcomes of many cases by them (decision 183)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import ALL, BITS, WordArray
from shidian.diagram.many.bulk import Bulk
from shidian.diagram.many.law import as_words, ranges
from shidian.diagram.many.outcomes import find_outcomes, keep_rows
from shidian.diagram.many.records import Numbers32
from shidian.diagram.many.small import LeafRoom, Memory, SmallLaws, number_ids
from shidian.diagram.many.straight import ClassWords
from shidian.diagram.nodes import Space
from shidian.diagram.parts import Bits, bits_of
from shidian.law.budget import go_on

GROUP = 12
"""Leaves whose answers are kept together: of a case without its activity some 10 are looked up, and not 112."""
AT_ONCE = 4096
"""Cases between two looks at the budget of a request."""


class Leaves:
    """The leaves of one space. They `fit` where some fact leaves at most as many conjunctions as a word has bits, and so has the main number."""

    def __init__(self, space: Space, bulk: Bulk) -> None:
        self._space, self._bulk = space, bulk
        most_main = space.levels[space.main].size if space.main >= 0 else 1
        facts = [i for i in range(len(space.levels)) if i not in (space.day, space.main) and i not in space.held.numbers]
        parted = [(max(map(len, some)), i, some) for i in facts if (some := self._parted(i))]
        found = min(parted, key=lambda p: p[0]) if parted else (BITS + 1, 0, [])
        self.fit = found[0] <= BITS and most_main <= BITS
        self._pivot, leaves = found[1], {tuple(some): 0 for some in found[2]}
        self._of, self._leaf = [list(some) for some in leaves], [list(leaves).index(tuple(some)) for some in found[2]]
        """The conjunctions of each leaf, and the leaf of each atom: atoms that leave the same are one."""
        self._classes = 0
        self._small: SmallLaws | None = None
        self._memory = self._room(1 << 14)

    def outcomes(self, by: ClassWords, cases: npt.NDArray[np.int32]) -> tuple[Numbers32, Numbers32]:
        """The rank of each case in force (or DIFFER, IN_DOUBT, UNSEEN), and the mildest that is possible."""
        rank, best, law, begin = np.zeros(len(cases), np.int32), np.zeros(len(cases), np.int32), self._bulk.law, 0
        order, small = np.argsort(cases[:, self._pivot], kind="stable"), self._find(by)  # those of one leaf together: what it says is near
        cases = cases[order]
        largest = max(1, *(level.size for i, level in enumerate(self._space.levels) if i != self._space.day))
        depth, ranks = len(self._space.levels), int(law.sizes[4])
        room = LeafRoom(
            level=np.zeros(depth, np.int64),
            values=np.zeros(depth, np.int64),
            now=np.zeros(depth, np.int64),
            passing=np.zeros((depth, largest), np.uint64),
            admits=np.zeros((depth, largest), np.uint64),
            atom=np.zeros((depth, largest), np.int64),
            number=np.zeros(depth, np.int64),
            cells=np.zeros(BITS, np.uint64),
            ranks=np.zeros((2, ranks), np.uint64),
            above=np.zeros(ranks + 1, np.uint64),
        )
        while begin < len(cases):
            go_on()
            begin = find_outcomes(law, by, small, cases[: begin + AT_ONCE], begin, self._memory, room, rank, best)
            if begin < len(cases) and 2 * (self._memory.taken[0] + small.ids.shape[1]) >= len(self._memory.rows):
                self._grow()
        back = np.argsort(order)
        return rank[back], best[back]

    def _parted(self, level: int) -> list[list[int]]:
        """By atom of a level the conjunctions that move the outcome: rules first."""
        parts, law, out = self._space.parts, self._bulk.law, []
        for row in law.passing[law.first_atom[level] : law.first_atom[level + 1]]:
            alive = parts.everything & int.from_bytes(row.astype("<u8").tobytes(), "little")
            rules = alive & parts.all_rules
            rules &= ~(parts.reliant & ~parts.reliefs_for(rules))
            out.append(list(bits_of((rules | alive & parts.excluding(rules & parts.with_exclusions)) & ~parts.duties)))
        return out

    def _room(self, rows: int) -> Memory:
        return Memory(np.zeros((rows, 3 * int(self._bulk.law.sizes[4]) + 4), np.uint64), np.zeros(1, np.int64))

    def _grow(self) -> None:
        old = self._memory
        self._memory = self._room(2 * len(old.rows))
        keep_rows(self._memory, old.rows[old.rows[:, 0] != 0])
        self._memory.taken[0] = old.taken[0]

    # --- arrays ---------------------------------------------------------------------------------------------

    def _find(self, by: ClassWords) -> SmallLaws:
        if self._small is None or self._classes != len(by.dead):
            self._small, self._classes = self._made(by), len(by.dead)
            self._memory = self._room(1 << 14)  # keys count the classes
        return self._small

    def _made(self, by: ClassWords) -> SmallLaws:
        space, law, parts, leaves, depth = self._space, self._bulk.law, self._space.parts, len(self._of), len(self._space.levels)
        words = {name: self._outside(getattr(law, name), law.first_atom) for name in ("passing", "admits")}
        words |= {name: self._outside(getattr(by, name), by.first) for name in ("dead", "open")}
        sets = (parts.all_rules, parts.limits & ~parts.unread, parts.unread, parts.closings, parts.grants)
        chosen = [*as_words(sets, self._bulk.width), law.barring, law.tainted, law.admitting]
        ways, exclusions = self._among(parts.relieving, parts.reliefs), self._among(parts.exclusions, parts.everything)
        main, first = space.main, law.first_atom
        every = ALL if main < 0 else self._bulk.law.any_number[main, 0]
        own = slice(first[main], first[main + 1])  # turned: by conjunction the main numbers
        across = [_packed(_as_bits(some[own]), range(own.stop - own.start)) if main >= 0 else None for some in (law.passing, law.admits)]
        chain = np.concatenate([law.chain, np.zeros(len(law.owner) - len(law.chain), np.int32)])
        bounding = self._by_leaf(law.bounding)
        none = np.zeros(1, np.int32)
        made = SmallLaws(
            **words,
            stands=self._by_leaf(by.stands[:, :2].reshape(-1, by.stands.shape[2])).reshape(leaves, -1, 2),
            sets=self._by_leaf(np.stack(chosen)),
            ways=ways,
            exclusions=exclusions,
            on_main=self._padded(across[0], every),
            kept=self._padded(across[1], every),
            chain=np.stack([np.append(chain[of], np.zeros(BITS - len(of), np.int32)) for of in self._of]).astype(np.int32),
            bounding=bounding,
            ids=np.zeros((len(by.dead), leaves), np.int32),
            step=np.zeros((1, 1), np.uint64),
            asks_from=none,
            asks=none,
            members_from=none,
            members=none,
            leaves_from=none,
            leaves=none,
            nodes_from=none,
            nodes=none,
            every=np.array([every if main >= 0 else 1], np.uint64),
            pivot=self._pivot,
        )
        levels = [slice(by.first[i], by.first[i] if i == self._pivot else by.first[i + 1]) for i in range(depth)]
        asked = np.stack([np.bitwise_or.reduce(made.dead[:, some] | made.open[:, some], axis=1) for some in levels], axis=1)
        exact = np.zeros((leaves, depth), np.uint8)
        for low, high in space.held.more:
            if main not in (low, high):
                some = ((asked | bounding)[:, [i for pair in space.held.more for i in pair]] != 0).any(axis=1)
                exact[some, low] = exact[some, high] = 1
        number_ids(law, by, made, exact)
        return self._grouped(by, made)

    def _grouped(self, by: ClassWords, made: SmallLaws) -> SmallLaws:
        """The same with its groups, and what each level counts in the key of a case."""
        levels = [slice(int(by.first[i]), int(by.first[i + 1])) for i in range(len(by.first) - 1)]
        counts = np.stack([made.ids[level].max(axis=0, initial=0) + 1 for level in levels], axis=1)
        told = [((row > 1).tolist(), row.tolist()) for row in counts]
        alike = sorted(range(len(told)), key=told.__getitem__)  # leaves that ask for the same facts stand together
        groups = [alike[at : at + GROUP] for at in range(0, len(alike), GROUP)] if len(alike) > 2 * GROUP else []
        ids = np.concatenate([made.ids, np.zeros((len(made.ids), len(groups)), np.int32)], axis=1)
        for number, group in enumerate(groups, len(alike)):
            for level, some in enumerate(levels):
                if (counts[group, level] > 1).any():
                    ids[some, number] = np.unique(made.ids[some, group], axis=0, return_inverse=True)[1].ravel()
        counts = np.stack([ids[level].max(axis=0, initial=0) + 1 for level in levels], axis=1)
        step, asks, asks_from = np.zeros(counts.shape, np.uint64), [], [0]
        for node, row in enumerate(counts.tolist()):
            counted = len(counts) + 1
            for level, count in enumerate(row):
                if count > 1:
                    step[node, level] = min(counted, (1 << 63) - 1)
                    counted *= count
                    asks.append(level)
            self.fit = self.fit and counted < 1 << 63
            asks_from.append(len(asks))
        together = [sum(1 << leaf for leaf in group) for group in groups]
        classes = [sum({1 << self._leaf[atom] for atom in bits_of(found.atoms)}) for found in self._space.levels[self._pivot].classes]
        return made._replace(
            ids=ids,
            step=step,
            asks_from=np.array(asks_from, np.int32),
            asks=np.array(asks or [0], np.int32),
            **ranges("members", groups),
            **ranges("leaves", [list(bits_of(some)) for some in classes]),
            **ranges("nodes", [self._nodes(some, together) for some in classes]),
        )

    def _nodes(self, leaves: Bits, groups: list[Bits]) -> list[int]:
        """The groups that lie within some leaves, and the leaves that are left."""
        out: list[int] = []
        for number, some in enumerate(groups, len(self._of)):
            if some & ~leaves == 0:
                out.append(number)
                leaves &= ~some
        return out + list(bits_of(leaves))

    def _by_leaf(self, rows: WordArray) -> WordArray:
        """By leaf the rows with the conjunctions of the leaf alone, each as one word."""
        columns = np.ascontiguousarray(_as_bits(rows).T)
        return np.stack([_packed(columns, of) for of in self._of])

    def _outside(self, rows: WordArray, first: Numbers32) -> WordArray:
        """The same of the rows of all levels, of which `first` tells where they begin. Those of the pivot no leaf asks for; they stay empty."""
        pivot, out = slice(first[self._pivot], first[self._pivot + 1]), np.zeros((len(self._of), len(rows)), np.uint64)
        found = self._by_leaf(np.delete(rows, pivot, axis=0))
        out[:, : pivot.start], out[:, pivot.stop :] = found[:, : pivot.start], found[:, pivot.start :]
        return out

    def _among(self, of: dict[int, Bits], kind: Bits) -> WordArray:
        """By leaf and conjunction those that belong to it."""
        out = np.zeros((len(self._of), BITS), np.uint64)
        for leaf, some in enumerate(self._of):
            place = {c: k for k, c in enumerate(some)}
            for c, k in place.items():
                if c in of:
                    out[leaf, k] = sum(1 << place[other] for other in bits_of(of[c] & kind) if other in place)
        return out

    def _padded(self, by_conjunction: Any, every: Any) -> WordArray:
        out = np.full((len(self._of), BITS), 1 if by_conjunction is None else every, np.uint64)
        for leaf, some in enumerate(self._of):
            if by_conjunction is not None:
                out[leaf, : len(some)] = by_conjunction[some] & every
        return out


def _as_bits(words: WordArray) -> npt.NDArray[np.uint8]:
    """Rows of words as rows of bits."""
    return np.unpackbits(np.ascontiguousarray(words).astype("<u8").view(np.uint8), axis=1, bitorder="little")


def _packed(columns: npt.NDArray[np.uint8], some: Sequence[int]) -> WordArray:
    """Some of the columns of bits, which stand one after the other, each row of them as one word."""
    out = np.zeros((BITS // 8, columns.shape[1]), np.uint8)
    packed = np.packbits(columns[some], axis=0, bitorder="little")
    out[: len(packed)] = packed
    return np.ascontiguousarray(out.T).view("<u8").astype(np.uint64)[:, 0]
