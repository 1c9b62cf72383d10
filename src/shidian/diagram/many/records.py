"""What the compiled loops are given and give: records of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import WordArray

Numbers32 = npt.NDArray[np.int32]
Numbers64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.uint8]

CEILINGS, CHAIN, GRANTS = 0, 1, 2
"""How a question is read."""
NONE, SURE, OPEN, DOUBTED, OPEN_DOUBTED = 0, 1, 2, 3, 4
"""How a rule stands in a table: it is not there; it applies everywhere, or in the cells of its row; the same in doubt."""
DIFFER, IN_DOUBT = -1, -2
"""Instead of a rank: completions differ, or doubt leaves each of them open."""
UNSEEN = -3
"""Instead of a rank: nothing was read off."""


class LawWords(NamedTuple):
    """A law as arrays. Sets of conjunctions (rules first, exclusions after them) are rows of words; sets of atoms too. `passing` and
    `admits` have a row for each atom of each level, from `first_atom` of the level on: the conjunctions that the atom leaves standing, the
    rules whose ceilings admit it. `ways` are the reliefs of each limit and `excluded` the exclusions of each rule, by ranges. `sizes`:
    rules, levels, the main level (-1: none), how the question is read, the best rank, the most cells of a table."""

    every_rule: WordArray
    duties: WordArray
    limits: WordArray
    unread: WordArray
    reliefs: WordArray
    closings: WordArray
    grants: WordArray
    barring: WordArray
    tainted: WordArray
    admitting: WordArray
    owner: Numbers32
    excluded_from: Numbers32
    excluded: Numbers32
    ways_from: Numbers32
    ways: Numbers32
    chain: Numbers32
    first_atom: Numbers32
    passing: WordArray
    admits: WordArray
    numeric: Flags
    bounding: WordArray
    any_number: WordArray
    linked_main: Flags
    lower: Numbers32
    upper: Numbers32
    sizes: Numbers64


class AskedNodes(NamedTuple):
    """Nodes of which tables are wanted: the conjunctions that surely or perhaps stand, those with an open test by level, by level the atoms
    and whether there is a domain (0 none, 1 open, 2 given). Views are ranges: the numbers that each allows, by level."""

    surely: WordArray
    perhaps: WordArray
    left: WordArray
    atoms: WordArray
    known: Flags
    view_from: Numbers32
    view_atoms: WordArray
    view_known: Flags


class ReadOff(NamedTuple):
    """What is read off. `made`: whether a table was made. By view: the rank (or DIFFER, IN_DOUBT), the mildest and the strictest rank, and
    by level the part of the classes that leave it open, -1 where the fact does not decide. By node: the atoms of the main number that
    are surely, and perhaps, permitted."""

    made: Flags
    rank: Numbers32
    best: Numbers32
    worst: Numbers32
    left_open: npt.NDArray[np.float64]
    sure: WordArray
    maybe: WordArray


class NodeRules(NamedTuple):
    """The rules of one node: `live` conjunctions, the rules `here`, those that hang on an open fact (`unsettled`), those that admit the
    numbers given (`fixed`); for each rule how it stands and its row, and the rule of each row."""

    live: WordArray
    here: WordArray
    unsettled: WordArray
    fixed: WordArray
    status: Numbers32
    row: Numbers32
    rule: Numbers32


class NodeAxes(NamedTuple):
    """The axes of one table, one row each: level, how many classes, how far apart their cells are; the conjunctions that ask for the level,
    the rules that bound its number; the class of each atom (-1: none), the first atom of each class; whether the number bounds another
    open one, and then the last atom of each class; room for a set of classes; by conjunction the classes that let it stand."""

    level: Numbers64
    classes: Numbers64
    stride: Numbers64
    asking: WordArray
    bounding: WordArray
    number: Numbers32
    first: Numbers32
    linked: Flags
    last: Numbers32
    chosen: WordArray
    standing: WordArray


class RuleRows(NamedTuple):
    """The rules of one node, a row each: whether it limits, the words from `begin` up to `end` in which it may hold; the cells in
    which it does, and those that it admits. What the words outside of that range say of a row is nothing."""

    limiting: Flags
    begin: Numbers32
    end: Numbers32
    cells: WordArray
    kept: WordArray


class OneTable(NamedTuple):
    """One table: where the outcome reaches each rank at the strict and at the mild end of doubt, where doubt leaves it open, and the cells
    that can be."""

    strict: WordArray
    mild: WordArray
    doubtful: WordArray
    valid: WordArray
