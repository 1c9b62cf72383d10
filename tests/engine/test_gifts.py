"""Amounts that are multiples of facts: a number where the facts are known, the formula where one is missing, the mildest of several."""

from __future__ import annotations

from decimal import Decimal

from tests.cases.real import real_book

LENDING = {"measure": "overseas-loan", "on": "2025-06-01"}


def test_an_amount_is_a_number_where_its_facts_are_known_and_a_formula_where_one_is_missing() -> None:
    known = real_book().ask("capital", LENDING | {"owners-equity": "10"})
    assert [(g.slot, g.amount) for g in known.given] == [("given", None), ("overseas-lending", Decimal(5))]
    open_ = real_book().ask("capital", LENDING)
    assert [(g.slot, g.amount) for g in open_.given] == [("given", None), ("overseas-lending", None)]
    assert open_.given[1].formula is not None
