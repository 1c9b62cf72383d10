"""Six tables more of the kinds of `ninth`, in other layouts and of other questions, written before any was read and read once the tool was mended by
those: zones in brackets, serial days as numbers, a hidden column, decimal commas, two days in a row, thousands, amounts in other units, yearly shares. At that first look nothing was
answered wrongly; 来访安排 over a group turned its headings, "in %" made a share none, a park and the zone around it in nested brackets were no place. The
classes 6450 and 7291 are wider than any activity.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import STOPS, _book, _facts, _text


def _zones(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "汇总"
    sheet.append(["见后表"])
    sheet = book.create_sheet("明细")
    rows: list[list[Any]] = [
        ["自贸试验区外资企业明细表", *[None] * 7],
        ["编号", "企业", "国民经济行业代码", "住所", "外方国别（地区）", "外方比例", "中方比例", "设立"],
        [1, "甲", 6450, "中国（上海）自由贸易试验区临港新片区环湖西二路1号", "德国", "100", "0", 45809],
        [2, "乙", 7291, "上海市浦东新区张江路1号（自贸试验区）", "法国", "70", "30", 45809],
        [3, "丙", 514, "海口市龙华区（海南自由贸易港）", "美国", "50", "50", 45809],
        [4, "丁", 6450, "同上", "美国", "60", "40", 45809],
        [5, "戊", 6450, "深圳市前海", "中国香港", "100", "0", "二〇二五年六月一日"],
        [6, "己", 6450, "苏州工业园区（中国（江苏）自由贸易试验区苏州片区）", "新加坡", "一半", "一半", 45809],
        [7, "庚", 6450, "北京市经济技术开发区", "英国", "100", "0", "2025.6.1"],
        ["总计", None, None, None, None, None, None, None],
        ["资料来源：市场监管部门登记数据。", *[None] * 7],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    for n in (3, 4, 5, 6, 8):
        sheet.cell(n, 8).number_format = "yyyy/m/d"
    sheet.column_dimensions["G"].hidden = True
    book.save(path)


zones = KeptTable(
    "zones.xlsx", "access", _zones, ("--map", "on=设立"), 2,
    {
        1: "title", 3: ERROR, 4: ERROR, 5: ERROR, 6: ERROR, 7: ERROR, 8: ERROR, 9: ERROR,
        10: "total", 11: "note",
    },
)  # fmt: skip

abroad = KeptTable(
    "mandanten.csv", "access",
    lambda p: _text(p, [
        "Client;Business in China;Location;Investor's country;Foreign shareholding in %;Key date", "A;app store;Chengdu;Germany;49,5;01.06.2025",
        "B;app store;Chengdu;Germany;50,00;2025-06-01", "C;travel agency;Nanjing;France;100;2025-06-01", "D;app store;Nanjing;France;\"1.000\";2025-06-01",
        "E;app store;Nanjing;\"\";60;2025-06-01", "F;app store;Nanjing;ditto;50;2025-06-01", "G;app store;Nanjing;France;50 - 51;2025-06-01"], "utf-8-sig"),
    ("--map", "activity=Business in China", "--map", "on=Key date"), 2,
    {
        2: ERROR, 3: ERROR, 4: _facts("travel-agency", "nanjing", "FR", "100", "2025-06-01"), 5: ERROR,
        6: {"activity": "app-store", "territory": "nanjing", "share": "60", "on": "2025-06-01"}, 7: ERROR, 8: ERROR,
    },
)  # fmt: skip


def _visit(country: str, purpose: str, stay: str, on: str, onward: str) -> dict[str, str]:
    return {
        "asked": "visa-free", "nationality": country, "purpose": purpose, "stay": stay, "territory": "beijing", "port": "other", "onward-third": onward, "on": on,
    }  # fmt: skip


visits = KeptTable(
    "visits.ods", "entry",
    lambda p: write_ods(
        p,
        [["外籍人员来访登记表"], ["姓名", "国籍", "来访安排", None, None, "第三国联程客票"], [None, None, "事由", "入境日期", "停留天数", None],
         ["a", "德国", "商务", dt.date(2025, 7, 1), 20, "否"], ["b", "法国", "旅游", dt.date(2025, 7, 1), 31, "√"], ["c", "英国", "商务", dt.date(2025, 7, 1), 5, "×"],
         ["d", "韩国", "探亲", dt.date(2025, 7, 1), "两周", "×"], ["e", "德国", "商务", "7月1日", 20, "×"], ["f", "刚果", "商务", dt.date(2025, 7, 1), 5, "×"],
         ["g", "德国", "商务", dt.date(2025, 7, 1), 0.5, "×"], ["共7人", None, None, None, None, None]],
        spans={(0, 0): (1, 6), (1, 0): (2, 1), (1, 1): (2, 1), (1, 2): (1, 3), (1, 5): (2, 1)},
    ),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--fact", "territory=北京", "--map", "onward-third=第三国联程客票"), 3,
    {
        1: "title", 2: "title", 4: _visit("DE", "business", "20", "2025-07-01", "no"), 5: _visit("FR", "tourism", "31", "2025-07-01", "yes"),
        6: _visit("GB", "business", "5", "2025-07-01", "no"), 7: _visit("KR", "family", "14", "2025-07-01", "no"), 8: ERROR, 9: ERROR, 10: ERROR, 11: "total",
    },
)  # fmt: skip


def _flow(persons: str, sensitive: str, ciio: str, on: str = "2025-06-01") -> dict[str, str]:
    return {
        "data": "personal", "persons": persons, "sensitive-persons": sensitive, "important-data": "no", "ciio": ciio, "ground": "none",
        "territory": "guangzhou", "on": on,
    }  # fmt: skip


flows = KeptTable(
    "flows.csv", "data_export",
    lambda p: _text(p, [
        "数据出境情况统计,,,,,,", "单位：千人,,,,,,", "业务,数据类型,当年不含敏感个人信息的人数,当年敏感个人信息的人数,重要数据,关键信息基础设施运营者,日期",
        "订单,个人信息,150,0,无,否,2025-06-01", "薪酬,个人信息,3,0.4,无,否,2025-06-01", "会员,个人信息,2000,0,无,否,2025-06-01",
        "客服,个人信息,<100,0,无,否,2025-06-01", "电网,个人信息,1,0,无,是,2025-06-01", "合计,,2154,0.4,,,", "填表人：李四,,,,,,"], "gb18030"),
    ("--fact", "ground=none", "--fact", "territory=广州"), 2,
    {
        1: "title", 2: "title", 4: _flow("150000", "0", "no"), 5: _flow("3000", "400", "no"), 6: _flow("2000000", "0", "no"), 7: ERROR,
        8: _flow("1000", "0", "yes"), 9: "total", 10: "note",
    },
)  # fmt: skip


def _pool(bop: str, own: str, abroad_: str, members: str, clean: str) -> dict[str, str]:
    return {
        "measure": "cash-pool", "domestic-bop": bop, "domestic-revenue": own, "overseas-revenue": abroad_, "members": members, "clean-record": clean,
        "member": "ordinary", "territory": "shanghai", "on": "2026-01-15",
    }  # fmt: skip


pools = KeptTable(
    "pools.csv", "capital",
    lambda p: _text(p, [
        "集团,境内成员企业上年度本外币国际收支规模（亿元）,境内成员企业上年度营业收入（亿元）,境外成员企业上年度营业收入（亿元）,境内外成员企业数,近两年无重大违法违规且货物贸易为A类",
        "A,80,120,25,5,是", "B,7,10,2,5,是", "C,80亿元,120亿元,25亿元,3家,√", "D,80,120,25,5,×", "E,\"8,000\",\"12,000\",\"2,500\",5,是", "F,80万,120,25,5,是"], "utf-8-sig"),
    ("--fact", "measure=cash-pool", "--fact", "member=ordinary", "--fact", "territory=shanghai", "--fact", "on=2026-01-15"), 2,
    {
        2: _pool("8", "12", "2.5", "5", "yes"), 3: _pool("0.7", "1", "0.2", "5", "yes"), 4: _pool("8", "12", "2.5", "3", "yes"), 5: _pool("8", "12", "2.5", "5", "no"),
        6: _pool("800", "1200", "250", "5", "yes"), 7: _pool("0.0008", "12", "2.5", "5", "yes"),
    },
)  # fmt: skip

years = KeptTable(
    "years.xlsx", "access",
    lambda p: _book(p, {"存量": [
        ["企业", "行业", "城市", "国别", "外资股比", None, "日期"], [None, None, None, None, "2024年", "2025年", None],
        ["甲", "应用商店", "成都", "美国", "50%", "60%", "2025-06-01"], ["乙", "应用商店", "成都", "美国", "100%", "50%", "2025-06-01"]]}, ("E1:F1",)),
    (), 1, {0: STOPS, 3: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 4: _facts("app-store", "chengdu", "US", "50", "2025-06-01")},
)  # fmt: skip

TENTH = (zones, abroad, visits, flows, pools, years)
