"""The ledger of what is encoded and what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.programme.coverage import AreaCoverage, InstrumentCoverage, PlanCoverage, coverage
from tests.building import Changes, edited, load_book
from tests.cases.real import real_lawbook

PLAN = "programme/facts/pigeons.yaml"
TASKS = "programme/tasks/pigeons.yaml"
GIFT = """\
    instrument: orsia-gift
    title: {en: Gift Act, zh: 礼物法}
    kind: notice
    issuers: [trade-board]
    editions: [{edition: "1", published: 2020-01-01, effective: 2020-01-01, sources: [gazette]}]
    provisions:
      - provision: a
        number: "1"
        seen: official
        summary: {en: two rules, zh: 两条规则}
        rules:
          - {rule: one, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 10}}}
          - {rule: two, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 20}}}
      - provision: b
        number: "2"
        seen: official
        summary: {en: a rule and a gap, zh: 规则和缺口}
        rules:
          - {rule: three, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 30}}}
        gaps:
          - {gap: four, question: access, kind: limit, reason: {en: not read, zh: 未读}, when: {activity: owls}}
      - provision: c
        number: "3"
        seen: official
        summary: {en: procedure, zh: 程序}
        no_rule: {en: procedure only, zh: 仅为程序}
"""


def plans(folder: Path, *changes: Changes) -> tuple[PlanCoverage, ...]:
    return coverage(load_book(folder, *changes).lawbook)[1]


def test_each_provision_of_an_instrument_is_counted_once(tmp_path: Path) -> None:
    """One with both rules and a gap is a gap: it is not wholly encoded."""
    ledger = {i.instrument: i for i in coverage(load_book(tmp_path, {"instruments/orsia-gift.yaml": GIFT}).lawbook)[0]}
    assert ledger["orsia-gift"] == InstrumentCoverage("orsia-gift", encoded=1, gap=1, without_rule=1, rules=3, gaps=1)
    assert ledger["orsia-list"] == InstrumentCoverage("orsia-list", encoded=6, gap=0, without_rule=1, rules=6, gaps=0)


def test_a_plan_is_told_with_its_rows_and_its_official_total(tmp_path: Path) -> None:
    total = edited(
        PLAN,
        (
            "areas: [{area: couriers, name: {en: couriers, zh: 信使业}}]",
            "tasks: 9, area_count: 3, areas: [{area: couriers, tasks: 4, name: {en: couriers, zh: 信使业}},"
            " {area: crafts, name: {en: crafts, zh: 手工艺}}]".replace(", a", "\n    a", 2),
        ),
    )
    assert plans(tmp_path, total) == (
        PlanCoverage(
            "pigeons",
            rows=1,
            official=9,
            areas_known=2,
            areas_official=3,
            areas=(
                AreaCoverage("pigeons", "couriers", rows=1, with_rules=1, official=4),
                AreaCoverage("pigeons", "crafts", rows=0, with_rules=0, official=None),
            ),
        ),
    )


def test_a_plan_with_rows_and_no_official_total_is_in_the_ledger(tmp_path: Path) -> None:
    (plan,) = plans(tmp_path)
    assert (plan.plan, plan.rows, plan.official) == ("pigeons", 1, None)


def test_a_plan_without_rows_or_total_is_not(tmp_path: Path) -> None:
    assert plans(tmp_path, {TASKS: None}) == ()


@pytest.mark.parametrize("plan", ["plan-2025", "plan-nine-cities-2026"])
def test_the_rows_known_never_pass_for_the_official_total(plan: str) -> None:
    ledger = {p.plan: p for p in coverage(real_lawbook())[1]}[plan]
    assert ledger.rows != ledger.official
    assert sum(a.rows for a in ledger.areas) == ledger.rows
    assert ledger.areas_official is not None
    assert 0 < ledger.areas_known < ledger.areas_official


def test_the_ledger_counts_every_provision_rule_and_gap_of_the_lawbook() -> None:
    book = real_lawbook()
    ledger = coverage(book)[0]
    assert sum(i.rules for i in ledger) == len(book.rules)
    assert sum(i.gaps for i in ledger) == len(book.gaps)
    assert sum(i.encoded + i.gap + i.without_rule for i in ledger) == len(book.provisions)
