"""The cells of the matrix for people against decisions: sampled by the day, over all activities, regions, readings and profiles."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from shidian.analysis.openness.highest import HighestCell, ShareBound, highest
from shidian.analysis.openness.measured import Openness
from shidian.analysis.openness.regions import Place, spots
from shidian.answer.decision import Decision
from shidian.answer.parts import ReadingAnswer
from shidian.law.records.base import Reading
from shidian.web.asking.compare import place_facts
from tests.cases.real import real_book
from tests.nightly import NIGHTLY, TODAY

RUNS, CELLS = (100, 20) if NIGHTLY else (1, 6)
"""Draws, and cells of each: what one draw of a profile, a day and a reading costs is a second of the processor."""
DAYS = (dt.date(2026, 11, 22), dt.date(2025, 6, 1), dt.date(2024, 11, 30), dt.date(2022, 1, 2), dt.date(2020, 7, 24))
HOLDS = ("permitted",)


def _spot_facts(found: Openness, place: Place, on: dt.date) -> list[dict[str, str]]:
    """Every definite spot of a place, as facts of a case."""
    level = next(x for x in found.field.diagram.levels if hasattr(x, "kind_unit"))
    tree = real_book().lawbook.trees["territories"]
    out = []
    for spot in spots(found.field, place, on):
        kind, inside = found.field.spots[spot]
        unit = level.kind_unit[kind]
        zones = f" ({', '.join(sorted(inside))})" if inside else ""
        near = {z: "no" for z, units in tree.zone_units.items() if unit in units}
        out.append(near | place_facts(tree, "territory", unit + zones))
    return out


def _asked(found: Openness, facts: dict[str, str], share: Decimal) -> Decision:
    return real_book().ask(found.profile.question, {**facts, "share": f"{share:f}"})


def _reading(decision: Decision, reading: Reading) -> ReadingAnswer:
    return decision.in_force if reading == "in_force" else decision.announced


def _held(bound: ShareBound) -> Decimal | None:
    """A share that may be held up to a bound; None where none may."""
    share = Decimal(str(bound.share))
    return None if not share else share if bound.reached else share - Decimal("0.001")


def _above(bound: ShareBound) -> Decimal | None:
    """A share beyond a bound; None where there is none."""
    share = Decimal(str(bound.share))
    return None if share >= 100 else share + (Decimal("0.001") if bound.reached else 0)


def _faults(found: Openness, leaf: str, place: Place, on: dt.date, reading: Reading, cell: HighestCell) -> list[str]:
    """Where the decisions of a cell's spots say otherwise. What everywhere says holds at every spot, what somewhere says at one at least."""
    out = []
    certain, possible = _held(cell.everywhere[0]), _above(cell.somewhere[1])
    some = _held(cell.somewhere[0])
    reached = some is None
    for here in _spot_facts(found, place, on):
        facts = {"activity": leaf, **found.profile.facts, "on": on.isoformat(), **here}
        if certain is not None and _reading(_asked(found, facts, certain), reading).outcome not in HOLDS:
            out.append(f"{certain} is not permitted at {here}")
        if possible is not None:
            answer = _reading(_asked(found, facts, possible), reading)
            if answer.outcome in HOLDS and not answer.conditions:
                out.append(f"{possible} is permitted at {here}")
        if not reached and some is not None:
            reached = _reading(_asked(found, facts, some), reading).outcome in HOLDS
    return out if reached else [*out, f"{some} is permitted nowhere"]


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_cell_says_what_the_decisions_of_its_spots_say(seed: int) -> None:
    chance = random.Random(seed + (0 if NIGHTLY else 1_000 * TODAY))
    law = real_book()
    profiles = [p.profile for p in law.lawbook.measures.profiles]
    for i in range(CELLS):
        found = law.openness(profile=chance.choice(profiles))
        on, leaves, regions = chance.choice(DAYS), sorted(found.weights), found.regions()
        reading: Reading = chance.choice(("in_force", "announced"))
        cells = highest(found, leaves, regions, on, reading)
        every = [(leaf, p, c) for leaf, line in zip(leaves, cells, strict=True) for p, c in zip(regions, line, strict=True)]
        hard = [x for x in every if not x[2].sure]  # one number does not hold for them: every second one is of these
        leaf, place, cell = chance.choice(hard if i % 2 and hard else every)
        assert _faults(found, leaf, place, on, reading, cell) == [], (leaf, place.id, on, reading, found.profile.profile, cell)
