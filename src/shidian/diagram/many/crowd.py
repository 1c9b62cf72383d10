"""Many cases at once, from the classes of their facts to decisions, without the nodes between.

Cases that are left the same by the law have one key; for each new key one table (shared by keys that differ in the main number alone) is
made and read off. What is found is a number of an end; its decision is put together when somebody reads it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shidian.diagram.classes import ValueClass
from shidian.diagram.days import Days
from shidian.diagram.many.bitwise import WordArray
from shidian.diagram.many.bulk import Bulk
from shidian.diagram.many.ended import BareEnds, EndRows, unseen
from shidian.diagram.many.keys import distinct
from shidian.diagram.many.laid_out import lay_out
from shidian.diagram.many.law import as_words, ranges
from shidian.diagram.many.leaves import Leaves
from shidian.diagram.many.records import DIFFER, UNSEEN, AskedNodes, Numbers64, ReadOff
from shidian.diagram.many.straight import ClassWords, EndKeys, find_ends
from shidian.diagram.nodes import Space
from shidian.diagram.parts import bits_of, union_of
from shidian.law.budget import go_on

AT_ONCE = 1024
"""Cases whose sets of rules are held at once."""


class Turns(NamedTuple):
    """Tables to make in one `reading`, with the main number `read` or not: of each a case whose classes make it, the cases that are `seen` in it
    (`counts` of them each, one after the other), and its group; no groups where only the cases are told."""

    reading: int
    read: int
    case: Numbers64
    seen: Numbers64
    counts: Numbers64
    group: Numbers64 | None


class Crowd:
    """The cases of one space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.bulk = Bulk(space)
        self.leaves = Leaves(space, self.bulk)
        parts = space.parts
        self._reliant = tuple(bits_of(parts.reliant))
        self._relieved = [tuple(parts.number[r] for r in sorted(space.rules[i].relieves) if r in parts.number) for i in self._reliant]
        self.fits = not any(parts.reliant >> r & 1 for some in self._relieved for r in some)
        """Whether the law is one that this can do: no relief relieves a relief, so that what cannot matter is dropped in one turn."""
        self._by: ClassWords | None = None
        self._sizes: tuple[int, ...] = ()
        self._rows: list[list[tuple[int, int, int, bool, bytes]]] = [[] for _ in space.levels]

    def keys(self, cases: npt.NDArray[np.int32], by: ClassWords | None = None, *, tables: bool = True) -> EndKeys:
        """The ends and `tables` of cases, by key. `cases` has the number of a class for each level; `by` are the classes as words, at hand."""
        count = len(cases)
        out = EndKeys(
            np.zeros((count, 2), np.uint64), np.zeros((count, 2), np.uint64), np.zeros(count, np.uint8), np.zeros(count, np.uint8)
        )
        law, by = self.bulk.law, by or self.by()
        for start in range(0, count, AT_ONCE * 8):
            go_on()
            some = slice(start, start + AT_ONCE * 8)
            find_ends(law, by, cases[some], tables, EndKeys(out.key[some], out.table[some], out.whole[some], out.apart[some]))
        return out

    def look(self, cases: npt.NDArray[np.int32]) -> EndRows:
        """The ends of cases of which no two have one key."""
        keys = self.keys(cases)
        first, group = distinct(keys.table)  # a case of each table
        apart = keys.apart.astype(bool)
        groups = np.zeros(len(first), bool)
        np.logical_or.at(groups, group, apart)
        rows = unseen(cases, apart, apart | (groups[group] & (keys.whole == 0)), group, groups, self.bulk.atom_width)
        by_group = np.argsort(group, kind="stable")
        for reading in (0, 1):
            some = np.flatnonzero(groups) if reading else np.arange(len(first))
            seen = by_group[groups[group[by_group]]] if reading else by_group
            self._turn(rows, Turns(reading, 0, first[some], seen, np.bincount(group, minlength=len(first))[some], some))
        # where rules speak of the main number, a case is a slice of the table: what facts it leaves open to decide is told by one of its own
        for reading in (0, 1):
            wanted = (keys.whole == 1) & np.isin(rows.rank[reading], (UNSEEN, DIFFER)) & (apart | (reading == 0))
            own = np.flatnonzero(wanted)
            self._turn(rows, Turns(reading, 1, own, own, np.ones(len(own), np.int64), None))
        return rows

    def outcomes(self, cases: npt.NDArray[np.int32], keys: WordArray) -> BareEnds:
        """The same ends with their outcomes alone: of a law that falls into small ones much sooner found."""
        if self.leaves.fit:
            return BareEnds(cases, keys, *self.leaves.outcomes(self.by(), cases), None)
        rows = self.look(cases)
        return BareEnds(cases, keys, rows.rank[0], rows.best[0], rows)

    def _turn(self, rows: EndRows, turns: Turns) -> None:
        """Make tables, and note what is read off them: of each case, and of each group of cases that share one."""
        ends = np.concatenate([[0], np.cumsum(turns.counts)])
        for start in range(0, len(turns.case), AT_ONCE):
            go_on()
            some = slice(start, start + AT_ONCE)
            view_from = ends[start : start + AT_ONCE + 1]
            seen = turns.seen[view_from[0] : view_from[-1]]
            out = self._read_off(rows.cases, turns.case[some], turns, seen, (view_from - view_from[0]).astype(np.int32))
            made = out.made.astype(bool)
            told = np.repeat(made, turns.counts[some])
            case = seen[told]
            rows.rank[turns.reading, case] = out.rank[told]
            rows.best[turns.reading, case] = out.best[told]
            rows.worst[turns.reading, case] = out.worst[told]
            rows.left_open[turns.reading, case] = out.left_open[told]
            if turns.group is not None:
                group = turns.group[some]
                rows.made[turns.reading, group] = made
                rows.sure[turns.reading, group], rows.maybe[turns.reading, group] = out.sure, out.maybe

    def _read_off(
        self, cases: npt.NDArray[np.int32], case: Numbers64, turns: Turns, seen: Numbers64, view_from: npt.NDArray[np.int32]
    ) -> ReadOff:
        depth, width, atom_width = len(self.space.levels), self.bulk.width, self.bulk.atom_width
        count = len(case)
        asked = AskedNodes(
            np.zeros((count, width), np.uint64),
            np.zeros((count, width), np.uint64),
            np.zeros((count, depth, width), np.uint64),
            np.zeros((count, depth, atom_width), np.uint64),
            np.zeros((count, depth), np.uint8),
            view_from,
            np.zeros((len(seen), depth, atom_width), np.uint64),
            np.zeros((len(seen), depth), np.uint8),
        )
        reading, read = np.full(count, turns.reading, np.uint8), np.full(count, turns.read, np.uint8)
        lay_out(self.bulk.law, self.by(), cases[case], reading, read, cases[seen], asked)
        return self.bulk.read(asked)

    # --- classes as words -----------------------------------------------------------------------------------

    def by(self) -> ClassWords:
        """The classes met so far as words."""
        sizes = tuple(len(level.classes) for level in self.space.levels)
        if self._by is None or sizes != self._sizes:
            self._by, self._sizes = self._find(sizes), sizes
        return self._by

    def _find(self, sizes: tuple[int, ...]) -> ClassWords:
        space, parts, width, day = self.space, self.space.parts, self.bulk.width, self.space.day
        for i, level in enumerate(space.levels):
            for found in level.classes[len(self._rows[i]) :]:
                effects = parts.learn(i, found.id, found.truths)
                atoms = 0 if i == day else found.atoms
                self._rows[i].append((self._gone(effects.dead), effects.open, atoms, found.sample is not None, _name(found)))
        rows = [row for level in self._rows for row in level]
        several = self._several(space.days)
        stands = as_words((some for how in space.days.standing_rules for some in self._stands(how)), width).reshape(-1, 4, width)
        relieved = dict(zip(self._reliant, self._relieved, strict=True))
        return ClassWords(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            as_words((row[0] for row in rows), width),
            as_words((row[1] for row in rows), width),
            as_words((row[2] for row in rows), self.bulk.atom_width),
            np.array([row[3] for row in rows], np.uint8),
            np.array([row[1] != 0 for row in rows], np.uint8),
            np.frombuffer(b"".join(row[4] for row in rows), "<u8").astype(np.uint64).reshape(-1, 2),
            stands,
            ~(stands[:, 0] & stands[:, 2]) | stands[:, 1] | stands[:, 3],
            self._spans(space.days, several),
            as_words([sum(1 << rule for rule in several)], width)[0],
            np.searchsorted(np.array(several, np.int32), np.arange(len(parts.rules))).astype(np.int32),
            as_words([parts.everything], width)[0],
            as_words([parts.touching[space.main] if space.main >= 0 else 0], width)[0],
            as_words([parts.reliant], width)[0],
            **ranges("relieved", [relieved.get(i, ()) for i in range(len(parts.rules))]),
            day=day,
        )

    def _gone(self, dead: int) -> int:
        """What fails, with what says nothing without it: exclusions of rules that fail, reliefs all of whose limits fail."""
        parts = self.space.parts
        gone = dead | parts.excluding(dead & parts.with_exclusions)
        left = parts.all_rules & ~dead
        useless = parts.reliant & left & ~parts.reliefs_for(left)
        return gone | parts.whole(useless)

    def _stands(self, how: tuple[tuple[int, int], ...]) -> tuple[int, int, int, int]:
        """Of a class of days what surely and perhaps stands in force, then announced."""
        held = [0, 0, 0, 0]
        for number, rules in how:
            standing, some = self.space.standings[number], self.space.parts.whole(rules)
            for at, truth in ((0, standing.in_force), (2, standing.announced)):
                if truth is not False:
                    held[at + (truth is None)] |= some
        return held[0], held[1], held[2], held[3]

    def _several(self, days: Days) -> list[int]:
        """The rules for which not always the same span speaks."""
        by_span: dict[int, int] = {}
        for how in days.standing_rules:
            for number, rules in how:
                span = days.standings[number].span
                by_span[span] = by_span.get(span, 0) | rules
        spans = list(by_span.values())
        return list(bits_of(union_of(a & b for i, a in enumerate(spans) for b in spans[:i])))

    def _spans(self, days: Days, several: list[int]) -> npt.NDArray[np.int16]:
        out = np.full((len(days.classes), len(several)), -2, np.int16)
        for day, how in enumerate(days.standing_rules):
            for number, rules in how:
                for m, rule in enumerate(several):
                    if rules >> rule & 1:
                        out[day, m] = days.standings[number].span
        return out


def _name(found: ValueClass) -> bytes:
    """The name of a class by all that makes it: the same in every process of this law and this code."""
    sample = sorted(found.sample) if isinstance(found.sample, frozenset) else found.sample
    return hashlib.blake2b(repr((found.truths, found.atoms, sample, sorted(found.zones))).encode(), digest_size=16).digest()
