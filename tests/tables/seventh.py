"""Tables whose column of the kind of enterprise says form, share and side at once, and others of bureaus, advisers, HR, DPOs and analysts:
codes with `.0`, yes and no in many spellings, units in headings, serial days, several sheets. Written with their meanings before any was read.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import _facts, _text


def _form(form: str, *facts: str) -> dict[str, str]:
    return _facts(*facts) | {"legal-form": form}


def _bureau(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    first: Any = book.active
    first.title = "填报说明"
    first.append(["一、企业类型按登记机关的登记类型填写。"])
    sheet = book.create_sheet("台账")
    rows: list[list[Any]] = [
        ["某区外商投资企业台账", *[None] * 7],
        ["序号", "企业基本情况", None, None, "外方", None, "设立日期", "备注"],
        [None, "企业名称", "企业类型", "所属行业", "国别", "股比", None, None],
        [1, "甲", "有限责任公司（外国法人独资）", "应用商店", "美国", 1, dt.date(2025, 6, 1), "地址：成都"],
        [2, "乙", "有限责任公司（中外合资）", "应用商店", "美国", 0.5, dt.date(2025, 6, 1), None],
        [3, "丙", "有限责任公司（外国法人独资）", "应用商店", "美国", 0.5, dt.date(2025, 6, 1), None],
        [4, "丁", "外商投资企业分公司", "旅行社", "日本", 1, dt.date(2025, 6, 1), None],
        [5, "戊", "有限责任公司（台港澳法人独资）", "旅行社", "香港", 1, dt.date(2025, 6, 1), None],
        [6, "己", "有限责任公司（台港澳法人独资）", "旅行社", "法国", 1, dt.date(2025, 6, 1), None],
        [7, "庚", "有限合伙企业（外商投资）", "企业管理咨询", "新加坡", 0.6, dt.date(2025, 6, 1), None],
        [8, "辛", "有限责任公司（中外合资）", "应用商店", "美国", 1, dt.date(2025, 6, 1), None],
        ["合计", "8家", None, None, None, None, None, None],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(4, 12):
        sheet.cell(n, 6).number_format = "0.00%"
        sheet.cell(n, 7).number_format = 'yyyy"年"m"月"d"日"'
    for span in ("A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:G3", "H2:H3"):
        sheet.merge_cells(span)
    book.create_sheet("代码").append(["中外合资", "5110"])
    book.save(path)


_STORE, _TRAVEL = ("app-store", "chengdu", "US"), ("travel-agency", "chengdu")
bureau = KeptTable(
    "kinds-bureau.xlsx", "access", _bureau, ("--fact", "territory=成都"), 2,
    {
        1: "title", 2: "title", 3: "title",
        4: _form("company", *_STORE, "100", "2025-06-01"), 5: _form("company", *_STORE, "50", "2025-06-01"), 6: ERROR,
        7: _form("branch", *_TRAVEL, "JP", "100", "2025-06-01"), 8: _form("company", *_TRAVEL, "HK", "100", "2025-06-01"), 9: ERROR,
        10: _form("partnership", "management-consulting", "chengdu", "SG", "60", "2025-06-01"), 11: ERROR, 12: "total",
    },
)  # fmt: skip

_NO_SHARE = {"activity": "app-store", "territory": "shenzhen", "origin": "US", "on": "2025-06-01", "legal-form": "company"}
adviser = KeptTable(
    "kinds-adviser.csv", "access",
    lambda p: _text(p, [
        "客户;企业类型;经营范围;注册地址;投资者国别;签约日期", "A;外商独资;应用商店;深圳市南山区粤海街道;美国;2025/6/1",
        "B;中外合资;应用商店;深圳市;美国;2025-6-1", "C;外商独资企业;旅行社;深圳市福田区;德国;20250601", "D;港澳台独资;旅行社;深圳;香港;2025年6月1日",
        "E;中外合作;应用商店;深圳;美国;2025-06-01", "F;外资企业;互联网新闻信息服务;深圳;英国;2025-06-01", "G;代表处;市场调查;深圳;英国;2025-06-01"], "gb18030"),
    ("--open", "share"), 2,
    {
        2: _form("company", "app-store", "shenzhen", "US", "100", "2025-06-01"), 3: _NO_SHARE,
        4: _form("company", "travel-agency", "shenzhen", "DE", "100", "2025-06-01"), 5: _form("company", "travel-agency", "shenzhen", "HK", "100", "2025-06-01"),
        6: _NO_SHARE, 7: _form("company", "internet-news", "shenzhen", "GB", "100", "2025-06-01"),
        8: {"activity": "market-survey", "territory": "shenzhen", "origin": "GB", "on": "2025-06-01", "legal-form": "representative-office"},
    },
)  # fmt: skip


def _trips(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Read me"
    sheet.append(["Contact HR before editing"])
    trips = book.create_sheet("Trips 2026")
    trips.append(["Business travel to China 2026"])
    trips.append(
        [
            "#",
            "Traveller",
            "Passport country",
            "Purpose of visit",
            "Planned stay (days)",
            "Arrival date",
            "City",
            "What is asked",
            "Onward ticket to a third country",
            "Port of entry",
        ]
    )
    trips.append([1, "A", "Germany", "business", 12, dt.datetime(2026, 3, 2), "Shanghai", "visa-free", "N", "other"])
    trips.append([2, "B", "France", "business", "30 days", dt.datetime(2026, 3, 2), "Suzhou", "visa-free", "no", "other"])
    trips.append([3, "C", "Germany", "business", 45, 46083, "Shanghai", "visa-free", False, "other"])
    trips.append([4, "D", "India", "business", 5, "2026-03-02", "Shenzhen", "visa-free", "✗", "other"])
    trips.append([5, "E", "Germany", "business", "two weeks", "2026-03-02", "Shanghai", "visa-free", "No", "other"])
    trips.append([6, "F", "Germany", "business", 10, "03/02/2026", "Shanghai", "visa-free", "No", "other"])
    trips.append(["Total", None, None, None, 102, None, None, None, None, None])
    trips.cell(3, 6).number_format = trips.cell(4, 6).number_format = trips.cell(5, 6).number_format = "dd-mmm-yy"
    book.save(path)


def _trip(country: str, stay: str, city: str) -> dict[str, str]:
    return {
        "asked": "visa-free", "nationality": country, "purpose": "business", "stay": stay, "territory": city, "port": "other", "onward-third": "no",
        "on": "2026-03-02",
    }  # fmt: skip


trips = KeptTable(
    "trips-2026.xlsx", "entry", _trips, (), 1,
    {
        1: "title", 3: _trip("DE", "12", "shanghai"), 4: _trip("FR", "30", "suzhou"), 5: _trip("DE", "45", "shanghai"),
        6: _trip("IN", "5", "shenzhen"), 7: _trip("DE", "14", "shanghai"), 8: ERROR, 9: "total",
    },
)  # fmt: skip


def _flow(persons: str, sensitive: str, important: str, ciio: str) -> dict[str, str]:
    return {
        "data": "personal", "persons": persons, "sensitive-persons": sensitive, "important-data": important, "ciio": ciio, "ground": "none",
        "territory": "beijing", "on": "2025-06-01",
    }  # fmt: skip


flows = KeptTable(
    "flows-dpo.csv", "data_export",
    lambda p: _text(p, [
        "系统,数据类型,出境人数(万人),敏感个人信息人数,是否含重要数据,是否关基,出境事由,日期",
        "CRM,个人信息,12,0,否,N,以上均不是,2025.6.1", "HR,个人信息,0.5,\"8,000\",×,无,以上均不是,2025-06-01",
        "日志,个人信息,120万,0,F,0,以上均不是,2025-06-01", "地图,个人信息,3,0,√,否,以上均不是,2025/06/01",
        "支付,个人信息,8,200,不涉及,不是,以上均不是,2025-06-01", "门户,个人信息,8,200,也许,否,以上均不是,2025-06-01"]),
    ("--fact", "territory=北京"), 2,
    {
        2: _flow("120000", "0", "no", "no"), 3: _flow("5000", "8000", "no", "no"), 4: _flow("1200000", "0", "no", "no"),
        5: _flow("30000", "0", "yes", "no"), 6: _flow("80000", "200", "no", "no"), 7: ERROR,
    },
)  # fmt: skip

analyst = KeptTable(
    "codes-analyst.ods", "access",
    lambda p: write_ods(p, [
        ["数据来源：某数据库"],
        ["年份", "行业代码", "行政区划代码", "国别代码", "外资占比(%)", "成立日期"],
        [2025, "6450.0", "440300.0", "USA", 50, "2025-06-01"], [2025, "6450.0", "310115.0", "DEU", 100, "45809"],
        [2025, "7291.0", "110105.0", "JPN", 100, "2025.06.01"], [2025, "7291", "110105", "392", 100, "2025-06-01"],
        [2025, "9999.0", "110105", "JPN", 100, "2025-06-01"], [2025, "7291.0", "110105", "JPN", 101, "2025-06-01"],
        [2025, "8760.0", "440300.0", "USA", 50, "2025-06-01"], [2025, "8760", "110105.0", "JP", 100, "2025.06.01"]]),
    (), 1,
    {
        1: "title", 3: ERROR, 4: ERROR, 5: ERROR, 6: ERROR, 7: ERROR, 8: ERROR,
        9: _facts("cinemas", "shenzhen", "US", "50", "2025-06-01"), 10: _facts("cinemas", "beijing", "JP", "100", "2025-06-01"),
    },
)  # fmt: skip

funds = KeptTable(
    "funds.tsv", "access",
    lambda p: _text(p, [
        "Target\tCompany form\tSector\tCity\tInvestor country\tForeign stake\tClosing date",
        "P1\tWFOE\tapp store\tChengdu\tUnited States\t100%\t2025-06-01", "P2\tJV\tapp store\tChengdu\tUnited States\t50%\t1 June 2025",
        "P3\tpartnership\tmarket survey\tBeijing\tSingapore\t40%\t2025-06-01", "P4\tWFOE\tapp store\tChengdu\tUnited States\t45%\t2025-06-01",
        "P5\tSino-foreign JV\ttravel agency\tShanghai\tJapan\t100%\t2025-06-01", "P6\tRep office\tmarket survey\tBeijing\tUK\tn/a\t2025-06-01",
        "P7\tVIE\tapp store\tChengdu\tUnited States\t0%\t2025-06-01"]),
    (), 1,
    {
        2: _form("company", *_STORE, "100", "2025-06-01"), 3: _form("company", *_STORE, "50", "2025-06-01"),
        4: _form("partnership", "market-survey", "beijing", "SG", "40", "2025-06-01"), 5: ERROR, 6: ERROR,
        7: {"activity": "market-survey", "territory": "beijing", "origin": "GB", "on": "2025-06-01", "legal-form": "representative-office"},
        8: ERROR,
    },
)  # fmt: skip

SEVENTH = (bureau, adviser, trips, flows, analyst, funds)
