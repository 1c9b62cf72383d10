"""The diagram of one question: levels in an order, nodes, edges, and the decision at the end of every path."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from msgspec import Struct

from shidian.diagram.answers import Answers, Verdict
from shidian.diagram.classes import Days, Level, ValueClass, level_of
from shidian.diagram.nodes import Node, Space
from shidian.engine.case import Case
from shidian.engine.rulebook import Rulebook

Said = frozenset[tuple[str, bool]]
"""What is said of zones."""


class Size(Struct, frozen=True):
    """What a diagram holds after every definite case was walked."""

    levels: tuple[tuple[str, int, int], ...]  # fact, atoms, nodes above it
    nodes: int
    edges: int
    decisions: int
    seconds: float


class Diagram:
    """One question of a lawbook, compiled, for one day of knowledge.

    Edges are found when they are first walked, and kept; `complete` walks all of them.
    """

    def __init__(self, rulebook: Rulebook, known_on: dt.date | None = None) -> None:
        self.rulebook = rulebook
        self.known_on = known_on
        self.days = Days(rulebook, known_on)
        self.levels: tuple[Level, ...] = tuple(level_of(rulebook, f, self.days) for f in order_of(rulebook))
        self.space = Space(rulebook, self.levels)
        self.answers = Answers(self.space)
        self.place = next((i for i, level in enumerate(self.levels) if level.fact == rulebook.place), None)
        self.day = next(i for i, level in enumerate(self.levels) if level is self.days)
        self._edges: list[dict[tuple[Node, int, bool], Node]] = [{} for _ in self.levels]

    def classes(self, case: Case) -> tuple[tuple[ValueClass, bool], ...]:
        """For each level the class of the case's value, and whether a value was given."""
        on = case.values[self.rulebook.day]
        assert isinstance(on, dt.date), "a day is always known"
        era = self.days.era(on)
        said: Said = frozenset(case.zones.items())
        return tuple(
            (level.of(value, said, era) if i == self.place else level.of(value), value is not None)
            for i, level in enumerate(self.levels) for value in (case.values[level.fact],)
        )

    def walk(self, case: Case) -> Node:
        """The node at the end of a case's path."""
        node = self.space.root
        for i, (found, given) in enumerate(self.classes(case)):
            node = self.follow(node, i, found, given)
        return node

    def decide(self, case: Case) -> Verdict:
        """The decision of a case: what the engine decides, found by walking."""
        return self.answers.verdict(self.walk(case))

    def follow(self, node: Node, level: int, found: ValueClass, given: bool = True) -> Node:
        """The node that an edge leads to."""
        key = (node, found.id, given)
        edges = self._edges[level]
        after = edges.get(key)
        if after is None:
            after = edges[key] = self.space.read(node, level, found, given)
        return after

    def complete(self, progress: Callable[[int, int], None] | None = None) -> Size:
        """Walk every definite case: a value for every fact, inside or outside every zone. Gives the size."""
        start = time.perf_counter()
        rows = []
        edges = 0
        layer: dict[tuple[Node, int], None] = {(self.space.root, 0): None}
        for i, level in enumerate(self.levels):
            rows.append((level.fact, level.size, len({node for node, _ in layer})))
            after: dict[tuple[Node, int], None] = {}
            for node, era in layer:
                for found in level.atoms(era):
                    edges += 1
                    after[self.follow(node, i, found), self._next_era(i, found, era)] = None
            layer = after
            if progress is not None:
                progress(i + 1, len(self.levels))
        ends = {node for node, _ in layer}
        for node in ends:
            self.answers.verdict(node)
        return Size(tuple(rows), len(self.space), edges, len({self.answers.verdict(n) for n in ends}),
                    time.perf_counter() - start)

    def _next_era(self, level: int, found: ValueClass, era: int) -> int:
        """The era is remembered from the day's level to the place's."""
        if self.place is None or level >= self.place:
            return 0
        if level == self.day and isinstance(found.sample, dt.date):
            return self.days.era(found.sample)
        return era


def order_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The order of the levels: the fact that most rules test comes first, since it leaves fewest of them; the day counts for every
    rule that does not always stand, and comes before the place, whose zones depend on it; numbers that ceilings bound come
    last, since every rule with a ceiling needs them to the end."""
    facts = [f.fact for f in rulebook.question.facts]
    tested = {f: sum(any(t.fact == f for t in r.scope.all()) for r in rulebook.rules) for f in facts}
    tested[rulebook.day] = len(rulebook.rules)
    bounded = set(rulebook.ceilings.values())
    return tuple(sorted(facts, key=lambda f: (f in bounded, -tested[f])))

