"""Rows that are no cases get no answer, whoever reads the table: not in a data frame, in Parquet or in JSON lines either, where no reader of texts has
passed them over, and not though every fact is given for all rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

ROWS: dict[str, list[Any]] = {
    "company": ["A", "Total", None, "平均值", "Chengdu Total", "Notes Ltd", "注：占比按认缴计算", "Total Logistics"],
    "city": ["Chengdu", None, None, None, None, "Chengdu", None, "Chengdu"],
    "share": [40.0, 45.0, None, 42.5, 45.0, 50.0, None, 50.0],
}
FACTS = {"activity": "app-store", "territory": "chengdu", "origin": "US", "on": "2025-06-01"}
COLUMNS = {"territory": None}
WANTED = ["permitted", None, None, None, None, "permitted", None, "permitted"]


@pytest.mark.parametrize("made", [dict, pd.DataFrame, pl.DataFrame], ids=["dict", "pandas", "polars"])
def test_a_total_in_a_frame_is_no_case(made: Any) -> None:
    done = real_book().screen("access", made(ROWS), columns=COLUMNS, facts=FACTS).table()
    assert done.column("outcome").to_pylist() == WANTED
    said = done.column("error").to_pylist()
    assert [s is None for s in said] == [w is not None for w in WANTED]
    assert said[1] == "the row is a total, and no case"


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_nor_in_a_file_of_typed_columns(ending: str, tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS)
    source = tmp_path / f"a.{ending}"
    frame.write_parquet(source) if ending == "parquet" else frame.write_ndjson(source)
    screen_file(real_book(), Job("access", source, tmp_path / "b.jsonl", COLUMNS, FACTS))
    rows = {r["source_line"]: r["outcome"] for r in map(json.loads, (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines())}
    assert [rows.get(n) for n in range(1, 9)] == WANTED


def test_a_categorical_column_of_names_is_looked_at_too() -> None:
    frame = pd.DataFrame(ROWS).astype({"company": "category"})
    assert real_book().screen("access", frame, columns=COLUMNS, facts=FACTS).table().column("outcome").to_pylist() == WANTED
