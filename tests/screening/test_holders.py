"""A company in several rows, each with another shareholder, is never answered by its parts; by every door that takes a table."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from shidian.errors import BadValue
from shidian.screening.job import Job
from shidian.screening.run import screen_file
from tests.cases.real import real_book

HEAD = ("公司", "股东", "国别", "持股比例", "业务", "所在地", "日期")
BY_HAND = {"share": "持股比例", "origin": "国别", "activity": "业务", "territory": "所在地", "on": "日期"}


def table(*rows: tuple[str, str, str], head: tuple[str, ...] = HEAD) -> dict[str, list[str]]:
    """Companies, shareholders and shares, each of an information service in Chengdu."""
    whole = [(company, holder, "德国", share, "B25", "成都", "2026-06-01") for company, holder, share in rows]
    return {name: [row[i] for row in whole] for i, name in enumerate(head)}


PARTS = [
    table(("甲公司", "A", "30%"), ("甲公司", "B", "30%")),
    table(("甲公司", "A", "30%"), ("", "B", "30%")),  # merged cells
    table(("甲公司", "A", "30%"), ("乙公司", "A", "20%"), ("甲公司 ", "B", "30%")),
    table(("Alpha", "A", "30%"), ("Alpha", "B", "30%"), head=("Company Name", "Shareholder", *HEAD[2:])),
    table(("甲", "A", "30%"), ("甲", "B", "30%"), head=("被投资企业名称", "外方投资者名称", *HEAD[2:])),
]


@pytest.mark.parametrize("rows", PARTS)
@pytest.mark.parametrize("columns", [None, BY_HAND], ids=["found", "by hand"])
def test_parts_of_a_share_are_never_answered(rows: dict[str, list[str]], columns: dict[str, str] | None) -> None:
    with pytest.raises(BadValue, match="several rows"):
        real_book().screen("access", pa.table(rows), columns=columns)


def test_a_file_of_parts_leaves_no_answers(tmp_path: Path) -> None:
    rows = PARTS[0]
    lines = [",".join(rows), *(",".join(row) for row in zip(*rows.values(), strict=True))]
    source, out = tmp_path / "parts.csv", tmp_path / "answers.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(BadValue, match="several rows"):
        screen_file(real_book(), Job("access", source, out))
    assert not out.exists()


def test_one_shareholder_a_company_is_answered_as_ever() -> None:
    rows = table(("甲公司", "A", "30%"), ("乙公司", "A", "60%"), ("甲公司", "A", "50%"))
    said = real_book().screen("access", pa.table(rows)).table().column("outcome").to_pylist()
    assert said == ["permitted", "not_permitted", "permitted"]


def test_a_shareholder_without_a_share_adds_nothing() -> None:
    rows: dict[str, list[str | None]] = {k: list(v) for k, v in table(("甲公司", "A", "30%"), ("甲公司", "B", "")).items()}
    assert real_book().screen("access", pa.table(rows)).table().column("outcome").to_pylist()[0] == "permitted"
    rows["股东"] = ["A", None]  # a cell without a value
    rows["持股比例"] = ["30%", None]
    assert real_book().screen("access", pa.table(rows)).table().column("outcome").to_pylist()[0] == "permitted"


@pytest.mark.parametrize(("column", "cell"), [("状态", "已注销"), ("企业状态", "吊销，未注销"), ("公司简称", "甲（已注销）"), ("Status", "dissolved"), ("注销日期", "2024-03-01"), ("是否注销", "是")])  # fmt: skip
def test_a_row_that_says_its_company_is_no_more_is_asked_about(column: str, cell: str) -> None:
    rows = table(("甲公司", "A", "30%"), ("乙公司", "A", "20%"))
    with pytest.raises(BadValue, match="exists no more"):
        real_book().screen("access", pa.table({**rows, "a": ["1", "2"], "b": ["x", "y"], column: ["", cell]}))


@pytest.mark.parametrize(("column", "cell"), [("状态", "存续"), ("Status", "active"), ("注销日期", ""), ("是否注销", "否"), ("备注", "注销登记代理")])  # fmt: skip
def test_a_row_of_a_company_that_exists_is_answered(column: str, cell: str) -> None:
    rows = table(("甲公司", "A", "30%"), ("乙公司", "A", "20%"))
    assert real_book().screen("access", pa.table({**rows, column: ["", cell]})).table().column("outcome").to_pylist() == [
        "permitted",
        "permitted",
    ]
