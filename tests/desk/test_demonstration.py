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


def test_the_demonstration_is_marked_and_its_journals_hold(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}")
    desk = programme_desk(real_book(), database)
    accounts = demonstrate(desk, dt.date(2026, 11, 27))
    assert len(accounts) == 4
    assert desk.work.verify() == []
    items = desk.work.items(desk.people.machine())
    assert {i.region for i in items} == {"suzhou", "hefei", "fuzhou"}
    assert all(MARK in i.state["lead_body"] or MARK in i.title for i in items)
    assert all(MARK in e["document"] for i in items for e in i.state["evidence"])
    with pytest.raises(DeskError):
        demonstrate(desk, dt.date(2026, 11, 27))
    database.close()
