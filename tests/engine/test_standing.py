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


def test_a_day_is_unsure_from_the_earliest_day_of_a_bound_to_the_one_before_the_latest() -> None:
    days = [dt.date(2020, 1, n) for n in range(1, 10)]
    span = Span(days[1], days[5], False, days[0], days[0], None, "1", sure=days[3], over=days[7])
    begins, ends = (days[1], days[3]), (days[5], days[7])
    assert [span.unsure_of(d) for d in days] == [None, begins, begins, None, None, ends, ends, None, None]
    assert Span(days[1], None, False, days[0], days[0], None, "1", sure=days[3]).unsure_of(days[5]) is None
    assert Span(days[1], days[5], False, days[0], days[0], None, "1").unsure_of(days[5]) is None


def test_the_interval_of_a_day_is_the_one_that_holds_it_else_the_last_that_began_else_the_next() -> None:
    first, second = (
        Span(dt.date(2020, m, 1), dt.date(2020, m + 1, 1), False, dt.date(2020, m, 1), dt.date(2020, m, 1), None, str(m)) for m in (2, 5)
    )
    validity = Validity((first, second))
    for day, found in (((2020, 1, 1), first), ((2020, 2, 1), first), ((2020, 3, 1), first), ((2020, 5, 1), second), ((2020, 9, 1), second)):
        assert validity.span(dt.date(*day), None) is found
    assert validity.span(dt.date(2020, 6, 1), dt.date(2020, 4, 30)) is first, "the second was not known by then"
    assert Validity(()).span(dt.date(2020, 6, 1), None) is None
