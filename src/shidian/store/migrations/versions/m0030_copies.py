"""Copies of answers that visitors keep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copies",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("made", sa.String(27), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_copies"),
    )
    op.create_index("ix_copies_made", "copies", ["made"])


def downgrade() -> None:
    op.drop_table("copies")
