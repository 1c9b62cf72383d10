"""What people who met the product for the first time stumbled over."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest
from msgspec.structs import replace

import shidian
from shidian import BadValue, Book, CaseError, LawbookError, UnknownQuestion, UnknownValue
from shidian.answer.interview import Interview
from tests.building import instrument, load_book

DAY = "2024-01-01"
OWLS = "- {rule: owls, question: access, kind: limit, when: {activity: owls, territory: [port-city, hill-city]}, effect: {share: {at_most: 10}}}"


@pytest.mark.parametrize("said", [{"territory": "harbour", "harbour": "no"}, {"territory": "port-city:other", "harbour": "yes"}])
def test_places_that_contradict_each_other_are_refused(orsia: Book, said: dict[str, str]) -> None:
    with pytest.raises(BadValue, match="contradict"):
        orsia.ask("access", {"activity": "owls"} | said, on=DAY)


def test_an_altered_receipt_is_refused(orsia: Book) -> None:
    receipt = orsia.ask("access", activity="owls", share=10, on=DAY).receipt
    with pytest.raises(CaseError, match="altered"):
        orsia.replay(replace(receipt, facts=receipt.facts | {"share": "90"}))
    with pytest.raises(CaseError, match="altered"):
        orsia.replay(replace(receipt, known_on=dt.date(2020, 1, 1)))


def test_a_choice_of_the_interview_never_stands_for_several_values(tmp_path: Path) -> None:
    book = load_book(tmp_path, instrument("orsia-owls", OWLS))
    interview = Interview(book, "access", {"activity": "owls", "share": "60", "on": DAY}, None)
    asked = interview.next()
    assert asked is not None
    for choice in interview.choices(asked):
        assert len(choice.values) <= 1


def test_what_the_interview_learnt_can_be_asked_again(orsia: Book) -> None:
    interview = Interview(orsia, "access", {"on": DAY}, None)
    while (asked := interview.next()) is not None:
        if asked.fact == "activity":
            interview.answer(asked, "owls")
        else:
            interview.skip(asked.fact)
    assert orsia.ask("access", interview.facts) == interview.decision


def test_a_group_is_no_value_and_its_members_are_named(orsia: Book) -> None:
    group = next(iter(orsia.lawbook.trees["territories"].groups.values()))
    with pytest.raises(UnknownValue, match="group"):
        orsia.ask("access", territory=group.id, on=DAY)


def test_a_domestic_investor_is_told_that_the_question_is_not_about_it() -> None:
    with pytest.raises(UnknownValue, match="domestic investor"):
        shidian.load().ask("access", origin="中国", on=DAY)


def test_a_day_of_knowledge_may_be_a_time_and_nothing_else(orsia: Book) -> None:
    assert orsia.ask("access", on=DAY, known_on=dt.datetime(2024, 1, 1, 12)).receipt.known_on == dt.date(2024, 1, 1)
    with pytest.raises(BadValue):
        orsia.ask("access", on=DAY, known_on=20240101)  # type: ignore[arg-type]
    with pytest.raises(UnknownQuestion):
        orsia.ask(None)  # type: ignore[arg-type]


def test_the_faults_of_a_lawbook_survive_pickling(tmp_path: Path) -> None:
    with pytest.raises(LawbookError) as raised:
        shidian.load(tmp_path)
    assert pickle.loads(pickle.dumps(raised.value)).faults == raised.value.faults


def test_a_day_after_the_last_reading_of_the_law_is_pointed_out() -> None:
    book = shidian.load()
    decision = book.ask("access", activity="e-commerce", territory="chengdu", origin="DE", share=100, on="2030-01-01")
    assert decision.read_on is not None
    assert "made after that day are not included" in decision.to_text()
    assert "made after that day are not included" not in book.ask("access", decision.facts | {"on": "2025-01-01"}).to_text()


def test_a_certain_refusal_is_shown_as_one_even_when_its_kind_is_open() -> None:
    decision = shidian.load().ask("access", activity="outbound-abroad", territory="wuhan", origin="JP", share=100, on="2024-08-01")
    assert (decision.outcome, decision.in_force.best, decision.in_force.worst) == ("refused", "not_permitted", "prohibited")
    assert decision.to_text().startswith("✘")


COARSE = """
- {rule: grey, question: access, kind: limit, when: {activity: owls, territory: port-city}, effect: {share: {at_most: 50}}, conditions: [{en: a local keeper, zh: 本地管理人}]}
- {rule: snow, question: access, kind: limit, when: {activity: owls, territory: hill-city}, effect: {share: {at_most: 40}}, conditions: [{en: a warm house, zh: 保暖房舍}]}
"""


def test_a_permission_names_the_limits_and_conditions_that_may_come_with_it(tmp_path: Path) -> None:
    """Wherever in the north: permitted at 20 %, but some limit may apply, with its conditions."""
    book = load_book(tmp_path, instrument("orsia-owls", COARSE))
    decision = book.ask("access", activity="owls", territory="north", share=20, on=DAY)
    assert decision.outcome == "permitted"
    assert {"orsia-owls/grey", "orsia-owls/snow"} <= set(decision.determining)
    assert {c.en for c in decision.possible_conditions} == {"a local keeper", "a warm house"}
    assert decision.conditions == ()
    known = book.ask("access", activity="owls", territory="port-city", share=20, on=DAY)
    assert ([c.en for c in known.conditions], known.possible_conditions) == (["a local keeper"], ())
