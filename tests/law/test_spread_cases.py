"""A worked case with `also` or `before` is several cases: the facts change and title and id say so; the expectation stays, or is that of the day before."""

from __future__ import annotations

from msgspec.structs import replace

from shidian.law.records.base import Label
from shidian.law.records.case import Expect, WorkedCase, WorkedCases, names_of, spread

TOBACCO = WorkedCase(
    case="tobacco",
    title=Label(en="Tobacco, 1 %", zh="烟草，1%"),
    facts={"activity": "tobacco-trade", "share": "1", "on": "2024-11-01"},
    expect=Expect(outcome="prohibited"),
    basis=Label(en="item 7", zh="第7项"),
    strength="high",
    also=({"on": "2024-10-31"}, {"share": "100", "origin": "us"}),
)


def test_each_change_of_the_facts_is_a_case_of_its_own() -> None:
    cases = spread(WorkedCases(question="access", cases=(TOBACCO,))).cases
    assert [(c.case, c.facts) for c in cases] == [
        ("tobacco", {"activity": "tobacco-trade", "share": "1", "on": "2024-11-01"}),
        ("tobacco-2", {"activity": "tobacco-trade", "share": "1", "on": "2024-10-31"}),
        ("tobacco-3", {"activity": "tobacco-trade", "share": "100", "on": "2024-11-01", "origin": "us"}),
    ]
    assert all(c.expect == TOBACCO.expect for c in cases)
    assert all(c.also == () for c in cases)
    assert (cases[2].title.en, cases[2].title.zh) == ("Tobacco, 1 %: 100, us", "烟草，1%：100、us")
    assert spread(WorkedCases(question="access", cases=cases)).cases == cases


def test_the_day_before_is_a_case_of_its_own_with_its_own_answer() -> None:
    free = Expect(outcome="permitted")
    turned = replace(TOBACCO, before=free)
    cases = spread(WorkedCases(question="access", cases=(turned,))).cases
    assert [(c.case, c.facts["on"], c.expect) for c in cases] == [
        ("tobacco", "2024-11-01", TOBACCO.expect),
        ("tobacco-before", "2024-10-31", free),
        ("tobacco-2", "2024-10-31", TOBACCO.expect),
        ("tobacco-2-before", "2024-10-30", free),
        ("tobacco-3", "2024-11-01", TOBACCO.expect),
        ("tobacco-3-before", "2024-10-31", free),
    ]
    assert cases[1].facts == {**TOBACCO.facts, "on": "2024-10-31"}
    assert cases[1].title.zh == "烟草，1%：前一日"
    assert {c.case for c in cases} == set(names_of(turned))
    assert spread(WorkedCases(question="access", cases=cases)).cases == cases
