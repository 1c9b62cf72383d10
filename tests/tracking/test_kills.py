"""A small office that is killed a few times, on both databases; `make desk-kills` runs a large one on a disk that fills up."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from shidian.store.local_postgres import binaries
from tests.nightly import on_day
from tests.tracking.kills import run


@pytest.mark.parametrize(
    "postgres", [pytest.param(False, id="sqlite", marks=on_day(0, 2)), pytest.param(True, id="postgresql", marks=on_day(1, 2))]
)
def test_nothing_is_lost_when_they_are_killed(postgres: bool) -> None:
    if postgres and binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="shidian-kills-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = run(Path(folder), 40, 1, postgres, full=False, limit=90)
    assert found["lost"] == 0
    assert found["cut tail seen"]
