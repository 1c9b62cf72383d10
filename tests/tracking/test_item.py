"""What a state may be, and what may follow it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.errors import DeskError
from shidian.tracking.fields import differs, plain_of
from shidian.tracking.item import FIELDS, ITEM, ITEM_STAGES, STEPS, ItemStage, refusal, state_of
from tests.tracking.offices import proof

FULL = {"evidence": [proof()], "safeguard": "部门联合监测（示例）", "stop_reason": "上位法调整（示例）"}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(ITEM_STAGES, 2)))
def test_a_stage_follows_another_exactly_where_the_table_says_so(before: ItemStage, after: ItemStage) -> None:
    found = refusal(state_of({**FULL, "stage": before}), state_of({**FULL, "stage": after}), "a reason")
    assert (found is None) == (after in STEPS[before])
    if found is not None:
        assert before in found
        assert after in found


def test_nothing_follows_what_was_replicated() -> None:
    assert STEPS["replicated"] == ()


@pytest.mark.parametrize(
    ("stage", "state"), [("operating", {}), ("operating", {"evidence": [proof("C")]}), ("stopped", {}), ("stopped", {"stop_reason": "  "})]
)
def test_a_stage_without_what_it_needs_is_refused(stage: str, state: dict[str, object]) -> None:
    assert refusal(state_of({"stage": "implementing-rule", "evidence": [proof("C")]}), state_of({**state, "stage": stage}), None)


def test_a_proposal_for_replication_needs_the_best_evidence_and_a_safeguard() -> None:
    before = state_of({"stage": "assessed", "evidence": [proof("B")]})
    assert refusal(before, state_of({"stage": "proposed", "evidence": [proof("B")], "safeguard": "x"}), None)
    assert refusal(before, state_of({"stage": "proposed", "evidence": [proof("A")]}), None)
    assert refusal(before, state_of({"stage": "proposed", "evidence": [proof("A")], "safeguard": "x"}), None) is None


def test_the_evidence_that_a_stage_stands_on_cannot_be_taken_away() -> None:
    assert refusal(state_of({"stage": "operating", "evidence": [proof()]}), state_of({"stage": "operating"}), "tidy")


def test_a_step_back_needs_a_reason() -> None:
    before, after = state_of({**FULL, "stage": "operating"}), state_of({**FULL, "stage": "implementing-rule"})
    assert refusal(before, after, " ")
    assert refusal(before, after, "the rule was withdrawn") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7},
        {"region": "hefei"},
        {"version": 1},
        {"stage": "done"},
        {"due": "tomorrow"},
        {"due": "2026-02-30"},
        {"due": "1026-01-01"},
        {"published": "yes"},
        {"risk_level": "enormous"},
        {"notes": "x" * 4001},
        {"lead_body": "a\x00b"},
        {"lead_body": 7},
        {"evidence": [{"document": "d", "grade": "A", "verified": True}]},
        {"evidence": [{"document": " ", "grade": "A"}]},
        {"evidence": [{"document": "d", "grade": "E"}]},
        {"evidence": [{"document": "d", "grade": "A", "link": "javascript:alert(1)"}]},
        {"evidence": [{"document": "d", "grade": "A"}] * 41},
    ],
)
def test_what_is_no_field_or_no_value_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DeskError):
        differs(ITEM, plain_of(state_of({})), wrong)


@given(st.dictionaries(st.sampled_from(["lead_body", "notes", "next_step"]), st.text("abc 中文", max_size=12)))
def test_a_difference_holds_exactly_the_fields_that_differ(wanted: dict[str, str]) -> None:
    state = state_of({"lead_body": "abc"})
    changed = {n for n, v in wanted.items() if plain_of(state)[n] != v}
    if not changed:
        with pytest.raises(DeskError):
            differs(ITEM, plain_of(state), wanted)
        return
    before, after = differs(ITEM, plain_of(state), wanted)
    assert set(before) == set(after) == changed <= set(FIELDS)
    assert plain_of(state_of({**plain_of(state), **after, **before})) == plain_of(state)
