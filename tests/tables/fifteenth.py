"""Six tables of which each is a habit of those who keep them: marks of notes in cells and formatted as superscripts, headings of groups that give the
place, errors of formulas and filtered lines, numbers of other countries, two tables in a sheet, cases in columns. Made before the tool was mended for them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, Meaning
from tests.tables.third import STOPS, _book, _facts, _text

# 1. a bureau's list: marks of notes behind the cells it speaks of, the notes below
marks = KeptTable(
    "marks.xlsx", "access",
    lambda p: _book(p, {"名录": [
        ["2025年重点外资项目名录¹"],
        ["序号", "企业名称", "所属行业①", "注册地", "国别（地区）²", "外资股比（%）", "设立日期*"],
        [1, "甲公司", "互联网数据中心①", "上海¹", "德国", "100", "2025/6/1"], [2, "乙公司*", "应用商店*", "成都", "美国（1）", "50*", "2025.6.1"],
        [3, "丙公司", "呼叫中心[2]", "深圳②", "香港†", "100%", "2025-6-1"], [4, "丁公司", "旅行社（注3）", "杭州", "韩国", "60%³", "2025年6月1日"],
        [5, "戊公司", "应用商店", "成都", "日本 (a)", "5¹", "2025-06-01"], [6, "己公司", "应用商店b)", "成都", "日本", "60 *", "2025-06-01"],
        [7, "庚公司", "医院", "苏州[注]", "新加坡**", "100.00", "20250601"], [8, "辛公司", "应用商店", "成都", "英国", "约60%", "2025-06-01"],
        ["合计", "8家"], ["注：① 按国民经济行业分类。"], ["¹ 数据截至2025年6月30日。"], ["* 待商务部门核实"], ["② 前海除外"]]}),
    (), 1,
    {
        1: "title", 3: ERROR, 4: ERROR,
        5: ERROR, 6: _facts("travel-agency", "hangzhou", "KR", "60", "2025-06-01"),
        7: ERROR, 8: ERROR,
        9: _facts("hospital", "suzhou", "SG", "100", "2025-06-01"), 10: ERROR, 11: "total", 12: "note", 13: "note", 14: "note", 15: "note",
    },
)  # fmt: skip


# 2. a list by cities: the place stands only in the line that heads each group
groups = KeptTable(
    "groups.xlsx", "access",
    lambda p: _book(p, {"Sheet1": [
        ["外商投资服务业企业情况表（分市）"], ["序号", "企业名称", "经营业务", "投资者国别", "外资比例", "登记日期"],
        ["一、成都市（3家）"], [1, "甲公司", "应用商店", "美国", "60%", dt.date(2025, 6, 1)], [2, "乙公司", "旅行社", "日本", "100%", dt.date(2025, 6, 1)],
        [3, "丙公司", "呼叫中心", "香港", "100%", dt.date(2025, 6, 1)], ["小计", "3家"],
        ["二、上海市（2家）"], [1, "丁公司", "互联网数据中心", "德国", "51%", dt.date(2025, 6, 1)], [2, "戊公司", "人才中介", "法国", "100%", dt.date(2025, 6, 1)], ["小计", "2家"],
        ["三、重庆市（1家）"], [1, "己公司", "医院", "新加坡", "70%", dt.date(2025, 6, 1)], ["合计", "6家"]]}, ("A1:F1", "A3:F3", "A8:F8", "A12:F12")),
    (), 2,
    {
        1: "title", 3: "section", 4: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 5: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"),
        6: _facts("call-centre", "chengdu", "HK", "100", "2025-06-01"), 7: "total", 8: "section", 9: _facts("idc", "shanghai", "DE", "51", "2025-06-01"),
        10: _facts("人才中介", "shanghai", "FR", "100", "2025-06-01"), 11: "total", 12: "section", 13: _facts("hospital", "chongqing", "SG", "70", "2025-06-01"), 14: "total",
    },
)  # fmt: skip


# 3. an adviser's model: errors of formulas, values that no spreadsheet has computed, a filter that hides lines, days of five kinds
def _model(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows: list[list[Any]] = [
        ["Case", "Business", "City", "Investor country", "Foreign stake", "Signing date"],
        ["C1", "app store", "Chengdu", "Germany", 0.5, dt.date(2025, 6, 1)],
        ["C2", "#N/A", "Shanghai", "US", 1, dt.date(2025, 6, 1)],
        ["C3", "data centre", "Shanghai", "US", "#REF!", dt.date(2025, 6, 1)],
        ["C4", "data centre", "=VLOOKUP(A5,Sites!A:B,2,0)", "US", 1, dt.date(2025, 6, 1)],
        ["C5", "express delivery", "Shenzhen", "Hong Kong", 1, "1 June 2025"],
        ["C6", "express delivery", "Shenzhen", "HK", 1, "06/07/2025"],
        ["C7", "call center", "Dalian", "Japan", "=1-0.4", dt.datetime(2025, 6, 1, 9, 30)],
        ["C8", "call center", "Dalian", "Japan", 1, 45809],
        ["C9", "app store", "Chengdu", "#VALUE!", 0.6, "June 1, 2025"],
        ["C10", "app store", "Chengdu", "UK", 0.6, "2025-06"],
        ["C11", "travel agency", "Xi'an", "UK", 1, "#NAME?"],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(2, 13):
        sheet.cell(n, 5).number_format = "0%"
    sheet.auto_filter.ref = "A1:F12"
    sheet.auto_filter.add_filter_column(1, ["app store"])
    for n in (3, 4, 5, 6, 7, 8, 9, 12):
        sheet.row_dimensions[n].hidden = True
    book.save(path)


model = KeptTable(
    "model.xlsx", "access", _model, (), 1,
    {
        2: _facts("app-store", "chengdu", "DE", "50", "2025-06-01"), 3: {k: v for k, v in _facts("idc", "shanghai", "US", "100", "2025-06-01").items() if k != "activity"}, 4: ERROR, 5: ERROR, 6: _facts("express-delivery", "shenzhen", "HK", "100", "2025-06-01"), 7: ERROR,
        8: ERROR, 9: ERROR, 10: ERROR, 11: ERROR, 12: ERROR,
    },
)  # fmt: skip


# 4. a data protection officer's list, from Zurich and Berlin: thousands parted by dots, apostrophes, thin spaces; negative numbers in brackets
def _flow(persons: str | None, sensitive: str | None, city: str = "shanghai") -> dict[str, str]:
    facts = {"data": "personal", "ciio": "no", "ground": "none", "important-data": "no", "territory": city, "on": "2025-06-01"}
    return facts | ({"persons": persons} if persons else {}) | ({"sensitive-persons": sensitive} if sensitive else {})


swiss = KeptTable(
    "swiss.csv", "data_export",
    lambda p: _text(p, [
        "Flow;Data type;Data subjects (number)¹;Sensitive data subjects;Important data;CIIO;City;Date", "HR;personal;3'000;0;no;no;Shanghai;2025-06-01",
        "CRM;personal;1.200.000;0;no;no;Shanghai;2025-06-01", "Web;personal;120\u202f000;5\u00a0000;no;no;Shanghai;2025-06-01", "Shop;personal;1'200'000*;12'000;no;no;Shanghai;2025-06-01",
        "Old;personal;(500);0;no;no;Shanghai;2025-06-01", "Loans;personal;-;9'000;no;no;Shanghai;2025-06-01", "App;personal;12.000;0;no;no;Shanghai;2025-06-01",
        "Games;personal;1,200,000;0;no;no;Shanghai;2025-06-01", "Club;personal;500-;0;no;no;Shanghai;2025-06-01", "Club 2;personal;> 10'000;0;no;no;Shanghai;2025-06-01",
        "Total;;2'523'000;26'000;;;;", "¹ Estimate at year end;;;;;;;"]),
    ("--fact", "ground=none", "--map", "persons=Data subjects (number)¹", "--map", "sensitive-persons=Sensitive data subjects"), 2,
    {
        2: _flow("3000", "0"), 3: _flow("1200000", "0"), 4: _flow("120000", "5000"), 5: _flow("1200000", "12000"), 6: ERROR, 7: _flow(None, "9000"), 8: ERROR,
        9: _flow("1200000", "0"), 10: ERROR, 11: ERROR, 12: "total", 13: "note",
    },
)  # fmt: skip

# 5. two tables on a sheet, one below the other, parted by a title; the second has the other columns
two = KeptTable(
    "two.xlsx", "access",
    lambda p: _book(p, {"Overview": [
        ["Table 1: operating companies"], ["Company", "Business", "City", "Country", "Foreign share", "Date"],
        ["A", "courier", "Shenzhen", "HK", "100%", "2025-06-01"], ["B", "app store", "Chengdu", "US", "60%", "2025-06-01"], [],
        ["Table 2: companies in liquidation"], ["Company", "Country", "Business", "Foreign share", "City", "Date"],
        ["C", "US", "app store", "60%", "Chengdu", "2025-06-01"], ["D", "DE", "idc", "100%", "Shanghai", "2025-06-01"], ["Source: group register"]]}),
    (), 1,
    {1: "title", 3: _facts("express-delivery", "shenzhen", "HK", "100", "2025-06-01"), 4: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 5: "blank",
        6: "section", 7: ERROR, 8: ERROR, 9: ERROR, 10: "note"},
)  # fmt: skip

# 6. an analyst's card of three projects side by side: the facts stand in the first column
_COLUMNS: dict[int, Meaning] = {0: STOPS}
cards = KeptTable(
    "cards.xlsx", "access",
    lambda p: _book(p, {"Projects": [
        ["", "Project A", "Project B", "Project C"], ["Business", "app store", "call center", "data centre"], ["City", "Chengdu", "Dalian", "Shanghai"],
        ["Country", "US", "Japan", "Germany"], ["Foreign share", "60%", "100%", "100%"], ["Date", "2025-06-01", "2025-06-01", "2025-06-01"]]}),
    (), 1, _COLUMNS,
)  # fmt: skip

FIFTEENTH = [marks, groups, model, swiss, two, cards]
