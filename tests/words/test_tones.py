"""An outcome looks the same at every door."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.words.tones import COLOURS, INK, MARKS, colours_of, tone_of
from tests.cases.real import real_book, real_lawbook

QUESTIONS = sorted(real_lawbook().questions)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_outcome_of_the_lawbook_has_a_colour_of_its_tone_and_none_shares_it(name: str) -> None:
    question = real_book().question(name)
    colours = colours_of(question)
    assert set(colours) == {o.outcome for o in question.outcomes}
    assert len(set(colours.values())) == len(colours)
    assert all(colours[o.outcome] in COLOURS[o.tone] for o in question.outcomes)
    assert tone_of(question, "undetermined") == "open"


def test_every_tone_has_a_mark_a_colour_and_an_ink_of_its_own() -> None:
    assert set(MARKS) == set(COLOURS) == set(INK)
    assert len(set(MARKS.values())) == len(MARKS)


def test_a_duty_without_a_procedure_is_not_drawn_green(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    from shidian.analysis.plots import draw_timeline

    book = real_book()
    found = book.timeline("data_export", {"data": "personal", "important-data": "no", "ciio": "yes"})
    assert any(i.in_force.outcome == "no-procedure" for i in found.intervals)
    assert not any(i.in_force.outcome == "none" for i in found.intervals)
    draw_timeline(found, book.question("data_export"), "en", tmp_path / "x.svg")
    assert COLOURS["good"][0] not in (tmp_path / "x.svg").read_text(encoding="utf-8")
