"""Long tables are filtered and sorted where they stand: by their address without scripts, at once with them, and their files follow."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import httpx
import pytest
from playwright.sync_api import Browser

from shidian.words.dates import dated
from tests.web.browsing import visiting

BOTH = ("en", "zh")
DAYS = 3
RULES = 5
"""Columns of the list of instruments."""


def file_of(http: httpx.Client, page: str) -> list[list[str]]:
    """The first table of a page as its file says it."""
    link = re.findall(r'href="([^"]*\.csv\?[^"]*table=[^"]*)"', http.get(page).text)[0]
    answer = http.get(unescape(link))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("lang", BOTH)
def test_a_table_shows_the_rows_with_the_words_in_the_order_asked_for_and_its_file_holds_the_same(http: httpx.Client, lang: str) -> None:
    word = {"en": "data", "zh": "数据"}[lang]
    rows = http.get(f"/{lang}/instruments.json").json()["rows"]
    head, *told = file_of(http, f"/{lang}/instruments?find={word}&sort=-{RULES}")
    assert len(head) == RULES + 1
    titles = {dated(r["title"][lang], lang): r["rules"] for r in rows}
    assert len(told) > 5
    assert {t[0] for t in told} >= {t for t in titles if word in t.casefold()}
    assert [t[0] for t in told if word not in " ".join(t).casefold()] == []
    assert [titles[t[0]] for t in told] == sorted((titles[t[0]] for t in told), reverse=True)
    page = http.get(f"/{lang}/instruments?find={word}&sort=-{RULES}").text
    assert f"{len(told)} / {len(rows)}</output>" in page
    assert 'aria-sort="descending"' in page


@pytest.mark.parametrize("lang", BOTH)
def test_days_are_sorted_as_days_and_what_is_empty_comes_last(http: httpx.Client, lang: str) -> None:
    days = {dated(r["title"][lang], lang): r["effective"] for r in http.get(f"/{lang}/instruments.json").json()["rows"]}
    for way in (DAYS, -DAYS):
        told = [days[row[0]] for row in file_of(http, f"/{lang}/instruments?sort={way}")[1:]]
        full = [d for d in told if d]
        assert set(full) == {d for d in days.values() if d}
        assert full == sorted(full, reverse=way < 0)
        assert told[: len(full)] == full


def test_a_table_that_is_neither_first_nor_there_and_orders_that_are_no_columns(http: httpx.Client) -> None:
    assert "nothing found</output>" in http.get("/en/instruments?find=xyzzyx").text
    for wrong in ("sort=many", "sort=1.5", "sift=0", "find=a&find=b"):
        assert http.get(f"/en/instruments?{wrong}").status_code == 400, wrong
    assert http.get("/en/instruments.json?find=data").status_code == 400
    assert http.get("/en/statistics?sift=99&find=data").status_code == 200


def test_the_other_language_and_the_twin_of_a_sorted_table_are_there(http: httpx.Client) -> None:
    page = http.get("/en/tasks?view=list&sort=-5").text
    for link in (*re.findall(r'<link rel="alternate"[^>]*href="([^"]+)"', page), *re.findall(r'<a href="(/zh/tasks[^"]*)" hreflang', page)):
        assert http.get(unescape(link)).status_code == 200, link


@pytest.mark.parametrize("lang", BOTH)
def test_the_browser_shows_at_once_what_the_address_would(browser: Browser, address: str, lang: str) -> None:
    word = {"en": "announced", "zh": "宣布"}[lang]
    shown = "[...document.querySelectorAll('.wide tbody tr:not(.group)')].filter(r => !r.hidden).map(r => r.cells[0].textContent.trim())"
    with visiting(browser, address, lang) as visitor:
        page = visitor.page
        for find, sort in ((word, 3), (word, -3), ("", 5), ("", -5)):
            visitor.goes(f"/tasks?view=list&find={find}&sort={sort}")
            wanted = page.evaluate(shown)
            assert len(wanted) > 5
            visitor.goes("/tasks?view=list")
            page.locator(".sift input[name=find]").fill(find)
            for _ in range(1 if sort > 0 else 2):
                page.locator(f"thead th:nth-child({abs(sort)}) a").click()
            assert page.evaluate(shown) == wanted
            assert f"sort={sort}" in page.url
            page.reload()
            assert page.evaluate(shown) == wanted


def test_groups_without_a_row_that_holds_the_words_go_and_the_others_open(browser: Browser, address: str) -> None:
    with visiting(browser, address, "en") as visitor:
        visitor.goes("/sources")
        page = visitor.page
        groups = page.locator(".folded > details").count()
        page.locator(".sift input[name=find]").fill("customs")
        left = page.locator(".folded > details:not([hidden])")
        assert 0 < left.count() < groups
        assert page.locator(".folded > details:not([hidden]):not([open])").count() == 0
        assert page.locator(".folded tbody tr:visible").count() > 0
        assert all("customs" in text.casefold() for text in page.locator(".folded tbody tr:visible").all_text_contents())
        page.locator(".sift input[name=find]").fill("")
        assert page.locator(".folded > details:not([hidden])").count() == groups


def test_by_keyboard_alone_and_without_scripts_a_table_is_sorted_and_filtered(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh", js=False) as visitor:
        page = visitor.page
        visitor.goes("/tasks?view=list")
        page.locator(".sift input[name=find]").focus()
        page.keyboard.type("宣布")
        page.keyboard.press("Enter")
        page.wait_for_url("**find=*")
        few = page.locator("tbody tr:not(.group):visible").count()
        assert few > 0
        page.locator("thead th:nth-child(5) a").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**sort=5*")
        assert page.locator("tbody tr:not(.group):visible").count() == few
