"""Paper cannot be unfolded: what a page folds on the screen is printed, and what only a screen can do is not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.nightly import nightly
from tests.web.browsing import visiting

FOLDED = """() => [...document.querySelectorAll('main details')].flatMap(d => [...d.children].filter(c => c.tagName !== 'SUMMARY' && c.textContent.trim()))
  .filter(c => !c.checkVisibility() && !c.closest('.no-print, .why-not, .provision-words')).map(c => c.textContent.trim().slice(0, 60))"""
PAGES = (
    "/decision/data_export?data=personal&persons=80000&ciio=no&important-data=no&ground=none",
    "/decision/access?activity=app-store&territory=chengdu&origin=DE&share=100&on=2025-06-01",
    "/question?q=send an engineer to Suzhou",
    pytest.param("/sources", marks=nightly),
    "/tasks",
    pytest.param("/api", marks=nightly),
)


@pytest.mark.parametrize("path", PAGES)
def test_what_is_folded_on_the_screen_is_printed(browser: Browser, address: str, path: str) -> None:
    with visiting(browser, address, "zh") as visitor:
        visitor.goes(path)
        visitor.page.emulate_media(media="print")
        assert visitor.page.evaluate(FOLDED) == []
        for gone in ("main .files", ".top", "main .filters", "main .sift"):
            for found in visitor.page.locator(gone).all():
                assert not found.is_visible()


def test_procedures_are_printed_with_their_papers_and_steps(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh") as visitor:
        visitor.goes(PAGES[0])
        tables = visitor.page.locator("section[aria-labelledby=procedures] table")
        assert tables.count() > 0
        assert not tables.first.is_visible()
        visitor.page.emulate_media(media="print")
        for table in tables.all():
            assert table.is_visible()
