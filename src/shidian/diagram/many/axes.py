"""The axes of a table: the facts that a node leaves open, and the classes of their values that its rules tell apart."""

from __future__ import annotations

import numpy as np

from shidian.diagram.many.bitwise import ONE, ZERO, WordArray, cells_where, compiled, has, lowest, put, put_every
from shidian.diagram.many.records import AskedNodes, LawWords, NodeAxes, NodeRules, Numbers64


@compiled
def sort_rules(law: LawWords, asked: AskedNodes, item: int, rules: NodeRules) -> int:
    """Sort the rules of a node as the engine does: number their rows, and say how each stands. Gives how many there are."""
    count, depth, width = law.sizes[0], law.sizes[1], len(law.every_rule)
    for w in range(width):
        rules.live[w] = (asked.surely[item, w] | asked.perhaps[item, w]) & ~law.duties[w]
        unsettled = ZERO
        for level in range(depth):
            unsettled |= asked.left[item, level, w]
        rules.unsettled[w] = unsettled & rules.live[w]
        rules.here[w] = rules.live[w] & law.every_rule[w]
        rules.fixed[w] = law.admitting[w]
    for conjunction in range(count, len(law.owner)):
        if has(rules.unsettled, conjunction):
            put(rules.unsettled, law.owner[conjunction])
    rules.status[:] = 0
    found = 0
    for w in range(width):
        left = rules.here[w]
        doubted = asked.perhaps[item, w] | law.tainted[w]
        while left != ZERO:
            at = lowest(left)
            left &= left - ONE
            rule, bit = (w << 6) + at, np.uint64(at)
            rules.status[rule] = (2 if (rules.unsettled[w] >> bit) & ONE else 1) + (2 if (doubted >> bit) & ONE else 0)
            rules.row[rule] = found
            rules.rule[found] = rule
            found += 1
    return found


@compiled
def find_axes(law: LawWords, asked: AskedNodes, item: int, rules: NodeRules, axes: NodeAxes) -> tuple[int, int]:
    """Find the axes of a node. Gives how many, and how many cells they have: 0 where there is no table to make."""
    depth, main, most, width = law.sizes[1], law.sizes[2], law.sizes[5], len(law.every_rule)
    for_main = False
    for level in range(depth):
        if main >= 0 and law.linked_main[level] and asked.known[item, level] != 2:
            for w in range(width):
                if asked.left[item, level, w] & rules.live[w] or law.bounding[level, w] & rules.here[w]:
                    for_main = True
    found = 0
    for level in range(depth):
        given = law.numeric[level] and asked.known[item, level] == 2
        if given:
            _admitting(law, level, asked.atoms[item, level], rules.fixed)
        wanted = level == main and for_main
        for w in range(width):
            axes.asking[found, w] = asked.left[item, level, w] & rules.live[w]
            axes.bounding[found, w] = law.bounding[level, w] & rules.here[w]
            wanted = wanted or axes.asking[found, w] != ZERO or axes.bounding[found, w] != ZERO
        if wanted and not given:
            axes.level[found] = level
            found += 1
    linked = False
    for a in range(found):
        level = axes.level[a]
        domain = asked.atoms[item, level] if asked.known[item, level] else law.any_number[level]
        axes.classes[a] = number_classes(law, level, axes.asking[a], axes.bounding[a], domain, axes, a)
        axes.linked[a] = 1 if _linked(law, axes, found, level) else 0
        linked = linked or axes.linked[a] == 1
    if linked:
        _number_spans(law, axes, found)
    size = 1
    for a in range(found):
        axes.stride[a] = 0
        size *= axes.classes[a]
        if size < 1 or size > most:
            return found, 0
    _stride(axes, found)
    return found, size


@compiled
def _stride(axes: NodeAxes, found: int) -> None:
    """Lay the axes out, that with the fewest classes innermost: a rule that speaks of few of many classes then holds in one short stretch."""
    stride = 1
    for _turn in range(found):
        least = -1
        for a in range(found):
            if axes.stride[a] == 0 and (least < 0 or axes.classes[a] < axes.classes[least]):
                least = a
        axes.stride[least] = stride
        stride *= axes.classes[least]


@compiled
def _admitting(law: LawWords, level: int, atoms: WordArray, fixed: WordArray) -> None:
    """Leave the rules that admit a number given."""
    last = -1
    for atom in range(law.first_atom[level + 1] - law.first_atom[level]):
        if has(atoms, atom):
            last = atom
    if last >= 0:
        for w in range(len(fixed)):
            fixed[w] &= law.admits[law.first_atom[level] + last, w]


@compiled
def _linked(law: LawWords, axes: NodeAxes, found: int, level: int) -> bool:
    """Whether an open number bounds, or is bounded by, another open one: then spans of its atoms are its classes."""
    out = False
    for j in range(len(law.lower)):
        if level == law.lower[j] or level == law.upper[j]:
            other = law.upper[j] if level == law.lower[j] else law.lower[j]
            for b in range(found):
                out = out or axes.level[b] == other
    return out


