"""Questions that give: what nobody has without a rule."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from shidian import Book
from shidian.answer.facts import read_case
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.building import ORSIA, instrument, load_book
from tests.cases.real import real_book

VISITS = "instruments/orsia-visits.yaml"
DAY = "2024-01-01"
ORIGINS = ("sylvania", "freedonia")


@pytest.fixture(scope="module")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return load_book(tmp_path_factory.mktemp("orsia"))


def outcomes(book: Book, **facts: str) -> set[str]:
    """The outcome of every way of filling in what is missing."""
    ways = product((facts["origin"],) if "origin" in facts else ORIGINS, (facts["invited"],) if "invited" in facts else ("yes", "no"))
    return {book.ask("stay", origin=o, invited=i, on=DAY).outcome for o, i in ways}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"invited": "yes"},
        {"invited": "no"},
        *({"origin": o} for o in ORIGINS),
        *({"origin": o, "invited": i} for o in ORIGINS for i in ("yes", "no")),
    ],
)
def test_a_definite_answer_is_that_of_every_completion(orsia: Book, facts: dict[str, str]) -> None:
    decision = orsia.ask("stay", facts, on=DAY)
    if decision.outcome != "undetermined":
        assert outcomes(orsia, **facts) == {decision.outcome}
    else:
        assert decision.because == "missing_facts"
        assert decision.missing


def test_several_grants_are_several_routes_and_the_mildest_is_given(orsia: Book) -> None:
    both = next(d for o in ORIGINS if len((d := orsia.ask("stay", origin=o, invited="yes", on=DAY)).routes) == 2)
    assert {g.slot: g.amount for g in both.given if g.amount is not None} == {"days": 30}
    assert [len(g.values) for g in both.given if g.slot == "purposes"] == [2]
    assert {r.rules for r in both.routes} == {("orsia-visits/treaty",), ("orsia-visits/invited",)}


def test_what_no_rule_gives_is_refused_by_the_rule_that_says_what_holds_otherwise(orsia: Book) -> None:
    refused = next(d for o in ORIGINS if (d := orsia.ask("stay", origin=o, invited="no", on=DAY)).outcome == "not_granted")
    assert refused.determining == ("orsia-visits/rest",)
    assert refused.given == ()


def test_without_a_closing_rule_nothing_is_denied(tmp_path: Path) -> None:
    text = (
        ORSIA[VISITS]
        .replace("      - {rule: rest, question: stay, kind: closing, effect: {days: {amount: 0}}}\n", "")
        .replace("    seen: official\n    rules:\n", "    seen: official\n    rules:\n", 1)
    )
    text = text[: text.index("  - provision: rest")]
    book = load_book(tmp_path, {VISITS: text})
    found = {book.ask("stay", origin=o, invited="no", on=DAY).because for o in ORIGINS}
    assert "gap" in found
    assert "not_granted" not in {book.ask("stay", origin=o, invited="no", on=DAY).outcome for o in ORIGINS}


def test_an_unread_grant_leaves_a_refusal_open_and_a_grant_alone(tmp_path: Path) -> None:
    gaps = "- {gap: unread, question: stay, kind: grant, reason: {en: not read, zh: 未读}}"
    book = load_book(tmp_path, instrument("orsia-more", gaps=gaps))
    answers = {book.ask("stay", origin=o, invited=i, on=DAY).outcome for o in ORIGINS for i in ("yes", "no")}
    assert answers == {"granted", "undetermined"}
    assert all(book.ask("stay", origin=o, invited="yes", on=DAY).outcome == "granted" for o in ORIGINS)


def test_a_grant_that_is_only_announced_is_not_given_yet(tmp_path: Path) -> None:
    rule = "- {rule: all, question: stay, kind: grant, in_force: [], announced: 2023-01-01, effect: {days: {amount: 5}}}"
    book = load_book(tmp_path, instrument("orsia-more", rule))
    refused = [d for o in ORIGINS if (d := book.ask("stay", origin=o, invited="no", on=DAY)).outcome == "not_granted"]
    assert refused
    assert {d.announced.outcome for d in refused} == {"granted"}


def test_adding_a_grant_never_takes_anything_away(tmp_path: Path, orsia: Book) -> None:
    rule = "- {rule: all, question: stay, kind: grant, when: {invited: no}, effect: {days: {amount: 5}}}"
    book = load_book(tmp_path, instrument("orsia-more", rule))
    for o, i in product(ORIGINS, ("yes", "no")):
        if orsia.ask("stay", origin=o, invited=i, on=DAY).outcome == "granted":
            assert book.ask("stay", origin=o, invited=i, on=DAY).outcome == "granted"


def test_rules_that_grant_between_them_are_what_the_answer_rests_on(tmp_path: Path) -> None:
    """Whether invited or not, some rule grants it, though no single one surely does."""
    rule = "- {rule: others, question: stay, kind: grant, when: {invited: no}, effect: {days: {amount: 5}}}"
    book = load_book(tmp_path, instrument("orsia-more", rule))
    decision = book.ask("stay", on=DAY)
    assert decision.outcome == "granted"
    assert {"orsia-more/others", "orsia-visits/invited"} <= set(decision.determining)
    assert not [r.rule for r in decision.reasons if r.role == "otherwise"], "what holds where nothing is given explains no gift"


def test_a_denial_that_several_rules_make_between_them_rests_on_them_and_is_as_sure_as_the_weakest() -> None:
    """Of the real law: what is imported, and so which of the rules denies it, was not said."""
    asked = {
        "territory": "liuzhou",
        "product": "fsmp-full",
        "registration": "hainan-permit",
        "importer": "zone-medical",
        "on": "2024-09-24",
    }
    decision = real_book().ask("import", asked | {"use-in-place": "yes", "white-listed": "yes", "carriage": "freight", "lecheng": "no"})
    assert (decision.outcome, decision.confidence) == ("not_granted", "inferred")
    assert {"cn-customs-law/duties", "cn-railway-law/dangerous-goods"} <= set(decision.determining)


def test_what_is_free_by_one_rule_or_another_says_by_which_and_how_sure_that_is() -> None:
    """Of a chain, too: what is supplied was not said, and the list leaves each kind of it free."""
    asked = {"activity": "retail", "matter": "ship-survey", "territory": "danzhou", "origin": "tw", "on": "2023-12-11"}
    decision = real_book().ask("supply", asked | {"hubei-ftz": "no", "shanghai-ftz": "no"})
    assert decision.outcome == "free"
    assert decision.determining
    assert decision.confidence is not None


def test_what_may_be_given_is_all_that_some_completion_gives_and_what_is_sure_what_all_give(orsia: Book) -> None:
    """By the meaning, of one whose invitation is not known, beside both that it can be."""
    meaning = Meaning(orsia.lawbook, orsia.question("stay"))

    def gives(facts: dict[str, str]) -> tuple[frozenset[str], frozenset[str]]:
        case = read_case(orsia.lawbook, orsia.question("stay"), {**facts, "on": DAY}, None).case
        sure, may = (one.get("purposes", frozenset()) for one in meaning.gives(facts_of(case), "in_force", None))
        assert isinstance(sure, frozenset)
        assert isinstance(may, frozenset)
        return sure, may

    told_apart = 0
    for origin in ORIGINS:
        (sure, may), *both = (gives({"origin": origin} | more) for more in ({}, {"invited": "yes"}, {"invited": "no"}))
        assert may == both[0][1] | both[1][1]
        assert sure == both[0][0] & both[1][0]
        told_apart += sure != may
    assert told_apart
