"""Five tables more, written with those of `thirteenth` and opened once the tool was mended by them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import _facts, _text

# 1. what an ERP writes for Excel: its line of the delimiter, numbers kept as text by a formula, a total after each group
erp = KeptTable(
    "erp.csv", "access",
    lambda p: _text(p, [
        "sep=;", "Entity no.;Entity;Line of business;City;Country of parent;Equity %;Valid from", '="0001";"A Ltd";"courier";"Shenzhen";"HK";"100";"2025-06-01"',
        '="0002";"B Ltd";"freight forwarder";"Ningbo";"Denmark";"100,00";"2025-06-01"', "Total Zhejiang;;;;;;", '="0003";"C Ltd";"data centre";"Beijing";"USA";"51.0";"2025-06-01"',
        '="0004";"D Ltd";"law firm";"Shanghai";"UK";"100";"2025-06-01"', '="0005";"E Ltd";"pet hospital";"Shanghai";"Japan";"100";"2025-06-01"', "Total Shanghai;;;;;;",
        "Grand total;5;;;;;", "Printed 02.06.2025 10:15 by user HUBER;;;;;;"], "cp1252"),
    (), 1,
    {
        1: "title", 3: _facts("express-delivery", "shenzhen", "HK", "100", "2025-06-01"), 4: ERROR, 5: "total", 6: _facts("idc", "beijing", "US", "51", "2025-06-01"),
        7: _facts("legal-services", "shanghai", "GB", "100", "2025-06-01"), 8: ERROR, 9: "total", 10: "total", 11: "note",
    },
)  # fmt: skip


# 2. HR's list of visitors in ODS: ditto marks, empty days, notes, a duplicate, a total
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


ditto = KeptTable(
    "ditto.ods", "entry",
    lambda p: write_ods(p, [
        ["来访人员登记表（2025年7月）", None, None, None, None, None], ["姓名", "国籍", "来访目的", "访问城市", "停留天数", "入境日期"],
        ["A", "德国", "商务", "苏州", 14, dt.date(2025, 7, 1)], ["B", "同上", "同上", "同上", "同上", "同上"], ["C", "法籍", "商务", "昆山", "30天", dt.date(2025, 7, 1)],
        ["D", "瑞士", "商务", "无锡", 10, None], ["E", "美籍", "商务", "苏州", 5, dt.date(2025, 7, 1)], ["E", "美籍", "商务", "苏州", 5, dt.date(2025, 7, 1)],
        ["F", "德国", "商务", "苏州", "两周左右", dt.date(2025, 7, 1)], ["G", "英国/法国", "商务", "苏州", 5, dt.date(2025, 7, 1)], ["共7人", None, None, None, None, None],
        ["注：停留天数含入境日", None, None, None, None, None]]),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--fact", "onward-third=no"), 2,
    {
        1: "title", 3: _visit("DE", "14", "suzhou"), 4: ERROR, 5: _visit("FR", "30", "suzhou"), 6: _visit("CH", "10", "wuxi", None), 7: _visit("US", "5", "suzhou"),
        8: _visit("US", "5", "suzhou"), 9: ERROR, 10: ERROR, 11: "total", 12: "note",
    },
)  # fmt: skip


# 3. plans in a workbook: a cover, the plans with fractions shown as per cent, one cell struck and corrected beside, a hidden column with the old share
def _plans(path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    cover: Any = book.active
    cover.title = "Cover"
    cover.append(["Market entry plans, status June 2025"])
    cover.append(["Prepared for the steering committee"])
    sheet: Any = book.create_sheet("Plans")
    rows: list[list[Any]] = [
        ["Market entry plans", *[None] * 6],
        ["Project", "Type of business", "Location", "Parent's home country", "Stake (old)", "Stake", "Start"],
        ["P1", "CDN", "Shanghai Lingang", "US", 0.5, 1, dt.date(2025, 6, 1)],
        ["P2", "elderly care", "Hang Zhou", "France", 0.7, 1, dt.date(2025, 6, 1)],
        ["P3", "mobile games", "Guangzhou", "South Korea", 0.3, 0.6, dt.date(2025, 6, 1)],
        ["P4", "kindergarten", "Qingdao", "Korean", 0.3, 0.6, dt.date(2025, 6, 1)],
        ["P5 (dropped)", "call center", "Dalian", "Japan", 0.5, 1, dt.date(2025, 6, 1)],
        ["P6", "tour operator", "Xi An", "Emirati", 0.5, 0.51, dt.date(2025, 6, 1)],
        ["Total", None, None, None, None, None, None],
    ]
    for row in rows:
        sheet.append(row)
    for n in range(3, 9):
        sheet.cell(n, 5).number_format = sheet.cell(n, 6).number_format = "0%"
    for column in range(1, 8):
        sheet.cell(7, column).font = Font(strike=True, color="999999")
    sheet.column_dimensions["E"].hidden = True
    book.save(path)


plans = KeptTable(
    "plans.xlsx", "access", _plans, ("--sheet", "Plans", "--map", "share=Stake", "--ignore", "Stake (old)"), 2,
    {
        1: "title", 3: _facts("cdn", "lingang", "US", "100", "2025-06-01"), 4: _facts("elderly-care", "hangzhou", "FR", "100", "2025-06-01"),
        5: _facts("online-games", "guangzhou", "KR", "60", "2025-06-01"), 6: _facts("preschool-education", "qingdao", "KR", "60", "2025-06-01"), 7: "struck",
        8: _facts("travel-agency", "xian", "AE", "51", "2025-06-01"), 9: "total",
    },
)  # fmt: skip


# 4. a DPO's list: counts as people write them, tabs, UTF-16
def _flow(persons: str | None, sensitive: str, city: str = "beijing") -> dict[str, str]:
    facts = {
        "data": "personal",
        "ciio": "no",
        "ground": "none",
        "important-data": "no",
        "territory": city,
        "sensitive-persons": sensitive,
        "on": "2025-06-01",
    }
    return facts | ({"persons": persons} if persons else {})


counts = KeptTable(
    "counts.tsv", "data_export",
    lambda p: _text(p, [
        "Flow\tData type\tData subjects (number)\tof which sensitive\tImportant data\tCIIO\tCity\tReference date", "Payroll\tpersonal\t3,000\t0\tno\tno\tBeijing\t2025-06-01",
        "Loyalty\tpersonal\t1 200 000\t0\tno\tno\tBeijing\t2025-06-01", "Web\tpersonal\t12万\t0\tno\tno\t北京\t2025-06-01", "CRM\tpersonal\tapprox. 30k\t0\tno\tno\tBeijing\t2025-06-01",
        "App\tpersonal\t5-10万\t0\tno\tno\tBeijing\t2025-06-01", "Health\tpersonal\t20000\t10.001\tno\tno\tBeijing\t2025-06-01", "Loans\tpersonal\t15k\t9k\tno\tno\tPeking\t2025-06-01",
        "HR old\tpersonal\tunknown\t0\tno\tno\tBeijing\t2025-06-01", "Sum\t\t1,370,000\t19,001\t\t\t\t"], "utf-16"),
    ("--fact", "ground=none", "--map", "persons=Data subjects (number)", "--map", "sensitive-persons=of which sensitive"), 2,
    {
        2: _flow("3000", "0"), 3: _flow("1200000", "0"), 4: _flow("120000", "0"), 5: ERROR, 6: ERROR, 7: ERROR, 8: _flow("15000", "9000"), 9: _flow(None, "0"), 10: "total",
    },
)  # fmt: skip

# 5. an export of a CRM as JSON lines: a key that some lines lack, addresses, times, a list of countries
_DEALS: list[dict[str, Any]] = [
    {"id": 1, "business": "logistics park", "address": "浙江省宁波市北仑区梅山街道1号", "country": "Singapore", "stake": "100%", "date": "2025-06-01T00:00:00"},
    {"id": 2, "business": "app store", "address": "四川省绵阳市涪城区科技城大道9号", "country": "United States", "stake": "60%", "date": "2025-06-01T00:00:00"},
    {"id": 3, "business": "online recruitment", "address": "上海市浦东新区世纪大道100号", "country": ["US", "JP"], "stake": "50%", "date": "2025-06-01T00:00:00"},
    {"id": 4, "business": "auto repair shop", "address": "Room 5, 1 Nanjing Road, Shanghai", "country": "Germany", "stake": "100%"},
    {"id": 5, "business": "clinic", "address": "深圳市南山区深南大道1号", "country": "Taiwan", "stake": "70%", "date": "2025-06-01T00:00:00"},
    {"id": 6, "business": "video streaming", "address": "北京市海淀区中关村大街1号", "country": "BVI", "stake": "10%", "date": "2025-06-01T00:00:00"},
]  # fmt: skip
crm = KeptTable(
    "crm.jsonl", "access", lambda p: _text(p, [json.dumps(d, ensure_ascii=False) for d in _DEALS]), (), 1,
    {
        1: _facts("warehousing-logistics", "beilun", "SG", "100", "2025-06-01"), 2: _facts("app-store", "mianyang", "US", "60", "2025-06-01"), 3: ERROR,
        4: {"activity": "vehicle-repair", "territory": "shanghai", "origin": "DE", "share": "100"}, 5: _facts("clinic", "nanshan-shenzhen", "TW", "70", "2025-06-01"),
        6: _facts("online-audiovisual", "haidian", "VG", "10", "2025-06-01"),
    },
)  # fmt: skip

FOURTEENTH = [erp, ditto, plans, counts, crm]
