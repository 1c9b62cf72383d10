"""Where the next question leads: found by walking, as the engine finds it by searching."""

from __future__ import annotations

from itertools import islice

import pytest

from shidian.diagram.leads import deciding
from shidian.engine.bounds import Undetermined
from shidian.engine.decide import decide
from shidian.engine.reach import RefusedBy
from shidian.engine.search import OpenFact
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book


def told(facts: tuple[OpenFact, ...]) -> list[object]:
    return [(f.fact, [(o.values, o.zone, plain(result)) for o, result in f.branches]) for f in facts]


def plain(result: object) -> object:
    """A result as far as anybody is told of it: of what is open, why."""
    if isinstance(result, RefusedBy):
        return "refused", plain(result.result)
    return result.causes if isinstance(result, Undetermined) else result


@pytest.mark.parametrize("question", ["access", "data_export", "entry"])
def test_each_answer_to_a_deciding_fact_leads_where_the_engine_says(question: str) -> None:
    book, asked = real_book(), 0
    for drawn in islice(RandomCases(book, question, 41), 200):
        diagram = book.diagram(question, known_on=drawn.known_on)
        found = diagram.decide(drawn.case)
        if found.missing:
            asked += 1
            assert told(deciding(diagram, drawn.case, found)) == told(
                decide(book.rulebook(question), drawn.case, drawn.known_on).missing
            ), str(drawn)
    assert asked > 3
