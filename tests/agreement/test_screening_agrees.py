"""The same rows have the same answers everywhere: asked one by one, screened in this process, screened from a query of DuckDB and
read back by it, and screened on Spark. Rows are the worked cases of the lawbook, random ones with missing facts, and wrong ones."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest

from shidian.errors import CaseError
from shidian.law.records.instrument import Rule
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from shidian.screening.screened import COLUMNS
from shidian.screening.sources import open_table
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, real_lawbook
from tests.nightly import nightly, share_of

CASES = int(os.environ.get("SHIDIAN_AGREEMENT_SCREENED", "40"))
QUESTIONS = sorted(real_lawbook().questions)
Row = dict[str, str | None]
ASKED = tuple(c for c in COLUMNS if c not in ("reason", "asked_on", "source_line"))
"""What one decision says too; the reason code is compared between the screenings."""
ALIKE = tuple(c for c in ASKED if c != "conditions")
"""What it says in the same words. Conditions are words there, and rules here."""


@functools.cache
def rows_of(question: str) -> tuple[Row, ...]:
    """Cases as a person writes them, each with a day; and each tenth with one value that nobody can read."""
    book = real_book()
    day = next(f.fact for f in book.question(question).facts if f.domain == "date")
    worked = [dict(c.facts) for g in book.lawbook.cases if g.question == question for c in g.cases]
    drawn = [dict(d.facts) for d in islice(RandomCases(book, question, 4), CASES)]
    wrong = [{**case, list(case)[i % len(case)]: bad} for i, (case, bad) in enumerate(zip(drawn[::5], WRONG * 99, strict=False))]
    names = list(dict.fromkeys([*(f.fact for f in book.question(question).facts), *(n for c in [*worked, *drawn] for n in c)]))
    return tuple({n: str(c[n]) if n in c else "2025-06-01" if n == day else None for n in names} for c in [*worked, *drawn, *wrong])


WRONG = ["鸽子", "2025/06/01", "-1", "1e3", "=1+1", "no such thing", "999999999999999999"]


def asked(question: str, row: Row) -> dict[str, Any]:
    """The answer of `ask`."""
    try:
        found = real_book().ask(question, {k: v for k, v in row.items() if v is not None})
    except CaseError as error:
        return dict.fromkeys(ASKED) | {"error_code": error.code, "error": ANY}
    answers = {"": found.in_force, "announced_": found.announced}
    out: dict[str, Any] = dict.fromkeys(ASKED)
    for prefix, answer in answers.items():
        out |= {prefix + "outcome": answer.outcome, prefix + "because": answer.because}
        if answer.ceiling is not None:
            out |= {prefix + "ceiling": float(answer.ceiling), prefix + "ceiling_exclusive": bool(answer.exclusive)}
    return out | {
        "conditions": {c.en for c in found.conditions},
        "determining": " ".join(found.determining) or None,
        "confidence": found.confidence,
        "duties": " ".join(dict.fromkeys(d.rule for d in found.duties if d.certain)) or None,
        "possible_duties": " ".join(dict.fromkeys(d.rule for d in found.duties if not d.certain)) or None,
        "missing": " ".join(m.fact for m in found.missing) or None,
    }


ANY = "…"
"""Stands for the message of an error: which of two wrong values is named first may differ."""


def table_of(question: str) -> pa.Table:
    rows = rows_of(question)
    return pa.table({n: pa.array([r[n] for r in rows], pa.string()) for n in rows[0]})


def compared(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """The parts of an answer in which order means nothing are put in order."""
    sets = ("missing", "duties", "possible_duties", "determining")
    return {c: " ".join(sorted(row[c].split())) if c in sets and row[c] else row[c] for c in columns}


def set_by(question: str, rule: str) -> set[str]:
    """The conditions that a rule sets, by its file."""
    book = real_book()
    record = book.lawbook.record(rule)[2]
    flags = {s.slot: s.label.en for s in book.question(question).slots if s.kind == "flag"}
    assert isinstance(record, Rule)
    return {c.en for c in record.conditions} | {flags[f] for f, wanted in record.effect.items() if f in flags and wanted == "yes"}


def scales(question: str) -> dict[str, str]:
    """A share of 0.5 among greater ones is 0.5 %: without a word on it, it would be an error of its row."""
    return {
        f.fact: "percent" for f in real_book().question(question).facts if f.unit and f.unit.en == "%" and f.fact in rows_of(question)[0]
    }


@functools.cache
def screened(question: str) -> tuple[dict[str, Any], ...]:
    return tuple(real_book().screen(question, table_of(question), scales=scales(question)).table().to_pylist())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_screened_row_is_answered_as_when_it_is_asked(question: str) -> None:
    for row, other in share_of([*zip(rows_of(question), screened(question), strict=True)], 6):
        one = asked(question, row)
        many = {**other, "error": ANY if other["error"] else None}
        codes = {one["error_code"], many["error_code"]}
        assert (None in codes) == (codes == {None}), row  # two wrong values in one row may be found in another order
        if codes == {None}:
            if not row.get("on"):  # a row without a day is not asked of today
                assert (many["outcome"], many["missing"], many["asked_on"]) == ("undetermined", "on", None)
                continue
            by = [set_by(question, rule) & one["conditions"] for rule in (many.pop("conditions") or "").split()]
            assert all(by), row  # each rule that is named sets one of them,
            assert set().union(*by) == one.pop("conditions"), row  # and each of them is set by one that is named
            assert compared(many, ALIKE) == compared(one, ALIKE), row


@pytest.mark.parametrize("question", QUESTIONS)
def test_there_are_answers_of_every_kind_among_the_rows(question: str) -> None:
    kinds = {"error" if row["error_code"] else row["outcome"] for row in screened(question)}
    assert {"error", "undetermined"} < kinds
    assert len(kinds) >= 4


@pytest.mark.parametrize("question", share_of(QUESTIONS, 3))
def test_rows_from_duckdb_and_back_have_the_same_answers(question: str, tmp_path: Path) -> None:
    import duckdb

    table = table_of(question)
    with duckdb.connect(str(tmp_path / "cases.duckdb")) as con:
        con.register("given", table)
        con.execute("create table cases as select row_number() over () as number, * from given")
    job = Job(
        question, tmp_path / "cases.duckdb", tmp_path / "out.parquet", sql="select * from cases order by number", scales=scales(question)
    )
    screen_file(real_book(), job)
    names = ", ".join(f'"{c}"' for c in COLUMNS)
    with duckdb.connect() as con:
        found = con.sql(f"select {names} from read_parquet('{tmp_path}/out.parquet') order by number").fetchall()
    rows = [dict(zip(COLUMNS, row, strict=True)) | {"source_line": None} for row in found]  # what a query gives has numbers for lines
    assert rows == list(screened(question))


FILES = [(ending, question) for question in QUESTIONS for ending in ("csv", "jsonl", "arrow")]


@pytest.mark.parametrize(("ending", "question"), share_of(FILES, 7))  # one day's have every ending, and each in another question
def test_rows_of_files_have_the_same_answers(ending: str, question: str, tmp_path: Path) -> None:
    pa.csv.write_csv(table_of(question), tmp_path / "in.csv")
    screen_file(real_book(), Job(question, tmp_path / "in.csv", tmp_path / f"out.{ending}", scales=scales(question)))
    source = open_table(tmp_path / f"out.{ending}")
    rows = pa.Table.from_batches([p.batch for p in source.pieces()], source.schema).select(list(COLUMNS)).to_pylist()
    lines = range(2, len(rows) + 2)  # a row of a file also has its line
    wanted = [row | {"source_line": line} for row, line in zip(screened(question), lines, strict=True)]
    assert [{k: _text(v) for k, v in row.items()} for row in rows] == [{k: _text(v) for k, v in row.items()} for row in wanted]


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="PySpark is not installed (extra `spark`)")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed (Debian: default-jre-headless)")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            SparkSession.builder.master("local[2]")
            .appName("shidian")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.memory", "1g")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@nightly
@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_on_spark_have_the_same_answers(question: str, spark: Any) -> None:
    import shidian.spark

    table = table_of(question)
    rows = [(i, *row.values()) for i, row in enumerate(table.to_pylist())]
    df = spark.createDataFrame(rows, "number long, " + ", ".join(f"`{n}` string" for n in table.column_names)).repartition(2)
    out = shidian.spark.screen(df, question, lawbook=real_book(), scales=scales(question)).orderBy("number")
    assert out.columns == ["number", *table.column_names, *COLUMNS]
    assert [{c: row[c] for c in COLUMNS} for row in out.collect()] == list(screened(question))


@nightly
def test_spark_is_told_of_a_wrong_column_before_anything_runs(spark: Any) -> None:
    import shidian.spark

    df = spark.createDataFrame([("idc", "1")], "activity string, outcome string")
    with pytest.raises(CaseError, match="there is no column"):
        shidian.spark.screen(df, "access", columns={"share": "持股比例"}, lawbook=real_book())
    with pytest.raises(shidian.ShidianError, match="already has a column"):
        shidian.spark.screen(df, "access", lawbook=real_book())
    assert "x_outcome" in shidian.spark.screen(df, "access", lawbook=real_book(), prefix="x_").columns
