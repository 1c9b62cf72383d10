"""Coarse facts, zones that overlap and do not nest, and numbers that are bounded by others."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from shidian.book import Book
from shidian.errors import BadValue
from tests.building import instrument, load_book

DAY = "2024-01-01"
BAN = """
- {rule: ban, question: access, kind: limit, when: {activity: owls, territory: PLACE}, effect: {share: {at_most: 0}}}
"""


def owls_banned_in(folder: Path, place: str) -> Book:
    return load_book(folder, instrument("orsia-owls", BAN.replace("PLACE", place)))


def asked(book: Book, **facts: str) -> list[str]:
    return [m.fact for m in book.ask("access", facts, on=DAY).missing]


def test_a_coarse_activity_is_undetermined_and_the_finer_one_is_asked_for(tmp_path: Path) -> None:
    book = load_book(tmp_path)
    decision = book.ask("access", activity="couriers", territory="lake-city:other", share=60, on=DAY)
    assert (decision.outcome, decision.because) == ("undetermined", "missing_facts")
    leads = {lead.set["activity"]: lead.outcome for lead in decision.missing[0].answers}
    assert [m.fact for m in decision.missing] == ["activity"]
    assert leads == {"pigeons": "not_permitted", "owls": "permitted"}


def test_a_coarse_activity_whose_parts_are_all_alike_is_definite(tmp_path: Path) -> None:
    decision = load_book(tmp_path).ask("access", activity="couriers", territory="lake-city:other", share=40, on=DAY)
    assert decision.outcome == "permitted"


def test_another_kind_than_those_listed_is_outside_the_rules_of_the_listed_ones(tmp_path: Path) -> None:
    decision = load_book(tmp_path).ask("access", activity="couriers:other", territory="lake-city", share=60, on=DAY)
    assert decision.outcome == "permitted"


def test_a_coarse_place_asks_where_when_a_rule_names_a_part_of_it(tmp_path: Path) -> None:
    book = owls_banned_in(tmp_path, "hill-city")
    assert asked(book, activity="owls", territory="north", share="60") == ["territory"]
    assert book.ask("access", activity="owls", territory="south", share=60, on=DAY).outcome == "permitted"


def test_inside_one_zone_says_nothing_of_another_that_overlaps_it(tmp_path: Path) -> None:
    """The harbour reaches into Hill City, which is not in it as a whole."""
    book = owls_banned_in(tmp_path, "hill-city")
    decision = book.ask("access", activity="owls", territory="harbour", share=60, on=DAY)
    assert (decision.outcome, decision.because) == ("undetermined", "missing_facts")


def test_a_zone_named_as_the_place_says_what_follows_from_it(tmp_path: Path) -> None:
    """The inner harbour lies in the harbour, and in Port City alone."""
    book = owls_banned_in(tmp_path, "harbour")
    assert book.ask("access", activity="owls", territory="inner-harbour", on=DAY).outcome == "prohibited"
    assert (
        owls_banned_in(tmp_path / "b", "port-city").ask("access", activity="owls", territory="inner-harbour", on=DAY).outcome
        == "prohibited"
    )


def test_outside_the_outer_zone_is_outside_the_inner_one(tmp_path: Path) -> None:
    book = owls_banned_in(tmp_path, "inner-harbour")
    decision = book.ask("access", {"harbour": "no"}, activity="owls", territory="port-city", share=60, on=DAY)
    assert decision.outcome == "permitted"


def test_outside_the_inner_zone_leaves_the_outer_one_open(tmp_path: Path) -> None:
    book = owls_banned_in(tmp_path, "harbour")
    decision = book.ask("access", {"inner-harbour": "no"}, activity="owls", territory="port-city", share=60, on=DAY)
    assert decision.because == "missing_facts"


def test_a_zone_that_touches_all_of_a_coarse_place_is_asked_for(tmp_path: Path) -> None:
    book = owls_banned_in(tmp_path, "garden")
    assert asked(book, activity="owls", territory="lake-city", share="60") == ["territory"]
    zone_everywhere = load_book(
        tmp_path / "b",
        instrument("orsia-owls", BAN.replace("PLACE", "harbour")),
        {
            "vocabulary/territories.yaml": (tmp_path / "lawbook/vocabulary/territories.yaml")
            .read_text()
            .replace("touches: [port-city, hill-city]", "touches: [north]")
        },
    )
    assert asked(zone_everywhere, activity="owls", territory="north", share="60") == ["territory"]


ELSEWHERE_IN_THE_NORTH = """
- rule: rest-of-the-north
  question: access
  kind: limit
  when: {activity: owls, territory: north}
  unless: [{territory: [port-city, hill-city]}]
  effect: {share: {at_most: 10}}
