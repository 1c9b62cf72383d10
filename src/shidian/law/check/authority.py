"""What a rule rests on: the act that authorises a relief, and how well its words were seen.

A relief deviates from a limit, so somebody who may must have allowed it. Whether an act really does is for a lawyer to say; here
only what cannot be right is reported: acts all younger than the relief, an act that has nothing to do with the limits relieved,
and a rule marked as better seen than the provision it reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from shidian.law.check.found import FoundFault
from shidian.law.check.meeting import Interval, first_day, in_provision, lifetime
from shidian.law.load.nodes import Loaded, Path, records
from shidian.law.load.spelled import relieved_together
from shidian.law.records.base import SEEN
from shidian.law.records.instrument import Instrument, Provision, Rule

BROAD = ("treaty", "commitment", "reply", "plan", "announcement", "negative-list")
"""Kinds of act that may authorise a relief without naming the act they deviate from. Every other one contains a limit that is
relieved, or says in `adjusts` which act it adjusts, or stands in the instrument of the relief itself."""


def check_authority(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Authorities of reliefs, and marks of rules."""
    acts = relieved_together({i.instrument: i for _, i in records(loaded, Instrument)})
    for item, written in records(loaded, Instrument):
        instrument = acts[written.instrument]
        for i, provision in enumerate(instrument.provisions):
            for j, rule in enumerate(provision.rules):
                at: Path = ("provisions", i, "rules", j)
                yield from _authority(item, at, instrument, provision, rule, acts)
                yield from _seen(item, at, provision, rule)


def _authority(
    item: Loaded, path: Path, instrument: Instrument, provision: Provision, rule: Rule, acts: Mapping[str, Instrument]
) -> Iterator[FoundFault]:
    if rule.kind != "relief":
        return
    begins = _begins(rule, lifetime(instrument, provision, rule, acts), acts)
    limits = {id.partition("/")[0] for id in rule.relieves}
    young = {id: born for id in rule.authorised_by if begins is not None and (born := _born(id, acts)) is not None and born > begins}
    for i, id in enumerate(rule.authorised_by):
        act = acts.get(id.partition("#")[0].partition("@")[0])
        if act is None:
            continue
        if len(young) == len(rule.authorised_by):
            yield FoundFault(
                "younger-authority",
                item,
                (*path, "authorised_by", i),
                f"`{id}` is of {young[id]}, and the relief is used from {begins}",
                "name the act that allowed the relief when it began",
            )
        related = act.instrument in limits or limits & set(act.adjusts) or act.instrument == instrument.instrument
        if limits and not related and act.kind not in BROAD:
            yield FoundFault(
                "unrelated-authority",
                item,
                (*path, "authorised_by", i),
                f"`{act.instrument}` neither contains a limit that is relieved nor adjusts its act",
                f"name an act that does, or give `adjusts` in `{act.instrument}`; the limits stand in "
                + ", ".join(f"`{x}`" for x in sorted(limits)),
            )


def _begins(rule: Rule, life: list[Interval], acts: Mapping[str, Instrument]) -> dt.date | None:
    """The day by which the relief has met every limit that it names and ever meets."""
    if rule.in_force:
        life = [(p.from_, p.until_at_latest or p.until) for p in rule.in_force]
    met: list[dt.date] = []
    for id in rule.relieves:
        act, _, name = id.partition("/")
        for provision, limit in ((p, r) for p in (acts[act].provisions if act in acts else ()) for r in p.rules if r.rule == name):
            common = [
                max(a, b)
                for a, a_end in life
                for b, b_end in lifetime(acts[act], provision, limit, acts)
                if (a_end is None or b < a_end) and (b_end is None or a < b_end)
            ]
            met += [min(common)] if common else []
    return max(met, default=None)


def _born(id: str, acts: Mapping[str, Instrument]) -> dt.date | None:
    """The first day of the text that is cited."""
    act = acts.get(id.partition("#")[0].partition("@")[0])
    if act is None:
        return None
    name = id.partition("#")[2]
    provision = next((p for p in act.provisions if p.provision == name), None)
    editions = in_provision(act, provision)
    if "@" in id:
        editions = [e for e in editions if e.edition == id.partition("@")[2]]
    return min((d for e in editions if (d := first_day(e)) is not None), default=None)


def _seen(item: Loaded, path: Path, provision: Provision, rule: Rule) -> Iterator[FoundFault]:
    if rule.seen is None:
        return
    best = min((provision.seen,) if isinstance(provision.seen, str) else provision.seen.values(), key=SEEN.index, default="inferred")
    if SEEN.index(rule.seen) < SEEN.index(best):
        yield FoundFault(
            "better-than-provision",
            item,
            (*path, "seen"),
            f"the rule is marked `{rule.seen}`, and its provision was seen as `{best}` at best",
            "a rule is never better seen than the words it reads; leave `seen` out, or mark the provision",
        )
