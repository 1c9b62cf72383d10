"""The frame of a truth table: the open facts as axes, the classes of their values that matter, and sets of cells as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from shidian.diagram.node import Node
from shidian.diagram.nodes import Space
from shidian.diagram.parts import Bits, Cells, bits_of

MOST_CELLS = 1 << 17
"""Completions up to which a table is made; beyond, a fact is split first."""
MOST_REMEMBERED = 32 << 20
"""Bytes of sets of cells that the frames of a space remember."""

Asked = tuple[int, int, Bits, Bits]
"""An open fact: its level, the atoms it can be, the conjunctions that ask for it, and the rules that bound its number."""


class Axis:
    """An open fact and the classes of its atoms that the rules at hand tell apart, as masks of atoms; of a number that bounds another open one,
    `spans` of atoms, within which all have the same to do with each span of the other."""

    def __init__(self, space: Space, asked: Asked, spans: tuple[int, ...] = ()) -> None:
        level, atoms, asking, bounding = asked
        self.level = level
        self.atoms = atoms
        self.asking = asking
        self.numeric = level in space.held.numbers
        self.linked = bool(spans)
        parts = space.parts
        groups: dict[object, int] = {one: one for span in spans if (one := span & atoms)}
        rest = 0 if spans else atoms
        while rest:
            one = rest & -rest
            rest ^= one
            dead = parts.narrow(level, one).dead & asking
            key = (dead, space.held.like(level, one.bit_length() - 1, bounding)) if self.numeric else dead
            groups[key] = groups.get(key, 0) | one
        self.classes = tuple(groups.values())
        every = (1 << len(self.classes)) - 1
        self._atoms_of = parts.atoms_of(level)
        self._classes_of: dict[int, int] = {atoms: every}
        self._every = every
        self._space = space
        self._bounding = bounding
        self._within: dict[int, int] | None = None

    def passing(self, conjunction: int) -> int:
        """The classes that leave a conjunction standing, one bit each."""
        return self.within(self._atoms_of[conjunction] & self.atoms)

    def within(self, atoms: int) -> int:
        """The classes that have one of these atoms."""
        found = self._classes_of.get(atoms)
        if found is None:
            found = self._classes_of[atoms] = sum(1 << k for k, some in enumerate(self.classes) if some & atoms)
        return found

    def admitted(self, rule: int) -> int:
        """The classes of numbers that the ceilings of a rule admit."""
        if self._within is None:
            self._within = {}
            numbers = self._space.levels[self.level]
            samples = [numbers.samples[(some & -some).bit_length() - 1] for some in self.classes]  # type: ignore[attr-defined]
            for top, setting in self._space.held.ceilings.get(self.level, ()):
                if setting & self._bounding:
                    admits = sum(1 << k for k, number in enumerate(samples) if top.admits(number))
                    for setter in bits_of(setting & self._bounding):
                        self._within[setter] = self._within.get(setter, self._every) & admits
        return self._within.get(rule, self._every)


class FrameRoom:
    """The memory that sets of cells, remembered by all frames of a space, may take: when it is full, they are forgotten and found anew."""

    def __init__(self) -> None:
        self.taken = 0
        self._of: list[dict[tuple[int, int], Cells]] = []

    def remember(self, where: dict[tuple[int, int], Cells], key: tuple[int, int], cells: Cells) -> None:
        """Keep a set of cells."""
        if self.taken > MOST_REMEMBERED:
            for known in self._of:
                known.clear()
            self.taken, self._of = 0, []
        if not where:
            self._of.append(where)
        where[key] = cells
        self.taken += cells.bit_length() >> 3


class Frame:
    """Axes side by side. The cell of classes k, l, … is k + l * (how many classes the first axis has) + …"""

    def __init__(self, axes: tuple[Axis, ...], links: tuple[tuple[int, int], ...], room: FrameRoom) -> None:
        self.axes = axes
        self._room = room
        self.at = {axis.level: i for i, axis in enumerate(axes)}
        """By level its axis."""
        self.strides: list[int] = []
        self.size = 1
        for axis in axes:
            self.strides.append(self.size)
            self.size *= len(axis.classes)
        self.full: Cells = (1 << self.size) - 1
        self._where: dict[tuple[int, int], Cells] = {}
        self.valid: Cells = self.full
        """The cells that can be: a number that cannot exceed another one does not."""
        for low, high in links:
            self.valid &= self._not_more(low, high)
        self._regular = not links

    def where(self, at: int, classes: int) -> Cells:
        """The cells of some classes of an axis."""
        key = (at, classes)
        found = self._where.get(key)
        if found is None:
            stride, count = self.strides[at], len(self.axes[at].classes)
            if classes == (1 << count) - 1:
                found = self.full
            else:
                one, found = (1 << stride) - 1, 0
                for k in bits_of(classes):
                    found |= one << k * stride
                width = stride * count
                while width < self.size:  # repeat what there is, as often as it fits
                    found |= found << width
                    width *= 2
                found &= self.full
            self._room.remember(self._where, key, found)
        return found

    def holding(self, conjunction: int) -> Cells:
        """Where an open conjunction holds."""
        out = self.full
        for at, axis in enumerate(self.axes):
            if axis.asking >> conjunction & 1:
                out &= self.where(at, axis.passing(conjunction))
        return out

    def within(self, at: int, rule: int) -> Cells:
        """Where the number of an axis stays within the ceilings of a rule."""
        return self.where(at, self.axes[at].admitted(rule))

    def varies(self, at: int, value: Cells, cells: Cells) -> bool:
        """Whether two classes of an axis differ in being among `value`, the other axes being the same; only `cells` count."""
        held = value & cells
        if not held or held == cells:
            return False
        stride, count = self.strides[at], len(self.axes[at].classes)
        if self._regular and cells == self.full:  # every class is there: some neighbours differ, or none do
            before = self.where(at, (1 << count - 1) - 1)
            return bool((held ^ held >> stride) & before)
        passed = failed = 0
        for k in range(count):
            some = self.where(at, 1 << k) & cells
            passed |= (some & value) >> k * stride
            failed |= (some & ~value) >> k * stride
        return bool(passed & failed)

    def _not_more(self, low: int, high: int) -> Cells:
        out = 0
        for k, some in enumerate(self.axes[low].classes):
            fits = sum(1 << m for m, other in enumerate(self.axes[high].classes) if other >= some & -some)
            out |= self.where(low, 1 << k) & self.where(high, fits)
        return out


class Frames:
    """The axes and frames of a space, each made once."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._axes: dict[tuple[Asked, tuple[int, ...]], Axis] = {}
        self._frames: dict[tuple[Asked, ...], Frame | None] = {}
        self._room = FrameRoom()

    def asked(self, node: Node, live: Bits, rules: Bits) -> Iterator[Asked]:
        """The facts that a node leaves open and that its live rules ask for. A number that nobody gave can be any; the main one is there
        also for another open number that it bounds."""
        held, main = self.space.held, self.space.main
        bounded = {j for j in held.linked.get(main, ()) if (d := node.domain(j)) is None or not d.given}
        for_main = any(node.left[j] & live or held.bounding.get(j, 0) & rules for j in bounded)
        for i, left in enumerate(node.left):
            asking, bounding = left & live, held.bounding.get(i, 0) & rules
            if not asking and not bounding and not (i == main and for_main):
                continue
            domain = node.domain(i)
            if i not in held.numbers:
                assert domain is not None, "a fact with an open test was read"
                yield i, domain.atoms, asking, 0
            elif domain is None or not domain.given:
                yield i, self._any_number(i) if domain is None else domain.atoms, asking, bounding

    def frame(self, asked: tuple[Asked, ...]) -> Frame | None:
        """The frame of open facts; None where it would have too many cells, or a fact has no value left."""
        if asked not in self._frames:
            self._frames[asked] = self._frame(asked)
        return self._frames[asked]

    def _frame(self, asked: tuple[Asked, ...]) -> Frame | None:
        levels = {one[0] for one in asked}
        more = {(i, j) for i, j in self.space.held.more if i in levels and j in levels}
        linked = {i for pair in more for i in pair}
        spans = _spans([self._axis(one) for one in asked if one[0] in linked])
        axes = [self._axis(one, spans if one[0] in linked else ()) for one in asked]
        if not 0 < prod(len(axis.classes) for axis in axes) <= MOST_CELLS:
            return None
        axes.sort(key=lambda axis: len(axis.classes))
        at = {axis.level: i for i, axis in enumerate(axes)}
        return Frame(tuple(axes), tuple((at[i], at[j]) for i, j in more), self._room)

    def _axis(self, asked: Asked, spans: tuple[int, ...] = ()) -> Axis:
        found = self._axes.get((asked, spans))
        if found is None:
            found = self._axes[asked, spans] = Axis(self.space, asked, spans)
        return found

    def _any_number(self, level: int) -> int:
        return self.space.levels[level].all  # type: ignore[attr-defined,no-any-return]


def _spans(axes: Sequence[Axis]) -> tuple[int, ...]:
    """The spans of atoms within which no class of one of these axes ends: numbers that bound each other count their atoms alike. Of two numbers
    in one span the first may exceed the second or not, so that a span has the same to do with all atoms of another."""
    class_of = [{atom: k for k, some in enumerate(axis.classes) for atom in bits_of(some)} for axis in axes]
    spans: dict[int, int] = {}
    begin, before = 0, None
    for atom in range(max((axis.atoms.bit_length() for axis in axes), default=0)):
        here = [classes.get(atom) for classes in class_of]
        if here != before:
            begin = atom
        spans[begin] = spans.get(begin, 0) | 1 << atom
        before = here
    return tuple(spans.values())
