"""The use cases of the desk: four eyes, undo, stale changes, keys, and what the journal holds of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from shidian.errors import DeskError, DeskForbidden, DeskMissing, DeskStale
from shidian.store.access import Actor
from shidian.store.desk.chain import ChainHead
from shidian.store.walls import EVERYTHING
from shidian.tracking.desk import ProgrammeDesk
from tests.tracking.offices import proof

Staff = dict[str, Actor]


def kinds(desk: ProgrammeDesk, staff: Staff) -> list[str]:
    return [e.kind for e in reversed(desk.work.journal(staff["reader"], "suzhou"))]


def test_a_change_holds_when_another_signs_it(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    change = desk.propose(staff["editor"], item, {"stage": "operating", "evidence": [proof()]}, version=1, why="opened")
    assert desk.work.item(staff["reader"], item).state["stage"] == "announced"
    with pytest.raises(DeskForbidden):
        desk.sign(staff["editor"], change.id)
    done = desk.sign(staff["signer"], change.id)
    found = desk.work.item(staff["reader"], item)
    assert (done.status, done.signed, found.state["stage"], found.version) == ("applied", ("Signer",), "operating", 2)
    assert kinds(desk, staff) == ["begun", "proposed", "signed", "applied"]
    assert desk.work.verify(desk.work.anchors()) == []


def test_nobody_signs_what_they_proposed_even_with_both_roles(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["both"], "suzhou", task="t1")
    change = desk.propose(staff["both"], item, {"notes": "mine"}, version=1)
    with pytest.raises(DeskForbidden):
        desk.sign(staff["both"], change.id)
    with pytest.raises(DeskForbidden):
        desk.refuse(staff["both"], change.id, "no")
    assert desk.withdraw(staff["both"], change.id).status == "withdrawn"
    with pytest.raises(DeskStale):
        desk.sign(staff["signer"], change.id)


def test_a_region_may_ask_for_three_pairs_of_eyes_or_one(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    desk.set_eyes(staff["head"], "suzhou", 3, "big matters")
    change = desk.propose(staff["editor"], item, {"notes": "a"}, version=1)
    desk.set_eyes(staff["head"], "suzhou", 1, "small office")
    assert desk.sign(staff["signer"], change.id).status == "open"
    with pytest.raises(DeskForbidden):
        desk.sign(staff["signer"], change.id)
    assert desk.sign(staff["second"], change.id).status == "applied"
    assert desk.propose(staff["editor"], item, {"notes": "b"}, version=2).status == "applied"
    with pytest.raises(DeskForbidden):
        desk.set_eyes(staff["editor"], "suzhou", 1, "quicker")
    assert desk.work.verify() == []


def test_two_proposals_for_one_field_do_not_overwrite_each_other(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    one = desk.propose(staff["editor"], item, {"notes": "one"}, version=1)
    two = desk.propose(staff["both"], item, {"notes": "two"}, version=1)
    other = desk.propose(staff["both"], item, {"lead_body": "Bureau"}, version=1)
    desk.sign(staff["signer"], one.id)
    with pytest.raises(DeskStale):
        desk.sign(staff["signer"], two.id)
    desk.sign(staff["signer"], other.id)
    found = desk.work.item(staff["reader"], item).state
    assert (found["notes"], found["lead_body"]) == ("one", "Bureau")
    with pytest.raises(DeskStale):
        desk.propose(staff["editor"], item, {"notes": "three"}, version=1)
    assert desk.work.verify() == []


def test_an_undo_is_a_new_entry_that_another_signs(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    change = desk.propose(staff["editor"], item, {"stage": "operating", "evidence": [proof()]}, version=1)
    with pytest.raises(DeskError):
        desk.undo(staff["editor"], change.id, why="wrong task")
    desk.sign(staff["signer"], change.id)
    with pytest.raises(DeskError):
        desk.undo(staff["editor"], change.id, why=" ")
    back = desk.undo(staff["editor"], change.id, why="wrong task")
    with pytest.raises(DeskStale):
        desk.undo(staff["both"], change.id, why="again")
    desk.sign(staff["signer"], back.id)
    found = desk.work.item(staff["reader"], item)
    assert (found.state["stage"], found.state["evidence"], found.version) == ("announced", [], 3)
    assert len(kinds(desk, staff)) == 7
    assert desk.work.verify() == []


def test_what_was_changed_since_cannot_be_undone_over_it(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    one = desk.propose(staff["editor"], item, {"notes": "one"}, version=1)
    desk.sign(staff["signer"], one.id)
    two = desk.propose(staff["editor"], item, {"notes": "two"}, version=2)
    desk.sign(staff["signer"], two.id)
    with pytest.raises(DeskStale):
        desk.undo(staff["editor"], one.id, why="wrong")


def test_an_item_begins_at_the_beginning_unpublished_and_once(desk: ProgrammeDesk, staff: Staff) -> None:
    for wrong in (
        {"task": "t1", "state": {"stage": "operating", "evidence": [proof()]}},
        {"task": "nothing"},
        {"title": "own"},
        {"title": "own", "area": "nowhere"},
        {"title": " ", "area": "telecom"},
    ):
        with pytest.raises(DeskError):
            desk.begin(staff["editor"], "suzhou", **wrong)
    item = desk.begin(staff["editor"], "suzhou", task="t1", state={"published": True, "stage": "region-plan"})
    assert desk.work.item(staff["reader"], item).state["published"] is False
    with pytest.raises(DeskStale):
        desk.begin(staff["both"], "suzhou", task="t1")
    own = desk.begin(staff["editor"], "suzhou", title="一件自定措施（示例）", area="telecom")
    assert desk.work.item(staff["reader"], own).task is None


def test_a_request_sent_twice_with_its_key_is_done_once(desk: ProgrammeDesk, staff: Staff) -> None:
    first = desk.begin(staff["editor"], "suzhou", task="t1", key="k1")
    assert desk.begin(staff["editor"], "suzhou", task="t1", key="k1") == first
    with pytest.raises(DeskError):
        desk.begin(staff["editor"], "suzhou", task="t2", key="k1")
    change = desk.propose(staff["editor"], first, {"notes": "a"}, version=1, key="k2")
    assert desk.propose(staff["editor"], first, {"notes": "a"}, version=1, key="k2").id == change.id
    assert kinds(desk, staff) == ["begun", "proposed"]


def test_who_may_not_read_a_region_learns_nothing_of_it(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    change = desk.propose(staff["editor"], item, {"notes": "a"}, version=1)
    said = set()
    stranger = staff["stranger"]
    for act in (
        lambda: desk.work.item(stranger, item),
        lambda: desk.work.item(stranger, 10**6),
        lambda: desk.propose(stranger, item, {"notes": "b"}, version=1),
        lambda: desk.propose(stranger, 10**6, {"notes": "b"}, version=1),
    ):
        with pytest.raises(DeskMissing) as caught:
            act()
        said.add(str(caught.value))
    assert len(said) == 1
    for act in (
        lambda: desk.sign(stranger, change.id),
        lambda: desk.undo(stranger, change.id, why="x"),
        lambda: desk.withdraw(stranger, change.id),
    ):
        with pytest.raises(DeskMissing):
            act()
    assert not [*desk.work.items(stranger), *desk.work.changes(stranger), *desk.work.journal(stranger, "suzhou")]
    assert desk.work.counts(stranger, "2026-11-27") == []
    with pytest.raises(DeskMissing):
        desk.begin(stranger, "suzhou", task="t2")
    assert [i.id for i in desk.work.items(staff["ministry"])] == [item]


def test_where_an_item_stands_is_what_the_item_says(desk: ProgrammeDesk, staff: Staff) -> None:
    proofs = [proof("C"), proof("A"), proof("D")]
    items = [desk.begin(staff["editor"], "suzhou", task=t, state={"due": "2026-12-31"}) for t in ("t1", "t2")]
    desk.sign(staff["signer"], desk.propose(staff["editor"], items[0], {"stage": "operating", "evidence": proofs}, version=1).id)
    desk.begin_assessment(staff["editor"], items[0])
    seen = {i.id: i for i in desk.work.items(staff["reader"])}
    found = desk.work.places(staff["reader"])
    assert [p.id for p in found] == sorted(items)
    for p in found:
        i = seen[p.id]
        assert (p.region, p.task, p.stage, p.due, p.changed_at) == (i.region, i.task, i.state["stage"], i.state["due"], i.changed_at)
    assert [p.grade for p in found] == ["A", None]
    assert desk.work.places(staff["stranger"]) == []


def test_the_journal_only_grows(desk: ProgrammeDesk, staff: Staff) -> None:
    desk.begin(staff["editor"], "suzhou", task="t1")
    for spoil in ("UPDATE journal SET who = 'somebody else'", "DELETE FROM journal", "UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match=r"only grows|permission denied"), desk.work.database.writing(EVERYTHING) as c:
            c.execute(text(spoil))


def unlocked(desk: ProgrammeDesk, *spoils: str) -> None:
    """Change the database as somebody would who holds the machine."""
    sqlite = desk.work.database.sqlite
    with desk.work.database.writing(EVERYTHING) as c:
        if not sqlite:
            c.execute(text("RESET ROLE"))
        for what in ("update", "delete"):
            c.execute(text(f"DROP TRIGGER journal_no_{what}" + ("" if sqlite else " ON journal")))
        for spoil in spoils:
            c.execute(text(spoil))


@pytest.mark.parametrize(
    "spoils",
    [
        ("UPDATE journal SET who = 'Somebody Else' WHERE number = 3",),
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000000Z' WHERE number = 1",),
        ("DELETE FROM journal WHERE number = 2",),
        ("UPDATE items SET stage = 'replicated', state = '{\"stage\": \"replicated\"}'",),
        ("UPDATE changes SET status = 'applied' WHERE status = 'open'",),
        ("DELETE FROM journal WHERE number > 4",),
        ("UPDATE chains SET number = 4",),
    ],
)
def test_whatever_was_altered_is_found(desk: ProgrammeDesk, staff: Staff, spoils: tuple[str, ...]) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    desk.sign(staff["signer"], desk.propose(staff["editor"], item, {"notes": "a"}, version=1).id)
    desk.propose(staff["editor"], item, {"notes": "b"}, version=2)
    assert desk.work.verify() == []
    unlocked(desk, *spoils)
    assert desk.work.verify() != []


def test_an_end_cut_off_with_its_head_moved_is_seen_by_the_anchor(desk: ProgrammeDesk, staff: Staff) -> None:
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    week_ago = desk.work.anchors()
    change = desk.propose(staff["editor"], item, {"notes": "a"}, version=1)
    today = desk.work.anchors()
    assert desk.work.verify([*week_ago, *today]) == []
    unlocked(
        desk,
        "DELETE FROM journal WHERE number = 2",
        f"DELETE FROM changes WHERE id = {change.id}",
        f"UPDATE chains SET number = 1, digest = '{week_ago[0].digest}'",
    )
    assert desk.work.verify() == []
    assert desk.work.verify(week_ago) == []
    assert "cut off" in desk.work.verify(today)[0]
    assert desk.work.verify([ChainHead("hefei", 3, "0" * 64)]) != []
