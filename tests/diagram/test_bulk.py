"""What is found of many nodes together, by a compiled loop, is what is found of each by itself."""

from __future__ import annotations

from itertools import islice

import pytest

from shidian.book import Book
from shidian.diagram import verdicts
from shidian.diagram.diagram import Diagram
from shidian.diagram.many.bulk import usable
from tests.agreement.random_cases import RandomCases


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_many_nodes_at_once_have_the_decisions_of_each_by_itself(orsia: Book, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert usable(), "numba is among the tools that tests are run with"
    monkeypatch.setattr(verdicts, "MANY", 0)
    monkeypatch.setattr(verdicts, "MANY_AT_FIRST", 0)
    cases = [drawn.case for drawn in islice(RandomCases(orsia, question, 13), 400) if drawn.known_on is None]
    together, alone = Diagram(orsia.rulebook(question)), Diagram(orsia.rulebook(question))
    nodes = [together.walk(case) for case in cases]
    together.answers.prepare(nodes)
    assert len(together.answers.looked) > 20
    for case, node in zip(cases, nodes, strict=True):
        assert together.answers.verdict(node) == alone.decide(case), case.values
