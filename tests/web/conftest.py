"""One server for the tests of a folder."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, sync_playwright

from shidian.documents.apart import Work, read_all
from shidian.documents.reader import Reader
from tests.cases.real import real_book
from tests.nightly import NIGHTLY
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


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a push, documents are read in this process: one of its own takes a second to begin, and is what other tests are about."""

    def read(work: Work) -> bytes:
        return msgspec.msgpack.encode(read_all(Reader(real_book()), work))

    if not NIGHTLY:
        monkeypatch.setattr("shidian.visitors.readings.read_apart", read)
