"""Comments and attachments."""

from __future__ import annotations

from shidian.store.migrations.steps import bring

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    bring(revision)
