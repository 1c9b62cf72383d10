"""When a rule stands, on the days at the edges of what is known of it."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.engine.standing import Span, Validity

START = dt.date(2024, 3, 1)
EVE = dt.date(2024, 2, 29)
SPAN = Span(START, dt.date(2025, 1, 1), unknown_after=False, public=EVE, known=EVE, closed=None, edition="a")
NEXT = Span(dt.date(2026, 1, 1), None, unknown_after=False, public=dt.date(2025, 6, 1), known=dt.date(2025, 6, 1), closed=None, edition="b")


@pytest.mark.parametrize(("known_on", "seen"), [(None, True), (EVE, False), (START, True)])
def test_what_is_announced_is_known_from_the_day_of_its_announcement_where_no_later_one_is_told(
    known_on: dt.date | None, seen: bool
) -> None:
    validity = Validity((), announced=START)
    assert validity.of(dt.date(2024, 6, 1), "announced", known_on) is seen
    assert validity.of(dt.date(2024, 6, 1), "in_force", known_on) is False


@pytest.mark.parametrize(
    ("on", "edition"),
    [("2024-02-29", "a"), ("2024-03-01", "a"), ("2024-12-31", "a"), ("2025-01-01", "a"), ("2025-12-31", "a"), ("2026-01-01", "b")],
)
def test_the_interval_told_is_the_one_of_the_day_else_the_last_that_began_else_the_next(on: str, edition: str) -> None:
    validity = Validity((SPAN, NEXT))
    found = validity.span(dt.date.fromisoformat(on), None)
    assert found is not None
    assert found.edition == edition
    assert validity.of(dt.date.fromisoformat(on), "in_force", None) is ("2024-03-01" <= on < "2025-01-01" or on >= "2026-01-01")


def test_an_interval_that_was_not_published_on_the_day_of_knowledge_is_not_told() -> None:
    assert Validity((SPAN, NEXT)).span(dt.date(2026, 6, 1), dt.date(2025, 5, 31)) == SPAN
    assert Validity((NEXT,)).span(dt.date(2026, 6, 1), dt.date(2025, 5, 31)) is None
