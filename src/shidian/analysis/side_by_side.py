"""Two diagrams walked side by side: every definite case whose answer differs, in groups.

Pairs of nodes are visited once. Where both sides come to the same node, nothing below can differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shidian.analysis.joint import Joint, Side
from shidian.diagram.node import Node
from shidian.engine.algebra import Ceiling
from shidian.engine.case import Case, Value
from shidian.law.records.base import Reading
from shidian.law.unswept import unswept


class Brief(NamedTuple):
    """What is compared of an answer; `because` is shown, and is no difference by itself."""

    outcome: str
    ceiling: Ceiling | None
    because: str | None = None


class Difference(NamedTuple):
    """One kind of difference: both answers, and the determining rules that only one side has (`kept`: both have them, when no
    rule is only on one side)."""

    old: Brief
    new: Brief
    left: tuple[str, ...]
    entered: tuple[str, ...]
    kept: tuple[str, ...]


class DefiniteCases(NamedTuple):
    """The definite cases with one change: for each level the pairs met (a mask), the number of classes of cases, and one case as
    the pairs that lead to it."""

    masks: tuple[int, ...]
    classes: int
    witness: tuple[int, ...]


Wanted = Callable[[Brief, Brief], bool]


class SideBySide:
    """The differences between two sides of one question, in one reading. Both diagrams have the same order of levels."""

    def __init__(self, old: Side, new: Side, reading: Reading = "in_force", wanted: Wanted | None = None) -> None:
        self.old = old
        self.new = new
        self.reading = reading
        self.levels = [Joint(old, new, i) for i in range(len(new.diagram.levels))]
        self._classes = [
            (tuple({p.old.id: p.old for p in j.pairs}.values()), tuple({p.new.id: p.new for p in j.pairs}.values())) for j in self.levels
        ]
        self._wanted = wanted or (lambda a, b: a[:2] != b[:2])
        apart = [i for i, joint in enumerate(self.levels) if any(p.old is not p.new for p in joint.pairs)]
        self._alike = apart[-1] + 1 if apart else 0  # from this level on both sides read the same
        self._memo: list[dict[tuple[Node, Node], dict[Difference, DefiniteCases]]] = [{} for _ in self.levels]
        self._ends: dict[tuple[Node, Node], Difference | None] = {}
        self._met: dict[tuple[Side, Node], tuple[int | None, dict[int, Node]]] = {}
        with unswept():
            roots = [side.diagram.space.bare(side.root, reading) for side in (old, new)]
            self.groups: dict[Difference, DefiniteCases] = self._below(0, *roots)

    def case(self, group: DefiniteCases) -> tuple[Case, Case]:
        """The witness of a group, on each side."""
        sides: list[Case] = []
        for side, which in ((self.old, "old_value"), (self.new, "new_value")):
            values: dict[str, Value] = dict(side.fixed.values)
            zones = dict(side.fixed.zones)
            for joint, i in zip(self.levels, group.witness, strict=True):
                pair = joint.pairs[i]
                values[joint.fact] = getattr(pair, which)
                zones |= dict(pair.zones)
            sides.append(Case(values, zones))
        return sides[0], sides[1]

    def _below(self, i: int, a: Node, b: Node) -> dict[Difference, DefiniteCases]:
        if a is b and i >= self._alike:
            return {}
        if i == len(self.levels):
            change = self._change(a, b)
            return {} if change is None else {change: DefiniteCases((), 1, ())}
        found = self._memo[i].get((a, b))
        if found is not None:
            return found
        after: dict[tuple[Node, Node], list[int]] = {}
        pairs, old, new = self.levels[i].pairs, self._after(self.old, a, i), self._after(self.new, b, i)
        if old is None and new is None:  # neither side asks for this fact
            after[a, b] = list(range(len(pairs)))
        else:
            for n, pair in enumerate(pairs):
                ends = a if old is None else old[pair.old.id], b if new is None else new[pair.new.id]
                after.setdefault(ends, []).append(n)
        out: dict[Difference, DefiniteCases] = {}
        for (x, y), numbers in after.items():
            mask = sum(1 << n for n in numbers)
            for change, group in self._below(i + 1, x, y).items():
                known = out.get(change)
                if known is None:
                    out[change] = DefiniteCases((mask, *group.masks), len(numbers) * group.classes, (numbers[0], *group.witness))
                else:
                    masks = (known.masks[0] | mask, *(p | q for p, q in zip(known.masks[1:], group.masks, strict=True)))
                    out[change] = DefiniteCases(masks, known.classes + len(numbers) * group.classes, known.witness)
        self._memo[i][a, b] = out
        return out

    def _after(self, side: Side, node: Node, i: int) -> dict[int, Node] | None:
        """The nodes that the classes of a level lead to, by their numbers; None where a node of a side does not ask for the level."""
        space, known = side.diagram.space, self._met.get((side, node))
        level, after = known or (space.next_level(node), {})
        if level == i and not after:
            which = side is self.new
            given = all(j > i and all(c.sample is not None for c in self._classes[j][which]) for j in space.held.linked.get(i, ()))
            after = {found.id: space.read(node, i, found, rest_given=given) for found in self._classes[i][which]}
            if i == space.day:
                after = {found: space.bare(one, self.reading) for found, one in after.items()}
        self._met[side, node] = level, after
        return after if level == i else None

    def _change(self, a: Node, b: Node) -> Difference | None:
        key = (a, b)
        if key not in self._ends:
            old, new = self.old.diagram.answers.as_answered(a, self.reading), self.new.diagram.answers.as_answered(b, self.reading)
            x, y = (Brief(answer.outcome, answer.ceiling, answer.because) for answer in (old, new))
            self._ends[key] = None
            if self._wanted(x, y):
                left = tuple(sorted({*old.determining} - {*new.determining}))
                entered = tuple(sorted({*new.determining} - {*old.determining}))
                kept = () if left or entered else tuple(sorted(new.determining))
                self._ends[key] = Difference(x, y, left, entered, kept)
        return self._ends[key]
