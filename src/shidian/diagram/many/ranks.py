"""The ranks over all cells at once, with doubt at its strict and at its mild end, and what is read off them."""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.axes import one_class
from shidian.diagram.many.bitwise import ZERO, WordArray, compiled, has, lay_over, put, put_every, shares, some_between, within
from shidian.diagram.many.holding import hold, keep, stretch
from shidian.diagram.many.records import (
    CEILINGS,
    CHAIN,
    DIFFER,
    DOUBTED,
    GRANTS,
    IN_DOUBT,
    NONE,
    OPEN,
    SURE,
    LawWords,
    NodeAxes,
    NodeRules,
    Numbers64,
    OneTable,
    RuleRows,
)


@compiled
def make_table(law: LawWords, rules: NodeRules, axes: NodeAxes, found: int, size: int, rows: RuleRows, table: OneTable) -> None:
    """Fill a table: where each rule applies, then the algebra over all cells."""
    words, best, reads = (size + 63) >> 6, law.sizes[4], law.sizes[3]
    cells, kept = rows.cells, rows.kept
    closed, unread = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    granted, perhaps = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    spare, part = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    matters = False  # whether doubt can move the outcome
    asking, standing, classes, stride = axes.asking, axes.standing, axes.classes, axes.stride
    outermost, base = -1, np.zeros(found, np.int64)
    for a in range(found):
        base[a] = law.first_atom[axes.level[a]]
        if stride[a] * classes[a] == size and classes[a] > 1:
            outermost = a
    of_outer, apart = (classes[outermost], stride[outermost]) if outermost >= 0 else (0, 0)
    for r in range(len(rows.limiting)):
        rule = rules.rule[r]
        status = rules.status[rule]
        rows.begin[r], rows.end[r] = 0, words
        if status in (SURE, DOUBTED):
            put_every(cells[r], size)
        else:
            begin, end = stretch(rule, outermost, asking, standing, of_outer, apart, words)
            rows.begin[r], rows.end[r] = begin, end
            hold(rule, asking, standing, classes, stride, found, size, cells[r], spare, begin, end)
            for j in range(law.excluded_from[rule], law.excluded_from[rule + 1]):
                if has(rules.live, law.excluded[j]):
                    hold(law.excluded[j], asking, standing, classes, stride, found, size, part, spare, begin, end)
                    for w in range(begin, end):
                        cells[r, w] &= ~part[w]
            some = False
            for w in range(begin, end):
                some = some or cells[r, w] != ZERO
            if not some:
                rules.status[rule] = NONE
                continue
        begin, end = rows.begin[r], rows.end[r]
        doubted = status > OPEN
        limits, relieves = has(law.limits, rule), has(law.reliefs, rule)
        rows.limiting[r] = 1 if limits else 0
        matters = matters or (doubted and (limits or relieves))
        if reads == CEILINGS and (limits or relieves):
            if has(rules.fixed, rule):
                keep(
                    rule, law.admits, base, axes.bounding, axes.first, classes, stride, found, size, kept[r], spare, axes.chosen, begin, end
                )
            else:
                for w in range(begin, end):
                    kept[r, w] = ZERO
        closes, unknown, grants = has(law.closings, rule), has(law.unread, rule), has(law.grants, rule)
        if closes and not doubted:
            for w in range(begin, end):
                closed[w] |= cells[r, w]
        if unknown and doubted:
            for w in range(begin, end):
                unread[w] |= cells[r, w]
        if grants:
            for w in range(begin, end):
                perhaps[w] |= cells[r, w]
                if not doubted:
                    granted[w] |= cells[r, w]
    put_every(table.valid, size)
    if reads == GRANTS:
        for w in range(words):
            table.strict[0, w] = granted[w]
            table.mild[0, w] = perhaps[w] | (table.valid[w] & ~closed[w])
    else:
        if reads == CEILINGS:
            within_ceilings(law, rules, rows, False, table.valid, table.strict)
        else:
            up_to_chain(law, rules, rows, False, table.valid, table.strict)
        if not matters:
            table.mild[:] = table.strict
        elif reads == CEILINGS:
            within_ceilings(law, rules, rows, True, table.valid, table.mild)
        else:
            up_to_chain(law, rules, rows, True, table.valid, table.mild)
        for w in range(words):
            table.strict[best - 1, w] &= closed[w] & ~unread[w]
            if reads == CHAIN:
                for rank in range(best - 1):
                    table.strict[rank, w] &= ~unread[w]
    for w in range(words):
        table.doubtful[w] = ZERO
        for rank in range(best):
            table.doubtful[w] |= table.mild[rank, w] & ~table.strict[rank, w]


