"""Eight tables as they are kept, each line's meaning written before the tool was asked: notes that change a value, headings in two languages and over
two columns, a table on its side, totals, two tables on a sheet, days in many styles, shares as fractions, hidden rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import STOPS, _book, _facts, _text


# 1. an investment bureau: heading in two languages over two columns, units in the headings, notes whose marks stand in the cells
def _bureau(path: Path) -> None:
    _book(
        path,
        {
            "2025Q2": [
                ["2025年二季度外商投资企业变更情况表 / Changes of foreign-invested enterprises, Q2 2025"],
                [
                    "序号\nNo.",
                    "企业名称\nCompany",
                    "主营业务\nMain business",
                    "注册地\nPlace",
                    "外方 / Foreign party",
                    None,
                    "变更日期\nDate",
                    "投资总额（万美元）\nTotal (10k USD)",
                ],
                [None, None, None, None, "国别\nCountry", "股比（%）\nShare", None, None],
                [1, "甲公司", "互联网数据中心", "上海市浦东新区", "德国", "60*", dt.date(2025, 6, 3), "1,200"],
                [2, "乙公司", "应用商店", "成都市", "日资", 50, dt.date(2025, 6, 4), 300],
                [3, "丙公司", "旅行社", "深圳市", "美国①", 100, dt.date(2025, 6, 5), "—"],
                [4, "丁公司", "地铁运营", "杭州市", "法资", 49, dt.date(2025, 6, 6), 80],
                [5, "戊公司†", "呼叫中心", "苏州工业园区", "港资", 100, dt.date(2025, 6, 9), 20],
                ["合计", "5家", None, None, None, None, None, 1600],
                ["* 变更后为100%，尚在办理。"],
                ["① 经由香港公司间接持股。"],
            ]
        },
        ("A1:H1", "E2:F2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "G2:G3", "H2:H3"),
    )


bureau = KeptTable(
    "changes.xlsx", "access", _bureau, ("--map", "on=变更日期\nDate"), 2,
    {
        1: "title", 2: "title", 4: ERROR, 5: _facts("app-store", "chengdu", "JP", "50", "2025-06-04"), 6: ERROR,
        7: _facts("land-transport", "hangzhou", "FR", "49", "2025-06-06"), 8: _facts("call-centre", "suzhou", "HK", "100", "2025-06-09"),
        9: "total", 10: "note", 11: "note",
    },
)  # fmt: skip

# 2. a consultant's sheet on its side: one column for each client
sideways = KeptTable(
    "clients.csv", "access",
    lambda p: _text(p, [
        ",Client A,Client B,Client C", "Business,app store,call centre,travel agency", "City,Chengdu,Shanghai,Shenzhen", "Investor from,Germany,Japan,France",
        "Foreign share,100%,100%,60%", "Since,2025-06-01,2025-06-01,2025-06-01"]),
    (), 1, {0: STOPS},
)  # fmt: skip


# 3. two tables on one sheet, the second with headings of its own, hidden rows in the first
def _hidden(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    rows: list[list[Any]] = [
        ["Company", "Activity", "Location", "Nationality of investor", "Stake", "Established"],
        ["Alpha", "parcel delivery", "Hangzhou", "German-owned", 1, dt.date(2025, 6, 1)],
        ["Beta", "app store", "Chengdu", "US-funded", 0.5, dt.date(2025, 6, 1)],
        ["Gamma", "tyre factory", "Chongqing", "Korean company", 0.75, dt.date(2025, 6, 2)],
        [None] * 6,
        ["Person", "Nationality", "Arrival", "Days", "Purpose", None],
        ["Ms Kim", "Korea", dt.date(2025, 7, 1), 10, "business", None],
        ["Mr Sato", "Japan", dt.date(2025, 7, 2), 5, "business", None],
    ]
    for row in rows:
        sheet.append(row)
    for at in (2, 3, 4):
        sheet.cell(at, 5).number_format = "0%"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(path)


hidden = KeptTable(
    "hidden.xlsx", "access", _hidden, (), 1,
    {
        2: _facts("parcel-express", "hangzhou", "DE", "100", "2025-06-01"), 3: _facts("app-store", "chengdu", "US", "50", "2025-06-01"),
        4: _facts("other-manufacturing", "chongqing", "KR", "75", "2025-06-02"), 5: "blank", 6: ERROR, 7: ERROR, 8: ERROR,
    },
)  # fmt: skip

# 4. days in every style, and the numbers that a spreadsheet keeps for days
days = KeptTable(
    "days.tsv", "access",
    lambda p: _text(p, [
        "企业\t业务\t城市\t投资方国别\t持股\t设立时间", "甲\t应用商店\t成都\t德国\t50%\t2025.06.01", "乙\t应用商店\t成都\t德国\t50%\t45809", "丙\t呼叫中心\t上海\t日本\t100%\t2025年6月",
        "丁\t呼叫中心\t上海\t日本\t100%\t06/07/2025", "戊\t旅行社\t深圳\t法国\t60%\t二〇二五年六月一日", "己\t旅行社\t深圳\t法国\t60%\t2025-6-1 00:00:00", "庚\t旅行社\t深圳\t法国\t60%\t1-Jun-2025",
        "辛\t旅行社\t深圳\t法国\t60%\t去年", "壬\t旅行社\t深圳\t法国\t60%\t20250601"], "gb18030"),
    ("--map", "share=持股"), 2,
    {
        2: _facts("app-store", "chengdu", "DE", "50", "2025-06-01"), 3: ERROR, 4: ERROR, 5: ERROR, 6: _facts("travel-agency", "shenzhen", "FR", "60", "2025-06-01"),
        7: _facts("travel-agency", "shenzhen", "FR", "60", "2025-06-01"), 8: _facts("travel-agency", "shenzhen", "FR", "60", "2025-06-01"), 9: ERROR,
        10: _facts("travel-agency", "shenzhen", "FR", "60", "2025-06-01"),
    },
)  # fmt: skip

# 5. shares as fractions in one half and per cent in the other
mixed = KeptTable(
    "mixed.csv", "access",
    lambda p: _text(p, [
        "name;activity;city;investor country;foreign share;date", "A;app store;Chengdu;Germany;0.6;2025-06-01", "B;app store;Chengdu;Germany;60;2025-06-01",
        "C;app store;Chengdu;Germany;0,5;2025-06-01", "D;app store;Chengdu;Germany;1;2025-06-01", "E;app store;Chengdu;Germany;100%;2025-06-01"]),
    (), 1, {2: ERROR, 3: _facts("app-store", "chengdu", "DE", "60", "2025-06-01"), 4: ERROR, 5: ERROR, 6: _facts("app-store", "chengdu", "DE", "100", "2025-06-01")},
)  # fmt: skip

# 6. groups with subtotals, headings repeated on every page, blank lines, a note in a cell of its own
pages = KeptTable(
    "pages.csv", "access",
    lambda p: _text(p, [
        "附件2,,,,,", "服务业外资项目表,,,,,", "序号,项目,行业,落地区,来源地,外资占比", "1,甲,少儿编程,浦东新区,新加坡,100%", "2,乙,应用商店,浦东新区,美国,50%", "小计,2个,,,,", ",,,,,",
        "序号,项目,行业,落地区,来源地,外资占比", "3,丙,数据中心,闵行区,德国,51%", "4,丁,动物诊疗,闵行区,日本,100%", "小计,2个,,,,", "总计,4个,,,,", "说明：外资占比为认缴口径,,,,,"]),
    ("--fact", "on=2025-06-01"), 2,
    {
        1: "title", 2: "title", 4: _facts("pupil-training", "pudong", "SG", "100", "2025-06-01"), 5: _facts("app-store", "pudong", "US", "50", "2025-06-01"), 6: "total", 7: "blank", 8: "heading",
        9: _facts("idc", "minhang", "DE", "51", "2025-06-01"), 10: ERROR, 11: "total", 12: "total", 13: "note",
    },
)  # fmt: skip

# 7. an office document: codes of industries, cities by their provinces, the investor's country in two languages
codes = KeptTable(
    "codes.ods", "access",
    lambda p: write_ods(p, [
        ["Code", "Branche / 行业", "Standort", "Herkunft / 来源国", "Anteil ausländisch in %", "Datum"], ["C2911", "轮胎制造", "山东省青岛市", "Japan / 日本", 100, dt.date(2025, 6, 1)],
        ["I6591", "呼叫中心", "四川省会成都", "Germany 德国", 100, dt.date(2025, 6, 1)], ["A0141", "蔬菜种植", "山东寿光", "Dutch", 51, dt.date(2025, 6, 1)],
        ["O8222", "宠物医院服务", "上海", "US", 100, dt.date(2025, 6, 1)], ["L7271", "安全服务", "虹桥", "Singapore", 100, dt.date(2025, 6, 1)]]),
    ("--map", "activity=Branche / 行业", "--map", "share=Anteil ausländisch in %", "--map", "territory=Standort", "--map", "origin=Herkunft / 来源国", "--map", "on=Datum"), 2,
    {
        2: _facts("other-manufacturing", "qingdao", "JP", "100", "2025-06-01"), 3: _facts("call-centre", "chengdu", "DE", "100", "2025-06-01"),
        4: _facts("other-agriculture", "weifang", "NL", "51", "2025-06-01"), 5: ERROR, 6: ERROR,
    },
)  # fmt: skip

# 8. a lawyer's list in Markdown style, with notes in brackets and one that takes the holding back
bars = KeptTable(
    "bars.txt", "access",
    lambda p: _text(p, [
        "Client|Planned business|Where|Investor's country|Foreign stake|Planned for", "One|metro line operation|Chengdu|Japan|49%|2025-06-01", "Two|delivery of parcels|Shanghai|US|100% (1)|2025-06-01",
        "Three|bookstores|Shenzhen|HK|100%|2025-06-01", "Four|pawn shops|Beijing|UK|40% (2)|2025-06-01", "Five|app store|Hongqiao|Germany|50%|2025-06-01", "(1) one half held in trust for a mainland partner|||||"]),
    ("--map", "on=Planned for"), 2,
    {
        2: _facts("land-transport", "chengdu", "JP", "49", "2025-06-01"), 3: ERROR, 4: _facts("publication-distribution", "shenzhen", "HK", "100", "2025-06-01"),
        5: ERROR, 6: ERROR, 7: "note",
    },
)  # fmt: skip

SEVENTEENTH = (bureau, sideways, hidden, days, mixed, pages, codes, bars)
"""The even ones (sideways, days, pages, bars) were opened only when the tool was mended by the others."""
