"""What is found of many cases together, by compiled loops, is what is found of each by itself."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from shidian.book import Book
from shidian.diagram import met, program
from shidian.diagram.diagram import Diagram
from shidian.diagram.many import bitwise
from shidian.diagram.many.bulk import usable
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.keys import distinct
from shidian.diagram.program import Column, Program
from shidian.version import code_digest
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book
from tests.nightly import NIGHTLY


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_cases_decided_beside_the_diagram_have_the_decisions_that_walking_finds(
    orsia: Book, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert usable(), "numba is among the tools that tests are run with"
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    monkeypatch.setattr(met, "MANY", 0)
    _compare(orsia, question, 600)


@pytest.mark.parametrize("question", [*(("access",) if NIGHTLY else ()), "data_export", "entry"])
def test_cases_of_the_real_law_decided_beside_the_diagram_have_the_decisions_that_walking_finds(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    monkeypatch.setattr(met, "MANY", 0)
    _compare(real_book(), question, 100)


def _compare(book: Book, question: str, count: int) -> None:
    cases = [drawn.case for drawn in islice(RandomCases(book, question, 14), count) if drawn.known_on is None]
    beside, walked = Diagram(book.rulebook(question)), Diagram(book.rulebook(question))
    classes = [[found.id for found in beside.classes(case)] for case in cases]
    columns = {
        level: Column(np.arange(len(cases), dtype=np.uint32), np.array([row[level] for row in classes], np.uint32))
        for level in range(len(beside.levels))
    }
    batch = Program(beside, {})
    codes = batch.walk(columns, len(cases)).tolist()
    assert len(beside.space) == 1, "no node was made for them"
    for _ in range(2):  # new, and remembered
        assert batch.walk(columns, len(cases)).tolist() == codes
        outcomes = batch.verdicts.outcomes()
        for case, code in zip(cases, codes, strict=True):
            assert outcomes[code] == walked.decide(case).in_force.outcome
    ends = Program(beside, {})
    again = ends.walk(columns, len(cases)).tolist()
    together = ends.verdicts[:]
    for case, code, other in zip(cases, codes, again, strict=True):
        assert batch.verdicts[code] == together[other] == walked.decide(case), case.values
        assert beside.walk(case) is beside.space.end(beside.classes(case)), case.values


@pytest.mark.parametrize("question", ["access", "path"])
def test_an_end_of_which_something_was_not_read_off_a_table_is_left_to_the_search(orsia: Book, question: str) -> None:
    diagram = Diagram(orsia.rulebook(question))
    cases = [drawn.case for drawn in islice(RandomCases(orsia, question, 16), 12) if drawn.known_on is None]
    crowd = Crowd(diagram.space)
    told, rows = met.Told(diagram.answers, crowd), crowd.look(np.array([[c.id for c in diagram.classes(case)] for case in cases], np.int32))
    for i, case in enumerate(cases):
        end, alone = rows.end(i), Diagram(orsia.rulebook(question)).decide(case)
        assert told.of([end]) == [alone]
        assert told.of([end._replace(in_force=None)]) == [None]
        assert told.of([end._replace(permitted=None)]) == [None if diagram.space.main >= 0 else alone]


def test_a_few_new_cases_beside_many_known_ones_are_found_each_by_itself(orsia: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    cases = [drawn.case for drawn in islice(RandomCases(orsia, "access", 15), 400) if drawn.known_on is None]
    diagram, walked = Diagram(orsia.rulebook("access")), Diagram(orsia.rulebook("access"))
    classes = np.array([[found.id for found in diagram.classes(case)] for case in cases], np.uint32)
    batch = Program(diagram, {})

    def decided(rows: int) -> list[int]:
        columns = {level: Column(np.arange(rows, dtype=np.uint32), classes[:rows, level]) for level in range(len(diagram.levels))}
        return [int(code) for code in batch.walk(columns, rows)]

    decided(len(cases) - 40)
    monkeypatch.setattr(program, "MANY", 10**6)
    for _ in range(2):
        for case, code in zip(cases, decided(len(cases)), strict=True):
            assert batch.verdicts[code] == walked.decide(case), case.values


def test_keys_that_differ_in_one_half_are_different_keys() -> None:
    keys = np.array([[1, 1], [1, 2], [3, 1], [1, 1], [2, 1], [1, 2]], np.uint64)
    first, back = distinct(keys)
    assert (keys[first][back] == keys).all()
    assert len(first) == 4
    first, back = distinct(keys[[0, 2, 3, 4]])
    assert back.tolist() == [0, 2, 0, 1]
    assert first.tolist() == [0, 3, 1]


def test_loops_kept_on_disk_are_those_of_this_code() -> None:
    """A loop holds those of other files that it calls, and numba asks its own file alone whether it is as it was: one kept by another
    state of the code would answer as that did, or its record would not be readable."""
    kept = bitwise.has._cache._cache_file  # type: ignore[attr-defined]
    assert kept._version.endswith(code_digest("diagram"))
    kept._version, now = "another", kept._version
    try:
        assert kept._load_index() == {}
    finally:
        kept._version = now
