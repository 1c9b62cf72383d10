"""Which changes of facts can lead to an outcome, read off truth tables in which the facts that change are open.

To try ten thousand pairs of changes one by one takes a walk, and often a table, for each. A table in which both facts are open has all pairs of
their values at once: a pair is a slice of it. Where other facts are open besides, it may have too many cells. But changes lead to a goal only
where every completion does: one completion that failed once, with the open facts filled in as there, refutes most of the pairs that follow.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.diagram.parts import Cells
from shidian.diagram.tables import View
from shidian.engine.case import Case, Value
from shidian.law.budget import go_on
from shidian.law.records.base import Reading
from shidian.law.tree import ROOT

Said = frozenset[tuple[str, bool]]
Change = tuple[str, Value, Said]
"""A fact, the value it takes, and what is then said of zones (of a place)."""
MOST = 24
"""Completions that failed which are remembered."""


class Leading:
    """The changes of one case that lead to an outcome of one of some ranks; these are the mildest of all."""

    def __init__(self, diagram: Diagram, case: Case, ranks: Collection[int]) -> None:
        self._diagram = diagram
        self._ranks = ranks
        self._rulebook = diagram.rulebook
        self._level_of = diagram.space.level_of
        domains = diagram.rulebook.facts
        self._nothing: dict[str, Value] = {f: ROOT if d.domain in ("tree", "place") else None for f, d in domains.items()}
        self._case = case
        self._failed: dict[Reading, list[tuple[int, Case]]] = {"in_force": [(0, case)], "announced": [(0, case)]}
        """The case itself, and completions of it that changes left short of the goal, numbered: that which refuted last comes first."""
        self._views: dict[tuple[Reading, int, tuple[Change, ...], tuple[str, ...]], tuple[View, dict[Change, Cells | None]] | None] = {}
        """Tables in which the facts of some changes are open, each with the cells of the changes asked for."""

    def changed(self, case: Case, changes: Collection[Change]) -> Case:
        """A case after some changes."""
        values, zones = dict(case.values), case.zones
        for fact, value, said in changes:
            values[fact] = value
            if fact == self._rulebook.place:
                zones = dict(said)
        return Case(values, zones)

    def can(self, changes: Collection[Change], reading: Reading) -> bool:
        """Whether some changes may lead there. True also where no table tells."""
        go_on()
        made = tuple([c for c in changes if c[0] == self._rulebook.day])  # a day is never open
        rest = sorted([c for c in changes if c[0] != self._rulebook.day], key=lambda c: -self._diagram.levels[self._level_of[c[0]]].size)
        failed, told = self._failed[reading], {c[0]: c[1] for c in rest}
        for at, (number, case) in enumerate(failed):
            if not self.contradicts(told, case) and self._refutes(number, case, made, rest, told, reading):
                failed.insert(0, failed.pop(at))
                return False
        return True

    def learn(self, changes: Collection[Change], node: Node, reading: Reading) -> None:
        """Note a completion that shows why some changes, which end in a node, do not lead there."""
        failed, case = self._failed[reading], self._case
        view = self._diagram.answers.grids.view(node, reading) if len(failed) <= MOST else None
        if view is None:
            return
        bad = view.cells & (view.table.doubtful | ~view.table.strict[min(self._ranks) - 1])
        if not bad:
            return
        cell, values, zones, frame = (bad & -bad).bit_length() - 1, dict(case.values), case.zones, view.table.frame
        said, classes = {fact: (value, zones) for fact, value, zones in changes}, self._diagram.classes(case)
        for fact, (value, _) in said.items():  # what filled in a missing fact does so here too
            if values[fact] == self._nothing[fact] and fact != self._rulebook.place:
                values[fact] = value
        for level, at in frame.at.items():
            found, axis = self._diagram.levels[level], frame.axes[at]
            if found.fact in said or (axis.numeric and case.values[found.fact] is not None):
                continue  # it is told
            atoms = axis.classes[cell // frame.strides[at] % len(axis.classes)] & classes[level].atoms & view.allowed.get(level, -1)
            high = any(level == two[1] for two in self._diagram.space.held.more)  # of two in one span the first is not more than the second
            atom = (1 << atoms.bit_length()) >> 1 if high else atoms & -atoms
            one = next((c for c in found.atoms(self._era(case)) if atom and c.atoms == atom), None)
            if one is None:
                return
            values[found.fact] = one.sample
            zones = dict(one.zones) if found.fact == self._rulebook.place else zones
        failed.insert(0, (len(failed), Case(values, zones)))

    def _refutes(
        self, number: int, case: Case, made: tuple[Change, ...], rest: Sequence[Change], told: Mapping[str, Value], reading: Reading
    ) -> bool:
        """Whether a completion, changed so, falls short of the goal."""
        facts = tuple(told)
        for count in range(len(rest)):  # first all of them open, then all but the one with the most values
            key = (reading, number, (*made, *rest[:count]), facts[count:])
            if key not in self._views:
                opened = [(f, self._nothing[f], frozenset[tuple[str, bool]]()) for f in key[3]]
                view = self._diagram.answers.grids.view(self._diagram.walk(self.changed(case, [*key[2], *opened])), reading)
                self._views[key] = None if view is None else (view, {})
            found = self._views[key]
            if found is not None:
                return self._short(*found, rest[count:], {**told, self._rulebook.day: made[0][1]} if made else told, case)
        return False

    def contradicts(self, told: Mapping[str, Value], case: Case) -> bool:
        """Whether facts, as told or else as a case has them, cannot be together: a number more than one that it cannot exceed, or values apart."""
        has = {**case.values, **told}
        numbers = ((has[one], self._rulebook.facts[one].times, has[other]) for one, other in self._rulebook.ordered)
        if any(isinstance(low, Decimal) and isinstance(high, Decimal) and low * times > high for low, times, high in numbers):
            return True
        return any(all(has[f] in within for f, within in values.items()) for values in self._rulebook.apart)

    def _short(
        self, view: View, known: dict[Change, Cells | None], changes: Collection[Change], told: Mapping[str, Value], case: Case
    ) -> bool:
        """Whether a table in which the facts of some changes are open says that these do not lead there; `known` are the cells of changes, `told`
        what all changes say of the case."""
        cells = view.cells
        for change in changes:
            if change not in known:
                known[change] = self._cells(view, *change, told, case)
            where = known[change]
            if where is None:
                return False
            cells &= where
        return bool(cells) and View(view.table, cells).rank() not in self._ranks

    def _cells(self, view: View, fact: str, value: Value, said: Said, told: Mapping[str, Value], case: Case) -> Cells | None:
        """The cells of a table where a fact has a value; None where no rule asks for it, but it bounds a number that is open and asked for."""
        level, frame = self._level_of[fact], view.table.frame
        at, found = frame.at.get(level), self._diagram.levels[level]
        if at is None:
            bounded = [self._diagram.levels[j].fact for j in self._diagram.space.held.linked.get(level, ()) if j in frame.at]
            return None if any(told.get(f, case.values[f]) is None for f in bounded) else frame.full
        on = told.get(self._rulebook.day, case.values[self._rulebook.day])
        class_ = found.of(value, said, self._diagram.days.era(on)) if fact == self._rulebook.place else found.of(value)  # type: ignore[arg-type]
        return frame.where(at, frame.axes[at].within(class_.atoms))

    def _era(self, case: Case) -> int:
        return self._diagram.days.era(case.values[self._rulebook.day])  # type: ignore[arg-type]
