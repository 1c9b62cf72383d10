"""The lookup table: every class of cases decided beforehand.

    code = cells[blocks[periods[activity, day], territory, origin class], sensitive, qualified, share class]

A period is a run of days between two changes of an activity's rules. A block holds all answers that one set of active rules can give.
A code is an index into the list of all different answers. The table knows two yes/no facts and no missing places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from bench import market
from bench.answer import Answer, Row
from bench.cases import Answers, Cases, Ints
from bench.evaluate import Evaluator
from bench.normal import Flat, Normal, completions, fold

MOST_CELLS = 60_000_000
"""A larger table takes minutes and gigabytes to build (12,000 rules, dense, would have 141 million)."""


@dataclass(frozen=True)
class Table:
    """All parts are flat arrays of the narrowest unsigned type that fits."""

    normal: Normal
    periods: Ints  # [activity * DAYS + day] -> period
    blocks: Ints  # [(period * places + territory) * origin classes + origin class] -> block
    cells: Ints  # [((block * 3 + sensitive + 1) * 3 + qualified + 1) * share classes + share class] -> code
    origin_class: Ints
    share_class: Ints
    outcome: Ints  # by code
    ceiling: Ints  # by code
    determining: Ints  # by code: fingerprint
    duties: Ints  # by code: fingerprint
    samples: Cases  # by code: a case that is answered so
    _told: dict[int, Answer] = field(default_factory=dict)

    @property
    def origins(self) -> int:
        """The number of origin classes."""
        return int(self.origin_class.max()) + 1

    @property
    def shares(self) -> int:
        """The number of share classes."""
        return int(self.share_class.max()) + 1

    @property
    def nbytes(self) -> int:
        """The size of what a lookup touches."""
        return sum(int(a.nbytes) for a in (self.periods, self.blocks, self.cells, self.outcome, self.ceiling))

    def tell(self, code: int) -> Answer:
        """The answer of a code, with its rules by name."""
        if code not in self._told:
            row = self.samples.take(slice(code, code + 1)).rows()[0]
            rules = [r for r in self.normal.rules if r.kind != "closing" and row[0] in r.activities]
            self._told[code] = fold(self.normal, row, [{r.index for r in rules if r.matches(row, s, q)} for s, q in completions(row)])
        return self._told[code]

    def answers(self, codes: Ints) -> Answers:
        """The answers of many codes, as columns."""
        return Answers(self.outcome[codes], self.ceiling[codes], self.determining[codes], self.duties[codes])


class TooLarge(Exception):
    """A table of this lawbook would be too large to build."""


def build(normal: Normal) -> Table:
    """Decide every class of cases of the lawbook. Raises TooLarge."""
    origin_class = np.array(normal.origin_classes, np.uint8)
    share_class = np.array(normal.share_classes, np.uint8)
    by_activity = normal.by_activity()
    starts = [_changes(normal, rules) for rules in by_activity]
    periods = np.concatenate([np.repeat(np.arange(len(s)), np.diff([*s, market.DAYS])) for s in starts])
    offset = np.cumsum([0, *(len(s) for s in starts)])
    periods += np.repeat(offset[:-1], market.DAYS)
    size = (len(market.PLACES), int(origin_class.max()) + 1)
    active = np.concatenate([_active(normal, rules, s, size, origin_class) for rules, s in zip(by_activity, starts, strict=True)])
    _, first, blocks = np.unique(active.reshape(-1), return_index=True, return_inverse=True)
    shares = int(share_class.max()) + 1
    if len(first) * 9 * shares > MOST_CELLS:
        raise TooLarge(f"{len(first) * 9 * shares:,} cells")
    cases = _samples(first, offset, starts, size, origin_class, share_class)
    evaluate = Evaluator(normal)
    parts = []
    cuts = np.searchsorted(cases.activity, np.arange(len(normal.activities) + 1))
    for a, rules in enumerate(by_activity):
        if cuts[a] < cuts[a + 1]:
            parts.append(evaluate(cases.take(slice(cuts[a], cuts[a + 1])), rules, 9 * shares))
    outcome, ceiling, determining, duties = (
        np.concatenate([getattr(p, name) for p in parts]) for name in ("outcome", "ceiling", "determining", "duties")
    )
    mixed = (
        (determining * np.uint64(0x9E3779B97F4A7C15))
        ^ (duties * np.uint64(0xC2B2AE3D27D4EB4F))
        ^ ((outcome.astype(np.uint64) << np.uint64(8) | ceiling) * np.uint64(0x165667B19E3779F9))
    )
    _, samples, codes = np.unique(mixed, return_index=True, return_inverse=True)
    order = np.empty(len(first), np.int64)  # cases are sorted by their first place; blocks are numbered by their set of rules
    order[np.argsort(first, kind="stable")] = np.arange(len(first))
    cells, same = np.unique(codes.reshape(-1, 9 * shares), axis=0, return_inverse=True)
    return Table(
        normal,
        _narrow(periods),
        _narrow(same.reshape(-1)[order[blocks]]),
        _narrow(cells.reshape(-1)),
        origin_class,
        share_class,
        outcome[samples],
        ceiling[samples],
        determining[samples],
        duties[samples],
        cases.take(samples),
    )


def looker(table: Table) -> Callable[[Row], int]:
    """The code of one case, in plain Python."""
    periods, blocks, cells, origin_class, share_class = (
        a.data for a in (table.periods, table.blocks, table.cells, table.origin_class, table.share_class)
    )
    days, places, origins, shares = market.DAYS, len(market.PLACES), table.origins, table.shares

    def look(row: Row) -> int:
        activity, territory, origin, sensitive, qualified, share, day = row
        block = blocks[(periods[activity * days + day] * places + territory) * origins + origin_class[origin]]
        return int(cells[((block * 3 + sensitive + 1) * 3 + qualified + 1) * shares + share_class[share]])

    return look


def _changes(normal: Normal, rules: tuple[Flat, ...]) -> list[int]:
    """The days on which a period of an activity begins."""
    days = {0, normal.closing.first, *(d for r in rules for d in (r.first, r.until))}
    return sorted(d for d in days if d < market.DAYS)


def _active(normal: Normal, rules: tuple[Flat, ...], starts: list[int], size: tuple[int, int], origin_class: Ints) -> Ints:
    """The fingerprint of the set of rules that can matter, for each period, territory and origin class of an activity."""
    out = np.zeros((len(starts), *size), np.uint64)
    days = np.array(starts)
    out[(days >= normal.closing.first) & (days < normal.closing.until)] ^= np.uint64(normal.closing.key)
    standing = {r.index: (days >= r.first) & (days < r.until) for r in rules}
    for rule in rules:
        when = standing[rule.index]
        if rule.kind == "relief":
            limits = [standing[i] for i in rule.relieves if i in standing]
            when = when & (np.logical_or.reduce(limits) if limits else False)
        places = np.array([p for p in range(size[0]) if rule.places >> p & 1], np.intp)
        origins = np.unique([origin_class[o] for o in range(len(origin_class)) if rule.origins >> o & 1])
        out[np.ix_(np.flatnonzero(when), places, origins)] ^= np.uint64(rule.key)
    return out


def _samples(first: Ints, offset: Ints, starts: list[list[int]], size: tuple[int, int], origin_class: Ints, share_class: Ints) -> Cases:
    """For each block and each cell in it one case, sorted by activity."""
    first = np.sort(first)
    period, rest = np.divmod(first, size[0] * size[1])
    territory, origin = np.divmod(rest, size[1])
    activity = np.searchsorted(offset, period, side="right") - 1
    day = np.concatenate([np.array(s) for s in starts])[period]
    an_origin = np.array([int(np.argmax(origin_class == c)) for c in range(size[1])])
    a_share = np.array([int(np.argmax(share_class == c)) for c in range(int(share_class.max()) + 1)])
    shares = len(a_share)
    inner = np.arange(9 * shares)
    across = len(first)

    def each(values: Ints, kind: type) -> Ints:
        return np.repeat(values.astype(kind), len(inner))

    return Cases(
        each(activity, np.uint16),
        each(territory, np.uint8),
        each(an_origin[origin], np.uint8),
        np.tile((inner // (3 * shares) - 1).astype(np.int8), across),
        np.tile((inner // shares % 3 - 1).astype(np.int8), across),
        np.tile(a_share[inner % shares].astype(np.uint8), across),
        each(day, np.uint16),
    )


def _narrow(values: Ints) -> Ints:
    most = int(values.max())
    return values.astype(np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32)
