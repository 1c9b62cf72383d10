"""Tables of which a first look answered a line wrongly, or lost what it could have read: headings that their brackets turn, two columns for one fact,
other foreign holders beside a fund, rows that head those below, a place in three columns, headings of three rows with line breaks and notes.
"""

from __future__ import annotations

import json

from tests.tables.kept import KeptTable
from tests.tables.third import STOPS, _book, _facts, _text

_GOOD = _facts("app-store", "chengdu", "US", "50", "2025-06-01")
_OVER = _facts("app-store", "chengdu", "US", "51", "2025-06-01")
_OPEN = {k: v for k, v in _GOOD.items() if k != "share"}

other_side = KeptTable(
    "other-side.csv", "access",
    lambda p: _text(p, ["企业,行业,地区,国别,持股比例（中方）,日期", "甲,应用商店,成都,美国,40%,2025-06-01"]),
    (), 1, {2: _OPEN},
)  # fmt: skip

limit = KeptTable(
    "limit.csv", "access",
    lambda p: _text(p, ["Company,Business,City,Country,Stake (maximum allowed),Date", "A,App store,Chengdu,US,50%,2025-06-01"]),
    (), 1, {2: _OPEN},
)  # fmt: skip

two_places = KeptTable(
    "two-places.csv", "access",
    lambda p: _text(p, ["Company,Sector,Registered address,Project location,Investor country,Foreign share,Date", "A,IDC,Shenzhen,Chengdu,HK,100%,2025-06-01"]),
    (), 1, {0: STOPS},
)  # fmt: skip

two_places_told = KeptTable(
    "two-places-told.csv", "access", two_places.build, ("--map", "territory=Project location"), 2, {2: _facts("idc", "chengdu", "HK", "100", "2025-06-01")},
)  # fmt: skip

same_place_twice = KeptTable(
    "same-place-twice.csv", "access",
    lambda p: _text(p, ["公司,行业,注册地址,所属城市,国别,最终控制人国别,外资比例,日期", "甲,应用商店,成都市高新区天府大道1号,成都,美国,美国,50%,2025-06-01"]),
    ("--map", "territory=注册地址"), 2, {2: _GOOD},
)  # fmt: skip

fund = KeptTable(
    "fund.csv", "access",
    lambda p: _text(p, ["Portfolio company,Sector,HQ,Fund domicile,Fund stake,Other foreign holders,Entry date", "P1,App store,Chengdu,Cayman,40%,15%,2025-06-01"]),
    ("--map", "territory=HQ", "--map", "origin=Fund domicile", "--map", "share=Fund stake"), 2, {0: STOPS},
)  # fmt: skip

headed = KeptTable(
    "headed.csv", "access",
    lambda p: _text(p, ["No.,Company,Business,Country,Foreign share,Date", "A. Shenzhen,,,,,", "1,X,IDC,US,100%,2025-06-01", "B. Chengdu (1),,,,,", "2,Y,IDC,US,100%,2025-06-01"]),
    ("--fact", "territory=shenzhen"), 1, {0: STOPS},
)  # fmt: skip

split = KeptTable(
    "split.csv", "access",
    lambda p: _text(p, [
        "序号,省,市,区县,行业大类,外方国家,外方股比(%),设立时间", "1,四川省,成都市,武侯区,应用商店,美国,50,2025-06-01", "2,广东,深圳,南山,互联网数据中心,美国,100,2025-06-01",
        "3,上海市,市辖区,浦东新区,互联网数据中心,美国,100,2025-06-01", "4,四川省,深圳市,南山区,互联网数据中心,美国,100,2025-06-01", "5,四川省,,,应用商店,美国,51,2025-06-01"]),
    (), 1,
    {2: _GOOD, 3: _facts("idc", "nanshan-shenzhen", "US", "100", "2025-06-01"), 4: _facts("idc", "pudong", "US", "100", "2025-06-01"), 5: "error", 6: _facts("app-store", "sichuan", "US", "51", "2025-06-01")},
)  # fmt: skip

three_heads = KeptTable(
    "three-heads.xlsx", "access",
    lambda p: _book(p, {"一览": [
        ["外商投资企业一览表", *[None] * 6], ["填表单位：某区商务局", *[None] * 6], ["企业", None, "投资方", None, "注册地", "行业\n（大类）", "设立\n日期①"],
        ["名称", "信用代码", "国别\n（地区）", "外资\n占比\n（%）", None, None, None], ["甲", "9151X", "美国", 50, "成都市高新区", "应用商店", "2025.6.1"], ["丙", "9151Y", "美国", 51, "成都市", "应用商店", "2025.6.1"]]},
        ("A3:B3", "C3:D3", "E3:E4", "F3:F4", "G3:G4")),
    (), 1, {1: "title", 2: "title", 3: "title", 5: _GOOD, 6: _OVER},
)  # fmt: skip

units_row = KeptTable(
    "units-row.csv", "access",
    lambda p: _text(p, ["企业,行业,城市,国别,外资比例,日期", ",,,,(%),(年-月-日)", "甲,应用商店,成都,美国,50,2025-06-01", "乙,应用商店,成都,美国,51,2025-06-01"], "gb18030"),
    (), 1, {3: _GOOD, 4: _OVER},
)  # fmt: skip

nested = KeptTable(
    "nested.jsonl", "access",
    lambda p: _text(p, [json.dumps({**_OPEN, "shareholders": [{"country": "US", "share": 30}, {"country": "DE", "share": 30}]}), json.dumps(_OVER)]),
    (), 1, {1: _OPEN, 2: _OVER},
)  # fmt: skip

by_contract = KeptTable(
    "by-contract.csv", "access",
    lambda p: _text(p, ["公司,行业,城市,投资方国别,外资比例,日期,架构", "甲,应用商店,成都,开曼,0%,2025-06-01,VIE", "乙,应用商店,成都,香港,51%,2025-06-01,直接"]),
    (), 1, {0: STOPS},
)  # fmt: skip

FIFTH = (other_side, limit, two_places, two_places_told, same_place_twice, fund, headed, split, three_heads, units_row, nested, by_contract)
