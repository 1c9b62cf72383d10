"""Days and places known from outside: what the series must show, and what it must not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shidian.analysis.openness.classes import classes, same_answers, weightings
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import Openness, Value
from shidian.analysis.openness.regions import values
from shidian.analysis.openness.steps import MovedActivity, steps

HOSPITALS = {"beijing", "tianjin", "shanghai", "nanjing", "suzhou", "fuzhou", "guangzhou", "shenzhen", "hainan"}
"""The nine places of the hospital plan of 2024: eight cities and all of Hainan."""
NINE = {"chongqing", "hangzhou", "wuhan", "dalian", "ningbo", "xiamen", "qingdao", "hefei", "xian"}


def moved(found: Openness, place: str, day: dt.date, where: str = "somewhere", measure: str = "open_100") -> MovedActivity | None:
    all_steps = steps(found, found.places([place])[0], measure, "in_force", where, day - dt.timedelta(days=3), day + dt.timedelta(days=3))
    return next((s for s in all_steps if s.day == day), None)


def activities(step: MovedActivity | None) -> set[str]:
    return {p.activity for p in step.explained.parts} if step else set()


def test_telecom_steps_on_2024_10_23_in_the_pilot_areas_and_nowhere_else(plain: Openness) -> None:
    day = dt.date(2024, 10, 23)
    telecom = set(plain.tree.atoms("telecom"))
    stepped = {p.id for p in plain.regions() if activities(moved(plain, p.id, day)) & telecom}
    assert stepped == {"beijing", "shanghai", "shenzhen", "hainan"}
    for place in ("pudong", "lingang"):
        assert activities(moved(plain, place, day)) & telecom
    assert moved(plain, "shanghai", day, "everywhere") is None  # not in all of Shanghai
    assert activities(moved(plain, "hainan", day, "everywhere")) & telecom
    for place in ("outside", "ordinary-ftz", "chengdu", "guangzhou"):
        assert moved(plain, place, day) is None
    step = moved(plain, "beijing", day)
    assert step is not None
    assert step.explained.by == "law"
    assert {p.rule.rule.partition("/")[0] for p in step.explained.parts if p.rule} == {"cn-vats-pilot-2024"}


def test_hospitals_step_on_2024_11_29_in_nine_places(plain: Openness) -> None:
    day, kinds = dt.date(2024, 11, 29), {"general-hospital", "specialist-hospital", "rehabilitation-hospital"}
    stepped = {p.id: activities(moved(plain, p.id, day)) for p in plain.regions()}
    assert {place for place, found in stepped.items() if kinds & found} == HOSPITALS
    assert all(kinds <= stepped[place] for place in HOSPITALS)
    assert moved(plain, "outside", day) is None


def test_the_travel_trial_ends_on_2024_04_09_as_a_fall_of_unknown_standing(plain: Openness) -> None:
    step = moved(plain, "chongqing", dt.date(2024, 4, 9))
    assert step is not None
    assert step.after.low < step.before.low
    assert step.after.high == step.before.high
    assert {"outbound-abroad", "outbound-hk-mo"} <= activities(step)
    assert step.explained.by == "standing"


def test_tutoring_closes_on_2021_07_24_by_law(plain: Openness) -> None:
    for place in ("outside", "beijing", "cn"):
        step = moved(plain, place, dt.date(2021, 7, 24), "everywhere")
        assert step is not None
        assert activities(step) == {"subject-tutoring"}
        assert step.after.high < step.before.high
        assert step.explained.by == "law"


@pytest.mark.parametrize(
    ("day", "by", "parts"), [(dt.date(2020, 11, 29), "coverage", {"coverage", "standing"}), (dt.date(2021, 9, 1), "coverage", {"coverage"})]
)
def test_steps_that_come_from_our_coverage_or_from_doubt_of_standing_are_marked(
    plain: Openness, day: dt.date, by: str, parts: set[str]
) -> None:
    step = moved(plain, "outside", day)
    assert step is not None
    assert step.explained.by == by
    assert {p.by for p in step.explained.parts} == parts


def test_services_do_not_step_with_the_list_of_2024(plain: Openness) -> None:
    """Both items deleted on 2024-11-01 are manufacturing."""
    assert moved(plain, "outside", dt.date(2024, 11, 1)) is None
    from shidian.analysis.openness.measured import MeasureChoice

    everything = Openness(plain.law, MeasureChoice(basket="whole-list", weighting="leaves"))
    assert activities(moved(everything, "outside", dt.date(2024, 11, 1))) <= set(plain.tree.below("manufacturing"))
    assert moved(everything, "outside", dt.date(2024, 11, 1)) is not None


def test_a_place_outside_all_pilots_equals_the_nation(plain: Openness) -> None:
    """What holds everywhere in the nation is what holds outside all pilots and zones, on every day since 2019."""
    field = plain.field
    days = np.arange(field.day(dt.date(2019, 7, 30)), len(field.starts))
    outside, nation = (values(field, plain.places([p])[0], days) for p in ("outside", "cn"))
    used, here = plain.row() > 0, READINGS.index("in_force")
    assert np.array_equal(outside[:, used, here, 0], nation[:, used, here, 0])


def test_nine_regions_have_the_same_certain_answers_and_share_a_class(plain: Openness) -> None:
    day = dt.date(2025, 11, 1)
    found = classes(plain, day)
    assert NINE in [set(c.members) for c in found.classes]
    assert {"tianjin", "fuzhou", "suzhou"} in [set(c.members) for c in found.classes]
    assert {"shenyang", "chengdu"} in [set(c.members) for c in found.classes]
    assert sum(len(c.members) for c in found.classes) == 20
    alike = ["dalian", "ningbo", "xiamen", "qingdao", "hefei"]  # in Xi'an, cinemas are open
    assert all(same_answers(plain, plain.places([alike[0]])[0], plain.places([p])[0], day) for p in alike)


def test_when_the_term_of_six_cities_has_passed_two_of_them_join_the_nine(plain: Openness) -> None:
    later = [set(c.members) for c in classes(plain, dt.date(2026, 11, 26)).classes]
    assert NINE | {"shenyang", "chengdu"} in later
    assert {"tianjin", "fuzhou", "suzhou", "nanjing"} in later


def test_a_class_has_a_range_of_ranks_and_the_same_one_every_time(plain: Openness) -> None:
    first, again = (classes(plain, dt.date(2026, 11, 26), draws=200) for _ in range(2))
    assert first == again
    for found in first.classes:
        assert 1 <= found.ranks[0] <= found.rank[0] <= found.median <= found.rank[1] <= found.ranks[1] <= 20


def test_five_of_the_nine_allow_exactly_what_an_ordinary_zone_allows(plain: Openness) -> None:
    from shidian.analysis.openness.advantage import advantages

    for place in ("dalian", "ningbo", "xiamen", "qingdao", "hefei"):
        against = {a.against: a for a in advantages(plain, plain.places([place])[0], dt.date(2026, 11, 26))}
        zone = against["ordinary-ftz"].somewhere
        assert (zone.low, zone.high) == (0, 0)
        assert against["outside"].somewhere.low > 0
    beijing = {a.against: a for a in advantages(plain, plain.places(["beijing"])[0], dt.date(2026, 11, 26))}
    assert beijing["ordinary-ftz"].somewhere.low > 0


def flat(value: Value) -> tuple[float, ...]:
    return (value.everywhere.low, value.everywhere.high, value.somewhere.low, value.somewhere.high)


def test_the_random_weights_of_an_area_do_not_hang_on_which_others_there_are() -> None:
    few, more = weightings(("telecom", "health")), weightings(("finance", "health", "telecom"))
    assert np.allclose(few[:, 0] / few[:, 1], more[:, 2] / more[:, 1])
    assert np.allclose(more.sum(axis=1), 1)
