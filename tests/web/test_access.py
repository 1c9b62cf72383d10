"""Every page as people with other eyes and hands meet it: axe-core finds nothing, and nothing is wider than the screen."""

from __future__ import annotations

import time

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.nightly import TODAY, share_of
from tests.web.browsing import visiting
from tests.web.pages import ADDRESSES
from tests.web.test_screen import HEADER, ROWS, as_csv, finished, upload

RULES: dict[str, object] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}}
"""What another width and the dark theme can change."""
MORE = (
    "/decision/access",
    "/decision/data_export?data=personal",
    "/search",
    "/tasks?view=list",
    "/ask/access?activity=idc&territory=shenzhen",
    "/decision/access?activity=app-shoppe",
    "/nothing",
)
"""Other states of the same pages: much missing, nothing found, a slip, and no page."""
ALWAYS = ("/", ADDRESSES["/decision/{question}"])


def found_by_axe(page: Page, options: dict[str, object] = RULES) -> list[str]:
    """What axe-core has against a page, a line for each element."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found for n in v["nodes"][:3]]


def wider(page: Page) -> bool:
    """Whether a page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))


EACH = [(path, ("en", "zh")[(i + TODAY) % 2]) for i, path in enumerate([*ADDRESSES.values(), *MORE])]


@pytest.mark.parametrize(("path", "lang"), share_of(EACH, 8, [e for e in EACH if e[0] in ALWAYS]))
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(browser: Browser, address: str, path: str, lang: str) -> None:
    with visiting(browser, address, lang, width=1280) as visitor:
        page = visitor.page
        page.goto(f"{address}/{lang}{path}", wait_until="load")
        visitor.faults = [f for f in visitor.faults if not f.startswith(("404", "400", "console: Failed to load resource"))]
        for _ in range(400):  # parts of other pages, loaded as one comes to them
            if not page.evaluate("(() => { const a = document.querySelector('[data-part] > p > a'); a?.scrollIntoView(); return !!a; })()"):
                break
            page.wait_for_timeout(200)
        assert page.locator("[data-part] > p > a").count() == 0
        page.evaluate("scrollTo(0, 0)")  # what lies under the list of jumps just now is no target of the wrong size
        assert found_by_axe(page) == []
        assert not wider(page)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 360, "height": 800})
        assert found_by_axe(page, LOOKS) == []
        assert not wider(page)


def test_axe_finds_nothing_in_a_screening(browser: Browser, address: str, http: httpx.Client) -> None:
    place = upload(http, as_csv([HEADER, *ROWS])).headers["location"]
    with visiting(browser, address, "en") as visitor:
        visitor.page.context.add_cookies([{"name": "shidian_session", "value": http.cookies["shidian_session"], "url": address}])
        visitor.page.goto(address + place)
        assert found_by_axe(visitor.page) == []
        http.post(f"{place}/start", data={"activity": "行业", "territory": "地区"})
        finished(http, place)
        time.sleep(0.1)
        visitor.page.goto(address + place)
        assert found_by_axe(visitor.page) == []
