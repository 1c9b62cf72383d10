"""What is found of many cases together, by compiled loops, is what is found of each by itself."""

from __future__ import annotations

import os
import time
from itertools import islice

import numpy as np
import pytest

from shidian.book import Book
from shidian.diagram import met, program
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Column
from shidian.diagram.many import bitwise
from shidian.diagram.many.bulk import usable, wait_for
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.keys import distinct
from shidian.diagram.many.remembered import packing_of
from shidian.diagram.program import Program
from shidian.screening import batches
from shidian.screening.loops import prepare_loops
from shidian.version import code_digest
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, warm_cache
from tests.nightly import NIGHTLY

PATIENCE = 600.0
"""Seconds in which another process compiles the loops."""


@pytest.fixture(scope="module", autouse=True)
def _compiled_once_in_a_run() -> None:
    """In a new clone no loop is compiled yet, and that takes minutes of the processor: where several workers run, one process does it for all of them (the one
    that the first server or large table began), and this module, which has a cache of its own, waits for it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(warm_cache()))
        prepare_loops()
    until = time.monotonic() + PATIENCE
    while not usable() and time.monotonic() < until:
        time.sleep(0.2)
    wait_for(lambda: True)


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
        assert beside.walk_by(beside.classes(case)) is beside.walk(case), case.values


@pytest.mark.parametrize("question", ["access", "path"])
def test_an_end_of_which_something_was_not_read_off_a_table_is_left_to_the_search(orsia: Book, question: str) -> None:
    diagram = Diagram(orsia.rulebook(question))
    cases = [drawn.case for drawn in islice(RandomCases(orsia, question, 16), 12) if drawn.known_on is None]
    crowd = Crowd(diagram.space)
    told, rows = (
        met.MetTold(diagram.answers, crowd),
        crowd.look(np.array([[c.id for c in diagram.classes(case)] for case in cases], np.int32)),
    )
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


def test_cases_are_known_again_when_more_classes_have_been_met_than_their_keys_had_room_for(
    orsia: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    cases = [drawn.case for drawn in islice(RandomCases(orsia, "access", 16), 300) if drawn.known_on is None]
    diagram, walked = Diagram(orsia.rulebook("access")), Diagram(orsia.rulebook("access"))
    batch = Program(diagram, {})
    classes: list[list[int]] = []
    codes: list[int] = []
    for case in cases:  # one by one, so that classes come one after the other, and keys are made anew on the way
        classes.append([found.id for found in diagram.classes(case)])
        columns = {level: Column(np.zeros(1, np.uint8), np.array([classes[-1][level]], np.uint32)) for level in range(len(diagram.levels))}
        codes += batch.walk(columns, 1).tolist()
    whole = np.array(classes, np.uint32)
    columns = {level: Column(np.arange(len(cases), dtype=np.int32), whole[:, level]) for level in range(len(diagram.levels))}
    assert batch.walk(columns, len(cases)).tolist() == codes
    for case, code in zip(cases, codes, strict=True):
        assert batch.verdicts[code] == walked.decide(case), case.values


def test_keys_of_more_than_one_word_hold_every_class() -> None:
    places = packing_of(dict.fromkeys(range(13), 1000)).places
    taken = {(word, bit + at) for word, bit in places.values() for at in range(11)}
    assert len(taken) == 13 * 11
    assert all(0 < bit < 64 for _, bit in taken)


def test_two_threads_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "MANY", 0)
    monkeypatch.setattr(program, "MANY_AT_FIRST", 0)
    monkeypatch.setattr(batches, "ROWS", 16)
    rows = [drawn.facts for drawn in islice(RandomCases(real_book(), "capital", 17), 120) if drawn.known_on is None]
    table = {name: [row.get(name) for row in rows] for name in dict.fromkeys(name for row in rows for name in row)}
    percent = {f.fact: "percent" for f in real_book().question("capital").facts if f.unit and f.unit.en == "%" and f.fact in table}
    one, two = (Book(real_book().lawbook).screen("capital", table, threads=threads, scales=percent) for threads in (1, 4))
    assert len(set(one.column("outcome").to_pylist())) > 2
    assert one.column("outcome").to_pylist() == two.column("outcome").to_pylist()
    assert one.column("reason").to_pylist() == two.column("reason").to_pylist()


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
