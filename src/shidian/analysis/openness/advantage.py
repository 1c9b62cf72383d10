"""Pilot advantage: what a region allows beyond a place outside all pilots and zones, and beyond an ordinary free-trade zone outside the
pilots. Only the second is the programme's own. It is held against the nation too: what holds everywhere in it."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.measured import Openness, Width
from shidian.analysis.openness.regions import WHERE, Place, counterfactuals_of, nation_of
from shidian.law.records.base import Label, Reading
from shidian.words.plain import Result


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


def advantages(
    found: Openness, place: Place, on: dt.date, measure: str = "open_100", reading: Reading = "in_force"
) -> tuple[Advantage, ...]:
    """A region against every counterfactual and against the nation."""
    out = []
    for other in (*counterfactuals_of(found.law), nation_of(found.law, found.field)):
        spans = []
        for where in WHERE:
            base = "everywhere" if other.kind == "nation" else where
            old, new = found.point(other, on, reading, base), found.point(place, on, reading, where)
            spans.append(difference(found.field, found.weights, old, new, found.measure(measure)))
        everywhere, somewhere = (Width(float(s.low), float(s.high)) for s in spans)
        leaves = tuple(dict.fromkeys(leaf for s in spans for leaf, _, _ in s.leaves))
        out.append(Advantage(place.id, place.name, other.id, other.name, on, reading, measure, everywhere, somewhere, leaves))
    return tuple(out)
