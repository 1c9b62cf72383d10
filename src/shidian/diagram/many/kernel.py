"""Truth tables of many nodes at once: what `grids` does rule by rule with whole numbers, compiled.

One turn makes the table of one node in one reading and reads off it what is asked of the nodes that share it. The algebra is that of
`grids`, word by word; the agreement tests hold the two, and the engine, together.
"""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.axes import allow, can_be, find_axes, sort_rules, weigh
from shidian.diagram.many.bitwise import compiled
from shidian.diagram.many.holding import ask
from shidian.diagram.many.ranks import bound, decides, ends_of, make_table, rank_of
from shidian.diagram.many.records import DIFFER, AskedNodes, LawWords, NodeAxes, NodeRules, OneTable, ReadOff, RuleRows


@compiled
def read_off(law: LawWords, asked: AskedNodes, out: ReadOff) -> None:
    """Make the table of each node and read off what is asked of it."""
    count, depth, best, width = law.sizes[0], law.sizes[1], law.sizes[4], len(law.every_rule)
    largest = 1
    for level in range(depth):
        largest = max(largest, law.first_atom[level + 1] - law.first_atom[level])
    rules = NodeRules(
        np.zeros(width, np.uint64),
        np.zeros(width, np.uint64),
        np.zeros(width, np.uint64),
        np.zeros(width, np.uint64),
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
        np.zeros(count, np.int32),
    )
    axes = NodeAxes(
        np.zeros(depth + 1, np.int64),
        np.zeros(depth + 1, np.int64),
        np.zeros(depth + 1, np.int64),
        np.zeros((depth + 1, width), np.uint64),
        np.zeros((depth + 1, width), np.uint64),
        np.zeros((depth + 1, largest), np.int32),
        np.zeros((depth + 1, largest), np.int32),
        np.zeros(depth + 1, np.uint8),
        np.zeros((depth + 1, largest), np.int32),
        np.zeros((largest + 63) >> 6, np.uint64),
        np.zeros((depth + 1, width << 6, (largest + 63) >> 6), np.uint64),
    )
    weight = np.ones(largest, np.int64)
    room = np.zeros(2, np.uint64)  # of the rows of all rules, and what they admit; one room for all tables
    for item in range(len(asked.view_from) - 1):
        met = sort_rules(law, asked, item, rules)
        found, size = find_axes(law, asked, item, rules, axes)
        if size == 0:
            continue
        out.made[item] = 1
        words = (size + 63) >> 6
        table = OneTable(
            np.zeros((best, words), np.uint64), np.zeros((best, words), np.uint64), np.zeros(words, np.uint64), np.zeros(words, np.uint64)
        )
        if len(room) < 2 * met * words:
            room = np.zeros(2 * met * words, np.uint64)
        rows = RuleRows(
            np.zeros(met, np.uint8),
            np.zeros(met, np.int32),
            np.zeros(met, np.int32),
            room[: met * words].reshape(met, words),
            room[met * words : 2 * met * words].reshape(met, words),
        )
        ask(law, axes, found)
        make_table(law, rules, axes, found, size, rows, table)
        spare, cells = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
        can_be(law, axes, found, size, table.valid, spare, cells)
        if law.sizes[2] >= 0:
            bound(law, table, axes, found, size, out.sure[item], out.maybe[item])
        for view in range(asked.view_from[item], asked.view_from[item + 1]):
            cells[:] = table.valid
            allow(law, asked, view, axes, found, size, cells, spare)
            rank = rank_of(table, cells, words)
            out.rank[view] = rank
            out.best[view], out.worst[view] = ends_of(table, cells, words)
            if rank == DIFFER:
                for a in range(found):
                    weigh(law, asked, view, axes, a, weight)
                    out.left_open[view, axes.level[a]] = decides(table, axes, a, size, cells, weight)
