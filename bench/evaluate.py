"""The algebra over columns: every rule is held against all cases at once, in NumPy.

The same meaning as the engine's, missing facts included. It answers the workload rule by rule, and fills the lookup tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from bench import market
from bench.answer import NO_CEILING
from bench.cases import Answers, Cases, Ints
from bench.normal import OPEN, Flat, Normal

COMPLETIONS = ((0, 0), (0, 1), (1, 0), (1, 1))
NOTHING = 255


class Test:
    """The tests of one rule, ready for columns."""

    def __init__(self, rule: Flat, activities: int) -> None:
        self.rule = rule
        self.key = np.uint64(rule.key)
        self.activities = _table(activities, sum(1 << a for a in rule.activities))
        self.places = _some(len(market.PLACES), rule.places)
        self.origins = _some(len(market.ORIGINS), rule.origins)

    def among(self, cases: Cases, run: int) -> Ints:
        """The rows that the rule applies to, or may apply to once their facts are known, ascending. Each `run` rows differ in
        their facts and shares only."""
        rule = self.rule
        rows = np.flatnonzero(self.activities[cases.activity[::run]]) * run
        days = cases.day[rows]
        rows = rows[(days >= rule.first) & (days < rule.until)]
        if self.places is not None:
            rows = rows[self.places[cases.territory[rows]]]
        if self.origins is not None:
            rows = rows[self.origins[cases.origin[rows]]]
        if run > 1:
            rows = (rows[:, None] + np.arange(run)).reshape(-1)
        for column, wanted in self._facts(cases):
            rows = rows[column[rows] != 1 - wanted]
        return rows

    def surely(self, cases: Cases, rows: Ints) -> Ints:
        """For rows that the rule may apply to: whether it does."""
        out = np.ones(len(rows), bool)
        for column, wanted in self._facts(cases):
            out &= column[rows] == wanted
        return out

    @cached_property
    def completions(self) -> list[int]:
        """The ways of filling in both facts that the rule allows, as indices of COMPLETIONS."""
        rule = self.rule
        return [c for c, (s, q) in enumerate(COMPLETIONS) if rule.sensitive in (-1, s) and rule.qualified in (-1, q)]

    def _facts(self, cases: Cases) -> Iterable[tuple[Ints, int]]:
        if self.rule.sensitive >= 0:
            yield cases.sensitive, self.rule.sensitive
        if self.rule.qualified >= 0:
            yield cases.qualified, self.rule.qualified


class Evaluator:
    """A lawbook that is evaluated rule by rule."""

    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.tests = [Test(r, len(normal.activities)) for r in normal.rules]

    def __call__(self, cases: Cases, rules: Iterable[Flat] | None = None, run: int = 1) -> Answers:
        """The answers; with `rules`, only these are looked at: all that can apply to the cases. Each `run` cases differ in their
        facts and shares only."""
        chosen = [self.tests[r.index] for r in (self.normal.rules if rules is None else rules) if r.kind != "closing"]
        twice = 2 * cases.share.astype(np.uint8)
        closed = (cases.day >= self.normal.closing.first) & (cases.day < self.normal.closing.until)
        tops = np.full((len(COMPLETIONS), len(cases)), NOTHING, np.uint8)
        sets = _Sets(len(cases))
        duties = np.zeros(len(cases), np.uint64)
        rows = {t.rule.index: found for t in chosen if len(found := t.among(cases, run))}
        inside = {i: _marked(len(cases), found) for i, found in rows.items() if self.normal.rules[i].kind != "duty"}
        for test in chosen:
            if test.rule.index not in rows:
                continue
            found = rows[test.rule.index]
            surely = test.surely(cases, found)
            if test.rule.kind == "duty":
                duties[found[surely]] ^= test.key
            elif test.rule.kind == "limit":
                self._limit(test, cases, found, surely, twice, tops, sets, inside)
            else:
                self._relief(test, found, surely, twice, sets, inside)
        outcome, ceiling, refused = _read(cases, tops, twice, closed)
        return Answers(outcome, ceiling, sets.determining(outcome, refused, np.uint64(self.normal.closing.key)), duties)

    def _limit(
        self, test: Test, cases: Cases, rows: Ints, surely: Ints, twice: Ints, tops: Ints, sets: _Sets, inside: dict[int, Ints]
    ) -> None:
        limit = test.rule
        own = np.full((len(COMPLETIONS), len(rows)), limit.ceiling, np.uint8)
        admitted = twice[rows] <= limit.ceiling
        barred = np.full(len(rows), limit.ceiling == 0)
        for relief in self.normal.relieved_by[limit.index]:
            if relief.index not in inside:
                continue
            helps = self.tests[relief.index]
            at = np.flatnonzero(inside[relief.index][rows])
            if not len(at):
                continue
            for c in helps.completions:
                own[c, at] = np.maximum(own[c, at], relief.ceiling)
            at = at[helps.surely(cases, rows[at])]
            admitted[at] |= twice[rows[at]] <= relief.ceiling
            barred[at] = False
        for c in test.completions:
            tops[c, rows] = np.minimum(tops[c, rows], own[c])
        sets.limit(test.key, rows, surely, admitted, barred)

    def _relief(self, test: Test, rows: Ints, surely: Ints, twice: Ints, sets: _Sets, inside: dict[int, Ints]) -> None:
        needed = np.zeros(len(rows), bool)
        for limit in test.rule.relieves:
            if limit in inside:
                needed |= inside[limit][rows]
        sets.relieving[rows[needed & surely & (twice[rows] <= test.rule.ceiling)]] ^= test.key
        sets.doubtful[rows[needed & ~surely]] ^= test.key


class _Sets:
    """Fingerprints of the sets that an outcome can rest on."""

    def __init__(self, count: int) -> None:
        self.sure, self.unsure, self.kept, self.binding, self.barring, self.relieving, self.doubtful = (
            np.zeros(count, np.uint64) for _ in range(7)
        )

    def limit(self, key: np.uint64, rows: Ints, surely: Ints, admitted: Ints, barred: Ints) -> None:
        self.sure[rows[surely]] ^= key
        self.unsure[rows[~surely]] ^= key
        self.kept[rows[~surely & admitted & ~barred]] ^= key
        self.binding[rows[surely & (barred | ~admitted)]] ^= key
        self.barring[rows[surely & barred]] ^= key

    def determining(self, outcome: Ints, never: Ints, closing: np.uint64) -> Ints:
        """The set that each outcome rests on, with the closing rule where no limit surely applies; `never` marks what is refused whatever
        turns out, and rests on what bars it."""
        permitted = self.sure ^ self.kept ^ self.relieving ^ np.where(self.sure == 0, closing, np.uint64(0))
        refused = np.where(outcome == 0, self.barring, self.binding)
        refused = np.where(refused == 0, self.unsure, refused)
        doubtful = self.sure ^ self.unsure ^ self.doubtful
        doubtful = np.where(never & (self.binding != 0), self.binding, doubtful)
        return np.where(outcome == 2, permitted, np.where(outcome == 3, doubtful, refused))


def _read(cases: Cases, tops: Ints, twice: Ints, closed: Ints) -> tuple[Ints, Ints, Ints]:
    """Outcome and ceiling: that of every completion, where they agree; and whether each refuses, for different reasons."""
    count = len(cases)
    least, most = np.full(count, 9, np.uint8), np.zeros(count, np.uint8)
    low, high = np.full(count, NO_CEILING, np.uint8), np.zeros(count, np.uint8)
    inside = np.where(closed, 2, 3).astype(np.uint8)
    none = np.where(closed, OPEN, NO_CEILING).astype(np.uint8)
    for c, (s, q) in enumerate(COMPLETIONS):
        fits = (cases.sensitive != 1 - s) & (cases.qualified != 1 - q)
        top = tops[c]
        outcome = np.where(top == 0, 0, np.where((twice > top), 1, inside)).astype(np.uint8)
        ceiling = np.where(top == NOTHING, none, top)
        least = np.where(fits, np.minimum(least, outcome), least)
        most = np.where(fits, np.maximum(most, outcome), most)
        low = np.where(fits, np.minimum(low, ceiling), low)
        high = np.where(fits, np.maximum(high, ceiling), high)
    return (
        np.where(least == most, least, 3).astype(np.uint8),
        np.where(low == high, low, NO_CEILING).astype(np.uint8),
        (least == 0) & (most == 1),
    )


def _marked(size: int, rows: Ints) -> Ints:
    out = np.zeros(size, bool)
    out[rows] = True
    return out


def _table(size: int, mask: int) -> Ints:
    return np.array([bool(mask >> i & 1) for i in range(size)])


def _some(size: int, mask: int) -> Ints | None:
    """The bits as a table; None when all are set."""
    return None if mask == (1 << size) - 1 else _table(size, mask)
