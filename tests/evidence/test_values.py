"""What a claim allows: spans of numbers, and periods written as year, month or day."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.evidence.values import NumberSpan, days_of, is_ceiling, overlap, span_of
from shidian.law.records.evidence import Said
from tests.evidence.saying import about, bounds, day, number, period, word, words

ENDS = st.one_of(st.none(), st.integers(-3, 3).map(Decimal))
SPANS = st.builds(NumberSpan, ENDS, ENDS, st.booleans(), st.booleans()).filter(
    lambda s: s.low is None or s.high is None or s.low < s.high or (s.low == s.high and not s.low_open and not s.high_open)
)
GRID = [Decimal(n) / 4 for n in range(-16, 17)]


def holds(span: NumberSpan, value: Decimal) -> bool:
    above = span.low is None or value > span.low or (value == span.low and not span.low_open)
    below = span.high is None or value < span.high or (value == span.high and not span.high_open)
    return above and below


@settings(deadline=None, max_examples=300)
@given(SPANS, SPANS)
def test_two_spans_meet_exactly_when_some_number_lies_in_both(a: NumberSpan, b: NumberSpan) -> None:
    """The ends are whole, so a grid of quarters that reaches beyond them has a number in every overlap."""
    assert a.meets(b) == any(holds(a, value) and holds(b, value) for value in GRID)


def test_a_stated_number_allows_its_tolerance_and_a_rounded_one_twice_that() -> None:
    assert span_of(number(200), Decimal(1)) == NumberSpan(Decimal(198), Decimal(202))
    assert span_of(about(200), Decimal(1)) == NumberSpan(Decimal(196), Decimal(204))


def test_the_tolerance_of_a_negative_number_widens_it_too() -> None:
    assert span_of(number(-200), Decimal(1)) == NumberSpan(Decimal(-202), Decimal(-198))


def test_zero_is_exact_whatever_the_tolerance() -> None:
    assert span_of(number(0), Decimal(50)) == NumberSpan(Decimal(0), Decimal(0))


def test_a_bound_knows_whether_it_is_included() -> None:
    assert span_of(bounds(at_least=1, below=2), Decimal(0)) == NumberSpan(Decimal(1), Decimal(2), False, True)
    assert span_of(bounds(above=1, at_most=2), Decimal(0)) == NumberSpan(Decimal(1), Decimal(2), True, False)


@pytest.mark.parametrize("said", [word("shut"), words("a", "b"), day("2023")])
def test_what_is_no_number_has_no_span(said: Said) -> None:
    assert span_of(said, Decimal(1)) is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (bounds(at_most=50), True),
        (bounds(below=50), True),
        (bounds(at_least=10, at_most=50), False),
        (bounds(above=10, below=50), False),
        (bounds(at_least=50), False),
        (number(50), False),
        (word("half"), False),
    ],
)
def test_a_ceiling_is_an_upper_bound_alone(said: Said, expected: bool) -> None:
    assert is_ceiling(said) is expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024", None, ("2024-01-01", "2024-12-31")),
        ("2024-02", None, ("2024-02-01", "2024-02-29")),
        ("2023-02", None, ("2023-02-01", "2023-02-28")),
        ("2024-02-03", None, ("2024-02-03", "2024-02-03")),
        ("2023", "2024-02", ("2023-01-01", "2024-02-29")),
        ("2023-12-31", "2024", ("2023-12-31", "2024-12-31")),
    ],
)
def test_a_period_reaches_from_its_first_day_to_its_last(first: str, last: str | None, expected: tuple[str, str]) -> None:
    assert days_of(first, last) == period(*expected)


def test_nothing_said_is_no_period() -> None:
    assert days_of(None) is None
    assert days_of(None, "2024") is None


def test_periods_overlap_when_they_share_one_day() -> None:
    assert overlap(days_of("2023"), days_of("2023-12-31"))
    assert overlap(days_of("2023-12-31"), days_of("2023"))
    assert not overlap(days_of("2023"), days_of("2024-01-01"))
    assert not overlap(days_of("2024-01-01"), days_of("2023"))


def test_an_unknown_period_may_be_any() -> None:
    assert overlap(None, days_of("2023"))
    assert overlap(days_of("2023"), None)
    assert overlap(None, None)
