"""A kept table written otherwise (columns in another order, other delimiters and encodings, blank lines and columns, marks of notes) is never answered
better than its lines mean."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from shidian.errors import ShidianError
from shidian.screening.records import delimiter_of, encoding_of, records
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.nightly import share_of
from tests.tables.eighth import EIGHTH
from tests.tables.eleventh import ELEVENTH
from tests.tables.fifteenth import FIFTEENTH
from tests.tables.fifth import FIFTH
from tests.tables.first import FIRST
from tests.tables.fourteenth import FOURTEENTH
from tests.tables.fourth import FOURTH
from tests.tables.kept import KeptTable, job_of
from tests.tables.ninth import NINTH
from tests.tables.second import SECOND
from tests.tables.seventeenth import SEVENTEENTH
from tests.tables.seventh import SEVENTH
from tests.tables.sixteenth import SIXTEENTH
from tests.tables.sixth import SIXTH
from tests.tables.tenth import TENTH
from tests.tables.third import STOPS, THIRD
from tests.tables.thirteenth import THIRTEENTH
from tests.tables.twelfth import TWELFTH

GOOD = {"permitted", "granted", "none", "free", "no-procedure"}
Rows = list[tuple[int, list[str]]]
"""The records of a table with the lines they had."""
_ALL = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH, TENTH, ELEVENTH, TWELFTH, THIRTEENTH, FOURTEENTH, FIFTEENTH, SIXTEENTH, SEVENTEENTH)  # fmt: skip
TEXTS = [t for part in _ALL for t in part if t.name.endswith((".csv", ".tsv"))]


def _same(rows: Rows) -> Rows:
    return rows


def _turned(rows: Rows) -> Rows:
    """The columns from the last to the first."""
    wide = max(len(cells) for _, cells in rows)
    return [(line, cells[::-1] if len(cells) == wide else cells) for line, cells in rows]


def _spaced(rows: Rows) -> Rows:
    """A blank line behind every other, and an empty column at the end."""
    return [row for line, cells in rows for row in ((line, [*cells, ""]), (0, [""] * (len(cells) + 1)))]


def _padded(rows: Rows) -> Rows:
    return [(line, [f" {c} " if c else c for c in cells]) for line, cells in rows]


def _wide(rows: Rows) -> Rows:
    """Digits and signs in full width."""
    full = str.maketrans({**{str(d): chr(0xFF10 + d) for d in range(10)}, "%": "％", ".": "．"})
    return [(line, [c.translate(full) for c in cells]) for line, cells in rows]


def _noted(rows: Rows) -> Rows:
    """Every cell with the mark of a note, and the note below: no line has an answer any more."""
    return [
        *((line, [f"{c}*" if c else c for c in cells]) for line, cells in rows),
        (0, ["* not yet confirmed", *[""] * (len(rows[-1][1]) - 1)]),
    ]


WAYS: Sequence[tuple[str, Callable[[Rows], Rows], str, str]] = (
    ("turned", _turned, ",", "utf-8"),
    ("tabs", _same, "\t", "utf-16"),
    ("semicolons", _same, ";", "gb18030"),
    ("bars", _padded, "|", "utf-8-sig"),
    ("spaced", _spaced, ",", "utf-8"),
    ("wide", _wide, ",", "gb18030"),
    ("noted", _noted, ",", "utf-8"),
)


def written_otherwise(path: Path, change: Callable[[Rows], Rows], delimiter: str, encoding: str) -> list[int]:
    """Writes a table anew; the line that each new line was before, from 1."""
    text = path.read_text(encoding_of(path)).removeprefix("\ufeff")
    lines = text.splitlines(keepends=True)
    rows = change([(r.line, r.cells) for r in records(lines, delimiter_of(lines[:200]))])
    out = io.StringIO()
    before = [0]
    for line, cells in rows:
        at = out.tell()
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
        before += [line] * out.getvalue()[at:].count("\n")
    path.write_bytes(out.getvalue().encode(encoding))
    return before


@pytest.mark.parametrize(
    ("table", "way"), share_of([(t, w) for t in TEXTS for w in WAYS], 5), ids=lambda x: x.name if isinstance(x, KeptTable) else x[0]
)
def test_a_table_written_otherwise_is_never_answered_better_than_it_means(
    table: KeptTable, way: tuple[str, Callable[[Rows], Rows], str, str], tmp_path: Path
) -> None:
    table.build(tmp_path / table.name)
    try:
        before = written_otherwise(tmp_path / table.name, *way[1:])
    except ShidianError:
        pytest.skip("the table does not say by itself how its cells are parted")
    job = job_of(table, tmp_path)
    with suppress(ShidianError):
        screen_file(real_book(), job)
    if not job.output.exists():
        return
    for row in map(json.loads, job.output.read_text(encoding="utf-8").splitlines()):
        if row["outcome"] not in GOOD:
            continue
        meaning = table.lines.get(before[row["source_line"]], "a line of no meaning")
        assert way[0] != "noted", row
        assert table.lines.get(0) != STOPS, row
        assert not isinstance(meaning, str), (meaning, row)
        assert real_book().ask(table.question, **{**job.facts, **meaning}).outcome == row["outcome"], row
