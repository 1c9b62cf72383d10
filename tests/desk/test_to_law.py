"""From the desk to the lawbook by every door: what is confidential never leaves, a hand-over stands in the journal, the command of the review desk writes it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from shidian.cli.main import main
from shidian.store.access import Actor
from tests.desk.running import Office
from tests.serving.running import client
from tests.tracking.offices import shown

SECRETS = {
    "lead_body": "机密牵头处室",
    "lead_person": "机密联系人",
    "next_step": "机密下一步",
    "risk_kind": "机密风险",
    "safeguard": "机密防控",
    "notes": "机密备注",
}


@pytest.fixture(scope="module")
def staff(office: Office) -> dict[str, Actor]:
    return {role: office.join(f"law-{role}", ("suzhou", role)) for role in ("reader", "editor", "signer")}


@pytest.fixture(scope="module")
def items(office: Office, staff: dict[str, Actor]) -> tuple[int, int]:
    """A task that is confirmed, with secrets in every other field and a firm below it, and one that is not published."""
    desk = office.programme
    desk.procedures = {"p": "示例许可"}
    area, task = next(iter(desk.areas)), next(t for t, s in desk.tasks.items() if t.startswith("t"))
    open_ = desk.begin(staff["editor"], "suzhou", task=task, state=SECRETS, why="机密理由")
    desk.begin_application(staff["editor"], "suzhou", {"procedure": "p", "firm": "机密企业"}, item=open_)
    shown(desk, staff["editor"], staff["signer"], open_, day="2026-03-02")
    closed = desk.begin(staff["editor"], "suzhou", title="机密措施", area=area)
    change = desk.propose(
        staff["editor"], closed, {"stage": "implementing-rule", "evidence": [{"document": "机密〔2026〕1号", "grade": "A"}]}, version=1
    )
    desk.sign(staff["signer"], change.id)
    return open_, closed


def test_nothing_confidential_leaves_and_the_check_passes(office: Office, staff: dict[str, Actor], items: tuple[int, int]) -> None:
    with office.signed_in("law-reader") as browser:
        page = browser.get("/regions/suzhou/lawbook")
        packed = browser.get("/regions/suzhou/lawbook.zip")
        assert browser.post("/regions/suzhou/lawbook").status_code == 403
    with office.signed_in("law-signer") as browser:
        review = browser.http.get("/zh/review/proposals").text
    assert "机密措施" in page.text  # what is lacking is named to the region's own people
    assert "地区尚未公开" in page.text
    with zipfile.ZipFile(io.BytesIO(packed.content)) as found:
        files = {n: found.read(n).decode() for n in found.namelist()}
    assert sorted(n.split("/")[0] for n in files) == ["evidence", "programme"]
    for text in (*files.values(), review):
        assert "机密" not in text
        assert "law-" not in text
    assert all(name in review for name in files)
    token = office.programme.people.token(staff["reader"], "t", acts=["read"])
    with client(office.address) as http:
        told = http.get("/api/v1/desk/regions/suzhou/lawbook", headers={"Authorization": f"Bearer {token}"}).json()
    assert told["files"] == files
    assert told["lacking"] == [{"item": items[1], "lacks": ["published", "link"]}]
    assert [s["item"] for s in told["new"]] == [items[0]]


def test_a_hand_over_stands_in_the_journal_once(office: Office, staff: dict[str, Actor], items: tuple[int, int]) -> None:
    with office.signed_in("law-signer") as browser:
        assert browser.post("/regions/suzhou/lawbook").status_code == 303
        assert browser.post("/regions/suzhou/lawbook").status_code == 409
        assert "Law-Signer" in browser.get("/regions/suzhou/lawbook").text
        assert "报送法规库" in browser.get(f"/items/{items[0]}").text
        assert "Handed over for the lawbook" in browser.http.get(f"/en/desk/items/{items[0]}").text
    kinds = [e.kind for e in office.programme.work.journal(staff["reader"], "suzhou", item=items[0])]
    assert kinds.count("handed") == 1
    assert office.programme.work.verify() == []


@pytest.mark.usefixtures("items")
def test_the_command_of_the_review_desk_writes_it(office: Office, tmp_path: Path) -> None:
    store = office.programme.work.database.url
    run = CliRunner().invoke(main, ["review", "proposals", "--store", store, "-o", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    written = list((tmp_path / "out").rglob("*.yaml"))
    assert len(written) == 2
    assert all("机密" not in p.read_text(encoding="utf-8") for p in written)
