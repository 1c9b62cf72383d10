"""What a migration does that only brings tables and columns: all that `schema.toml` has under its number."""

from __future__ import annotations

from alembic import op

from shidian.store.tables import SCHEMA, columns_of, constraints_of, indexes_of


def bring(revision: str) -> None:
    """Make the tables of a migration, and add the columns to those that are there."""
    there = {name for number, tables in SCHEMA.items() if number < revision for name in tables}
    for name, brought in SCHEMA[revision].items():
        if name not in there:
            op.create_table(name, *columns_of(brought), *constraints_of(name, brought))
        else:
            for column in columns_of(brought):
                op.add_column(name, column)
        for index, columns in indexes_of(name, brought).items():
            op.create_index(index, name, columns)
