"""On the real law: a place that is named on the day before a zone's first day is answered as its land is, never more firmly.

For every zone on the day before it was established and on that day, and every rule that names it or a zone around it: what is said of the zone
that is not there yet is what is said of its land, where that is one unit; and no sure answer for the land is another for the zone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from shidian.engine.case import Case, Value
from shidian.engine.conditions import InPlace, InRange, InSet, InTree, IsWord
from shidian.engine.decide import decide
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.law.records.names import Zone
from shidian.law.tree import ROOT
from tests.agreement.learning import least_share, taken_back
from tests.cases.real import real_book, real_lawbook
from tests.nightly import share_of

PARTS = 120
"""A push takes one in 120 pairs of zone and rule, others each day."""


@pytest.mark.parametrize("question", sorted(real_lawbook().questions))
def test_a_zone_is_answered_as_its_land_until_its_first_day(question: str) -> None:
    rulebook = real_book().rulebook(question)
    if rulebook.place is None:
        return
    found = [(zone, rule) for zone in rulebook.trees[rulebook.place].zones.values() for rule in _naming(rulebook, zone)]
    for zone, rule in share_of(found, PARTS):
        assert zone.established is not None
        for day in (zone.established - dt.timedelta(days=1), zone.established):
            assert list(_firmer(rulebook, zone, rule, day)) == [], f"{rule.id}, {zone.id}, {day}"


def _naming(rulebook: Rulebook, zone: Zone) -> Iterator[Rule]:
    """The rules that name the zone or one around it, in what they hold for or what they except."""
    tree = rulebook.trees[rulebook.place or ""]
    near = {zone.id, *tree.zone_around[zone.id]} if zone.established is not None else set()
    for rule in rulebook.rules:
        if any(isinstance(t, InPlace) and near & set(t.zones) for t in rule.scope.all()):
            yield rule


def _firmer(rulebook: Rulebook, zone: Zone, rule: Rule, day: dt.date) -> Iterator[str]:
    place, tree = rulebook.place or "", rulebook.trees[rulebook.place or ""]
    at = _aimed_at(rulebook, rule, day)
    named = at.with_value(place, tree.home(zone.id)).with_zone(zone.id, True)
    of_zone = decide(rulebook, named, ask=False)
    for unit in (tree.home(zone.id), *tree.above(tree.home(zone.id))):
        land = at.with_value(place, unit)
        of_land, least = decide(rulebook, land, ask=False), least_share(rulebook, named)
        yield from (f"{unit}: {x}" for x in taken_back(of_land.in_force, of_zone.in_force, least))
        yield from (f"{unit}: {x}" for x in taken_back(of_land.announced, of_zone.announced, least))
    if not tree.stands(zone.id, day) and len(zone.touches) == 1:
        of_land = decide(rulebook, at.with_value(place, zone.touches[0]), ask=False)
        if (of_zone.in_force, of_zone.announced) != (of_land.in_force, of_land.announced):
            yield f"{zone.touches[0]} is {of_land.in_force.outcome}, the zone that is not there {of_zone.in_force.outcome}"


def _aimed_at(rulebook: Rulebook, rule: Rule, day: dt.date) -> Case:
    """The facts for which the rule holds, as far as its own tests tell them."""
    values: dict[str, Value] = {f: ROOT if d.domain in ("tree", "place") else None for f, d in rulebook.facts.items()}
    case = Case(values | {rulebook.day: day})
    for test in rule.scope.when:
        if isinstance(test, InTree):
            case = case.with_value(test.fact, min(test.inside))
        elif isinstance(test, IsWord):
            case = case.with_value(test.fact, test.words[0])
        elif isinstance(test, InSet):
            case = case.with_value(test.fact, test.all_of | frozenset(sorted(test.any_of)[:1]))
        elif isinstance(test, InRange) and test.low is not None:
            case = case.with_value(test.fact, test.low + 1)
    return case
