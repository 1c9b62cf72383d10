"""Long pages have a list of what stands on them, and no page is heavy."""

from __future__ import annotations

import csv
import io
import re

import httpx
import pytest
from playwright.sync_api import Browser

from tests.nightly import nightly
from tests.web.browsing import visiting
from tests.web.pages import ADDRESSES

LONG = 8_000
"""Pixels of a page on a telephone beyond which it has a list of what stands on it."""
HEAVY = 150_000
"""Bytes of a page on its way."""
BARE = (
    "/sources",
    "/instruments",
    "/territories",
    "/ceilings",
    "/ceilings?rows=all",
    "/matrix",
    "/matrix?rows=all",
    "/activities",
    "/names/activities",
    "/instruments/cn-negative-list",
    "/instruments/cn-ftz-negative-list",
    "/decision/access?territory=chengdu",
)
"""Pages as they are without any filter: their longest."""
JUMPS = ("/programme", "/areas", "/changes", "/openness", "/activities", "/tasks", "/chronology", "/claims", "/contradictions", "/coverage")


@pytest.mark.parametrize(
    "path",
    [
        *(p for p in ADDRESSES.values() if p.partition("?")[0] in JUMPS),
        "/sources",
        "/instruments",
        "/territories",
        "/tasks?view=list",
        "/search?q=电信",
        "/names/origins",
        "/names/activities",
        "/api",
        "/instruments/cn-negative-list",
        "/instruments/cn-ftz-negative-list",
    ],
)
def test_a_long_page_has_a_list_of_what_stands_on_it_and_every_entry_leads_there(path: str, http: httpx.Client) -> None:
    for lang in ("en", "zh"):
        page = http.get(f"/{lang}{path}").text
        listed = re.findall(r'<li><a href="#([^"]+)">', page.partition('<nav class="jump"')[2].partition("</nav>")[0])
        assert len(listed) > 1
        assert len(set(listed)) == len(listed)
        assert [a for a in listed if f'id="{a}"' not in page] == []


@pytest.mark.parametrize("path", BARE)
def test_no_page_is_heavy_on_its_way(path: str, http: httpx.Client) -> None:
    with http.stream("GET", f"/zh{path}", headers={"accept-encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert sum(len(part) for part in answer.iter_raw()) < HEAVY


@nightly
@pytest.mark.parametrize("path", [*ADDRESSES.values(), *BARE])
def test_no_page_is_long_on_a_telephone_without_a_list(path: str, browser: Browser, address: str) -> None:
    for lang in ("en", "zh"):
        with visiting(browser, address, lang, width=390) as visitor:
            if visitor.page.goto(f"{address}/{lang}{path}", wait_until="load").status != 200:  # type: ignore[union-attr]
                visitor.faults.clear()
                continue
            tall = visitor.page.evaluate("document.documentElement.scrollHeight")
            assert tall <= LONG or visitor.page.locator("nav.jump").count() == 1, (lang, tall)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_matrix_of_ceilings_is_not_heavy_before_it_is_packed_and_each_cell_leads_to_its_decision(http: httpx.Client) -> None:
    page = http.get("/zh/ceilings?on=2025-06-01")
    for address in ("/zh/ceilings", "/en/ceilings?rows=all"):
        assert len(http.get(address).content) < HEAVY, address
    cells = re.findall(r'<td class="cell \w+"(?: colspan="20")?><a href="(\?[^"]*cell=[^"]*)"', page.text)
    rows = http.get("/zh/ceilings.json?on=2025-06-01").json()["rows"]
    shown = [c for row in rows for c in row["cells"][: None if row["varies"] else 1]]
    assert len(cells) == len(shown) < len(rows) * 20
    for link, wanted in list(zip(cells, shown, strict=True))[::40]:
        answer = http.get("/zh/ceilings" + link.replace("&amp;", "&"))
        assert answer.status_code == 303
        assert dict(httpx.URL(answer.headers["location"]).params) == wanted["facts"]
        assert httpx.URL(answer.headers["location"]).path == "/zh/decision/access"


def test_a_row_that_is_alike_everywhere_is_one_cell_and_its_file_has_all(http: httpx.Client) -> None:
    rows = http.get("/en/ceilings.json").json()["rows"]
    lines = {x[0]: x[1:] for x in csv.reader(io.StringIO(http.get("/en/ceilings.csv").text))}
    for row in rows:
        said = [c["shown"] + (f" ({c['zone']})" if c["zone"] else "") for c in row["cells"]]
        assert lines[row["name"]["en"]] == said
    assert {row["varies"] for row in rows} == {True, False}


def test_no_answer_is_heavy_however_little_is_said(http: httpx.Client) -> None:
    """The page of every question with nothing said, as it is written; each in one language."""
    for i, question in enumerate(q["question"] for q in http.get("/api/v1/questions").json()["items"]):
        page = http.get(f"/{('en', 'zh')[i % 2]}/decision/{question}")
        assert page.status_code == 200, question
        assert len(page.content) < HEAVY, question


def test_the_changes_of_five_years_are_not_heavy_and_all_of_them_can_be_seen(http: httpx.Client) -> None:
    asked = "/en/changes?since=2021-11-01&until=2026-11-01"
    short, whole = (http.get(asked + more).text for more in ("", "&whole=1"))
    assert len(short.encode()) < HEAVY
    groups = len(http.get(asked.replace("changes?", "changes.json?")).json()["groups"])
    rows = [page.partition('<section id="answers">')[2].count("<tr>") for page in (short, whole)]
    assert rows == [40 + 2, groups + 2]
    assert f"{groups - 40} more: the whole answer" in short


def test_what_a_bare_answer_leaves_out_is_counted_and_stands_on_the_whole_answer(http: httpx.Client) -> None:
    found = http.get("/en/decision/access.json").json()["decision"]
    short, whole = (http.get(f"/en/decision/access{query}").text for query in ("", "?whole=1"))
    box = '<li><label><input type="checkbox"'
    assert whole.count(box) == len(found["duties"]) > short.count(box)
    told = [int(n) for n in re.findall(r"(\d+) more: the whole answer on one page", short)]
    assert "more: the whole answer" not in whole
    possible = [d for d in found["duties"] if not d["certain"] and not d["general"]]
    assert told[-1] == len(possible) - (short.count(box) - (len(found["duties"]) - len(possible)))
    reasons = 'class="reason role-'
    assert whole.count(reasons) - short.count(reasons) >= told[0] > 0
    (leads,) = set(re.findall(r'href="(/en/decision/access[^"]*whole=1)#why"', short))
    assert http.get(leads.replace("&amp;", "&")).text.count(reasons) == whole.count(reasons)
