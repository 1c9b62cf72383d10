"""The table of a published list becomes rules that wait for review: the same list in three layouts, and a negative list of thirty items.

The lists are made up; what they ask is worked out here from their rows, not from the importer.
"""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shidian.book import Book, load
from shidian.errors import ReviewError, TableError
from shidian.law.files import LawFile
from shidian.law.folder import read_lawbook
from shidian.law.lawbook import Lawbook
from shidian.law.location import default_folder
from shidian.review.bands import read_band
from shidian.review.list_import import import_list
from shidian.review.list_rules import Imported
from shidian.review.proposals import Proposal

PATHS = {"assessment": "数据出境安全评估", "contract": "订立个人信息出境标准合同或者通过认证"}
CLASSES: list[tuple[str, str, str, str, dict[str, tuple[int, int | None]]]] = [
    (
        "再保险",
        "人身再保险",
        "投保人联系方式（非敏感）",
        "非敏感个人信息",
        {"assessment": (2_000_000, None), "contract": (500_000, 2_000_000)},
    ),
    ("再保险", "人身再保险", "理赔医疗记录（敏感个人信息）", "敏感个人信息", {"assessment": (50_000, None), "contract": (20_000, 50_000)}),
    ("再保险", "财产再保险", "出险人名单（非敏感）", "非敏感个人信息", {"assessment": (1_500_000, None)}),
]
"""Sector, scenario, class, whose persons, and from how many to how many each path is asked."""


@cache
def law() -> Lawbook:
    return load().lawbook


def told(low: int, high: int | None) -> str:
    return f"{low // 10_000}万人以上" + (f"不满{high // 10_000}万人" if high else "")


def long_csv(path: Path) -> Path:
    rows = [["序号", "领域", "业务场景", "数据子类", "数量标准", "管理方式"]]
    for sector, scenario, data, whose, asked in CLASSES:
        for name, band in asked.items():
            first = all(r[1] != sector for r in rows)
            rows.append([str(len(rows)), sector if first else "", scenario, data, whose + told(*band), PATHS[name]])
    with (file := path / "list.csv").open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


