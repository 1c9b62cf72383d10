"""A visitor with a real browser, who notes whatever goes wrong on the way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Response
from playwright.sync_api import Error as PlaywrightError

from shidian.law.records.base import Label
from shidian.words.phrases import phrase

CHROMIUM = shutil.which("chromium")
LEAN = ("--disable-gpu", "--disable-extensions", "--disable-background-networking")
"""What nobody sees of it is not begun."""
_IDLE: dict[tuple[Browser, str, bool, int, bool], list[BrowserContext]] = {}
"""The surroundings of visitors who left without a fault, by what they are like; each with an empty page, which keeps its process. To begin anew
costs three times as much as a page of ours."""


def launched(playwright: Playwright) -> Browser:
    """The browser of the machine, without a window. As root it runs without its sandbox: it meets our own pages alone."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*LEAN, *(["--no-sandbox"] if os.geteuid() == 0 else [])])


class Visitor:
    """Somebody who reads in one language, with or without JavaScript. `faults` are errors of the console, requests that leave the host,
    and answers that say something is broken."""

    def __init__(self, page: Page, address: str, lang: str, js: bool) -> None:
        self.page = page
        self.address = address
        self.lang = lang
        self.js = js
        self.faults: list[str] = []
        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.faults.append(f"script: {e}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def goes(self, path: str) -> None:
        """Open a page below the language."""
        answer = self.page.goto(f"{self.address}/{self.lang}{path}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def says(self, key: str, **parts: str | Label) -> str:
        """A phrase in the language of the visitor."""
        return phrase(key, **parts)[self.lang]

    def presses(self, key: str, within: str = "main") -> None:
        """Press the button with a phrase on it."""
        self.page.locator(within).get_by_role("button", name=self.says(key), exact=True).first.click()

    def follows(self, selector: str) -> None:
        """Follow the first link of a kind, of which the folds are opened first, and wait for its page."""
        link = self.page.locator(selector).first
        folded = link.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("summary").first.click()
        link.click()
        self.page.wait_for_load_state("load")

    def types(self, name: str, word: str, within: str = "main") -> None:
        """Fill a field in. One that searches as one types is left by choosing the first offer."""
        field = self.page.locator(f"{within} input[name='{name}']").first
        offers = self.js and field.get_attribute("role") == "combobox"
        field.fill(word)
        if offers:
            box = self.page.locator(".words:not([hidden])")
            box.locator("li").first.wait_for()
            self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Enter")

    @property
    def path(self) -> str:
        """Where the visitor is, below the language, with the query."""
        parts = urlsplit(self.page.url)
        return parts.path.removeprefix(f"/{self.lang}") + (f"?{parts.query}" if parts.query else "")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"left the host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")


@contextmanager
def visiting(browser: Browser, address: str, lang: str, *, js: bool = True, width: int = 1280, dark: bool = False) -> Iterator[Visitor]:
    """A visitor with a page, cookies and storage of their own, who at the end has met no fault."""
    alike = _IDLE.setdefault((browser, lang, js, width, dark), [])
    context = alike.pop() if alike else _surroundings(browser, lang, js, width, dark)
    visitor = Visitor(context.new_page(), address, lang, js)
    try:
        yield visitor
        assert visitor.faults == []
    except PlaywrightError as error:
        error.add_note(f"at {visitor.page.url}; faults: {visitor.faults}")
        context.close()
        raise
    except BaseException:
        context.close()
        raise
    if js and visitor.page.url.startswith("http"):
        visitor.page.evaluate("localStorage.clear()")  # what a page keeps here is the theme alone; what a tab keeps goes with it
    visitor.page.close()
    context.clear_cookies()
    for page in context.pages[1:]:  # those that were opened beside
        page.close()
    alike.append(context)


def _surroundings(browser: Browser, lang: str, js: bool, width: int, dark: bool) -> BrowserContext:
    context = browser.new_context(
        java_script_enabled=js,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        locale="zh-CN" if lang == "zh" else "en-GB",
        accept_downloads=True,
        reduced_motion="reduce",  # a page that is still gliding takes no click where the next link was
    )
    context.set_default_timeout(60_000)
    context.new_page()
    return context
