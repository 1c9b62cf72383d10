"""The three journeys with their clicks counted: the browser itself notes every click and every Enter that a person makes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.nightly import nightly
from tests.web.browsing import Visitor, visiting

BOTH = [pytest.param("en", marks=nightly), "zh"]
COUNTING = """
const note = () => sessionStorage.setItem("steps", 1 + Number(sessionStorage.getItem("steps") || 0));
document.addEventListener("click", e => { if (e.isTrusted && e.detail > 0) note(); }, true);
document.addEventListener("keydown", e => { if (e.isTrusted && (e.key === "Enter" || e.key === " ")) note(); }, true);
"""
SENTENCES = {
    "en": "may a German company own 100 % of an app store in Chengdu on 1 June 2025",
    "zh": "2025年6月1日，德国企业能否在成都以100%的股比投资应用商店",
}


@contextmanager
def counted(browser: Browser, address: str, lang: str) -> Iterator[Visitor]:
    with visiting(browser, address, lang) as visitor:
        visitor.page.add_init_script(COUNTING)
        yield visitor


def steps(visitor: Visitor) -> int:
    """Clicks and Enters since the last count."""
    found: Any = visitor.page.evaluate(
        "(() => { const n = sessionStorage.getItem('steps'); sessionStorage.removeItem('steps'); return n; })()"
    )
    return int(found or 0)


@pytest.mark.parametrize("lang", BOTH)
def test_a_sentence_leads_to_the_verdict_in_one_step_and_one_more_each_to_where_since_when_and_memo(
    browser: Browser, address: str, lang: str
) -> None:
    with counted(browser, address, lang) as visitor:
        page = visitor.page
        visitor.goes("/")
        page.locator("#ask-q").fill(SENTENCES[lang])
        page.locator("#ask-q").press("Enter")
        page.wait_for_url("**/decision/access?*activity=app-store*")
        assert steps(visitor) == 1
        expect(page.locator(".verdict .first-lines")).to_contain_text("2022")  # since when, without a step
        page.locator("nav.jump a[href='#strip']").click()
        assert steps(visitor) == 1
        expect(page.locator("#strip")).to_be_in_viewport()
        page.locator("nav.jump a[href='#elsewhere']").click()
        page.locator("[data-part*='/elsewhere/'] a.spot").first.wait_for()
        assert steps(visitor) == 1
        with page.expect_download() as memo:
            page.locator(".memo-files a[href*='.docx']").first.click()
        assert steps(visitor) == 1
        assert memo.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("lang", BOTH)
def test_a_data_protection_officer_needs_at_most_four_answers(browser: Browser, address: str, lang: str) -> None:
    with counted(browser, address, lang) as visitor:
        page = visitor.page
        visitor.goes("/")
        page.locator(".doors a[href*='/ask/data_export'][href*='ground=hr']").first.click()  # staff records of 5,000 people
        page.wait_for_load_state("load")
        answers = 0
        while "/ask/" in visitor.path and answers < 10:
            visitor.follows(".asked > .answers .answer")
            answers += 1
        assert "/decision/data_export" in visitor.path
        assert answers <= 4
        assert steps(visitor) <= 5
        told = page.request.get(page.url.replace("?", ".json?", 1)).json()["decision"]
        assert told["because"] != "missing_facts"
        why = page.locator("section[aria-labelledby='why']").text_content() or ""
        assert told["reasons"]
        assert [r["rule"] for r in told["reasons"] if r["provision_name"][lang] not in why] == []
        for duty in told["duties"]:
            if duty["certain"] and not duty["general"]:
                expect(page.locator("section[aria-labelledby='duties']")).to_contain_text(duty["name"][lang])


@pytest.mark.parametrize("lang", BOTH)
def test_an_analyst_sees_an_area_in_twenty_regions_in_two_clicks_and_has_it_as_a_file_in_three(
    browser: Browser, address: str, lang: str
) -> None:
    with counted(browser, address, lang) as visitor:
        page = visitor.page
        visitor.goes("/")
        page.locator("nav a[href$='/programme']").first.click()
        page.wait_for_url("**/programme")
        page.locator("nav.jump a[href='#regions']").click()
        table = page.locator("section:has(> h2#regions) table")
        assert table.locator("tbody tr").count() == 20
        area = table.locator("tbody tr td:nth-of-type(1)").all_inner_texts()
        assert len(area) == 20
        assert steps(visitor) <= 2
        with page.expect_download() as file:
            page.locator("section:has(> h2#regions) a[href*='.csv']").click()
        assert steps(visitor) <= 1
        rows = list(csv.reader(io.StringIO(file.value.path().read_text(encoding="utf-8-sig"))))
        assert [f"{r[2]}/{r[3]}" for r in rows[1:]] == [a.split()[0] for a in area]


def tabs_to(visitor: Visitor, selector: str) -> None:
    """Go on with the tab key until the focus stands on something."""
    for _ in range(150):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the focus does not come to {selector}")


def test_the_keyboard_alone_leads_from_a_door_to_the_memo_and_from_the_programme_to_the_file(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh") as visitor:
        page = visitor.page
        visitor.goes("/")
        tabs_to(visitor, ".doors a[href*='/ask/data_export'][href*='ground=hr']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/data_export?*")
        for _ in range(10):
            if "/decision/" in visitor.path:
                break
            before = page.url
            tabs_to(visitor, ".asked > .answers .answer")
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(f"^(?!{re.escape(before)}$)"))
        tabs_to(visitor, ".memo-files a[href*='.docx']")
        with page.expect_download():
            page.keyboard.press("Enter")
        visitor.goes("/")
        tabs_to(visitor, "nav a[href$='/programme']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/programme")
        tabs_to(visitor, "nav.jump a[href='#regions']")
        page.keyboard.press("Enter")
        tabs_to(visitor, "section:has(> h2#regions) a[href*='.csv']")
        with page.expect_download():
            page.keyboard.press("Enter")
