"""The three truth values and the ranges, held against those of a standard: FEEL of DMN, whose null is our unknown.

The tables are those that DMN states for conjunction, disjunction and negation; a range takes an end in with a bracket and leaves it out with
a turned one, and of null it is null. Where FEEL goes another way (it has no "unless", and a case no "every completion"), nothing is claimed.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest

from shidian.engine.algebra import Ceiling
from shidian.engine.case import Case, Value
from shidian.engine.conditions import Between, Conditions, InRange, InSet, IsWord, Test
from shidian.engine.truth import Truth, every, negate, some

VALUES: tuple[Truth, ...] = (True, False, None)
AND: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, True): False,
    (False, False): False,
    (False, None): False,
    (None, True): None,
    (None, False): False,
    (None, None): None,
}
OR: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, True): True,
    (False, False): False,
    (False, None): None,
    (None, True): True,
    (None, False): None,
    (None, None): None,
}
NOT: dict[Truth, Truth] = {True: False, False: True, None: None}


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_and_or_and_not_are_those_of_the_standard(a: Truth, b: Truth) -> None:
    assert every([a, b]) is AND[a, b]
    assert some([a, b]) is OR[a, b]
    assert negate(a) is NOT[a]
    assert negate(every([a, b])) is some([negate(a), negate(b)])


def test_of_nothing_all_is_true_and_some_is_false_and_order_does_not_matter() -> None:
    assert every([]) is True
    assert some([]) is False
    for values in product(VALUES, repeat=3):
        assert every(values) is every(values[::-1]) is AND[AND[values[0], values[1]], values[2]]
        assert some(values) is some(values[::-1]) is OR[OR[values[0], values[1]], values[2]]


@pytest.mark.parametrize(
    ("low_open", "high_open", "inside"),
    [
        (False, False, {"1": True, "10": True}),  # [1..10]
        (True, False, {"1": False, "10": True}),  # ]1..10]
        (False, True, {"1": True, "10": False}),  # [1..10[
        (True, True, {"1": False, "10": False}),  # ]1..10[
    ],
)
def test_a_range_takes_its_ends_in_or_leaves_them_out(low_open: bool, high_open: bool, inside: dict[str, bool]) -> None:
    test = InRange("n", Decimal(1), low_open, Decimal(10), high_open)
    always: dict[str, bool] = {"0.999999": False, "1.000001": True, "5": True, "9.999999": True, "10.000001": False}
    for number, wanted in (always | inside).items():
        assert test.of(Case({"n": Decimal(number)})) is wanted, number
    assert test.of(Case({"n": None})) is None


def test_a_range_without_an_end_goes_on_for_ever() -> None:
    assert InRange("n", Decimal(50), True, None, False).of(Case({"n": Decimal(10**12)})) is True  # > 50
    assert InRange("n", None, False, Decimal(50), True).of(Case({"n": Decimal(50)})) is False  # < 50
    assert InRange("n", None, False, None, False).of(Case({"n": None})) is None


@pytest.mark.parametrize(
    ("day", "wanted"), [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True), ("2026-01-01", False), (None, None)]
)
def test_days_are_taken_from_the_first_until_before_the_last(day: str | None, wanted: Truth) -> None:
    test = Between("on", dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert test.of(Case({"on": dt.date.fromisoformat(day) if day else None})) is wanted


@pytest.mark.parametrize(
    ("any_of", "all_of", "none_of", "value", "wanted"),
    [
        ("ab", "", "", "a", True),
        ("ab", "", "", "bc", True),
        ("ab", "", "", "c", False),
        ("ab", "", "", "", False),
        ("", "ab", "", "abc", True),
        ("", "ab", "", "a", False),
        ("", "", "ab", "c", True),
        ("", "", "ab", "ac", False),
        ("", "", "", "", True),
        ("ab", "c", "d", "ac", True),
        ("ab", "c", "d", "acd", False),
        ("ab", "c", "d", None, None),
    ],
)
def test_a_set_has_one_of_all_of_none_of(any_of: str, all_of: str, none_of: str, value: str | None, wanted: Truth) -> None:
    held: Value = frozenset(value) if value is not None else None
    assert InSet("s", frozenset(any_of), frozenset(all_of), frozenset(none_of)).of(Case({"s": held})) is wanted


@pytest.mark.parametrize(("a", "b", "c"), list(product(VALUES, repeat=3)))
def test_a_scope_is_all_of_its_tests_and_not_all_of_any_exclusion(a: Truth, b: Truth, c: Truth) -> None:
    """`when a`, `unless b and c`: by the tables a and not (b and c)."""
    words: dict[Truth, Value] = {True: "yes", False: "no", None: None}
    tests: list[Test] = [IsWord(name, ("yes",)) for name in "abc"]
    scope = Conditions((tests[0],), ((tests[1], tests[2]),))
    case = Case({"a": words[a], "b": words[b], "c": words[c]})
    assert scope.of(case) is AND[a, NOT[AND[b, c]]]


def test_a_ceiling_below_is_stricter_than_one_at_the_same_number_and_milder_than_any_smaller() -> None:
    at, under, less = Ceiling(Decimal(50)), Ceiling(Decimal(50), exclusive=True), Ceiling(Decimal("49.999999"))
    assert less < under < at
    assert [c.admits(Decimal(50)) for c in (less, under, at)] == [False, False, True]
    assert [c.admits(Decimal("49.9999995")) for c in (less, under, at)] == [False, True, True]
    assert at <= at
    assert not at < at
    assert min([at, under, less]) == less
