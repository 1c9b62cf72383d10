"""Six tables as a bureau, an adviser, HR, a data-protection officer and two analysts keep them, written with the meaning of each line before
any was read: cells merged downwards and under two rows of headings, hidden rows, one row a shareholder, ticks and crosses, several sheets, a
column a region, stakes before and after a deal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable
from tests.tables.third import STOPS, _book, _facts, _text


def _ledger(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "2025"
    rows: list[list[Any]] = [
        ["某市外资服务业项目台账（2025年）", *[None] * 7],
        ["填报单位：投促科", *[None] * 4, "单位：万美元", None, None],
        ["序号", "项目信息", None, None, "投资方情况", None, None, "批准日期"],
        [None, "项目名称", "行业代码", "落户区县", "国家/地区", "持股", "注册资本", None],
        [1, "甲", "7291", "成都市武侯区", "日本", 0.49, 500, 45809],
        [2, "乙", "7281", None, "荷兰", 1, 300, 45809],
        [3, "丙", "应用商店", None, "美国", 0.5, 100, dt.date(2025, 6, 1)],
        [4, "丁", "应用商店", "绵阳市涪城区", "美国", 0.501, 100, dt.datetime(2025, 6, 1, 9, 30)],
        [5, "戊", "应用商店", None, "同上", 0.5, 100, dt.date(2025, 6, 1)],
        [6, "己", "应用商店", None, "美国", "控股", 100, dt.date(2025, 6, 1)],
        ["小计", "6个", None, None, None, None, 1200, None],
        ["注：1. 行业代码按GB/T 4754-2017。", *[None] * 7],
        ["2. 持股为外方合计。", *[None] * 7],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(5, 10):
        sheet.cell(n, 6).number_format = "0.0%"
    for n in (5, 6):
        sheet.cell(n, 8).number_format = "yyyy-mm-dd"
    for span in ("A1:H1", "A3:A4", "B3:D3", "E3:G3", "H3:H4", "D5:D7", "D8:D10"):
        sheet.merge_cells(span)
    sheet.row_dimensions[6].hidden = True
    book.save(path)


ledger = KeptTable(
    "city-ledger.xlsx", "access", _ledger, ("--map", "share=持股"), 2,
    {
        1: "title", 2: "title", 3: "title",
        5: ERROR, 6: _facts("7281", "chengdu", "NL", "100", "2025-06-01"),
        7: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 8: _facts("app-store", "mianyang", "US", "50.1", "2025-06-01"),
        9: ERROR, 10: ERROR, 11: "total", 12: "note", 13: "note",
    },
)  # fmt: skip

shareholders = KeptTable(
    "shareholders.csv", "access",
    lambda p: _text(p, [
        "企业名称,主营业务,所在市,股东名称,股东国别,出资比例,登记日期",
        "甲公司,应用商店,成都市,Alpha Inc,美国,30%,2025-06-01", ",,,Beta GmbH,德国,25%,", ",,,四川某某公司,中国,45%,",
        "乙公司,应用商店,成都市,Gamma LLC,美国,50%,2025-06-01", ",,,成都某某公司,中国,50%,"], "gb18030"),
    (), 1, {0: STOPS},
)  # fmt: skip

TRIPS: tuple[tuple[str, Mapping[str, str] | str], ...] = (
    ("Müller\tGerman\tbusiness meeting\tSuzhou\t30\t✗\t2026-03-01", {"nationality": "DE", "purpose": "business", "territory": "suzhou", "stay": "30", "onward-third": "no", "on": "2026-03-01"}),
    ("Ito\tJapan\tbusiness\tSuzhou\t15 days\t×\t2026/03/02", {"nationality": "JP", "purpose": "business", "territory": "suzhou", "stay": "15", "onward-third": "no", "on": "2026-03-02"}),
    ("Smith\tUSA\tbusiness\tSuzhou\t5\t√\t2026/03/02", {"nationality": "US", "purpose": "business", "territory": "suzhou", "stay": "5", "onward-third": "yes", "on": "2026-03-02"}),
    ("Kim\tSouth Korea\ttourism\tSuzhou\t31\t\t2026/03/02", {"nationality": "KR", "purpose": "tourism", "territory": "suzhou", "stay": "31", "on": "2026-03-02"}),
    ("Dupont\tFrance\twork\tSuzhou\t1 month\t×\t2026/03/02", ERROR),
    ("Rossi\tItaly\tbusiness\tSuzhou\t10\t×\tMarch 2026", ERROR),
    ("Silva\tBrazil\tbusiness\tSuzhou\t10\t×\t02/03/2026", ERROR),
    ("Tan\tSingapore\tbusiness\tSuzhou\t30\t×\t2 Mar 2026", {"nationality": "SG", "purpose": "business", "territory": "suzhou", "stay": "30", "onward-third": "no", "on": "2026-03-02"}),
)  # fmt: skip
trips = KeptTable(
    "pasted.txt", "entry",
    lambda p: _text(p, ["Traveller\tPassport country\tPurpose\tCity\tDays in China\tOnward ticket to third country\tArrival", *(t for t, _ in TRIPS)]),
    ("--fact", "asked=visa-free", "--fact", "port=other"), 2,
    {n: meant for n, (_, meant) in enumerate(TRIPS, 2)},
)  # fmt: skip


def _export(persons: str, sensitive: str, important: str | None, ciio: str | None = "no") -> dict[str, str]:
    facts = {
        "data": "personal",
        "persons": persons,
        "sensitive-persons": sensitive,
        "ground": "none",
        "territory": "shanghai",
        "on": "2025-06-01",
    }
    return facts | ({"important-data": important} if important else {}) | ({"ciio": ciio} if ciio else {})


exports = KeptTable(
    "export-list.xlsx", "data_export",
    lambda p: _book(p, {
        "填表说明": [["一、本表由各业务部门填报。"], ["二、人数单位为万人。"]],
        "出境场景清单": [
            ["系统名称", "数据类型", "当年出境人数（万人）", "其中：敏感个人信息人数（人）", "是否含重要数据", "是否关基运营者", "注册地", "统计日期"],
            ["CRM", "个人信息", "12.5", "0", "×", "×", "上海市", "2025-06-01"], ["HR", "个人信息", "0.3", "500", "否", "否", "上海市", "2025-06-01"],
            ["APP", "个人信息", "120", "0", "N", "否", "上海市", "2025-06-01"], ["MAP", "个人信息", "0.1", "0", "√", "否", "上海市", "2025-06-01"],
            ["OLD", "个人信息", "/", "0", "否", "否", "上海市", "2025-06-01"], ["BIG", "个人信息", "约10", "0", "否", "否", "上海市", "2025-06-01"],
            ["TMP", "个人信息", "0.5", "0", "待确认", "否", "上海市", "2025-06-01"]],
        "下拉": [["是", "否"], ["√", "×"]],
    }),
    ("--fact", "ground=none", "--map", "persons=当年出境人数（万人）", "--map", "sensitive-persons=其中：敏感个人信息人数（人）"), 2,
    {
        2: _export("125000", "0", "no"), 3: _export("3000", "500", "no"), 4: _export("1200000", "0", "no"), 5: _export("1000", "0", "yes"),
        6: {k: v for k, v in _export("0", "0", "no").items() if k != "persons"}, 7: ERROR, 8: _export("5000", "0", None),
    },
)  # fmt: skip

regions = KeptTable(
    "by-region.xlsx", "access",
    lambda p: _book(p, {"股比": [
        ["Business", "Investor country", "Foreign share", None, None, "As of"], [None, None, "Shanghai", "Chengdu", "Hainan", None],
        ["App store", "US", "50%", "60%", "100%", "2025-06-01"], ["IDC", "DE", "100%", "100%", "50%", "2025-06-01"]]}, ("C1:E1",)),
    ("--fact", "territory=shanghai"), 2, {0: STOPS},
)  # fmt: skip

deals = KeptTable(
    "deals.csv", "access",
    lambda p: _text(p, [
        "Target,Sector,HQ,Buyer country,Stake before (%),Stake bought (%),Stake after (%),Closing",
        "T1,App store,Chengdu,US,30,30,60,2025-06-01", "T2,App store,Chengdu,US,0,50,50,2025-06-01", "T3,App store,Chengdu,US,20,31,n/a,2025-06-01",
        "T4,App store,Chengdu,US,0,0.5,0.5,2025-06-01", "T5,App store,Chengdu,US,0,>50,>50,2025-06-01", "Median,,,,10,31,55,"]),
    ("--map", "share=Stake after (%)", "--map", "on=Closing", "--map", "territory=HQ", "--map", "origin=Buyer country"), 3,
    {
        2: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 3: _facts("app-store", "chengdu", "US", "50", "2025-06-01"),
        4: {k: v for k, v in _facts("app-store", "chengdu", "US", "0", "2025-06-01").items() if k != "share"},
        5: ERROR, 6: ERROR, 7: "total",
    },
)  # fmt: skip

NINTH = (ledger, shareholders, trips, exports, regions, deals)
