"""A case: what is known of each fact. Any fact may be missing, or known only coarsely."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from shidian.law.tree import Tree

Value = str | Decimal | dt.date | frozenset[str] | None
"""Tree and place: the id of a term, `*` for "anything"; number: Decimal; date; yes/no and choice: the word; set: words."""


class Case(Struct, frozen=True):
    """The values of all facts of a question, and what is said of zones (absent: nothing is said)."""

    values: dict[str, Value]
    zones: dict[str, bool] = {}

    def with_value(self, fact: str, value: Value) -> Case:
        """The same case, one fact learnt."""
        return replace(self, values=self.values | {fact: value})

    def with_zone(self, zone: str, inside: bool) -> Case:
        """The same case, with the place inside or outside a zone."""
        return replace(self, zones=self.zones | {zone: inside})

    def fits_zones(self, unit: str, tree: Tree) -> bool:
        """Whether `unit` can hold a place inside every zone that the case lies in."""
        return all(unit in tree.zone_units[zone] for zone, inside in self.zones.items() if inside)


def zone_truth(case: Case, zone: str, unit: str, on: dt.date | None, tree: Tree) -> bool | None:
    """Whether the place lies inside `zone`: no place does before the zone was established; then as said, or as follows from what is said of
    another zone that is there on the day; else false where the zone cannot reach, else unknown."""
    if on is not None and not tree.stands(zone, on):
        return False
    for other, inside in case.zones.items():
        nested = zone in tree.zone_around[other] if inside else other in tree.zone_around[zone]
        if other == zone or (nested and (on is None or tree.stands(other, on))):
            return inside
    return None if unit in tree.zone_units[zone] else False
