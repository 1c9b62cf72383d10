"""The same case in many places: each history is what the timeline of the place says, with the engine asked once for all that are alike."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

import pytest

from shidian.analysis.elsewhere import histories
from shidian.analysis.shown import Disagreement, ShortAnswer, view
from shidian.analysis.timeline import followed
from tests.cases.real import real_book

SINCE = dt.date(2019, 1, 1)
PLACES = ("beijing", "hainan", "chengdu", "suzhou")
CASES = [
    ("access", {"activity": "idc", "origin": "de", "share": "100"}),
    ("access", {"activity": "hospital"}),
    ("import", {"measure": "zero-tariff"}),
]


def _named(held: ShortAnswer, ahead: ShortAnswer) -> tuple[str | None, ...]:
    return held.outcome, held.because, ahead.outcome, ahead.because


@pytest.mark.parametrize(("question", "facts"), CASES)
def test_a_history_is_the_timeline_told_by_outcome_and_cause(question: str, facts: dict[str, str]) -> None:
    book = real_book()
    cases = [{**facts, "territory": place} for place in PLACES]
    for case, (found, stairs) in zip(cases, histories(book, question, cases, SINCE), strict=True):
        line, climbed = followed(book, question, case, SINCE)
        told = line.intervals
        assert stairs == climbed
        wanted = [next(same) for _, same in groupby(told, key=lambda i: _named(i.in_force, i.announced))]
        assert [(p.start, p.in_force, p.announced) for p in found] == [(i.start, i.in_force, i.announced) for i in wanted]


def test_an_answer_that_the_engine_does_not_give_is_no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    book = real_book()
    monkeypatch.setattr(
        "shidian.analysis.elsewhere.view", lambda answer: ShortAnswer("prohibited", None, view(answer).ceiling, exclusive=False)
    )
    with pytest.raises(Disagreement):
        histories(book, "access", [{"activity": "retail", "territory": "beijing", "origin": "de", "share": "100"}], SINCE)
