"""Which missing fact is asked first: exactly where few combinations of answers are left, by one step ahead where there are many."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Any, cast

import pytest

from shidian.diagram.next_question import MOST, best_first, expected, expected_after, few, settling_first
from shidian.diagram.node import Node
from shidian.engine.search import DEPENDS

ROOT = cast("Node", "")


class Tree:
    """Answers by hand: each fact leads to so many parts, of which the first `open_` stay open for good."""

    def __init__(self, **facts: tuple[int, int]) -> None:
        self.facts = facts
        self.expected: dict[Any, float] = {}

    def parts(self, node: Node, fact: str) -> Iterator[Node]:
        return (cast("Node", f"{node}/{fact}{i}") for i in range(self.facts[fact][0]))

    def answer(self, node: Node, reading: str) -> object:
        last = str(node).rpartition("/")[2]
        fact = last.rstrip("0123456789")
        return DEPENDS if not fact or int(last.removeprefix(fact)) < self.facts[fact][1] else 1

    def open_facts(self, node: Node, reading: str) -> list[str]:
        return [f for f in self.facts if f"/{f}" not in str(node)]

    def decides(self, node: Node, reading: str, fact: str) -> bool:
        return True


@pytest.mark.parametrize(("sizes", "looked_at"), [((MOST,), True), ((MOST + 1,), False), ((50, 60), True), ((50, 61), False)])
def test_as_many_combinations_as_may_be_are_still_looked_at_and_one_more_is_not(sizes: tuple[int, ...], looked_at: bool) -> None:
    tree: Any = Tree(**{f"f{'x' * i}": (n, 0) for i, n in enumerate(sizes)})
    assert (prod(sizes) <= MOST) is looked_at
    assert few(tree, ROOT, list(tree.facts)) is looked_at


def test_the_fact_most_of_whose_answers_settle_the_matter_goes_first_whichever_stands_first() -> None:
    tree: Any = Tree(a=(4, 3), b=(4, 1), c=(4, 3))
    assert settling_first(tree, ROOT, "in_force", ["a", "b", "c"]) == ("b", "a", "c")
    assert best_first(tree, ROOT, "in_force", ["a", "b", "c"])[0] == "b"
    many: Any = Tree(a=(MOST, MOST - 1), b=(2, 1))
    assert not few(many, ROOT, ["a", "b"])
    assert settling_first(many, ROOT, "in_force", ["a", "b"]) == ("b", "a")
    assert best_first(many, ROOT, "in_force", ["a", "b"]) == ("b", "a")


def test_one_fact_alone_is_the_next_and_none_is_none() -> None:
    tree: Any = Tree(a=(4, 3))
    assert best_first(tree, ROOT, "in_force", ["a"]) == settling_first(tree, ROOT, "in_force", ["a"]) == ("a",)
    assert best_first(tree, ROOT, "in_force", []) == ()


class Long(Tree):
    """Half of the answers to `a` leave two more questions, two thirds of those to `b` one."""

    def answer(self, node: Node, reading: str) -> object:
        way = str(node).split("/")[1:]
        return DEPENDS if not way or (way[0] == "a0" and len(way) < 3) or (way[0] in ("b0", "b1") and len(way) < 2) else 1


def test_where_few_combinations_are_left_the_questions_that_follow_count_and_not_the_next_step_alone() -> None:
    tree: Any = Long(a=(2, 0), b=(3, 0), c=(2, 0))
    assert expected_after(tree, ROOT, "in_force", "a") == 1
    assert expected_after(tree, ROOT, "in_force", "b") == pytest.approx(2 / 3)
    assert best_first(tree, ROOT, "in_force", ["a", "b"]) == ("b", "a")
    assert settling_first(tree, ROOT, "in_force", ["a", "b"]) == ("a", "b")
    assert (
        expected(cast("Any", Long(a=(2, 0), b=(3, 0))), ROOT, "in_force") == 1.5
    )  # with two facts alone, half of the answers to `a` leave one question
    assert expected(tree, cast("Node", "/c0"), "in_force") == 0
