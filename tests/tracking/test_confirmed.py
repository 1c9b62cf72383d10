"""What is confirmed for the lawbook: published, signed by a second person, on an official text with number and public link; dated never too early."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from shidian.errors import DeskError
from shidian.store.access import Actor
from shidian.store.desk.records import ConfirmedStage
from shidian.tracking.confirmed import confirmed, is_open
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import proof, shown

OPEN = {"link": "https://sw.suzhou.gov.cn/1"}


def told(desk: ProgrammeDesk, reader: Actor, item: int) -> ConfirmedStage | tuple[str, ...]:
    return confirmed(desk.work.item(reader, item), desk.work.changes(reader, item=item, status="applied"))


def change(desk: ProgrammeDesk, staff: dict[str, Actor], item: int, **wanted: Any) -> None:
    now = desk.work.item(staff["editor"], item)
    found = desk.propose(staff["editor"], item, wanted, version=now.version, why="示例")
    if found.status == "open":
        desk.sign(staff["signer"], found.id)


def test_what_two_signed_and_published_on_an_official_text_is_confirmed(desk: ProgrammeDesk, staff: dict[str, Actor]) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1", state={"lead_person": "某甲", "notes": "内部"})
    shown(desk, staff["editor"], staff["signer"], item, day="2026-03-02")
    found = told(desk, staff["reader"], item)
    assert isinstance(found, ConfirmedStage)
    assert (found.stage, [p.when for p in found.pieces]) == ("operating", ["2026-03-02"])
    assert "某甲" not in repr(found)
    assert "内部" not in repr(found)
    assert [(i.id, len(held)) for i, held in desk.work.vouched()] == [(item, 2)]


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ({"grade": "B", **OPEN}, ("evidence",)),
        ({"link": ""}, ("link",)),
        ({"link": "http://10.0.0.7/oa"}, ("link",)),
        ({"link": "http://oa/1"}, ("link",)),
        ({"document": "会议纪要", **OPEN}, ("number",)),
    ],
)
def test_what_is_missing_is_named(lite: ProgrammeDesk, staff_lite: dict[str, Actor], more: dict[str, str], lacks: tuple[str, ...]) -> None:
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    change(lite, staff_lite, item, stage="operating", evidence=[proof(**more)], published=True)
    assert told(lite, staff_lite["reader"], item) == lacks


def test_one_pair_of_eyes_and_what_is_not_published_confirm_nothing(lite: ProgrammeDesk, staff_lite: dict[str, Actor]) -> None:
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    change(lite, staff_lite, item, stage="operating", evidence=[proof(**OPEN)])
    assert told(lite, staff_lite["reader"], item) == ("published",)
    lite.set_eyes(staff_lite["head"], "suzhou", 1, "示例")
    change(lite, staff_lite, item, published=True)
    assert told(lite, staff_lite["reader"], item) == ("second",)


def test_a_document_added_later_does_not_move_the_day_of_the_stage(lite: ProgrammeDesk, staff_lite: dict[str, Actor]) -> None:
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    shown(lite, staff_lite["editor"], staff_lite["signer"], item, day="2026-03-02")
    first = lite.work.item(staff_lite["editor"], item).state["evidence"]
    change(lite, staff_lite, item, evidence=[*first, proof(link="https://sw.suzhou.gov.cn/2", day="2026-09-01")])
    found = told(lite, staff_lite["reader"], item)
    assert isinstance(found, ConfirmedStage)
    assert [p.when for p in found.pieces] == ["2026-03-02"]
    assert lite.work.verify() == []


def test_evidence_without_a_day_counts_by_the_year_of_its_number_and_stays_as_it_was(
    lite: ProgrammeDesk, staff_lite: dict[str, Actor]
) -> None:
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    shown(lite, staff_lite["editor"], staff_lite["signer"], item)
    found = told(lite, staff_lite["reader"], item)
    assert isinstance(found, ConfirmedStage)
    assert [p.when for p in found.pieces] == ["2026"]
    assert "day" not in lite.work.item(staff_lite["editor"], item).state["evidence"][0]


@pytest.mark.parametrize(
    ("link", "open_"),
    [
        ("https://www.gov.cn/x", True),
        ("http://1.2.3.4/x", True),
        ("https://192.168.1.4/x", False),
        ("https://[::1]/x", False),
        ("https://oa.local/x", False),
        ("https://localhost/x", False),
        ("https://example.org/x", False),
        ("ftp://www.gov.cn/x", False),
        ("", False),
    ],
)
def test_a_public_link_is_one_of_the_public_net(link: str, open_: bool) -> None:
    assert is_open(link) is open_


def test_the_day_of_signing_is_that_of_china(lite: ProgrammeDesk, staff_lite: dict[str, Actor]) -> None:
    lite.work.clock = lambda: dt.datetime(2026, 11, 27, 22, 30, tzinfo=dt.UTC)
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    shown(lite, staff_lite["editor"], staff_lite["signer"], item)
    found = told(lite, staff_lite["reader"], item)
    assert isinstance(found, ConfirmedStage)
    assert found.signed == "2026-11-28"


@pytest.mark.parametrize("day", ["2026-13-01", "gestern", "1999-01-01", "2026-3-2"])
def test_the_day_of_a_document_is_a_day(lite: ProgrammeDesk, staff_lite: dict[str, Actor], day: str) -> None:
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")
    with pytest.raises(DeskError, match="is not a day"):
        lite.propose(staff_lite["editor"], item, {"evidence": [proof(day=day)]}, version=1)
    assert "day" not in proof()
