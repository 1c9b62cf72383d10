"""One server for what is sent over the wire."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.serving.running import client, serving


@pytest.fixture(scope="package")
def http() -> Iterator[httpx.Client]:
    with serving() as address, client(address) as found:
        found.timeout = httpx.Timeout(300)  # the budget of processor time ends what is long; a busy machine is slower than that
        yield found
