"""Of small lawbooks that were written down, everything is said as it was (`tests/meaning/frozen.py`)."""

from __future__ import annotations

import pytest

from tests.meaning.frozen import PARTS, Frozen, Setting, digest, kept, said


@pytest.mark.parametrize("frozen", kept(), ids=lambda f: f.name)
def test_all_that_is_said_of_a_small_lawbook_is_said_as_it_was(frozen: Frozen) -> None:
    at = Setting(frozen)
    for part in PARTS:
        now = said(at, part)
        assert digest(now) == frozen.told[part], f"{part}: {now}"
