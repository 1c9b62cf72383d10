"""Ten tables that were made after the third ten had been mended, and before any of them was read: parties and interests, stacked tables with
other headings, facts in rows, hidden denials in cells, serial numbers for days, keys given twice.
"""

from __future__ import annotations

import json

from tests.tables.kept import ERROR, KeptTable, Meaning, write_ods
from tests.tables.third import STOPS, _book, _facts, _text

parties = KeptTable(
    "parties.csv", "access",
    lambda p: _text(p, ["Venture;Party;Home;Interest (%);Business;City;Signed", "V1;A;US;30;App store;Chengdu;2025-06-01", "V1;B;JP;25;App store;Chengdu;2025-06-01", "V2;C;DE;100;Travel agency;Shanghai;2025-06-01"]),
    ("--map", "share=Interest (%)", "--map", "origin=Home", "--map", "on=Signed"), 2, {0: STOPS},
)  # fmt: skip

lettered = KeptTable(
    "lettered.xlsx", "access",
    lambda p: _book(p, {"清单": [["企业", "行业", "城市", "国别", "外方A持股", "外方B持股", "日期"], ["甲", "应用商店", "成都", "美国", "30%", "30%", "2025-06-01"], ["乙", "旅行社", "成都", "美国", "100%", None, "2025-06-01"]]}),
    ("--map", "share=外方A持股"), 2, {0: STOPS},
)  # fmt: skip

shares_counted = KeptTable(
    "shares-counted.csv", "access",
    lambda p: _text(p, ["企业,行业,城市,国别,外方持股（万股）,总股本（万股）,日期", "甲,应用商店,成都,美国,45,60,2025-06-01", "乙,旅行社,成都,美国,100,100,2025-06-01"], "gb18030"),
    (), 1, {0: STOPS},
)  # fmt: skip

STACKED: tuple[tuple[str, Meaning], ...] = (
    ("应用商店,成都,美国,50%,50%,2025-06-01", _facts("app-store", "chengdu", "US", "50", "2025-06-01")),
    ("呼叫中心,成都,德国,51%,49%,2025-06-01", _facts("call-centre", "chengdu", "DE", "51", "2025-06-01")),
    ("行业,地区,国别,中方股比,外方股比,日期", ERROR),
    ("应用商店,成都,美国,49%,51%,2025-06-01", ERROR),
    ("应用商店,成都,美国,30%,70%,2025-06-01", ERROR),
)  # fmt: skip
stacked = KeptTable(
    "stacked.csv", "access",
    lambda p: _text(p, ["行业,地区,国别,外方股比,中方股比,日期", *(t for t, _ in STACKED)]),
    (), 1, {n: m for n, (_, m) in enumerate(STACKED, 2)},
)  # fmt: skip

turned = KeptTable(
    "turned.ods", "access",
    lambda p: write_ods(p, [["项目", "项目一", "项目二"], ["行业", "应用商店", "旅行社"], ["地区", "成都", "上海"], ["国别", "美国", "德国"], ["外资比例", "100%", "100%"], ["日期", "2025-06-01", "2025-06-01"]]),
    (), 1, {0: STOPS},
)  # fmt: skip

