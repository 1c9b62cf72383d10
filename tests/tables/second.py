"""Five tables that were made after the first five had been mended, and before any of them was read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, Meaning, write_ods

# --- an analyst's workbook in English: a cover sheet, fractions shown as per cent, two investors' columns --------

DEALS: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (("D-01", "App store", "Chengdu", "United States", 0.6, 0.4, dt.date(2025, 6, 1)), {"activity": "app-store", "territory": "chengdu", "origin": "US", "share": "60", "on": "2025-06-01"}),
    (("D-02", "Internet data centre", "Shanghai", "Germany", 1, 0, dt.date(2025, 6, 1)), {"activity": "idc", "territory": "shanghai", "origin": "DE", "share": "100", "on": "2025-06-01"}),
    (("D-03", "General hospital", "Suzhou", "Singapore", 1, 0, dt.date(2025, 1, 15)), {"activity": "general-hospital", "territory": "suzhou", "origin": "SG", "share": "100", "on": "2025-01-15"}),
    (("D-04", "Online games", "Hangzhou", "Japan", 0.2, 0.8, dt.date(2025, 6, 1)), {"activity": "online-games", "territory": "hangzhou", "origin": "JP", "share": "20", "on": "2025-06-01"}),
    (("D-05", "Market survey", "Guangzhou", "France", 0.495, 0.505, dt.date(2025, 6, 1)), {"activity": "market-survey", "territory": "guangzhou", "origin": "FR", "share": "49.5", "on": "2025-06-01"}),
    (("Subtotal 5 deals", None, None, None, None, None, None), "total"),
    (("D-06", "Futures company", "Dalian", "UK", 1, 0, dt.date(2025, 6, 1)), {"activity": "futures-company", "territory": "dalian", "origin": "GB", "share": "100", "on": "2025-06-01"}),
    (("D-07", "Travel agency", "Beijing or Tianjin", "Korea", 1, 0, dt.date(2025, 6, 1)), ERROR),
    (("D-08", "Compulsory education", "Nanjing", "Canada", 0.3, 0.7, dt.date(2025, 6, 1)), {"activity": "compulsory-education", "territory": "nanjing", "origin": "CA", "share": "30", "on": "2025-06-01"}),
    (("D-09", "SaaS", "Wuhan", "Ireland", 1, 0, dt.date(2025, 6, 1)), ERROR),
    (("Source: press reports; shares as of signing.", None, None, None, None, None, None), "note"),
)  # fmt: skip


def _deals(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    cover: Any = book.active
    cover.title = "Cover"
    cover.append(["Deal tracker", "confidential"])
    sheet: Any = book.create_sheet("Deals")
    sheet.append(["Deal tracker, first half of 2025"])
    sheet.append([])
    sheet.append(["Deal", "Target business", "City", "Investor country", "Foreign stake", "Chinese stake", "Signing date"])
    for n, (cells, _) in enumerate(DEALS, 4):
        sheet.append(list(cells))
        for column in (5, 6):
            sheet.cell(n, column).number_format = "0.0%"
    book.save(path)


deals = KeptTable(
    "deals.xlsx",
    "access",
    _deals,
    ("--map", "activity=Target business"),
    2,
    {1: "title", 2: "title"} | {n: m for n, (_, m) in enumerate(DEALS, 4)},
)

# --- a bureau's list exported from an office suite: two rows of headings in a text file, sections, both sides' shares ----

OFFICE: tuple[tuple[str, Meaning], ...] = (
    ("一、自贸试验区内;;;;;;", "section"),
    ("1;某云服务公司;互联网数据中心;中国（北京）自由贸易试验区;新加坡;51%;49%;2025.06.18", {"activity": "idc", "territory": "beijing-ftz", "origin": "SG", "share": "51", "on": "2025-06-18"}),
    ("2;某信息公司;信息社区平台服务;海南自由贸易港;英国;50%;50%;2025.06.18", {"activity": "community-platform", "territory": "hainan", "origin": "GB", "share": "50", "on": "2025-06-18"}),
    ("二、自贸试验区外;;;;;;;", "section"),
    ("3;某影视公司;电影制作;北京市怀柔区杨宋镇;美国;25%;75%;2025.06.18", {"activity": "film-production", "territory": "beijing", "origin": "US", "share": "25", "on": "2025-06-18"}),
    ("4;某咨询公司;社会调查;北京市朝阳区;法国;10%;90%;2025.06.18", {"activity": "social-survey", "territory": "beijing", "origin": "FR", "share": "10", "on": "2025-06-18"}),
    ("5;某养老公司;养老服务;北京市昌平区;日本;百分之百;0;2025.06.18", {"activity": "elderly-care", "territory": "beijing", "origin": "JP", "share": "100", "on": "2025-06-18"}),
    ("6;某证券公司;证券公司;北京市西城区金融大街;瑞士;100%;0;2025.06.18", {"activity": "securities-company", "territory": "beijing", "origin": "CH", "share": "100", "on": "2025-06-18"}),
    ("7;某出版公司;图书出版;北京市东城区;德国;30%;70%;2025.06.18", {"activity": "publishing", "territory": "beijing", "origin": "DE", "share": "30", "on": "2025-06-18"}),
    ("8;某物流公司;仓储;北京市通州区;荷兰;不低于50%;;2025.06.18", ERROR),
    (";;;;;;;", "blank"),
    ("合 计;8家;;;;;;", "total"),
)  # fmt: skip


def _office(path: Path) -> None:
    top = ["附件2;;;;;;;", "外商投资服务业项目清单;;;;;;;", "序号;企业;行业;地址;外方;;中方;签约日期", ";;;;国别;股比;股比;"]
    path.write_bytes(("\ufeff" + "\n".join([*top, *(t for t, _ in OFFICE)]) + "\n").encode("utf-8"))


office = KeptTable(
    "office.csv",
    "access",
    _office,
    ("--map", "share=外方股比"),
    2,
    {1: "title", 2: "title", 3: "title"} | {n: m for n, (_, m) in enumerate(OFFICE, 5)},
)

# --- travel records of a firm's system: one object a line, mixed types, timestamps ------------------------------

TRIPS: tuple[tuple[dict[str, Any] | str, Meaning], ...] = (
    ({"id": 1, "citizenship": "DEU", "purpose": "Business", "duration": 14, "city": "Shanghai", "arrival_date": "2025-06-02T00:00:00"}, {"nationality": "DE", "purpose": "business", "stay": "14", "territory": "shanghai", "on": "2025-06-02"}),
    ({"id": 2, "citizenship": "JPN", "purpose": "conference", "duration": "30 days", "city": "Wuhan", "arrival_date": "2025-06-02"}, {"nationality": "JP", "purpose": "business", "stay": "30", "territory": "wuhan", "on": "2025-06-02"}),
    ({"id": 3, "citizenship": "IND", "purpose": "business", "duration": 5, "city": "Chengdu", "arrival_date": "2025-06-02"}, {"nationality": "IN", "purpose": "business", "stay": "5", "territory": "chengdu", "on": "2025-06-02"}),
    ({"id": 4, "citizenship": "ITA", "purpose": "sightseeing", "duration": 31, "city": "Xi'an", "arrival_date": "2025-06-02"}, {"nationality": "IT", "purpose": "tourism", "stay": "31", "territory": "xian", "on": "2025-06-02"}),
    ({"id": 5, "citizenship": "AUS", "purpose": "family", "duration": 10.0, "city": "Nanjing", "arrival_date": "2025-06-02"}, {"nationality": "AU", "purpose": "family", "stay": "10", "territory": "nanjing", "on": "2025-06-02"}),
    ({"id": 6, "citizenship": "USA", "purpose": "business", "duration": "about a week", "city": "Beijing", "arrival_date": "2025-06-02"}, ERROR),
    ({"id": 7, "citizenship": "BRA", "purpose": "tourism", "duration": 20, "city": "Sanya", "arrival_date": None}, {"nationality": "BR", "purpose": "tourism", "stay": "20", "territory": "sanya"}),
    ("{broken", ERROR),
    ({"id": 9, "citizenship": "CHE", "purpose": "study", "duration": 25, "city": "Shanghai", "arrival_date": "2025-06-02"}, {"nationality": "CH", "purpose": "study", "stay": "25", "territory": "shanghai", "on": "2025-06-02"}),
)  # fmt: skip


def _trips(path: Path) -> None:
    path.write_text("\n".join(t if isinstance(t, str) else json.dumps(t, ensure_ascii=False) for t, _ in TRIPS) + "\n", encoding="utf-8")


trips = KeptTable(
    "trips.jsonl",
    "entry",
    _trips,
    ("--fact", "asked=visa-free", "--open", "capacity", "--map", "on=arrival_date"),
    2,
    {n: (m | {"asked": "visa-free"} if isinstance(m, dict) else m) for n, (_, m) in enumerate(TRIPS, 1)},
)

# --- a privacy team's register: numbers as texts with units, a unit for the whole sheet above it -----------------

BASIS = {"data": "personal", "ground": "none", "important-data": "no", "ciio": "no"}
REGISTERED: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (("App", "8.5", "0", "否", "否", "上海", "2025-06-01"), BASIS | {"persons": "85000", "sensitive-persons": "0", "territory": "shanghai", "on": "2025-06-01"}),
    (("小程序", "15", "0", "否", "否", "北京", "2025-06-01"), BASIS | {"persons": "150000", "sensitive-persons": "0", "territory": "beijing", "on": "2025-06-01"}),
    (("商城", "150", "0", "否", "否", "杭州", "2025-06-01"), BASIS | {"persons": "1500000", "sensitive-persons": "0", "territory": "hangzhou", "on": "2025-06-01"}),
    (("健康", "1", "1.5", "否", "否", "广州", "2025-06-01"), BASIS | {"persons": "10000", "sensitive-persons": "15000", "territory": "guangzhou", "on": "2025-06-01"}),
    (("招聘", "5000人", "0", "否", "否", "成都", "2025-06-01"), BASIS | {"persons": "5000", "sensitive-persons": "0", "territory": "chengdu", "on": "2025-06-01"}),
    (("车联网", "约3", "0", "否", "否", "武汉", "2025-06-01"), ERROR),
    (("地图", "1", "0", "是", "否", "武汉", "2025-06-01"), BASIS | {"persons": "10000", "sensitive-persons": "0", "important-data": "yes", "territory": "wuhan", "on": "2025-06-01"}),
    (("汇总", "180.5", "1.5", None, None, None, None), "total"),
)  # fmt: skip


def _registered(path: Path) -> None:
    head = ["系统", "人数", "敏感人数", "重要数据", "CIIO", "所在地", "出境日期"]
    write_ods(path, [["个人信息出境台账", None, None, None, None, None, "单位：万人"], head, *(c for c, _ in REGISTERED)], "台账")


registered = KeptTable(
    "ledger.ods",
    "data_export",
    _registered,
    ("--fact", "data=personal", "--fact", "ground=none"),
    2,
    {1: "title"} | {n: m for n, (_, m) in enumerate(REGISTERED, 3)},
)

# --- a tax adviser's list of reinvestments: amounts in several spellings, typed columns -------------------------

CREDIT = {"measure": "tax-credit", "equity": "unlisted", "encouraged": "yes"}
REINVESTED: tuple[tuple[Sequence[Any], Meaning], ...] = (
    (("甲", "上海", "5%", "2000万", dt.datetime(2025, 8, 1)), CREDIT | {"territory": "shanghai", "treaty-rate": "5", "reinvested": "20", "on": "2025-08-01"}),
    (("乙", "苏州", "10%", "1.5亿元", dt.datetime(2025, 8, 1)), CREDIT | {"territory": "suzhou", "treaty-rate": "10", "reinvested": "150", "on": "2025-08-01"}),
    (("丙", "成都", "10%", "¥30,000,000", dt.datetime(2024, 8, 1)), CREDIT | {"territory": "chengdu", "treaty-rate": "10", "reinvested": "30", "on": "2024-08-01"}),
    (("丁", "北京", "7%", "300万美元", dt.datetime(2025, 8, 1)), ERROR),
    (("戊", "天津", "5%", "RMB 8 million", dt.datetime(2029, 1, 1)), CREDIT | {"territory": "tianjin", "treaty-rate": "5", "reinvested": "8", "on": "2029-01-01"}),
    (("己", "大连", None, "500万元", dt.datetime(2025, 8, 1)), CREDIT | {"territory": "dalian", "reinvested": "5", "on": "2025-08-01"}),
)  # fmt: skip


def _reinvested(path: Path) -> None:
    import pyarrow as pa

    names = ["企业", "注册地", "协定股息税率", "再投资额", "日期"]
    table = pa.table(dict(zip(names, (list(c) for c in zip(*(c for c, _ in REINVESTED), strict=True)), strict=True)))
    with pa.ipc.new_file(str(path), table.schema) as file:
        file.write_table(table)


reinvested = KeptTable(
    "reinvested.arrow",
    "capital",
    _reinvested,
    (
        "--fact",
        "measure=tax-credit",
        "--fact",
        "equity=unlisted",
        "--fact",
        "encouraged=yes",
        "--map",
        "treaty-rate=协定股息税率",
        "--map",
        "reinvested=再投资额",
    ),
    3,
    {n: m for n, (_, m) in enumerate(REINVESTED, 1)},
)

SECOND = (deals, office, trips, registered, reinvested)
