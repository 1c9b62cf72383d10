"""How long it takes to compile a law whole: who may do what, as one function of all facts, by a library of decision diagrams (OxiDD).

    python -m bench.compiled [--growth 120:dense 1200:dense 1200:wide 12000:wide] [--checked 300]

The bound of compiling, as C over a table is the bound of running: binary decision diagrams of the outcome in the reading in force, of
places that are known, with reliefs, and with the two yes/no facts open where a case leaves them open (all values, or some value). No
reasons, no coarse places, no announced reading. The answers to random cases are compared with the engine's; one difference ends the
run with exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from bench import market
from bench.answer import OUTCOMES, Row
from bench.normal import Flat, Normal
from bench.reference import engine_answer, engine_case, read
from bench.workload import cases, lawbook, sized

CAPACITY = 1 << 25
"""Inner nodes that the library may hold."""


class Compiled:
    """The outcome of a law as two functions of its facts: whether something is permitted, and whether it is prohibited."""

    def __init__(self, normal: Normal) -> None:
        import oxidd.bdd as library

        self.manager: Any = library.BDDManager(CAPACITY, CAPACITY >> 2, 1)
        self.true, self.false = self.manager.true(), self.manager.false()
        widths = (len(normal.activities), len(market.PLACES), len(market.ORIGINS), 2, 2, 2 * market.DAYS, 201)
        self.fields: list[list[int]] = []
        for width in widths:
            self.fields.append(list(self.manager.add_vars((width - 1).bit_length())))
        self.variables = [[self.manager.var(v) for v in field] for field in self.fields]
        self.within = cache(lambda top: self._below(6, top + 1))
        applies = cache(lambda index: self._applies(normal.rules[index]))
        kept, free = [], []
        for limit in normal.limits:
            ways = [(applies(r.index), r.ceiling) for r in normal.relieved_by[limit.index]]
            lived = self._any([self.within(limit.ceiling), *(on & self.within(top) for on, top in ways)])
            kept.append(~applies(limit.index) | lived)
            if limit.ceiling == 0:
                free.append(~applies(limit.index) | self._any([on for on, _ in ways]))
        closed = applies(normal.closing.index)
        allowed = self._all(free)
        self.permitted, self.prohibited = allowed & self._all(kept) & closed, ~allowed
        self.open = (self.variables[3][0], self.variables[4][0])

    def nodes(self) -> int:
        """The inner nodes of both functions."""
        return int(self.permitted.node_count() + self.prohibited.node_count())

    def outcome(self, row: Row) -> str:
        """The outcome of a case; a yes/no fact of -1 is open."""
        permitted, prohibited = self.permitted, self.prohibited
        refused = ~permitted & ~prohibited
        for function, name in ((permitted, "permitted"), (prohibited, "prohibited"), (refused, "not_permitted")):
            for at in (0, 1):
                if row[3 + at] < 0:
                    function = function.forall(self.open[at])
            if function.eval(self._arguments(row)):
                return name
        return "undetermined"

    def _arguments(self, row: Row) -> list[tuple[int, bool]]:
        values = (row[0], row[1], row[2], max(row[3], 0), max(row[4], 0), row[6], 2 * row[5])
        return [(v, bool(value >> bit & 1)) for field, value in zip(self.fields, values, strict=True) for bit, v in _bits(field)]

    def _applies(self, rule: Flat) -> Any:
        out = self._one_of(0, sum(1 << a for a in rule.activities), len(self.fields[0]))
        for field, mask in ((1, rule.places), (2, rule.origins)):
            out = out & self._one_of(field, mask, len(self.fields[field]))
        for field, fact in ((3, rule.sensitive), (4, rule.qualified)):
            if fact >= 0:
                out = out & (self.variables[field][0] if fact else ~self.variables[field][0])
        return out & self._below(5, rule.until) & ~self._below(5, rule.first)

    def _one_of(self, field: int, mask: int, width: int) -> Any:
        """Whether a value is one of a set (a bit each), by halves."""
        if mask == 0:
            return self.false
        if mask == (1 << (1 << width)) - 1:
            return self.true
        half = 1 << width - 1
        low, high = mask & (1 << half) - 1, mask >> half
        bit = self.variables[field][len(self.fields[field]) - width]
        return bit.ite(self._one_of(field, high, width - 1), self._one_of(field, low, width - 1))

    def _below(self, field: int, top: int) -> Any:
        """Whether a value is less than a number."""
        width = len(self.fields[field])
        if top >= 1 << width:
            return self.true
        out = self.false
        for bit, _ in _bits(self.fields[field]):
            variable = self.variables[field][width - 1 - bit]
            out = ~variable | out if top >> bit & 1 else ~variable & out
        return out

    def _all(self, functions: Sequence[Any]) -> Any:
        return self._joined(functions, self.true, lambda a, b: a & b)

    def _any(self, functions: Sequence[Any]) -> Any:
        return self._joined(functions, self.false, lambda a, b: a | b)

    def _joined(self, functions: Sequence[Any], none: Any, by: Callable[[Any, Any], Any]) -> Any:
        """All of some functions, two by two, so that what is joined stays small."""
        level = list(functions)
        while len(level) > 1:
            level = [by(level[i], level[i + 1]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        return level[0] if level else none


def _bits(field: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The bits of a value from the least, with their variables; the first variable is the greatest bit."""
    return ((bit, field[len(field) - 1 - bit]) for bit in range(len(field)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--growth", nargs="+", type=sized, default=[(120, "dense"), (1200, "dense")])
    parser.add_argument("--checked", type=int, default=300)
    asked = parser.parse_args()
    print("| rules | compiled in s | nodes | equal to the engine |\n|---|---:|---:|---:|")
    for rules, shape in asked.growth:
        normal = Normal(lawbook(rules, shape))
        begun = time.process_time()
        law = Compiled(normal)
        took = time.process_time() - begun
        rows = list(cases(normal.book, asked.checked, seed=11).rows())
        wrong = [r for r in rows if law.outcome(r) != read(engine_answer(normal, engine_case(normal, r))).outcome]
        print(f"| {rules:,} {shape} | {took:.2f} | {law.nodes():,} | {len(rows) - len(wrong)} of {len(rows)} |", flush=True)
        if wrong:
            sys.exit(f"differs from the engine: {wrong[0]} ({OUTCOMES})")


if __name__ == "__main__":
    main()
