"""The smallest changes of facts after which an answer is what was hoped for, nearest first.

One fact is changed, then two. A fact that is missing is filled in, a coarse one made definite; the first fact, which says what the
question is about (the activity, the permit asked for), is only made narrower, and so is one that nobody can change (a nationality); a
number is only lowered, the day only moved ahead. How far a change is:

    a missing fact filled in   0.1      the same place, other zones    0.2, and 0.1 for each zone entered
    a number lowered           its part of the range, at least 0.1     another place: by what contains both
    a later day                years    any other value                1
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from shidian.analysis.joint import Joint, Pair, Said, Side
from shidian.analysis.leading import Change, Leading
from shidian.diagram.days import Days
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.engine.bounds import best_of, name_of
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS
from shidian.law.budget import go_on
from shidian.law.records.base import Reading
from shidian.law.tree import OTHER, ROOT, Tree

MOST = 10_000
"""Pairs of changes that are tried."""
ENOUGH = 300
"""Pairs that lead to the goal: nobody reads more, and farther ones are not tried."""


class Move(Struct, frozen=True):
    """One fact changed: the value it takes (and what is then said of zones), what the values like it are called, how far it is. `alike`
    are all units of which the same holds as of the place it takes."""

    fact: str
    value: Value
    zones: Said
    words: tuple[str, ...]
    distance: float
    alike: tuple[Value, ...] = ()

    @property
    def change(self) -> Change:
        return self.fact, self.value, self.zones


class Way(Struct, frozen=True):
    """Changes that lead to the goal, the case they lead to, its answer, and the reading it is so in."""

    steps: tuple[Move, ...]
    case: Case
    answer: Answer
    reading: Reading
    distance: float


class Nearest(Struct, frozen=True):
    """The ways found, nearest first; `all_tried` is false when there were too many pairs of changes to try."""

    ways: tuple[Way, ...]
    all_tried: bool


def nearest(diagram: Diagram, case: Case, goal: Collection[str], *, pairs: bool = True) -> Nearest:
    """The changes that lead from a case to one of the outcomes that are the goal."""
    search = _Search(diagram, case, goal)
    steps = [s for level in diagram.levels for s in search.steps(level.fact)]
    alone: list[Way] = []
    rest: list[Move] = []
    with diagram.lock:
        for step in steps:
            way = search.way((step,)) if search.can((step,), *search.readings) else None
            if way is not None:
                alone.append(way)
            if way is None or way.reading == "announced":
                rest.append(step)
        found = _farthest_numbers(wide_places(diagram.rulebook, search.way, case, alone))
        two = [(a, b) for a, b in combinations(rest, 2) if a.fact != b.fact] if pairs else []
        two.sort(key=lambda p: p[0].distance + p[1].distance)
        tried, led = 0, list[Way]()
        for pair in two[:MOST]:
            if len(led) == ENOUGH:
                break
            tried += 1
            if search.can(pair, "in_force") and (way := search.way(pair)) is not None and way.reading == "in_force":
                led.append(way)
        found += _farthest_numbers(led)
    ordered = sorted(found, key=lambda w: (w.reading == "announced", len(w.steps), w.distance))
    return Nearest(tuple(ordered), tried == len(two))


def wide_places(rulebook: Rulebook, leads: Callable[[tuple[Move, ...]], Way | None], case: Case, alone: list[Way]) -> list[Way]:
    """The ways with each place said as widely as the answer allows: the whole province or city where all of it will do, then the whole
    zone, and a part of either only for the rest."""
    place = rulebook.place
    by_place = [w for w in alone if w.steps[0].fact == place]
    if place is None or not by_place:
        return alone
    tree, now = rulebook.trees[place], str(case.values[place])
    out = [w for w in alone if w.steps[0].fact != place]
    for reading in ("in_force", "announced"):
        rest = [w for w in by_place if w.reading == reading]

        def move(unit: str, zones: Said, reading: str = reading) -> Way | None:
            way = leads((Move(place, unit, zones, (unit,), far(tree, now, unit) + 0.1 * len(zones)),))
            return way if way is not None and way.reading == reading else None

        whole: dict[str, Way] = {}
        holding = {a for w in rest for u in w.steps[0].alike for a in (str(u), *tree.above(str(u)))}
        waiting = [u for u in tree.children[ROOT] if u in holding]
        while waiting:
            unit = waiting.pop()
            if unit != now and (way := move(unit, frozenset())) is not None:
                whole[unit] = way
            else:
                waiting += [u for u in tree.children.get(unit, ()) if u in holding]
        zones: dict[str, Way] = {}
        for zone in dict.fromkeys(z for w in rest for z, inside in sorted(w.steps[0].zones) if inside):
            home, inside = tree.home(zone), frozenset({(zone, True)})
            if not {home, *tree.above(home)} & whole.keys() and (way := move(home, inside)) is not None:
                zones[zone] = way
        out += [*whole.values(), *zones.values()]
        out += [
            w
            for w in rest
            if not any(inside and z in zones for z, inside in w.steps[0].zones)
            and any(not {str(u), *tree.above(str(u))} & whole.keys() for u in w.steps[0].alike)
        ]
    return out


def _farthest_numbers(ways: list[Way]) -> list[Way]:
    """Of ways that differ in a number only, the one that gives up least."""
    best: dict[object, Way] = {}
    for way in ways:
        key = tuple((s.fact, None if isinstance(s.value, Decimal | dt.date) else s.value, s.zones) for s in way.steps), way.reading
        if key not in best or way.distance < best[key].distance:
            best[key] = way
    return list(best.values())


class _Search:
    def __init__(self, diagram: Diagram, case: Case, goal: Collection[str]) -> None:
        self.diagram = diagram
        self.case = case
        self.ranks = {r for r in range(best_of(diagram.rulebook) + 1) if name_of(diagram.rulebook, r) in goal}
        self.ahead = self._leads(diagram.walk(case), "announced")
        """Whether what is announced leads to the goal already: then only what is in force counts."""
        self.readings: tuple[Reading, ...] = ("in_force",) if self.ahead else READINGS
        self._leading = Leading(diagram, case, self.ranks)
        self.rulebook = diagram.rulebook
        # every fact but the day open: the joint classes of a side with itself are all that can be changed to
        empty = {f: ROOT if d.domain in ("tree", "place") else None for f, d in self.rulebook.facts.items()}
        self.open = Side(diagram, Case(empty | {self.rulebook.day: case.values[self.rulebook.day]}))

    def can(self, steps: tuple[Move, ...], *readings: Reading) -> bool:
        """Whether some changes may lead to the goal in one of some readings: then `way` is to be asked."""
        changes = [s.change for s in steps]
        return any(self._leading.can(changes, reading) for reading in readings)

    def way(self, steps: tuple[Move, ...]) -> Way | None:
        """Where some changes lead; None when that is not the goal, or contradicts itself."""
        go_on()
        changes = [s.change for s in steps]
        case = self._leading.changed(self.case, changes)
        if self._leading.contradicts({}, case):
            return None
        node = self.diagram.walk(case)
        reading = next((r for r in self.readings if self._leads(node, r)), None)
        for short in self.readings if reading is None else ():
            self._leading.learn(changes, node, short)
        if reading is None:
            return None
        answer = self.diagram.answers.as_answered(node, reading)
        return Way(steps, case, answer, reading, sum(s.distance for s in steps))

    def _leads(self, node: Node, reading: Reading) -> bool:
        """Whether every completion gives an outcome that is the goal: only then is the whole answer put together."""
        return self.diagram.answers.result(node, reading)[0] in self.ranks

    def steps(self, fact: str) -> Iterator[Move]:
        """What a fact can be changed to."""
        level = self.diagram.levels[self.diagram.space.level_of[fact]]
        now = self.case.values[fact]
        if isinstance(level, Days):
            assert isinstance(now, dt.date)
            for day in level.starts:
                if day > now:
                    yield Move(fact, day, frozenset(), (day.isoformat(),), (day - now).days / 365)
            return
        joint = Joint(self.open, self.open, self.diagram.space.level_of[fact])
        for i, pair in enumerate(joint.pairs):
            step = self._step(fact, now, pair, level)
            if step is not None and (step.value, step.zones) != (now, frozenset(self.case.zones.items())):
                value, distance = step.value, step.distance
                words = (f"{value}",) if isinstance(level, Places) else joint.words(1 << i)
                yield Move(fact, value, step.zones, words, distance, step.alike)

    def _step(self, fact: str, now: Value, pair: Pair, level: object) -> Move | None:
        value = pair.new_value
        distance, first = 1.0, self.rulebook.question.facts[0].fact
        zones: Said = frozenset()
        if isinstance(level, Places):
            value, zones, distance = self._place(str(now), pair, level.tree)
        elif isinstance(level, Numbers):
            assert isinstance(value, Decimal)
            if isinstance(now, Decimal):
                if value >= now:
                    return None
                whole = (level.declared.maximum or now) - (level.declared.minimum or 0)
                distance = max(0.1, float((now - value) / whole)) if whole else 0.1
            else:  # missing: the greatest number gives up least
                distance = 0.1 - 0.0001 * len([p for p in level.points if p <= value])
        elif fact in self.rulebook.trees:
            tree = self.rulebook.trees[fact]
            inside = str(now) in tree.above(str(value))
            if (fact == first or self.rulebook.facts[fact].fixed) and not inside:
                return None
            if inside:
                distance = 0.1
            elif value == now or now in pair.values:
                return None
        elif now is None:
            distance = 0.1
        elif value == now or fact == first or self.rulebook.facts[fact].fixed:
            return None
        return Move(fact, value, zones, (), distance, pair.values if isinstance(level, Places) else ())

    def _place(self, now: str, pair: Pair, tree: Tree) -> tuple[str, Said, float]:
        """The nearest unit of a class of places."""
        unit = min((str(v) for v in pair.values), key=lambda u: (far(tree, now, u), u.endswith(OTHER)))
        lies_in = {w for z, inside in self.case.zones.items() if inside for w in (z, *tree.zone_around[z])}
        entered = sum(inside and z not in lies_in for z, inside in pair.zones)
        return unit, pair.zones, far(tree, now, unit) + 0.1 * entered


def far(tree: Tree, now: str, unit: str) -> float:
    """How far another place is: by the smallest term that contains both."""
    if now == unit or now in tree.above(unit):
        return 0.2
    above = {unit, *tree.above(unit)}
    return 1 + 0.1 * next(i for i, u in enumerate([now, *tree.above(now)]) if u in above)
