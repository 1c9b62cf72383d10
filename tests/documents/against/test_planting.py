"""Errors planted in bulk: whatever a wording, a true sentence is left in peace and most wrong ones are met; a push tries a part that turns, the night all."""

from __future__ import annotations

import pytest
from bench.planting import HALVES, measured, met, sentences

from tests.cases.real import real_book
from tests.documents.against.asking import reader
from tests.nightly import nightly, share_of

LINES = [s for half in HALVES for s in sentences(real_book().lawbook, half)]


@pytest.mark.parametrize("part", range(5))
def test_nothing_is_shown_against_a_true_sentence(part: int) -> None:
    for sentence in share_of([s for s in LINES if s.wrong is None], 4)[part::5]:
        assert met(reader(), sentence) == [], sentence.text


@nightly
@pytest.mark.parametrize(("half", "planted", "least"), [("built", 370, 310), ("kept", 355, 268)])
def test_most_wrong_sentences_are_met(half: str, planted: int, least: int) -> None:
    tallies = measured(reader(), half).values()
    got = sum(t.planted for t in tallies), sum(t.found for t in tallies)
    assert got[0] == planted
    assert got[1] >= least  # which records a wording is filled in from changes with the lawbook


def test_a_wrong_value_stands_where_a_wording_marks_it() -> None:
    wrong = next(s for s in LINES if s.wrong is not None and s.kind == "cohort-count" and s.language == "en")
    true = next(s for s in LINES if s.wrong is None and s.wording == wrong.wording)
    start, end = wrong.wrong or (0, 0)
    assert wrong.text[:start] == true.text[:start]
    assert wrong.text[start:end] != true.text[start : start + end - start]
