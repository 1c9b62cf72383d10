"""The gate for speed fails on what fell by more than a quarter, and on nothing else."""

from __future__ import annotations

import json

from bench.gate import QUESTIONS, RECORDED, regressions


def test_a_ratio_that_falls_by_more_than_a_quarter_is_told() -> None:
    assert regressions({"access, cold": 20.0}, {"access, cold": 14.9}) == ["access, cold: 20 times the engine when recorded, now 14.9"]
    assert regressions({"access, cold": 20.0}, {"access, cold": 15.0}) == []
    assert regressions({"access, cold": 20.0}, {"access, cold": 90.0}) == []


def test_a_measure_that_is_gone_is_told() -> None:
    assert len(regressions({"access, cold": 20.0}, {})) == 1


def test_the_record_has_each_measure() -> None:
    kept = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert set(kept["ratios"]) == {f"{q}, {state}" for q in QUESTIONS for state in ("cold", "warm")}
