"""Where a task stands: on a day, and in a place."""

from __future__ import annotations

import datetime as dt

import pytest

from shidian.law.records.base import Label
from shidian.law.records.programme import STAGES, Stage, Step, Task
from shidian.law.tree import Tree
from shidian.programme.lifecycle import applies_in, reached, stage
from tests.building import load_book

NOTHING = Label("anything", "任意")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """North holds port-city and hill-city, south lake-city; the harbour reaches into both cities of the north, the inner harbour
    lies within it in port-city; the pilot places are hill-city and the garden."""
    return load_book(tmp_path_factory.mktemp("orsia")).lawbook.trees["territories"]


def task(*steps: tuple[Stage, str] | tuple[Stage, str, tuple[str, ...]], places: tuple[str, ...] = ()) -> Task:
    lifecycle = tuple(Step(s[0], s[1], s[2] if len(s) > 2 else ()) for s in steps)
    return Task("t", "area", NOTHING, places=places, lifecycle=lifecycle)


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("when", "eve", "first"),
    [
        ("2023-03-15", "2023-03-14", "2023-03-15"),
        ("2023-02", "2023-02-27", "2023-02-28"),
        ("2024-02", "2024-02-28", "2024-02-29"),
        ("2023", "2023-12-30", "2023-12-31"),
    ],
)
def test_a_step_counts_from_the_last_day_that_its_date_can_mean(when: str, eve: str, first: str) -> None:
    one = task(("announced", when))
    assert stage(one, on(eve)) is None
    assert stage(one, on(first)) == "announced"


def test_a_task_without_a_life_has_no_stage() -> None:
    assert stage(task(), on("2030-01-01")) is None


def test_the_furthest_step_counts_and_not_the_last_one() -> None:
    one = task(("announced", "2023-01-01"), ("operating", "2023-02-01"), ("implementing-rule", "2023-06-01"))
    assert [stage(one, on(d)) for d in ("2023-01-31", "2023-02-01", "2023-12-31")] == ["announced", "operating", "operating"]


@pytest.mark.parametrize("later", STAGES[1:])
def test_the_order_in_which_steps_are_written_does_not_matter(later: Stage) -> None:
    assert stage(task((later, "2023-02-01"), ("announced", "2023-01-01")), on("2023-12-31")) == later


def test_of_two_steps_to_one_stage_the_later_is_given() -> None:
    found = reached(task(("announced", "2023-01-01"), ("announced", "2023-06-01")), on("2024-01-01"))
    assert found is not None
    assert found.when == "2023-06-01"


def test_a_step_counts_only_in_the_places_it_names(tree: Tree) -> None:
    one = task(("announced", "2023-01-01"), ("replicated", "2023-06-01", ("hill-city",)))
    assert stage(one, on("2024-01-01"), "hill-city", tree) == "replicated"
    assert stage(one, on("2024-01-01"), "port-city", tree) == "announced"
    assert stage(one, on("2024-01-01")) == "replicated"


@pytest.mark.parametrize(
    ("named", "place", "counts"),
    [
        ("north", "port-city", True),
        ("orsia", "lake-city", True),
        ("north", "lake-city", False),
        ("port-city", "north", False),
        ("pilot-places", "hill-city", True),
        ("pilot-places", "garden", True),
        ("pilot-places", "port-city", False),
        ("harbour", "harbour", True),
        ("harbour", "port-city", False),
        ("harbour", "garden", False),
        ("harbour", "inner-harbour", True),
        ("inner-harbour", "harbour", False),
        ("port-city", "inner-harbour", True),
        ("north", "harbour", True),
        ("orsia", "garden", True),
        ("port-city", "harbour", False),
        ("south", "harbour", False),
    ],
)
def test_what_is_named_counts_in_what_lies_within_it(named: str, place: str, counts: bool, tree: Tree) -> None:
    """A city lies in its province, a zone in what holds all that it touches and in the zones it is within. A city does not lie in
    a zone that reaches into it, nor a zone in one of two cities."""
    one = task(("announced", "2023-01-01"), ("operating", "2023-06-01", (named,)))
    assert stage(one, on("2024-01-01"), place, tree) == ("operating" if counts else "announced")
    assert applies_in(task(places=(named,)), place, tree) is counts


def test_a_task_that_names_no_place_is_meant_for_all(tree: Tree) -> None:
    assert all(applies_in(task(), place, tree) for place in (*tree.terms, *tree.zones))


def test_what_expired_in_one_place_is_over_there_alone(tree: Tree) -> None:
    cities = ("port-city", "hill-city")
    one = task(("announced", "2023-01-01"), ("operating", "2023-02-01", cities), ("expired", "2024-01-01", ("port-city",)))
    stages = {place: stage(one, on("2024-01-01"), place, tree) for place in (*cities, "lake-city")}
    assert stages == {"port-city": "expired", "hill-city": "operating", "lake-city": "announced"}
    assert stage(one, on("2023-12-31"), "port-city", tree) == "operating"


def test_what_expired_in_one_place_is_not_over_anywhere_else_when_no_place_is_asked(tree: Tree) -> None:
    one = task(
        ("announced", "2023-01-01"), ("operating", "2023-02-01", ("port-city", "hill-city")), ("expired", "2024-01-01", ("port-city",))
    )
    assert stage(one, on("2024-06-01"), None, tree) == "operating"


def test_what_expired_everywhere_is_over() -> None:
    assert stage(task(("announced", "2023-01-01"), ("operating", "2023-02-01"), ("expired", "2024-01-01")), on("2024-01-01")) == "expired"


def test_what_comes_after_an_end_goes_on() -> None:
    """Announced, expired, taken up again by a national rule: nationwide."""
    one = task(("announced", "2020"), ("expired", "2022"), ("nationwide", "2024"))
    assert [stage(one, on(day)) for day in ("2021-06-01", "2023-06-01", "2025-06-01")] == ["announced", "expired", "nationwide"]


def test_before_it_was_announced_a_task_has_no_stage_even_with_a_forerunner() -> None:
    one = task(("announced", "2025-04-11"), ("operating", "2022"))
    assert [stage(one, on(day)) for day in ("2024-01-01", "2025-05-01")] == [None, "operating"]
