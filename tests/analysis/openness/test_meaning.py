"""What the measure says of the invented law of Orsia and of the real one, held against the engine and against every resolution of doubt."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shidian.analysis.openness.field import READINGS, exact
from shidian.analysis.openness.measured import MeasureChoice, Openness
from shidian.analysis.openness.regions import WHERE, spots
from shidian.analysis.openness.resolving import AtShare
from shidian.book import Book
from shidian.diagram.places import Places
from shidian.engine.case import Case, Value
from shidian.engine.decide import decide
from tests.building import Changes, instrument, load_book

DAY = dt.date(2024, 1, 1)
UNIT = {"orsia", "north", "port-city", "hill-city", "lake-city"}


def orsia_values(book: Book, on: dt.date = DAY, measure: str = "open_100") -> dict[tuple[str, str, str], tuple[float, float]]:
    found = Openness(book)
    out: dict[tuple[str, str, str], tuple[float, float]] = {}
    for reading in READINGS:
        for unit in sorted(UNIT):
            value = found.value(found.places([unit])[0], on, measure, reading)
            for where in WHERE:
                width = getattr(value, where)
                out[unit, reading, where] = (width.low, width.high)
    return out


def engine_case(found: Openness, leaf: str, spot: int, on: dt.date, share: Decimal) -> Case:
    rulebook = found.field.diagram.rulebook
    places = next(level for level in found.field.diagram.levels if isinstance(level, Places))
    kind, inside = places.spots[spot]
    read = found.law.read(found.profile.question, found.profile.facts)  # type: ignore[attr-defined]
    values: dict[str, Value] = dict(read.case.values) | {
        rulebook.question.facts[0].fact: leaf,
        rulebook.place or "": places.kind_unit[kind],
        rulebook.day: on,
        **dict.fromkeys(rulebook.ceilings.values(), share),
    }
    return Case(values, {z: z in inside for z in places.zones})


@pytest.mark.parametrize("seed", range(3))
def test_what_counts_as_open_is_what_the_engine_permits(services: Openness, seed: int) -> None:
    """Random activities, spots and days: permitted is surely open, refused is surely not, and doubt is a width."""
    draw = random.Random(seed)
    leaves = list(services.weights)
    for _ in range(250):
        leaf, spot = draw.choice(leaves), draw.randrange(len(services.field.spots))
        on = dt.date(2019, 7, 30) + dt.timedelta(days=draw.randrange(2676))
        zones = services.field.spots[spot][1]
        tree = next(level for level in services.field.diagram.levels if isinstance(level, Places)).tree
        if any((day := tree.zones[z].established) is not None and on < day for z in zones):
            continue
        for share, index in ((Decimal(100), 0), (Decimal(51), 1)):
            answers = decide(services.field.diagram.rulebook, engine_case(services, leaf, spot, on, share), ask=False)
            for reading, answer in zip(READINGS, (answers.in_force, answers.announced), strict=True):
                cell = services.field.cell(services.field.day(on), leaf, spot, reading)
                worst, best = exact(cell.worst)[index], exact(cell.best)[index]
                assert not (answer.outcome in ("not_permitted", "prohibited", "refused") and best), (leaf, spot, on, share)
                assert answer.outcome != "undetermined" or worst < best or not best, (leaf, spot, on, share)
                assert not (answer.outcome == "permitted" and not worst and not conditions_of(services, answer)), (leaf, spot, on, share)


def conditions_of(found: Openness, answer: object) -> bool:
    """Whether an answer permits only under a condition that keeps a share from counting as open."""
    slots = {slot for slot, _ in found.field.resolver.control}
    rules = found.field.diagram.rulebook.by_id
    return any(rules[w].effect.flags.get(s) for a in answer.limits for w in a.ways for s in slots)  # type: ignore[attr-defined]


def test_orsia_is_measured_as_a_person_would(orsia: Book) -> None:
    """Four leaves and two kinds of other; pigeons open in Hill City, weaving closed, one baker may not hold it all."""
    found = Openness(orsia)
    hill = found.value(found.places(["hill-city"])[0], DAY, "open_100", "in_force")
    lake = found.value(found.places(["lake-city"])[0], DAY, "open_100", "in_force")
    # leaves: baking (at most 30), weaving (closed), pigeons (open in pilot places), owls, couriers:other
    assert set(found.weights) == {"baking", "weaving", "pigeons", "owls", "couriers:other"}
    assert (hill.everywhere.low, hill.everywhere.high) == pytest.approx((3 / 5, 3 / 5))
    assert (lake.everywhere.low, lake.somewhere.low) == pytest.approx((2 / 5, 3 / 5))  # the garden is a pilot place
    closed = found.value(found.places(["lake-city"])[0], DAY, "closed", "in_force")
    assert closed.everywhere.low == pytest.approx(1 / 5)
    ceiling = found.value(found.places(["lake-city"])[0], DAY, "mean_ceiling", "in_force")
    assert ceiling.everywhere.low == pytest.approx((0.3 + 0 + 0.5 + 1 + 1) / 5)
    score = found.value(found.places(["hill-city"])[0], DAY, "restrictiveness", "in_force")
    # baking below half, weaving closed, pigeons by approval or a licence, couriers by licence
    assert score.everywhere.low == pytest.approx((0.75 + 1 + 0.1 + 0.05 + 0.05) / 5)


def test_a_share_under_local_control_does_not_count_as_open(tmp_path: Path) -> None:
    rule = "- {rule: c, question: access, kind: limit, when: {activity: owls}, effect: {share: {at_most: 100}, local-control: yes}}"
    found = Openness(load_book(tmp_path, instrument("orsia-control", rule)))
    cell = found.field.cell(found.field.day(DAY), "owls", 0, "in_force")
    assert (cell.worst.whole, cell.worst.majority, cell.worst.ceiling) == (False, False, Fraction(1, 2))


def test_an_empty_cell_of_a_grid_is_never_zero(services: Openness) -> None:
    for grid in services.law.lawbook.measures.grids:
        flags = {s.slot for s in services.law.question("access").slots if s.kind == "flag"}
        assert set(grid.slots) == flags
        assert len(grid.duties) == 8


LIMITS = st.builds(
    lambda a, t, n, f: (
        f"- {{rule: r, question: access, kind: limit, when: {{activity: {a}, territory: {t}}}, effect: {{share: {{{n}}}}}, in_force: [{{from: {f}}}]}}"
    ),
    st.sampled_from(["baking", "pigeons", "owls", "couriers", "crafts"]),
    st.sampled_from(["orsia", "north", "harbour", "garden", "port-city"]),
    st.sampled_from(["at_most: 0", "below: 50", "at_most: 50", "at_most: 51", "below: 100"]),
    st.sampled_from(["2018-06-01", "2023-01-01"]),
)
RELIEFS = st.builds(
    lambda t, n, o: (
        f"- {{rule: r, question: access, kind: relief, when: {{territory: {t}}}, relieves: [orsia-list/{o}], authorised_by: [orsia-list], "
        f"effect: {{share: {{{n}}}, investor-share: {{at_most: 100}}}}, in_force: [{{from: 2022-06-01}}]}}"
    ),
    st.sampled_from(["orsia", "south", "harbour", "garden", "hill-city"]),
    st.sampled_from(["at_most: 100", "at_most: 49", "at_most: 51", "below: 50"]),
    st.sampled_from(["weaving", "pigeons", "baking"]),
)
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@SLOW
@given(rule=LIMITS)
@pytest.mark.parametrize("measure", ["open_100", "mean_ceiling", "restrictiveness"])
def test_adding_a_limit_never_raises_openness(tmp_path_factory: pytest.TempPathFactory, orsia: Book, measure: str, rule: str) -> None:
    _compare(tmp_path_factory, orsia, instrument("orsia-more", rule), measure, up=False)


@SLOW
@given(rule=RELIEFS)
@pytest.mark.parametrize("measure", ["open_51", "closed", "restrictiveness"])
def test_adding_a_relief_never_lowers_openness(tmp_path_factory: pytest.TempPathFactory, orsia: Book, measure: str, rule: str) -> None:
    _compare(tmp_path_factory, orsia, instrument("orsia-more", rule), measure, up=True)


def _compare(factory: pytest.TempPathFactory, orsia: Book, change: Changes, measure: str, *, up: bool) -> None:
    before, after = orsia_values(orsia, measure=measure), orsia_values(load_book(factory.mktemp("law"), change), measure=measure)
    rises = up != (measure in ("closed", "restrictiveness"))
    for key, (low, high) in before.items():
        new = after[key]
        assert (new[0] >= low - 1e-12 and new[1] >= high - 1e-12) if rises else (new[0] <= low + 1e-12 and new[1] <= high + 1e-12), key


DOUBTS = {
    "hidden-limit": "- {rule: h, question: access, kind: limit, when: {activity: owls}, effect: {share: {below: 50}}, standing: unknown}",
    "hidden-relief": (
        "- {rule: g, question: access, kind: relief, when: {territory: [garden, north]}, relieves: [orsia-list/weaving], "
        "authorised_by: [orsia-list], effect: {share: {at_most: 51}}, standing: unknown}"
    ),
    "hidden-baker": (
        "- {rule: b, question: access, kind: relief, relieves: [orsia-list/baking], authorised_by: [orsia-list], "
        "effect: {investor-share: {at_most: 100}}, standing: unknown}"
    ),
}


@pytest.mark.parametrize("measure", ["open_100", "open_51", "mean_ceiling", "closed", "restrictiveness"])
def test_the_interval_holds_every_resolution_and_is_reached_by_one(tmp_path_factory: pytest.TempPathFactory, measure: str) -> None:
    """Each doubtful rule taken to stand, or away: eight laws without doubt, all of them inside, and both ends met."""

    def law(kept: dict[str, str]) -> Book:
        changes = [instrument(f"orsia-{name}", rule, effective="2019-01-01") for name, rule in kept.items()]
        return load_book(tmp_path_factory.mktemp("law"), *changes)

    doubtful = orsia_values(law(DOUBTS), measure=measure)
    sure = [
        orsia_values(
            law({n: r.replace(", standing: unknown", "") for n, r, on in zip(DOUBTS, DOUBTS.values(), picks, strict=True) if on}),
            measure=measure,
        )
        for picks in product((False, True), repeat=3)
    ]
    for key, (low, high) in doubtful.items():
        found = [values[key] for values in sure]
        assert all(a == b for a, b in found)
        assert min(a for a, _ in found) == pytest.approx(low), key
        assert max(a for a, _ in found) == pytest.approx(high), key


def test_the_bounds_of_the_real_law_are_reached_by_resolving_its_rules(services: Openness) -> None:
    """Every resolution of the doubt of every end with few rules in doubt lies inside the bounds, and both are met."""
    field, tried = services.field, 0
    for end in map(field.ends.node, range(0, len(field.ends), 3)):
        shares = list(field.shares(end, "in_force"))
        doubtful = sorted({r for s in shares for r in s.doubtful})
        if not 0 < len(doubtful) <= 5:
            continue
        tried += 1
        cell = field.resolver.cell(iter(shares))
        found = []
        for picks in product((False, True), repeat=len(doubtful)):
            on = frozenset(r for r, pick in zip(doubtful, picks, strict=True) if pick)
            world = [replace(s, sure=s.sure | (s.doubtful & on), doubtful=frozenset[str]()) for s in shares]
            found += [
                exact(field.resolver.terms(iter(world), best=unsaid)) for unsaid in (False, True)
            ]  # also where no closing rule speaks
        for i, (a, b) in enumerate(zip(exact(cell.worst), exact(cell.best), strict=True)):
            assert (min(f[i] for f in found), max(f[i] for f in found)) == (min(a, b), max(a, b))
    assert tried > 50


def test_without_a_limit_the_real_law_is_never_stricter_and_without_a_relief_never_milder(services: Openness) -> None:
    field = services.field
    rules = field.diagram.rulebook.by_id
    for end in map(field.ends.node, range(0, len(field.ends), 5)):
        shares = list(field.shares(end, "in_force"))
        now = exact(field.resolver.terms(iter(shares), best=False))
        for rule in {r for s in shares for r in s.sure}:
            if rules[rule].kind not in ("limit", "relief"):
                continue
            less: list[AtShare] = [replace(s, sure=s.sure - {rule}) for s in shares]
            then = exact(field.resolver.terms(iter(less), best=False))
            for i, falls in enumerate(field.falling):
                opener = then[i] <= now[i] if falls else then[i] >= now[i]
                assert opener if rules[rule].kind == "limit" else (then[i] >= now[i] if falls else then[i] <= now[i]), (rule, i)


def test_a_zone_counts_from_the_day_it_was_established(orsia: Book) -> None:
    found = Openness(orsia, MeasureChoice())
    place = found.places(["port-city"])[0]
    assert len(spots(found.field, place, dt.date(2018, 6, 1))) < len(spots(found.field, place, dt.date(2019, 6, 1)))
