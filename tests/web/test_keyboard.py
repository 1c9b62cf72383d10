"""By keyboard alone: from the first page to the provision and back, from a file to its answers, and through the review of a document; the focus is seen
wherever it stands, and it comes round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from shidian.review.queue import ReviewDesk
from shidian.store.shelf import Shelf
from shidian.visitors.keeper import Keeper
from shidian.words.phrases import phrase
from tests.cases.real import real_book
from tests.desk.running import office_served
from tests.nightly import on_day, share_of
from tests.serving.running import serving
from tests.tracking.offices import PASSWORD
from tests.web.browsing import Visitor, visiting
from tests.web.pages import CASE
from tests.web.test_clicks import tabs_to
from tests.web.test_read import NOTICE
from tests.web.test_screen import HEADER, ROWS, as_csv

BOTH = ("en", "zh")
SEEN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  return [here.outerHTML.slice(0, 90), ring, box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight];
}"""
"""Where the focus stands, whether it is marked, and whether it is in sight."""


def goes_round(page: Page, most: int = 400) -> list[str]:
    """Every stop of the tab key on a page until it leaves it; a stop that is not to be seen fails."""
    stops: list[str] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return stops
        said, ring, seen = page.evaluate(SEEN)
        assert ring, said
        assert seen, said
        stops.append(said)
    raise AssertionError("the focus does not leave the page")


@pytest.fixture
def with_store(tmp_path: Path) -> Iterator[str]:
    with serving(Keeper(real_book(), reviews=ReviewDesk(Shelf(f"sqlite:///{tmp_path / 'work.db'}")))) as found:
        yield found


PATHS = ["/", f"/decision/access?{CASE}", "/tasks?view=list&find=idc", "/screen", "/read", "/openness?tab=files"]


@pytest.mark.parametrize("path", share_of(PATHS, 3))
def test_each_stop_is_marked_and_in_sight_and_the_focus_leaves_the_page(browser: Browser, address: str, path: str) -> None:
    for width in (1280, 390):
        with visiting(browser, address, "en", width=width) as visitor:
            visitor.goes(path)
            assert len(goes_round(visitor.page)) > 10


@pytest.mark.parametrize("lang", BOTH)
def test_from_the_first_page_to_the_answer_its_provision_and_back(browser: Browser, address: str, lang: str) -> None:
    asked = {"en": "Can a German company own 100 % of an app store in Chengdu?", "zh": "德国公司能在成都全资经营应用商店吗？"}[lang]
    with visiting(browser, address, lang) as visitor:
        page = visitor.page
        visitor.goes("/")
        tabs_to(visitor, "main input[name='q']")
        page.keyboard.type(asked)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/(decision|question)"))
        if "/question" in page.url:
            tabs_to(visitor, "main a[href*='/decision/access']")
            page.keyboard.press("Enter")
            page.wait_for_url("**/decision/access?*")
        answer = page.url
        tabs_to(visitor, "main a[href*='/instruments/'][href*='#rule-']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/instruments/**")
        assert page.locator(":target").count() == 1
        page.go_back()  # what Alt and the arrow do, which a browser without a window does not hear
        assert page.url == answer
        expect(page.locator("h1")).to_be_visible()


def test_from_a_file_to_the_answers_of_its_rows(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh") as visitor:
        page = visitor.page
        visitor.goes("/screen")
        page.locator("input[type='file']").set_input_files({"name": "企业.csv", "mimeType": "text/csv", "buffer": as_csv([HEADER, *ROWS])})
        tabs_to(visitor, "form:has(input[type=file]) button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/screen/*")
        tabs_to(visitor, "form[action$='/start'] button:not([value='check'])")
        page.keyboard.press("Enter")
        page.locator("[data-state='done']").wait_for()
        tabs_to(visitor, "main a[href$='/file']")
        with page.expect_download():
            page.keyboard.press("Enter")


@on_day(0, 2)
def test_through_the_review_of_a_document_with_j_k_a_and_r(browser: Browser, with_store: str) -> None:
    with visiting(browser, with_store, "en") as visitor:
        page = visitor.page
        visitor.goes("/read")
        page.locator("input[type='file']").set_input_files({"name": "notice.txt", "mimeType": "text/plain", "buffer": NOTICE})
        tabs_to(visitor, "form:has(input[type=file]) button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/read/*")
        tabs_to(visitor, "form[action$='/save'] button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/review?document=1")
        boxes = page.locator("form.bulk input[name=finding]")
        count = boxes.count()
        assert count > 2
        tabs_to(visitor, "form.bulk input[name=reviewer], form.bulk input[name=who]")
        page.keyboard.type("Reviewer")
        tabs_to(visitor, "form.bulk input[name=finding]")
        page.keyboard.press("j")
        expect(boxes.nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(boxes.nth(0)).to_be_focused()
        page.keyboard.press("a")
        page.wait_for_url("**/review**")
        expect(page.locator("form.bulk input[name=finding]")).to_have_count(count - 1)
        tabs_to(visitor, "form.bulk input[name=finding]")
        page.keyboard.press("r")
        page.keyboard.type("not what it says")
        page.keyboard.press("Enter")
        expect(page.locator("form.bulk input[name=finding]")).to_have_count(count - 2)


def signs_in_by_keys(visitor: Visitor, login: str) -> None:
    visitor.goes("/desk/sign-in")
    tabs_to(visitor, "#login")
    visitor.page.keyboard.type(login)
    tabs_to(visitor, "#password")
    visitor.page.keyboard.type(PASSWORD)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"**/{visitor.lang}/desk")


@on_day(1, 2)
def test_at_the_desk_from_signing_in_to_a_change_that_another_signs(browser: Browser, tmp_path: Path) -> None:
    with office_served(tmp_path) as office:
        office.join("editor", ("suzhou", "editor"))
        office.join("signer", ("suzhou", "signer"))
        with visiting(browser, office.address, "en") as editing, visiting(browser, office.address, "en") as signing:
            page = editing.page
            signs_in_by_keys(editing, "editor")
            assert len(goes_round(page)) > 5
            tabs_to(editing, "main a[href$='/suzhou/begin']")
            page.keyboard.press("Enter")
            page.wait_for_url("**/suzhou/begin")
            tabs_to(editing, "select[name=task]")
            page.keyboard.press("ArrowDown")
            tabs_to(editing, "form:has(select[name=task]) button")
            page.keyboard.press("Enter")
            page.wait_for_url("**/items/*")
            tabs_to(editing, "details:has(#stage) > summary")
            page.keyboard.press("Enter")
            for field, typed in (
                ("#stage", phrase("itemstage_operating").en),
                ("#evidence-0-document", "Notice 1"),
                ("#evidence-0-grade", "A"),
            ):
                tabs_to(editing, field)
                page.keyboard.type(typed)
            for field, typed in (
                ("#evidence-0-link", "https://sw.suzhou.gov.cn/1"),
                ("#evidence-0-day", "02032026"),
                ("#published", "y"),
                ("#safeguard", "Watched"),
            ):
                tabs_to(editing, field)
                page.keyboard.type(typed)
            tabs_to(editing, "form[action$='/propose'] button.primary")
            page.keyboard.press("Enter")
            page.wait_for_url("**#changes")
            item = page.url.partition("#")[0]
            assert len(goes_round(page)) > 20
            signs_in_by_keys(signing, "signer")
            tabs_to(signing, "form[action$='/sign'] button")
            signing.page.keyboard.press("Enter")
            signing.page.wait_for_url("**/desk#sign")
            signing.page.goto(item)
            expect(signing.page.locator(".desk-stage").first).to_have_text(phrase("itemstage_operating").en)