@compiled
def within_ceilings(law: LawWords, rules: NodeRules, rows: RuleRows, mild: bool, every: WordArray, out: WordArray) -> None:
    """Where something is not prohibited, and where it is permitted. At the mild end of doubt reliefs in doubt count, at the strict end
    limits in doubt."""
    words, cells, kept = len(every), rows.cells, rows.kept
    barred, broken = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    # by row: what a rule admits of its cells; most limits admit all there is, and then their ways do not matter
    free, stay = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    for r in range(len(rows.limiting)):
        limit = rules.rule[r]
        if not rows.limiting[r] or (mild and rules.status[limit] > OPEN):
            continue
        begin, end = rows.begin[r], rows.end[r]
        bars, broken_ways = has(law.barring, limit), False
        for w in range(begin, end):
            broken_ways = broken_ways or (cells[r, w] & ~kept[r, w]) != ZERO
        if not bars and not broken_ways:
            continue
        for w in range(begin, end):
            stay[w] = kept[r, w]
            free[w] = ZERO
        for j in range(law.ways_from[limit], law.ways_from[limit + 1]):
            way = law.ways[j]
            on = rules.status[way]
            if on == NONE or (on > OPEN and not mild):
                continue
            frees, q = not has(law.barring, way), rules.row[way]
            first, last = max(begin, rows.begin[q]), min(end, rows.end[q])
            for w in range(first, last):
                stay[w] |= cells[q, w] & kept[q, w]
            if frees:
                for w in range(first, last):
                    free[w] |= cells[q, w]
        for w in range(begin, end):
            broken[w] |= cells[r, w] & ~stay[w]
        if bars:
            for w in range(begin, end):
                barred[w] |= cells[r, w] & ~free[w]
    for w in range(words):
        out[0, w] = every[w] & ~barred[w]
        out[1, w] = out[0, w] & ~broken[w]


@compiled
def up_to_chain(law: LawWords, rules: NodeRules, rows: RuleRows, mild: bool, every: WordArray, out: WordArray) -> None:
    """Where the rank is at least 1, 2, … on a chain: the strictest over every limit of the mildest of its ways."""
    words, best, cells = len(every), law.sizes[4], rows.cells
    above, here = np.zeros((best + 1, words), np.uint64), np.zeros(words, np.uint64)
    for r in range(len(rows.limiting)):
        limit = rules.rule[r]
        if not rows.limiting[r] or (mild and rules.status[limit] > OPEN):
            continue
        begin, end = rows.begin[r], rows.end[r]
        for position in range(1, law.chain[limit] + 1):
            for w in range(begin, end):
                here[w] = cells[r, w]
            for j in range(law.ways_from[limit], law.ways_from[limit + 1]):
                way = law.ways[j]
                on = rules.status[way]
                if on != NONE and (on <= OPEN or mild) and law.chain[way] < position:
                    q = rules.row[way]
                    for w in range(max(begin, rows.begin[q]), min(end, rows.end[q])):
                        here[w] &= ~cells[q, w]
            for w in range(begin, end):
                above[position, w] |= here[w]
    for rank in range(1, best + 1):
        for w in range(words):
            out[rank - 1, w] = every[w] & ~above[best - rank + 1, w]


