"""The second wall: on PostgreSQL a query that forgot its condition shows nothing of another region, and a write there fails."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from shidian.errors import DeskError
from shidian.store.access import Actor
from shidian.store.desk_tables import audit, changes, items, journal, seals, signoffs
from shidian.store.walls import EVERYTHING, NOTHING, Walls, walls_of
from shidian.tracking.desk import ProgrammeDesk

Staff = dict[str, Actor]


def test_a_query_without_its_condition_shows_nothing_of_another_region(desk: ProgrammeDesk, staff: Staff) -> None:
    if desk.work.database.sqlite:
        pytest.skip("row-level security is PostgreSQL's")
    item = desk.begin(staff["editor"], "suzhou", task="t1", state={"lead_person": "王某"})
    change = desk.propose(staff["editor"], item, {"notes": "a"}, version=1)
    desk.sign(staff["signer"], change.id)
    for walls, rows in (
        (walls_of(staff["reader"]), 1),
        (walls_of(staff["stranger"]), 0),
        (NOTHING, 0),
        (EVERYTHING, 1),
        (walls_of(staff["ministry"]), 1),
    ):
        with desk.work.database.reading(walls) as c:
            for table in (items, changes, signoffs, journal, seals):
                found = int(c.execute(select(func.count()).select_from(table)).scalar_one())
                assert (found > 0) == bool(rows), (table.name, walls)
    with desk.work.database.reading(walls_of(staff["reader"])) as c:
        assert c.execute(select(func.count()).select_from(audit)).scalar_one() == 0
    with desk.work.database.reading(walls_of(staff["head"])) as c:
        assert {r.region for r in c.execute(select(audit))} <= {"suzhou"}


def test_a_write_without_its_check_fails_in_another_region(desk: ProgrammeDesk, staff: Staff) -> None:
    if desk.work.database.sqlite:
        pytest.skip("row-level security is PostgreSQL's")
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    stranger = walls_of(staff["stranger"], frozenset({"hefei"}))
    with desk.work.database.writing(stranger) as c:
        assert c.execute(update(items).where(items.c.id == item).values(title="mine")).rowcount == 0
    with desk.work.database.writing(walls_of(staff["editor"])) as c:  # reads the region, and writes none in this transaction
        assert c.execute(update(items).where(items.c.id == item).values(title="mine")).rowcount == 0
    with desk.work.database.reading(EVERYTHING) as c:
        row = c.execute(select(items)).one()
    values = {col.name: getattr(row, col.name) for col in items.c if col.name not in ("id", "task")}
    with pytest.raises(DatabaseError, match="row-level security"), desk.work.database.writing(stranger) as c:
        c.execute(insert(items).values(**values, task="t9"))
    assert desk.work.item(staff["reader"], item).title == "Task 1"


def test_nobody_can_put_the_walls_down_by_the_name_of_a_region(desk: ProgrammeDesk) -> None:
    for odd in ("a,b", "*", "x'; RESET ROLE; --", ""):
        with pytest.raises(DeskError):
            Walls(frozenset({odd})).text("reads")
    if not desk.work.database.sqlite:
        with desk.work.database.reading(EVERYTHING) as c:
            assert c.execute(text("SELECT current_user")).scalar_one() == "shidian_desk"
            walled = set(c.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")).scalars())
        assert walled >= {"items", "changes", "signoffs", "journal", "seals", "audit", "chains", "comments", "attachments"}
