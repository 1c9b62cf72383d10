"""A row that is damaged is an error of its own, and never one whose cells have moved into other columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from shidian.screening.sources import open_table

HEAD = "activity,territory,origin,share,on,remark\n"
GOOD = "app-store,chengdu,US,60,2025-06-01,\n"


def read(path: Path, text: str) -> tuple[list[list[str]], dict[int, str]]:
    """The rows of a file, and what is wrong with them."""
    path.write_text(text, encoding="utf-8")
    rows: list[list[str]] = []
    wrong: dict[int, str] = {}
    for piece in open_table(path).pieces():
        wrong |= {len(rows) + i: w for i, w in piece.broken.items()}
        rows += [list(r) for r in zip(*(c.to_pylist() for c in piece.batch.columns), strict=True)]
    return rows, wrong


@pytest.mark.parametrize(
    "row",
    [
        "app-store,,chengdu,US,60,2025-06-01,\n",  # one delimiter too many, and an empty cell at the end to hide it
        'app-store,che"ng, du","US",60,2025-06-01\n',  # a mark in the middle of a cell
        "app-store,chengdu,US,60,2025-06-01\n",
    ],
)
def test_a_damaged_row_is_an_error_and_its_neighbours_are_not(row: str, tmp_path: Path) -> None:
    rows, wrong = read(tmp_path / "a.csv", HEAD + GOOD * 3 + row + GOOD * 3)
    assert len(rows) == 7
    assert list(wrong) == [3]


def test_a_table_whose_every_row_ends_with_a_delimiter_is_read(tmp_path: Path) -> None:
    rows, wrong = read(tmp_path / "a.csv", HEAD + (GOOD.strip() + ",\n") * 4)
    assert (len(rows), wrong) == (4, {})


def test_a_space_before_the_quotation_mark_does_no_harm(tmp_path: Path) -> None:
    rows, wrong = read(tmp_path / "a.csv", HEAD + 'app-store, "chengdu", US, 60, 2025-06-01, "a, b"\n' * 3)
    assert wrong == {}
    assert rows[0][5] == "a, b"
