"""Figures with their breaks, how much of a plan is done, and what a task would do everywhere."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from shidian.analysis.openness.done import DONE, EVIDENCE, done, history, plan_done
from shidian.analysis.openness.gap import promise_gap
from shidian.analysis.openness.measured import Openness
from shidian.analysis.openness.outcomes import comparable, figures, sheet
from shidian.analysis.openness.reform import rules_of_task, with_rules
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.law.lawbook import Lawbook
from shidian.programme.lifecycle import applies_in, last_day, stage
from tests.cases.real import real_lawbook

TODAY = dt.date(2026, 11, 26)


def test_every_figure_has_unit_period_scope_and_source(services: Openness) -> None:
    found = figures(services.law)
    assert len(found) >= 29
    for row in found:
        assert row.sources
        assert row.unit in ("cny-billion", "usd-billion", "percent", "count")
        assert row.scope_name.en
        assert row.shown.zh


def test_every_statistic_in_words_with_one_number_has_its_figures(services: Openness) -> None:
    programme = services.law.lawbook.programme
    linked = {f.statistic for f in programme.figures}
    sentences_only = {s.statistic for s in programme.statistics} - linked
    assert sentences_only <= {
        "services-fdi-share-11-2024",
        "fdi-national-2026-5-months",
        "tasks-results-2025-04",
        "foreign-short-term-practitioners",
    }


def test_figures_on_two_sides_of_a_break_are_never_compared(services: Openness) -> None:
    known = {f.figure: f for f in services.law.lawbook.programme.figures}
    old, new = known["telecom-2020-06"], known["telecom-2025-02"]
    assert not comparable(old, new)
    assert comparable(known["fdi-cn-2024"], known["fdi-cn-2025"])
    assert not comparable(known["fdi-cn-2025-9"], known["fdi-cn-2025"])  # nine months and a year
    assert any(f.breaks for f in figures(services.law, series="telecom-firms"))


def test_how_much_is_done_is_an_interval_and_weaker_evidence_never_counts_less(services: Openness) -> None:
    rows = sum(len(g.tasks) for g in services.law.lawbook.content.tasks if g.plan == "plan-2025")
    for on in (dt.date(2025, 6, 1), dt.date(2026, 1, 1), TODAY):
        strict, loose, claimed = (done(services.law, "plan-2025", on, rule) for rule in ("grade-a", "any-evidence", "claimed"))
        for found in (strict, loose, claimed):
            assert 0 <= found.low <= found.high <= 1
            assert (found.rows, found.official) == (rows, 155)
        assert strict.somewhere <= loose.somewhere
        assert claimed.somewhere <= loose.somewhere
    assert done(services.law, "plan-2025", TODAY, "any-evidence").somewhere > 0
    assert all(done(services.law, "plan-2025", dt.date(2025, 4, 1), rule).high == 0 for rule in EVIDENCE)
    with pytest.raises(BadValue):
        done(services.law, "plan-2025", TODAY, "hearsay")


PLANS = ("plan-2025", "plan-beijing-2020", "plan-tianjin-2021")


@pytest.mark.parametrize("plan", PLANS)
def test_the_history_of_a_count_is_what_a_recount_on_each_of_its_days_finds(services: Openness, plan: str) -> None:
    """And it moves on no other day: each row counted again, region by region, on the days of all steps."""
    law, rows = services.law, [t for g in services.law.lawbook.content.tasks if g.plan == plan for t in g.tasks]
    tree, regions = law.lawbook.trees["territories"], [r.region for r in law.lawbook.programme.regions]
    told = {p.day: (p.everywhere, p.somewhere) for p in history(law, plan, TODAY, "any-evidence")}
    days = sorted({last_day(s) for t in rows for s in t.lifecycle if last_day(s) <= TODAY})
    now, where = (0, 0), [(t, [r for r in regions if applies_in(t, r, tree)]) for t in rows]
    for day in days:
        met = [[stage(t, day, r, tree) in DONE for r in meant] for t, meant in where]
        counted = sum(bool(m) and all(m) for m in met), sum(any(m) for m in met)
        assert (day in told) == (counted != now), day
        assert told.get(day, now) == counted
        now = counted
    assert told or plan != "plan-2025"


def test_a_history_changes_neither_with_the_rule_nor_with_what_happened_later() -> None:
    """On laws that know nothing of each other: with one rule asked, with all of them, and with every later step taken out of the lawbook."""
    book = real_lawbook()
    asked_alone = {(p, rule): history(CompiledLaw(book), p, TODAY, rule) for p in PLANS for rule in EVIDENCE}
    together = CompiledLaw(book)
    assert asked_alone == {(p, r): plan_done(together, p, TODAY).history[r] for p in reversed(PLANS) for r in reversed(EVIDENCE)}
    for cut in (dt.date(2025, 12, 31), dt.date(2023, 6, 30)):
        tasks = tuple(
            replace(g, tasks=tuple(replace(t, lifecycle=tuple(s for s in t.lifecycle if last_day(s) <= cut)) for t in g.tasks))
            for g in book.content.tasks
        )
        earlier = CompiledLaw(Lawbook(replace(book.content, tasks=tasks)))
        for (plan, rule), moves in asked_alone.items():
            assert history(earlier, plan, TODAY, rule) == tuple(p for p in moves if p.day <= cut)
    strict, loose = (asked_alone["plan-2025", rule] for rule in ("grade-a", "any-evidence"))
    assert strict != loose
    assert loose


def test_officials_claims_stand_beside_the_count_and_are_never_in_it(services: Openness) -> None:
    law = services.law
    before, after = (plan_done(law, "plan-beijing-2020", day) for day in (dt.date(2023, 8, 30), TODAY))
    assert before.claims == ()  # said in August 2023: the last day that this can mean
    assert [(int(c.number), c.scope) for c in after.claims] == [(98, "started")]
    assert [s.high for s in before.shares] == [s.high for s in after.shares]
    assert plan_done(law, "plan-2025", TODAY).claims == ()


def test_of_the_official_number_the_tasks_nobody_saw_are_both_ends(services: Openness) -> None:
    for share in plan_done(services.law, "plan-2025", TODAY).shares:
        assert share.of_official is not None
        low, high = share.of_official
        assert low == share.everywhere / 155
        assert high == (share.somewhere + 155 - share.rows) / 155
    with_none = plan_done(services.law, "plan-tianjin-2021", TODAY)
    assert all(s.of_official is None and (s.low, s.high) == (0, 1) for s in with_none.shares)


def test_a_sheet_counts_every_task_of_a_region_once(services: Openness) -> None:
    found = sheet(services, services.places(["chongqing"])[0], TODAY)
    assert sum(count for _, count in found.tasks) > 20
    assert "share-chongqing-2024" in [f.figure for f in found.figures]
    assert found.in_force == services.value(services.places(["chongqing"])[0], TODAY, "open_100", "in_force")
    assert found.gap == promise_gap(services, services.places(["chongqing"])[0], TODAY).gap


def test_the_promise_gap_names_tasks_and_days_waited(services: Openness) -> None:
    found = promise_gap(services, services.places(["chengdu"])[0], TODAY)
    assert found.gap.low > 0
    waits = {w.rule: w for w in found.waiting}
    store = waits["cn-services-work-plan-2025/app-store"]
    assert store.tasks == ("t1",)
    assert store.announced == dt.date(2025, 4, 11)
    assert store.days == (TODAY - dt.date(2025, 4, 11)).days
    assert sum(w.low for w in found.by_area.values()) == pytest.approx(found.gap.low)


def test_a_task_in_force_everywhere_never_lowers_a_region_and_does_nothing_where_it_is_in_force(services: Openness) -> None:
    found = {r.place: r for r in with_rules(services, rules_of_task(services, "t1"), TODAY)}
    assert all(r.after.low >= r.before.low and r.after.high >= r.before.high for r in found.values())
    assert found["wuhan"].activities == ("app-store",)
    assert found["beijing"].activities == ()  # open there since the pilot of 2024
    with pytest.raises(BadValue):
        rules_of_task(services, "t999")
