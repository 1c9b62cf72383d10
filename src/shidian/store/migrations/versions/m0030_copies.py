"""Copies of answers that visitors keep."""

from __future__ import annotations

from shidian.store.migrations.steps import bring

revision = "0030"
down_revision = "0020"


def upgrade() -> None:
    bring(revision)
