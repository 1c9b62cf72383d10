"""The small laws that one fact (the pivot, of market access the activity) parts a law into: an atom of it leaves a few dozen rules, so that
their sets are one word."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shidian.diagram.many.bitwise import ONE, ZERO, WordArray, compiled, least_of, lowest
from shidian.diagram.many.keys import mixed
from shidian.diagram.many.records import Flags, LawWords, Numbers32, Numbers64
from shidian.diagram.many.straight import ClassWords

RULES, LIMITS, UNREAD, CLOSINGS, GRANTING, BARRING, TAINTED, ADMITTING = range(8)
"""The sets of a leaf."""


class SmallLaws(NamedTuple):
    """The leaves. A conjunction is a bit of one word: rules first, exclusions after them. By leaf and atom of a level what it leaves standing
        (`passing`) and the rules whose ceilings admit it; by leaf and class what fails and what stays open; by leaf and day what surely and perhaps
        stands in force; the `sets`; by conjunction the reliefs of a limit (`ways`), the exclusions of a rule, the main numbers that pass its tests
        (`on_main`) and its ceiling (`kept`), and its place on the chain; by leaf and level the rules that bound its number. `ids` number, by class and leaf, the
        classes of each level that a leaf tells apart; `step` is what each counts in the key of a case (0: it tells none apart), and the levels
        that count stand in `asks`, from `asks_from` on. What stands in these four beyond the leaves are groups of leaves (`members`): what many leaves say
        together is kept, too. `leaves` are those that each class of the pivot can be, in the order in which they are tried; `nodes` the same as groups and
    the leaves that are left."""

    passing: WordArray
    admits: WordArray
    dead: WordArray
    open: WordArray
    stands: WordArray
    sets: WordArray
    ways: WordArray
    exclusions: WordArray
    on_main: WordArray
    kept: WordArray
    chain: Numbers32
    bounding: WordArray
    ids: Numbers32
    step: WordArray
    asks_from: Numbers32
    asks: Numbers32
    members_from: Numbers32
    members: Numbers32
    leaves_from: Numbers32
    leaves: Numbers32
    nodes_from: Numbers32
    nodes: Numbers32
    every: WordArray
    pivot: int


class Memory(NamedTuple):
    """What leaves were found to say: rows of words, the first the key (0: none), at the place of the key. `taken` has one number, of the rows that
    are. By rank where it is reached in every completion, in some, and in some at the mild end of doubt; then where doubt leaves some, and
    each, open (bits are main numbers). A last word says that there were too many completions."""

    rows: WordArray
    taken: Numbers64


class LeafRoom(NamedTuple):
    """Room for one leaf: by axis the level, how many values and which is on, and by value what passes, what admits, and the atom; by level the
    atom that a number has (-1: none); the cells of each rule; the ranks of one completion; what is above each place of a chain."""

    level: Numbers64
    values: Numbers64
    now: Numbers64
    passing: WordArray
    admits: WordArray
    atom: Numbers64
    number: Numbers64
    cells: WordArray
    ranks: WordArray
    above: WordArray


@compiled
def number_ids(law: LawWords, by: ClassWords, small: SmallLaws, exact: Flags) -> None:
    """Number the classes of each level that a leaf tells apart, in the order of the classes. By leaf and level, `exact` are numbers of which each
    class counts: one bounds another that is not the main one, and something asks for these."""
    depth, main, largest = law.sizes[1], law.sizes[2], 1
    for level in range(depth):
        largest = max(largest, by.first[level + 1] - by.first[level], law.first_atom[level + 1] - law.first_atom[level])
    like, told = np.zeros(largest, np.int64), np.zeros((largest, 2), np.uint64)
    met = np.zeros(largest, np.int64)
    for leaf in range(len(small.passing)):
        for level in range(depth):
            if level in (main, small.pivot):
                continue
            first, last, base = by.first[level], by.first[level + 1], law.first_atom[level]
            asked, numeric, bound = ZERO, law.numeric[level] == 1, small.bounding[leaf, level]
            for row in range(first, last):
                asked |= small.dead[leaf, row] | small.open[leaf, row]
            for atom in range(law.first_atom[level + 1] - base):  # atoms that do the same
                like[atom] = atom
                for other in range(atom):
                    apart = (small.passing[leaf, base + atom] ^ small.passing[leaf, base + other]) & asked
                    if (
                        like[other] == other
                        and apart | (small.admits[leaf, base + atom] ^ small.admits[leaf, base + other]) & bound == ZERO
                    ):
                        like[atom] = other
                        break
                met[atom] = -1
            some = 0
            for row in range(first, last):
                fails, left, given = small.dead[leaf, row], small.open[leaf, row], by.given[row] == 1
                a, b = mixed(mixed(np.uint64(3), fails), left), mixed(mixed(np.uint64(5), left), fails)
                if level == by.day:
                    for at in range(2):
                        a, b = mixed(a, small.stands[leaf, row - first, at]), mixed(b, small.stands[leaf, row - first, at])
                elif numeric and (exact[leaf, level] == 1 or ((bound | asked) != ZERO and not given)):
                    a, b = mixed(a, np.uint64(row)), mixed(b, np.uint64(row))
                elif numeric and given:
                    atom = least_of(by.atoms, row)
                    a, b = mixed(a, small.admits[leaf, base + atom] & bound), mixed(b, small.admits[leaf, base + atom] & bound)
                elif left != ZERO:
                    for w in range(by.atoms.shape[1]):
                        word = by.atoms[row, w]
                        while word != ZERO:
                            atom = like[(w << 6) + lowest(word)]
                            word &= word - ONE
                            if met[atom] != row:
                                met[atom] = row
                                a += mixed(np.uint64(7), np.uint64(atom))
                                b += mixed(np.uint64(11), np.uint64(atom))
                found = -1
                for k in range(some):
                    if told[k, 0] == a and told[k, 1] == b:
                        found = k
                        break
                if found < 0:
                    told[some, 0], told[some, 1] = a, b
                    found = some
                    some += 1
                small.ids[row, leaf] = found
