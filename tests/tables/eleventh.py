"""Six tables as they lie on people's disks, written with the meaning of each line before any was read: what a pivot table exports, two tables one below the
other, formulas with errors among them and rows struck through, JSON lines of mixed types, bilingual headings over sections, an inventory with decimal commas.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import _book, _facts, _text

# 1. a pivot table: filters above, the outer label once for its rows, totals of each group
pivot = KeptTable(
    "pivot.xlsx", "access",
    lambda p: _book(p, {"Pivot": [
        ["Year", "(All)", None, None, None, None], ["Status", "active", None, None, None, None], [None] * 6,
        ["City", "Sector", "Investor country", "Foreign share (%)", "Date of registration", "Count of Company"],
        ["Chengdu", "App store", "United States", 50, "2025-06-01", 3], [None, None, "Germany", 60, "2025-06-01", 1],
        ["Chengdu Total", None, None, None, None, 4],
        ["Shanghai", "Travel agency", "Japan", 100, "2025-06-01", 2], ["Shanghai", "App store", "Japan", 51, "2025-06-01", 1],
        ["Shanghai Total", None, None, None, None, 3], ["(blank)", "App store", "Japan", 51, "2025-06-01", 1], ["Grand Total", None, None, None, None, 8]]}),
    (), 1,
    {
        1: "title", 2: "title", 3: "title", 5: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 6: {"origin": "DE", "share": "60", "on": "2025-06-01"},
        7: "total", 8: _facts("travel-agency", "shanghai", "JP", "100", "2025-06-01"), 9: _facts("app-store", "shanghai", "JP", "51", "2025-06-01"),
        10: "total", 11: {"activity": "app-store", "origin": "JP", "share": "51", "on": "2025-06-01"}, 12: "total",
    },
)  # fmt: skip

# 2. two tables one below the other, the second with a title and its columns in another order
stacked = KeptTable(
    "stacked.csv", "access",
    lambda p: _text(p, [
        "一、新设企业,,,,,", "企业,行业,所在城市,投资方国别,外资股比,设立日期", "甲,旅行社,成都,日本,100%,2025-06-01", "乙,应用商店,成都,美国,50%,2025-06-01",
        ",,,,,", "二、变更企业,,,,,", "企业,设立日期,外资股比,投资方国别,所在城市,行业", "丙,2025-06-01,50%,美国,成都,应用商店", "丁,2025-06-01,100%,日本,成都,旅行社"], "gb18030"),
    (), 1,
    {
        1: "title", 3: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 4: _facts("app-store", "chengdu", "US", "50", "2025-06-01"),
        5: "blank", 6: "section", 7: ERROR, 8: ERROR, 9: ERROR,
    },
)  # fmt: skip


# 3. formulas, of which some were never computed and some went wrong, a struck row, a hidden one
def _formulas(path: Path) -> None:
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "持股测算"
    rows: list[list[Any]] = [
        ["企业名称", "行业", "城市", "国别", "外方出资", "注册资本", "外资股比", "登记日期"],
        ["a", "应用商店", "成都", "美国", 50, 100, 0.5, dt.date(2025, 6, 1)],
        ["b", "应用商店", "成都", "美国", 60, 100, "=E3/F3", dt.date(2025, 6, 1)],
        ["c", "应用商店", "成都", "美国", 60, 0, "#DIV/0!", dt.date(2025, 6, 1)],
        ["d", "应用商店", "成都", "美国", 60, None, "#REF!", dt.date(2025, 6, 1)],
        ["e", "应用商店", "成都", "美国", None, None, "#N/A", dt.date(2025, 6, 1)],
        ["f", "应用商店", "成都", "美国", 40, 100, 0.4, dt.date(2025, 6, 1)],
        ["g", "应用商店", "成都", "美国", 60, 100, "x", dt.date(2025, 6, 1)],
        ["h", "旅行社", "成都", "日本", 100, 100, 1, "#VALUE!"],
        ["i", "旅行社", "成都", "日本", 100, 100, 1, dt.date(2025, 6, 1)],
        ["合计", None, None, None, "=SUM(E2:E10)", "=SUM(F2:F10)", None, None],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(2, 11):
        sheet.cell(n, 7).number_format = "0%"
    for n in range(1, 9):
        sheet.cell(7, n).font = Font(strike=True)  # f was struck from the list
    sheet["G8"] = CellRichText(TextBlock(InlineFont(strike=True), "50%"), "60%")
    sheet.row_dimensions[10].hidden = True
    book.save(path)


formulas = KeptTable(
    "formulas.xlsx", "access", _formulas, (), 1,
    {
        2: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 3: ERROR, 4: ERROR, 5: ERROR,
        6: {"activity": "app-store", "territory": "chengdu", "origin": "US", "on": "2025-06-01"}, 7: "struck",
        8: ERROR, 9: ERROR, 10: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 11: "total",
    },
)  # fmt: skip


# 4. JSON lines as a system exports them: mixed types, nulls, absent keys, a list, a number for a day
def _visit(country: str, stay: str | None, on: str = "2026-03-02", purpose: str = "business", onward: str | None = "no") -> dict[str, str]:
    facts = {"asked": "visa-free", "nationality": country, "purpose": purpose, "territory": "shanghai", "port": "other", "on": on}
    return facts | ({"stay": stay} if stay else {}) | ({"onward-third": onward} if onward else {})


VISITS: tuple[tuple[dict[str, Any], Any], ...] = (
    ({"id": 1, "国籍": "德国", "事由": "商务", "停留天数": 20, "城市": "上海", "联程客票": False, "入境日期": "2026-03-02"}, _visit("DE", "20")),
    ({"id": 2, "国籍": "DEU", "事由": "business", "停留天数": "45天", "城市": "上海市", "联程客票": "否", "入境日期": "2026/3/2"}, _visit("DE", "45")),
    ({"id": 3, "国籍": "新加坡", "事由": "旅游", "停留天数": 30.0, "城市": "上海浦东", "联程客票": 0, "入境日期": "2026年3月2日"}, _visit("SG", "30", purpose="tourism")),
    ({"id": 4, "国籍": "印度", "事由": "商务", "停留天数": None, "城市": "上海", "联程客票": "无", "入境日期": "20260302"}, _visit("IN", None)),
    ({"id": 5, "国籍": "法国", "事由": "商务", "城市": "上海", "入境日期": 46083}, ERROR),
    ({"id": 6, "国籍": ["法国", "英国"], "事由": "商务", "停留天数": 5, "城市": "上海", "联程客票": False, "入境日期": "2026-03-02"}, ERROR),
    ({"id": 7, "国籍": "法国", "事由": "商务", "停留天数": "十五天", "城市": "上海", "联程客票": "×", "入境日期": "2026-03-02T08:30:00+08:00"}, _visit("FR", "15")),
    ({"id": 8, "国籍": "美国", "事由": "商务", "停留天数": 3, "城市": "上海", "联程客票": None, "入境日期": "2026.03.02"}, _visit("US", "3", onward=None)),
    ({"id": 9, "国籍": "法国", "事由": "商务", "停留天数": -3, "城市": "上海", "联程客票": False, "入境日期": "2026-03-02"}, ERROR),
)  # fmt: skip
visits = KeptTable(
    "visits.jsonl", "entry",
    lambda p: _text(p, [*(json.dumps(v, ensure_ascii=False) for v, _ in VISITS), "{\"id\": 10, \"国籍\": "]),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--map", "onward-third=联程客票"), 2,
    {n: meant for n, (_, meant) in enumerate(VISITS, 1)} | {10: ERROR},
)  # fmt: skip

# 5. bilingual headings over two lines, a row of units, sections, notes, shares written in mixed ways
park = KeptTable(
    "park.ods", "access",
    lambda p: write_ods(
        p,
        [["园区外资企业一览表 List of foreign-invested companies"], ["序号\nNo.", "企业名称\nCompany", "国别/地区\nCountry", "所属行业\nIndustry", "外资占比\nForeign share", "成立时间\nEstablished", "注册地\nAddress"],
         [None, None, None, None, "%", None, None],
         ["一、成都片区"], [1, "甲", "美国 USA", "应用商店", "50", dt.date(2025, 6, 1), "成都市武侯区"], [2, "乙", "日本 Japan", "旅行社", "全资", "2025.6.1", "成都高新区"],
         [3, "丙", "美国", "应用商店", "五成", "2025年6月", "成都市"], ["二、绵阳片区"], [4, "丁", "美国", "应用商店", "50%", "2025/06/01", "绵阳市涪城区"],
         [5, "戊", "美国", "应用商店", "60％", "2025 年 6 月 1 日", "绵阳"], [6, "己", "美国", "应用商店", "百分之五十", "二〇二五年六月一日", "绵阳科技城"],
         ["注：占比为外方合计", None, None, None, None, None, None], ["Source: park office"]],
        spans={(0, 0): (1, 7), (3, 0): (1, 7), (7, 0): (1, 7)},
    ),
    (), 1,
    {
        1: "title", 3: "title", 4: "section", 5: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 6: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"),
        7: ERROR, 8: "section", 9: _facts("app-store", "mianyang", "US", "50", "2025-06-01"), 10: _facts("app-store", "mianyang", "US", "60", "2025-06-01"),
        11: _facts("app-store", "mianyang", "US", "50", "2025-06-01"), 12: "note", 13: "note",
    },
)  # fmt: skip


# 6. a data inventory of a German group: semicolons, decimal commas, thousands with points
def _flow(persons: str | None, sensitive: str, important: str | None = "no", ciio: str = "no") -> dict[str, str]:
    facts = {
        "data": "personal",
        "sensitive-persons": sensitive,
        "ciio": ciio,
        "ground": "none",
        "territory": "shanghai",
        "on": "2025-06-01",
    }
    return facts | ({"persons": persons} if persons else {}) | ({"important-data": important} if important else {})


inventory = KeptTable(
    "verzeichnis.csv", "data_export",
    lambda p: _text(p, [
        "sep=;", "System;Kind of data;Persons;Sensitive persons;Important data;CII operator;Ground;City;Day",
        "CRM;personal data;120000;0;no;no;none;Shanghai;2025-06-01", "HR;personal data;3 000;400;no;no;none;Shanghai;2025-06-01",
        "SHOP;personal data;1.200.000;0;no;no;none;Shanghai;2025-06-01", "LOG;personal data;12,5;0;no;no;none;Shanghai;2025-06-01",
        "MAP;personal data;1000;0;yes;no;none;Shanghai;2025-06-01", "OLD;personal data;n/a;0;no;no;none;Shanghai;2025-06-01",
        "PAY;personal data;ca. 5000;0;no;no;none;Shanghai;2025-06-01", "BIG;personal data;1.2 million;0;no;no;none;Shanghai;2025-06-01",
        "\"NOTE\";personal data;80000;0;\"don't know\";no;none;Shanghai;2025-06-01", "Summe;;1404000;400;;;;;", "Erstellt von: IT;;;;;;;;"], "utf-8-sig"),
    (), 1,
    {
        1: "title", 3: _flow("120000", "0"), 4: _flow("3000", "400"), 5: _flow("1200000", "0"), 6: ERROR, 7: _flow("1000", "0", "yes"), 8: _flow(None, "0"), 9: ERROR,
        10: _flow("1200000", "0"), 11: ERROR, 12: "total", 13: "note",
    },
)  # fmt: skip

ELEVENTH = (pivot, stacked, formulas, visits, park, inventory)
