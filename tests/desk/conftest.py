"""One office for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.running import Office, office_served


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_served(tmp_path_factory.mktemp("office")) as found:
        yield found
