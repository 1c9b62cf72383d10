"""What an assistant could tell its user wrongly: a day that is not there, an open answer among many, a date of a rule taken for that of the answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from shidian.visitors.keeper import Keeper
from tests.mcp.clients import called, within
from tests.nightly import share_of

STAFF = {"data": "personal", "ground": "hr", "persons": 5000, "important-data": "no"}
"""Exempt since 2024-03-22, while lists of zones that nobody spoke of came and went."""


def told(desk: Keeper, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    found = called(within(desk), tool, arguments)
    assert not found.is_error, found.content
    assert found.structured_content is not None
    content: dict[str, Any] = found.structured_content
    return content


def test_a_timeline_says_since_when_the_answer_is_the_same_and_not_only_since_when_it_rests_on_its_rules(desk: Keeper) -> None:
    items = told(desk, "timeline", {"question": "data_export", "facts": STAFF, "limit": 50})["items"]
    assert items[0]["start"] > "2026"
    assert {i["same_since"] for i in items if i["start"] >= "2024-03-22"} == {"2024-03-22"}
    seen = ("outcome", "because", "said", "ceiling", "certain", "possible")
    for later, before in pairwise(items):
        same = [later[k] for k in seen] == [before[k] for k in seen]
        assert (later["same_since"] == before["same_since"]) == same, later["start"]
        assert later["same_since"] <= later["start"]
    assert (
        told(desk, "timeline", {"question": "data_export", "facts": STAFF, "limit": 1})["items"][0] | {"must_say": items[0]["must_say"]}
        == items[0]
    )


def test_a_day_on_which_a_rule_may_have_ended_names_the_rule(desk: Keeper) -> None:
    """The answer rests on the same rule before and after, so that neither list named it."""
    facts = {"asked": "visa-free", "nationality": "FR", "stay": 30, "purpose": "business", "territory": "beijing"}
    last = told(desk, "timeline", {"question": "entry", "facts": facts})["items"][0]
    assert (last["outcome"], last["began"]) == ("undetermined", [])
    assert last["ended"][0].startswith("cn-visa-free-45-2025/forty-five: ")


@pytest.mark.parametrize("nationality", ["FR", "DE", "KR", "JP", "AU", "BR"])
def test_a_rule_that_ends_and_may_go_on_is_named_where_another_begins_to_matter(desk: Keeper, nationality: str) -> None:
    facts = {"asked": "visa-free", "nationality": nationality, "purpose": "tourism", "stay": "20"}
    items = told(desk, "timeline", {"question": "entry", "facts": facts, "limit": 50})["items"]
    (last,) = [i for i in items if i["start"] == "2027-01-01"]
    assert last["outcome"] == "undetermined"
    assert any(r.startswith("cn-visa-free-45-2025/") for r in last["ended"])


def test_no_step_to_another_outcome_is_without_a_rule(desk: Keeper) -> None:
    for question in desk.book.questions:
        cases = [c.facts for g in desk.book.lawbook.cases if g.question == question for c in g.cases]
        for facts in share_of(cases, 150):
            asked = {k: v for k, v in facts.items() if k != "on"}
            intervals = desk.book.timeline(question, asked).intervals
            for before, after in pairwise(intervals):
                assert before.in_force.outcome == after.in_force.outcome or after.began or after.ended, (question, asked, after.start)


def test_each_day_and_each_way_to_a_milder_answer_says_what_must_be_said_of_it(desk: Keeper) -> None:
    """Both came without the words that must stand beside an answer: a part of a history is repeated as easily as an answer."""
    facts = {"activity": "app-store", "origin": "DE", "share": 100, "territory": "chengdu", "on": "2026-06-01"}
    seen = 0
    for lang, not_law in (("en", "is not law on"), ("zh", "尚未生效")):
        history = told(desk, "timeline", {"question": "access", "facts": facts, "lang": lang})
        helped = told(desk, "what_would_help", {"question": "access", "facts": facts, "lang": lang})
        days = [(facts | {"on": i["start"]}, [*history["must_say"], *i["must_say"]]) for i in history["items"]]
        ways = [(w["facts"], w["must_say"]) for w in helped["ways"]]
        for case, words in (*days, *ways, (facts, helped["must_say"])):
            alone = told(desk, "ask", {"question": "access", "facts": case, "lang": lang, "ask_user": False})["decisions"][0]
            assert sorted(words) == sorted(alone["must_say"]), case
            seen += any(not_law in w for w in words)
    assert seen >= 4


@pytest.mark.parametrize(
    ("lang", "open_", "not_law"), [("en", "Do not report it as permitted", "is not law on"), ("zh", "不得表述为允许", "尚未生效")]
)
def test_places_side_by_side_name_their_day_and_say_of_each_what_must_be_said(desk: Keeper, lang: str, open_: str, not_law: str) -> None:
    facts = {"activity": "app-store", "origin": "DE", "share": 100, "on": "2025-06-01"}
    found = told(desk, "compare", {"question": "access", "facts": facts, "places": ["beijing", "chengdu", "shanghai"], "lang": lang})
    assert found["on"] == "2025-06-01"
    outcomes = set()
    for item in found["items"]:
        alone = told(desk, "ask", {"question": "access", "facts": facts | {"territory": item["where"]}, "lang": lang})["decisions"][0]
        assert sorted({*found["must_say"], *item["must_say"]}) == sorted(set(alone["must_say"]))
        said = " ".join((*found["must_say"], *item["must_say"]))
        assert (open_ in said) == (item["outcome"] == "undetermined")
        assert (not_law in said) or item["outcome"] == item["announced_outcome"]
        outcomes.add(item["outcome"])
    assert len(outcomes) > 1
    days = told(desk, "compare", {"question": "access", "facts": facts | {"territory": "chengdu"}, "days": ["2020-01-01", "2025-06-01"]})
    assert (days["on"], [i["where"] for i in days["items"]]) == (None, ["2020-01-01", "2025-06-01"])


@pytest.mark.parametrize("question", ["entry", "capital", "import", "data_export", "data_change", "security_review"])
def test_whoever_types_for_a_person_is_told_every_value_of_a_choice(desk: Keeper, question: str) -> None:
    """ "What is wanted?" came without one of its forty answers: an assistant had to guess their ids."""
    asked = told(desk, "next_question", {"question": question, "facts": {}})["ask"]
    declared = next(f for f in desk.book.question(question).facts if f.fact == asked["fact"])
    if declared.domain in ("choice", "yes_no"):
        given = {c["set"].get(asked["fact"]) for c in asked["choices"]}
        assert given >= ({c.id for c in declared.choices} or {"yes", "no"})
        for choice in asked["choices"]:
            desk.book.read(question, choice["set"])


@pytest.mark.parametrize(
    ("text", "fact"), [("HR data of 3,000 employees to Germany", "ground"), ("派一名德国工程师来上海60天", "capacity")]
)
def test_a_sentence_that_leaves_a_fact_open_says_what_to_ask_and_the_values(desk: Keeper, text: str, fact: str) -> None:
    lang = "en" if text.isascii() else "zh"
    found = told(desk, "ask", {"sentence": text, "lang": lang})
    assert not found["answered"]
    assert fact in found["left_open"]
    asked = next(f for f in desk.book.question(found["understood"]["question"]).facts if f.fact == fact)
    assert found["choose"].startswith(asked.ask[lang])
    assert any(f"`{c.id}`" in found["choose"] for c in asked.choices)


@pytest.mark.parametrize("tool", ["ask", "next_question", "timeline"])
def test_an_assistant_that_speaks_chinese_is_refused_in_chinese(desk: Keeper, tool: str) -> None:
    refused = called(within(desk), tool, {"question": "access", "facts": {"activity": "xyzzy"}, "lang": "zh"})
    assert refused.is_error
    said = str(refused.content[0])
    assert "unknown-value: 没有行业活动“xyzzy”" in said
    assert "no known name" not in said
