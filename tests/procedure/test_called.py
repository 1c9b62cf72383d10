"""Which procedures an answer calls for: those of its duties and measures, at the place, never where the outcome is shut; the same at every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest

from shidian.answer.called import called_by
from shidian.catalogue.procedures import calendar_of, paper_words, procedure_lines, procedure_on
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.cli.running import run
from tests.serving.running import client, serving

IDC = {"activity": "idc", "territory": "beijing", "share": "100", "on": "2026-03-02"}


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with serving(Keeper(real_book())) as address, client(address) as found:
        yield found


@pytest.mark.parametrize(
    ("question", "facts", "called"),
    [
        ("access", IDC, {"vats-licence": True, "vats-pilot": True}),
        (
            "access",
            {"activity": "general-hospital", "territory": "xian", "share": "70"},
            {"foreign-hospital": True, "hospital-practice": True},
        ),
        ("access", {"activity": "online-news", "territory": "beijing", "share": "30"}, {}),
        ("capital", {"measure": "qflp", "territory": "beijing"}, {"qflp-beijing": True}),
        ("capital", {"measure": "qflp"}, {"qflp-beijing": False, "qflp-shenzhen": False}),
        ("capital", {"measure": "cash-pool", "territory": "shanghai"}, {}),
        ("entry", {"asked": "residence-extension", "days-left": "40", "on": "2026-03-02"}, {"residence-permit": True}),
        ("entry", {"asked": "residence-extension", "days-left": "10", "on": "2026-03-02"}, {}),
        ("entry", {"asked": "visa-extension", "days-left": "7", "on": "2026-03-02"}, {"visa-extension": True}),
    ],
)
def test_an_answer_calls_for_the_procedures_of_its_duties_and_measures(
    question: str, facts: dict[str, str], called: dict[str, bool]
) -> None:
    book = real_book()
    found = called_by(book.lawbook, book.ask(question, facts))
    assert {c.shown.procedure.procedure: c.certain for c in found} == called


def test_pages_memos_the_api_and_the_terminal_tell_the_same_papers_and_times(http: httpx.Client) -> None:
    book = real_book()
    (licence,) = (c.shown for c in called_by(book.lawbook, book.ask("access", IDC)) if c.shown.procedure.procedure == "vats-licence")
    body = http.post("/api/v1/ask/procedures", json={"question": "access", "facts": IDC}).json()
    assert [p["shown"]["procedure"]["procedure"] for p in body["procedures"]] == ["vats-licence", "vats-pilot"]
    page = http.get("/zh/decision/access", params=IDC).text
    memo = http.get("/zh/decision/access.md", params=IDC).text.replace("\\", "")
    told = run("ask", "access", *(f"{k}={v}" for k, v in IDC.items()), "--procedures", "--lang", "zh").out
    for paper in licence.papers:
        assert paper.paper.name.zh in page
        assert paper_words(paper, "zh") in memo
        assert paper_words(paper, "zh") in told
    for line in procedure_lines(licence, "zh"):
        assert line.strip() in told


def test_due_days_of_the_page_and_the_api_are_those_of_the_calendar(http: httpx.Client) -> None:
    book = real_book().lawbook
    events = {"received": "2026-09-28", "accepted": "2026-10-09"}
    due = calendar_of(book).working(dt.date(2026, 9, 28), 5)
    api = http.get("/api/v1/procedures/vats-licence", params={"event": [f"{k}={v}" for k, v in events.items()]}).json()
    steps = {s["step"]["step"]: s["due"] for s in api["steps"]}
    assert steps["accept"]["due"]["earliest"] == due.earliest.isoformat() == "2026-10-10"
    assert steps["accept"]["done"] == "2026-10-09"
    page = http.get("/zh/procedures/vats-licence", params=events).text
    assert "期限2026年10月10日" in page
    assert http.get("/zh/procedures/nothing").status_code == 404
    assert http.get("/zh/procedures/vats-licence", params={"received": "2026-02-30"}).status_code == 400
    assert http.get("/api/v1/procedures/vats-licence", params={"event": "eaten=2026-02-03"}).status_code == 400
    assert http.get("/api/v1/procedures").json()["count"] == len(book.procedures)


def test_a_check_list_is_that_of_its_day() -> None:
    book = real_book().lawbook
    before, after = (
        {p.paper.paper for p in procedure_on(book, "data-export-assessment", day).papers}
        for day in (dt.date(2024, 3, 21), dt.date(2024, 3, 22))
    )
    assert "persons" in before - after
    assert "persons-year" in after - before
