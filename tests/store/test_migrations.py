"""The migrations make the tables that the code knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from shidian.errors import ReviewError
from shidian.store import database
from shidian.store.database import NEWEST, Database
from shidian.store.tables import metadata
from tests.review.conftest import blank, blank_postgres, postgres, url

__all__ = ["blank", "blank_postgres", "postgres", "url"]


def test_the_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    store = Database(url)
    with store.reading() as c:
        context = MigrationContext.configure(c)
        found = [d for d in compare_metadata(context, metadata) if not (d[0] == "remove_table" and d[1].name == "alembic_version")]
    store.close()
    assert found == []


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    assert ScriptDirectory(str(Path(database.__file__).parent / "migrations")).get_heads() == [NEWEST]


def test_an_empty_name_is_no_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is written to a store that nobody named must not land in the one of the user's data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(ReviewError, match="cannot open the store"):
        Database("")
    assert not list(tmp_path.iterdir())
