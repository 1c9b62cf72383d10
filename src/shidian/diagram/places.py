"""The level of the place: units, and the zones that overlap them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from shidian.diagram.classes import Level, ValueClass, coded
from shidian.diagram.days import Days
from shidian.engine.case import Case, Value, zone_truth
from shidian.engine.conditions import InPlace
from shidian.engine.options import cover
from shidian.engine.rulebook import Rulebook
from shidian.law.tree import ROOT, Tree


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
        self._plain: dict[str, tuple[bytes, int, list[int]]] = {}
        """By unit how its tests come out on some day, its spots, and the tests that ask for the day."""
        self._gone: dict[int, int] = {}
        """By era the spots in zones that are not there."""

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
            if all(self.tree.stands(zone, day) for zone in inside):
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
        if not zones:
            return self._find_plain(case, str(value), era)
        lies = {z: zone_truth(case, z, str(value), day, self.tree) for z in self.zones}
        truths = bytes([coded(t.of(case, lies) if isinstance(t, InPlace) else t.of(case)) for t in self.tests])
        kinds = {self.unit_kind[u] for u in self.tree.atoms(str(value)) if case.fits_zones(u, self.tree)}
        atoms = 0
        for kind in kinds:
            unit = self.kind_unit[kind]
            told = {z: zone_truth(case, z, unit, day, self.tree) for z in self.zones if unit in self.tree.zone_units[z]}
            lies_in, outside = (frozenset(z for z, said in told.items() if said is truth) for truth in (True, False))
            for atom in self.of_kind[kind]:
                inside = self.spots[atom][1]
                if lies_in <= inside and not inside & outside:
                    atoms |= 1 << atom
        return self.intern(truths, atoms, value, zones)

    def _find_plain(self, case: Case, unit: str, era: int) -> ValueClass:
        """The class of a unit of which nothing is said of zones: of its tests only those ask for the day whose zones reach it."""
        plain = self._plain.get(unit)
        if plain is None:
            truths, atoms = bytes(coded(t.of(case)) for t in self.tests), 0
            for kind in {self.unit_kind[u] for u in self.tree.atoms(unit)}:
                atoms |= self.kind_masks[kind]
            by_day = [i for i, t in enumerate(self.tests) if not isinstance(t, InPlace) or (unit not in t.inside and unit in t.reached)]
            plain = self._plain[unit] = truths, atoms, by_day
        truths, atoms, by_day = plain
        there = bytearray(truths)
        for i in by_day:
            there[i] = coded(self.tests[i].of(case))
        gone = self._gone.get(era)
        if gone is None:
            day, gone = self.days.era_day(era), 0
            for zone, mask in self.zone_masks.items():
                gone |= 0 if self.tree.stands(zone, day) else mask
            self._gone[era] = gone
        return self.intern(bytes(there), atoms & ~gone, case.values[self.fact])
