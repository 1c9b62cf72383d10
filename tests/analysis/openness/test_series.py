"""Series, differences and their attribution: bounds, order, and sums that are exact."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from shidian.analysis.openness.advantage import advantage_steps, held_against
from shidian.analysis.openness.attribution import BOUNDS, Point, explain
from shidian.analysis.openness.baskets import weigh
from shidian.analysis.openness.difference import difference
from shidian.analysis.openness.field import READINGS
from shidian.analysis.openness.measured import SINCE, MeasureChoice, Openness
from shidian.analysis.openness.regions import WHERE
from shidian.analysis.openness.steps import steps
from shidian.book import Book

TODAY = dt.date(2026, 11, 26)
MEASURES = ("open_100", "open_51", "mean_ceiling", "closed", "restrictiveness")


def value(found: Openness, point: Point, measure: str, bound: str) -> Fraction:
    """One bound of a value, exactly."""
    return explain(found.field, found.weights, point, point, measure, bound).before


def test_every_value_lies_between_0_and_1_and_everywhere_is_never_more_than_somewhere(services: Openness) -> None:
    for place in services.places([*(p.id for p in services.regions()), "outside", "ordinary-ftz", "cn"]):
        _, found = services.over(place, SINCE, TODAY)
        assert found.min() >= 0
        assert found.max() <= 1 + 1e-12
        assert (found[..., 0] <= found[..., 1] + 1e-12).all()
        gap = found[:, :, 1] - found[:, :, 0]
        gap[:, :, services.field.falling] *= -1
        assert gap.min() > -1e-12


def test_in_force_is_never_more_than_announced_where_announced_rules_only_loosen(services: Openness) -> None:
    """Days whose announced rules restrict something are left out: tutoring was announced before it held, and so was a duty to ask for approval."""
    field = services.field
    rules = field.diagram.rulebook
    for day in range(field.day(SINCE), len(field.starts)):
        on = field.starts[day]
        tightening = [
            r
            for r in rules.rules
            if (r.validity.of(on, "in_force", None), r.validity.of(on, "announced", None)) in ((False, True), (True, False))
            and (r.kind in ("limit", "duty")) == bool(r.validity.of(on, "announced", None))
        ]
        if tightening:
            continue
        worst = field.table[field.cells[field.rows[day]]]  # activity, reading, spot, measure, bound
        gap = worst[:, 1] - worst[:, 0]
        gap[:, :, field.falling] *= -1
        assert gap.min() > -1e-12, on


def test_the_value_at_the_end_of_a_year_is_that_of_31_december(services: Openness) -> None:
    place = services.places(["shanghai"])[0]
    for year in range(2019, 2026):
        on = dt.date(year, 12, 31)
        daily = services.value(place, on, "open_100", "in_force")
        series = [v for v in services.series(place, "open_100", "in_force") if v.start <= on and (v.until is None or on < v.until)]
        assert [(v.everywhere, v.somewhere) for v in series] == [(daily.everywhere, daily.somewhere)]


def test_the_series_moves_on_no_other_days_than_its_steps(services: Openness) -> None:
    for word in ("beijing", "chongqing"):
        place = services.places([word])[0]
        for where in WHERE:
            days = {s.day for s in steps(services, place, "mean_ceiling", "in_force", where)}
            found = services.series(place, "mean_ceiling", "in_force")
            moved = {b.start for a, b in pairwise(found) if getattr(a, where) != getattr(b, where)}
            assert days == moved
            assert days <= set(services.field.starts)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("seed", range(2))
def test_attribution_sums_exactly(services: Openness, measure: str, seed: int) -> None:
    draw = random.Random(seed)
    places = services.places([*(p.id for p in services.regions()), "outside", "ordinary-ftz", "cn"])
    full = services.measure(measure)
    for _ in range(4):
        old, new = (
            services.point(draw.choice(places), SINCE + dt.timedelta(days=draw.randrange(2600)), draw.choice(READINGS), draw.choice(WHERE))
            for _ in range(2)
        )
        for bound in BOUNDS:
            change = explain(services.field, services.weights, old, new, full, bound)
            assert sum((t.value for t in change.terms), Fraction(0)) == change.total
            assert change.before == value(services, old, full, bound)
            assert {t.rule for t in change.terms if t.rule} <= set(services.field.resolver.rules)


def test_the_exact_value_is_the_daily_value(services: Openness) -> None:
    for word in ("hainan", "wuhan"):
        place = services.places([word])[0]
        for measure in MEASURES:
            shown = services.value(place, TODAY, measure, "announced")
            for where in WHERE:
                exactly = [
                    float(value(services, services.point(place, TODAY, "announced", where), services.measure(measure), b)) for b in BOUNDS
                ]
                assert [getattr(shown, where).low, getattr(shown, where).high] == pytest.approx(exactly)


@pytest.mark.parametrize("measure", ["open_100", "closed", "restrictiveness"])
def test_a_difference_lies_between_the_differences_of_the_intervals(services: Openness, measure: str) -> None:
    full = services.measure(measure)
    for word in ("beijing", "shanghai", "wuhan"):
        old, new = (services.point(services.places([w])[0], TODAY, "in_force", "somewhere") for w in ("outside", word))
        found = difference(services.field, services.weights, old, new, full)
        (a, b), (c, d) = ([value(services, p, full, x) for x in BOUNDS] for p in (old, new))
        assert c - b <= found.low <= found.high <= d - a
        assert found.low <= c - a <= found.high
        assert found.low <= d - b <= found.high


def test_a_point_does_not_differ_from_itself(services: Openness) -> None:
    point = services.point(services.places(["shanghai"])[0], TODAY)
    found = difference(services.field, services.weights, point, point, "open_100")
    assert found.low == found.high == 0
    assert not found.leaves


def test_areas_add_up_to_the_whole(services: Openness) -> None:
    place = services.places(["guangzhou"])[0]
    total = services.value(place, TODAY, "mean_ceiling", "in_force")
    share = {a: sum((services.weights[leaf] for leaf in w), Fraction(0)) for a, w in services.areas().items()}
    parts = {a: services.value(place, TODAY, "mean_ceiling", "in_force", w) for a, w in services.areas().items()}
    assert sum(float(share[a]) * parts[a].everywhere.low for a in parts) == pytest.approx(total.everywhere.low)


@pytest.mark.parametrize("weighting", ["classification", "areas", "leaves"])
def test_the_weights_of_a_basket_add_up_to_one(law: Book, weighting: str) -> None:
    kinds = {w.weighting: w for w in law.lawbook.measures.weightings}
    found = Openness(law)
    for basket in law.lawbook.measures.baskets:
        if weighting == "classification" and basket.basket == "whole-list":
            continue
        weights = weigh(law.lawbook, found.tree, basket, kinds[weighting])
        assert sum(weights.values()) == 1
        assert min(weights.values()) >= 0


def test_the_order_of_regions_and_files_does_not_matter(orsia: Book, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.building import ORSIA, load_book

    renamed = {name: None for name in ORSIA if name.startswith("instruments/orsia-list")}
    late = {f"instruments/sub/{name.partition('/')[2]}": ORSIA[name] for name in renamed}
    other = load_book(tmp_path_factory.mktemp("law"), renamed, late)
    on = dt.date(2024, 1, 1)
    for word in ("port-city", "hill-city", "lake-city"):
        a, b = (Openness(book) for book in (orsia, other))
        for measure in MEASURES:
            assert a.value(a.places([word])[0], on, measure, "announced") == b.value(b.places([word])[0], on, measure, "announced")


def test_what_was_not_known_is_not_seen(law: Book) -> None:
    """With the knowledge of 2024-08 no telecom step of October is in the series."""
    then = Openness(law, MeasureChoice(known_on=dt.date(2024, 3, 1)))
    place = then.places(["beijing"])[0]
    now = Openness(law)
    assert then.value(place, TODAY, "open_100", "in_force").everywhere.low < now.value(place, TODAY, "open_100", "in_force").everywhere.low
    assert np.isclose(
        then.value(place, dt.date(2021, 1, 1), "open_100", "in_force").everywhere.low,
        now.value(place, dt.date(2021, 1, 1), "open_100", "in_force").everywhere.low,
    )


@pytest.mark.parametrize("where", WHERE)
def test_an_advantage_moves_by_what_its_two_ends_move_and_says_which_did(services: Openness, where: str) -> None:
    """Each step starts where the one before ended; its change is that of the region less that of the place held against."""
    fell = {}
    for place in services.places(["shanghai", "hainan", "chengdu", "xiongan"]):
        for other in held_against(services):
            found = advantage_steps(services, place, other, where=where, until=TODAY)
            fell[place.id, other.id] = [s.day for s in found if s.fell]
            assert all((a.after.low, a.after.high) == pytest.approx((b.before.low, b.before.high), abs=1e-9) for a, b in pairwise(found))
            for step in found:
                own, theirs = (e.low + e.high if e else 0.0 for e in (step.own_moved, step.against_moved))
                assert step.own_moved or step.against_moved
                moved = step.after.low + step.after.high - step.before.low - step.before.high
                assert moved == pytest.approx(own - theirs, abs=1e-9)
    if where == "somewhere":
        assert dt.date(2024, 4, 9) in fell["shanghai", "outside"], "the trial of travel agencies came to its end"
