"""What is read off tables before changes are tried leaves the same ways as trying all of them, and a timeline is confirmed in each interval."""

from __future__ import annotations

import random

import pytest

from shidian.analysis import nearest, shown
from shidian.book import Book
from shidian.engine.decide import decide
from tests.cases.real import real_book
from tests.nightly import NIGHTLY, share_of


@pytest.mark.parametrize("question", [*(("access", "data_export") if NIGHTLY else ()), *share_of(["capital", "entry", "import"], 3)])
def test_ways_that_a_table_or_a_failed_completion_rules_out_lead_nowhere(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book, pick = real_book(), random.Random(17)
    day = book.rulebook(question).day
    own = [dict(c.facts) for g in book.lawbook.cases if g.question == question for c in g.cases]
    with_tables = nearest._Search.can
    for facts in pick.sample(own, 2):
        left = {f: v for f, v in facts.items() if f == day or pick.random() < 0.7}
        found = book.whatif(question, left)
        monkeypatch.setattr(nearest._Search, "can", lambda *_: True)
        assert book.whatif(question, left) == found, left
        monkeypatch.setattr(nearest._Search, "can", with_tables)


def test_the_engine_confirms_each_interval_and_the_shares_of_each_different_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def noted(*args: object, bounded: bool = True, **more: object) -> object:
        asked.append(bounded)
        return decide(*args, bounded=bounded, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shown, "decide", noted)
    intervals = Book(real_book().lawbook).timeline("access", {"activity": "telecom", "territory": "shanghai", "origin": "us"}).intervals
    assert len(asked) == len(intervals) > 3
    assert len({(i.in_force, i.announced) for i in intervals}) <= sum(asked) < len(intervals)  # and where a ceiling turns
