"""What is known, and what is not: provisions by how they are encoded, task rows against the official totals."""

from __future__ import annotations

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Instrument, Provision
from shidian.law.records.programme import Plan
from shidian.programme.lifecycle import carried_out_by


class InstrumentCoverage(Struct, frozen=True):
    """One instrument: provisions with rules, with a gap, and without effect (with the reason); rules and gaps."""

    instrument: str
    encoded: int
    gap: int
    without_rule: int
    rules: int
    gaps: int


class AreaCoverage(Struct, frozen=True):
    """One area of a plan: rows known, rows that rules carry out, and the official number of tasks where it was found."""

    plan: str
    area: str
    rows: int
    with_rules: int
    official: int | None

    @property
    def unseen(self) -> int | None:
        """Official tasks beyond the rows known: how many were surely not seen if a row were a task; None when nobody said."""
        return None if self.official is None else max(0, self.official - self.rows)


class PlanCoverage(Struct, frozen=True):
    """A plan: rows known of the official total. A row is not a task, so `rows` of `official` is an upper end, never a count of
    tasks found."""

    plan: str
    rows: int
    official: int | None
    areas_known: int
    areas_official: int | None
    areas: tuple[AreaCoverage, ...]

    @property
    def unseen(self) -> int | None:
        """Official tasks beyond the rows known."""
        return None if self.official is None else max(0, self.official - self.rows)


def state_of(provision: Provision) -> str:
    """`encoded`, `gap`, or `no_rule` with a reason in the file."""
    if provision.gaps:
        return "gap"
    return "encoded" if provision.rules else "no_rule"


def instrument_coverage(instrument: Instrument) -> InstrumentCoverage:
    """The ledger of one instrument."""
    states = [state_of(p) for p in instrument.provisions]
    return InstrumentCoverage(
        instrument.instrument,
        states.count("encoded"),
        states.count("gap"),
        states.count("no_rule"),
        sum(len(p.rules) for p in instrument.provisions),
        sum(len(p.gaps) for p in instrument.provisions),
    )


def plan_coverage(book: Lawbook, plan: Plan) -> PlanCoverage:
    """The ledger of one plan."""
    rows = [t for group in book.content.tasks if group.plan == plan.plan for t in group.tasks]
    areas = tuple(
        AreaCoverage(
            plan.plan,
            a.area,
            sum(t.area == a.area for t in rows),
            sum(t.area == a.area and bool(carried_out_by(book, t)) for t in rows),
            a.tasks,
        )
        for a in plan.areas
    )
    titled = sum(not a.untitled for a in plan.areas)
    return PlanCoverage(plan.plan, len(rows), plan.tasks, titled, plan.area_count, areas)


def coverage(book: Lawbook) -> tuple[tuple[InstrumentCoverage, ...], tuple[PlanCoverage, ...]]:
    """The whole ledger: instruments, then plans that have rows or an official total."""
    instruments = tuple(instrument_coverage(i) for i in book.instruments.values())
    with_rows = {group.plan for group in book.content.tasks}
    plans = tuple(plan_coverage(book, p) for p in book.programme.plans if p.plan in with_rows or (p.tasks is not None and p.areas))
    return instruments, plans
