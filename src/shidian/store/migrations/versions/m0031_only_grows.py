"""A journal only grows: on PostgreSQL nobody under the walls changes or deletes an entry, whoever owns the tables."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for name in ("written", "deleted"):  # without a policy for it, row-level security lets none through
        op.execute(f"DROP POLICY IF EXISTS journal_{name} ON journal")
