"""Runs the migrations on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from shidian.store import copies  # noqa: F401  its tables belong to the same metadata, as those of the next two
from shidian.store.desk import notes_tables, tables  # noqa: F401
from shidian.store.signing import tables as signing_tables  # noqa: F401
from shidian.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()
