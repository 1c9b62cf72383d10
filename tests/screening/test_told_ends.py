"""What was told of an end is kept under a key that any process finds again, and says of later rows what their decision says."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.screen_messy import make

from shidian.book import load
from shidian.diagram.diagram import Diagram
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.met import Decisions
from shidian.diagram.stored import pack_told, unpack_told
from shidian.screening import run
from shidian.screening.job import Job
from tests.cases.real import real_book
from tests.nightly import nightly

CASES = [
    {"activity": activity, "territory": place, "origin": origin, "share": share, "on": dt.date(2025, 6, day)}
    for activity, place, origin in (("app-store", "chengdu", "US"), ("idc", "shenzhen", "HK"), ("travel-agency", None, "JP"), (None, "shanghai", "DE"))
    for share in (None, "49", "51", "100")
    for day in (1, 30)
]  # fmt: skip


def keys_of(cases: list[dict[str, Any]]) -> list[bytes]:
    """The keys of the ends of cases, whose classes are met in this order."""
    from shidian.answer.facts import read_case

    book = real_book()
    question = book.question("access")
    diagram = Diagram(book.rulebook("access"))
    read = [read_case(book.lawbook, question, {f: v for f, v in c.items() if v is not None}, dt.date(2026, 1, 1)).case for c in cases]
    rows = np.array([[found.id for found in diagram.classes(case)] for case in read], np.int32)
    return [key.tobytes() for key in Crowd(diagram.space).keys(rows).key]


def test_a_key_does_not_hang_on_the_order_in_which_values_were_met() -> None:
    forward, backward = keys_of(CASES), keys_of(CASES[::-1])[::-1]
    assert forward == backward
    assert len(set(forward)) > len(CASES) // 4


def test_what_is_kept_is_read_as_it_was_told_and_damage_says_nothing() -> None:
    told: dict[bytes, tuple[object, ...]] = {
        b"a" * 16: ("permitted", None, 50.0, True, "x y"), b"b" * 16: ("permitted", "x y", None, None, ""),
    }  # fmt: skip
    body = pack_told(told)
    read: dict[bytes, tuple[object, ...]] = {}
    assert unpack_told(read, body) == 2
    assert read == told
    assert unpack_told({}, body[:-3]) == unpack_told({}, b"") == 0


@nightly
def test_a_table_whose_ends_were_told_before_has_the_same_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(run, "SMALL", 0)
    monkeypatch.setattr(run, "MOST_MET", 500)
    monkeypatch.setattr(run, "prepare_loops", lambda: None)  # while another process makes them, rows are walked, and nodes have no keys
    make(tmp_path / "a.csv", 12_000)
    found: list[bool] = []
    told = Decisions.told

    def told_before(decisions: Decisions, code: int) -> tuple[object, ...] | None:
        row = told(decisions, code)
        found.append(row is not None)
        return row

    monkeypatch.setattr(Decisions, "told", told_before)
    said = []
    for n in range(2):
        found.clear()
        run.screen_file(load(), Job("access", tmp_path / "a.csv", tmp_path / f"{n}.csv"), threads=1)
        said.append((tmp_path / f"{n}.csv").read_bytes())
        assert not n or 1 >= found.count(False) < len(found)  # nothing is found out twice, but what rows without a day have: no end
    assert said[0] == said[1]
