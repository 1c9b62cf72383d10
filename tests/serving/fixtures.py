"""One server for the tests of a folder, and a client of it; a conftest that imports them has them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.serving.running import client, serving


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    with client(address) as found:
        yield found
