"""The compiled loops are made ahead, beside whoever would wait for them, and batches are answered the same meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from shidian.book import Book
from shidian.diagram.many import bulk
from shidian.screening import loops
from tests.building import load_book

ROWS: dict[str, list[Any]] = {
    "activity": ["pigeons", "weaving", None, "bread"] * 300,
    "territory": ["harbour", "lake-city", None] * 400,
    "share": [str(i % 101) for i in range(1200)],
    "on": [f"20{20 + i % 6}-0{1 + i % 9}-01" for i in range(1200)],
}


@pytest.fixture
def nobody_makes_them() -> Iterator[None]:
    """Both modules as a new process has them, and as they were afterwards: an earlier test may have begun to make the loops."""
    noted: tuple[list[Any], ...] = (bulk._OVER, bulk._KEPT, loops._BEGUN)
    before = [list(notes) for notes in noted]
    for notes in noted:
        notes.clear()
    yield
    for notes, was in zip(noted, before, strict=True):
        notes[:] = was


@pytest.mark.usefixtures("nobody_makes_them")
def test_while_another_process_makes_the_loops_rows_are_answered_without_them(
    orsia: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = orsia.screen("access", pa.table(ROWS)).table().to_pylist()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(bulk, "at_hand", lambda: False)
    monkeypatch.setattr(loops, "at_hand", lambda: False)
    note = loops.note_of_loops()
    assert note is not None
    begun = note.with_suffix(".begun")
    begun.parent.mkdir(parents=True)
    begun.touch()  # as another process does
    loops.prepare_loops()
    assert not bulk.usable()
    other = load_book(tmp_path / "law")
    assert other.screen("access", pa.table(ROWS)).table().to_pylist() == wanted
    note.touch()
    begun.unlink()
    assert bulk.usable()
    assert bulk.ready()


@pytest.mark.usefixtures("nobody_makes_them")
def test_who_gave_up_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(bulk, "at_hand", lambda: False)
    monkeypatch.setattr(loops, "at_hand", lambda: False)
    note = loops.note_of_loops()
    assert note is not None
    begun = note.with_suffix(".begun")
    begun.parent.mkdir(parents=True)
    begun.touch()
    loops.prepare_loops()
    assert not bulk.usable()
    begun.unlink()  # it ended without them
    assert bulk.usable()
    assert not bulk.ready()


@pytest.mark.usefixtures("nobody_makes_them")
@pytest.mark.parametrize(("ended", "usable"), [("kill -9 $$", False), ("exit 1", False), ("exit 0", True)])
def test_who_makes_them_does_not_hear_ctrl_c_and_is_not_followed_when_it_is_ended(
    ended: str, usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal sends Ctrl-C to all processes of a command. When it ended the compiler, the command began to compile by itself as it stopped."""
    (tmp_path / "python").write_text(f"#!/bin/sh\nread line < '{tmp_path}/end'\n{ended}\n")
    (tmp_path / "python").chmod(0o755)
    os.mkfifo(tmp_path / "end")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(bulk, "at_hand", lambda: False)
    monkeypatch.setattr(loops, "at_hand", lambda: False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    loops.prepare_loops()
    (beside,) = loops._BEGUN
    assert os.getpgid(beside.pid) != os.getpgrp()
    assert not bulk.usable()
    (tmp_path / "end").write_text("\n")
    beside.wait(60)
    assert bulk.usable() is usable
