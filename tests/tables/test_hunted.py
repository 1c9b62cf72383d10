"""Tables that were made to get a wrong "permitted" out of the tool: each is answered as its lines mean, or stops with a question."""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from shidian.errors import ShidianError
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from shidian.screening.summary import hidden_said
from tests.cases.real import real_book
from tests.tables.eighth import EIGHTH
from tests.tables.eleventh import ELEVENTH
from tests.tables.fifteenth import FIFTEENTH
from tests.tables.fifth import FIFTH
from tests.tables.fourteenth import FOURTEENTH
from tests.tables.fourth import FOURTH
from tests.tables.kept import ERROR, KeptTable, job_of
from tests.tables.ninth import NINTH
from tests.tables.seventeenth import SEVENTEENTH
from tests.tables.seventh import SEVENTH
from tests.tables.sixteenth import SIXTEENTH
from tests.tables.sixth import SIXTH
from tests.tables.tenth import TENTH
from tests.tables.third import STOPS, THIRD
from tests.tables.thirteenth import THIRTEENTH
from tests.tables.twelfth import TWELFTH

GOOD = {"permitted", "granted", "none", "free", "no-procedure"}
CAREFUL = {("cells.txt", 2), ("cells.txt", 15), ("flows.jsonl", 6)}
"""Lines that stay open where more could be said: a zone of a city taken away, 待定 for an empty cell, a part of a line of JSON that is no part there."""


@pytest.mark.parametrize(
    "table",
    [
        *THIRD,
        *FOURTH,
        *FIFTH,
        *SIXTH,
        *SEVENTH,
        *EIGHTH,
        *NINTH,
        *TENTH,
        *ELEVENTH,
        *TWELFTH,
        *THIRTEENTH,
        *FOURTEENTH,
        *FIFTEENTH,
        *SIXTEENTH,
        *SEVENTEENTH,
    ],
    ids=lambda t: t.name,
)
def test_a_hunted_table_is_answered_as_it_means_or_stops(table: KeptTable, tmp_path: Path) -> None:
    table.build(tmp_path / table.name)
    job = job_of(table, tmp_path)
    stops = table.lines.get(0) == STOPS
    with nullcontext() if not stops else suppress(ShidianError):
        screen_file(real_book(), job)
    if stops and not job.output.exists():
        return
    rows = {r["source_line"]: r for r in map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())}
    if stops:
        known = {n: real_book().ask(table.question, **m).outcome for n, m in table.lines.items() if n and not isinstance(m, str)}
        assert all(r["outcome"] in (None, "undetermined", known.get(n)) for n, r in rows.items())
        return
    for line, meaning in table.lines.items():
        row = rows.get(line)
        if isinstance(meaning, str) and meaning != ERROR:
            assert row is None, line
            continue
        assert row is not None, line
        if (table.name, line) in CAREFUL:
            assert row["outcome"] not in GOOD
        elif isinstance(meaning, str):
            assert row["outcome"] is None, (line, row["outcome"])
        elif "on" not in meaning:
            assert row["outcome"] == "undetermined", line
        else:
            assert row["outcome"] == real_book().ask(table.question, **{**job.facts, **meaning}).outcome, line


def test_what_a_workbook_hides_is_named_and_never_read_in_place_of_what_it_shows(tmp_path: Path) -> None:
    table = next(t for t in SIXTH if t.name == "hidden.xlsx")
    table.build(tmp_path / table.name)
    summary = screen_file(real_book(), Job("access", tmp_path / table.name, tmp_path / "out.xlsx"))
    assert (summary.hidden.sheets, summary.hidden.columns, summary.hidden.lines) == (("旧表",), ("外资比例",), (3,))
    assert any("旧表" in said.zh for said in hidden_said(summary.hidden))