@compiled
def _number_spans(law: LawWords, axes: NodeAxes, found: int) -> None:
    """Number the spans of atoms within which no class of a linked axis ends as the classes of each (as `frames` does)."""
    most = 0
    for a in range(found):
        if axes.linked[a]:
            axes.classes[a] = 0
            most = max(most, law.first_atom[axes.level[a] + 1] - law.first_atom[axes.level[a]])
    before = np.full(found, -2, np.int32)
    for atom in range(most):
        ends = False
        for a in range(found):
            if axes.linked[a]:
                inside = atom < law.first_atom[axes.level[a] + 1] - law.first_atom[axes.level[a]]
                here = axes.number[a, atom] if inside else -1
                ends = ends or here != before[a]
                before[a] = here
        for a in range(found):
            if axes.linked[a] and before[a] >= 0:
                if ends:
                    axes.first[a, axes.classes[a]] = atom
                    axes.classes[a] += 1
                axes.last[a, axes.classes[a] - 1] = atom
                axes.number[a, atom] = axes.classes[a] - 1


@compiled
def number_classes(law: LawWords, level: int, asking: WordArray, bounding: WordArray, domain: WordArray, axes: NodeAxes, a: int) -> int:
    """Number the classes of an axis, atoms that leave the same standing and that ceilings admit alike. Gives how many."""
    base, size, words = law.first_atom[level], law.first_atom[level + 1] - law.first_atom[level], len(asking)
    number, first = axes.number[a], axes.first[a]
    room = 8
    while room < 2 * size:
        room *= 2
    slots = np.full(room, -1, np.int32)
    speaking, several = np.zeros(words, np.int32), 0  # the words with rules that speak of this level: few of all
    for w in range(words):
        if asking[w] | bounding[w]:
            speaking[several] = w
            several += 1
    told = speaking[:several]
    count = 0
    for atom in range(size):
        number[atom] = -1
        if not has(domain, atom):
            continue
        row = base + atom
        mixed = np.uint64(1469598103934665603)
        for w in told:
            mixed = (mixed ^ (law.passing[row, w] & asking[w])) * np.uint64(1099511628211)
            mixed = (mixed ^ (law.admits[row, w] & bounding[w])) * np.uint64(1099511628211)
            mixed ^= mixed >> np.uint64(29)
        at = np.int64(mixed & np.uint64(room - 1))
        while slots[at] >= 0:
            other, same = base + first[slots[at]], True
            for w in told:
                apart = (law.passing[row, w] ^ law.passing[other, w]) & asking[w]
                apart |= (law.admits[row, w] ^ law.admits[other, w]) & bounding[w]
                same = same and apart == ZERO
            if same:
                number[atom] = slots[at]
                break
            at = (at + 1) & (room - 1)
        if number[atom] < 0:
            slots[at] = count
            number[atom] = count
            first[count] = atom
            count += 1
    return count


@compiled
def one_class(axes: NodeAxes, a: int, k: int, size: int, out: WordArray) -> None:
    """The cells of one class of an axis."""
    axes.chosen[:] = ZERO
    put(axes.chosen, k)
    cells_where(out, axes.chosen, axes.classes[a], axes.stride[a], size, 0, (size + 63) >> 6)


@compiled
def can_be(law: LawWords, axes: NodeAxes, found: int, size: int, valid: WordArray, spare: WordArray, part: WordArray) -> None:
    """The cells in which no number exceeds one that bounds it."""
    put_every(valid, size)
    for j in range(len(law.lower)):
        low = high = -1
        for a in range(found):
            if axes.level[a] == law.lower[j]:
                low = a
            if axes.level[a] == law.upper[j]:
                high = a
        if low < 0 or high < 0:
            continue
        fit = np.zeros(len(valid), np.uint64)
        for k in range(axes.classes[low]):
            one_class(axes, low, k, size, part)
            axes.chosen[:] = ZERO
            for m in range(axes.classes[high]):
                if axes.last[high, m] >= axes.first[low, k]:
                    put(axes.chosen, m)
            cells_where(spare, axes.chosen, axes.classes[high], axes.stride[high], size, 0, len(valid))
            for w in range(len(valid)):
                fit[w] |= part[w] & spare[w]
        for w in range(len(valid)):
            valid[w] &= fit[w]


@compiled
def allow(law: LawWords, asked: AskedNodes, view: int, axes: NodeAxes, found: int, size: int, cells: WordArray, spare: WordArray) -> None:
    """Leave the cells that a node of the table allows: those of the numbers it has."""
    for a in range(found):
        level = axes.level[a]
        if law.numeric[level] == 0 or asked.view_known[view, level] == 0:
            continue
        axes.chosen[:] = ZERO
        less = False
        for atom in range(law.first_atom[level + 1] - law.first_atom[level]):
            k = axes.number[a, atom]
            if k >= 0:
                if has(asked.view_atoms[view, level], atom):
                    put(axes.chosen, k)
                else:
                    less = True
        if less:
            cells_where(spare, axes.chosen, axes.classes[a], axes.stride[a], size, 0, len(cells))
            for w in range(len(cells)):
                cells[w] &= spare[w]


@compiled
def weigh(law: LawWords, asked: AskedNodes, view: int, axes: NodeAxes, a: int, weight: Numbers64) -> None:
    """How much each class of an axis counts where the part that leaves the outcome open is found: a span its atoms that a node allows."""
    level = axes.level[a]
    weight[: axes.classes[a]] = 0 if axes.linked[a] else 1
    for atom in range(law.first_atom[level + 1] - law.first_atom[level] if axes.linked[a] else 0):
        k = axes.number[a, atom]
        if k >= 0 and (asked.view_known[view, level] == 0 or has(asked.view_atoms[view, level], atom)):
            weight[k] += 1
