"""Applications and assessments beside the items (`kind`, `parent`), and sealed values: what the journal holds of personal data is a digest with salt,
so that the value itself can be erased when its time is over and the chain still verifies."""

from __future__ import annotations

from shidian.store.migrations.steps import bring

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    bring(revision)
