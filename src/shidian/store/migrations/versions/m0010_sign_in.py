"""Signing in: the second factor, recovery codes, the scope of tokens, mail."""

from __future__ import annotations

from shidian.store.migrations.steps import bring

revision = "0010"
down_revision = "0003"


def upgrade() -> None:
    bring(revision)
