"""Duties in a decision: their order, their words, and what is said where none was collected."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.law.records.base import SEEN, Label
from shidian.law.records.instrument import Duty, TimeAllowed
from shidian.words.labels import duty_details
from tests.building import instrument, load_book
from tests.cases.real import real_book

DAY = "2026-06-01"


def ask(activity: str, **more: str):  # type: ignore[no-untyped-def]
    return real_book().ask("access", {"activity": activity, "territory": "beijing", "origin": "DE", "share": "100", "on": DAY} | more)


def test_a_duty_says_its_condition_its_stage_its_time_and_what_it_asks_for() -> None:
    goods = next(d for d in ask("land-transport").duties if d.rule == "cn-road-transport-regulations/goods-licence")
    assert [line.en for line in goods.details] == [
        "if goods are carried by road for hire with vehicles above 4.5 tonnes; after the business licence; decision within 20 days",
        "asks for: tested vehicles; drivers of at most 60 years; a safety system; for dangerous goods at least 5 special vehicles",
    ]
    assert goods.basis is not None
    assert goods.basis.zh == "《中华人民共和国道路运输条例》第二十一条至第二十四条"


@pytest.mark.parametrize("activity", ["land-transport", "general-hospital", "vocational-skills-training", "idc", "banking"])
def test_certain_before_possible_narrow_before_broad_and_general_last(activity: str) -> None:
    duties = ask(activity).duties
    assert [d.general for d in duties] == sorted(d.general for d in duties)
    of_their_own = [d for d in duties if not d.general]
    assert [d.certain for d in of_their_own] == sorted((d.certain for d in of_their_own), reverse=True)
    assert all(d.basis and d.seen in SEEN for d in duties)
    first = next(i for i, d in enumerate(duties) if d.stage)
    reviews = [i for i, d in enumerate(duties) if d.rule.startswith(("cn-security-review", "cn-mlps"))]
    assert all(first < i for i in reviews)


def test_a_time_keeps_the_word_of_the_act() -> None:
    assert (time(20, "days"), time(20, "working-days"), time(1, "months")) == ("审批时限20日", "审批时限20个工作日", "审批时限1个月")


def time(number: int, unit: str) -> str:
    limit = TimeAllowed(number, unit)  # type: ignore[arg-type]
    return duty_details(Duty(Label("a", "甲"), "x", "licence", limits=(limit,)))[0].zh


def test_where_no_first_duty_was_collected_the_decision_says_so_and_where_it_is_refused_it_does_not() -> None:
    silent = ask("land-transport", on="2014-06-01")  # before the edition that was read
    assert silent.uncollected is not None
    assert not any(d.stage for d in silent.duties)
    assert silent.uncollected.en in " ".join(silent.to_text("en").split()).replace("! ", "")
    assert ask("land-transport").uncollected is None
    assert ask("compulsory-education").uncollected is None


LIMIT = "- {rule: owls, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 10}}}"
PERMIT = "{name: {en: owl permit, zh: 鸮类许可}, authority: trade-board, kind: licence}"
LEASH = "{name: {en: leash permit, zh: 牵引许可}, authority: trade-board, kind: licence}"


def _relief(name: str, when: str, duties: str) -> str:
    return (
        f"- {{rule: {name}, question: access, kind: relief, when: {{activity: owls, {when}}}, relieves: [orsia-owls/owls],"
        f" authorised_by: [orsia-list], effect: {{share: {{at_most: 100}}}}, duties: [{duties}]}}"
    )


@pytest.mark.parametrize("certified", [None, "yes"])
def test_a_duty_that_every_branch_has_is_certain_and_one_of_some_branches_is_not(tmp_path: Path, certified: str | None) -> None:
    """By missing facts, and by two routes at once."""
    tests = ("certified: yes", "certified: no" if certified is None else "territory: hill-city")
    reliefs = instrument("orsia-hope", f"{_relief('one', tests[0], f'{PERMIT}, {LEASH}')}\n{_relief('other', tests[1], PERMIT)}")
    facts = {"activity": "owls", "territory": "hill-city", "origin": "sylvania", "share": "50", "on": "2024-06-01"}
    found = load_book(tmp_path, instrument("orsia-owls", LIMIT), reliefs).ask(
        "access", facts | ({"certified": certified} if certified else {})
    )
    assert found.outcome == "permitted"
    certain = [d.name.en for d in found.duties if d.certain]
    assert certain.count("owl permit") == 1
    assert "leash permit" not in certain
    assert "owl permit" not in [d.name.en for d in found.duties if not d.certain]
