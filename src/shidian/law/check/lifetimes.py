"""The widest time in which a rule can stand, in either reading: enough to see that two rules never stand together.

The exact standing, with both readings and the day of knowledge, is the engine's (`shidian.engine.standing`). Here every doubt
widens: an interval begins on the earliest day on which it could have been announced, and an end after which nobody knows
what holds is no end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Rule

Interval = tuple[dt.date, dt.date | None]
"""A half-open interval of days; None: without end."""


def first_day(edition: Edition) -> dt.date | None:
    """The earliest day of an edition's life that is known."""
    days = (edition.adopted, edition.promulgated, edition.published, edition.effective)
    return min((d for d in days if d is not None), default=None)


def in_provision(instrument: Instrument, provision: Provision | None) -> list[Edition]:
    """The editions that contain a provision; all of them without one."""
    if provision is None or not isinstance(provision.number, dict):
        return list(instrument.editions)
    return [e for e in instrument.editions if e.edition in provision.number]


def lifetime(instrument: Instrument, provision: Provision, rule: Rule | Gap, acts: Mapping[str, Instrument]) -> list[Interval]:
    """Intervals outside of which the rule stands in neither reading."""
    own = [d for e in in_provision(instrument, provision) if (d := first_day(e)) is not None]
    out: list[Interval] = []
    if rule.in_force is None:
        days = [e.effective for e in instrument.editions]
        for i, edition in enumerate(instrument.editions):
            if edition not in in_provision(instrument, provision) or edition.effective is None:
                continue
            later = [d for d in days[i + 1 :] if d is not None]
            ends = [d for d in (edition.expires, *later[:1]) if d is not None]
            out.append((first_day(edition) or edition.effective, min(ends, default=None)))
    for period in rule.in_force or ():
        act = acts.get((period.by or "").partition("@")[0])
        early = [d for e in act.editions if (d := first_day(e)) is not None] if act is not None else []
        until = (period.until_at_latest or period.until) if period.then == "over" else None
        out.append((min((period.from_, *early, *own)), until))
    if isinstance(rule, Rule):
        announced = rule.announced or (min(own, default=None) if not out else None)
        if announced is not None:
            out.append((announced, rule.announced_until if not out else out[0][0]))
    return out


def overlap(one: list[Interval], other: list[Interval]) -> bool:
    """Whether any two of the intervals share a day."""
    return any((e1 is None or s2 < e1) and (e2 is None or s1 < e2) for s1, e1 in one for s2, e2 in other)
