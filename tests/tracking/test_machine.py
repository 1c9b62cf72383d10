"""Random offices, a few at a time; `python -m tests.tracking.machine 10000` runs many."""

from __future__ import annotations

from tests.tracking.machine import run


def test_random_offices_keep_their_rules() -> None:
    run(15)
