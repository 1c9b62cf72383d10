"""Comments and attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("mentions", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_comments_region"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_comments_item"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_comments_person"),
    )
    op.create_index("ix_comments_item", "comments", ["item"])
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_blobs"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("person", sa.Integer, nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_attachments_region"),
        sa.ForeignKeyConstraint(["item"], ["items.id"], name="fk_attachments_item"),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name="fk_attachments_digest"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_attachments_person"),
    )
    op.create_index("ix_attachments_item", "attachments", ["item"])


def downgrade() -> None:
    for table in ("attachments", "blobs", "comments"):
        op.drop_table(table)
