"""What one end of the diagram allows an investor, in the worst and in the best way of resolving its doubt.

Limits only restrict and reliefs only loosen, so among all ways of resolving the rules in doubt two are extreme: every doubtful limit on
and every doubtful relief off, and the reverse. A clause that nobody has encoded may close an activity, so its worst is closed. This is
the one place that turns rules in doubt into bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import lcm

from msgspec import Struct

from shidian.engine.algebra import Effect, admitted
from shidian.engine.bounds import alternatives
from shidian.engine.rule import Rule, written
from shidian.engine.rulebook import Rulebook
from shidian.law.lawbook import Lawbook
from shidian.law.records.measures import Measures, ScoreGrid

HALF, FULL = Decimal(50), Decimal(100)
MAJORITY = Decimal(51)
"""The share by which `open_51` asks."""
EDGES = ("as_given", "below_half", "above_half")
"""How exactly 50 % is scored: as the grid gives it, as less than half, as more than half."""


class AtShare(Struct, frozen=True):
    """The rules that bear on one share held by one investor. `share` is a number among those that no rule tells apart, `top` their upper
    end, as a part of 1; `sure` apply, `doubtful` may (standing unknown, disputed, a gap, or a fact that the profile leaves open)."""

    share: Decimal
    top: Fraction
    sure: frozenset[str]
    doubtful: frozenset[str]


class Terms(Struct, frozen=True):
    """What one way of resolving all doubt allows: the whole, a majority, the highest share (a part of 1), and the score of each grid."""

    whole: bool
    majority: bool
    ceiling: Fraction
    scores: tuple[Fraction, ...]


class Cell(Struct, frozen=True):
    """The worst and the best possible terms of one activity, in one place, on one day, in one reading."""

    worst: Terms
    best: Terms


class Resolver:
    """Reads terms off rules. `grids` are scored in their order, each three times: see EDGES."""

    def __init__(self, book: Lawbook, rulebook: Rulebook, measures: Measures) -> None:
        self.rules: Mapping[str, Rule] = rulebook.by_id
        self.slots = tuple(rulebook.ceilings)
        self.control = tuple((b.slot, b.below) for b in measures.control)
        self.grids = measures.grids
        self.scored = tuple(slot for g in measures.grids[:1] for slot in g.slots)
        exact = [_bands(g, edge) for g in measures.grids for edge in EDGES]
        numbers = [x for g in measures.grids for x in (*map(Fraction, g.slots.values()), *map(Fraction, g.duties.values()))]
        self._unit = lcm(*(n.denominator for n in (*numbers, *(x for bands in exact for x in bands))))
        """Scores are whole numbers of this part of 1 until they leave: sums and comparisons of fractions were half of the time."""
        self._equity = [tuple(int(x * self._unit) for x in bands) for bands in exact]
        self._slot = [{s: int(Fraction(n) * self._unit) for s, n in g.slots.items()} for g in measures.grids]
        self._kind = [{k: int(Fraction(n) * self._unit) for k, n in g.duties.items()} for g in measures.grids]
        self._grid_of = [i for i in range(len(measures.grids)) for _ in EDGES]
        self._duty: dict[str, tuple[int, ...]] = {}
        self._book = book
        self._ways: dict[tuple[str, Decimal], bool] = {}
        self._cost_of: dict[tuple[AtShare, bool], tuple[int, ...] | None] = {}

    def cell(self, shares: Sequence[AtShare] | Iterator[AtShare]) -> Cell:
        """The bounds over the shares, which come from the highest to the lowest."""
        seen: list[AtShare] = []
        lazy = iter(shares)

        def again() -> Iterator[AtShare]:
            i = 0
            while True:
                if i == len(seen):
                    found = next(lazy, None)
                    if found is None:
                        return
                    seen.append(found)
                yield seen[i]
                i += 1

        worst = self.terms(again(), best=False)
        return Cell(worst, worst if not any(s.doubtful for s in seen) else self.terms(again(), best=True))

    def terms(self, shares: Iterator[AtShare], *, best: bool) -> Terms:
        """The terms with every doubt at one end."""
        whole = majority = False
        ceiling = Fraction(0)
        scores = [self._unit] * len(self._equity)
        for at in shares:
            if (
                majority is False
                and at.share < MAJORITY
                and ceiling
                and all(s <= e[_band(at.share)] for s, e in zip(scores, self._equity, strict=True))
            ):
                break  # neither the ceiling nor a score can still change
            costs = self._costs(at, best)
            if costs is None:
                continue
            ceiling = ceiling or at.top
            whole = whole or at.share == FULL
            majority = majority or at.share == MAJORITY
            band = _band(at.share)
            for i, equity in enumerate(self._equity):
                scores[i] = min(scores[i], equity[band] + costs[self._grid_of[i]])
        return Terms(whole, majority, ceiling, tuple(Fraction(s, self._unit) for s in scores))

    def can_hold(self, at: AtShare, *, best: bool) -> bool:
        """Whether a share can be held, with every doubt at one end."""
        return self._costs(at, best) is not None

    def _costs(self, at: AtShare, best: bool) -> tuple[int, ...] | None:
        """What the mildest ways to hold a share cost in each grid, in units; None when it cannot be held."""
        key = at, best
        if key not in self._cost_of:
            self._cost_of[key] = self._costs_anew(at, best)
        return self._cost_of[key]

    def _costs_anew(self, at: AtShare, best: bool) -> tuple[int, ...] | None:
        rules = self.rules
        applying = [rules[i] for i in (*at.sure, *(i for i in at.doubtful if (rules[i].kind in ("relief", "closing", "grant")) == best))]
        closings = [i for i in (*at.sure, *at.doubtful) if rules[i].kind == "closing"]
        if not (any(r.kind == "closing" for r in applying) if closings else best):
            return None
        limits = [r for r in applying if r.kind == "limit"]
        if any(r.taint == "gap" for r in limits):
            return None
        reliefs = [r for r in applying if r.kind == "relief"]
        choices: list[set[tuple[frozenset[str], tuple[int, ...]]]] = []
        for limit in alternatives(limits, reliefs):
            ways = {
                (frozenset(s for s, on in effect.flags.items() if on), self._duties(id))
                for id, effect in limit.ways
                if self._admits(id, effect, at.share)
            }
            if not ways:
                return None
            choices.append(ways)
        general = [self._duties(r.id) for r in applying if r.kind == "duty"]
        return tuple(min(self._cost(g, way, general) for way in product(*choices)) for g in range(len(self.grids)))

    def _cost(self, grid: int, ways: tuple[tuple[frozenset[str], tuple[int, ...]], ...], general: list[tuple[int, ...]]) -> int:
        slots = frozenset().union(*(w[0] for w in ways))
        duty = max((d[grid] for d in (*(w[1] for w in ways), *general)), default=0)
        return sum((self._slot[grid][s] for s in slots), duty)

    def _admits(self, rule: str, effect: Effect, share: Decimal) -> bool:
        """Whether somebody who relies on a rule may hold a share alone, and control it."""
        key = rule, share
        if key not in self._ways:
            held = bool(admitted([(rule, effect)], dict.fromkeys(self.slots, share)))
            self._ways[key] = held and not any(effect.flags.get(slot) and share >= below for slot, below in self.control)
        return self._ways[key]

    def _duties(self, rule: str) -> tuple[int, ...]:
        """What the heaviest duty of a rule scores in each grid, in units."""
        if rule not in self._duty:
            record = self._book.rules.get(written(rule))
            kinds = {d.kind for d in (*record[2].duties, *((record[2].duty,) if record[2].duty else ()))} if record else set()
            self._duty[rule] = tuple(max((scores[k] for k in kinds), default=0) for scores in self._kind)
        return self._duty[rule]


def _band(share: Decimal) -> int:
    """Which equity band a share lies in: 0 below half, 1 exactly half, 2 above half, 3 the whole."""
    return 3 if share >= FULL else 2 if share > HALF else 1 if share == HALF else 0


def _bands(grid: ScoreGrid, edge: str) -> tuple[Fraction, ...]:
    """The scores of the four bands."""
    e = grid.equity
    half = {"as_given": e.at_half, "below_half": e.below_half, "above_half": e.above_half}[edge]
    return tuple(Fraction(n) for n in (e.below_half, half, e.above_half, e.full))
