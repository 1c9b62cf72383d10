"""What the lawbook says of the programme: who takes part, how many tasks, what was replicated, where the agreements stand."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from shidian.law.records.base import Label
from shidian.law.records.programme import Plan, ReplicationBatch
from tests.cases.real import real_lawbook, warm_cache
from tests.cli.running import run

FIRST_ELEVEN = {"beijing", "tianjin", "shanghai", "hainan", "chongqing", "shenyang", "nanjing", "hangzhou", "wuhan", "guangzhou", "chengdu"}
NINE = {"dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"}


def plan(id: str) -> Plan:
    return next(p for p in real_lawbook().programme.plans if p.plan == id)


def batch_on(day: str) -> ReplicationBatch:
    """The state of replication as last stated by a day."""
    return max((b for b in real_lawbook().programme.batches if b.as_of <= day), key=lambda b: b.as_of)


def says(text: Label, en: str, zh: str) -> bool:
    return en in text.en and zh in text.zh


def test_twenty_regions_were_admitted_in_four_cohorts() -> None:
    regions = real_lawbook().programme.regions
    assert len(regions) == len({r.region for r in regions}) == 20
    assert [n for _, n in sorted(Counter(r.cohort for r in regions).items())] == [1, 4, 6, 9]


def test_the_regions_are_the_eleven_and_the_nine() -> None:
    regions = real_lawbook().programme.regions
    assert {r.region for r in regions if r.cohort == "2025"} == NINE
    assert {r.region for r in regions if r.cohort != "2025"} == FIRST_ELEVEN


def test_the_groups_of_places_are_the_same_regions() -> None:
    tree = real_lawbook().trees["territories"]
    assert tree.spread(["services-pilot-11"]) == (FIRST_ELEVEN, set())
    assert tree.spread(["services-pilot-9"]) == (NINE, set())


def test_four_regions_are_municipalities_one_is_a_province_and_one_a_demonstration_zone() -> None:
    regions = real_lawbook().programme.regions
    assert Counter(r.level for r in regions) == {"municipality": 4, "province": 1, "city": 15}
    assert [r.region for r in regions if r.level == "province"] == ["hainan"]
    assert [r.region for r in regions if r.role == "demonstration-zone"] == ["beijing"]


def test_the_regions_lie_in_fifteen_provincial_units() -> None:
    tree = real_lawbook().trees["territories"]
    provinces = {next(p for p in [r.region, *tree.above(r.region)] if tree.parent[p] == "cn") for r in real_lawbook().programme.regions}
    assert len(provinces) == 15


def test_a_region_was_admitted_with_its_cohort() -> None:
    cohorts = {c.cohort: c.admitted for c in real_lawbook().programme.cohorts}
    assert [r.region for r in real_lawbook().programme.regions if r.admitted != cohorts[r.cohort]] == []


def test_the_work_plan_has_155_tasks_in_14_areas_with_16_in_the_first() -> None:
    found = plan("plan-2025")
    assert (found.tasks, found.area_count) == (155, 14)
    assert [(a.area, a.tasks) for a in found.areas if a.number == 1] == [("area-telecom", 16)]
    assert found.places == ("services-pilot-11",)


def test_the_list_of_the_nine_cities_has_159_tasks_in_15_areas() -> None:
    found = plan("plan-nine-cities-2026")
    assert (found.tasks, found.area_count) == (159, 15)
    assert found.places == ("services-pilot-9",)


def test_the_number_of_city_specific_tasks_is_told_as_an_inference() -> None:
    """159 − 103 − 3 = 53: arithmetic, and not a figure that was published."""
    note = plan("plan-nine-cities-2026").note
    assert note is not None
    for number in ("103", "53"):
        assert says(note, number, number)
    assert says(note, "inference", "推断")


def test_sixteen_plans_in_eight_rounds_came_before_the_nine_city_list() -> None:
    plans = [p for p in real_lawbook().programme.plans if p.plan != "plan-nine-cities-2026"]
    assert len(plans) == 16
    assert {p.round for p in plans} == set(range(1, 9))


@pytest.mark.parametrize(
    ("day", "batches", "results"),
    [("2025-04-30", 9, "190"), ("2025-05-21", 9, "190"), ("2025-05-22", 10, "200"), ("2025-05-30", 10, "200")],
)
def test_the_batches_replicated_by_a_day_are_those_stated(day: str, batches: int, results: str) -> None:
    found = batch_on(day)
    assert found.batches == batches
    assert says(found.results, f"more than {results} results", f"{results}余项成果")


def test_how_many_batches_were_replicated_later_is_not_known() -> None:
    latest = batch_on("2026-11-22")
    assert latest.batches is None
    assert says(latest.results, "not known", "不明")


@pytest.mark.parametrize(
    ("agreement", "applied", "state"),
    [
        ("cptpp", "2021-09-16", ("no accession working group was found", "未发现成立加入工作组")),
        ("depa", "2021-11-01", ("working group", "工作组")),
    ],
)
def test_china_has_applied_and_is_not_a_party(agreement: str, applied: str, state: tuple[str, str]) -> None:
    found = next(a for a in real_lawbook().programme.agreements if a.agreement == agreement)
    day = dt.date.fromisoformat(applied)
    assert says(found.status, applied, f"{day.year}年{day.month}月{day.day}日")
    assert says(found.status, *state)
    assert "not a party" in found.status.en or "not concluded" in found.status.en


@pytest.mark.parametrize(("lang", "warning"), [("en", "one row may cover several tasks"), ("zh", "一条可涵盖数项任务")])
def test_the_product_says_how_many_rows_are_known_of_how_many_tasks(lang: str, warning: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(warm_cache()))
    done = run("coverage", "--plans", "--lang", lang)
    assert done.code == 0, done.err
    for id in ("plan-2025", "plan-nine-cities-2026"):
        rows = sum(len(g.tasks) for g in real_lawbook().content.tasks if g.plan == id)
        told = [line for line in done.out.splitlines() if warning in line and str(plan(id).tasks) in re.findall(r"\d+", line)]
        assert len(told) == 1
        assert str(rows) in re.findall(r"\d+", told[0])


def test_every_step_after_the_announcement_that_no_source_ties_to_the_task_is_marked_as_inferred() -> None:
    bare = [
        t.task
        for g in real_lawbook().content.tasks
        for t in g.tasks
        for s in t.lifecycle
        if s.stage != "announced" and s.linked == "stated" and not (s.sources or s.instrument)
    ]
    assert bare == []


def test_no_task_of_the_programme_stands_further_than_its_evidence() -> None:
    """Whatever is operating, replicated or nationwide names an act or a source."""
    bare = [
        (t.task, s.stage) for g in real_lawbook().content.tasks for t in g.tasks for s in t.lifecycle if not (s.sources or s.instrument)
    ]
    assert bare == []
