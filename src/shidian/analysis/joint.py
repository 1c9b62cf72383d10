"""The values that two diagrams of one question tell apart between them, fact by fact.

Two days, two places, two days of knowledge or two lawbooks may draw the lines differently. A pair is a set of values that neither
side tells apart: with its class on each side, and one value in it. Where the two sides say different things of a fact, there is
one pair: what each says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from msgspec import Struct

from shidian.diagram.classes import Level, ValueClass
from shidian.diagram.days import Days
from shidian.diagram.diagram import Diagram
from shidian.diagram.listed import ListedLevel
from shidian.diagram.node import Node
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.engine.case import Case, Value
from shidian.engine.options import cover
from shidian.engine.rulebook import Rulebook
from shidian.law.tree import OTHER, ROOT, Tree

Said = frozenset[tuple[str, bool]]


class Side:
    """One side of a comparison: a diagram, the facts that are fixed (a coarse or missing one leaves its values open; the day is
    known), and the node to begin with. `without` are rules taken out of the law."""

    def __init__(self, diagram: Diagram, fixed: Case, without: frozenset[str] = frozenset()) -> None:
        self.diagram = diagram
        self.fixed = fixed
        self.root: Node = diagram.space.without(diagram.space.root, without) if without else diagram.space.root
        self.rulebook: Rulebook = diagram.rulebook.without(without) if without else diagram.rulebook
        self.classes = diagram.classes(fixed)

    @property
    def day(self) -> dt.date:
        """The day asked."""
        on = self.fixed.values[self.rulebook.day]
        assert isinstance(on, dt.date), "a day is always known"
        return on

    def of(self, level: int, value: Value, zones: Said) -> ValueClass:
        """The class of a value on this side."""
        found = self.diagram.levels[level]
        if isinstance(found, Places):
            return found.of(value, zones, self.diagram.days.era(self.day))
        return found.of(value)

    def holds(self, level: int, found: ValueClass) -> bool:
        """Whether a class lies within what is fixed."""
        return found.atoms & ~self.classes[level].atoms == 0


class Pair(Struct, frozen=True):
    """Values that neither side tells apart: a value in them for each side (with what is said of zones), and their classes."""

    old: ValueClass
    new: ValueClass
    old_value: Value
    new_value: Value
    zones: Said
    values: tuple[Value, ...]


class Joint:
    """The pairs of one level."""

    def __init__(self, old: Side, new: Side, level: int) -> None:
        self.level: Level = new.diagram.levels[level]
        self.fact = self.level.fact
        a, b = old.fixed.values[self.fact], new.fixed.values[self.fact]
        apart = a != b or (isinstance(self.level, Places) and old.fixed.zones != new.fixed.zones)
        self.whole = not apart and a in (None, ROOT) and not isinstance(self.level, Days)
        """Whether nothing is fixed of this fact."""
        self.skipped: tuple[str, ...] = ()
        if apart or isinstance(self.level, Days):
            self.pairs: list[Pair] = [Pair(old.classes[level], new.classes[level], a, b, frozenset(), (b,))]
            return
        together: dict[tuple[int, int], tuple[Pair, list[Value]]] = {}
        for some, zones in self._values(old.diagram.levels[level], max(old.day, new.day)):
            x, y = old.of(level, some[0], zones), new.of(level, some[0], zones)
            if not (old.holds(level, x) and new.holds(level, y)):
                continue
            _, values = together.setdefault((x.id, y.id), (Pair(x, y, some[0], some[0], zones, ()), []))
            values += some
        self.pairs = [
            Pair(p.old, p.new, *self._shown(p, old.of(level, a, frozenset()), new.of(level, b, frozenset()), a), p.zones, tuple(values))
            for p, values in together.values()
        ]

    def _shown(self, pair: Pair, old: ValueClass, new: ValueClass, fixed: Value) -> tuple[Value, Value]:
        """The value that stands for a pair: that which the user gave, where it is in it."""
        if isinstance(self.level, Places) or (old, new) != (pair.old, pair.new):
            return pair.old_value, pair.new_value
        return fixed, fixed

    def words(self, mask: int) -> tuple[str, ...]:
        """What a person would call the values of some pairs (bit i: the i-th pair)."""
        chosen = [p for i, p in enumerate(self.pairs) if mask >> i & 1]
        if isinstance(self.level, Places):
            return place_words(self.level.tree, chosen, self.pairs)
        if isinstance(self.level, ListedLevel) and self.level.declared.domain == "tree":
            return cover(self.level.rulebook.trees[self.fact], ROOT, [str(v) for p in chosen for v in p.values])
        if isinstance(self.level, Numbers):
            return _ranges([(p.new_value, bool(mask >> i & 1)) for i, p in enumerate(self.pairs)], self._points)
        return tuple(",".join(sorted(v)) or "none" if isinstance(v, frozenset) else str(v) for p in chosen for v in p.values)

    def rest(self, mask: int) -> tuple[str, ...]:
        """What a person would call the values of all other pairs."""
        return self.words(~mask & (1 << len(self.pairs)) - 1)

    def _values(self, other: Level, day: dt.date) -> Iterator[tuple[Sequence[Value], Said]]:
        """Values of every class that either side tells apart; such as neither does stand together."""
        here = self.level
        if isinstance(here, Places) and isinstance(other, Places):
            yield from _places(here, other, day)
        elif isinstance(here, Numbers) and isinstance(other, Numbers):
            self._points = sorted({*here.points, *other.points})
            for number in _samples(here, self._points):
                yield [number], frozenset()
        elif isinstance(here, ListedLevel) and isinstance(other, ListedLevel):
            known, foreign = set(here.atom_of), set(other.atom_of)
            if here.declared.domain == "set":
                both = {x | y for x in known for y in foreign if isinstance(x, frozenset) and isinstance(y, frozenset)}
                for words in sorted(both, key=lambda s: (len(s), sorted(s))):
                    yield [words], frozenset()
                return
            self.skipped = tuple(sorted(str(v) for v in known ^ foreign))
            for value in here.atom_of:
                if value in foreign:
                    yield [value], frozenset()


def place_words(tree: Tree, chosen: Iterable[Pair], of: Iterable[Pair]) -> tuple[str, ...]:
    """Places as ids: `unit` when all its spots are chosen (of those there are), `zone` when all spots in it are; else
    `unit (zone, zone)` for a spot in zones and `unit:other` for that outside all of them."""
    mine, all_ = _spots(chosen), _spots(of)
    whole = {u for u in mine if mine[u] == all_[u]}
    out = list(cover(tree, ROOT, whole))
    left = {(unit, inside) for unit, spots in mine.items() if unit not in whole for inside in spots}
    every = {(unit, inside) for unit, spots in all_.items() for inside in spots}
    for zone in sorted({z for _, inside in left for z in inside}):
        here = {spot for spot in every if zone in spot[1]}
        if here & left and all(inside in mine.get(unit, ()) for unit, inside in here):
            out.append(zone)
            left -= here
    parted: dict[frozenset[str], list[str]] = {}
    for unit, inside in sorted(left, key=lambda s: s[0]):
        parted.setdefault(inside, []).append(unit)
    for inside, units in sorted(parted.items(), key=lambda p: sorted(p[0])):
        for unit in cover(tree, ROOT, units):
            out.append(f"{unit} ({', '.join(sorted(inside))})" if inside else unit if unit.endswith(OTHER) else unit + OTHER)
    return tuple(out)


def _spots(pairs: Iterable[Pair]) -> dict[str, set[frozenset[str]]]:
    """The spots of each unit: the zones that it lies in."""
    found: dict[str, set[frozenset[str]]] = {}
    for pair in pairs:
        inside = _inside(pair.zones)
        for unit in pair.values:
            found.setdefault(str(unit), set()).add(inside)
    return found


@lru_cache(maxsize=4096)
def _inside(zones: Said) -> frozenset[str]:
    """The zones that a place is said to lie in."""
    return frozenset(z for z, said in zones if said)


def _places(here: Places, other: Places, day: dt.date) -> Iterator[tuple[Sequence[Value], Said]]:
    zones = sorted(z for z in {*here.zones, *other.zones} if z in here.tree.zones and z in other.tree.zones)
    by_kind: dict[tuple[int, int], list[str]] = {}
    for unit, kind in here.unit_kind.items():
        if unit in other.unit_kind:
            by_kind.setdefault((kind, other.unit_kind[unit]), []).append(unit)
    for units in by_kind.values():
        others_last: list[str] = sorted(units, key=lambda u: u.endswith(":other"))
        own = [z for z in zones if units[0] in here.tree.zone_units[z] and ((e := here.tree.zones[z].established) is None or e <= day)]
        for n in range(len(own) + 1):
            for inside in combinations(own, n):
                if all(around in inside for z in inside for around in here.tree.zone_around[z] if around in own):
                    said = frozenset((z, z in inside) for z in zones)
                    yield others_last, said


def _samples(level: Numbers, points: list[Decimal]) -> Iterator[Decimal]:
    edges: list[Decimal | None] = [level.declared.minimum, *points, level.declared.maximum]
    for i, (low, high) in enumerate(pairwise(edges)):
        if i:
            assert low is not None
            yield low
        between = level.between(low, high)
        if between is not None:
            yield between


def _ranges(marked: list[tuple[Value, bool]], points: list[Decimal]) -> tuple[str, ...]:
    """Runs of neighbouring numbers, as ranges: a sample that is a point ends a run inclusively."""
    out: list[str] = []
    run: list[Decimal] = []
    first = last = False
    for i, (sample, wanted) in enumerate([*marked, (None, False)]):
        if wanted and isinstance(sample, Decimal):
            first = first if run else i == 0
            last = i == len(marked) - 1
            run.append(sample)
        elif run:
            out.append(_range(run, points, first, last))
            run = []
    return tuple(out)


def _range(run: list[Decimal], points: list[Decimal], first: bool, last: bool) -> str:
    low, high = run[0], run[-1]
    if low == high and low in points:
        return f"{low}"
    left = "" if first else f"≥ {low}" if low in points else f"> {max(p for p in points if p < low)}"
    right = "" if last else f"≤ {high}" if high in points else f"< {min(p for p in points if p > high)}"
    return ", ".join(p for p in (left, right) if p) or "any"
