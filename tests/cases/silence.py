"""Silence must not open: what the law closes in the plain way (a company, held directly, all that is assumed) is open with another choice
only by a rule that tests that choice.

Every definite case of market access is walked twice side by side: once in the plain way and once with some facts otherwise. Pairs of nodes
that were met are not walked again, so that a choice takes seconds for all days, places and kinds of zones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.engine.state import READINGS
from shidian.law.records.base import Reading
from shidian.law.unswept import unswept

NO_SHARE = {"branch", "contract-control", "representative-office"}
"""Choices that hold no share of their own: a share named with them opens nothing."""
SHARES = tuple(Decimal(n) for n in (0, 20, 50, 100))
Told = tuple[tuple[str, str], ...]
Choices = Mapping[str, str]


class Opened(Struct, frozen=True):
    """A case that is permitted with some choices and not in the plain way, by rules none of which tests any of the facts chosen."""

    choices: Told
    share: Decimal
    reading: Reading
    case: Told
    plain: str
    by: tuple[str, ...]


def choices(diagram: Diagram, most: int = 1) -> list[Choices]:
    """Every choice that is not the usual one, and every two of different facts, up to `most` at once."""
    single = []
    for fact in diagram.rulebook.question.facts:
        words = [c.id for c in fact.choices] or (["yes", "no"] if fact.domain == "yes_no" else [])
        single += [(fact.fact, word) for word in words if word != _usual(diagram, fact.fact)]
    return [dict(some) for n in range(1, most + 1) for some in combinations(single, n) if len(dict(some)) == n]


def opened(diagram: Diagram, chosen: Choices, days: Iterable[dt.date] | None = None) -> Iterator[Opened]:
    """What some choices open by silence: on each day on which a rule changes, or on these days; in each place and kind of zone, for each origin."""
    numbers = [i for i, level in enumerate(diagram.levels) if level.fact in diagram.rulebook.ceilings.values()]
    testing = {r.id for r in diagram.rulebook.rules if any(t.fact in chosen for t in r.scope.all())}

    def end(node: Node, share: Decimal) -> Node:
        for i in numbers:
            node = diagram.follow(node, i, diagram.levels[i].of(share))
        return node

    with unswept():
        for plain, other, case in _pairs(diagram, chosen, None if days is None else {diagram.days.of(d).id for d in days}):
            for share in SHARES:
                before = end(plain, SHARES[-1] if NO_SHARE & {*chosen.values()} else share)
                after = end(other, share)
                for reading in READINGS:
                    was, now = diagram.answers.as_answered(before, reading), diagram.answers.as_answered(after, reading)
                    if now.outcome == "permitted" != was.outcome and testing.isdisjoint((*was.determining, *now.determining)):
                        yield Opened(tuple(chosen.items()), share, reading, case, was.outcome, now.determining)


def _usual(diagram: Diagram, name: str) -> str | None:
    fact = diagram.rulebook.facts[name]
    return fact.assumed or ("no" if fact.domain == "yes_no" else None)


def _pairs(diagram: Diagram, chosen: Choices, days: set[int] | None) -> Iterator[tuple[Node, Node, Told]]:
    """The two nodes of each case before its numbers are read, and one case that leads there."""
    root = diagram.space.root
    layer: dict[tuple[Node, Node, int], Told] = {(root, root, 0): ()}
    for i, level in enumerate(diagram.levels):
        if level.fact in diagram.rulebook.ceilings.values():
            continue
        after: dict[tuple[Node, Node, int], Told] = {}
        usual = _usual(diagram, level.fact)
        for (plain, other, era), case in layer.items():
            if usual is not None:
                steps = [(level.of(usual), level.of(chosen.get(level.fact, usual)))]
            else:
                every = [c for c in level.atoms(era) if i != diagram.day or days is None or c.id in days]
                steps = [(c, level.of(chosen[level.fact]) if level.fact in chosen else c) for c in every]
            for a, b in steps:
                key = (diagram.follow(plain, i, a), diagram.follow(other, i, b), diagram.next_era(i, b, era))
                after.setdefault(key, (*case, (level.fact, str(b.sample))))
        layer = after
    return ((plain, other, case) for (plain, other, _), case in layer.items() if plain is not other)
