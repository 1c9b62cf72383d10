"""A journal only grows: on PostgreSQL nobody under the walls changes or deletes an entry, whoever owns the tables."""

from __future__ import annotations

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for name in ("written", "deleted"):  # without a policy for it, row-level security lets none through
        op.execute(f"DROP POLICY IF EXISTS journal_{name} ON journal")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    written = "USING (desk_in('shidian.writes', region)) WITH CHECK (desk_in('shidian.writes', region))"
    op.execute(f"CREATE POLICY journal_written ON journal FOR UPDATE {written}")
    op.execute("CREATE POLICY journal_deleted ON journal FOR DELETE USING (current_setting('shidian.writes', true) = '*')")
