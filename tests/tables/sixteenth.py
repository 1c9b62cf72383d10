"""Six tables more, written with those of `fifteenth` and opened once the tool was mended by them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import _facts, _text


# 1. superscripts that are only a format, a heading over two columns, districts merged down, units in the headings
def _rich(path: Path) -> None:
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def noted(text: str, mark: str) -> CellRichText:
        return CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), mark))

    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows: list[list[Any]] = [
        ["外资企业情况（2025年上半年）", *[None] * 6],
        ["区", "企业", "主营业务", "外方", None, "成立日期", "投资额（万元）"],
        [None, None, None, "国别", "股比（%）", None, None],
        ["浦东新区", "甲", "应用商店", "美国", noted("5", "1"), dt.date(2025, 6, 1), "1,200"],
        [None, "乙", noted("呼叫中心", "2"), "日本", "100", dt.date(2025, 6, 1), "（300）"],
        [None, "丙", "旅行社", noted("德国", "1"), "60", dt.date(2025, 6, 1), "-"],
        ["闵行区", "丁", "应用商店", "韩国", noted("60", "3"), dt.date(2025, 6, 1), "8,000.00"],
        [None, "戊", "应用商店", "韩国", "50", None, "—"],
        ["合计", "5家", None, None, None, None, "9,900"],
        ["1 含间接持股", *[None] * 6],
        ["2 试点批复在办", *[None] * 6],
    ]
    for row in rows:
        sheet.append(row)
    for span in ("A1:G1", "D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3", "G2:G3", "A4:A6", "A7:A8"):
        sheet.merge_cells(span)
    book.save(path)


rich = KeptTable(
    "rich.xlsx", "access", _rich, (), 1,
    {
        1: "title", 2: "title", 4: ERROR, 5: ERROR,
        6: ERROR, 7: _facts("app-store", "minhang", "KR", "60", "2025-06-01"),
        8: {"activity": "app-store", "territory": "minhang", "origin": "KR", "share": "50"}, 9: "total", 10: "note", 11: "note",
    },
)  # fmt: skip

# 2. an investment bureau's CSV by industries: the group gives the activity, and no column does
by_industry = KeptTable(
    "by-industry.csv", "access",
    lambda p: _text(p, [
        "附表3：分行业外资企业清单,,,,,", "序号,企业名称,所在地,投资来源地,外资占比,成立日期", "（一）旅行社（2家）,,,,,", "1,甲公司,成都市,日本,100%,2025-06-01",
        "2,乙公司,上海市,英国,100%,2025-06-01", "（二）医院（1家）,,,,,", "3,丙公司,重庆市,新加坡,70%,2025-06-01", "（三）应用商店（2家）,,,,,", "4,丁公司,成都市,美国,60%,2025-06-01",
        "5,戊公司,绵阳市,德国,50%,2025-06-01", "合计：5家,,,,,", "填表人：李某,,,,审核：王某,"], "gb18030"),
    (), 2,
    {
        1: "title", 3: "section", 4: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 5: _facts("travel-agency", "shanghai", "GB", "100", "2025-06-01"), 6: "section",
        7: _facts("hospital", "chongqing", "SG", "70", "2025-06-01"), 8: "section", 9: _facts("app-store", "chengdu", "US", "60", "2025-06-01"),
        10: _facts("app-store", "mianyang", "DE", "50", "2025-06-01"), 11: "total", 12: "note",
    },
)  # fmt: skip


# 3. HR in ODS: errors, days as text and typed, numbers with words, a second heading row repeated on each printed page
def _visit(country: str, stay: str, city: str, on: str | None = "2025-07-01") -> dict[str, str]:
    facts = {
        "asked": "visa-free",
        "nationality": country,
        "purpose": "business",
        "territory": city,
        "port": "other",
        "onward-third": "no",
        "stay": stay,
    }
    return facts | ({"on": on} if on else {})


pages = KeptTable(
    "pages.ods", "entry",
    lambda p: write_ods(p, [
        ["Visitors to our plants, July 2025 (page 1/2)", None, None, None, None, None], ["Name", "Nationality", "Purpose", "City", "Days in China", "Arrival date"],
        ["A", "Germany¹", "business", "Suzhou", 14, dt.date(2025, 7, 1)], ["B", "French", "business", "Kunshan²", "30 days", "2025-07-01"], ["C", "Swiss", "business", "Wuxi", "#REF!", dt.date(2025, 7, 1)],
        ["D", "USA", "business", "Suzhou", 5, "01.07.2025"], ["(page 2/2)", None, None, None, None, None], ["Name", "Nationality", "Purpose", "City", "Days in China", "Arrival date"],
        ["E", "Italian", "business", "Suzhou", "3 weeks", dt.date(2025, 7, 1)], ["F", "Netherlands", "business", "Suzhou", "10*", dt.date(2025, 7, 1)], ["G", "Err:502", "business", "Suzhou", 10, dt.date(2025, 7, 1)],
        ["H", "Spanish", "business", "Taicang", 15.5, dt.date(2025, 7, 1)], [None, None, None, None, None, None], ["¹ holds two passports", None, None, None, None, None],
        ["* may be extended", None, None, None, None, None]]),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--fact", "onward-third=no"), 2,
    {
        1: "title", 3: ERROR, 4: _visit("FR", "30", "昆山"), 5: ERROR, 6: ERROR, 7: "section", 8: "heading", 9: _visit("IT", "21", "suzhou"),
        10: ERROR, 11: ERROR, 12: ERROR, 13: "blank", 14: "note", 15: "note",
    },
)  # fmt: skip


# 4. a treasurer's export: capital pools, amounts of other countries, brackets for negatives, the unit above the table
pool = KeptTable(
    "pool.csv", "capital",
    lambda p: _text(p, [
        "Groups applying for a cash pool (RMB bn);;;;;;;", "Group;Cross-border receipts and payments (RMB bn);Revenue in China (RMB bn);Revenue abroad (RMB bn);Members;No serious breach in 2 years;City;Date",
        "A;7,5;12,0;2,2;4;yes;Shanghai;15.01.2026", "B;0,7;1,0;0,2;3;yes;Shanghai;15.01.2026", "C;(7.5);12;3;4;yes;Shanghai;15.01.2026", "D;8;11;2.5;3*;yes;Shanghai;15.01.2026",
        "E;#DIV/0!;11;2.5;3;yes;Shanghai;15.01.2026", "F;8;11;2.5;3;n/a;Shanghai;15.01.2026", "Total;16.2;;;;;;"]),
    ("--fact", "measure=cash-pool", "--fact", "member=ordinary"), 2,
    {
        1: "title", 3: ERROR, 4: ERROR, 5: ERROR, 6: ERROR, 7: ERROR, 8: ERROR, 9: "total",
    },
)  # fmt: skip


# 5. a list by filter, hidden columns with the shares of last year, percentages mixed with fractions shown as numbers
def _filtered(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows: list[list[Any]] = [
        ["编号", "业务", "城市", "国家", "2024年外资股比", "外资股比", "基准日期", "状态"],
        ["1", "应用商店", "成都", "德国", 0.3, 0.5, dt.datetime(2025, 6, 1), "存续"],
        ["2", "应用商店", "成都", "德国", 0.3, 0.6, "2025/06/01", "存续"],
        ["3", "数据中心", "北京", "美国", 0.3, 1, "2025年6月1日", "存续"],
        ["4", "快递", "深圳", "香港", 1, "=E5", "2025-06-01", "存续"],
        ["5", "医院", "上海", "#N/A", 0.7, 1, "2025-06-01", "存续"],
        ["6", "旅行社", "西安", "法国", 0.7, 1, "2025-06-31", "存续"],
        ["7", "旅行社", "西安", "法国", 0.7, 1, "6月1日", "存续"],
        ["8", "旅行社", "西安", "法国", 0.7, 1, "2025-06-01 00:00:00", "注销"],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(2, 10):
        sheet.cell(n, 5).number_format = "0.0%"
        sheet.cell(n, 6).number_format = "0.00%"
    sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = "A1:H9"
    for n in (3, 9):
        sheet.row_dimensions[n].hidden = True
    book.save(path)


filtered = KeptTable(
    "filtered.xlsx", "access", _filtered, ("--map", "share=外资股比", "--ignore", "2024年外资股比", "--ignore", "状态"), 3,
    {
        2: _facts("app-store", "chengdu", "DE", "50", "2025-06-01"), 3: _facts("app-store", "chengdu", "DE", "60", "2025-06-01"), 4: _facts("idc", "beijing", "US", "100", "2025-06-01"),
        5: ERROR, 6: {k: v for k, v in _facts("hospital", "shanghai", "", "100", "2025-06-01").items() if v}, 7: ERROR, 8: ERROR, 9: _facts("travel-agency", "xian", "FR", "100", "2025-06-01"),
    },
)  # fmt: skip

# 6. an English list with groups by country: the investor's country stands in the line that heads each group
by_country = KeptTable(
    "by-country.tsv", "access",
    lambda p: _text(p, [
        "#\tCompany\tLine of business\tCity\tForeign equity (%)\tDate of establishment", "A. Germany (2)\t\t\t\t\t", "1\tA GmbH\tapp store (a)\tChengdu\t60\t2025-06-01",
        "2\tB AG\tcourier\tShenzhen\t100.0\t2025-06-01", "B. Japan (1)\t\t\t\t\t", "3\tC KK\ttravel agency\tHangzhou\t100\t2025-06-01", "C. United Kingdom (1)\t\t\t\t\t",
        "4\tD Ltd\tlaw firm\tShanghai\t100\t2025-06-01", "Total (4)\t\t\t\t\t", "(a) incl. mini programs\t\t\t\t\t"]),
    (), 2,
    {
        2: "section", 3: ERROR, 4: _facts("express-delivery", "shenzhen", "DE", "100", "2025-06-01"), 5: "section",
        6: _facts("travel-agency", "hangzhou", "JP", "100", "2025-06-01"), 7: "section", 8: _facts("legal-services", "shanghai", "GB", "100", "2025-06-01"), 9: "total", 10: "note",
    },
)  # fmt: skip

SIXTEENTH = [rich, by_industry, pages, pool, filtered, by_country]
