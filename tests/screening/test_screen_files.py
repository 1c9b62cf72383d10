"""Screening files: what goes in comes out with its answers, whatever the format; runs that stop can be resumed; nothing is overwritten."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from shidian.errors import CaseError, TableError
from shidian.screening.formats.told import kind_of
from shidian.screening.job import Job
from shidian.screening.progress import manifest
from shidian.screening.run import Stopped, screen_file
from shidian.screening.screened import COLUMNS
from shidian.screening.sources import open_table
from tests.cases.real import real_book

HEAD = ["编号", "行业活动", "地域", "来源地", "持股比例", "on", "备注"]
ROWS = [
    ["007", "互联网数据中心业务", "上海", "德国", "100", "2025-06-01", 'says "hello", twice'],
    ["008", "应用商店", "成都", "美国", "60", "2025-06-01", "=1+1"],
    ["009", "鸽子", "成都", "美国", "60", "2025-06-01", "line\nbreak"],
    ["010", "应用商店", "成都", "美国", "", "06/01/2025", ""],
    ["011", "app-store", "", "US", "33.3", "2025-06-01", "2024-01-01"],
]
MAP: dict[str, str | None] = {"share": "持股比例"}


def write_csv(path: Path, rows: list[list[str]] = ROWS, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def many(path: Path, count: int) -> Path:
    """A table of more than one piece, when pieces are small."""
    return write_csv(path, [[str(i), *ROWS[i % len(ROWS)][1:]] for i in range(count)])


def screened(source: Path, out: Path, **more: Any) -> Any:
    return screen_file(real_book(), Job("access", source, out, MAP, **more))


def read_rows(path: Path) -> list[dict[str, Any]]:
    source = open_table(path)
    rows = pa.Table.from_batches([p.batch for p in source.pieces()], source.schema).to_pylist()
    return [{k: None if v == "" else v for k, v in row.items()} for row in rows]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("table") / "in.csv")


def test_a_row_keeps_its_cells_and_gets_the_answer_that_ask_gives(table: Path, tmp_path: Path) -> None:
    summary = screened(table, tmp_path / "out.csv")
    rows = read_rows(tmp_path / "out.csv")
    assert [[(row[h] or "").removeprefix("'") for h in HEAD] for row in rows] == ROWS  # but for the guard of a formula
    assert list(rows[0]) == [*HEAD, *COLUMNS]
    asked = real_book().ask("access", activity="互联网数据中心业务", territory="上海", origin="德国", share="100", on="2025-06-01")
    assert (rows[0]["outcome"], rows[0]["determining"]) == (asked.outcome, " ".join(asked.determining))
    assert [row["error_code"] for row in rows] == [None, None, "unknown-value", "bad-value", None]
    assert summary.outcomes["error"] == 2
    assert {(e.code, e.examples) for e in summary.errors} == {("unknown-value", (4,)), ("bad-value", (6,))}  # the lines of the file


@pytest.mark.parametrize("ending", ["tsv", "parquet", "arrow", "jsonl"])
def test_every_format_gives_the_same_rows(ending: str, table: Path, tmp_path: Path) -> None:
    screened(table, tmp_path / "one.csv")
    screened(table, tmp_path / f"one.{ending}")
    texts = [{k: _text(v) for k, v in row.items()} for row in read_rows(tmp_path / f"one.{ending}")]
    assert texts == [{k: _text(v) for k, v in row.items()} for row in read_rows(tmp_path / "one.csv")]
    screened(tmp_path / f"one.{ending}", tmp_path / f"two.{ending}", prefix="again_")  # and it is read as it was written
    again = read_rows(tmp_path / f"two.{ending}")
    assert [row["again_reason"] for row in again] == [row["reason"] for row in again]


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else f"{float(str(value)):g}" if str(value).replace(".", "").isdigit() else str(value).removeprefix("'")


def test_no_cell_of_a_csv_begins_like_a_formula(tmp_path: Path) -> None:
    """An apostrophe stands before a cell of the input that a spreadsheet would run; Parquet, Arrow and JSON keep it as it is."""
    screened(write_csv(tmp_path / "in.csv", [["1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "=1", ""]]), tmp_path / "out.csv")
    (row,) = read_rows(tmp_path / "out.csv")
    assert row["行业活动"] == "'=cmd|' /C calc'!A0"
    assert row["来源地"] == "+1"
    assert row["error_code"]
    assert not any(str(row[c] or "")[:1] in set("=+-@\t\r") for c in COLUMNS if row[c])


def test_a_mark_of_the_byte_order_is_kept(tmp_path: Path) -> None:
    screened(write_csv(tmp_path / "in.csv", encoding="utf-8-sig"), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith("\ufeff编号".encode())
    assert (tmp_path / "out.csv").read_bytes().count("\ufeff".encode()) == 1


def test_an_older_chinese_encoding_is_found_and_can_be_named(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", encoding="gb18030")
    screened(source, tmp_path / "found.csv")
    screened(source, tmp_path / "out.csv", encoding="gb18030")
    assert (tmp_path / "found.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    assert read_rows(tmp_path / "out.csv")[0]["行业活动"] == "互联网数据中心业务"
    with pytest.raises(TableError, match="unknown encoding"):
        screened(source, tmp_path / "out2.csv", encoding="klingon")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n\n", "must name the columns"),
        ("a,A\n1,2\n", "two columns"),
        ("outcome,activity\n1,idc\n", "already has a column `outcome`"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_to_be(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as error:
        screen_file(real_book(), Job("access", tmp_path / "in.csv", tmp_path / "out.csv"))
    assert said in str(error.value)
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "out.csv.parts").exists()


def test_a_column_that_is_not_there_is_named(table: Path, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="there is no column `股比`"):
        screen_file(real_book(), Job("access", table, tmp_path / "out.csv", {"share": "股比"}))


def test_a_table_without_rows_has_answers_without_rows(tmp_path: Path) -> None:
    summary = screened(write_csv(tmp_path / "in.csv", []), tmp_path / "out.csv")
    assert summary.rows == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == ",".join([*HEAD, *COLUMNS]) + "\n"


def test_a_query_is_screened_of_a_database_and_of_a_file(table: Path, tmp_path: Path) -> None:
    import duckdb

    with duckdb.connect(str(tmp_path / "firms.duckdb")) as con:
        con.execute(f"create table firms as select * from read_csv('{table}', all_varchar = true)")
    with pytest.raises(TableError, match="--sql"):
        screened(tmp_path / "firms.duckdb", tmp_path / "none.csv")
    screened(tmp_path / "firms.duckdb", tmp_path / "one.parquet", sql="select * from firms")
    screened(table, tmp_path / "two.parquet", sql="select * from input")
    screened(table, tmp_path / "three.parquet")
    one, two, three = (pq.read_table(tmp_path / f"{n}.parquet").select(list(COLUMNS[:-1])).to_pylist() for n in ("one", "two", "three"))
    assert one == two == three
    for wrong in ("select nothing", "create table x (a int)", "select 1; select 2", "selec 1"):
        with pytest.raises(TableError, match="SQL"):
            screened(table, tmp_path / "four.parquet", sql=wrong)


def test_nothing_is_written_over_without_force(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(TableError, match="--force"):
        screened(table, out)
    assert out.read_text() == "mine"
    screened(table, out, force=True)
    assert out.read_text(encoding="utf-8").startswith("编号")
    with pytest.raises(TableError, match="the output file is the input file"):
        screened(out, out, force=True)


def stopping_after(rows: int) -> Callable[[int, int, int | None], None]:
    def told(done: int, _position: int, _size: int | None) -> None:
        if done >= rows:
            raise KeyboardInterrupt

    return told


@pytest.mark.parametrize("ending", ["csv", "parquet", "arrow", "jsonl"])
def test_a_run_that_was_stopped_is_resumed_to_the_same_file(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.screening.sources.ROWS", 300)
    source, out = many(tmp_path / "in.csv", 2000), tmp_path / f"out.{ending}"
    whole = screened(source, tmp_path / f"whole.{ending}")
    for rows in (300, 900):  # twice, each in parts of one piece
        with pytest.raises(Stopped) as stop:
            screen_file(real_book(), Job("access", source, out, MAP, resume=rows > 300), stopping_after(rows), seconds=0)
        assert stop.value.rows >= rows
        assert not out.exists()
        with pytest.raises(TableError, match="--resume"):
            screened(source, out)
    summary = screened(source, out, resume=True)
    assert read_rows(out) == read_rows(tmp_path / f"whole.{ending}")
    assert not out.with_name(out.name + ".parts").exists()
    for field in ("rows", "outcomes", "by", "reasons", "errors"):
        assert getattr(summary, field) == getattr(whole, field)


def test_a_run_is_not_resumed_when_what_it_rests_on_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.screening.sources.ROWS", 300)
    source, out = many(tmp_path / "in.csv", 2000), tmp_path / "out.csv"
    with pytest.raises(TableError, match="no earlier run to resume"):
        screened(source, out, resume=True)
    with pytest.raises(Stopped):
        screen_file(real_book(), Job("access", source, out, MAP), stopping_after(100))
    with pytest.raises(TableError, match="other facts"):
        screened(source, out, resume=True, facts={"legal-form": "company"})
    manifest = out.with_name("out.csv.parts") / "manifest.json"
    plain = manifest.read_text(encoding="utf-8")
    manifest.write_text(plain.replace(real_book().digest, "0" * 64), encoding="utf-8")
    with pytest.raises(TableError, match="the lawbook has changed"):
        screened(source, out, resume=True)
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(TableError, match="cannot be read"):
        screened(source, out, resume=True)
    manifest.write_text(plain, encoding="utf-8")
    os.utime(source, (1, 1))
    with pytest.raises(TableError, match="the input has changed"):
        screened(source, out, resume=True)


def test_the_manifest_says_what_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.screening.sources.ROWS", 300)
    source, out = many(tmp_path / "in.csv", 2000), tmp_path / "out.csv"
    with pytest.raises(Stopped):
        screen_file(real_book(), Job("access", source, out, MAP), stopping_after(100))
    asked = json.loads((tmp_path / "out.csv.parts/manifest.json").read_text(encoding="utf-8"))["asked"]
    assert (asked["question"], asked["lawbook"], asked["size"]) == ("access", real_book().digest, source.stat().st_size)
    assert set(manifest.CHANGED) == set(asked)


def test_a_database_is_known_by_its_mark_whatever_its_checksum_begins_with(tmp_path: Path) -> None:
    """The mark of a DuckDB file stands behind a checksum of eight bytes; one in 256 begins as an object of JSON lines does."""
    file = tmp_path / "cases.duckdb"
    file.write_bytes(b"{2345678DUCK" + bytes(20))
    assert kind_of(file) == "duckdb"
