"""A budget of processor time: spent in one thread, handed down to the searches, and nothing half kept."""

from __future__ import annotations

import pytest

from shidian.book import load
from shidian.errors import OutOfTime
from shidian.law.budget import go_on, within

OPEN = {"territory": "shanghai"}


def test_without_a_budget_nothing_ends() -> None:
    go_on()


def test_a_search_that_was_stopped_leaves_nothing_behind_that_changes_an_answer() -> None:
    book, fresh = load(), load()
    for seconds in (0.001, 0.002, 0.004):
        with pytest.raises(OutOfTime), within(seconds):
            book.ask("data_export", OPEN, on="2026-06-01")
    assert book.ask("data_export", OPEN, on="2026-06-01").to_json() == fresh.ask("data_export", OPEN, on="2026-06-01").to_json()


def test_a_diagram_that_was_stopped_leaves_nothing_behind_that_changes_an_answer() -> None:
    book, fresh = load(), load()
    case = {"activity": "telecom", "origin": "de", "on": "2026-06-01"}
    with pytest.raises(OutOfTime), within(0.001):
        book.whatif("access", case)
    assert book.whatif("access", case) == fresh.whatif("access", case)


def test_after_the_budget_there_is_none() -> None:
    with within(-1.0):
        go_on()  # the first step begins the count
        with pytest.raises(OutOfTime):
            go_on()
    go_on()