def wide_xlsx(path: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某地数据出境负面清单"])
    sheet.append(["领域", "场景", "数据类别", "申报安全评估", "标准合同或认证"])
    for sector, scenario, data, whose, asked in CLASSES:
        sheet.append([sector, scenario, data, *(whose + told(*asked[p]) if p in asked else "—" for p in PATHS)])
    sheet.merge_cells("A3:A5")
    book.save(file := path / "list.xlsx")
    return file


def parted_docx(path: Path) -> Path:
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    for cell, text in zip(table.add_row().cells, ["业务场景", "数据类别", "数量"], strict=True):
        cell.text = text
    for number, (name, words) in zip("一二", PATHS.items(), strict=True):
        cells = table.add_row().cells
        cells[0].merge(cells[2]).text = f"{number}、需要{words}的数据"
        cells = table.add_row().cells
        cells[0].merge(cells[2]).text = "（一）再保险"
        for _, scenario, data, whose, asked in CLASSES:
            if name in asked:
                for cell, text in zip(table.add_row().cells, [scenario, data, whose + told(*asked[name])], strict=True):
                    cell.text = text
    document.save(str(file := path / "list.docx"))
    return file


LIST = Imported("cn-example-data-list-2031", "fujian-ftz", dt.date(2031, 1, 1), "cac-lists-page", "示例数据出境负面清单")


def with_proposal(proposal: Proposal) -> Book:
    return Book(read_lawbook(default_folder(), [LawFile(n, t.encode()) for n, t in proposal.files.items()]), cache=False)


@pytest.mark.parametrize("layout", [long_csv, wide_xlsx, parted_docx])
def test_a_list_is_answered_as_its_rows_say_in_whatever_layout_it_comes(layout: Any, tmp_path: Path) -> None:
    proposal = import_list(law(), default_folder(), layout(tmp_path), "data", LIST)
    book = with_proposal(proposal)
    terms = {t.name.zh: t.id for t in book.lawbook.content.vocabularies["data-classes"].terms}
    common = {
        "data": "personal",
        "important-data": "no",
        "ciio": "no",
        "ground": "none",
        "territory": "fujian-ftz",
        "sector": "reinsurance",
    }
    common |= {"scenario": "covered", "destination": "elsewhere"}
    for _, scenario, data, whose, asked in CLASSES:
        fact, other = ("persons", "sensitive-persons") if whose == "非敏感个人信息" else ("sensitive-persons", "persons")
        bounds = sorted({n for band in asked.values() for n in band if n})
        for persons in {n + d for n in bounds for d in (-1, 0)}:
            expected = next((p for p, (low, high) in asked.items() if low <= persons and (high is None or persons < high)), "none")
            expected = {"contract": "contract-or-certification"}.get(expected, expected)
            facts: dict[str, Any] = common | {"data-class": terms[f"{scenario}：{data}"], fact: persons, other: 0, "on": "2031-06-01"}
            assert book.ask("data_export", **facts).outcome == expected, (data, persons)
            earlier: dict[str, Any] = facts | {"on": "2030-12-31", "on-list": "off", "scenario": "not-covered"}
            before = book.ask("data_export", **earlier)
            assert not any(LIST.id in rule for rule in before.determining)
    scenario = next(i for n, i in terms.items() if n == "再保险：人身再保险")
    other_data: dict[str, Any] = common | {"data-class": f"{scenario}:other", "persons": 3_000_000, "sensitive-persons": 60_000}
    outside = book.ask("data_export", **other_data, on="2031-06-01")
    assert outside.outcome == "none"


def test_a_volume_that_is_not_read_stays_open_and_is_noted(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("领域,场景,数据类别,数量,管理方式\n再保险,人身再保险,名单,10万至20万人,安全评估\n", encoding="utf-8")
    proposal = import_list(law(), default_folder(), file, "data", LIST)
    assert any("line 2" in n and "gap" in n for n in proposal.notes)
    facts: dict[str, Any] = {"data": "personal", "important-data": "no", "ciio": "no", "ground": "none", "territory": "fujian-ftz"}
    facts |= {"sector": "reinsurance", "scenario": "covered", "data-class": f"{LIST.id}.s1.c1", "persons": 150000, "sensitive-persons": 0}
    decision = with_proposal(proposal).ask("data_export", **facts, destination="elsewhere", on="2031-06-01")
    assert decision.outcome == "undetermined"


ITEMS = [
    ("农业", "禁止投资中国稀有和特有的珍贵优良品种的种植", 0), ("农业", "小麦新品种选育和种子生产须由中方控股", 50), ("渔业", "禁止投资内陆水域水产品捕捞", 0),
    ("采矿", "禁止投资稀土勘查、开采及选矿", 0), ("印刷", "出版物印刷须由中方控股", 50), ("电力", "核电站的建设、经营须由中方控股", 50),
    ("零售", "禁止投资卷烟的批发、零售", 0), ("运输", "国内水上运输公司须由中方控股", 50), ("邮政", "禁止投资邮政公司", 0),
    ("电信", "呼叫中心的外资股比不超过50%", 50), ("电信", "应用商店的外资股比不得超过百分之五十", 50), ("电信", "信息服务的外资股比不超过百分之二五", None), ("互联网", "禁止投资网络出版服务", 0), ("法律", "禁止投资中国法律事务", 0),
    ("商务", "市场调查限于合资、合作", 100), ("商务", "禁止投资社会调查", 0), ("科研", "禁止投资人文社会科学研究机构", 0),
    ("测绘", "禁止投资大地测量", 0), ("测绘", "禁止投资海洋测绘", 0), ("教育", "禁止投资义务教育机构", 0),
    ("教育", "禁止投资宗教教育机构", 0), ("卫生", "医疗机构限于合资", 100), ("文化", "禁止投资新闻机构", 0),
    ("文化", "禁止投资电影制作公司", 0), ("文化", "禁止投资文物商店", 0), ("文化", "禁止投资国有文物博物馆", 0),
    ("文化", "禁止投资文艺表演团体", 0), ("娱乐", "演出经纪机构须由中方控股", 50), ("互联网", "禁止投资互联网新闻信息服务", 0),
    ("互联网", "禁止投资网络视听节目服务", 0), ("教育", "高等教育机构限于中外合作办学，须由中方主导", None), ("电信", "电信业务另有规定的从其规定", None),
]  # fmt: skip
"""Sector, words, and the share that is the ceiling (None: a person encodes it). 50 and 100 of control and joint ventures are not reached."""


def test_a_negative_list_of_thirty_items_is_read_item_by_item(tmp_path: Path) -> None:
    file = tmp_path / "list.html"
    rows = "".join(f"<tr><td>{n}</td><td>{s}</td><td>{w}</td></tr>" for n, (s, w, _) in enumerate(ITEMS, 1))
    head = "<meta charset='utf-8'><table><tr><th>序号</th><th>领域</th><th>特别管理措施</th></tr>"
    file.write_text(f"<html>{head}{rows}</table></html>", encoding="utf-8")
    proposal = import_list(
        law(),
        default_folder(),
        file,
        "negative",
        Imported("cn-example-list-2031", "hubei-ftz", dt.date(2031, 1, 1), "cac-lists-page", "示例负面清单"),
    )
    instrument = read_lawbook(default_folder(), [LawFile(n, t.encode()) for n, t in proposal.files.items()]).instruments[
        "cn-example-list-2031"
    ]
    assert [p.number for p in instrument.provisions] == [str(n) for n in range(1, len(ITEMS) + 1)]
    for provision, (_, words, ceiling) in zip(instrument.provisions, ITEMS, strict=True):
        assert provision.summary.zh == words
        if ceiling is None:
            assert provision.no_rule is not None
            assert any(words[:20] in n for n in proposal.notes)
            continue
        bound: Any = provision.rules[0].effect["share"]
        assert (bound.at_most if bound.at_most is not None else bound.below) == ceiling, words


def test_a_table_without_the_columns_of_a_list_says_which_it_looks_for(tmp_path: Path) -> None:
    (file := tmp_path / "list.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TableError, match="names the columns") as error:
        import_list(law(), default_folder(), file, "data", LIST)
    assert "场景" in str(error.value.hint)


def test_a_source_or_place_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    file = long_csv(tmp_path)
    for wrong in (replace(LIST, source="nowhere"), replace(LIST, territory="atlantis")):
        with pytest.raises(ReviewError, match="unknown"):
            import_list(law(), default_folder(), file, "data", wrong)


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("自当年1月1日起累计10万人以上、不满100万人", {"at_least": 100_000, "below": 1_000_000}),
        ("≥100,000 and <1,000,000 persons", {"at_least": 100_000, "below": 1_000_000}),
        ("50,000 persons or more", {"at_least": 50_000}),
        ("超过5万人", {"above": 50_000}),
        ("不满1万人", {"above": 0, "below": 10_000}),
        ("不限数量", {"at_least": 1}),
    ],
)
def test_a_volume_is_read_with_its_ends(text: str, test: dict[str, int]) -> None:
    band = read_band(text)
    assert band is not None
    assert band.test() == test


@pytest.mark.parametrize("text", ["10万至20万人", "1万人以下", "大量", "2031年1月1日", "10万人以上50万人以上"])
def test_a_volume_whose_ends_are_not_said_is_not_read(text: str) -> None:
    assert read_band(text) is None
