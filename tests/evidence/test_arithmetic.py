"""Contradictions that arithmetic finds: a count against its list, a rate, a share of parts, a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shidian.law.records.evidence import Said
from tests.evidence.saying import about, all_of, bounds, claim, found, number, word, words


@pytest.mark.parametrize(
    ("said", "listed", "clash"),
    [
        (number(3), words("a", "b", "c"), False),
        (number(3), words("a", "b"), True),
        (number(3), words("a", "b", "c", "d"), True),
        (number(2), words("a", "b", "b"), False),
        (number(1), words("a"), False),
    ],
)
def test_a_number_that_differs_from_the_list_it_counts_is_found(said: Said, listed: Said, clash: bool) -> None:
    """A name that stands twice is one."""
    claims = claim("n", said, counts="list"), claim("list", listed, "barns")
    assert found(*claims) == ({("count", ("n", "list"))} if clash else set())


def test_a_count_says_what_the_list_would_give() -> None:
    (one,) = all_of(claim("n", 11, counts="list"), claim("list", words("a", "b"), "barns"))
    assert (one.found, one.expected) == (Decimal(11), Decimal(2))


def test_a_bound_counts_nothing_exactly() -> None:
    assert found(claim("n", bounds(above=2), counts="list"), claim("list", words("a", "b"), "barns")) == set()


def test_a_number_that_points_at_no_list_is_left_alone() -> None:
    """Without a list there is nothing to count, which is not a list of none."""
    assert found(claim("n", 11, counts="other"), claim("other", word("eleven"), "barns")) == set()


@pytest.mark.parametrize(
    ("crowns", "ducats", "clash"),
    [("70.0", "10", False), ("71.0", "10", False), ("69.9", "10", True), ("71.1", "10", True), ("10", "70", True), ("70", "70", True)],
)
def test_an_implied_rate_out_of_the_range_of_the_year_is_found(crowns: str, ducats: str, clash: bool) -> None:
    claims = claim("c", crowns, "treasure", converts="d"), claim("d", ducats, "barns", unit="ducats-bn")
    assert found(*claims) == ({("rate", ("c", "d"))} if clash else set())


def test_an_implied_rate_does_not_depend_on_which_amount_names_the_other() -> None:
    crowns, ducats = claim("c", 90, "treasure"), claim("d", 10, "barns", unit="ducats-bn", converts="c")
    assert found(crowns, ducats) == {("rate", ("c", "d"))}


def test_an_implied_rate_counts_the_scale_of_each_amount() -> None:
    assert found(claim("c", 7, "treasure", converts="d"), claim("d", 1000, "barns", unit="ducats-m")) == set()
    assert found(claim("c", 7, "treasure", converts="d"), claim("d", 1, "barns", unit="ducats-m")) == {("rate", ("c", "d"))}


def test_an_implied_rate_is_told_with_the_nearest_one_that_would_do() -> None:
    (low,) = all_of(claim("c", 50, "treasure", converts="d"), claim("d", 10, "barns", unit="ducats-bn"))
    assert (low.found, low.expected) == (Decimal("5.000"), Decimal("7.0"))
    (high,) = all_of(claim("c", 90, "treasure", converts="d"), claim("d", 10, "barns", unit="ducats-bn"))
    assert (high.found, high.expected) == (Decimal("9.000"), Decimal("7.1"))


@pytest.mark.parametrize(("as_of", "clash"), [("2024", False), ("2024-03", False), ("2023", True), ("2022", False)])
def test_a_rate_is_held_against_its_own_year(as_of: str, clash: bool) -> None:
    """7.25 was right in 2024 and wrong in 2023; nothing is known of 2022."""
    claims = claim("c", "7.25", "treasure", as_of=as_of, converts="d"), claim("d", 1, "barns", unit="ducats-bn", as_of=as_of)
    assert bool(found(*claims)) is clash


def test_an_amount_without_a_day_takes_the_day_of_the_other() -> None:
    claims = claim("c", "7.25", "treasure", as_of=None, converts="d"), claim("d", 1, "barns", unit="ducats-bn", as_of="2024")
    assert found(*claims) == set()


def test_a_rate_of_no_known_year_is_found_only_when_it_fits_none() -> None:
    """7.25 fits 2024, and the amounts may be of that year."""
    ducats = claim("d", 1, "barns", unit="ducats-bn", as_of=None)
    assert found(claim("c", "7.25", "treasure", as_of=None, converts="d"), ducats) == set()


def test_one_pair_of_amounts_is_one_contradiction() -> None:
    """However many years it could be about."""
    ducats = claim("d", 1, "barns", unit="ducats-bn", as_of=None)
    ids = [c.id for c in all_of(claim("c", 9, "treasure", as_of=None, converts="d"), ducats)]
    assert ids == ["rate:c+d"]


@pytest.mark.parametrize(
    ("one", "other"), [(number(0), number(1)), (number(7), number(0)), (bounds(at_least=50), number(1)), (number(50), word("one"))]
)
def test_no_rate_is_implied_by_nothing_or_by_a_bound(one: Said, other: Said) -> None:
    assert found(claim("c", one, "treasure", converts="d"), claim("d", other, "barns", unit="ducats-bn")) == set()


def test_two_amounts_in_one_currency_imply_no_rate() -> None:
    assert found(claim("c", 50, "treasure", converts="d"), claim("d", 1, "barns", unit="crowns-m")) == set()


@pytest.mark.parametrize(
    ("percent", "clash"),
    [
        (number(25), False),
        (number(26), True),
        (about(25), False),
        (bounds(above=20), False),
        (bounds(at_least=26), True),
        (bounds(below=25), True),
    ],
)
def test_a_share_that_does_not_follow_from_its_parts_is_found(percent: Said, clash: bool) -> None:
    claims = claim("s", percent, "share", part="p", whole="w"), claim("p", 5, "lofts"), claim("w", 20, "barns")
    assert found(*claims) == ({("share", ("s", "p", "w"))} if clash else set())


def test_a_share_allows_for_the_rounding_of_its_parts() -> None:
    """5 of 20 estimated eggs lie between 24.75 % and 25.25 %."""
    parts = claim("p", 5, "eggs"), claim("w", 20, "coarse-eggs", unit="pieces")
    exact = claim("p", 5, "eggs"), claim("w", 20, "barns")
    assert found(claim("s", "25.25", "share", part="p", whole="w"), *exact) == set()
    assert found(claim("s", "25.26", "share", part="p", whole="w"), *exact) == {("share", ("s", "p", "w"))}
    assert found(claim("s", "27.5", "share", part="p", whole="w"), *parts) == set()


def test_a_share_counts_the_scale_of_its_parts() -> None:
    whole = claim("w", 20, "treasure")
    assert found(claim("s", 25, "share", part="p", whole="w"), claim("p", 5000, "barns", unit="crowns-m"), whole) == set()
    (one,) = all_of(claim("s", 25, "share", part="p", whole="w"), claim("p", 6, "barns", unit="crowns-m"), whole)
    assert (one.kind, one.found, one.expected) == ("share", Decimal(25), Decimal("0.03"))


@pytest.mark.parametrize(("part", "whole"), [(number(5), number(0)), (bounds(at_least=5), number(20)), (number(5), word("all"))])
def test_no_share_follows_from_nothing_or_from_a_bound(part: Said, whole: Said) -> None:
    assert found(claim("s", 90, "share", part="p", whole="w"), claim("p", part), claim("w", whole, "barns")) == set()


@pytest.mark.parametrize(
    ("total", "clash"),
    [(number(203), False), (number(204), True), (bounds(above=200), False), (bounds(above=203), True), (bounds(at_most=203), False)],
)
def test_parts_that_do_not_add_up_are_found(total: Said, clash: bool) -> None:
    parts = claim("p1", 111, "barns"), claim("p2", 92, "eggs", as_of="2022")
    assert found(claim("t", total, sum_of=("p1", "p2")), *parts) == ({("sum", ("t", "p1", "p2"))} if clash else set())


def test_a_sum_says_what_its_parts_give() -> None:
    (one,) = all_of(claim("t", 5, sum_of=("p1", "p2")), claim("p1", 1, "barns"), claim("p2", 2, "eggs"))
    assert (one.found, one.expected) == (Decimal(5), Decimal(3))


def test_a_sum_with_a_part_that_is_no_number_is_left_alone() -> None:
    assert found(claim("t", 5, sum_of=("p1", "p2")), claim("p1", 1, "barns"), claim("p2", word("few"), "eggs")) == set()


def test_a_sum_counts_the_scale_of_its_parts() -> None:
    """Half a billion and 500 million are one billion."""
    half = claim("p1", "0.5", "barns", unit="crowns-bn")
    assert found(claim("t", 1, "treasure", sum_of=("p1", "p2")), half, claim("p2", 500, "eggs", unit="crowns-m")) == set()


def test_a_sum_allows_for_the_rounding_of_its_total() -> None:
    parts = claim("p1", 60, "lofts"), claim("p2", 40, "barns")
    assert found(claim("t", 101, "eggs", sum_of=("p1", "p2")), *parts) == set()
    assert found(claim("t", 102, "eggs", sum_of=("p1", "p2")), *parts) == {("sum", ("t", "p1", "p2"))}
