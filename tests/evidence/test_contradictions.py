"""Each kind of contradiction between two claims: what must be found, and what must not."""

from __future__ import annotations

import pytest

from shidian.law.records.evidence import Said
from tests.evidence.saying import about, all_of, bounds, claim, day, found, number, word, words

PAIR = ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(12), number(13)),
        (number(12), about(13)),
        (number(12), bounds(above=12)),
        (number(12), bounds(at_least=13)),
        (number(12), bounds(below=12)),
        (bounds(at_least=13), bounds(at_most=12)),
        (bounds(above=12), bounds(at_most=12)),
        (bounds(at_least=1, at_most=3), bounds(at_least=4, at_most=6)),
        (word("open"), word("shut")),
        (words("a", "b"), words("a", "b", "c")),
        (words("a", "b"), words("a", "c")),
    ],
)
def test_values_that_exclude_each_other_are_found(one: Said, other: Said) -> None:
    assert found(claim("a", one), claim("b", other)) == {("values", PAIR)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(12), number(12)),
        (number(12), number("12.0")),
        (number(12), bounds(at_least=12)),
        (number(12), bounds(at_most=12)),
        (bounds(above=11), bounds(at_most=12)),
        (bounds(at_least=190), bounds(above=200)),
        (bounds(at_least=1, at_most=3), bounds(at_least=3, at_most=6)),
        (word("open"), word("open")),
        (words("a", "b"), words("b", "a")),
        (words("a", "b"), word("a")),
        (number(12), word("twelve")),
        (number(2023), day("2024")),
    ],
)
def test_values_that_can_both_hold_are_left_alone(one: Said, other: Said) -> None:
    assert found(claim("a", one), claim("b", other)) == set()


def test_claims_about_two_subjects_never_exclude_each_other() -> None:
    assert found(claim("a", 12), claim("b", 13, "barns")) == set()


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("2023", "2023", True),
        ("2023", "2023-05", True),
        ("2023-05", "2023-05-31", True),
        (None, "2023", True),
        (None, None, True),
        ("2023", "2024", False),
        ("2023-05", "2023-06", False),
        ("2023-05-30", "2023-05-31", False),
    ],
)
def test_values_are_compared_where_the_times_can_be_the_same(first: str | None, second: str | None, clash: bool) -> None:
    """A claim without a day may be about any."""
    assert bool(found(claim("a", 12, as_of=first), claim("b", 13, as_of=second))) is clash


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (number(100), number("102.0"), False),
        (number(100), number("102.1"), True),
        (about(100), number("103.0"), False),
        (about(100), number("103.1"), True),
        (number(100), bounds(above=101), True),
        (number(100), bounds(at_least=101), False),
    ],
)
def test_rounding_explains_a_difference_up_to_its_edge(one: Said, other: Said, clash: bool) -> None:
    """Eggs are estimated to 1 % (a rounded figure to 2 %): 100 reaches to 101, 102 down to 100.98, 103 down to 101.97."""
    assert bool(found(claim("a", one, "eggs"), claim("b", other, "eggs"))) is clash


def test_the_tolerance_of_a_subject_goes_before_that_of_its_unit() -> None:
    assert found(claim("a", 100, "coarse-eggs"), claim("b", 120, "coarse-eggs")) == set()
    assert found(claim("a", 100, "coarse-eggs"), claim("b", 123, "coarse-eggs")) == {("values", PAIR)}


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (bounds(at_most=50), bounds(at_most=60), True),
        (bounds(at_most=50), bounds(below=50), True),
        (bounds(below=2), bounds(at_most=2), True),
        (bounds(at_most=50), bounds(at_most="50.0"), False),
        (bounds(below=50), bounds(below=50), False),
        (bounds(at_most=50), bounds(at_least=10, at_most=60), False),
        (bounds(at_most=50), number(50), False),
    ],
)
def test_two_different_ceilings_are_found_though_a_number_could_keep_both(one: Said, other: Said, clash: bool) -> None:
    assert found(claim("a", one), claim("b", other)) == ({("ceiling", PAIR)} if clash else set())


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (day("2023-04-11"), day("2023-04-12"), True),
        (day("2023-04"), day("2023-05-01"), True),
        (day("2023-04-01", "2023-04-10"), day("2023-04-11"), True),
        (day("2023-04-11"), day("2023-04"), False),
        (day("2023"), day("2023-12-31"), False),
        (day("2023-04-01", "2023-04-11"), day("2023-04-11", "2023-05"), False),
    ],
)
def test_days_without_one_in_common_are_found(one: Said, other: Said, clash: bool) -> None:
    assert found(claim("a", one, "opening"), claim("b", other, "opening")) == ({("dates", PAIR)} if clash else set())


def test_a_third_claim_clashes_with_each_that_it_excludes() -> None:
    assert found(claim("a", 12), claim("b", 12), claim("c", 13)) == {("values", ("a", "c")), ("values", ("b", "c"))}


def test_amounts_in_two_currencies_are_not_compared_as_numbers() -> None:
    assert found(claim("a", 7, "treasure"), claim("b", 1, "treasure", unit="ducats-bn")) == set()


@pytest.mark.parametrize(("millions", "clash"), [(2000, False), (3000, True), (2, True)])
def test_amounts_in_two_scales_of_one_currency_are_compared_in_full(millions: int, clash: bool) -> None:
    """Two billion are two thousand million; two million are not."""
    pair = claim("a", 2, "treasure"), claim("b", millions, "treasure", unit="crowns-m")
    assert found(*pair) == ({("values", PAIR)} if clash else set())


def test_a_contradiction_has_a_name_made_of_its_kind_and_its_claims() -> None:
    (one,) = all_of(claim("b", 12), claim("a", 13))
    assert (one.id, one.subject) == ("values:a+b", "lofts")
