"""A desk on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shidian.store.access import Actor
from shidian.tracking.desk import ProgrammeDesk
from tests.review.conftest import blank, blank_postgres, postgres, url
from tests.tracking.offices import office, staffed

__all__ = ["blank", "blank_postgres", "postgres", "url"]


@pytest.fixture
def desk(url: str) -> Iterator[ProgrammeDesk]:
    found = office(url)
    yield found
    found.work.database.close()


@pytest.fixture
def lite(blank: Path, tmp_path: Path) -> Iterator[ProgrammeDesk]:
    """A desk on SQLite alone, for what no database changes."""
    shutil.copyfile(blank, tmp_path / "work.db")
    found = office(f"sqlite:///{tmp_path / 'work.db'}")
    yield found
    found.work.database.close()


@pytest.fixture
def staff(desk: ProgrammeDesk) -> dict[str, Actor]:
    return staffed(desk)


@pytest.fixture
def staff_lite(lite: ProgrammeDesk) -> dict[str, Actor]:
    return staffed(lite)
