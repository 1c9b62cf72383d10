"""Six tables more, written with those of `eleventh` and opened once the tool was mended by them: a workbook with a sheet for each year, a personnel list
pasted as Unicode text, two rows of groups with six spellings of a day, an ODS inventory with hidden columns, a treasurer's list, an adviser's list of deals.
At that first look 45 of 45 lines of five tables were answered as they mean; the third stopped, since two headings are called alike under their groups.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.third import _book, _facts, _text

# 1. a cover, a sheet for each year, a sheet of codes
_HEAD = ["企业名称", "行业", "城市", "国别", "外资比例", "登记日期"]
years = KeptTable(
    "three-years.xlsx", "access",
    lambda p: _book(p, {
        "封面": [["外资企业名录"], ["市商务局"]],
        "2024年": [["2024年名录"], _HEAD, ["甲", "应用商店", "成都", "美国", "50%", "2024-06-01"], ["乙", "应用商店", "成都", "美国", "60%", "2024-06-01"]],
        "2025年": [["2025年名录"], _HEAD, ["甲", "应用商店", "成都", "美国", "60%", "2025-06-01"], ["丙", "旅行社", "成都", "日本", "100%", "2025-06-01"],
                  ["合计", "2家", None, None, None, None]],
        "代码": [["代码", "名称"], ["1", "有限公司"]]}),
    ("--sheet", "2025年"), 2,
    {
        1: "title", 3: _facts("app-store", "chengdu", "US", "60", "2025-06-01"), 4: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 5: "total",
    },
)  # fmt: skip


# 2. a personnel list, saved as "Unicode text"
def _visit(
    country: str, stay: str | None, on: str | None = "2025-07-01", purpose: str = "business", city: str = "suzhou"
) -> dict[str, str]:
    facts = {"asked": "visa-free", "nationality": country, "purpose": purpose, "territory": city, "port": "other", "onward-third": "no"}
    return facts | ({"stay": stay} if stay else {}) | ({"on": on} if on else {})


personnel = KeptTable(
    "personnel.txt", "entry",
    lambda p: _text(p, [
        "Business visitors July 2025\t\t\t\t\t\t", "Name\tDate of birth\tCitizenship\tPurpose\tArrival date\tLength of stay\tPlace",
        "A\t1980-01-01\tGerman\tbusiness\t1 July 2025\t2 weeks\tSuzhou", "B\t1980-02-01\tFrench\tbusiness\t2025-07-01\t30 days\tSuzhou Industrial Park",
        "C\t1980-03-01\tBritish\tbusiness\tJuly 1, 2025\t5\tSuzhou", "D\t1980-04-01\tJapanese\ttourism\t01-Jul-2025\t31 days\tSuzhou",
        "E\t1980-05-01\tGerman\tbusiness\t07/01/2025\t5\tSuzhou", "F\t1980-06-01\tDutch\tbusiness\t2025/7/1\t1-2 weeks\tSuzhou",
        "G\t1980-07-01\tstateless\tbusiness\t2025-07-01\t5\tSuzhou", "H\t1980-08-01\tItalian\tbusiness\ttbc\t5\tSuzhou",
        "\t\t\t\t\t\t", "Prepared by: HR\t\t\t\t\t\t"], "utf-16"),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--fact", "onward-third=no"), 2,
    {
        1: "title", 3: _visit("DE", "14"), 4: _visit("FR", "30"), 5: _visit("GB", "5"), 6: _visit("JP", "31", purpose="tourism"), 7: ERROR, 8: ERROR, 9: ERROR,
        10: _visit("IT", "5", None), 11: "blank", 12: "note",
    },
)  # fmt: skip


# 3. groups over two rows, the columns in odd order, six spellings of a day, shares in mixed notation
def _groups(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "明细"
    rows: list[list[Any]] = [
        ["附件2", *[None] * 7],
        ["外商投资企业情况表", *[None] * 7],
        ["登记", None, "外方", None, "中方", None, "企业", None],
        ["日期", "机关", "国别", "占比", "出资人", "占比", "经营项目", "住所"],
        ["2025-06-01", "市局", "美国", 0.5, "某公司", 0.5, "应用商店", "四川省成都市武侯区人民南路1号"],
        ["2025/6/1", "市局", "美国", "50.5%", "某公司", "49.5%", "应用商店", "成都市"],
        ["2025.06.01", "区局", "日本", "100％", None, None, "旅行社", "成都市（自贸试验区）"],
        ["2025年06月01日", "区局", "日本", 1, None, None, "旅行社", "成都天府新区"],
        [20250601, "区局", "美国", "60", "某公司", "40", "应用商店", "绵阳市"],
        [45809, "区局", "美国", "0.6", "某公司", "0.4", "应用商店", "绵阳市"],
        ["6/1/2025", "区局", "美国", "60%", "某公司", "40%", "应用商店", "绵阳市"],
        ["2025-06-31", "区局", "美国", "60%", "某公司", "40%", "应用商店", "绵阳市"],
        ["小    计", "8家", None, None, None, None, None, None],
        ["备注：占比按认缴出资计算", *[None] * 7],
    ]
    for row in rows:
        sheet.append(row)
    for n in (5, 8):
        sheet.cell(n, 4).number_format = "0%"
    for span in ("A1:H1", "A2:H2", "A3:B3", "C3:D3", "E3:F3", "G3:H3"):
        sheet.merge_cells(span)
    book.save(path)


groups = KeptTable(
    "groups.xlsx", "access", _groups, ("--map", "share=外方占比", "--map", "activity=经营项目", "--map", "on=登记日期"), 3,
    {
        1: "title", 2: "title", 3: "title", 5: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 6: _facts("app-store", "chengdu", "US", "50.5", "2025-06-01"),
        7: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 8: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"),
        9: _facts("app-store", "mianyang", "US", "60", "2025-06-01"), 10: ERROR, 11: ERROR, 12: ERROR, 13: "total", 14: "note",
    },
)  # fmt: skip


# 4. an inventory with what HR and IT write into the same column
def _flow(persons: str | None, sensitive: str | None, important: str | None = "no") -> dict[str, str]:
    facts = {"data": "personal", "ciio": "no", "ground": "none", "territory": "beijing", "on": "2025-06-01"}
    return (
        facts
        | ({"persons": persons} if persons else {})
        | ({"sensitive-persons": sensitive} if sensitive else {})
        | ({"important-data": important} if important else {})
    )


mixed = KeptTable(
    "mixed.ods", "data_export",
    lambda p: write_ods(p, [
        ["数据出境台账"], ["场景", "数据类型", "本年累计人数", "本年敏感个人信息人数", "重要数据（是/否）", "关键信息基础设施运营者（是/否）", "统计日期"],
        ["订单", "个人信息", "12万", 0, "否", "否", dt.date(2025, 6, 1)], ["薪酬", "个人信息", 3000, "400人", "N", "N", dt.date(2025, 6, 1)],
        ["会员", "个人信息", "1.2 million", 0, "×", "×", dt.date(2025, 6, 1)], ["测绘", "个人信息", 1000, 0, "√", "×", dt.date(2025, 6, 1)],
        ["客服", "个人信息", "10万以上", 0, "否", "否", dt.date(2025, 6, 1)], ["门店", "个人信息", "不详", 0, "否", "否", dt.date(2025, 6, 1)],
        ["支付", "个人信息", "５０００", "０", "无", "无", dt.date(2025, 6, 1)], ["直播", "个人信息", 100, 200, "否", "否", dt.date(2025, 6, 1)],
        ["小 计", None, 1404000, 400, None, None, None], ["填报说明：人数为自然人去重后的数量。", None, None, None, None, None, None]]),
    ("--fact", "ground=none", "--fact", "territory=北京", "--map", "persons=本年累计人数", "--map", "sensitive-persons=本年敏感个人信息人数"), 3,
    {
        1: "title", 3: _flow("120000", "0"), 4: _flow("3000", "400"), 5: _flow("1200000", "0"), 6: _flow("1000", "0", "yes"), 7: ERROR, 8: _flow(None, "0"),
        9: _flow("5000", "0"), 10: _flow("100", "200"), 11: "total", 12: "note",
    },
)  # fmt: skip


# 5. a treasurer's list: units in a row below the headings, bilingual, GB 18030
def _pool(bop: str, own: str, abroad: str, members: str, clean: str = "yes") -> dict[str, str]:
    return {
        "measure": "cash-pool", "domestic-bop": bop, "domestic-revenue": own, "overseas-revenue": abroad, "members": members, "clean-record": clean,
        "member": "ordinary", "territory": "shanghai", "on": "2026-01-15",
    }  # fmt: skip


pools = KeptTable(
    "treasury.csv", "capital",
    lambda p: _text(p, [
        "集团,境内成员企业上年度本外币国际收支规模,境内成员企业上年度营业收入,境外成员企业上年度营业收入,境内外成员企业数,近两年无重大违法违规且货物贸易为A类,城市,日期",
        ",万元,万元,万元,家,是/否,,", "A,\"800,000\",\"1,200,000\",\"250,000\",5,是,上海,2026-01-15", "B,80000,120000,25000,5,是,上海,2026-01-15",
        "C,80亿元,120亿元,25亿元,5,是,上海市,2026/1/15", "D,800000,1200000,250000,2,否,上海,2026-01-15", "E,-,1200000,250000,5,是,上海,2026-01-15",
        "F,(800000),1200000,250000,5,是,上海,2026-01-15", "小计,,,,,,,"], "gb18030"),
    ("--fact", "measure=cash-pool", "--fact", "member=ordinary"), 2,
    {
        2: "title", 3: _pool("8", "12", "2.5", "5"), 4: _pool("0.8", "1.2", "0.25", "5"), 5: _pool("8", "12", "2.5", "5"), 6: _pool("8", "12", "2.5", "2", "no"),
        7: {k: v for k, v in _pool("0", "12", "2.5", "5").items() if k != "domestic-bop"}, 8: ERROR, 9: "total",
    },
)  # fmt: skip

# 6. an adviser's deals: bars between the cells, line breaks in quotes, headings again in the middle, shares that are not one number
deals = KeptTable(
    "deals.txt", "access",
    lambda p: _text(p, [
        "Project|Closing date|Investor's country|Foreign stake|Line of business|City", "P1|2025-06-01|US|50%|App store|Chengdu", "P2|2025-06-01|US|50.01 %|App store|Chengdu",
        "P3|1 June 2025|US|up to 50%|App store|Chengdu", "\"P4\nphase 2\"|2025-06-01|US|>50%|App store|Chengdu", "Project|Closing date|Investor's country|Foreign stake|Line of business|City",
        "P5|2025-06-01|Japan|wholly owned|Travel agency|Chengdu", "P6|2025-06-01|Japan|49% + 2%|App store|Chengdu", "P7|2025-06-01|Japan / US|50%|App store|Chengdu",
        "P8|2025-06-01|US|fifty percent|App store|Chengdu", "P9|2025-06-01|US|50/50|App store|Chengdu", "Prepared by: X LLP|||||"]),
    (), 1,
    {
        2: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 3: _facts("app-store", "chengdu", "US", "50.01", "2025-06-01"), 4: ERROR, 5: ERROR, 7: "heading",
        8: _facts("travel-agency", "chengdu", "JP", "100", "2025-06-01"), 9: ERROR, 10: ERROR, 11: _facts("app-store", "chengdu", "US", "50", "2025-06-01"), 12: ERROR, 13: "note",
    },
)  # fmt: skip

TWELFTH = (years, personnel, groups, mixed, pools, deals)
