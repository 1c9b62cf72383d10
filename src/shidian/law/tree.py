"""A vocabulary as a tree: what lies inside what.

Every inner term that its children do not exhaust has one more child, `<id>:other`: "another kind, none of those listed".
It is what a coarse fact can also turn out to be, and a person can say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from shidian.law.records.names import Group, Term, Vocabulary, Zone

ROOT = "*"
OTHER = ":other"


class Tree:
    """The terms, zones and groups of one vocabulary, by id."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.id = vocabulary.vocabulary
        self.terms: dict[str, Term] = {t.id: t for t in vocabulary.terms}
        self.zones: dict[str, Zone] = {z.id: z for z in vocabulary.zones}
        self.groups: dict[str, Group] = {g.id: g for g in vocabulary.groups}
        self.absent = vocabulary.absent
        self.parent: dict[str, str] = {}
        self.children: dict[str, list[str]] = {ROOT: []}
        for term in vocabulary.terms:
            self.parent[term.id] = term.parent or ROOT
            self.children.setdefault(term.parent or ROOT, []).append(term.id)
        for id in [i for i in self.children if i != ROOT]:
            if id in self.terms and not self.terms[id].complete:
                self.parent[id + OTHER] = id
                self.children[id].append(id + OTHER)
        if len(self.children[ROOT]) > 1:  # a tree with one top term has nothing outside it
            self.parent[ROOT + OTHER] = ROOT
            self.children[ROOT].append(ROOT + OTHER)

    def __contains__(self, id: object) -> bool:
        return id in self.terms or id in self.zones or id in self.groups

    def above(self, id: str) -> list[str]:
        """The terms that contain `id`, nearest first, without `id` itself; ends with the root."""
        out = []
        while id != ROOT:
            id = self.parent[id]
            out.append(id)
        return out

    def below(self, id: str) -> list[str]:
        """`id` and everything inside it."""
        out = [id]
        for child in out:
            out.extend(self.children.get(child, ()))
        return out

    def atoms(self, id: str) -> list[str]:
        """The finest values inside `id`: what it can turn out to be."""
        return [node for node in self.below(id) if not self.children.get(node)]

    def spread(self, ids: Iterable[str]) -> tuple[set[str], set[str]]:
        """The terms and the zones named by `ids`, groups opened."""
        terms: set[str] = set()
        zones: set[str] = set()
        for id in ids:
            if id in self.groups:
                inner_terms, inner_zones = self.spread(self.groups[id].members)
                terms |= inner_terms
                zones |= inner_zones
            elif id in self.zones:
                zones.add(id)
            else:
                terms.add(id)
        return terms, zones

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each term when every term is followed by what lies inside it."""
        out: dict[str, int] = {}
        waiting = [ROOT]
        while waiting:
            term = waiting.pop()
            out[term] = len(out)
            waiting.extend(reversed(self.children.get(term, [])))
        return out

    @cached_property
    def zone_units(self) -> dict[str, frozenset[str]]:
        """For each zone the terms that it can overlap: those it touches, all inside them and all around them."""
        out = {}
        for zone in self.zones.values():
            units: set[str] = set()
            for unit in zone.touches:
                units.update(self.below(unit))
                units.update(self.above(unit))
            out[zone.id] = frozenset(units)
        return out

    @cached_property
    def zone_around(self) -> dict[str, frozenset[str]]:
        """For each zone, the zones it lies wholly inside, at any remove."""
        out: dict[str, frozenset[str]] = {}

        def around(id: str) -> frozenset[str]:
            if id not in out:
                direct = self.zones[id].within
                out[id] = frozenset(direct).union(*(around(z) for z in direct))
            return out[id]

        for id in self.zones:
            around(id)
        return out

    def stands(self, zone: str, on: dt.date) -> bool:
        """Whether a zone is there on a day: it was established, or nobody recorded when."""
        established = self.zones[zone].established
        return established is None or established <= on

    def home(self, zone: str) -> str:
        """The smallest term that contains everything the zone touches."""
        return self.common(self.zones[zone].touches)

    def common(self, ids: Iterable[str]) -> str:
        """The lowest term that contains all of `ids`; the root when only it does."""
        paths = [[*reversed(self.above(i)), i] for i in ids]
        last = ROOT
        for level in zip(*paths, strict=False):
            if len(set(level)) > 1:
                break
            last = level[0]
        return last
