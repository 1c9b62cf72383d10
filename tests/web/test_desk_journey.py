"""From a document to a proposal in a real browser: in both languages, with JavaScript and without, in both themes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from shidian.review.queue import ReviewDesk
from shidian.store.shelf import Shelf
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import word
from tests.cases.real import real_book
from tests.serving.running import serving
from tests.web.browsing import Visitor, visiting
from tests.web.test_access import LOOKS, found_by_axe, wider
from tests.web.test_journeys import journey
from tests.web.test_read import NOTICE


@pytest.fixture
def with_store(tmp_path: Path) -> Iterator[str]:
    with serving(Keeper(real_book(), reviews=ReviewDesk(Shelf(f"sqlite:///{tmp_path / 'work.db'}")))) as found:
        yield found


def looked_at(visitor: Visitor) -> None:
    """The page as it stands is open to everybody: light and wide, dark and narrow."""
    page = visitor.page
    assert not wider(page)
    if visitor.js:
        assert found_by_axe(page) == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 360, "height": 800})
        assert found_by_axe(page, LOOKS) == []
        assert not wider(page)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})


@journey
def test_a_document_is_read_reviewed_and_becomes_a_proposal(browser: Browser, with_store: str, lang: str, js: bool) -> None:
    with visiting(browser, with_store, lang, js=js) as visitor:
        page = visitor.page
        visitor.goes("/")
        visitor.follows(f".main-nav a[href='/{lang}/screen']")
        page.locator(f".main-nav a[href='/{lang}/read']").click()
        page.wait_for_url("**/read")
        page.locator("input[type='file']").set_input_files({"name": "通知 notice.txt", "mimeType": "text/plain", "buffer": NOTICE})
        page.locator("details summary").click()
        page.locator("input[name='publisher']").fill("Example Office 示例")
        visitor.presses("read_it")
        page.wait_for_url("**/read/*")
        expect(page.locator("h2").filter(has_text=visitor.says("contradictions_first"))).to_be_visible()
        assert page.locator(".side-wrong").count() == 3
        expect(page.locator("main")).to_contain_text("Example Office 示例")
        page.locator(".side-wrong a").first.click()
        assert page.locator(".text mark:target").count() == 1
        looked_at(visitor)
        visitor.presses("read_save")
        page.wait_for_url("**/review?document=1")
        page.locator("select[name='kind']").select_option("measure")
        page.locator("select[name='status']").select_option("new")
        visitor.presses("filter")
        page.wait_for_url("**status=new*")
        assert page.locator("tbody tr").filter(has=page.locator("th a")).count() == 1
        looked_at(visitor)
        visitor.follows("tbody th a")
        expect(page.locator("mark.here")).to_contain_text("zoos")
        name, state, history = page.locator("#who-accept"), page.locator("main .tag").first, page.locator(".history > li")
        page.locator("#who-reject").fill("李 Reviewer")
        page.locator("#reason-reject").fill("目标 only")
        visitor.presses("review_reject")
        expect(state).to_have_text(word("rejected")[lang])
        expect(name).to_have_value("李 Reviewer")
        looked_at(visitor)
        visitor.presses("review_undo")
        expect(state).to_have_text(word("open")[lang])
        visitor.presses("review_accept")
        expect(state).to_have_text(word("accepted")[lang])
        assert history.count() == 2
        page.locator("details summary").click()
        page.locator("input[name='value-strength']").fill("3")
        visitor.presses("review_correct")
        expect(state).to_have_text(word("corrected")[lang])
        expect(history.last).to_contain_text("李 Reviewer")
        page.locator("details summary").click()
        looked_at(visitor)
        visitor.goes("/review/proposals")
        page.locator("select[name='plan']").select_option("plan-2025")  # the document names none
        visitor.presses("show")
        looked_at(visitor)
        with page.expect_download() as waiting:
            page.locator("a[href*='/proposals.zip']").click()
        assert waiting.value.suggested_filename == "shidian-proposals.zip"
        with zipfile.ZipFile(waiting.value.path()) as packed:
            assert any(n.startswith("programme/tasks/") for n in packed.namelist())
        visitor.goes("/read")
        visitor.follows(".hits a")
        visitor.presses("read_delete")
        page.wait_for_url("**/read")
        assert page.locator(".hits").count() == 0
