"""The field on disk: what is read again is what was made, and what does not fit is made anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shidian.analysis.openness.ends import InvestorEnds
from shidian.analysis.openness.field import BasketField, field_of, profile_named
from shidian.analysis.openness.measured import Openness
from shidian.book import Book
from shidian.compiled import CompiledLaw


def _field(book: Book, *, cache: bool = True) -> BasketField:
    law = CompiledLaw(book.lawbook, cache=cache)
    return field_of(law, profile_named(law, None))


def _same(a: BasketField, b: BasketField) -> bool:
    arrays = ((a.rows, b.rows), (a.cells, b.cells), (a.table, b.table), (a.ends.rows, b.ends.rows), (a.ends.at, b.ends.at))
    return all(np.array_equal(x, y) for x, y in arrays) and (a.known, a.starts, a.column, a.spots) == (b.known, b.starts, b.column, b.spots)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "shidian"


def test_a_kept_field_is_the_field_that_was_made(orsia: Book, folder: Path) -> None:
    made = _field(orsia)
    assert [f.suffix for f in folder.glob("*.openness")] == [".openness"]
    assert _same(made, _field(orsia))
    assert _same(made, _field(orsia, cache=False))


def test_a_broken_or_foreign_file_is_not_believed(orsia: Book, folder: Path) -> None:
    made = _field(orsia)
    (file,) = folder.glob("*.openness")
    whole = file.read_bytes()
    for body in (b"", whole[:50], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(body)
        assert _same(made, _field(orsia))
        assert file.read_bytes() == whole  # written anew


def test_a_node_that_is_walked_to_is_the_node_that_was_met(services: Openness) -> None:
    """Of every tenth end of the real law, without what is known of the nodes."""
    made = services.field.ends
    again = InvestorEnds(made.paths, made.rows, made.at)
    assert len(again) == len(made) > 1000
    assert all(again.node(n) is made.node(n) for n in range(0, len(made), 10))