@compiled
def rank_of(table: OneTable, cells: WordArray, words: int) -> int:
    """The one rank of some cells, DIFFER or IN_DOUBT."""
    if shares(table.doubtful, cells, words):
        return IN_DOUBT if within(cells, table.doubtful, words) else DIFFER
    rank = 0
    for r in range(len(table.strict)):
        if within(cells, table.strict[r], words):
            rank += 1
        elif shares(table.strict[r], cells, words):
            return DIFFER
    return rank


@compiled
def ends_of(table: OneTable, cells: WordArray, words: int) -> tuple[int, int]:
    """The ranks of the mildest and the strictest outcome that are possible in some cells."""
    best = worst = 0
    for r in range(1, len(table.mild) + 1):
        if shares(table.mild[r - 1], cells, words):
            best = r
    for r in range(1, best + 1):
        if within(cells, table.strict[r - 1], words):
            worst = r
    return best, worst


@compiled
def decides(table: OneTable, axes: NodeAxes, a: int, size: int, cells: WordArray, weight: Numbers64) -> float:
    """The part of an axis's classes (each by its weight) that leave the outcome open; -1 where two of them never differ, all else being the same. Classes are
    looked at together: sets are laid over themselves, moved by one class after the other (or by all classes, so that all else is one)."""
    words, ranks, classes, stride = len(cells), len(table.strict), axes.classes[a], axes.stride[a]
    some, rest, first = np.zeros(words, np.uint64), np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    one_class(axes, a, 0, size, first)
    differ = False
    for r in range(ranks + 1):
        for w in range(words):
            some[w] = cells[w] & (table.doubtful[w] if r == ranks else table.strict[r, w] & ~table.doubtful[w])
            rest[w] = cells[w] & ~some[w]
        lay_over(some, stride, classes, words)
        lay_over(rest, stride, classes, words)
        for w in range(words):
            differ = differ or (some[w] & rest[w] & first[w]) != ZERO
        if differ:
            break
    if not differ:
        return -1.0
    sets = np.zeros(
        (2 * ranks + 2, words), np.uint64
    )  # by rank where it is reached and where not, then where doubt leaves it open and where not
    for r in range(ranks + 1):
        for w in range(words):
            where = table.doubtful[w] if r == ranks else table.strict[r, w]
            sets[2 * r, w], sets[2 * r + 1, w] = cells[w] & where, cells[w] & ~where
        for half in range(2):
            lay_over(sets[2 * r + half], stride * classes, size // (stride * classes), words)
    met = still = 0
    for k in range(classes):
        begin, end = k * stride, (k + 1) * stride
        doubtful, settled = some_between(sets[2 * ranks], begin, end), some_between(sets[2 * ranks + 1], begin, end)
        if not doubtful and not settled:
            continue
        met += weight[k]
        open_ = doubtful and settled
        for r in range(0 if doubtful else ranks):
            open_ = open_ or (some_between(sets[2 * r], begin, end) and some_between(sets[2 * r + 1], begin, end))
        still += weight[k] if open_ else 0
    return still / met


@compiled
def bound(law: LawWords, table: OneTable, axes: NodeAxes, found: int, size: int, sure: WordArray, maybe: WordArray) -> None:
    """The atoms of the main number that are surely, and perhaps, permitted."""
    main, words, best = law.sizes[2], len(table.valid), law.sizes[4]
    part, at = np.zeros(words, np.uint64), -1
    for a in range(found):
        if axes.level[a] == main:
            at = a
    classes = axes.classes[at] if at >= 0 else 1
    surely, possibly = np.zeros(classes, np.uint8), np.zeros(classes, np.uint8)
    part[:] = table.valid
    for k in range(classes):
        if at >= 0:
            one_class(axes, at, k, size, part)
            for w in range(words):
                part[w] &= table.valid[w]
        surely[k], possibly[k] = within(part, table.strict[best - 1], words), shares(part, table.mild[best - 1], words)
    for atom in range(law.first_atom[main + 1] - law.first_atom[main]):
        k = axes.number[at, atom] if at >= 0 else 0
        if k >= 0 and surely[k]:
            put(sure, atom)
        if k >= 0 and possibly[k]:
            put(maybe, atom)
