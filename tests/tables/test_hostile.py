"""Tables that know what they say (`hostile`): each row comes out as it is true, or open, an error or asked about; never as anything else, and never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shidian.answer.facts import read_value, word_of
from shidian.errors import BadValue, CaseError
from shidian.screening.asked import TableQuestion
from shidian.screening.job import Job, find_columns
from shidian.screening.run import screen_file
from tests.cases.real import real_book
from tests.nightly import share_of
from tests.tables.hostile import judge, make

SEEDS = [(which, seed) for seed in range(60) for which in ("open", "sealed")]


@pytest.mark.parametrize(("which", "seed"), share_of(SEEDS, 10), ids=str)
def test_a_hostile_table_is_read_as_it_is_true_or_not_at_all(which: str, seed: int, tmp_path: Path) -> None:
    wrong = [(why, shown) for kind, why, shown in judge(seed, which, tmp_path).kinds if kind in ("danger", "lost")]
    assert wrong == []


def test_the_hostile_tables_hold_true_rows_and_damaged_ones_of_every_question_and_form() -> None:
    made = [make(seed, which) for which, seed in SEEDS]
    assert {t.question for t in made} == {"access", "entry", "data_export"}
    assert {t.form for t in made} >= {"csv", "gb18030", "utf-16", "xlsx", "ods", "parquet", "jsonl"}
    damaged = [bool(row.damage) for t in made for row in t.rows]
    assert 0.2 < sum(damaged) / len(damaged) < 0.8


IN_THE_PLACE = (
    "深圳（总部）",
    "深圳（机房）",
    "深圳（南山）",
    "深圳（前海）",
    "成都市（集中登记）",
    "上海（自贸区）",
    "成都市武侯区人民南路四段1号（自主申报）",
    "青岛（胶州）",
)
MAYBE_ELSEWHERE = (
    "深圳（虎门机房）",
    "深圳（虎门）",
    "成都（工厂在花桥）",
    "广州（狮山园区）",
    "深圳市福田区（虎门）",
    "深圳市福田区深南大道1号（虎门机房）",
    "杭州(柯桥分部)",
    "上海【花桥】",
)


def test_a_bracket_that_may_name_another_place_makes_an_address_unclear() -> None:
    names = real_book().lawbook.names["territories"]
    assert [w for w in IN_THE_PLACE if not names.find(w)] == []
    assert [w for w in MAYBE_ELSEWHERE if names.find(w)] == []


def _screened(question: str, text: str, folder: Path) -> list[dict[str, object]]:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    screen_file(real_book(), Job(question, path, folder / "o.jsonl", force=True))
    return [json.loads(line) for line in (folder / "o.jsonl").read_text(encoding="utf-8").splitlines()]


HEAD = "企业,业务,地区,国别,外资比例,日期\n"
ROW = "A,应用商店,成都,德国,50%,2025-06-01\n"


def test_rows_below_the_heading_of_companies_that_are_gone_stop_the_table(tmp_path: Path) -> None:
    for gone in (
        "已退出企业",
        "二、注销企业名单（3家）",
        "未获批项目",
        "不予受理的申请",
        "Withdrawn",
        "Rejected applications",
        "Closed companies",
    ):
        with pytest.raises(BadValue, match="may be no cases any more"):
            _screened("access", f"{HEAD}{ROW}\n{gone},,,,,\n{HEAD}{ROW.replace('A', 'B')}", tmp_path)
    for there in ("四川省", "新设企业", "获批项目", "Germany"):
        assert len(_screened("access", f"{HEAD}{ROW}\n{there},,,,,\n{ROW.replace('A', 'B')}", tmp_path)) == 2


def test_a_column_that_says_nothing_of_the_fact_it_is_called_by_is_asked_about(tmp_path: Path) -> None:
    for head, cells in (
        ("境外接收方", ("母公司A", "Mutter GmbH")),
        ("敏感个人信息人数", ("是", "否")),
        ("Recipient", ("Parent Inc.", "Holding plc")),
    ):
        path = tmp_path / "t.csv"
        path.write_text(f"公司,地区,人数,{head},日期\n" + "".join(f"{i},杭州,3000,{c},2025-06-01\n" for i, c in enumerate(cells)), "utf-8")
        with pytest.raises(TableQuestion, match="says what") as asked:
            find_columns(real_book(), Job("data_export", path, tmp_path / "o.jsonl"))
        assert {c.does for c in asked.value.choices} == {"column", "ignore"}


def test_where_data_go_may_be_told_by_the_country() -> None:
    fact = next(f for f in real_book().question("data_export").facts if f.fact == "destination")
    assert {word_of(real_book().lawbook, fact, w) for w in ("德国", "Germany", "新加坡", "USA", "Frankfurt")} == {"elsewhere"}
    for unclear in ("香港", "中国", "德国、香港"):  # it hangs on what becomes of them there
        with pytest.raises(CaseError):
            word_of(real_book().lawbook, fact, unclear)


def test_a_day_that_can_only_be_read_one_way_is_not_said_to_be_confused() -> None:
    fact = next(f for f in real_book().question("access").facts if f.fact == "on")
    for word, why in (
        ("14/3/2025", "write the year first"),
        ("3/14/2025", "write the year first"),
        ("3/4/2025", "day and month can be confused"),
    ):
        with pytest.raises(BadValue) as refused:
            read_value(real_book().lawbook, fact, word)
        assert str(refused.value.hint).startswith(why)


def test_the_end_of_a_list_speaks_for_its_last_part_only_and_what_is_denied_is_not_offered() -> None:
    names = real_book().lawbook.names["activities"]
    for word in ("餐饮、新闻网站", "餐饮和新闻网站"):
        assert names.find(word) == ["restaurants", "internet-news"]
    for word in ("非新闻类网站", "non-news website", "不含新闻的网站"):
        assert "internet-news" not in (*names.find(word), *names.near(word))


NAMES = {
    "everyday-services": ("dog walking", "遛狗", "pet sitter", "宠物托管"), "beauty-personal-care": ("permanent makeup", "半永久化妆", "纹眉"),
    "translation": ("court reporting", "速记服务"), "sports-fitness": ("personal trainer", "健身私教"), "restaurants": ("wedding catering", "catering for events", "婚宴"),
    "aircraft-maintenance": ("aircraft cleaning", "客舱清洁"), "legal-business-services": ("公司注册代办", "工商代办"),
}  # fmt: skip
CHOICES = {
    "vehicle-repair": ("towing service", "道路救援"),
    "property-letting": ("virtual office", "虚拟办公室"),
    "sports-fitness": ("esports tournament", "电竞比赛"),
}


def test_names_of_services_in_both_languages_lead_to_what_they_are() -> None:
    names = real_book().lawbook.names["activities"]
    assert {w: names.find(w) for id, words in NAMES.items() for w in words if names.find(w) != [id]} == {}
    assert {w: names.find(w) for id, words in CHOICES.items() for w in words if id not in names.find(w) or len(names.find(w)) < 2} == {}
