"""Random offices, a few dozen on SQLite and a few on PostgreSQL; `make desk-offices` runs ten thousand and a thousand at night."""

from __future__ import annotations

import pytest

from shidian.store.local_postgres import binaries
from tests.nightly import TODAY
from tests.tracking.machine import run


@pytest.mark.parametrize(("runs", "postgres"), [(24, False), (4, True)], ids=["sqlite", "postgresql"])
def test_random_offices_keep_their_rules(runs: int, postgres: bool) -> None:
    if postgres and binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    assert run(runs, postgres=postgres, first=TODAY * 100_000) == runs
