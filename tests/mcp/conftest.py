"""The real lawbook, as assistants meet it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.serving.running import serving


@pytest.fixture(scope="package")
def desk() -> Keeper:
    return Keeper(real_book())


@pytest.fixture(scope="package")
def address(desk: Keeper) -> Iterator[str]:
    with serving(desk) as found:
        yield f"{found}/mcp"