"""


def test_inside_a_zone_is_in_no_unit_that_the_zone_does_not_touch(tmp_path: Path) -> None:
    """The harbour lies in the two cities of the north, so what holds elsewhere in the north cannot matter there."""
    book = load_book(tmp_path, instrument("orsia-owls", ELSEWHERE_IN_THE_NORTH))
    decision = book.ask("access", activity="owls", territory="harbour", share=60, on=DAY)
    assert (decision.outcome, decision.missing) == ("permitted", ())
    assert book.ask("access", activity="owls", territory="north:other", share=60, on=DAY).outcome == "not_permitted"


def test_elsewhere_in_a_unit_is_outside_its_parts_and_its_zones(tmp_path: Path) -> None:
    facts = {"activity": "owls", "territory": "north:other", "share": "60", "on": DAY}
    for i, place in enumerate(("port-city", "harbour", "hill-city")):
        assert owls_banned_in(tmp_path / str(i), place).ask("access", facts).outcome == "permitted"
    assert owls_banned_in(tmp_path / "north", "north").ask("access", facts).outcome == "prohibited"


def test_a_zone_is_not_asked_for_before_it_was_established(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", BAN.replace("PLACE", "harbour"), effective="2018-01-01"))
    facts = {"activity": "owls", "territory": "port-city", "share": "60"}
    assert book.ask("access", facts, on="2018-12-31").outcome == "permitted"
    assert book.ask("access", facts, on="2019-01-01").because == "missing_facts"


def test_a_zone_that_is_named_before_it_was_established_is_nowhere(tmp_path: Path) -> None:
    """Its land is there, and the law of the zone is not; the answer says so where it names the place."""
    book = load_book(tmp_path, instrument("orsia-owls", BAN.replace("PLACE", "harbour"), effective="2018-01-01"))
    facts = {"activity": "owls", "territory": "harbour", "share": "60"}
    before, after = (book.ask("access", facts, on=day) for day in ("2018-12-31", "2019-01-01"))
    assert (before.outcome, after.outcome) == ("permitted", "prohibited")
    assert "established on 2019-01-01" in before.sentence.en
    assert "established" not in after.sentence.en


@pytest.mark.parametrize(("share", "outcome"), [("49.9", "permitted"), ("50", "not_permitted"), ("50.1", "not_permitted")])
def test_an_exclusive_ceiling_is_not_reached(tmp_path: Path, share: str, outcome: str) -> None:
    decision = load_book(tmp_path).ask("access", activity="pigeons", territory="lake-city:other", share=share, on=DAY)
    assert decision.outcome == outcome
    assert (decision.ceiling, decision.exclusive) == (Decimal(50), True)


@pytest.mark.parametrize(("share", "outcome"), [("30", "permitted"), ("30.1", "not_permitted")])
def test_an_inclusive_ceiling_may_be_reached(tmp_path: Path, share: str, outcome: str) -> None:
    facts = {"activity": "baking", "territory": "hill-city", "investor-share": share}
    assert load_book(tmp_path).ask("access", facts, share=80, on=DAY).outcome == outcome


def test_one_investor_holds_no_more_than_all_together(tmp_path: Path) -> None:
    """With 30 % in all foreign hands nobody can hold more, so the share of one investor need not be known."""
    book = load_book(tmp_path)
    assert book.ask("access", activity="baking", territory="hill-city", share=30, on=DAY).outcome == "permitted"
    assert asked(book, activity="baking", territory="hill-city", share="31") == ["investor-share"]


def test_all_together_hold_no_less_than_one_investor(tmp_path: Path) -> None:
    book = load_book(tmp_path)
    facts = {"activity": "pigeons", "territory": "lake-city:other", "investor-share": "50"}
    assert book.ask("access", facts, on=DAY).outcome == "not_permitted"


BELOW_HALF_AND_THIRTY_EACH = """
- rule: both
  question: access
  kind: limit
  when: {activity: owls}
  effect: {share: {below: 50}, investor-share: {at_most: 30}}
"""


def test_the_share_of_one_investor_is_asked_for_when_that_of_all_leaves_room_for_too_much(tmp_path: Path) -> None:
    """At 40 % one investor may hold 35 %, and at 25 % may not: below 50 % not everything is permitted."""
    book = load_book(tmp_path, instrument("orsia-owls", BELOW_HALF_AND_THIRTY_EACH))
    decision = book.ask("access", activity="owls", territory="hill-city", on=DAY)
    assert {m.fact for m in decision.missing} == {"share", "investor-share"}
    share = next(m for m in decision.missing if m.fact == "share")
    assert not [x for x in share.answers if x.outcome == "permitted" and Decimal(x.values[0]) <= 40 <= Decimal(x.values[1])]


BAN_OUTSIDE = """
- {rule: ban, question: access, kind: limit, when: {activity: owls}, unless: [{territory: harbour}], effect: {share: {at_most: 0}}}
"""


def test_a_zone_that_is_named_before_its_own_day_is_not_inside_the_zone_around_it(tmp_path: Path) -> None:
    """The inner harbour was established a year after the harbour: nobody said that its land was the harbour's before."""
    book = load_book(tmp_path, instrument("orsia-owls", BAN_OUTSIDE, effective="2018-01-01"))

    def asked_in(place: str, day: str, **zones: str) -> tuple[str, list[str]]:
        found = book.ask("access", {"activity": "owls", "territory": place, "share": "60", **zones}, on=day)
        return found.outcome, [m.fact for m in found.missing]

    assert asked_in("inner-harbour", "2018-12-31") == ("prohibited", [])
    assert asked_in("inner-harbour", "2019-12-31") == asked_in("port-city", "2019-12-31") == ("undetermined", ["territory"])
    assert asked_in("inner-harbour", "2019-12-31", harbour="yes") == ("permitted", [])
    assert asked_in("inner-harbour", "2019-12-31", harbour="no") == ("prohibited", [])
    assert asked_in("inner-harbour", "2020-01-01") == ("permitted", [])
    with pytest.raises(BadValue, match="lies inside"):
        asked_in("inner-harbour", "2020-01-01", harbour="no")
