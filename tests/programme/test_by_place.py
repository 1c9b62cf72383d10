"""The programme place by place, and the chapters of agreements, over the real lawbook."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.catalogue.lists import NotFound
from shidian.catalogue.programme import tasks
from shidian.programme.lifecycle import announced_by, carried_out_by
from tests.cases.real import real_book

BOOK = real_book()
LAW = BOOK.lawbook
TODAY = dt.date(2026, 11, 22)


def test_what_is_only_announced_carries_nothing_out() -> None:
    for group in LAW.content.tasks:
        for task in group.tasks:
            carried, announced = carried_out_by(LAW, task), announced_by(LAW, task)
            assert set(carried) | set(announced) == set(task.rules)
            assert all(LAW.rules[r][2].in_force != () for r in carried)
            assert all(LAW.rules[r][2].in_force == () for r in announced)


def test_the_app_stores_of_2025_are_announced_and_carried_out_by_nothing() -> None:
    row = next(r for r in tasks(LAW, TODAY) if r.task == "t1")
    assert row.rules == ()
    assert row.searched == LAW.read_on


@pytest.mark.parametrize("region", [r.region for r in LAW.programme.regions])
def test_each_task_in_each_region_has_its_evidence_or_says_that_none_was_found(region: str) -> None:
    rows = [r for r in tasks(LAW, TODAY, place=region) if r.stage is not None]
    assert rows
    for row in rows:
        assert (row.stage == "announced") == (row.searched is not None), row.task
    assert any(r.searched is None for r in rows)
    assert any(r.searched is not None for r in rows)


def test_a_place_that_was_searched_again_says_so_and_another_keeps_the_day_of_the_lawbook() -> None:
    days = {place: {r.searched for r in tasks(LAW, TODAY, place=place)} - {None} for place in ("dalian", "beijing")}
    assert days == {"dalian": {dt.date(2026, 11, 28)}, "beijing": {LAW.read_on}}


def test_the_rows_of_the_plan_of_2025_are_counted_as_such() -> None:
    assert sum(r.plan == "plan-2025" for r in tasks(LAW, TODAY)) == 68
    assert next(p for p in LAW.programme.plans if p.plan == "plan-2025").tasks == 155


def test_a_chapter_says_what_speaks_to_it_and_what_stands_against_it_and_since_when() -> None:
    found = BOOK.chapter("14.11", on=dt.date(2026, 6, 1))
    against = {r.rule: r for r in found.stands_against}
    assert against["cn-cac-order-16/persons-1000000"].standing == "in_force"
    assert against["cn-cac-order-16/persons-1000000"].since == dt.date(2024, 3, 22)
    assert any(r.rule == "cn-shanghai-data-list-2025/off-list" and r.standing == "in_force" for r in found.speaks_for)
    assert BOOK.chapter("14.11", on=dt.date(2024, 3, 21)).stands_against[-1].standing == "not_yet"
    telecom = BOOK.chapter("cptpp 13", on=dt.date(2026, 6, 1))
    assert {r.standing for r in telecom.speaks_for} == {"in_force", "announced"}
    with pytest.raises(NotFound, match="several"):
        BOOK.chapter("13")
    with pytest.raises(NotFound, match="no chapter"):
        BOOK.chapter("cptpp 99")
