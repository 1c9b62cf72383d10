"""A snapshot that is handed back tells exactly what a full asking tells, whatever lawbook or day it comes from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import msgspec
import pytest

from shidian.errors import CaseError, WatchError
from shidian.visitors.keeper import Keeper
from shidian.watch.changes import WATCHED
from shidian.watch.handed import WatchSnapshot, changed_since, snapshot_of
from tests.serving.running import client, serving
from tests.watch.edits import BOOK, edited

OLD, NEW = dt.date(2024, 6, 1), dt.date(2024, 12, 1)
CASES = [
    {"activity": "idc", "territory": "shenzhen", "origin": "DE", "share": "100"},
    {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": "100"},
    {"activity": "idc", "territory": "lingang", "origin": "DE", "share": "100", "on": "2025-06-01"},
    {"activity": "nothing of that name", "territory": "chengdu"},
]


def over_the_wire(snapshot: WatchSnapshot) -> WatchSnapshot:
    return msgspec.json.decode(msgspec.json.encode(snapshot), type=WatchSnapshot)


def test_what_changed_by_a_later_day_is_told_with_its_rules_and_nothing_else() -> None:
    before = snapshot_of(BOOK, "access", CASES, OLD)
    assert len(msgspec.json.encode(before)) < 600 * len(CASES)
    told, after = changed_since(BOOK, over_the_wire(before), NEW, 0)
    assert [c.rows for c in told.changes] == [(1,)]
    assert told.changes[0].rules
    assert (told.changes[0].before["outcome"], told.changes[0].after["outcome"]) == ("prohibited", "permitted")
    assert after == snapshot_of(BOOK, "access", CASES, NEW)
    again, same = changed_since(BOOK, over_the_wire(after), NEW, 0)
    assert (again.changes, same) == ((), after)


def test_what_is_coming_is_nearest_first() -> None:
    told, _ = changed_since(BOOK, snapshot_of(BOOK, "access", CASES, OLD), OLD, 200)
    days = [c.day for c in told.coming if c.day is not None]
    assert days == sorted(days)
    assert dt.date(2024, 10, 23) in days


@pytest.mark.parametrize("seed", range(3))
def test_under_another_lawbook_the_changed_rows_are_those_of_asking_anew(seed: int) -> None:
    law = edited("access", seed)
    before = snapshot_of(BOOK, "access", CASES, NEW)
    told, after = changed_since(law, over_the_wire(before), NEW, 0)
    assert told.why_all
    assert after == snapshot_of(law, "access", CASES, NEW)
    differing = [i + 1 for i in range(len(CASES)) if any(before.answers[c][i] != after.answers[c][i] for c in WATCHED)]
    assert sorted(r for c in told.changes for r in c.rows) == differing


def test_what_was_not_handed_out_is_refused() -> None:
    good = snapshot_of(BOOK, "access", CASES, OLD)
    replace = msgspec.structs.replace
    for bad in (
        replace(good, answers={}),
        replace(good, cases=good.cases[:2]),
        replace(good, answers={**good.answers, "ceiling": ("x",) * len(CASES)}),
        replace(good, answers={**good.answers, "outcome": ({},) * len(CASES)}),
    ):
        with pytest.raises(WatchError):
            changed_since(BOOK, bad, NEW, 0)
    with pytest.raises(CaseError):
        changed_since(BOOK, replace(good, question="nothing"), NEW, 0)
    with pytest.raises(WatchError):
        snapshot_of(BOOK, "access", [], OLD)


def test_a_program_hands_it_back_over_http() -> None:
    with serving(Keeper(BOOK, lambda: OLD)) as address, client(address) as http:
        first = http.post("/api/v1/watch", json={"question": "access", "cases": CASES}).json()
        assert first["changes"] is None
    with serving(Keeper(BOOK, lambda: NEW)) as address, client(address) as http:
        later = http.post("/api/v1/watch", params={"lang": "zh"}, json={"snapshot": first["snapshot"], "days_ahead": 0}).json()
        assert [c["rows"] for c in later["changes"]["changes"]] == [[1]]
        assert isinstance(later["changes"]["changes"][0]["rules"][0]["says"], str)
        refusals: list[dict[str, Any]] = [{}, {"question": "access", "snapshot": {}}, {"snapshot": {}}, {"snapshot": {"cases": 3}}]
        for body in refusals:
            refused: httpx.Response = http.post("/api/v1/watch", json=body)
            assert refused.status_code == 400
            assert refused.json()["error"]["code"]
