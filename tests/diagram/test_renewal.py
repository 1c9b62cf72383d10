"""What many different cases leave behind is bounded: a diagram that has met too much is left for a new one, which answers the same."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from itertools import islice
from pathlib import Path

import pytest

from shidian import compiled
from shidian.book import Book
from shidian.diagram.diagram import Diagram
from shidian.engine.decide import decide
from tests.agreement.random_cases import RandomCases
from tests.building import load_book


@pytest.fixture
def law(tmp_path: Path) -> Book:
    """A law of which nothing was asked."""
    return load_book(tmp_path)


def test_a_diagram_that_met_many_nodes_is_left_and_freed_and_the_new_one_answers_the_same(
    law: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "MOST_NODES", 40)
    first: weakref.ref[Diagram] = weakref.ref(law.diagram("access"))
    rulebook = law.rulebook("access")
    for drawn in (d for d in islice(RandomCases(law, "access", 5), 120) if d.known_on is None):
        found, wanted = law.answers("access", drawn.case, None), decide(rulebook, drawn.case)
        assert (found.in_force, found.announced) == (wanted.in_force, wanted.announced)
        assert {m.fact for m in found.missing} == {m.fact for m in wanted.missing}
    gc.collect()
    assert first() is None
    assert len(law.diagram("access").space) < 400


def test_what_the_questions_have_met_together_is_bounded_and_the_greatest_is_left(law: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    for drawn in (d for d in islice(RandomCases(law, "access", 5), 60) if d.known_on is None):
        law.diagram("access").decide(drawn.case)
    greatest, other = law.diagram("access"), law.diagram("stay")
    monkeypatch.setattr(compiled, "MOST_NODES", len(greatest.space) + len(other.space) - 1)
    assert law.diagram("stay") is other
    assert law.diagram("access") is not greatest
    assert len(law.diagram("access").space) < len(greatest.space)


def test_a_diagram_that_was_walked_whole_is_never_left(law: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    law.compile("stay")
    monkeypatch.setattr(compiled, "MOST_NODES", 1)
    whole = law.diagram("stay")
    assert len(whole.space) > 1
    assert law.diagram("stay") is whole


def test_of_many_days_of_knowledge_only_the_last_have_a_diagram(law: Book) -> None:
    days = [dt.date(2025, 1, 1) + dt.timedelta(n) for n in range(compiled.MOST_DAYS + 1)]
    first, second = [law.diagram("access", known_on=day) for day in days][:2]
    assert law.diagram("access", known_on=days[1]) is second
    assert law.diagram("access", known_on=days[0]) is not first
