"""Truth tables of the outcome say what the search from fact to fact says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import islice

import pytest
from msgspec.structs import replace

from shidian.book import Book
from shidian.diagram import frames
from shidian.diagram.diagram import Diagram
from shidian.engine.algebra import Ceiling
from shidian.engine.bounds import best_of
from shidian.engine.case import Case
from shidian.engine.decide import decide
from shidian.engine.reach import at_least
from shidian.engine.search import answer
from shidian.engine.state import Viewpoint, look
from shidian.law.records.instrument import Edition, Instrument, Provision, Range, Rule
from shidian.law.records.names import Term, Vocabulary
from tests.agreement.all_cases import AllCases
from tests.agreement.random_cases import RandomCases
from tests.engine.generating import ACCESS, AUTHORITIES, label, lawbook


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


def test_a_number_that_no_rule_speaks_of_is_bounded_by_one_that_cannot_exceed_it() -> None:
    """One investor may hold less than 51 of whatever share is foreign: so up to any smaller share nobody can be refused."""
    day = dt.date(2020, 1, 1)
    rules = (
        Rule("less", "access", "limit", when={"investor-share": Range(at_least=Decimal(51))}, effect={"barred-form": "yes"}),
        Rule("closing", "access", "closing"),
    )
    provision = Provision("p", "1", label("p"), "official", sources=("paper",), rules=rules)
    act = Instrument("act", label("act"), "notice", ("ministry",), (Edition("1", day, published=day),), (provision,))
    trees = {name: Vocabulary(name, (Term("one", label("one")),)) for name in ("activities", "territories")}
    rulebook = AllCases(lawbook(ACCESS, trees | {"authorities": AUTHORITIES}, {"act": act}), ACCESS).rulebook
    case = Case({"activity": "*", "territory": "*", "certified": None, "share": None, "investor-share": None, "on": day})
    found, wanted = Diagram(rulebook).decide(case).in_force, decide(rulebook, case).in_force
    assert wanted.certain == Ceiling(Decimal(51), exclusive=True)
    assert found == wanted
