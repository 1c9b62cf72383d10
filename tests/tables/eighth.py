"""Six tables more of the kinds of `seventh`, in other layouts, written before any was read and read once the tool was mended by those. What was
read wrongly at that first look: units of mixed forms below the headings (thousand, Y/N). The class 7291 is wider than travel agencies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.tables.kept import ERROR, KeptTable, write_ods
from tests.tables.seventh import _form
from tests.tables.third import _book, _text

registry = KeptTable(
    "registry.xlsx", "access",
    lambda p: _book(p, {
        "Sheet1": [["更新时间：2026年1月"]],
        "市场主体": [
            ["统一社会信用代码", "名称", "市场主体类型", "行业代码", "住所", "国别(地区)", "外资股比", "成立日期", "状态"],
            ["91A", "a", "有限责任公司（外商投资、非独资）", "7281", "浙江省杭州市西湖区文三路1号", "荷兰", "49%", "2025-02-03", "存续"],
            ["91B", "b", "有限责任公司（港澳台法人独资）", "7291", "浙江省杭州市上城区", "中国香港", "100%", "2025-02-03", "存续"],
            ["91C", "c", "股份有限公司（中外合资、未上市）", "7291", "杭州市", "日本", "30%", "2025-02-03", "存续"],
            ["91D", "d", "外国（地区）企业常驻代表机构", "7291", "杭州市", "日本", None, "2025-02-03", "存续"],
            ["91E", "e", "有限责任公司（外商独资）", "7291", "杭州市", "日本", "70%", "2025-02-03", "存续"],
            ["91F", "f", "有限责任公司（外商投资企业法人独资）", "7291", "杭州市", "日本", "100%", "2025-02-03", "存续"],
            ["91G", "g", "有限责任公司（自然人投资或控股）", "7291", "杭州市", "日本", "100%", "2025-02-03", "存续"],
        ],
        "字典": [["代码", "含义"], ["7291", "旅行社及相关服务"]],
    }),
    (), 1,
    {
        2: _form("company", "7281", "hangzhou", "NL", "49", "2025-02-03"),
        3: ERROR, 4: ERROR, 5: ERROR, 6: ERROR, 7: ERROR, 8: ERROR,
    },
)  # fmt: skip

statistics = KeptTable(
    "statistics.csv", "access",
    lambda p: _text(p, [
        "2025年6月外商投资情况;;;;;;", "单位：万元;;;;;;", "登记注册类型;国民经济行业;所在地;来源国别;外方出资比例（%）;注册资本;统计时点",
        "330 外资企业;旅行社;武汉市江汉区;法国;100.0;500;2025-06-30", "310 中外合资经营企业;旅行社;武汉市;德国;49.0;800;2025-06-30",
        "230 港澳台商独资经营企业;旅行社;武汉市;澳门;100.0;100;2025-06-30", "320 中外合作经营企业;应用商店;武汉市;美国;50.0;100;2025-06-30",
        "330 外资企业;旅行社;武汉市;法国;60.0;500;2025-06-30", "230 港澳台商独资经营企业;旅行社;武汉市;英国;100.0;1;2025-06-30",
        "总计;;;;;2001;"], "gb18030"),
    (), 1,
    {
        1: "title", 2: "title", 4: _form("company", "travel-agency", "wuhan", "FR", "100", "2025-06-30"),
        5: _form("company", "travel-agency", "wuhan", "DE", "49", "2025-06-30"), 6: _form("company", "travel-agency", "wuhan", "MO", "100", "2025-06-30"),
        7: _form("company", "app-store", "wuhan", "US", "50", "2025-06-30"), 8: ERROR, 9: ERROR, 10: "total",
    },
)  # fmt: skip


def _visit(country: str, stay: str, on: str, onward: str = "no") -> dict[str, str]:
    return {
        "asked": "visa-free", "nationality": country, "purpose": "business", "stay": stay, "territory": "guangzhou", "port": "other",
        "onward-third": onward, "on": on,
    }  # fmt: skip


visitors = KeptTable(
    "visitors.csv", "entry",
    lambda p: _text(p, [
        "工号;国籍;来华事由;停留天数;入境日期;城市;联程客票", "0001.0;意大利;商务;15天;2025/3/4;广州;无", "0002;西班牙;商务;31;2025-3-4;广州市天河区;否",
        "0003;马来西亚;商务;10 日;2025年3月4日;广州;没有", "0004;美国;商务;7;20250304;广州;FALSE", "0005;意大利;商务;半个月;2025-03-04;广州;否",
        "0006;意大利;商务;15;3/4/25;广州;否", "0007;无国籍;商务;15;2025-03-04;广州;否", ";;;;;;", "制表：人力资源部;;;;;;"], "gb18030"),
    ("--fact", "asked=visa-free", "--fact", "port=other", "--map", "onward-third=联程客票"), 2,
    {
        2: _visit("IT", "15", "2025-03-04"), 3: _visit("ES", "31", "2025-03-04"), 4: _visit("MY", "10", "2025-03-04"), 5: _visit("US", "7", "2025-03-04"),
        6: _visit("IT", "15", "2025-03-04"), 7: ERROR, 8: ERROR, 9: "blank", 10: "note",
    },
)  # fmt: skip


def _inventory(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Inventory"
    sheet.append(["Cross-border data inventory", None, None, None, None, None])
    sheet.append(
        ["System", "Data category", "Data subjects", "Sensitive data subjects", "Contains important data", "CII operator", "As of"]
    )
    sheet.append([None, None, "thousand", "persons", "Y/N", "Y/N", None])
    sheet.append(["Payroll", "personal information", 3, 400, "N", "N", dt.date(2025, 6, 1)])
    sheet.append(["Loyalty", "personal information", 150, 0, "n", "No", dt.date(2025, 6, 1)])
    sheet.append(["Apps", "personal information", 2000, 0, "FALSE", "false", dt.date(2025, 6, 1)])
    sheet.append(["Maps", "personal information", 1, 0, "Yes", "N", dt.date(2025, 6, 1)])
    sheet.append(["Old", "personal information", 1, 0, "TBD", "N", dt.date(2025, 6, 1)])
    sheet.append(["Sum", None, "=SUM(C4:C8)", "=SUM(D4:D8)", None, None, None])
    book.save(path)


def _system(persons: str, sensitive: str, important: str | None) -> dict[str, str]:
    facts = {
        "data": "personal", "persons": persons, "sensitive-persons": sensitive, "ciio": "no", "ground": "none", "territory": "shanghai", "on": "2025-06-01",
    }  # fmt: skip
    return facts | ({"important-data": important} if important else {})


inventory = KeptTable(
    "inventory.xlsx", "data_export", _inventory, ("--fact", "territory=shanghai", "--fact", "ground=none"), 2,
    {
        1: "title", 3: "title", 4: _system("3000", "400", "no"), 5: _system("150000", "0", "no"), 6: _system("2000000", "0", "no"),
        7: _system("1000", "0", "yes"), 8: _system("1000", "0", None), 9: "total",
    },
)  # fmt: skip

projects = KeptTable(
    "projects.ods", "access",
    lambda p: write_ods(
        p,
        [["在谈项目"], ["项目", "主营业务", "省", "市", "区", "投资来源国", "外方持股（%）", "企业组织形式", "预计签约"],
         ["1", "应用商店", "江苏省", "苏州市", "工业园区", "美国", 50, "合资公司", "2025-06-01"],
         ["2", "市场调查", None, None, "吴中区", "德国", 33, "合伙", "2025-06-01"],
         ["3", "应用商店", "广东省", "广州市", "天河区", "英国", 50.01, "公司", "2025-06-01"],
         ["4", "旅行社", None, None, "越秀区", "法国", 100, "分公司", "2025-06-01"],
         ["5", "旅行社", None, None, "越秀区", "法国", 100, "个体户", "2025-06-01"]],
        spans={(0, 0): (1, 9), (2, 2): (2, 1), (2, 3): (2, 1), (4, 2): (3, 1), (4, 3): (3, 1)},
    ),
    ("--map", "on=预计签约"), 2,
    {
        1: "title", 3: _form("company", "app-store", "suzhou", "US", "50", "2025-06-01"), 4: _form("partnership", "market-survey", "suzhou", "DE", "33", "2025-06-01"),
        5: _form("company", "app-store", "guangzhou", "GB", "50.01", "2025-06-01"), 6: _form("branch", "travel-agency", "guangzhou", "FR", "100", "2025-06-01"),
        7: _form("individual-business", "travel-agency", "guangzhou", "FR", "100", "2025-06-01"),
    },
)  # fmt: skip

portfolio = KeptTable(
    "portfolio.csv", "access",
    lambda p: _text(p, [
        "Company,Legal form,Industry,Registered address,Jurisdiction,As-of date", "A,wholly foreign-owned enterprise,travel agency,\"Shanghai, Jing'an District\",Japan,2025-06-01",
        "B,Sino-foreign equity joint venture,travel agency,Shanghai,Japan,2025-06-01", "C,WFOE,app store,Nanjing,US,2025-06-01",
        "D,wholly owned by Hong Kong investors,travel agency,Shanghai,Hong Kong,2025-06-01", "E,WOFE,internet news,Beijing,GB,2025-06-01",
        "F,FIE,travel agency,Shanghai,Japan,2025-06-01", "G,domestic company,app store,Nanjing,US,2025-06-01"], "utf-16"),
    ("--open", "share"), 2,
    {
        2: _form("company", "travel-agency", "shanghai", "JP", "100", "2025-06-01"),
        3: {"activity": "travel-agency", "territory": "shanghai", "origin": "JP", "on": "2025-06-01", "legal-form": "company"},
        4: _form("company", "app-store", "nanjing", "US", "100", "2025-06-01"), 5: _form("company", "travel-agency", "shanghai", "HK", "100", "2025-06-01"),
        6: _form("company", "internet-news", "beijing", "GB", "100", "2025-06-01"),
        7: {"activity": "travel-agency", "territory": "shanghai", "origin": "JP", "on": "2025-06-01"}, 8: ERROR,
    },
)  # fmt: skip

EIGHTH = (registry, statistics, visitors, inventory, projects, portfolio)
