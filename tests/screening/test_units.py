"""The unit of a column is what its heading, the text above the table, or the user says; a number of unknown size is never taken for another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shidian.errors import BadValue, TableError
from shidian.law.records.question import Fact
from shidian.screening.heads import head_of, passed_over, whole_head
from shidian.screening.units import factors_of, unit_in
from tests.cases.real import real_book


def fact(question: str, name: str) -> Fact:
    return next(f for f in real_book().question(question).facts if f.fact == name)


@pytest.mark.parametrize(
    ("heading", "factor"),
    {
        "人数（万人）": 10_000,
        "人数(万)": 10_000,
        "人数（单位：万人）": 10_000,
        "涉及人数 / 千人": 1_000,
        "Persons (thousands)": 1_000,
        "Persons in million": 1_000_000,
        "人数（人）": 1,
    }.items(),
)
def test_a_heading_says_in_which_unit_persons_are(heading: str, factor: int) -> None:
    assert unit_in(heading, fact("data_export", "persons")) == factor


@pytest.mark.parametrize(
    ("heading", "factor"),
    {
        "营业收入（亿元）": "0.1",
        "营业收入亿元": "0.1",
        "Revenue, RMB million": "0.001",
        "Revenue (RMB bn)": "1",
        "收入（元）": "0.000000001",
    }.items(),
)
def test_a_heading_says_in_which_unit_amounts_are(heading: str, factor: str) -> None:
    assert unit_in(heading, fact("capital", "domestic-revenue")) == Decimal(factor)


@pytest.mark.parametrize(
    "heading", ["人数", "persons", "Persons with sensitive data this year", "人数（必填）", "persons in all", "涉及人数（截至2025年6月）"]
)
def test_a_heading_without_a_unit_says_none(heading: str) -> None:
    assert unit_in(heading, fact("data_export", "persons")) is None


def test_dollars_are_no_yuan() -> None:
    with pytest.raises(BadValue, match="US dollars"):
        unit_in("营业收入（万美元）", fact("capital", "domestic-revenue"))


def test_a_unit_above_the_table_is_that_of_amounts_without_one() -> None:
    question = real_book().question("capital")
    columns = {"domestic-revenue": "收入", "overseas-revenue": "境外收入（万元）", "members": "成员数"}
    assert factors_of(question, columns, {}, "填报单位：某局\n单位：亿元") == {
        "domestic-revenue": Decimal("0.1"),
        "overseas-revenue": Decimal("0.00001"),
    }


def test_an_amount_whose_unit_nobody_says_is_asked_for() -> None:
    table = {"收入": [10], "territory": ["chengdu"], "on": ["2026-01-15"], "币种": ["USD"]}
    facts = {"measure": "cash-pool"}
    with pytest.raises(BadValue, match="币种"):
        real_book().screen("capital", table, facts=facts, columns={"domestic-revenue": "收入"})
    del table["币种"]
    with pytest.raises(BadValue, match="in which unit"):
        real_book().screen("capital", table, facts=facts, columns={"domestic-revenue": "收入"})
    assert (
        len(real_book().screen("capital", table, facts=facts, columns={"domestic-revenue": "收入"}, scales={"domestic-revenue": "亿元"}))
        == 1
    )


def test_an_amount_without_a_unit_among_amounts_with_one_is_an_error_of_its_row() -> None:
    table = {"境内成员企业营收": ["10亿元", "11亿元", "12亿元", "10"], "territory": ["chengdu"] * 4, "on": ["2026-01-15"] * 4}
    rows = real_book().screen("capital", table, facts={"measure": "cash-pool"}).table().to_pylist()
    assert [r["error_code"] for r in rows] == [None, None, None, "bad-value"]
    assert "without a unit" in rows[3]["error"]


def test_a_fraction_among_percentages_is_an_error_of_its_row() -> None:
    for shares in (["60", "0.51", "50%"], [60.0, 0.51, 50.0]):
        table = {
            "activity": ["app-store"] * 3,
            "territory": ["chengdu"] * 3,
            "origin": ["US"] * 3,
            "share": shares,
            "on": ["2025-06-01"] * 3,
        }
        found = real_book().screen("access", table).table().to_pylist()
        assert [r["error_code"] for r in found] == [None, "bad-value", None]
        assert "51 %" in found[1]["error"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["合计（10家）", "", "", "12"], "total"),
        (["Sum: 9 travellers", "", "", ""], "total"),
        (["全市合计", "", "", "9"], "total"),
        (["合 计", "3", "", ""], "total"),
        (["浦东新区", "", "", ""], "section"),
        (["填表人：王某", "审核人：李某", "日期：2025年7月1日", ""], "note"),
        (["合计科技有限公司", "应用商店", "成都", "德国"], None),
        (["Summit Ltd", "app store", "Chengdu", "DE"], None),
        (["", "应用商店", "", ""], None),
    ],
)
def test_rows_that_are_no_cases_are_told_from_those_that_are(cells: list[str], kind: str | None) -> None:
    assert passed_over(cells, ["企业", "行业", "地域", "来源地"], leading=False) == kind


def test_two_rows_of_headings_are_read_together() -> None:
    rows = [
        ["企业", "行业", "外方", "", "中方", "日期"],
        ["", "", "国别", "股比", "股比", ""],
        ["甲", "银行", "德国", "51%", "49%", "2025-01-01"],
    ]
    known = {"行业", "国别", "股比", "日期"}
    assert whole_head(rows, head_of(rows, known), known) == (["企业", "行业", "国别", "外方股比", "中方股比", "日期"], 1)


def test_a_table_with_its_facts_one_below_the_other_is_refused() -> None:
    rows = [
        ["要点", "甲", "乙"],
        ["行业", "银行", "旅行社"],
        ["注册地", "成都", "上海"],
        ["外方国别", "美国", "德国"],
        ["股比", "60%", "100%"],
    ]
    known = {"行业", "注册地", "外方国别", "股比"}
    with pytest.raises(TableError, match="one below the other"):
        whole_head(rows, head_of(rows, known), known)


def test_the_other_side_of_a_group_is_no_fact_of_ours() -> None:
    rows = [["企业", "行业", "中方", "", "日期"], ["", "", "名称", "出资比例", ""], ["甲", "银行", "乙", "49%", "2025-01-01"]]
    known = {"行业", "出资比例", "日期"}
    assert whole_head(rows, head_of(rows, known), known)[0] == ["企业", "行业", "中方名称", "中方出资比例", "日期"]


def test_a_row_of_units_below_the_headings_belongs_to_them() -> None:
    rows = [["系统", "人数", "收入"], ["", "万人", "亿元"], ["甲", "3", "5"]]
    assert whole_head(rows, 0, {"人数"}) == (["系统", "人数（万人）", "收入（亿元）"], 1)


@pytest.mark.parametrize("written", ["5.000", "12.500 人"])
def test_a_point_between_thousands_is_nobody_s_decimal_point(written: str) -> None:
    with pytest.raises(BadValue, match="thousands"):
        real_book().read("data_export", {"persons": written})


@pytest.mark.parametrize(("written", "persons"), [("5,000", "5000"), ("5.0", "5"), ("1.25万", "12500"), ("5000", "5000")])
def test_other_ways_to_write_a_count_are_read(written: str, persons: str) -> None:
    assert str(real_book().read("data_export", {"persons": written}).case.values["persons"]) == persons


@pytest.mark.parametrize("shares", [["60", "0.5", "1.00"], [60.0, 0.5, 1.0]])
def test_a_one_with_decimals_among_fractions_and_greater_shares_may_be_all_of_them(shares: list[object]) -> None:
    rows = {"activity": ["app-store"] * 3, "territory": ["chengdu"] * 3, "origin": ["US"] * 3, "share": shares, "on": ["2025-06-01"] * 3}
    done = real_book().screen("access", rows).table(["outcome", "error_code"]).to_pylist()
    assert done == [{"outcome": "not_permitted", "error_code": None}, *[{"outcome": None, "error_code": "bad-value"}] * 2]
