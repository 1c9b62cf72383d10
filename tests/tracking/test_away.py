"""A database that goes away in the middle, is full or is locked: said as that, nothing half done, nothing done twice, and it goes on afterwards."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import event

from shidian.errors import StoreAway
from shidian.store.access import Actor
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import TASKS

Staff = dict[str, Actor]
WRITERS, EACH = 4, 12
CUT_AFTER = 5
"""Attempts between two cuts: counted, not timed, so that a slow machine does not try each of them again and again."""


def test_connections_that_are_cut_lose_nothing_and_do_nothing_twice(desk: ProgrammeDesk, staff: Staff) -> None:
    if desk.work.database.sqlite:
        pytest.skip("SQLite has no connections to cut")
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    over, begun, cut = threading.Event(), threading.Semaphore(0), [0]

    def cuts() -> None:
        with psycopg.connect(desk.work.database.url, autocommit=True) as own:
            while not over.is_set():
                for _ in range(CUT_AFTER):
                    begun.acquire(timeout=0.2)
                rows = own.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
                cut[0] += len(rows.fetchall())

    def writes(n: int) -> list[int]:
        done = []
        for m in range(EACH):
            while True:
                begun.release()
                try:
                    version = desk.work.item(staff["editor"], item).version
                    done.append(desk.propose(staff["editor"], item, {"notes": f"{n} {m}"}, version=version, key=f"{n}-{m}").id)
                    break
                except StoreAway:
                    time.sleep(0.01)
        return done

    cutter = threading.Thread(target=cuts)
    cutter.start()
    try:
        with ThreadPoolExecutor(WRITERS) as pool:
            acknowledged = [id for done in pool.map(writes, range(WRITERS)) for id in done]
    finally:
        over.set()
        cutter.join()
    assert cut[0] > 10
    kept = desk.work.changes(staff["editor"], item=item, most=1000)
    assert sorted(c.id for c in kept) == sorted(acknowledged)
    assert len({str(c.after["notes"]) for c in kept}) == len(kept) == WRITERS * EACH
    assert desk.work.verify() == []


def test_a_disk_that_is_full_is_said_and_nothing_half_is_kept(lite: ProgrammeDesk, staff_lite: Staff) -> None:
    engine = lite.work.database.engine
    item = lite.begin(staff_lite["editor"], "suzhou", task="t1")

    def full(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]  # as many pages as there are, and no more

    event.listen(engine, "connect", full)
    engine.dispose()
    entries, taken = len(lite.work.journal(staff_lite["reader"], "suzhou")), 0

    def fill() -> None:
        nonlocal taken
        for n in range(500):
            lite.propose(staff_lite["editor"], item, {"notes": f"{n} " + "长" * 1900}, version=1, key=str(n))
            taken += 1

    with pytest.raises(StoreAway, match="full"):
        fill()
    assert len(lite.work.journal(staff_lite["reader"], "suzhou")) == entries + taken
    event.remove(engine, "connect", full)
    engine.dispose()
    lite.begin(staff_lite["editor"], "suzhou", task="t2")
    assert lite.work.verify() == []


def test_a_database_that_somebody_holds_is_said(lite: ProgrammeDesk, staff_lite: Staff) -> None:
    engine = lite.work.database.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=1"))
    engine.dispose()
    with lite.work.database.writing(), pytest.raises(StoreAway, match="locked"):
        lite.begin(staff_lite["editor"], "suzhou", task=next(iter(TASKS)))
    assert lite.begin(staff_lite["editor"], "suzhou", task=next(iter(TASKS)))
