"""The demonstration is made-up, says so, and obeys the rules of the desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from shidian.errors import DeskError
from shidian.store.database import Database
from shidian.tracking.demonstration import MARK, demonstrate
from shidian.visitors.keeper import programme_desk
from tests.cases.real import real_book
from tests.desk.running import Office


def test_the_demonstration_is_marked_and_its_journals_hold(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}")
    desk = programme_desk(real_book(), database)
    accounts = demonstrate(desk, dt.date(2026, 11, 27))
    assert len(accounts) == 4
    assert desk.work.verify() == []
    items = desk.work.items(desk.people.machine())
    assert {i.region for i in items} == {"suzhou", "hefei", "fuzhou"}
    assert all(MARK in i.state["lead_body"] or MARK in i.title for i in items)
    assert all(i.region in desk.tasks[i.task].regions for i in items if i.task)
    assert all(MARK in e["document"] for i in items for e in i.state["evidence"])
    applied = desk.work.items(desk.people.machine(), kind="application")
    assert {a.state["procedure"] for a in applied} == set(desk.procedures_in("suzhou")) < set(desk.procedures)
    assert {p for r in desk.regions for p in desk.procedures_in(r)} == set(desk.procedures)
    assert "qflp-beijing" in desk.procedures_in("beijing")
    with pytest.raises(DeskError, match="for this region"):
        desk.begin_application(desk.people.acting("jingban"), "suzhou", {"procedure": "qflp-beijing", "firm": "甲"})
    with pytest.raises(DeskError):
        demonstrate(desk, dt.date(2026, 11, 27))
    database.close()


def test_a_region_is_offered_the_tasks_meant_for_it_before_those_of_others(office: Office) -> None:
    office.join("begins", ("suzhou", "editor"))
    with office.signed_in("begins") as browser:
        told = browser.get("/regions/suzhou/begin.json").json()
    own, others = ({t for t, _ in told[name]} for name in ("tasks", "others"))
    tasks = office.programme.tasks
    assert own == {t for t, s in tasks.items() if "suzhou" in s.regions}
    assert others == set(tasks) - own
    assert own
    assert others
