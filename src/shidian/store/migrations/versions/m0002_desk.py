"""The desk: people, items, changes, journals. The journal and the audit log can only grow: triggers refuse the rest."""

from __future__ import annotations

from alembic import op

from shidian.store.migrations.steps import bring

revision = "0002"
down_revision = "0001"

FINAL = ("journal", "audit")


def upgrade() -> None:
    bring(revision)
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(
            "CREATE FUNCTION desk_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this table only grows'; END $$"
        )
    for table in FINAL:
        for what in ("UPDATE", "DELETE"):
            name = f"{table}_no_{what.lower()}"
            if sqlite:
                op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'this table only grows'); END")
            else:
                op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION desk_final()")
