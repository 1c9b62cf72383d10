"""Pilot advantage: what a region allows beyond a place outside all pilots and zones, and beyond an ordinary free-trade zone outside the
pilots. Only the second is the programme's own. It is held against the nation too: what holds everywhere in it."""

from __future__ import annotations

import datetime as dt

from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import SINCE, Openness, Width
from shidian.analysis.openness.regions import WHERE, Place, counterfactuals_of, nation_of
from shidian.analysis.openness.steps import Explained, MovedActivity, explained
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


class AdvantageStep(Result, frozen=True):
    """A day on which an advantage moved, at one end of the doubt: the change of the region less that of the place held against."""

    day: dt.date
    before: Width
    after: Width
    explained: Explained


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
    """The days on which the advantage over another place moved, and why the region's own value moved then; an advantage may fall, because
    a relief ended or because the other place caught up."""
    until = until or found.law.today()
    number = found.field.measures.index(found.measure(measure))
    starts, mine = found.over(place, since, until)
    _, others = found.over(other, since, until)
    side, where_ = READINGS.index(reading), WHERE.index(where)
    gaps = mine[:, side, where_, number] - others[:, side, where_, number]
    out = []
    for i in range(1, len(starts)):
        if abs(gaps[i] - gaps[i - 1]).max() < 1e-12:
            continue
        day = starts[i]
        ends = [(place, d, reading, where) for d in (day - dt.timedelta(days=1), day)]
        told = explained(found, ends[0], ends[1], measure)
        before, after = (Width(*sorted(float(x) for x in gaps[j])) for j in (i - 1, i))
        out.append(AdvantageStep(day, before, after, told))
    return tuple(out)


def fell(step: MovedActivity | AdvantageStep) -> bool:
    """Whether a step goes down at either end."""
    return step.after.low < step.before.low or step.after.high < step.before.high
