"""Frames of pandas and Polars: what comes back is the frame as it was, with the answers that the lawbook gives behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import shidian
import shidian.frames
from shidian.errors import BadValue, CaseError
from tests.cases.real import real_book

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

ROWS: dict[str, list[Any]] = {
    "公司": ["甲", "乙", "丙", "丁"],
    "activity": ["app-store", "app-store", "no such thing", "online-music"],
    "territory": ["shanghai-lingang", "chengdu", "chengdu", "chengdu"],
    "origin": ["DE", "DE", "DE", "DE"],
    "share": [100.0, 50.5, 100.0, None],
    "on": [dt.date(2025, 6, 1), dt.date(2025, 6, 1), dt.date(2025, 6, 1), None],
}
FACTS = ("activity", "territory", "origin", "share", "on")


def asked() -> list[str | None]:
    """What the lawbook says of each row; None where it cannot be read."""
    out: list[str | None] = []
    for i in range(len(ROWS["公司"])):
        facts = {f: ROWS[f][i] for f in FACTS if ROWS[f][i] is not None}
        try:
            out.append(real_book().ask("access", facts).outcome if "on" in facts else "")
        except CaseError:
            out.append(None)
    return out


def frames() -> list[Any]:
    kept = pd.DataFrame(ROWS, index=["a", "b", "b", "d"])  # an index may name a row twice
    return [pytest.param(kept, id="pandas"), pytest.param(pl.DataFrame(ROWS), id="polars")]


def cells(frame: Any, column: str) -> list[Any]:
    found = list(frame[column])
    return [None if v is None or v != v else v for v in found]


@pytest.mark.parametrize("frame", frames())
def test_each_row_has_the_answer_that_the_lawbook_gives_and_the_rest_is_as_it_was(frame: Any) -> None:
    answered = frame.shidian.screen("access", lawbook=real_book())
    assert list(answered.columns)[: len(ROWS)] == list(ROWS)
    assert cells(answered, "公司") == ROWS["公司"]
    assert cells(answered, "share") == ROWS["share"]
    said = asked()
    outcome = cells(answered, "outcome")
    assert (outcome[0], outcome[1], outcome[2]) == (said[0], said[1], None)
    assert cells(answered, "error_code")[2] is not None
    assert outcome[3] != "permitted"  # no day is no answer for today
    if isinstance(frame, pd.DataFrame):
        assert list(answered.index) == ["a", "b", "b", "d"]


@pytest.mark.parametrize("frame", frames())
def test_a_column_that_is_there_is_never_covered(frame: Any) -> None:
    once = frame.shidian.screen("access", lawbook=real_book())
    with pytest.raises(BadValue, match="asked_on"):
        once.shidian.screen("access", lawbook=real_book())
    again = once.shidian.screen("access", lawbook=real_book(), prefix="second_", columns={f: f for f in FACTS})
    assert cells(again, "second_outcome") == cells(once, "outcome")


@pytest.mark.parametrize("frame", frames())
def test_an_empty_frame_comes_back_empty_with_the_columns(frame: Any) -> None:
    empty = frame.head(0).shidian.screen("access", lawbook=real_book(), columns={f: f for f in FACTS})
    assert len(empty) == 0
    assert "outcome" in empty.columns


def test_two_columns_of_one_name_are_an_error_and_no_answer() -> None:
    frame = pd.DataFrame([["app-store", "chengdu", "shanghai"]], columns=["activity", "territory", "territory"])
    with pytest.raises(shidian.ShidianError):
        frame.shidian.screen("access", lawbook=real_book())
