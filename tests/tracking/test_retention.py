"""Names are kept as long as is stated, and no longer; the journal verifies afterwards, and nothing of them is left in the database."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import text

from shidian.store.access import Actor
from shidian.store.database import now
from shidian.store.desk.seals import ERASED
from shidian.store.walls import EVERYTHING
from shidian.tracking.application import with_event
from shidian.tracking.desk import ProgrammeDesk
from shidian.tracking.retention import KEPT_DAYS, retain
from tests.tracking.test_applications import FILED

TABLES = ("items", "changes", "journal", "seals", "requests")


def test_names_go_when_their_time_is_over_and_the_chain_stays_whole(desk: ProgrammeDesk, staff: dict[str, Actor]) -> None:
    id = desk.begin_application(staff["editor"], "suzhou", FILED | {"lead_person": "王某某"})
    other = desk.begin_application(staff["editor"], "suzhou", FILED | {"firm": "未结企业"})
    kept = desk.work.item(staff["editor"], id)
    change = desk.propose(staff["editor"], id, with_event(kept.state, "withdrawn", "2026-03-09") | {"lead_person": "李某某"}, version=1)
    desk.sign(staff["signer"], change.id)
    anchors, machine = desk.work.anchors(), desk.people.machine()
    later = now() + dt.timedelta(days=KEPT_DAYS["application"] + 1)
    assert retain(desk, machine, now()) == []
    assert [(f.id, f.fields) for f in retain(desk, machine, later, dry=True)] == [(id, ("firm", "lead_person"))]
    assert desk.work.item(staff["reader"], id).state["firm"] == "示例公司"
    assert len(retain(desk, machine, later)) == 1
    assert retain(desk, machine, later) == []
    state = desk.work.item(staff["reader"], id).state
    assert (state["firm"], state["lead_person"], state["stage"]) == (ERASED, ERASED, "withdrawn")
    assert desk.work.verify(anchors) == []
    with desk.work.database.reading(EVERYTHING) as c:
        raw = str([tuple(r) for t in TABLES for r in c.execute(text(f"SELECT * FROM {t}"))])
    for name in ("示例公司", "王某某", "李某某"):
        assert name not in raw
    assert "未结企业" in raw
    assert desk.work.item(staff["reader"], other).state["firm"] == "未结企业"
    assert desk.work.journal(staff["reader"], "suzhou")[0].kind == "erased"
