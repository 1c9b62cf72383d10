"""The desk: people, items, changes, journals. The journal and the audit log can only grow: triggers refuse the rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.String(27)
FINAL = ("journal", "audit")


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("login", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("login", name="uq_people_login"),
        sa.UniqueConstraint("subject", name="uq_people_subject"),
    )
    op.create_table(
        "grants",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("person", "region", "role", name="pk_grants"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_grants_person"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(80)),
        sa.Column("writes", sa.Boolean, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sessions_person"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
    op.create_table(
        "tries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_key", "tries", ["key", "at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", sa.Integer),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("region", sa.String(60)),
        sa.Column("about", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_region", "audit", ["region", "id"])
    op.create_table(
        "chains",
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("eyes", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("region", name="pk_chains"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("task", sa.String(80)),
        sa.Column("area", sa.String(80), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("due", sa.String(10)),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_items_region"),
        sa.UniqueConstraint("region", "task", name="uq_items_region"),
    )
    op.create_index("ix_items_region", "items", ["region", "stage"])
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("eyes", sa.Integer, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_changes_region"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_changes_item"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_changes_person"),
        sa.ForeignKeyConstraint(["undoes"], ["changes.id"], name="fk_changes_undoes"),
    )
    op.create_index("ix_changes_item", "changes", ["item"])
    op.create_index("ix_changes_status", "changes", ["status", "region"])
    op.create_table(
        "signoffs",
        sa.Column("change", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("change", "person", name="pk_signoffs"),
        sa.ForeignKeyConstraint(["change"], ["changes.id"], name="fk_signoffs_change"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_signoffs_person"),
    )
    op.create_table(
        "journal",
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item", sa.Integer),
        sa.Column("change", sa.Integer),
        sa.Column("why", sa.Text),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("region", "number", name="pk_journal"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_journal_region"),
    )
    op.create_index("ix_journal_item", "journal", ["item"])
    op.create_table(
        "requests",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name="pk_requests"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_requests_person"),
    )
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


def downgrade() -> None:
    for table in ("requests", "journal", "signoffs", "changes", "items", "chains", "audit", "tries", "sessions", "grants", "people"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION desk_final()")
