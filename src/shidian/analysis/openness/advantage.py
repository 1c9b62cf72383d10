"""Pilot advantage: what a region allows beyond a place outside all pilots and zones, and beyond an ordinary free-trade zone outside the
pilots. Only the second is the programme's own. It is held against the nation too: what holds everywhere in it."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import SINCE, Openness, Width
from shidian.analysis.openness.regions import WHERE, Place, counterfactuals_of, nation_of
from shidian.analysis.openness.steps import Explained, explained
from shidian.law.records.base import Label, Reading
from shidian.words.plain import Result

LEAST = 1e-12
"""What a value has to change by to have moved: below it is rounding."""


class Advantage(Result, frozen=True):
    """What a region has more than a place it is held against (less, where the measure falls), over every resolution of the doubt they
    share, in both readings of the place. `activities` differ surely or possibly."""

    place: str
    name: Label
    against: str
    against_name: Label
    on: dt.date
    reading: Reading
    measure: str
    everywhere: Width
    somewhere: Width
    activities: tuple[str, ...]


def held_against(found: Openness) -> tuple[Place, ...]:
    """What a region is held against: every counterfactual, and the nation."""
    return (*counterfactuals_of(found.law), nation_of(found.law, found.field))


def advantages(
    found: Openness, place: Place, on: dt.date, measure: str = "open_100", reading: Reading = "in_force"
) -> tuple[Advantage, ...]:
    """A region against every counterfactual and against the nation."""
    out = []
    for other in held_against(found):
        spans = []
        for where in WHERE:
            base = "everywhere" if other.kind == "nation" else where
            old, new = found.point(other, on, reading, base), found.point(place, on, reading, where)
            spans.append(difference(found.field, found.weights, old, new, found.measure(measure)))
        everywhere, somewhere = (Width(float(s.low), float(s.high)) for s in spans)
        leaves = tuple(dict.fromkeys(leaf for s in spans for leaf, _, _ in s.leaves))
        out.append(Advantage(place.id, place.name, other.id, other.name, on, reading, measure, everywhere, somewhere, leaves))
    return tuple(out)


class AdvantageStep(Result, frozen=True):
    """A day on which an advantage moved: both ends of its doubt before and after, whether it fell at one of them, and what moved which of
    the two places: the region's own value, or that of the place it is held against, which caught up or fell back."""

    place: str
    name: Label
    against: str
    against_name: Label
    day: dt.date
    before: Width
    after: Width
    fell: bool
    own_moved: Explained | None
    against_moved: Explained | None


def advantage_steps(
    found: Openness,
    place: Place,
    other: Place,
    measure: str = "open_100",
    reading: Reading = "in_force",
    where: str = "somewhere",
    since: dt.date = SINCE,
    until: dt.date | None = None,
) -> tuple[AdvantageStep, ...]:
    """The days on which the advantage over another place moved, and why. It may fall, because a relief ended or the other place caught up.
    Bound less bound: doubt that both share is counted on both sides; `advantages` gives the width without it on one day."""
    until = until or found.law.today()
    base = "everywhere" if other.kind == "nation" else where
    sides, number = READINGS.index(reading), found.field.measures.index(found.measure(measure))
    starts, mine = found.over(place, since, until)
    _, others = found.over(other, since, until)
    own, theirs = mine[:, sides, WHERE.index(where), number], others[:, sides, WHERE.index(base), number]
    gaps = own - theirs
    out = []
    for i in range(1, len(starts)):
        if abs(gaps[i] - gaps[i - 1]).max() < LEAST:
            continue
        eve = starts[i] - dt.timedelta(days=1)
        told = [
            explained(found, (at, eve, reading, side), (at, starts[i], reading, side), measure)
            if abs(values[i] - values[i - 1]).max() >= LEAST
            else None
            for at, side, values in ((place, where, own), (other, base, theirs))
        ]
        before, after = (Width(*sorted(float(x) for x in gaps[j])) for j in (i - 1, i))
        out.append(
            AdvantageStep(
                place.id,
                place.name,
                other.id,
                other.name,
                starts[i],
                before,
                after,
                after.low < before.low or after.high < before.high,
                *told,
            )
        )
    return tuple(out)
