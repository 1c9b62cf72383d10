"""The level of a number: every value it can have lies in an atom that stands for it, its ends too."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from itertools import pairwise

import pytest
from msgspec.structs import replace

from shidian.diagram.numbers import Numbers
from shidian.engine.conditions import InRange
from tests.cases.real import real_book, real_lawbook

LEVELS = [(q, f.fact) for q, question in sorted(real_lawbook().questions.items()) for f in question.facts if f.domain == "number"]


@pytest.mark.parametrize(("question", "fact"), LEVELS)
def test_the_ends_and_the_cuts_of_a_number_are_points_that_stand_for_themselves(question: str, fact: str) -> None:
    rulebook = real_book().rulebook(question)
    level, declared = Numbers(rulebook, fact), rulebook.facts[fact]
    tests = [t for r in rulebook.rules for t in r.scope.all() if isinstance(t, InRange) and t.fact == fact]
    named = {n for t in tests for n in (t.low, t.high) if n is not None} | {
        n for n in (declared.minimum, declared.maximum) if n is not None
    }
    for number in named:
        assert level.samples[level.atom(number)] == number
        step = Decimal(1) if declared.whole else Decimal("0.000001")
        for beside in (number - step, number + step):
            inside = (declared.minimum is None or beside >= declared.minimum) and (declared.maximum is None or beside <= declared.maximum)
            if inside and beside not in named:
                sample = level.samples[level.atom(beside)]
                assert sample is not None, (number, beside)
                assert (sample < number) == (beside < number)


@pytest.mark.parametrize(("question", "fact"), LEVELS)
def test_nothing_beyond_the_ends_of_a_number_is_in_an_atom(question: str, fact: str) -> None:
    rulebook = real_book().rulebook(question)
    level, declared = Numbers(rulebook, fact), rulebook.facts[fact]
    for end, beyond in ((declared.minimum, -1), (declared.maximum, 1)):
        if end is not None and level.points:
            assert level.samples[level.atom(end + beyond)] is None
            assert all((point - end) * beyond <= 0 for point in level.points)


@pytest.mark.parametrize(("question", "fact"), LEVELS)
def test_a_point_that_a_rule_names_beyond_the_ends_of_a_number_is_none_of_its_points(question: str, fact: str) -> None:
    narrow = copy(real_book().rulebook(question))
    points = Numbers(narrow, fact).points
    low, high = points[len(points) // 3], points[-1 - len(points) // 3]
    narrow.facts = {**narrow.facts, fact: replace(narrow.facts[fact], minimum=low, maximum=high)}
    level = Numbers(narrow, fact)
    assert level.points == [p for p in points if low <= p <= high]
    assert [level.samples[level.atom(p)] for p in points] == [p if low <= p <= high else None for p in points]


@pytest.mark.parametrize(("question", "fact"), LEVELS)
def test_atoms_side_by_side_are_told_as_one_range_and_others_apart(question: str, fact: str) -> None:
    level = Numbers(real_book().rulebook(question), fact)
    if level.declared.whole:  # between two whole numbers that follow each other there is no atom
        return
    held = [atom for atom, sample in enumerate(level.samples) if sample is not None]
    assert len(level.words(level.all)) == 1
    for first, second in pairwise(held):
        assert len(level.words(1 << first | 1 << second)) == (1 if second == first + 1 else 2)
    if len(held) > 2:
        assert len(level.words(1 << held[0] | 1 << held[-1])) == 2


@pytest.mark.parametrize(("question", "fact"), LEVELS)
def test_the_words_of_a_run_of_atoms_hold_of_its_numbers_and_of_no_other(question: str, fact: str) -> None:
    level = Numbers(real_book().rulebook(question), fact)
    filled = [a for a in range(level.size) if level.samples[a] is not None]
    for first in range(len(filled)):
        for last in {first, first + 1, len(filled) - 1}:
            run = filled[first : last + 1]
            words = level.words(sum(1 << a for a in run)) if run else ()
            for atom in filled:
                number = level.samples[atom]
                assert number is not None
                assert any(_holds(said, number) for said in words) == (atom in run), (words, number)


def _holds(said: str, number: Decimal) -> bool:
    if said == "any":
        return True
    signs = {"≥": number.__ge__, ">": number.__gt__, "≤": number.__le__, "<": number.__lt__}
    return all(signs[sign](Decimal(n)) if n else number == Decimal(sign) for sign, _, n in (p.partition(" ") for p in said.split(", ")))
