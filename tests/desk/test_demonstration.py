"""The demonstration is made-up, says so, and obeys the rules of the desk."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import httpx
import pytest

from shidian.errors import DeskError
from shidian.store.database import Database
from shidian.store.signing.people import PeopleShelf
from shidian.tracking import demonstration
from shidian.tracking.demonstration import MARK, demonstrate
from shidian.visitors.keeper import Keeper, programme_desk
from tests.cases.real import real_book
from tests.desk.running import Office, sign_in
from tests.serving.running import client, serving
from tests.tracking.offices import QUICK
from tests.web.test_residue import CHINESE, ENGLISH, WRITTEN, SaidText, official


def test_the_demonstration_is_marked_its_journals_hold_and_its_pages_speak_one_language(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'demo.db'}")
    book = real_book()
    desk = programme_desk(book, database, PeopleShelf(database, hasher=QUICK))
    accounts = demonstrate(desk, dt.date(2026, 11, 27))
    assert len(accounts) == 4
    with serving(Keeper(book, programme=desk)) as address, client(address) as http:
        assert sign_in(http, *accounts[0]).status_code == 303
        assert [_foreign(http, lang) for lang in ("zh", "en")] == [{}, {}]
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


def _foreign(http: httpx.Client, lang: str) -> dict[str, set[str]]:
    """Words of the other language, and days as programs write them, on one page of each kind that the desk leads to. What the demonstration's people
    wrote, in Chinese, is theirs."""
    known = official(real_book().lawbook) | set(CHINESE.findall(Path(demonstration.__file__).read_text(encoding="utf-8")))
    out, kinds, todo = {}, set(), [f"/{lang}/desk"]
    for path in todo:
        page = http.get(path)
        texts = SaidText(page.text, lang).said if "html" in page.headers["content-type"] else []
        if found := {m for text in texts for m in ((ENGLISH if lang == "zh" else CHINESE).findall(text) + WRITTEN.findall(text))} - known:
            out[path] = found
        for link in re.findall(rf'href="(/{lang}/desk/[^"#?]*)"', page.text):
            if (kind := re.sub(r"\d+|regions/[a-z]+", "", link)) not in kinds:
                kinds.add(kind)
                todo.append(link)
    assert len(kinds) > 12
    return out


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
