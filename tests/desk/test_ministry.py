"""The view of the ministry beside the measure: the promise gap of each region is what the openness page says, and nobody waits for it."""

from __future__ import annotations

from pathlib import Path

from shidian.analysis.openness.gap import promise_gap
from shidian.visitors.keeper import Keeper
from tests.desk.running import office_served
from tests.nightly import nightly


@nightly
def test_the_ministry_sees_what_each_region_promised_and_has_not_done(tmp_path: Path) -> None:
    kept: list[Keeper] = []
    with office_served(tmp_path, kept) as office:
        office.join("ministry", ("*", "reader"))
        keeper = kept[0]
        with office.signed_in("ministry") as browser:
            first = browser.get("/ministry.json").json()
            assert first["measuring"] is True
            assert all(s["gap"] is None for s in first["standing"])
            keeper.promised.measure()
            shown = browser.get("/ministry.json").json()
            text = browser.get("/ministry").text
        assert shown["measuring"] is False
        found = {r["region"]: s["gap"] for r, s in zip(shown["regions"], shown["standing"], strict=True)}
        assert set(found) == {r.region for r in keeper.book.lawbook.programme.regions}
        openness = keeper.book.openness()
        place = openness.places(["suzhou"])[0]
        gap = promise_gap(openness, place, min(keeper.book.lawbook.read_on or keeper.today, keeper.today)).gap
        assert (found["suzhou"]["low"], found["suzhou"]["high"]) == (gap.low, gap.high)
        assert f"{100 * gap.low:.1f}–{100 * gap.high:.1f}" in text
