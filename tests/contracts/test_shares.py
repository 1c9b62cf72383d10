"""What turns daily: each day has its part, and some days together have everything."""

from __future__ import annotations

import pytest

from tests import nightly
from tests.nightly import share_of, share_on

ITEMS = tuple(range(23))


def test_the_days_of_a_week_or_two_together_try_everything_and_some_things_are_tried_every_day() -> None:
    for parts in range(2, 21):
        days = [share_on(day, ITEMS, parts, (5,)) for day in range(100, 100 + parts)]
        assert {x for day in days for x in day} == set(ITEMS)
        assert all(5 in day for day in days)
        assert all(len(day) <= len(ITEMS) // parts + 2 for day in days)


def test_every_days_part_is_run_at_night_and_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "WHOLE", True)
    assert share_of(ITEMS, 7) == list(ITEMS)
    assert nightly.said_of_the_part() == "the parts of all days"
    monkeypatch.setattr(nightly, "WHOLE", False)
    assert share_of(ITEMS, 7) == share_on(nightly.TODAY, ITEMS, 7)
    assert f"SHIDIAN_DAY={nightly.TODAY}" in nightly.said_of_the_part()


def test_a_long_way_has_its_turn_on_one_day_of_some_and_always_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    for whole in (True, False):
        monkeypatch.setattr(nightly, "WHOLE", whole)
        skipped = [nightly.on_day(part, 3).args[0] for part in range(3)]
        assert skipped == [not whole and part != nightly.TODAY % 3 for part in range(3)]
