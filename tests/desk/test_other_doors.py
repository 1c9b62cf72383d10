"""The review desk has the same identity, the store is backed up and put back, and nothing is served to others before somebody can sign in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from shidian.cli.main import main
from shidian.errors import DeskError
from shidian.store.backup import backup, restore
from shidian.store.database import Database
from shidian.store.desk.work import WorkShelf
from shidian.tracking.desk import ProgrammeDesk
from tests.desk.running import Office
from tests.review.conftest import blank, blank_postgres, postgres, url
from tests.tracking.offices import PASSWORD, office, proof, staffed

__all__ = ["blank", "blank_postgres", "postgres", "url"]


def test_findings_are_reviewed_by_who_is_signed_in_and_under_that_name(office: Office) -> None:
    office.join("su-reads", ("suzhou", "reader"))
    office.join("su-edits", ("suzhou", "editor"))
    for login, status in ((None, 401), ("su-reads", 403), ("su-edits", 404)):
        with office.signed_in(login) as who:
            assert who.http.post("/zh/review/1/accept", data={"who": "Minister of Commerce"}).status_code == status
            assert who.http.post("/zh/review/1/undo", data={"who": "Minister of Commerce"}).status_code == status
    for login, status in ((None, 401), ("su-reads", 403), ("su-edits", 200)):
        with office.signed_in(login) as who:
            for path in ("/zh/review", "/en/review.json", "/zh/review/proposals"):
                assert who.http.get(path).status_code == status
    with office.signed_in(None) as who:
        assert who.http.get("/zh/review/proposals.zip").status_code == 401


def test_a_backup_put_back_on_either_database_is_the_same_store(url: str, tmp_path: Path) -> None:
    desk = office_at(f"sqlite:///{tmp_path / 'old.db'}")
    file, second = tmp_path / "all.backup", tmp_path / "second.backup"
    rows = backup(desk.work.database, file)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(DeskError):
        backup(desk.work.database, file)
    new = Database(url)
    assert restore(new, file) == rows
    shelf = WorkShelf(new)
    assert shelf.verify(desk.work.anchors()) == []
    assert shelf.anchors() == desk.work.anchors()
    backup(new, second)
    assert gzip.decompress(second.read_bytes()) == gzip.decompress(file.read_bytes())
    with pytest.raises(DeskError):
        restore(new, file)
    again = office(url)
    editor = again.people.acting("editor")
    again.begin(editor, "suzhou", task="t2")
    assert again.people.sign_in("known", PASSWORD, "here")
    for d in (new, again.work.database, desk.work.database):
        d.close()


def office_at(url: str) -> ProgrammeDesk:
    """A desk with a little work in it."""
    desk = office(url)
    staff = staffed(desk)
    link = desk.people.add(desk.people.acting("administrator"), "known", "已知", list(staff["editor"].grants))[1]
    desk.people.set_password(link, PASSWORD)
    item = desk.begin(staff["editor"], "suzhou", task="t1")
    change = desk.propose(staff["editor"], item, {"stage": "operating", "evidence": [proof()]}, version=1)
    desk.undo(staff["editor"], desk.sign(staff["signer"], change.id).id, why="示例")
    return desk


@pytest.mark.parametrize("how", ["cut", "altered", "other"])
def test_a_backup_that_is_not_whole_is_put_back_not_at_all(tmp_path: Path, how: str) -> None:
    desk = office_at(f"sqlite:///{tmp_path / 'old.db'}")
    file = tmp_path / "all.backup"
    backup(desk.work.database, file)
    raw = gzip.decompress(file.read_bytes())
    spoiled = {
        "cut": gzip.compress(raw[: len(raw) // 2].rpartition(b"\n")[0] + b"\n"),
        "altered": gzip.compress(raw.replace("已知".encode(), "未知".encode())),
        "other": b"PK\x03\x04 not a backup",
    }[how]
    file.write_bytes(spoiled)
    new = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(DeskError):
        restore(new, file)
    assert WorkShelf(new).anchors() == []
    for d in (new, desk.work.database):
        d.close()


def test_the_commands_of_who_runs_the_machine(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'work.db'}"
    run = CliRunner()
    refused = run.invoke(main, ["serve", "--store", store, "--host", "0.0.0.0"])
    assert refused.exit_code != 0
    assert "desk init" in refused.output
    first = run.invoke(main, ["desk", "init", "--store", store])
    assert "/desk/welcome/" in first.output
    assert run.invoke(main, ["desk", "init", "--store", store]).exit_code == 1
    added = run.invoke(main, ["desk", "user", "add", "wang", "--name", "王", "--role", "suzhou:editor", "--store", store])
    assert "/desk/welcome/" in added.output, added.output
    for role in ("nowhere:editor", "suzhou:king"):
        assert run.invoke(main, ["desk", "user", "add", "li", "--name", "李", "--role", role, "--store", store]).exit_code == 1
    listed = run.invoke(main, ["desk", "user", "list", "--store", store]).output
    assert "suzhou:editor" in listed
    assert run.invoke(main, ["desk", "verify", "--store", store]).exit_code == 0
    assert run.invoke(main, ["desk", "verify", "--store", store, "--anchor", f"suzhou:3:{'0' * 64}"]).exit_code == 1
    assert run.invoke(main, ["desk", "verify", "--store", store, "--anchor", "suzhou"]).exit_code == 1
    assert run.invoke(main, ["desk", "backup", str(tmp_path / "b"), "--store", store]).exit_code == 0
