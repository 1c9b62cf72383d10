"""Documents, findings, reviews."""

from __future__ import annotations

from shidian.store.migrations.steps import bring

revision = "0001"
down_revision = None


def upgrade() -> None:
    bring(revision)
