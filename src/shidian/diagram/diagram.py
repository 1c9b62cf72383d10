"""The diagram of one question: levels in an order, nodes, edges, and the decision at the end of every path."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import RLock
from typing import Any

from msgspec import Struct

from shidian.diagram.classes import Level, ValueClass
from shidian.diagram.days import Days
from shidian.diagram.levels import level_of
from shidian.diagram.node import Node
from shidian.diagram.nodes import Space
from shidian.diagram.verdicts import NodeVerdict, Verdicts
from shidian.engine.case import Case
from shidian.engine.rulebook import Rulebook
from shidian.law.records.base import Reading

Said = frozenset[tuple[str, bool]]
"""What is said of zones."""


class Size(Struct, frozen=True):
    """What a diagram holds after every definite case was walked. `levels`: for each fact how many atoms it has, and how many nodes
    ask for it; `seconds` of one processor."""

    levels: tuple[tuple[str, int, int], ...]
    nodes: int
    edges: int
    decisions: int
    seconds: float


class WalkStep(Struct):
    """What a node asks for next, and the nodes that the classes met so far lead to; at the end of a path `level` is -1."""

    level: int
    after: dict[int, Node]


MOST_ENDS = 20_000
"""Cases of which it is remembered where they end, by their classes."""


class Diagram:
    """One question of a lawbook, compiled, for one day of knowledge.

    Edges are found when they are first walked, and kept; `complete` walks all of them. `order`: the levels as another diagram has
    them, so that the two can be walked side by side; the number that the main ceiling bounds is the last in any case.
    """

    def __init__(self, rulebook: Rulebook, known_on: dt.date | None = None, order: tuple[str, ...] | None = None) -> None:
        self.rulebook = rulebook
        self.known_on = known_on
        self.days = Days(rulebook, known_on)
        self.levels: tuple[Level, ...] = tuple(
            level_of(rulebook, f, self.days) for f in sorted(order or order_of(rulebook), key=lambda f: f == rulebook.main_of)
        )
        self.space = Space(rulebook, self.levels)
        self.answers = Verdicts(self.space)
        self.place = next((i for i, level in enumerate(self.levels) if level.fact == rulebook.place), None)
        self.day = next(i for i, level in enumerate(self.levels) if level is self.days)
        self.lock = RLock()
        """Held while edges and answers are found; what was found is never changed."""
        self.programs: dict[tuple[tuple[int, int], ...], Any] = {}
        """The programs made so far, by the classes that are the same in every row."""
        self.told: dict[bytes, tuple[object, ...]] = {}
        """What was told of ends, by their key: of any diagram of this law and question."""
        self.told_kept = 0
        self.kept = 0
        """How many decisions are kept on disk."""
        self.began = 0
        """How many nodes it had when it was read from disk or walked whole: these are wanted, and not what many cases left behind."""
        self.steps: dict[Node, WalkStep] = {}
        """The nodes met so far on paths, each with its edges. Where single cases end is found without these."""
        self._ends: dict[tuple[int, ...], Node] = {}

    def classes(self, case: Case) -> tuple[ValueClass, ...]:
        """For each level the class of the case's value."""
        on = case.values[self.rulebook.day]
        assert isinstance(on, dt.date), "a day is always known"
        said: Said = frozenset(case.zones.items())
        return tuple(
            level.of(case.values[level.fact], said, self.days.era(on)) if i == self.place else level.of(case.values[level.fact])
            for i, level in enumerate(self.levels)
        )

    def walk(self, case: Case) -> Node:
        """The node at the end of a case's path."""
        return self.end(self.classes(case))

    def end(self, classes: Sequence[ValueClass]) -> Node:
        """The node at the end of the path of some classes, one for each level: what following its edges would find."""
        key = tuple([found.id for found in classes])
        node = self._ends.get(key)
        if node is None:
            if len(self._ends) >= MOST_ENDS:
                self._ends = {}
            node = self._ends[key] = self.space.end(classes)
        return node

    def walk_by(self, classes: Iterable[ValueClass]) -> Node:
        """The same, found edge by edge: of many cases that share most of their paths this is quicker."""
        node = self.space.root
        for i, found in enumerate(classes):
            node = self.follow(node, i, found)
        return node

    def through(self, case: Case, days: Iterable[dt.date]) -> Iterator[Node]:
        """A node with the outcome of the one at the end of a case's path on each of some days: it is looked for where what can bear on that stands otherwise."""
        said: Said = frozenset(case.zones.items())
        classes: list[ValueClass] = []
        era, alive, node = -1, 0, self.space.root
        for on in days:
            moved = not classes
            classes = classes or list(self.classes(case.with_value(self.rulebook.day, on)))
            if self.place is not None and (now := self.days.era(on)) != era:
                era, here = now, self.levels[self.place]
                spot = here.of(case.values[here.fact], said, era)
                moved = moved or spot is not classes[self.place]
                classes[self.place] = spot
            before, classes[self.day] = classes[self.day], self.days.of(on)
            if moved:
                alive = self.space.bearing(classes)
            if moved or self.space.turned(before, classes[self.day]) & alive:
                node = self.end(classes)
            yield node

    def decide(self, case: Case) -> NodeVerdict:
        """The decision of a case: what the engine decides."""
        classes = self.classes(case)
        node = self._ends.get(tuple([found.id for found in classes]))
        verdict = self.answers.verdicts.get(node) if node is not None else None
        if verdict is None:
            with self.lock:
                verdict = self.answers.verdict(self.end(classes))
        return verdict

    def next_first(self, case: Case, reading: Reading) -> tuple[str, ...]:
        """The facts that decide a case, in the order to ask them."""
        with self.lock:
            return self.answers.next_first(self.walk(case), reading)

    def step(self, node: Node) -> WalkStep:
        """What a node asks for next. Most nodes ask for few of the levels that are left."""
        found = self.steps.get(node)
        if found is None:
            at = self.space.next_level(node)
            found = self.asks(node, -1 if at is None else at)
        return found

    def asks(self, node: Node, level: int) -> WalkStep:
        """Note that a node asks for a level (-1: for none)."""
        found = self.steps[node] = WalkStep(level, {})
        return found

    def follow(self, node: Node, level: int, found: ValueClass) -> Node:
        """The node that an edge leads to; the node itself, when it does not ask for the level."""
        step = self.step(node)
        if step.level != level:
            return node
        after = step.after.get(found.id)
        if after is None:
            after = step.after[found.id] = self.space.read(node, level, found)
        return after

    def complete(self, progress: Callable[[int], None] | None = None) -> Size:
        """Walk every definite case: a value for every fact, inside or outside every zone. Gives the size; `progress` is told how
        many nodes were walked."""
        start = time.process_time()
        asked = dict.fromkeys(range(-1, len(self.levels)), 0)
        edges = 0
        waiting = [(self.space.root, 0)]
        met = set(waiting)
        nodes: set[Node] = set()
        while waiting:
            node, era = waiting.pop()
            step = self.step(node)
            if node not in nodes:
                nodes.add(node)
                asked[step.level] += 1
                if progress is not None:
                    progress(len(nodes))
            if step.level < 0:
                self.answers.verdict(node)
                continue
            for found in self.levels[step.level].atoms(era):
                edges += 1
                after = self.follow(node, step.level, found)
                key = after, self.next_era(step.level, found, era) if self._asks_for_place(after) else 0
                if key not in met:
                    met.add(key)
                    waiting.append(key)
        decisions = {self.answers.verdict(n) for n in nodes if self.step(n).level < 0}
        self.began = len(self.space)
        return Size(
            tuple((level.fact, level.size, asked[i]) for i, level in enumerate(self.levels)),
            len(nodes),
            edges,
            len(decisions),
            time.process_time() - start,
        )

    def next_era(self, level: int, found: ValueClass, era: int) -> int:
        """The era is remembered from the day's level to the place's."""
        if self.place is None or level >= self.place:
            return 0
        if level == self.day and isinstance(found.sample, dt.date):
            return self.days.era(found.sample)
        return era

    def _asks_for_place(self, node: Node) -> bool:
        return self.place is not None and node.domain(self.place) is None and bool(self.space.asked(node, self.place))


def order_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The order of the levels: the fact that most rules test comes first, since it leaves fewest of them; the day counts for every
    rule that does not always stand, and comes before the place, whose zones depend on it; numbers that ceilings bound come
    last, since every rule with a ceiling needs them to the end."""
    facts = [f.fact for f in rulebook.question.facts]
    tested = {f: sum(rulebook.tests[f].values()) for f in facts}
    tested[rulebook.day] = len(rulebook.rules)
    bounded = set(rulebook.ceilings.values())
    return tuple(sorted(facts, key=lambda f: (f in bounded, -tested[f])))
