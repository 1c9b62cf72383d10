"""The highest share one investor may hold of each activity in each place: the cells of the matrix for people, with both readings of a place and
both ends of the doubt. Unlike the mean ceiling of the measure, "less than 50 %" stays apart from "50 %"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from shidian.analysis.openness.field import BasketField
from shidian.analysis.openness.measured import Openness
from shidian.analysis.openness.regions import Place, spots
from shidian.diagram.node import Node
from shidian.law.records.base import Reading
from shidian.words.plain import Result


class ShareBound(Result, frozen=True, order=True):
    """A highest share in per cent. `reached` says that the share itself may be held: without it, only less."""

    share: float
    reached: bool = True


class HighestCell(Result, frozen=True):
    """The highest share of one activity in one place: everywhere in it and somewhere in it, each with the worst and the best that the doubt
    leaves possible."""

    everywhere: tuple[ShareBound, ShareBound]
    somewhere: tuple[ShareBound, ShareBound]

    @property
    def sure(self) -> bool:
        """Whether one number holds for the whole place."""
        return len({*self.everywhere, *self.somewhere}) == 1


def highest(
    found: Openness, activities: Sequence[str], places: Iterable[Place], on: dt.date, reading: Reading = "in_force"
) -> tuple[tuple[HighestCell, ...], ...]:
    """The cells, by activity and place. Activities are leaves of the tree."""
    field, day = found.field, found.field.day(on)
    here = [spots(field, place, field.starts[day]) for place in places]
    known: dict[Node, tuple[ShareBound, ShareBound]] = found.law.made(
        ("openness highest", found.profile.profile, found.choice.known_on, reading), dict
    )
    rows = []
    for leaf in activities:
        row = []
        for inside in here:
            both = [_bounds(field, known, end, reading) for end in dict.fromkeys(field.end(day, leaf, spot) for spot in inside)]
            worst, best = [b[0] for b in both], [b[1] for b in both]
            row.append(HighestCell((min(worst), min(best)), (max(worst), max(best))))
        rows.append(tuple(row))
    return tuple(rows)


def _bounds(
    field: BasketField, known: dict[Node, tuple[ShareBound, ShareBound]], end: Node, reading: Reading
) -> tuple[ShareBound, ShareBound]:
    if end not in known:
        shares = list(field.shares(end, reading))
        ends = []
        for best in (False, True):
            at = next((s for s in shares if field.resolver.can_hold(s, best=best)), None)
            ends.append(ShareBound(0.0) if at is None else ShareBound(float(at.top * 100), Fraction(at.share) == at.top * 100))
        known[end] = min(ends), max(ends)
    return known[end]
