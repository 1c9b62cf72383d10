"""The page on decisions shows what the product says today."""

from __future__ import annotations

from collections import Counter

from tests.docs.flagships import FLAGSHIPS, PAGE, written


def test_the_page_shows_twenty_decisions_four_of_each_question_as_they_are_today() -> None:
    assert set(Counter(f.split()[0] for f in FLAGSHIPS).values()) == {4}
    page = PAGE.read_text(encoding="utf-8")
    assert "<!-- flagships:" in page
    assert written(page) == page, "run `make docs`"
