"""Each kept table is answered as a careful reader of it would have it answered; nothing that is not permitted comes out as permitted."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shidian.screening.job import find_columns
from shidian.screening.run import screen_file
from shidian.screening.summary import Summary
from tests.cases.real import real_book
from tests.tables.first import FIRST
from tests.tables.kept import ERROR, KeptTable, job_of
from tests.tables.second import SECOND

TABLES = {t.name: t for t in (*FIRST, *SECOND)}
ENOUGH = 0.9
"""Share of the lines that mean one thing which must be answered."""
GOOD = {"permitted", "granted", "none", "free", "no-procedure"}


@cache
def wanted(name: str) -> dict[int, str]:
    """What `ask` says of the facts that were written by hand for each line."""
    table = TABLES[name]
    out: dict[int, str] = {}
    for line, meaning in table.lines.items():
        if not isinstance(meaning, str):
            out[line] = real_book().ask(table.question, **meaning).outcome if "on" in meaning else "undetermined"
    return out


def answered(table: KeptTable, folder: Path) -> tuple[Summary, dict[int, dict[str, Any]]]:
    """The summary, and the rows by their line; what a person says is what the command takes."""
    table.build(folder / table.name)
    job = job_of(table, folder)
    left_open = {word for kind, word in zip(table.options[::2], table.options[1::2], strict=True) if kind == "--open"}
    assert set(find_columns(real_book(), job).core) <= left_open  # nothing else is asked for before the run
    summary = screen_file(real_book(), job)
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    return summary, {row["source_line"]: row for row in rows}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_kept_table_is_answered_as_its_lines_mean(table: KeptTable, tmp_path: Path) -> None:
    summary, rows = answered(table, tmp_path)
    want = wanted(table.name)
    wrong = {n: (w, rows[n]["outcome"]) for n, w in want.items() if rows[n]["outcome"] not in (w, None)}
    assert wrong == {}  # no answer that the line does not have
    assert sum(rows[n]["outcome"] == w for n, w in want.items()) >= ENOUGH * len(want)
    for line, meaning in table.lines.items():
        if meaning == ERROR:
            assert rows[line]["error_code"] is not None, (line, rows[line])
        elif isinstance(meaning, str):
            assert line not in rows, (line, meaning)
    passed = sum(p.rows for p in summary.passed.values())
    assert passed == sum(isinstance(m, str) and m != ERROR for m in table.lines.values())
    assert passed + summary.rows == len(table.lines)  # nothing is lost between the lines and the answers
    assert table.commands <= 3


def test_the_tables_hold_what_may_not_come_out_as_permitted() -> None:
    for name, table in TABLES.items():
        kinds = {o in GOOD for o in wanted(name).values()}
        assert kinds == {True, False}, (name, table.question)
