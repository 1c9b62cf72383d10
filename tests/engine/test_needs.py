"""An activity that needs another: its limits and duties join, and its reliefs work for it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shidian.answer.facts import read_case
from shidian.engine.decide import decide
from shidian.engine.rule import brought_by
from shidian.meaning.answer import Meaning, Verdict
from tests.agreement.by_meaning import facts_of
from tests.agreement.comparing import differences
from tests.building import instrument, load_book
from tests.cases.real import real_book

NEED = """
- {rule: baking-needs-owls, question: access, kind: need, when: {activity: baking}, needs: {activity: owls}}
"""
OWLS = """
- {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 40}}}
- {rule: owls-free, question: access, kind: relief, when: {activity: owls, territory: harbour}, relieves: [orsia-owls/owls], authorised_by: [orsia-list], effect: {share: {at_most: 100}}}
"""
CASE: dict[str, Any] = {
    "activity": "baking",
    "territory": "lake-city",
    "origin": "sylvania",
    "certified": "no",
    "investor-share": 10,
    "on": "2024-06-01",
}


def test_the_limit_of_what_is_needed_binds(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-need", NEED), instrument("orsia-owls", OWLS))
    assert book.ask("access", **CASE, share=41).outcome == "not_permitted"
    found = book.ask("access", **CASE, share=40)
    assert found.outcome == "permitted"
    assert found.ceiling == 40
    assert found.reasons[0].role == "needs"
    assert [r.rule for r in found.reasons if r.needed is not None] == ["orsia-owls/owls"]


def test_a_relief_of_what_is_needed_helps_in_its_own_place(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-need", NEED), instrument("orsia-owls", OWLS))
    assert book.ask("access", **CASE | {"territory": "harbour"}, share=100).outcome == "permitted"


def test_a_relief_of_what_is_needed_leaves_out_whom_it_names(tmp_path: Path) -> None:
    but = OWLS.replace("territory: harbour}", "territory: harbour}, unless: [{activity: baking}]")
    book = load_book(tmp_path, instrument("orsia-need", NEED), instrument("orsia-owls", but))
    assert book.ask("access", **CASE | {"territory": "harbour"}, share=100).outcome == "not_permitted"
    assert book.ask("access", **CASE | {"territory": "harbour", "activity": "owls"}, share=100).outcome == "permitted"


def test_a_relief_of_the_one_does_not_help_the_other(tmp_path: Path) -> None:
    both = """
- {rule: all, question: access, kind: limit, when: {activity: [baking, owls]}, effect: {share: {at_most: 40}}}
- {rule: bakers, question: access, kind: relief, when: {activity: baking}, relieves: [orsia-both/all], authorised_by: [orsia-list], effect: {share: {at_most: 100}}}
"""
    book = load_book(tmp_path, instrument("orsia-both", both))
    assert book.ask("access", **CASE, share=100).outcome == "permitted"
    book = load_book(tmp_path, instrument("orsia-need", NEED), instrument("orsia-both", both))
    assert book.ask("access", **CASE, share=100).outcome == "not_permitted"


def test_an_answer_is_no_surer_than_the_need(tmp_path: Path) -> None:
    unsure = {n: t.replace("seen: official", "seen: inferred") for n, t in instrument("orsia-need", NEED).items()}
    book = load_book(tmp_path, unsure, instrument("orsia-owls", OWLS))
    assert book.ask("access", **CASE, share=41).confidence == "inferred"


def test_a_need_binds_only_while_it_is_in_force(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-need", NEED, effective="2024-07-01"), instrument("orsia-owls", OWLS))
    assert book.ask("access", **CASE, share=100).outcome == "permitted"
    assert book.ask("access", **CASE | {"on": "2024-07-01"}, share=100).outcome == "not_permitted"


def test_a_disputed_need_leaves_open_what_only_the_need_would_bar_and_the_meaning_says_so_too(tmp_path: Path) -> None:
    disputed = NEED.replace("needs: {activity: owls}}", "needs: {activity: owls}, disputed: {en: sources differ, zh: 说法不一}}")
    book = load_book(tmp_path, instrument("orsia-need", disputed), instrument("orsia-owls", OWLS))
    meaning, question = Meaning(book.lawbook, book.question("access")), book.question("access")
    for share, outcome, causes in ((40, "permitted", frozenset[str]()), (41, "undetermined", frozenset({"disputed"}))):
        case = read_case(book.lawbook, question, CASE | {"share": share}, None).case
        held = decide(book.rulebook("access"), case, None).in_force
        assert (held.outcome, frozenset(held.causes)) == (outcome, causes)
        assert meaning.decide(facts_of(case), "in_force", None) == Verdict(outcome, causes)
        assert not differences(book.diagram("access"), case)


def test_a_need_brings_limits_reliefs_and_duties_of_what_is_needed_and_nothing_that_closes_or_gives() -> None:
    rules = [r for r in real_book().rulebook("access").rules if brought_by(r.id)]
    assert {r.kind for r in rules} == {"limit", "relief", "duty"}


def test_a_relief_of_which_only_a_gap_is_known_is_none_of_a_limit() -> None:
    for question in real_book().questions:
        rulebook = real_book().rulebook(question)
        for rule in rulebook.rules:
            assert all(r.kind == "relief" and r.taint != "gap" for r in rulebook.reliefs_of(rule.id))
    gaps = [r for q in real_book().questions for r in real_book().rulebook(q).rules if r.kind == "relief" and r.taint == "gap"]
    assert any(r.relieves for r in gaps)
