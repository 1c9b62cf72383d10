"""Ten tables more, of other layouts than the first ten: shareholders in rows and columns, amounts for shares, plans beside what is, parts that
are acquired, counts by the month, several sheets, notes and subtotals, lists in a cell. Made before any of them was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, Meaning, write_ods

STOPS = "stops"
"""The meaning of line 0 of a table that must stop the run with a question: what it holds has no one meaning as a whole."""


def _text(path: Path, lines: Sequence[str], encoding: str = "utf-8") -> None:
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))


def _book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = (), percent: Sequence[str] = ()) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for n, (name, rows) in enumerate(sheets.items()):
        sheet: Any = book.active if not n else book.create_sheet(name)
        sheet.title = name
        for row in rows:
            sheet.append(list(row))
        for cell in percent:
            if n == 0:
                sheet[cell].number_format = "0%"
        for span in merged:
            if n == 0:
                sheet.merge_cells(span)
    book.save(path)


def _facts(activity: str, territory: str, origin: str, share: str, on: str) -> dict[str, str]:
    return {"activity": activity, "territory": territory, "origin": origin, "share": share, "on": on}


# 1. one row for each investor, the company merged, headings that are not the plain ones
register = KeptTable(
    "register.xlsx", "access",
    lambda p: _book(p, {"股东": [
        ["某市外商投资企业股东登记表"], ["企业名称（中文）", "行业", "地区", "投资者（中文）", "国别", "持股比例", "登记日期"],
        ["甲公司", "应用商店", "成都", "A Ltd", "美国", "30%", dt.date(2025, 6, 1)], [None, None, None, "B GmbH", "德国", "30%", dt.date(2025, 6, 1)],
        ["乙公司", "互联网数据中心", "上海", "C SA", "法国", "100%", dt.date(2025, 6, 1)]]}, ("A3:A4", "B3:B4", "C3:C4")),
    (), 1, {0: STOPS},
)  # fmt: skip

# 2. the same with the registration number instead of a name, and "出资人类型"
credit = KeptTable(
    "credit-codes.csv", "access",
    lambda p: _text(p, [
        "统一社会信用代码,主营业务,注册地,股东,股东国别,股权比例,成立日期", "91310000MA1,应用商店,上海,甲,日本,40%,2025-06-01",
        "91310000MA1,应用商店,上海,乙,韩国,40%,2025-06-01", "91440300MA5,旅行社,深圳,丙,英国,100%,2025-06-01"], "gb18030"),
    (), 1, {0: STOPS},
)  # fmt: skip

# 3. shareholders in columns
columns_of_holders = KeptTable(
    "holders-in-columns.xlsx", "access",
    lambda p: _book(p, {"list": [
        ["Target", "Business", "City", "Investor 1 country", "Investor 1 %", "Investor 2 country", "Investor 2 %", "Signing date"],
        ["T1", "App store", "Chengdu", "US", 30, "DE", 30, "2025-06-01"], ["T2", "IDC", "Shanghai", "JP", 100, None, None, "2025-06-01"]]}),
    ("--map", "share=Investor 1 %", "--map", "origin=Investor 1 country"), 2, {0: STOPS},
)  # fmt: skip

# 4. amounts under "contribution ratio"
amounts = KeptTable(
    "contributions.csv", "access",
    lambda p: _text(p, [
        "企业,行业,城市,国别,出资比例（万元）,注册资本（万元）,日期", "甲,应用商店,成都,美国,40,50,2025-06-01", "乙,呼叫中心,上海,德国,30,100,2025-06-01"], "gb18030"),
    (), 1, {0: STOPS},
)  # fmt: skip

# 5. what is and what is planned
planned = KeptTable(
    "changes.csv", "access",
    lambda p: _text(p, [
        "企业,行业,地区,国别,外资比例,变更后外资比例,成立日期,拟变更日期", "甲,应用商店,成都,美国,30%,100%,2019-03-01,2025-06-01", "乙,旅行社,上海,德国,49%,100%,2018-01-01,2025-06-01"]),
    (), 1, {0: STOPS},
)  # fmt: skip

# 6. a part that is acquired now, under a group of headings
acquired = KeptTable(
    "acquisitions.ods", "access",
    lambda p: write_ods(p, [
        ["标的", "行业", "城市", "收购方", "", "本次收购", "", "交割日"], ["", "", "", "国别", "", "股权比例", "对价（万元）", ""],
        ["甲", "应用商店", "武汉", "美国", "", "20%", 300, "2025-06-01"], ["乙", "证券公司", "上海", "瑞士", "", "49%", 9000, "2025-06-01"]]),
    (), 1, {0: STOPS, 4: {"activity": "securities-company", "territory": "shanghai", "on": "2025-06-01"}},  # open whatever the share
)  # fmt: skip

# 7. a bureau's list with subtotals, "of which" rows, averages, footnotes and cells that mean several things
MESSY: tuple[tuple[str, Meaning], ...] = (
    ("1,甲,应用商店,成都市高新区,美国,50%,2025年6月1日", _facts("app-store", "chengdu", "US", "50", "2025-06-01")),
    ("2,乙,应用商店、即时通讯,成都,美国,50%,2025年6月1日", ERROR),
    ("3,丙,呼叫中心,成都,德国,≤50%,2025年6月1日", ERROR),
    ("4,丁,呼叫中心,成都,德国,外60中40,2025年6月1日", ERROR),
    ("5,戊,证券公司,成都,瑞士,49%+2%,2025年6月1日", ERROR),
    ("6,己,证券公司,成都,瑞士,100%,2025年6月1日", _facts("securities-company", "chengdu", "CH", "100", "2025-06-01")),
    ("小计,6家,,,,平均65%,", "total"),
    ("其中：自贸区,2家,,,,,", "total"),
    ("7,庚,义务教育,德阳,英国,30%,2025年第二季度", ERROR),
    ("8,辛,义务教育,德阳,英国,30%,2025年6月", ERROR),
    ("9,壬,网络游戏,绵阳,日本,10%,25/6/1", ERROR),
    ("10,癸,市场调查,绵阳,中国,49%,2025年6月1日", ERROR),
    ("11,子,市场调查,绵阳,法国,49%（间接持股）,2025年6月1日", ERROR),
    ("平均,,,,,57%,", "total"),
    ("注：1.股比为外方合计；2.数据截至月底。,,,,,,", "note"),
    ("审核人：张三,,,制表人：李四,,,", "note"),
)  # fmt: skip
messy = KeptTable(
    "bureau.csv", "access",
    lambda p: _text(p, ["附件1,,,,,,", "全市外商投资服务业企业名录,,,,,,", "序号,企业简称,行业,所在地,国别,外方股比,设立日期", *(t for t, _ in MESSY)], "gb18030"),
    (), 1, {1: "title", 2: "title"} | {n: m for n, (_, m) in enumerate(MESSY, 4)},
)  # fmt: skip

# 8. persons by the month, and records instead of persons
monthly = KeptTable(
    "exports-by-month.xlsx", "data_export",
    lambda p: _book(p, {"出境": [
        ["系统", "数据类型", "重要数据", "关基", "出境人数（月均）", "敏感个人信息人数（月均）", "注册地", "出境日期"],
        ["CRM", "个人信息", "否", "否", 9000, 0, "上海", "2025-06-01"], ["HR", "个人信息", "否", "否", 95000, 900, "上海", "2025-06-01"]]}),
    (), 1, {0: STOPS},
)  # fmt: skip

# 9. two sheets alike: approved and pending
sheets = KeptTable(
    "two-sheets.xlsx", "access",
    lambda p: _book(p, {
        "已批": [["行业", "城市", "国别", "外资比例", "日期"], ["应用商店", "成都", "美国", "50%", "2025-06-01"]],
        "待批": [["行业", "城市", "国别", "外资比例", "日期"], ["应用商店", "成都", "美国", "100%", "2025-06-01"]]}),
    (), 1, {0: STOPS},
)  # fmt: skip

# 10. stays in nights and weeks
NIGHTS: tuple[tuple[str, Meaning], ...] = (
    ("Ms A;Germany;business;Shanghai;4 weeks;2026-03-01", {"nationality": "DE", "purpose": "business", "territory": "shanghai", "stay": "28", "on": "2026-03-01"}),
    ("Mr B;Germany;business;Shanghai;30 nights;2026-03-01", {"nationality": "DE", "purpose": "business", "territory": "shanghai", "stay": "30", "on": "2026-03-01"}),
    ("Mr C;Germany;work;Shanghai;20;2026-03-01", {"nationality": "DE", "purpose": "work", "territory": "shanghai", "stay": "20", "on": "2026-03-01"}),
    ("Ms D;Germany / Turkey;business;Shanghai;20;2026-03-01", ERROR),
    ("Mr E;France;business and tourism;Shanghai;20;2026-03-01", ERROR),
    ("Mr F;France;tourism;Shanghai;2-3 weeks;2026-03-01", ERROR),
    ("Mr G;France;tourism;Shanghai;31 days;2026-03-01", {"nationality": "FR", "purpose": "tourism", "territory": "shanghai", "stay": "31", "on": "2026-03-01"}),
    ("Ms H;France;tourism;Shanghai;28;1 Mar 2026", {"nationality": "FR", "purpose": "tourism", "territory": "shanghai", "stay": "28", "on": "2026-03-01"}),
)  # fmt: skip
nights = KeptTable(
    "travel.csv", "entry",
    lambda p: _text(p, ["Name;Nationality;Purpose;City;Stay;Arrival", *(t for t, _ in NIGHTS)]),
    ("--fact", "asked=visa-free", "--fact", "port=other"), 2,
    {n: m for n, (_, m) in enumerate(NIGHTS, 2)},
)  # fmt: skip

THIRD = (register, credit, columns_of_holders, amounts, planned, acquired, messy, monthly, sheets, nights)
