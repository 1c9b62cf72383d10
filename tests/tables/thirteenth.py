"""Five tables as their keepers hand them on: a bureau's register with struck lines, an adviser's list with footnote marks, two questions under one another,
a data inventory as JSON lines with parts, a portfolio in Parquet with the types of a data base. Made before the tool was read again.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable
from tests.tables.third import _facts, _text


# 1. groups over merged cells, units in the headings, subtotals between districts, lines struck through, a hidden line
def _struck(path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "2025年"
    rows: list[list[Any]] = [
        ["2025年成都市外商投资企业设立情况统计表", *[None] * 8],
        ["填报单位：市商务局投资处", *[None] * 6, "单位：万美元", None],
        ["序号", "企业名称", "经营范围（主营）", "所在区", "外方", None, None, "设立日期", "备注"],
        [None, None, None, None, "投资方国别（地区）", "出资比例（%）", "出资额（万美元）", None, None],
        [1, "成都甲信息技术有限公司", "应用商店", "成都市高新区", "美国", 60, 100, dt.date(2025, 6, 1), None],
        [2, "成都乙信息技术有限公司", "应用商店", "成都市武侯区", "德国", 50, 80, dt.date(2025, 6, 2), "增资中"],
        ["小计", None, None, None, None, None, 180, None, None],
        [3, "成都丙数据有限公司", "呼叫中心", "成都市锦江区", "港资", 100, 20, dt.date(2025, 6, 3), None],
        [4, "成都丁旅行社有限公司", "旅行社", "成都市青羊区", "日本", 100, 30, dt.date(2025, 6, 4), "已注销"],
        [5, "成都戊旅行社有限公司", "旅行社业务", "成都市青羊区", "日商", 100, 30, dt.date(2025, 6, 4), "替代第4号"],
        [6, "成都己医院有限公司", "独资医院", "成都市双流区", "新加坡", 100, 900, dt.date(2025, 6, 5), None],
        ["小计", None, None, None, None, None, 980, None, None],
        ["合计（6家）", None, None, None, None, None, 1160, None, None],
        ["制表：张三　　审核：李四", *[None] * 8],
    ]
    for row in rows:
        sheet.append(row)
    for column in range(1, 10):
        sheet.cell(9, column).font = Font(strike=True)
    sheet.row_dimensions[11].hidden = True
    for span in ("A1:I1", "A2:F2", "E3:G3", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "H3:H4", "I3:I4"):
        sheet.merge_cells(span)
    book.save(path)


struck = KeptTable(
    "struck.xlsx", "access", _struck, (), 1,
    {
        1: "title", 2: "title", 3: "title", 5: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 6: _facts("app-store", "chengdu", "DE", "50", "2025-06-02"), 7: "total",
        8: _facts("call-centre", "chengdu", "HK", "100", "2025-06-03"), 9: "struck", 10: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-04"),
        11: _facts("hospital", "chengdu", "SG", "100", "2025-06-05"), 12: "total", 13: "total", 14: "note",
    },
)  # fmt: skip

# 2. an adviser's list: mark and semicolons, two languages, footnote marks, five forms of a day, a duplicate
marks = KeptTable(
    "marks.csv", "access",
    lambda p: _text(p, [
        "Client;Planned business / 拟开展业务;Where / 地点;Home jurisdiction;Foreign share (%);Target date;Remarks",
        "Alpha;cloud hosting;Shanghai;USA;50%*;2025-06-01;* subject to talks", "Beta;电商平台;Shenzhen;German;100 (1);2025/6/1;",
        "Gamma;travel agency;北京朝阳;港资;100%²;1 June 2025;", "Delta;咨询;Guang Zhou;UK;100;2025.6.1;", "Epsilon;headhunting;Suzhou Industrial Park;Dutch;70;2025年6月1日;",
        "Beta;电商平台;Shenzhen;German;100 (1);2025/6/1;", "Zeta;SaaS;Chengdu;Singapore;100;2025-06-01;", "Eta;internet cafe;Xi'an;Japan;100;2025-06-01;",
        "Theta;cloud hosting;Shanghai;USA;>50%;2025-06-01;", "Iota;cloud hosting;Shanghai;USA;50-60;2025-06-01;", "Kappa;pharmacy;杭州;Swiss;100;;day not known",
        "* subject to talks;;;;;;", "(1) held through Hong Kong;;;;;;"], "utf-8-sig"),
    (), 1,
    {
        2: ERROR, 3: ERROR, 4: _facts("travel-agency", "北京朝阳", "HK", "100", "2025-06-01"),
        5: _facts("management-consulting", "guangzhou", "GB", "100", "2025-06-01"),
        6: _facts("human-resources-services", "suzhou", "NL", "70", "2025-06-01"), 7: ERROR, 8: ERROR, 9: ERROR,
        10: ERROR, 11: ERROR, 12: {"activity": "offline-retail", "territory": "hangzhou", "origin": "CH", "share": "100"}, 13: "note", 14: "note",
    },
)  # fmt: skip


# 3. two questions one after another in a sheet, each with a title and headings of its own
def _two(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows: list[list[Any]] = [
        ["A. Planned establishments"], ["No.", "Activity", "City", "Origin", "Share", "Date"], [1, "app store", "Chengdu", "US", "50%", "2025-06-01"],
        [2, "app store", "Chengdu", "US", "60%", "2025-06-01"], [3, "travel agency", "Shenzhen", "JP", "100%", "2025-06-01"], [],
        ["B. Data that leaves the country"], ["No.", "Data", "Number of persons", "Sensitive persons", "Important data", "Date"],
        [1, "personal", 3000, 0, "no", "2025-06-01"], [2, "personal", 1200000, 0, "no", "2025-06-01"], [],
        ["C. Visitors"], ["No.", "Nationality", "Purpose", "City", "Length of stay", "Date"], [1, "DE", "business", "Suzhou", 14, "2025-07-01"],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    book.save(path)


under = KeptTable(
    "under-one-another.xlsx", "access", _two, (), 1,
    {
        1: "title", 3: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 4: _facts("app-store", "chengdu", "US", "60", "2025-06-01"),
        5: _facts("travel-agency", "shenzhen", "JP", "100", "2025-06-01"), 6: "blank", 7: "note", 8: ERROR, 9: ERROR, 10: ERROR, 11: "blank", 12: "note",
        13: ERROR, 14: ERROR,
    },
)  # fmt: skip

# 4. an inventory of flows as JSON lines: parts within parts, a list, null, a number as text
_FLOWS: list[dict[str, Any]] = [
    {"flow": "HR", "data": {"kind": "personal", "persons": 3000, "sensitive": 0}, "important": False, "ciio": False, "site": {"city": "Beijing"}, "on": "2025-06-01"},
    {"flow": "CRM", "data": {"kind": "personal", "persons": "1.2 million", "sensitive": 0}, "important": False, "ciio": False, "site": {"city": "上海"}, "on": "2025-06-01"},
    {"flow": "maps", "data": {"kind": "personal", "persons": 1000, "sensitive": 0}, "important": True, "ciio": False, "site": {"city": "Shenzhen"}, "on": "2025-06-01"},
    {"flow": "pay", "data": {"kind": "personal", "persons": 3000, "sensitive": 400}, "important": False, "ciio": None, "site": {"city": "Chengdu"}, "on": None},
    {"flow": "many", "data": {"kind": "personal", "persons": [3000, 4000], "sensitive": 0}, "important": False, "ciio": False, "site": {"city": "Beijing"}, "on": "2025-06-01"},
    {"flow": "odd", "data": "personal", "important": False, "ciio": False, "site": {"city": "Beijing"}, "on": "2025-06-01"},
]  # fmt: skip


def _flow(persons: str, sensitive: str, city: str, important: str = "no", **more: str) -> dict[str, str]:
    return {
        "data": "personal",
        "ground": "none",
        "persons": persons,
        "sensitive-persons": sensitive,
        "important-data": important,
        "territory": city,
    } | more


flows = KeptTable(
    "flows.jsonl", "data_export", lambda p: _text(p, [json.dumps(f, ensure_ascii=False) for f in _FLOWS]),
    ("--fact", "ground=none", "--map", "data=data.kind", "--map", "persons=data.persons", "--map", "sensitive-persons=data.sensitive", "--map", "important-data=important",
     "--map", "territory=site.city"), 3,
    {
        1: _flow("3000", "0", "beijing", ciio="no", on="2025-06-01"), 2: _flow("1200000", "0", "shanghai", ciio="no", on="2025-06-01"),
        3: _flow("1000", "0", "shenzhen", "yes", ciio="no", on="2025-06-01"), 4: _flow("3000", "400", "chengdu"), 5: ERROR, 6: ERROR,
    },
)  # fmt: skip


# 5. a portfolio in Parquet: categories, decimals, a time with a zone, a flag
def _parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    zone = dt.timezone(dt.timedelta(hours=8))
    pq.write_table(pa.table({
        "company": ["a", "b", "c", "d", "e"],
        "sector": pa.array(["app store", "app store", "travel agency", "video streaming", None]).dictionary_encode(),
        "city": pa.array(["Chengdu", "Chengdu", "Shenzhen", "Hong Kong", "Chengdu"]).dictionary_encode(),
        "investor_country": pa.array(["US", "DEU", "JP", "KR", "US"]).dictionary_encode(),
        "foreign_share_pct": pa.array([Decimal("50.00"), Decimal("50.01"), Decimal("100.00"), Decimal("100.00"), Decimal("20.00")], pa.decimal128(7, 2)),
        "as_of": pa.array([dt.datetime(2025, 6, 1, tzinfo=zone)] * 5, pa.timestamp("us", tz="Asia/Shanghai")),
        "listed": [False, True, False, False, False],
    }), path)  # fmt: skip


portfolio = KeptTable(
    "portfolio.parquet", "access", _parquet, (), 1,
    {
        1: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 2: _facts("app-store", "chengdu", "DE", "50.01", "2025-06-01"),
        3: _facts("travel-agency", "shenzhen", "JP", "100", "2025-06-01"), 4: ERROR, 5: {"territory": "chengdu", "origin": "US", "share": "20", "on": "2025-06-01"},
    },
)  # fmt: skip

THIRTEENTH = [struck, marks, under, flows, portfolio]
