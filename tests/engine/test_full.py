"""A choice that leaves no room for a number: every ceiling on it is held against the whole, whatever number is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import shidian
from shidian.answer.facts import read_case
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.agreement.comparing import differences
from tests.building import edited, instrument, load_book

GUILDS = edited(
    "questions/access.yaml",
    ("    minimum: 0\n    maximum: 100\n    unit:", "    minimum: 0\n    maximum: 100\n    full_for: {legal-form: [guild]}\n    unit:"),
)
OWLS = """
- {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 40}}}
- {rule: owls-more, question: access, kind: relief, when: {activity: owls, territory: harbour}, relieves: [orsia-owls/owls], authorised_by: [orsia-list], effect: {share: {at_most: 60}}}
- {rule: owls-free, question: access, kind: relief, when: {activity: owls, territory: lake-city, certified: yes}, relieves: [orsia-owls/owls], authorised_by: [orsia-list], effect: {share: {at_most: 100}}}
"""
CASE: dict[str, Any] = {
    "activity": "owls",
    "territory": "lake-city",
    "origin": "sylvania",
    "certified": "no",
    "investor-share": 0,
    "on": "2024-06-01",
}


@pytest.fixture
def book(tmp_path: Path) -> shidian.Book:
    return load_book(tmp_path, GUILDS, instrument("orsia-owls", OWLS))


def test_no_share_opens_to_such_a_choice_what_has_a_ceiling(book: shidian.Book) -> None:
    for share in (0, 40, 100):
        assert book.ask("access", **CASE, share=share, **{"legal-form": "guild"}).outcome == "not_permitted"
    assert book.ask("access", **CASE, share=40).outcome == "permitted"


def test_nor_does_a_relief_that_only_raises_the_ceiling(book: shidian.Book) -> None:
    there = CASE | {"territory": "harbour"}
    assert book.ask("access", **there, share=60).outcome == "permitted"
    assert book.ask("access", **there, share=60, **{"legal-form": "guild"}).outcome == "not_permitted"


def test_a_relief_that_lifts_the_ceiling_whole_opens_it_for_any_share(book: shidian.Book) -> None:
    free = CASE | {"certified": "yes", "legal-form": "guild"}
    found = book.ask("access", **free, share=0)
    assert found.outcome == "permitted"
    assert found.ceiling == 100
    assert book.ask("access", **free).outcome == "permitted"


def test_the_limit_is_told_of_once(book: shidian.Book) -> None:
    found = book.ask("access", **CASE, share=100, **{"legal-form": "guild"})
    assert found.determining == ("orsia-owls/owls",)
    assert [r.rule for r in found.reasons if r.role == "binds"] == ["orsia-owls/owls"]


def test_all_machines_say_so(book: shidian.Book) -> None:
    meaning = Meaning(book.lawbook, book.question("access"))
    for place in ("lake-city", "harbour"):
        for certified in ("yes", "no"):
            for share in ("0", "40", "60", "100"):
                facts = {k: str(v) for k, v in CASE.items()} | {
                    "territory": place,
                    "certified": certified,
                    "share": share,
                    "legal-form": "guild",
                }
                case = read_case(book.lawbook, book.question("access"), facts, None).case
                assert differences(book.diagram("access"), case) == ()
                assert meaning.decide(facts_of(case), "in_force", None).outcome == book.ask("access", facts).outcome


def test_a_ceiling_on_another_number_that_keeps_its_room_is_no_bar_to_such_a_choice(tmp_path: Path) -> None:
    """Guilds leave no room for the share of all; that of one investor keeps its own ceiling."""
    one = "- {rule: one, question: access, kind: limit, when: {activity: owls}, effect: {investor-share: {at_most: 10}}}"
    found = load_book(tmp_path, GUILDS, instrument("orsia-owls", one))
    guild = CASE | {"legal-form": "guild", "share": 30}
    assert found.ask("access", guild).outcome == "permitted"
    assert found.ask("access", guild | {"investor-share": 20}).outcome == "not_permitted"
