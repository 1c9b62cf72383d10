"""Applications and assessments beside the items (`kind`, `parent`), and sealed values: what the journal holds of personal data is a digest with salt,
so that the value itself can be erased when its time is over and the chain still verifies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.String(27)


def upgrade() -> None:
    op.add_column("items", sa.Column("kind", sa.String(20), nullable=False, server_default="item"))
    op.add_column("items", sa.Column("parent", sa.Integer))
    op.create_index("ix_items_kind", "items", ["kind", "region", "stage"])
    op.create_index("ix_items_parent", "items", ["parent"])
    op.create_table(
        "seals",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("region", sa.String(60), nullable=False),
        sa.Column("item", sa.Integer, nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("salt", sa.String(32)),
        sa.Column("value", sa.Text),
        sa.Column("erased_at", MOMENT),
        sa.PrimaryKeyConstraint("digest", name="pk_seals"),
        sa.ForeignKeyConstraint(["region"], ["chains.region"], name="fk_seals_region"),
    )
    op.create_index("ix_seals_item", "seals", ["item"])


def downgrade() -> None:
    op.drop_table("seals")
    op.drop_index("ix_items_parent", "items")
    op.drop_index("ix_items_kind", "items")
    with op.batch_alter_table("items") as batch:
        batch.drop_column("parent")
        batch.drop_column("kind")
