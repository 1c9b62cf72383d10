"""OpenFisca-Core: every rule a variable with a formula, and one variable around the lookup table."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.answer import COLUMNS, NO_CEILING
from bench.cases import Answers, Cases, Ints
from bench.evaluate import Test
from bench.normal import OPEN, Normal
from bench.peers.numpy_table import codes
from bench.peers.peer import ALL, TABLE_CANNOT, Batch, Peer, Work

PERIOD = "2026-01"
Formula = Callable[[Any, Any], Any]


class System:
    """A tax and benefit system of one entity, the case."""

    def __init__(self) -> None:
        self.entity = build_entity(key="case", plural="cases", label="a case", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        for name in COLUMNS:
            self.add(name, int, None)

    def add(self, name: str, kind: type, formula: Formula | None) -> None:
        """A variable: an input, or one with a formula."""
        body: dict[str, Any] = {"value_type": kind, "entity": self.entity, "definition_period": MONTH, "label": name}
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (Variable,), body))

    def calculate(self, cases: Cases, names: tuple[str, ...]) -> tuple[Any, ...]:
        """The values of some variables for these cases."""
        simulation = SimulationBuilder().build_default_simulation(self.system, len(cases))
        for name, column in cases.columns.items():
            simulation.set_input(name, PERIOD, column)
        return tuple(simulation.calculate(name, PERIOD) for name in names)


def around_table(work: Work) -> Peer:
    """The framework's own cost: one formula that looks everything up."""
    table = work.table
    system = System()

    def code(case: Any, period: Any) -> Any:
        kinds = (np.uint16, np.uint8, np.uint8, np.int8, np.int8, np.uint8, np.uint16)
        return codes(table, Cases(*(case(n, period).astype(k) for n, k in zip(COLUMNS, kinds, strict=True)))).astype(np.int32)

    system.add("code", int, code)
    system.add("outcome", int, lambda case, period: table.outcome.take(case("code", period)).astype(np.int32))
    system.add("ceiling", int, lambda case, period: table.ceiling.take(case("code", period)).astype(np.int32))

    def run(cases: Cases) -> tuple[Any, ...]:
        return system.calculate(cases, ("outcome", "ceiling", "code"))

    def read(raw: tuple[Any, ...]) -> Answers:
        told = table.answers(raw[2])
        return Answers(raw[0].astype(np.uint8), raw[1].astype(np.uint8), told.determining, told.duties)

    return Peer(version("OpenFisca-Core"), ALL, TABLE_CANNOT, batch=Batch(lambda c: c, run, read, _size))


def formulas(work: Work) -> Peer:
    """Every limit, relief and duty a variable. Each way of filling in missing facts is a case of its own; they are put together
    outside, for OpenFisca has no unknown."""
    normal = work.normal
    system = _rules(normal)

    def run(cases: Cases) -> tuple[Any, ...]:
        ways = np.where(cases.sensitive < 0, 2, 1) * np.where(cases.qualified < 0, 2, 1)
        starts = np.cumsum(ways) - ways
        rows = np.repeat(np.arange(len(cases)), ways)
        filled = cases.take(rows)
        turn = (np.arange(len(rows)) - starts[rows]).astype(np.int8)
        both = (filled.sensitive < 0) & (filled.qualified < 0)
        sensitive = np.where(filled.sensitive < 0, turn & np.int8(1), filled.sensitive)
        qualified = np.where(filled.qualified < 0, np.where(both, turn >> np.int8(1), turn), filled.qualified)
        filled = Cases(filled.activity, filled.territory, filled.origin, sensitive, qualified, filled.share, filled.day)
        outcome, ceiling = system.calculate(filled, ("outcome", "ceiling"))
        (duties,) = system.calculate(cases, ("duties",))
        return _agreed(outcome, starts, 3), _agreed(ceiling, starts, NO_CEILING), duties

    def read(raw: tuple[Any, ...]) -> Answers:
        return Answers(raw[0].astype(np.uint8), raw[1].astype(np.uint8), None, raw[2].astype(np.uint32).astype(np.uint64))

    return Peer(
        version("OpenFisca-Core"),
        ("outcome", "ceiling", "duties"),
        "missing facts (each way of filling in is a case of its own), the rules an outcome rests on, the announced reading",
        bits=32,
        batch=Batch(lambda c: c, run, read, _size, most=1_000_000),
    )


def _rules(normal: Normal) -> System:
    system = System()
    for rule in normal.rules:
        if rule.kind == "closing":
            continue
        test = Test(rule, len(normal.activities))
        if rule.kind == "limit":
            reliefs = [(f"relief_{r.index}", r.ceiling) for r in normal.relieved_by[rule.index]]
            system.add(f"limit_{rule.index}", int, _limit(test, reliefs))
        else:
            system.add(f"{rule.kind}_{rule.index}", bool, _applies(test))
    limits, duties = [f"limit_{r.index}" for r in normal.limits], [(f"duty_{r.index}", r.key) for r in normal.duties]
    closing = normal.closing

    def ceiling(case: Any, period: Any) -> Any:
        day = case("day", period)
        least = np.where((day >= closing.first) & (day < closing.until), OPEN, NO_CEILING)
        for name in limits:
            least = np.minimum(least, case(name, period))
        return least

    def outcome(case: Any, period: Any) -> Any:
        least, day = case("ceiling", period), case("day", period)
        inside = np.where((day >= closing.first) & (day < closing.until), 2, 3)
        return np.where(least == 0, 0, np.where(2 * case("share", period) > least, 1, inside))

    def owed(case: Any, period: Any) -> Any:
        found = np.zeros(case.count, np.int32)
        for name, key in duties:
            found ^= np.where(case(name, period), np.uint32(key & 0xFFFFFFFF).astype(np.int32), np.int32(0))
        return found

    system.add("ceiling", int, ceiling)
    system.add("outcome", int, outcome)
    system.add("duties", int, owed)
    return system


def _applies(test: Test) -> Formula:
    rule = test.rule

    def formula(case: Any, period: Any) -> Any:
        day = case("day", period)
        out = test.activities[case("activity", period)] & (day >= rule.first) & (day < rule.until)
        for name, among in (("territory", test.places), ("origin", test.origins)):
            if among is not None:
                out &= among[case(name, period)]
        for name, wanted in (("sensitive", rule.sensitive), ("qualified", rule.qualified)):
            if wanted >= 0:
                out &= case(name, period) == wanted
        return out

    return formula


def _limit(test: Test, reliefs: list[tuple[str, int]]) -> Formula:
    applies = _applies(test)

    def formula(case: Any, period: Any) -> Any:
        top = np.full(case.count, test.rule.ceiling, np.int32)
        for name, ceiling in reliefs:
            top = np.where(case(name, period), np.maximum(top, ceiling), top)
        return np.where(applies(case, period), top, NO_CEILING)

    return formula


def _agreed(values: Ints, starts: Ints, otherwise: int) -> Ints:
    """The value of each case, where all its ways agree."""
    least, most = np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)
    return np.where(least == most, least, otherwise).astype(np.uint8)


def _size(raw: tuple[Any, ...]) -> int:
    return sum(int(a.nbytes) for a in raw)
