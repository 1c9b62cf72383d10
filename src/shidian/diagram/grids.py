"""Truth tables of the outcome: every completion of what a node leaves open, at once.

The values of an open fact fall into few classes that the rules at hand tell apart; one cell stands for one class of each open fact. Where
a rule applies is a number with one bit a cell, and so is where the outcome is at least a rank, with every doubt at its strict or at its
mild end. All that is asked of the completions (one answer, bounds, which facts decide) is then read off a few numbers. The main number
is an open fact here even where it was given: a case of a given number reads its part of the table, so that cases that differ in
the number alone share one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from shidian.diagram.ends import Ends
from shidian.diagram.frames import Frame, Frames
from shidian.diagram.held import Domains
from shidian.diagram.node import Node, Sorted
from shidian.diagram.nodes import Space
from shidian.diagram.numbers import Numbers
from shidian.diagram.outcomes import Among, joined
from shidian.diagram.parts import Bits, Cells, bits_of
from shidian.diagram.tables import OutcomeTable, View
from shidian.engine.algebra import Ceiling
from shidian.engine.reach import NONE_AT_ALL, Bounds
from shidian.law.records.base import Reading


class Grids:
    """The tables of a space."""

    def __init__(self, space: Space, ends: Ends) -> None:
        self.space = space
        self.parts = space.parts
        self.ends = ends
        self.outcomes = ends.outcomes
        self.frames = Frames(space)
        self._views: dict[tuple[Node, Reading], View | None] = {}
        self._tables: dict[tuple[Node, Reading], OutcomeTable | None] = {}
        self._made: dict[tuple[object, ...], OutcomeTable | None] = {}
        self._fixed: dict[Domains, Bits] = {}
        main = space.levels[space.main] if space.main >= 0 else None
        spans = main.spans if isinstance(main, Numbers) else []
        self._tops = [
            (atom, Ceiling(high if high is not None else Decimal("Infinity"), exclusive=low != high))
            for atom, (low, high) in enumerate(spans)
            if isinstance(main, Numbers) and main.samples[atom] is not None
        ]
        """By atom of the main number the ceiling that just admits it."""

    def view(self, node: Node, reading: Reading) -> View | None:
        """What a node allows; None where its completions are too many."""
        key = (node, self._as_read(node, reading))
        if key not in self._views:
            self._views[key] = self._view(*key)
        return self._views[key]

    def table(self, node: Node, reading: Reading) -> OutcomeTable | None:
        """The table of a node of which the main number is open."""
        key = (node, reading)
        if key not in self._tables:
            self._tables[key] = self._table(node, reading)
        return self._tables[key]

    def bounds(self, whole: Node, reading: Reading) -> Bounds | None:
        """The certain and the possible ceiling of a node of which the main number is open; None where its completions are too many."""
        table = self.table(whole, reading)
        if table is None:
            return None
        frame, permitted, possible = table.frame, table.strict[-1], table.mild[-1]
        at = frame.at.get(self.space.main)
        parts = [frame.valid] if at is None else [frame.valid & frame.where(at, 1 << k) for k in range(len(frame.axes[at].classes))]
        sure = maybe = 0
        for k, cells in enumerate(parts):
            atoms = -1 if at is None else frame.axes[at].classes[k]
            if permitted & cells == cells:
                sure |= atoms
            if possible & cells:
                maybe |= atoms
        return self.bounds_of(sure, maybe, self.space.held.least(self.space.main, whole.domains))

    def bounds_of(self, sure: int, maybe: int, least: int) -> Bounds:
        """The bounds of a number that is surely, or perhaps, permitted in these of its atoms, and cannot lie below `least` (as in the engine)."""
        certain = possible = NONE_AT_ALL
        unbroken = True
        for atom, top in self._tops:
            allowed = sure >> atom & 1
            unbroken = unbroken and bool(allowed or atom < least)
            if unbroken and allowed:
                certain = top
            if maybe >> atom & 1:
                possible = top
        return Bounds(certain, possible)

    def _as_read(self, node: Node, reading: Reading) -> Reading:
        stood = self.space.stood
        return "in_force" if stood(node, "in_force") is stood(node, "announced") else reading

    def _view(self, node: Node, reading: Reading) -> View | None:
        space = self.space
        table = self.table(node if space.main < 0 or node.whole is not None else space.of_any_number(node), reading)
        if table is None:
            return None
        frame, cells = table.frame, table.frame.valid
        allowed: dict[int, int] = {}
        for at, axis in enumerate(frame.axes):
            if axis.numeric and (domain := node.domain(axis.level)) is not None and axis.atoms & ~domain.atoms:
                cells &= frame.where(at, axis.within(domain.atoms))
                allowed[axis.level] = domain.atoms
        return View(table, cells, allowed)

    def _table(self, node: Node, reading: Reading) -> OutcomeTable | None:
        space = self.space
        stood = space.stood(node, reading)
        live = (stood.surely | stood.perhaps) & ~self.parts.duties
        sorted_ = space.sort(node, reading)
        axes = tuple(self.frames.asked(node, live, sorted_.yes | sorted_.hidden | sorted_.maybe))
        given = self.ends.numbers(node)
        key = (sorted_, axes, given, self.parts.excluding(sorted_.maybe & self.parts.with_exclusions) & live)
        if key not in self._made:
            frame = self.frames.frame(axes)
            self._made[key] = None if frame is None else self._find(sorted_, frame, given, live)
        return self._made[key]

    # --- where rules apply ----------------------------------------------------------------------------------

    def _find(self, found: Sorted, frame: Frame, given: Domains, live: Bits) -> OutcomeTable:
        parts, full = self.parts, frame.full
        sure = dict.fromkeys(bits_of(found.yes), full)
        doubt = dict.fromkeys(bits_of(found.hidden), full)
        for rule in bits_of(found.maybe):
            where = frame.holding(rule)
            if parts.with_exclusions >> rule & 1:
                for exclusion in bits_of(parts.exclusions[rule] & live):
                    where &= ~frame.holding(exclusion)
            if where:
                (doubt if found.veiled >> rule & 1 else sure)[rule] = where
        both = sure | doubt
        closed, unread = joined(sure, parts.closings), joined(doubt, parts.unread)
        strict: Sequence[Cells]
        mild: Sequence[Cells]
        if self.outcomes.reads == "grants":
            strict, mild = (joined(sure, parts.grants),), (joined(both, parts.grants) | full & ~closed,)
        else:
            admits = partial(self._admits, frame, given, {})
            strict = self.outcomes.ranks(both, sure, admits, Among(full, closed, unread))
            mild = self.outcomes.ranks(sure, both, admits, Among(full, full, 0))  # without a closing rule, nothing else limits it
        doubtful = 0
        for low, high in zip(strict, mild, strict=True):
            doubtful |= high & ~low
        return OutcomeTable(frame, tuple(strict), tuple(mild), doubtful)

    def _admits(self, frame: Frame, given: Domains, known: dict[int, Cells], rule: int) -> Cells:
        """Where the numbers stay within the ceilings of a rule."""
        where = known.get(rule)
        if where is None:
            where = frame.full if self._fixed_for(given) >> rule & 1 else 0
            for at, axis in enumerate(frame.axes):
                if axis.numeric:
                    where &= frame.within(at, rule)
            known[rule] = where
        return where

    def _fixed_for(self, given: Domains) -> Bits:
        """The rules that admit the numbers given."""
        found = self._fixed.get(given)
        if found is None:
            found = self.ends.admitting
            for i, domain in given:
                level = self.space.levels[i]
                assert isinstance(level, Numbers)
                number = level.samples[domain.atoms.bit_length() - 1]
                assert number is not None
                for top, setting in self.space.held.ceilings.get(i, ()):
                    found &= -1 if top.admits(number) else ~setting
            self._fixed[given] = found
        return found
