"""A diagram as bytes: all of it comes back, and nothing that does not fit is taken."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from shidian.book import Book, load
from shidian.diagram.diagram import Diagram
from shidian.diagram.stored import pack, unpack
from shidian.kept import cache_folder
from tests.agreement.comparing import differences
from tests.agreement.random_cases import RandomCases
from tests.building import edited, make_lawbook


def filled(book: Book, question: str) -> Diagram:
    diagram = Diagram(book.rulebook(question))
    diagram.complete()
    return diagram


def kept_in() -> Path:
    folder = cache_folder()
    assert folder is not None
    return folder


@pytest.mark.parametrize("question", ["access", "path", "stay"])
def test_what_is_packed_comes_back(orsia: Book, question: str) -> None:
    old = filled(orsia, question)
    new = Diagram(orsia.rulebook(question))
    assert unpack(new, pack(old))
    assert pack(new) == pack(old)
    assert len(new.space) == len(old.space)
    assert [s.level for s in new.steps.values()] == [s.level for s in old.steps.values()]
    for drawn in islice(RandomCases(orsia, question, 5), 200):
        if drawn.known_on is None:
            assert differences(new, drawn.case) == ()


def test_bytes_that_are_no_diagram_change_nothing(orsia: Book) -> None:
    body = pack(filled(orsia, "stay"))
    for damaged in (b"", b"\x00", body[:-1], body[: len(body) // 2], b"\xc1" + body, b"not a diagram at all"):
        new = Diagram(orsia.rulebook("stay"))
        assert not unpack(new, damaged)
        assert len(new.space) == 1
        assert not new.steps


def test_the_diagram_of_another_question_is_not_taken(orsia: Book) -> None:
    new = Diagram(orsia.rulebook("path"))
    assert not unpack(new, pack(filled(orsia, "stay")))
    assert len(new.space) == 1


def test_a_diagram_that_was_walked_already_takes_nothing_more(orsia: Book) -> None:
    old = filled(orsia, "stay")
    assert not unpack(filled(orsia, "stay"), pack(old))


def test_a_compiled_diagram_is_kept_and_read_by_the_next_start(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    report = load(folder).compile("access")
    assert report.bytes > 0
    again = load(folder).diagram("access", kept=True)
    assert len(again.steps) >= report.size.nodes
    assert not load(folder).diagram("access").steps, "without `kept` nothing is read"
    assert not load(folder, cache=False).diagram("access", kept=True).steps


def test_a_changed_lawbook_has_its_own_diagram(tmp_path: Path) -> None:
    load(make_lawbook(tmp_path)).compile("access")
    changed = load(make_lawbook(tmp_path, edited("instruments/orsia-list.yaml", ("{below: 50}", "{below: 51}"))))
    assert not changed.diagram("access", kept=True).steps


def test_a_damaged_file_is_passed_over(tmp_path: Path) -> None:
    folder = make_lawbook(tmp_path)
    load(folder).compile("access")
    (kept,) = kept_in().rglob("*.diagram")
    kept.write_bytes(kept.read_bytes()[:-7])
    book = load(folder)
    assert not book.diagram("access", kept=True).steps
    assert book.compile("access").size.nodes > 0
    assert load(folder).diagram("access", kept=True).steps, "and is written anew"


def test_each_day_of_knowledge_has_its_own_file(tmp_path: Path) -> None:
    book = load(make_lawbook(tmp_path))
    book.compile("access")
    book.compile("access", known_on="2022-06-01")
    assert len(list(kept_in().rglob("*.diagram"))) == 2
