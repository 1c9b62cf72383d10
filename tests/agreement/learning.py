"""What is learnt of a case never takes back what was said without it: a known answer stays, what was refused stays refused, and the bounds
only come closer. It is the property that a wrong "permitted" with missing facts breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
from shidian.engine.options import least_of
from shidian.engine.rulebook import Rulebook
from shidian.law.tree import ROOT

REFUSING = frozenset({"not_permitted", "prohibited", "refused"})


def coarser(rulebook: Rulebook, case: Case, pick: random.Random) -> Iterator[Case]:
    """Cases that say less: one fact left out, or told one step more coarsely, or several at once."""
    known = [f for f, v in case.values.items() if v is not None and v != ROOT and f != rulebook.day]
    for fact in known:
        yield _without(rulebook, case, (fact,))
        tree = rulebook.trees.get(fact)
        up = tree.parent[str(case.values[fact])] if tree is not None else ROOT
        if up != ROOT:
            yield case.with_value(fact, up)
    if len(known) > 2:
        yield _without(rulebook, case, tuple(pick.sample(known, 2)))
        yield _without(rulebook, case, tuple(pick.sample(known, min(3, len(known)))))
    for zone in case.zones:
        yield Case(case.values, {z: said for z, said in case.zones.items() if z != zone})


def least_share(rulebook: Rulebook, case: Case) -> Decimal:
    """The least that the main number can be by what a case says of others; nothing at all (0) keeps no promise."""
    known = least_of(rulebook, case, rulebook.main_of) if rulebook.main_of is not None else None
    return known or Decimal("0.000001")


def _without(rulebook: Rulebook, case: Case, facts: tuple[str, ...]) -> Case:
    blank: dict[str, Value] = {f: ROOT if rulebook.facts[f].domain in ("tree", "place") else None for f in facts}
    return Case(case.values | blank, {} if rulebook.place in facts else case.zones)


def taken_back(less: Answer, more: Answer, least: Decimal) -> Iterator[str]:
    """What the answer of a case takes back of the answer of one that says less. The share cannot be below `least` by what the case says of
    other numbers: a promise for such shares is not taken back."""
    if less.outcome == "refused" and more.outcome not in REFUSING:
        yield f"refused whatever is learnt, then {more.outcome}"
    if less.outcome not in ("undetermined", "refused") and more.outcome != less.outcome:
        yield f"{less.outcome}, then {more.outcome}"
    if less.outcome == "undetermined" and less.because != "missing_facts" and more.outcome not in ("undetermined", "refused"):
        yield f"not known whatever is learnt ({less.causes}), then {more.outcome}"
    if less.certain is not None and less.certain.admits(least) and more.certain is not None and more.certain < less.certain:
        yield f"certain up to {less.certain}, then only up to {more.certain}"
    if less.possible is not None and (more.possible is None or less.possible < more.possible):
        yield f"possible up to {less.possible}, then up to {more.possible}"
    if less.outcome == more.outcome and (lost := set(less.duties) - set(more.duties)):
        yield f"duties certain, then not: {sorted(lost)}"
