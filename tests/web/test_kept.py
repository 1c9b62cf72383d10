"""Kept answers: an address that never changes, what it shows, and what it says when the law was written anew."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from shidian.book import Book
from shidian.errors import CopiesFull, CopyAltered
from shidian.store import copies
from shidian.store.copies import CopyShelf
from shidian.store.database import Database
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.serving.running import client, serving
from tests.web.pages import CASE

FORM = dict(p.split("=") for p in CASE.split("&")) | {"question": "access"}


class AnotherLaw(Keeper):
    """A keeper whose lawbook of today answers as if the case were one of another place: what a later lawbook may do to an answer."""

    elsewhere = False

    def ask(self, question, facts, known_on=None):  # type: ignore[no-untyped-def]
        return super().ask(question, dict(facts) | ({"territory": "haidian"} if self.elsewhere else {}), known_on)


@pytest.fixture
def desk(tmp_path: Path) -> AnotherLaw:
    book: Book = real_book()
    return AnotherLaw(book, lambda: dt.date(2026, 11, 22), copies=CopyShelf(Database(f"sqlite:///{tmp_path / 'kept.db'}")))


@pytest.fixture
def http(desk: AnotherLaw) -> Iterator[httpx.Client]:
    with serving(desk) as address, client(address) as found:
        yield found


def test_an_answer_is_kept_once_and_shown_as_it_was(http: httpx.Client) -> None:
    page = http.get(f"/en/decision/access?{CASE}").text
    assert 'action="/en/kept"' in page
    first = http.post("/en/kept", data=FORM)
    assert first.status_code == 303
    where = first.headers["location"]
    assert http.post("/zh/kept", data=FORM).headers["location"] == where.replace("/en/", "/zh/")
    for lang, says in (("en", "gives the same answer"), ("zh", "结论相同")):
        shown = http.get(where.replace("/en/", f"/{lang}/")).text
        assert says in shown
        assert 'class="verdict' in shown
        assert "data-part" not in shown  # nothing of today is loaded into it
    twin = http.get(where + ".json").json()
    assert twin["decision"]["receipt"]["id"].startswith(where.rpartition("/")[2])
    assert twin["turned"] == []


def test_a_lawbook_that_answers_otherwise_is_told_part_by_part(http: httpx.Client, desk: AnotherLaw) -> None:
    where = http.post("/en/kept", data=FORM).headers["location"]
    before = http.get(where + ".json").json()
    desk.elsewhere = True
    after = http.get(where + ".json").json()
    assert (after["decision"], after["html"]) == (before["decision"], before["html"])
    parts = {x["part"]: x for x in after["turned"]}
    assert "holds" in parts
    assert parts["holds"]["then"] == before["decision"]["summary"]["holds"]
    page = http.get(where).text
    assert "answers otherwise" in page
    assert "gives the same answer" not in page


def test_what_cannot_be_kept_or_found_is_said(http: httpx.Client) -> None:
    assert http.get("/en/kept/0123456789abcdef01234567").status_code == 404
    assert http.post("/en/kept", data=FORM | {"activity": "no-such-thing"}).status_code == 400
    assert http.post("/en/kept", data={"question": "nothing"}).status_code in (400, 404)
    assert http.post("/en/kept", data=FORM, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_a_server_without_a_store_offers_no_copy() -> None:
    with serving(Keeper(real_book())) as address, client(address) as http:
        assert 'action="/en/kept"' not in http.get(f"/en/decision/access?{CASE}").text
        assert http.post("/en/kept", data=FORM).status_code == 404


def test_an_altered_copy_is_not_shown(tmp_path: Path) -> None:
    shelf = CopyShelf(Database(f"sqlite:///{tmp_path / 'a.db'}"))
    assert shelf.keep("a", "2026-11-22T00:00:00.000000Z", b"words").content == b"words"
    assert shelf.keep("a", "2026-11-23T00:00:00.000000Z", b"others").content == b"words"
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("UPDATE copies SET content = ?", (b"x",))
    with pytest.raises(CopyAltered):
        shelf.find("a")


def test_the_copies_of_a_day_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MOST_A_DAY", 2)
    shelf = CopyShelf(Database(f"sqlite:///{tmp_path / 'b.db'}"))
    for i in range(2):
        shelf.keep(str(i), "2026-11-22T00:00:00.000000Z", b"")
    with pytest.raises(CopiesFull):
        shelf.keep("2", "2026-11-22T23:00:00.000000Z", b"")
    assert shelf.keep("2", "2026-11-23T00:00:00.000000Z", b"").id == "2"
