"""One server for the tests of a folder."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.serving.running import client, serving
from tests.web.browsing import CHROMIUM, launched


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    with client(address) as found:
        yield found


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("this machine has no Chromium (Debian: chromium)")
    with sync_playwright() as playwright:
        found = launched(playwright)
        yield found
        found.close()
