"""What an author may leave out is written out before anything reads it: the law is the same as if it stood there."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.errors import LawbookError
from shidian.law.folder import read_lawbook
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Rule
from tests.building import instrument, make_lawbook

EFFECT = "effect: {share: {at_most: 100}}"


def read(tmp_path: Path, rules: str, head: str = "") -> dict[str, Rule]:
    files = instrument("extra", rules)
    name = next(iter(files))
    files[name] = files[name].replace("editions:\n", head + "editions:\n", 1)
    book: Lawbook = read_lawbook(make_lawbook(tmp_path, files))
    return {r.rule: r for p in book.instruments["extra"].provisions for r in p.rules}


def test_an_instrument_names_the_authority_of_all_its_reliefs_and_a_relief_may_name_its_own(tmp_path: Path) -> None:
    rules = read(
        tmp_path,
        f"[{{rule: a, question: access, kind: relief, relieves: [orsia-list/weaving], when: {{activity: weaving}}, {EFFECT}}},"
        f" {{rule: b, question: access, kind: relief, relieves: [orsia-list/weaving], when: {{activity: weaving}},"
        f" authorised_by: [extra], {EFFECT}}},"
        f" {{rule: c, question: access, kind: closing, when: {{activity: weaving}}, {EFFECT}}}]",
        "authorised_by: [orsia-list]\n",
    )
    assert (rules["a"].authorised_by, rules["b"].authorised_by, rules["c"].authorised_by) == (("orsia-list",), ("extra",), ())


def test_a_closing_rule_stands_where_the_rule_does_that_it_closes_for(tmp_path: Path) -> None:
    rules = read(
        tmp_path,
        "[{rule: shut, question: access, kind: limit, when: {activity: weaving}, unless: [{territory: north}], effect: {share: {at_most: 0}}},"
        f" {{rule: rest, question: access, kind: closing, closes_for: extra/shut, {EFFECT}}}]",
    )
    assert (
        (rules["rest"].when, rules["rest"].unless)
        == (rules["shut"].when, rules["shut"].unless)
        == ({"activity": "weaving"}, ({"territory": "north"},))
    )


USUAL = {"vocabulary/conditions.yaml": "vocabulary: conditions\nterms: [{id: in-the-north, name: {en: only in the north, zh: 仅限北区}}]\n"}


def test_a_usual_condition_is_read_as_if_it_stood_behind_the_rules_own(tmp_path: Path) -> None:
    own = "conditions: [{en: with a partner, zh: 有合作方}]"
    files = instrument("extra", f"[{{rule: a, question: access, kind: closing, {own}, usual_conditions: [in-the-north], {EFFECT}}}]")
    book = read_lawbook(make_lawbook(tmp_path, files | USUAL))
    (rule,) = book.instruments["extra"].provisions[0].rules
    assert [c.en for c in rule.conditions] == ["with a partner", "only in the north"]


def test_a_usual_condition_that_is_none_is_a_fault_with_its_place_and_a_near_miss(tmp_path: Path) -> None:
    files = instrument("extra", f"[{{rule: a, question: access, kind: closing, usual_conditions: [in-the-nort], {EFFECT}}}]")
    with pytest.raises(LawbookError) as raised:
        read_lawbook(make_lawbook(tmp_path, files | USUAL))
    (fault,) = raised.value.faults
    assert fault.code == "unknown-reference"
    assert "in-the-north" in (fault.hint or fault.message)


def test_what_relieves_a_limit_relieves_all_that_restate_it_step_by_step_even_in_a_circle(tmp_path: Path) -> None:
    shut = "question: access, kind: limit, when: {activity: weaving}, effect: {share: {at_most: 0}}"
    rules = read(
        tmp_path,
        f"[{{rule: again, restates: orsia-list/weaving, {shut}}}, {{rule: once-more, restates: extra/again, {shut}}},"
        f" {{rule: alone, {shut}}}, {{rule: x, restates: extra/y, {shut}}}, {{rule: y, restates: extra/x, {shut}}},"
        f" {{rule: open, question: access, kind: relief, relieves: [orsia-list/weaving], when: {{activity: weaving}}, authorised_by: [extra], {EFFECT}}},"
        f" {{rule: round, question: access, kind: relief, relieves: [extra/x], when: {{activity: weaving}}, authorised_by: [extra], {EFFECT}}}]",
    )
    assert rules["open"].relieves == ("orsia-list/weaving", "extra/again", "extra/once-more")
    assert rules["round"].relieves == ("extra/x", "extra/y")


def test_a_gap_over_all_limits_reaches_each_limit_of_its_question_but_those_it_spares(tmp_path: Path) -> None:
    files = instrument(
        "extra",
        "[{rule: one, question: access, kind: limit, when: {activity: weaving}, effect: {share: {at_most: 10}}},"
        " {rule: two, question: access, kind: limit, when: {activity: weaving}, effect: {share: {at_most: 20}}}]",
        gaps="[{gap: wide, question: access, kind: relief, reason: {en: not read, zh: 未阅读},"
        " when: {activity: weaving}, relieves_all_but: [extra/two]}]",
    )
    book = read_lawbook(make_lawbook(tmp_path, files))
    relieved = {id for p in book.instruments["extra"].provisions for g in p.gaps for id in g.relieves}
    rules = [(i.instrument, r) for i in book.instruments.values() for p in i.provisions for r in p.rules]
    limits = {f"{act}/{r.rule}" for act, r in rules if r.kind == "limit" and r.question == "access"}
    assert {"extra/one", "orsia-list/weaving"} <= relieved
    assert relieved == limits - {"extra/two"}
