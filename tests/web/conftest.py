"""One server for the tests of a folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serving.fixtures import address, http
from tests.web.browsing import CHROMIUM, launched

__all__ = ["address", "browser", "http"]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("this machine has no Chromium (Debian: chromium)")
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()
