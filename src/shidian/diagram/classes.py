"""Levels and classes: the finite domain of each fact.

Values of a fact that no rule tells apart fall into one class. The finest classes are *atoms*, numbered from 0; a class is a set
of atoms (a bit mask: what the value can still turn out to be) together with the truth, for the engine, of every test on the
fact. A definite value has one atom; a coarse or missing value has several, and leaves some tests unknown.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations
from threading import RLock
from typing import Any

from msgspec import Struct

from shidian.engine.case import Case, Value
from shidian.engine.conditions import Between, InPlace, InRange, InSet, Test
from shidian.engine.options import cover, linked
from shidian.engine.rulebook import Rulebook
from shidian.engine.truth import Truth
from shidian.law.tree import ROOT, Tree

NO, YES, OPEN = 0, 1, 2
"""How a test comes out, in the truths of a class."""


def coded(truth: Truth) -> int:
    """A truth value as a small number."""
    return OPEN if truth is None else YES if truth else NO


class ValueClass(Struct, frozen=True):
    """One class of values: `id` counts from 0 on its level, `truths` has one of NO, YES, OPEN for each test of the level, `atoms`
    is the mask of what the value can be, `sample` is a value in it (with the zones said, for a place)."""

    id: int
    truths: bytes
    atoms: int
    sample: Value
    zones: frozenset[tuple[str, bool]] = frozenset()


class Level:
    """One fact of a question: its tests, its atoms, and the classes met so far."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        self.fact = fact
        self.rulebook = rulebook
        self.declared = rulebook.facts[fact]
        self.tests: tuple[Test, ...] = tuple(dict.fromkeys(t for r in rulebook.rules for t in r.scope.all() if t.fact == fact))
        self.test_of = {t: i for i, t in enumerate(self.tests)}
        self.classes: list[ValueClass] = []
        self._lock = RLock()
        self._interned: dict[tuple[bytes, int], ValueClass] = {}
        self.known: dict[Any, ValueClass] = {}
        """The classes of the values met so far; of places by the value and the era, while nothing is said of zones."""
        self.size = 0
        """How many atoms there are."""

    def of(self, value: Value, zones: frozenset[tuple[str, bool]] = frozenset(), era: int = 0) -> ValueClass:
        """The class of a value; `zones` are what is said of zones and `era` the era of the day, for a place."""
        key = self._key(value, zones, era)
        found = self.known.get(key)
        if found is None:
            with self._lock:  # classes are numbered: two threads must not both find a new one
                found = self.known[key] = self._find(value, zones, era)
        return found

    def _key(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> Any:
        return value

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        """The definite classes that can be in an era."""
        raise NotImplementedError

    def words(self, atoms: int) -> tuple[str, ...]:
        """What a person would call the values of a mask."""
        raise NotImplementedError

    def yes(self, test: int) -> int:
        """The mask of the atoms that pass a test."""
        raise NotImplementedError

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        raise NotImplementedError

    def intern(self, truths: bytes, atoms: int, sample: Value, zones: frozenset[tuple[str, bool]] = frozenset()) -> ValueClass:
        """The one class of these truths and atoms."""
        found = self._interned.get((truths, atoms))
        if found is None:
            found = ValueClass(len(self.classes), truths, atoms, sample, zones)
            self.classes.append(found)
            self._interned[truths, atoms] = found
        return found


class ListedLevel(Level):
    """A fact whose values can be listed: words, sets of words, the leaves of a tree."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        super().__init__(rulebook, fact)
        self.atom_of: dict[Value, int] = {}
        self.samples: list[Value] = []
        self.masks = [0] * len(self.tests)
        signatures: dict[tuple[bool, ...], int] = {}
        for value in self._finest():
            signature = tuple(bool(t.of(Case({fact: value}))) for t in self.tests)
            atom = signatures.setdefault(signature, len(signatures))
            if atom == len(self.samples):
                self.samples.append(value)
                for i, passed in enumerate(signature):
                    self.masks[i] |= passed << atom
            self.atom_of[value] = atom
        self.size = len(self.samples)

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return (self.of(value) for value in self.samples)

    def yes(self, test: int) -> int:
        return self.masks[test]

    def words(self, atoms: int) -> tuple[str, ...]:
        values = [v for v, a in self.atom_of.items() if atoms >> a & 1]
        if self.declared.domain == "tree":
            return cover(self.rulebook.trees[self.fact], ROOT, [str(v) for v in values])
        return tuple(",".join(sorted(v)) or "none" if isinstance(v, frozenset) else str(v) for v in values)

    def _finest(self) -> Iterable[Value]:
        domain = self.declared.domain
        if domain == "tree":
            return self.rulebook.trees[self.fact].atoms(ROOT)
        if domain == "yes_no":
            return ("yes", "no")
        if domain == "choice":
            return tuple(c.id for c in self.declared.choices)
        words = sorted({w for t in self.tests if isinstance(t, InSet) for w in (*t.any_of, *t.all_of, *t.none_of)})
        return tuple(frozenset(p) for p in chain.from_iterable(combinations(words, n) for n in range(len(words) + 1)))

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        truths = bytes(coded(t.of(Case({self.fact: value}))) for t in self.tests)
        if self.declared.domain == "tree":
            atoms = 0
            for leaf in self.rulebook.trees[self.fact].atoms(str(value)):
                atoms |= 1 << self.atom_of[leaf]
        elif value is None:
            atoms = (1 << self.size) - 1
        else:
            known = value & self._words() if isinstance(value, frozenset) else value
            atoms = 1 << self.atom_of[known]
        return self.intern(truths, atoms, value)

    def _words(self) -> frozenset[str]:
        return frozenset(w for v in self.atom_of if isinstance(v, frozenset) for w in v)


class Numbers(Level):
    """A number: the points that rules name, and the open intervals between them. Numbers that bound each other share points, so
    that the order of two of them can be read off their atoms."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        super().__init__(rulebook, fact)
        family = linked(rulebook, fact)
        cuts = {
            c
            for r in rulebook.rules
            for t in r.scope.all()
            if t.fact in family and isinstance(t, InRange)
            for c in (t.low, t.high)
            if c is not None
        }
        cuts |= {
            r.effect.ceilings[s].value
            for s, f in rulebook.ceilings.items()
            if f in family
            for r in rulebook.rules
            if s in r.effect.ceilings
        }
        ends = [rulebook.facts[f] for f in family]
        cuts |= {p for f in ends for p in (f.minimum, f.maximum) if p is not None}
        low, high = self.declared.minimum, self.declared.maximum
        self.points = sorted(c for c in cuts if (low is None or c >= low) and (high is None or c <= high))
        self.spans: list[tuple[Decimal | None, Decimal | None]] = []  # a point is (p, p); None: without end
        edges: list[Decimal | None] = [None, *self.points, None]
        for i in range(len(edges) - 1):
            a, b = edges[i], edges[i + 1]
            if i:
                self.spans.append((a, a))
            outside = (a is None and low is not None) or (b is None and high is not None)
            self.spans.append((None, None) if outside else (a, b))
        self.samples = [self._sample(a, b) if (a, b) != (None, None) or not self.points else None for a, b in self.spans]
        self.size = len(self.spans)

    def atom(self, number: Decimal) -> int:
        """The atom of a number: 2i + 1 for the i-th point, 2i for the interval before it."""
        i = bisect_left(self.points, number)
        return 2 * i + 1 if i < len(self.points) and self.points[i] == number else 2 * i

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return (self.of(sample) for sample in self.samples if sample is not None)

    def yes(self, test: int) -> int:
        mask = 0
        for atom, sample in enumerate(self.samples):
            if sample is not None and self.tests[test].of(Case({self.fact: sample})):
                mask |= 1 << atom
        return mask

    @property
    def all(self) -> int:
        """The mask of every atom that holds a number."""
        return sum(1 << i for i, s in enumerate(self.samples) if s is not None)

    def words(self, atoms: int) -> tuple[str, ...]:
        out: list[str] = []
        run: list[int] = []
        for atom in [a for a in range(self.size) if atoms >> a & 1 and self.samples[a] is not None]:
            if run and atom == run[-1] + 1:
                run.append(atom)
                continue
            out += [self._range(run)] if run else []
            run = [atom]
        return tuple([*out, self._range(run)] if run else out)

    def _range(self, run: list[int]) -> str:
        (low, low_end), (high_start, high) = self.spans[run[0]], self.spans[run[-1]]
        if run[0] == run[-1] and low is not None and low == low_end:
            return f"{low}"
        left = "" if low is None else f"{'≥' if low == low_end else '>'} {low}"
        right = "" if high is None else f"{'≤' if high_start == high else '<'} {high}"
        return ", ".join(p for p in (left, right) if p) or "any"

    def between(self, a: Decimal | None, b: Decimal | None) -> Decimal | None:
        """A number strictly between two (None: without end); None when there is none."""
        return self._sample(a, b) if a is None or b is None or a < b else None

    def _sample(self, a: Decimal | None, b: Decimal | None) -> Decimal | None:
        if a is None or b is None:
            return (b - 1) if b is not None else (a + 1) if a is not None else Decimal(0)
        if a == b:
            return a
        sample = a + 1 if self.declared.whole else (a + b) / 2
        return sample if a < sample < b else None

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        truths = bytes(coded(t.of(Case({self.fact: value}))) for t in self.tests)
        atoms = 1 << self.atom(value) if isinstance(value, Decimal) else self.all
        return self.intern(truths, atoms, value)


class Days(Level):
    """The day. Its classes also say how every rule stands; the engine's three truth values for both readings. A day is always
    known. An *era* is the time between two days on which a zone was established."""

    def __init__(self, rulebook: Rulebook, known_on: dt.date | None) -> None:
        super().__init__(rulebook, rulebook.day)
        changes = {d for r in rulebook.rules for d in r.validity.days()}
        changes |= {d for t in self.tests if isinstance(t, Between) for d in (t.start, t.before) if d is not None}
        tree = rulebook.trees[rulebook.place] if rulebook.place else None
        founded = {z.established for z in tree.zones.values() if z.established is not None} if tree else set()
        self.eras = sorted(founded)
        self.known_on = known_on
        days = sorted(changes | founded)
        first = (days[0] if days else dt.date(2000, 1, 1)) - dt.timedelta(days=1)
        self.starts = [first, *days]
        """The first day of each stretch in which nothing changes; the first stretch has no beginning."""
        self.standings: list[tuple[Standing, ...]] = []
        self._standing_of: dict[tuple[tuple[Standing, ...], bytes], int] = {}
        self.stretch_class = [self._stretch(day) for day in self.starts]
        self.size = len(self.classes)

    def stretch(self, day: dt.date) -> int:
        """The number of the stretch that holds a day."""
        i = bisect_left(self.starts, day)
        return i if i < len(self.starts) and self.starts[i] == day else max(0, i - 1)

    def era(self, day: dt.date) -> int:
        """How many zones' days of establishment have come."""
        i = bisect_left(self.eras, day)
        return i + 1 if i < len(self.eras) and self.eras[i] == day else i

    def era_day(self, era: int) -> dt.date:
        """A day in an era."""
        return self.eras[era - 1] if era else (self.eras[0] if self.eras else self.starts[0]) - dt.timedelta(days=1)

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return iter(self.classes)

    def words(self, atoms: int) -> tuple[str, ...]:
        return tuple(d.isoformat() for d, c in zip(self.starts, self.stretch_class, strict=True) if atoms >> c.id & 1)

    def _stretch(self, day: dt.date) -> ValueClass:
        standing = tuple(standing_of(r.validity, day, self.known_on) for r in self.rulebook.rules)
        truths = bytes(coded(t.of(Case({self.fact: day}))) for t in self.tests)
        # the era is part of the class: a place is another one when a zone has been established
        key = (standing, truths + bytes([self.era(day)]))
        number = self._standing_of.setdefault(key, len(self.standings))
        if number == len(self.standings):
            self.standings.append(standing)
            self.classes.append(ValueClass(number, truths, 1 << number, day))
        return self.classes[number]

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        assert isinstance(value, dt.date), "a day is always known"
        return self.stretch_class[self.stretch(value)]


class Standing(Struct, frozen=True):
    """How a rule stands on a day: the truth in each reading, and which of its intervals speaks (-1: none)."""

    in_force: Truth
    announced: Truth
    span: int


def standing_of(validity: Any, day: dt.date, known_on: dt.date | None) -> Standing:
    """How a rule stands."""
    span = validity.span(day, known_on)
    return Standing(
        validity.of(day, "in_force", known_on),
        validity.of(day, "announced", known_on),
        validity.spans.index(span) if span is not None else -1,
    )


class Places(Level):
    """The place: an administrative unit, and the zones it lies in. Only the zones that rules name make a difference."""

    def __init__(self, rulebook: Rulebook, fact: str, days: Days) -> None:
        super().__init__(rulebook, fact)
        self.tree: Tree = rulebook.trees[fact]
        self.days = days
        self.place_tests = [t for t in self.tests if isinstance(t, InPlace)]
        self.zones = sorted({z for t in self.place_tests for z in t.zones})
        self.unit_kind: dict[str, int] = {}
        kinds: dict[tuple[bool, ...], int] = {}
        for unit in self.tree.atoms(ROOT):
            signature = tuple(unit in t.inside for t in self.place_tests) + tuple(unit in self.tree.zone_units[z] for z in self.zones)
            self.unit_kind[unit] = kinds.setdefault(signature, len(kinds))
        self.kind_unit = {k: u for u, k in reversed(self.unit_kind.items())}
        self.spots: list[tuple[int, frozenset[str]]] = []  # the atoms: kind of unit, zones it lies in
        self.of_kind: list[list[int]] = []
        for kind in range(len(kinds)):
            own = [z for z in self.zones if self.kind_unit[kind] in self.tree.zone_units[z]]
            fit = [frozenset(s) for n in range(len(own) + 1) for s in combinations(own, n) if self._nested(frozenset(s))]
            self.of_kind.append(list(range(len(self.spots), len(self.spots) + len(fit))))
            self.spots += [(kind, zones) for zones in fit]
        self.size = len(self.spots)
        self.kind_masks = [sum(1 << a for a in atoms) for atoms in self.of_kind]
        self.zone_masks = {z: sum(1 << a for a, (_, inside) in enumerate(self.spots) if z in inside) for z in self.zones}
        self._yes = [self._passing(t) for t in self.place_tests]

    def _nested(self, zones: frozenset[str]) -> bool:
        return all(around in zones for z in zones for around in self.tree.zone_around[z] if around in self.zones)

    def _key(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> Any:
        return (value, era) if not zones else (value, zones, era)

    def _passing(self, test: InPlace) -> int:
        return sum(1 << a for a, (kind, inside) in enumerate(self.spots) if self.kind_unit[kind] in test.inside or inside & set(test.zones))

    def yes(self, test: int) -> int:
        return self._yes[test]

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        day = self.days.era_day(era)
        for kind, inside in self.spots:
            if all((z := self.tree.zones[name]).established is None or z.established <= day for name in inside):
                yield self.of(self.kind_unit[kind], frozenset((z, z in inside) for z in self.zones), era)

    def words(self, atoms: int) -> tuple[str, ...]:
        """Units whose every spot is in the mask, and for the others the zones inside or outside."""
        whole = [u for u, k in self.unit_kind.items() if self.kind_masks[k] & ~atoms == 0]
        out = list(cover(self.tree, ROOT, whole)) if whole else []
        for atom, (kind, inside) in enumerate(self.spots):
            if atoms >> atom & 1 and self.kind_masks[kind] & ~atoms:
                units = cover(self.tree, ROOT, [u for u, k in self.unit_kind.items() if k == kind])
                out.append(f"{'/'.join(units[:3])} ({', '.join(sorted(inside)) or 'outside its zones'})")
        return tuple(dict.fromkeys(out))

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        day = self.days.era_day(era)
        case = Case({self.fact: value, self.rulebook.day: day}, dict(zones))
        truths = bytes(coded(t.of(case)) for t in self.tests)
        said = dict(zones)
        barred = {z for z in self.zones if z not in said and (founded := self.tree.zones[z].established) is not None and day < founded}
        want = {z for z, inside in zones if inside and z in self.zones}
        barred |= {z for z, inside in zones if not inside}
        kinds = {self.unit_kind[u] for u in self.tree.atoms(str(value)) if case.fits_zones(u, self.tree)}
        atoms = 0
        for kind in kinds:
            reach = {z for z in want if self.kind_unit[kind] in self.tree.zone_units[z]}
            for atom in self.of_kind[kind]:
                inside = self.spots[atom][1]
                if reach <= inside and not inside & barred:
                    atoms |= 1 << atom
        return self.intern(truths, atoms, value, zones)


def level_of(rulebook: Rulebook, fact: str, days: Days) -> Level:
    """The level of a fact."""
    domain = rulebook.facts[fact].domain
    if domain == "date":
        return days
    if domain == "place":
        return Places(rulebook, fact, days)
    return Numbers(rulebook, fact) if domain == "number" else ListedLevel(rulebook, fact)
