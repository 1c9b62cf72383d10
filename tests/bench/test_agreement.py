"""What the peers are translated from means the same as the engine, and a comparison that differs is noticed."""

from __future__ import annotations

import shutil

import pytest
from bench.normal import Normal
from bench.workload import cases, lawbook

pytest.importorskip("numpy", reason="the columns of the speed comparison need NumPy (extra `bench`)")

from bench.evaluate import Evaluator
from bench.peers.peer import Absent, Work
from bench.peers.registry import REGISTRY, Entry, make
from bench.reference import in_columns, reference

from bench import measure, table

COUNT = 400


@pytest.fixture(scope="module")
def work() -> Work:
    return Work(lawbook())


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_rule_by_rule_and_table_answer_as_the_engine_does_on_lawbooks_of_any_seed(seed: int) -> None:
    normal = Normal(lawbook(60, seed=seed))
    drawn = cases(normal.book, COUNT, seed)
    expected = reference(normal, drawn)
    columns = in_columns(expected)
    evaluated = Evaluator(normal)(drawn)
    made = table.build(normal)
    look = table.looker(made)
    codes = [look(row) for row in drawn.rows()]
    assert [made.tell(code) for code in codes] == expected
    for part in ("outcome", "ceiling", "determining", "duties"):
        assert (getattr(evaluated, part) == getattr(columns, part)).all(), part


@pytest.mark.parametrize("entry", REGISTRY, ids=lambda e: e.name)
def test_every_peer_that_is_there_equals_the_engine(entry: Entry, work: Work) -> None:
    if entry.module == "c_table" and shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    drawn = cases(work.book, COUNT, seed=9)
    try:
        peer = make(entry, work)
    except Absent as why:
        pytest.skip(str(why))
    for check in measure.check(peer, drawn, reference(work.normal, drawn)):
        assert check.cases > 0
        assert check.differences == 0


def test_a_peer_that_holds_another_lawbook_is_found_to_differ(work: Work) -> None:
    other = Work(lawbook(seed=1))
    drawn = cases(work.book, COUNT, seed=9)
    expected = reference(work.normal, drawn)
    for name in ("NumPy over the table", "plain Python, rules by activity"):
        peer = make(next(e for e in REGISTRY if e.name == name), other)
        assert all(check.differences > 0 for check in measure.check(peer, drawn, expected))


def test_a_table_that_would_be_too_large_is_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_CELLS", 1000)
    with pytest.raises(table.TooLarge):
        table.build(work.normal)
