"""Applications and assessments go through the same four eyes as items, and what they say agrees with itself."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.errors import DeskError, DeskForbidden, DeskMissing, DeskStale
from shidian.store.access import Actor
from shidian.store.walls import EVERYTHING
from shidian.tracking.application import APPLICATION_STAGES, APPLICATION_STEPS, application_of, reported, with_event
from shidian.tracking.assessment import Indicator, attained
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.replication import replication_file
from tests.tracking.offices import proof

Staff = dict[str, Actor]
FILED = {"procedure": "vats-pilot", "firm": "示例公司", "stage": "received", "events": [{"stage": "received", "day": "2026-03-02"}]}


def step(desk: ProgrammeDesk, staff: Staff, id: int, wanted: dict[str, Any], why: str | None = None) -> None:
    """One change proposed and signed."""
    now = desk.work.item(staff["editor"], id)
    desk.sign(staff["signer"], desk.propose(staff["editor"], id, wanted, version=now.version, why=why).id)


def stepped(desk: ProgrammeDesk, staff: Staff, id: int, stage: str, day: str, words: str = "", **more: Any) -> None:
    step(desk, staff, id, with_event(desk.work.item(staff["editor"], id).state, stage, day, words) | more)


def test_an_application_goes_its_way_under_four_eyes_to_a_permit(desk: ProgrammeDesk, staff: Staff) -> None:
    id = desk.begin_application(staff["editor"], "suzhou", FILED, key="a1")
    assert desk.begin_application(staff["editor"], "suzhou", FILED, key="a1") == id
    stepped(desk, staff, id, "asked", "2026-03-05", "缺少验资证明")
    assert set(desk.work.changes(staff["reader"], item=id)[0].after) == {"stage", "events"}
    stepped(desk, staff, id, "received", "2026-03-12")
    stepped(desk, staff, id, "forwarded", "2026-03-20")
    with pytest.raises(DeskError, match="number"):
        stepped(desk, staff, id, "granted", "2026-04-20")
    more: dict[str, Any] = {"number": "苏A2.B1（示例）", "valid_until": "2031-04-19", "limits": "江苏省", "conditions": ["每季度报告"]}
    stepped(desk, staff, id, "granted", "2026-04-20", **more)
    kept = desk.work.item(staff["reader"], id, "application")
    assert (kept.state["stage"], kept.version, kept.kind) == ("granted", 5, "application")
    (figures,) = reported(desk.work.items(staff["reader"], kind="application"))
    assert (figures.received, figures.granted, figures.open, figures.days) == (1, 1, 0, 49)
    assert desk.work.items(staff["reader"]) == []
    assert desk.work.counts(staff["reader"], "2026-11-27") == []
    assert desk.work.verify(desk.work.anchors()) == []


def test_what_happened_to_an_application_is_taken_back_by_an_undo_alone(desk: ProgrammeDesk, staff: Staff) -> None:
    id = desk.begin_application(staff["editor"], "suzhou", FILED)
    stepped(desk, staff, id, "refused", "2026-03-09", "不符合条件")
    with pytest.raises(DeskError, match="undo"):
        step(desk, staff, id, {"stage": "received", "events": FILED["events"]})
    (done,) = desk.work.changes(staff["reader"], item=id, status="applied")
    desk.sign(staff["signer"], desk.undo(staff["editor"], done.id, why="wrong file").id)
    assert desk.work.item(staff["reader"], id).state["stage"] == "received"
    assert desk.work.verify() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"firm": " "},
        {"procedure": "nothing"},
        {"procedure": ""},
        {"stage": "granted"},
        {"events": [{"stage": "received", "day": "2026-02-30"}]},
        {"events": [{"stage": "received", "day": "2026-03-02"}, {"stage": "asked", "day": "2026-03-01", "words": "x"}], "stage": "asked"},
        {"events": [{"stage": "asked", "day": "2026-03-01", "words": "x"}], "stage": "asked"},
        {"number": "1"},
        {"secret": "1"},
    ],
)
def test_an_application_that_does_not_agree_with_itself_is_refused(desk: ProgrammeDesk, staff: Staff, wrong: dict[str, Any]) -> None:
    with pytest.raises(DeskError):
        desk.begin_application(staff["editor"], "suzhou", {**FILED, **wrong})
    assert desk.work.items(staff["reader"], kind="application") == []


def test_an_application_is_for_those_who_may(desk: ProgrammeDesk, staff: Staff) -> None:
    id = desk.begin_application(staff["editor"], "suzhou", FILED)
    for who in ("reader", "signer", "auditor"):
        with pytest.raises(DeskForbidden):
            desk.begin_application(staff[who], "suzhou", FILED)
    with pytest.raises(DeskMissing):
        desk.work.item(staff["stranger"], id)
    with pytest.raises(DeskMissing):
        desk.begin_application(staff["stranger"], "suzhou", FILED)


@given(st.lists(st.sampled_from(APPLICATION_STAGES), min_size=1, max_size=8))
def test_events_follow_each_other_exactly_where_the_table_says_so(way: list[str]) -> None:
    events = [{"stage": s, "day": f"2026-03-{n + 1:02}", "words": "x"} for n, s in enumerate(way)]
    legal = way[0] in ("drafted", "received") and all(b in APPLICATION_STEPS[a] for a, b in pairwise(way))  # type: ignore[index]
    if legal:
        assert application_of({"stage": way[-1], "events": events}).stage == way[-1]
    else:
        with pytest.raises(DeskError):
            application_of({"stage": way[-1], "events": events})


INDICATOR = {"name": "办理时限", "unit": "日", "before": "20", "target": "10", "after": "8", "better": "less"}
GOOD: dict[str, Any] = {
    "since": "2026-01-01",
    "until": "2026-06-30",
    "indicators": [INDICATOR],
    "result": "met",
    "lessons": "一次告知",
    "assessor": "第三方（示例）",
    "stage": "final",
}


def test_an_item_is_assessed_only_with_a_final_assessment_whose_result_its_indicators_bear(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    step(desk, staff, item, {"stage": "operating", "evidence": [proof()]})
    with pytest.raises(DeskError, match="assessment"):
        step(desk, staff, item, {"stage": "assessed"})
    id = desk.begin_assessment(staff["editor"], item)
    with pytest.raises(DeskError, match="target"):
        step(desk, staff, id, GOOD | {"indicators": [INDICATOR | {"after": "12"}]})
    for lacks in ("since", "result", "lessons", "assessor", "indicators"):
        with pytest.raises(DeskError):
            step(desk, staff, id, {n: v for n, v in GOOD.items() if n != lacks})
    step(desk, staff, id, GOOD)
    step(desk, staff, item, {"stage": "assessed"})
    with pytest.raises(DeskError):
        desk.begin_assessment(staff["editor"], id)
    assert desk.work.verify() == []


def test_a_replication_file_holds_what_is_ready_and_says_what_the_rest_lacks(desk: ProgrammeDesk, staff: Staff) -> None:
    ready, bare = (desk.begin(staff["editor"], "suzhou", task=t) for t in ("t1", "t2"))
    early = desk.begin(staff["editor"], "suzhou", task="t3")
    step(desk, staff, ready, {"stage": "operating", "evidence": [proof()], "risk_level": "high", "safeguard": "联合监测"})
    step(desk, staff, bare, {"stage": "operating", "evidence": [proof("B")], "risk_level": "high"})
    step(desk, staff, desk.begin_assessment(staff["editor"], ready), GOOD)
    desk.begin_application(staff["editor"], "suzhou", FILED, item=ready)
    work, who = desk.work, staff["reader"]
    found = replication_file(
        work.items(who), work.items(who, kind="assessment"), work.items(who, kind="application"), lambda item: f"effect of {item.task}"
    )
    (entry,) = found.entries
    assert (entry.item.id, entry.effect, len(entry.evidence), entry.applications[0].received) == (ready, "effect of t1", 1, 1)
    assert entry.assessment.result == "met"
    assert [(i.id, lacks) for i, lacks in found.lacking] == [(bare, ("evidence", "assessment", "safeguard"))]
    assert early not in [i.id for i, _ in found.lacking]


def test_a_target_that_is_less_is_reached_from_above() -> None:
    assert attained(Indicator("x", target="10", after="8", better="less")) is True
    assert attained(Indicator("x", target="10", after="8")) is False
    assert attained(Indicator("x", after="8")) is None


def test_names_of_firms_and_persons_are_not_in_the_journal_of_the_database(desk: ProgrammeDesk, staff: Staff) -> None:
    from sqlalchemy import text

    id = desk.begin_application(staff["editor"], "suzhou", FILED | {"lead_person": "王某"})
    with desk.work.database.reading(EVERYTHING) as c:
        raw = str([tuple(r) for r in c.execute(text("SELECT * FROM journal"))])
    assert "示例公司" not in raw
    assert "王某" not in raw
    assert desk.work.journal(staff["reader"], "suzhou", item=id)[0].after["firm"] == "示例公司"  # type: ignore[index]


def test_two_who_add_a_step_at_once_do_not_both_win(desk: ProgrammeDesk, staff: Staff) -> None:
    id = desk.begin_application(staff["editor"], "suzhou", FILED)
    kept = desk.work.item(staff["editor"], id)
    one = desk.propose(staff["editor"], id, with_event(kept.state, "forwarded", "2026-03-05"), version=1)
    two = desk.propose(staff["both"], id, with_event(kept.state, "withdrawn", "2026-03-05"), version=1)
    desk.sign(staff["signer"], one.id)
    with pytest.raises(DeskStale):
        desk.sign(staff["signer"], two.id)
