"""On Spark a table that may mean something else stops as in one process, and the columns of the answers are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import shidian.spark
from tests.cases.real import real_book
from tests.nightly import nightly

pytestmark = nightly
HEAD = ["activity", "territory", "origin", "share", "on"]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    made = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "3")
    session = made.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_the_answers_and_their_columns_are_those_of_one_process(spark: Any) -> None:
    rows = [("app-store", "chengdu", "US", 50.0, "2025-06-01"), ("app-store", "chengdu", "US", 51.0, "2025-06-01")]
    there = shidian.spark.screen(spark.createDataFrame(rows, HEAD).coalesce(1), "access")
    here = real_book().screen("access", {name: list(cells) for name, cells in zip(HEAD, zip(*rows, strict=True), strict=True)}).table()
    assert [r["outcome"] for r in there.collect()] == here.column("outcome").to_pylist() == ["permitted", "not_permitted"]
    assert [c for c in there.columns if c not in HEAD] == here.schema.names


def test_a_heading_may_have_dots_brackets_and_line_breaks(spark: Any) -> None:
    head = ["No. (`1`)", "序号\n(No.)", *HEAD]
    there = shidian.spark.screen(spark.createDataFrame([("1", "a", "app-store", "chengdu", "US", 50.0, "2025-06-01")], head), "access")
    assert there.columns[: len(head)] == head
    assert [(r["No. (`1`)"], r["outcome"]) for r in there.collect()] == [("1", "permitted")]


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        (["公司", "股东", "行业", "地区", "国别", "外资比例", "日期"],
         [("甲", "A", "应用商店", "成都", "美国", 30.0, "2025-06-01"), ("乙", "C", "应用商店", "成都", "美国", 50.0, "2025-06-01"), ("甲", "B", "应用商店", "成都", "德国", 30.0, "2025-06-01")],
         "stands in several rows"),
        (["Company", "Sector", "Registered address", "Project location", "Investor country", "Foreign share", "Date"],
         [("A", "IDC", "Shenzhen", "Chengdu", "HK", 100.0, "2025-06-01")], "may both be"),
    ],
    ids=["holders in other partitions", "two places"],
)  # fmt: skip
def test_a_table_that_may_mean_something_else_stops(spark: Any, head: list[str], rows: list[Any], said: str) -> None:
    frame = spark.createDataFrame(rows, head).repartition(3)
    with pytest.raises(Exception, match=said):
        shidian.spark.screen(frame, "access").collect()
