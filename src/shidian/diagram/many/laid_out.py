"""From the classes of cases to what the loop over tables is given: the nodes at their ends, and the numbers that each allows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shidian.diagram.many.bitwise import ONE, WordArray, compiled, has
from shidian.diagram.many.records import AskedNodes, Flags, LawWords, Numbers32
from shidian.diagram.many.straight import ClassWords, left_alive, room_for_one


@compiled
def narrow(law: LawWords, by: ClassWords, classes: Numbers32, skip_main: bool, atoms: WordArray, known: Flags) -> None:
    """The domains of a case: of numbers given or open, with what they bound of each other; of the others what was said."""
    depth, main = law.sizes[1], law.sizes[2]
    words = atoms.shape[1]
    for level in range(depth):
        row = by.first[level] + classes[level]
        known[level] = 0
        if level == by.day or (skip_main and level == main):
            continue
        known[level] = 2 if by.given[row] else 1
        for w in range(words):
            atoms[level, w] = by.atoms[row, w]
    for _turn in range(2):
        for j in range(len(law.lower)):
            low, high = law.lower[j], law.upper[j]
            if known[low] == 0 or known[high] == 0:
                continue
            size = law.first_atom[low + 1] - law.first_atom[low]
            least, most = 0, law.first_atom[high + 1] - law.first_atom[high] - 1
            while least < size and not has(atoms[low], least):
                least += 1
            while most >= 0 and not has(atoms[high], most):
                most -= 1
            if known[low] == 1:
                for atom in range(most + 1, size):
                    atoms[low, atom >> 6] &= ~(ONE << np.uint64(atom & 63))
            if known[high] == 1:
                for atom in range(least):
                    atoms[high, atom >> 6] &= ~(ONE << np.uint64(atom & 63))


@compiled
def lay_out(
    law: LawWords,
    by: ClassWords,
    cases: npt.NDArray[np.int32],
    announced: Flags,
    read: Flags,
    seen: npt.NDArray[np.int32],
    asked: AskedNodes,
) -> None:
    """Write the nodes of some cases: in which reading, and with the main number open or read; and the numbers of the cases that are seen."""
    depth, width = law.sizes[1], len(law.every_rule)
    room = room_for_one(width)
    open_ = np.zeros(width, np.uint64)
    main = law.sizes[2]
    for i in range(len(cases)):
        classes = cases[i]
        left_alive(law, by, classes, room, open_)
        day, at = classes[by.day], 2 if announced[i] else 0
        alive = room.after if read[i] else room.before
        for w in range(width):
            asked.surely[i, w] = by.stands[day, at, w] & alive[w]
            asked.perhaps[i, w] = by.stands[day, at + 1, w] & alive[w]
        for level in range(depth):
            row = by.first[level] + classes[level]
            for w in range(width):
                some = by.touching_main[w] if level == main and not read[i] else by.open[row, w]
                asked.left[i, level, w] = some & alive[w]
        narrow(law, by, classes, not read[i], asked.atoms[i], asked.known[i])
    for v in range(len(seen)):
        narrow(law, by, seen[v], False, asked.view_atoms[v], asked.view_known[v])
