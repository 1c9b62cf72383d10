"""The second wall: on PostgreSQL a query that forgot its condition shows nothing of another region, and a write there fails."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, func, insert, select, text, update
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from shidian.errors import DeskError
from shidian.store.access import Actor
from shidian.store.tables import attachments, audit, changes, comments, items, journal, metadata, seals, signoffs
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


def raw(desk: ProgrammeDesk) -> Engine:
    """Connections past the desk's own code, as somebody with the password of the database makes them."""
    return create_engine(make_url(desk.work.database.url).set(drivername="postgresql+psycopg"), poolclass=NullPool)


def test_nobody_changes_or_deletes_what_a_journal_or_the_log_holds(desk: ProgrammeDesk, staff: Staff) -> None:
    if desk.work.database.sqlite:
        pytest.skip("row-level security is PostgreSQL's")
    desk.begin(staff["editor"], "suzhou", task="t1")
    desk.work.note(staff["editor"], "read", "suzhou", "board")
    with raw(desk).begin() as c:  # an owner of the tables that is no superuser, as a careful administrator would have it
        c.execute(text("CREATE ROLE owner_of_desk"))
        for table in metadata.tables:
            c.execute(text(f"ALTER TABLE {table} OWNER TO owner_of_desk"))
    try:
        for role in ("shidian_desk", "owner_of_desk"):
            for what in ("UPDATE journal SET who = 'x'", "DELETE FROM journal", "UPDATE audit SET who = 'x'", "DELETE FROM audit"):
                with raw(desk).connect() as c:
                    c.execute(text("SET shidian.reads = '*'; SET shidian.writes = '*'; SET shidian.audits = '*'"))
                    c.execute(text(f"SET ROLE {role}"))
                    if role == "shidian_desk":
                        with pytest.raises(DatabaseError, match="permission denied"):
                            c.execute(text(what))
                    else:
                        assert c.execute(text(what)).rowcount == 0, (role, what)
                    c.rollback()
    finally:
        with raw(desk).begin() as c:
            c.execute(text("REASSIGN OWNED BY owner_of_desk TO CURRENT_USER; DROP OWNED BY owner_of_desk; DROP ROLE owner_of_desk"))
    assert desk.work.verify() == []


def test_who_connects_with_no_settings_sees_and_writes_no_work(desk: ProgrammeDesk, staff: Staff) -> None:
    if desk.work.database.sqlite:
        pytest.skip("row-level security is PostgreSQL's")
    desk.begin(staff["editor"], "suzhou", task="t1", state={"lead_person": "王某"})
    with raw(desk).connect() as c:
        c.execute(text("SET ROLE shidian_desk"))
        for table in (items, changes, signoffs, journal, seals, audit, comments, attachments):
            assert c.execute(select(func.count()).select_from(table)).scalar_one() == 0, table.name
        with pytest.raises(DatabaseError):
            c.execute(text("ALTER TABLE items DISABLE ROW LEVEL SECURITY"))
        c.rollback()
        c.execute(text("SET ROLE shidian_desk"))
        with pytest.raises(DatabaseError):
            c.execute(
                text(
                    "INSERT INTO items (region, area, title, stage, published, state, version, made_at, changed_at) "
                    "VALUES ('suzhou', 'a', 't', 'announced', true, '{}', 1, '', '')"
                )
            )
