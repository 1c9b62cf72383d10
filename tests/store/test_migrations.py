"""The migrations make the tables that the code knows."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from shidian.store.database import Database
from shidian.store.desk_tables import DESK
from tests.review.conftest import postgres, url

__all__ = ["postgres", "url"]


def test_the_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    database = Database(url)
    with database.reading() as c:
        context = MigrationContext.configure(c)
        found = [d for d in compare_metadata(context, DESK[0].metadata) if not (d[0] == "remove_table" and d[1].name == "alembic_version")]
    database.close()
    assert found == []
