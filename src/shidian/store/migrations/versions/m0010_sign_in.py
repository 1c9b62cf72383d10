"""Signing in: the second factor, recovery codes, the scope of tokens, mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.String(27)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("acts", sa.String(80)))
    op.add_column("sessions", sa.Column("regions", sa.JSON))
    op.create_table(
        "seconds",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("step", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_seconds"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_seconds_person"),
    )
    op.create_table(
        "recovery",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("person", "digest", name="pk_recovery"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_recovery_person"),
    )
    op.create_table(
        "mailboxes",
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("sent_on", sa.String(10)),
        sa.PrimaryKeyConstraint("person", name="pk_mailboxes"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_mailboxes_person"),
    )


def downgrade() -> None:
    for table in ("mailboxes", "recovery", "seconds"):
        op.drop_table(table)
    with op.batch_alter_table("sessions") as batch:
        batch.drop_column("regions")
        batch.drop_column("acts")
