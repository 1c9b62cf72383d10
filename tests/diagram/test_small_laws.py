"""The outcomes that small laws give are those that tables give, whatever a case leaves open."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from shidian.book import Book
from shidian.diagram.diagram import Diagram
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.keys import distinct
from shidian.diagram.many.records import DIFFER, UNSEEN
from shidian.diagram.parts import union_of
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book
from tests.nightly import NIGHTLY


def _same(book: Book, question: str, seed: int, count: int) -> None:
    cases = [drawn.case for drawn in islice(RandomCases(book, question, seed), count) if drawn.known_on is None]
    diagram = Diagram(book.rulebook(question))
    crowd = Crowd(diagram.space)
    rows = np.array([[found.id for found in diagram.classes(case)] for case in cases], np.int32)
    some, _ = distinct(crowd.keys(rows).key)
    rows = rows[some]
    assert crowd.leaves.fit
    rank, best = crowd.leaves.outcomes(crowd.by(), rows)
    tables = crowd.look(rows)
    told = (tables.rank[0] != UNSEEN) & (rank != UNSEEN)
    assert told.sum() > len(rows) // 2
    assert (tables.rank[0] == DIFFER).any()
    assert (tables.rank[0] >= 0).any()
    assert rank[told].tolist() == tables.rank[0][told].tolist()
    assert best[told].tolist() == tables.best[0][told].tolist()


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_small_laws_have_the_outcomes_of_tables(orsia: Book, question: str) -> None:
    _same(orsia, question, 31, 600)


@pytest.mark.parametrize("question", ["access", "capital", "merger_control", "supply"])
def test_small_laws_of_the_real_law_have_the_outcomes_of_tables(question: str) -> None:
    _same(real_book(), question, 32, 4000 if NIGHTLY else 300)


def test_the_exclusions_of_a_set_do_not_depend_on_what_was_asked_before(orsia: Book) -> None:
    parts = Diagram(orsia.rulebook("access")).space.parts
    draw, every = np.random.default_rng(5), list(parts.exclusions)
    for _ in range(200):
        some = [i for i in every if draw.random() < 0.7]
        assert parts.excluding(sum(1 << i for i in some)) == union_of(parts.exclusions[i] for i in some)
    assert every