CELLS: tuple[tuple[str, Meaning], ...] = (
    ("应用商店\t上海（除自贸区）\t美国\t51%\t2025-06-01", {"activity": "app-store", "territory": "shanghai:other", "origin": "US", "share": "51", "on": "2025-06-01"}),
    ("应用商店\t成都\tHK (ultimate: US)\t100\t2025-06-01", ERROR),
    ("应用商店\t成都\t美国、德国\t50%\t2025-06-01", ERROR),
    ("信息服务（应用商店除外）\t成都\t美国\t50%\t2025-06-01", ERROR),
    ("非应用商店\t成都\t美国\t50%\t2025-06-01", ERROR),
    ("应用商店\t成都\t非美国\t50%\t2025-06-01", ERROR),
    ("应用商店\t成都或重庆\t美国\t50%\t2025-06-01", ERROR),
    ("应用商店\t成都\t美国\t49,5\t2025-06-01", ERROR),
    ("应用商店\t成都\t美国\t50% (indirect 30%)\t2025-06-01", ERROR),
    ("应用商店\t成都\t美国\t50%\t45809", ERROR),
    ("应用商店\t成都\t美国\t50%\t2025-06-31", ERROR),
    ("应用商店\t成都\t美国\t50% \t 2025-06-01", _facts("app-store", "chengdu", "US", "50", "2025-06-01")),
    ("应用商店\t成都\t美国\t5０％\t2025-06-01", _facts("app-store", "chengdu", "US", "50", "2025-06-01")),
    ("应用商店\t成都\t美国\t待定\t2025-06-01", ERROR),
    ("应用商店\t成都\t美国\t50%\t自批准之日起", ERROR),
    ("应用商店\t成都\t美国\t\t2025-06-01", {"activity": "app-store", "territory": "chengdu", "origin": "US", "on": "2025-06-01"}),
    ("APP STORE\tChengdu, Sichuan\tU.S.A.\t50 percent\t2025/6/1", _facts("app-store", "chengdu", "US", "50", "2025-06-01")),
    ("三级综合医院\t天津\t德国\t100%\t2025-06-01", {**_facts("general-hospital", "tianjin", "DE", "100", "2025-06-01"), "hospital-level": "tertiary"}),
)  # fmt: skip
cells = KeptTable(
    "cells.txt", "access",
    lambda p: _text(p, ["业务\t地区\t国别\t外资比例\t日期", *(t for t, _ in CELLS)], "utf-16"),
    (), 1, {n: m for n, (_, m) in enumerate(CELLS, 2)},
)  # fmt: skip

twice = KeptTable(
    "twice.jsonl", "access",
    lambda p: _text(p, ['{"activity": "app-store", "territory": "chengdu", "origin": "US", "share": 100, "share": 50, "on": "2025-06-01"}', json.dumps(_facts("app-store", "chengdu", "US", "100", "2025-06-01"))]),
    (), 1, {1: ERROR, 2: _facts("app-store", "chengdu", "US", "100", "2025-06-01")},
)  # fmt: skip

was_and_is = KeptTable(
    "was-and-is.xlsx", "access",
    lambda p: _book(p, {"变更": [["企业", "行业", "所在地", "投资方国别", "原股比", "现股比", "股比", "变更日期"], ["甲", "应用商店", "成都", "美国", "30%", "60%", "30%", "2025-06-01"]]}),
    (), 1, {0: STOPS},
)  # fmt: skip

HR: tuple[tuple[str, Meaning], ...] = (
    ("A,GB,short visit,12 days,Shanghai,2026-05-04", ERROR),
    ("B,UK,business,12 days,Shanghai,2026-05-04", {"nationality": "GB", "purpose": "business", "territory": "shanghai", "stay": "12", "on": "2026-05-04"}),
    ("C,Hong Kong,business,12 days,Shanghai,2026-05-04", {"nationality": "HK", "purpose": "business", "territory": "shanghai", "stay": "12", "on": "2026-05-04"}),
    ("D,Germany,business,6 months,Shanghai,2026-05-04", ERROR),
    ("E,Germany,business,12 days,Shanghai,04.05.2026", ERROR),
    ("F,dual GER/US,business,12 days,Shanghai,2026-05-04", ERROR),
)  # fmt: skip
hr = KeptTable(
    "hr.csv", "entry",
    lambda p: _text(p, ["Employee,Passport,Purpose of trip,Duration,City,Arrival date", *(t for t, _ in HR)], "utf-8-sig"),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--fact", "capacity=none", "--fact", "document=passport"), 2,
    {n: m for n, (_, m) in enumerate(HR, 2)},
)  # fmt: skip

year_end = KeptTable(
    "year-end.csv", "data_export",
    lambda p: _text(p, ["系统,数据,重要数据,关键信息基础设施运营者,涉及人数（条）,注册地,日期", "CRM,个人信息,否,否,90000,上海,2025-06-01"]),
    (), 1, {0: STOPS},
)  # fmt: skip

FOURTH = (parties, lettered, shares_counted, stacked, turned, cells, twice, was_and_is, hr, year_end)
