"""A worked case with `also` is several cases: the facts change, title and id say so, the expectation stays."""

from __future__ import annotations

from shidian.law.records.base import Label
from shidian.law.records.case import Expect, WorkedCase, WorkedCases, spread

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
