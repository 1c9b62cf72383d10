"""Truth tables of the outcome say what the search from fact to fact says."""

from __future__ import annotations

from itertools import islice

import pytest
from msgspec.structs import replace

from shidian.book import Book
from shidian.diagram import frames
from shidian.diagram.diagram import Diagram
from shidian.engine.bounds import best_of
from shidian.engine.reach import at_least
from shidian.engine.search import answer
from shidian.engine.state import Viewpoint, look
from tests.agreement.random_cases import RandomCases


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_tables_and_the_search_find_the_same_decisions(orsia: Book, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [drawn.case for drawn in islice(RandomCases(orsia, question, 11), 300) if drawn.known_on is None]
    by_tables = [Diagram(orsia.rulebook(question)).decide(case) for case in cases]
    monkeypatch.setattr(frames, "MOST_CELLS", 0)
    searched = [Diagram(orsia.rulebook(question)).decide(case) for case in cases]
    for case, table, search in zip(cases, by_tables, searched, strict=True):
        assert set(table.missing) == set(search.missing), case.values
        assert replace(table, missing=()) == replace(search, missing=()), case.values


def test_an_interview_asks_for_the_facts_that_decide(orsia: Book) -> None:
    diagram = Diagram(orsia.rulebook("access"))
    asked = 0
    for drawn in islice(RandomCases(orsia, "access", 12), 200):
        verdict = diagram.decide(drawn.case)
        if drawn.known_on is None and verdict.missing:
            assert set(diagram.next_first(drawn.case, verdict.missing_for)) == set(verdict.missing)
            asked += 1
    assert asked > 20


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_a_table_says_of_each_rank_whether_it_is_reached_as_the_engine_does(orsia: Book, question: str) -> None:
    rulebook, seen = orsia.rulebook(question), set[object]()
    diagram = Diagram(rulebook)
    for drawn in islice(RandomCases(orsia, question, 13), 250):
        view = diagram.answers.grids.view(diagram.walk(drawn.case), "in_force")
        if view is None:  # too many completions for a table
            continue
        state = look(rulebook, drawn.case, Viewpoint())
        for rank in range(best_of(rulebook) + 1):
            found = answer(rulebook, state, drawn.case, Viewpoint(), at_least(rank))
            wanted = found if isinstance(found, bool) else None
            seen.add(wanted)
            assert view.at_least(rank) is wanted, (drawn.case.values, rank)
    assert seen == {True, False, None}
