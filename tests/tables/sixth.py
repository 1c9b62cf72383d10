"""Tables whose other columns, groups, days and sheets may be meant: the country of a supplier, the day of a change, a share looked through, what is
hidden, what is merged in an ODS sheet, objects in objects.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.tables.kept import KeptTable, write_ods
from tests.tables.third import STOPS, _facts, _text

_GOOD = _facts("app-store", "chengdu", "US", "50", "2025-06-01")
_OVER = _facts("app-store", "chengdu", "US", "60", "2025-06-01")
_NOBODY = {k: v for k, v in _GOOD.items() if k != "origin"}


def _hidden(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [["业务", "城市", "国别", "外资比例", "日期"], *(["应用商店", "成都", "美国", s, "2025-06-01"] for s in ("50%", "60%"))]
    for row in rows:
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    sheet.row_dimensions[3].hidden = True
    old = book.create_sheet("旧表", 0)
    for row in [rows[0], ["应用商店", "成都", "美国", "40%", "2020-06-01"]]:
        old.append(row)
    old.sheet_state = "hidden"
    book.save(path)


SIXTH = (
    KeptTable(
        "supplier.csv", "access",
        lambda p: _text(p, ["业务,城市,供应商国别,外资比例,日期", "应用商店,成都,美国,50%,2025-06-01", "应用商店,成都,德国,50%,2025-06-01"]),
        (), 2, {2: _NOBODY, 3: _NOBODY},
    ),
    KeptTable(
        "two-days.csv", "access",
        lambda p: _text(p, ["业务,城市,国别,外资比例,成立日期,最近变更日期,填报日期", "应用商店,成都,美国,50%,2019-06-01,2025-06-01,2026-01-01"]),
        (), 2, {0: STOPS},
    ),
    KeptTable(
        "two-days-told.csv", "access",
        lambda p: _text(p, ["业务,城市,国别,外资比例,成立日期,最近变更日期,填报日期", "应用商店,成都,美国,50%,2019-06-01,2025-06-01,2026-01-01"]),
        ("--map", "on=最近变更日期"), 2, {2: _GOOD},
    ),
    KeptTable(
        "looked-through.csv", "access",
        lambda p: _text(p, ["业务,城市,国别,外资比例,穿透后外资占比,日期", "应用商店,成都,美国,45%,60%,2025-06-01"]),
        (), 2, {0: STOPS},
    ),
    KeptTable(
        "looked-through-told.csv", "access",
        lambda p: _text(p, ["业务,城市,国别,外资比例,穿透后外资占比,日期", "应用商店,成都,美国,45%,60%,2025-06-01"]),
        ("--map", "share=穿透后外资占比"), 2, {2: _OVER},
    ),
    KeptTable(
        "seller.csv", "access",
        lambda p: _text(p, ["业务,城市,卖方,,外资比例,日期", ",,名称,国别,,", "应用商店,成都,S,美国,50%,2025-06-01"]),
        (), 2, {3: _NOBODY},
    ),
    KeptTable(
        "noted.csv", "access",
        lambda p: _text(p, ["业务,城市,国别,外资比例,日期,备注", "应用商店,成都,美国,50%,2025-06-01,无", "应用商店,成都,美国,40%,2025-06-01,另有日本股东持股20%"]),
        (), 2, {0: STOPS},
    ),
    KeptTable("hidden.xlsx", "access", _hidden, (), 1, {2: _GOOD, 3: _OVER}),
    KeptTable(
        "merged.ods", "access",
        lambda p: write_ods(
            p,
            [["外资项目库", None, None, None, None], ["城市", "业务", "外方", None, "日期"], [None, None, "国家", "比例", None],
             ["成都", "应用商店", "美国", "50%", "2025-06-01"], [None, "应用商店", None, "60%", "2025-06-01"], ["深圳", "应用商店", "美国", "60%", "2025-06-01"]],
            spans={(0, 0): (1, 5), (1, 0): (2, 1), (1, 1): (2, 1), (1, 2): (1, 2), (1, 4): (2, 1), (3, 0): (2, 1), (3, 2): (2, 1)},
        ),
        (), 1, {1: "title", 2: "title", 4: _GOOD, 5: _OVER, 6: _OVER | {"territory": "shenzhen"}},
    ),
    KeptTable(
        "objects.jsonl", "access",
        lambda p: _text(p, [
            json.dumps({"business": "app store", "location": {"province": "四川", "city": "成都"}, "investor": {"country": "US", "share": s}, "date": "2025-06-01"})
            for s in ("50%", "60%")
        ]),
        ("--map", "share=investor.share"), 2, {1: _GOOD, 2: _OVER},
    ),
)  # fmt: skip
