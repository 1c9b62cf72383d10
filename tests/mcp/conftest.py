"""The real lawbook, as assistants meet it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shidian.visitors.keeper import Desk
from tests.cases.real import real_book
from tests.serving.running import serving


@pytest.fixture(scope="package")
def desk() -> Desk:
    return Desk(real_book())


@pytest.fixture(scope="package")
def address(desk: Desk) -> Iterator[str]:
    with serving(desk) as found:
        yield f"{found}/mcp"
