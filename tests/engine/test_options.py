"""Classes of values are told by the fewest terms that contain them."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import pytest

from shidian.engine.options import _between, cover
from shidian.law.tree import ROOT
from tests.cases.real import real_book


def test_a_cover_has_the_atoms_it_was_made_of_and_no_term_that_a_wider_one_could_replace() -> None:
    pick = random.Random(1)
    for tree in real_book().lawbook.trees.values():
        for _ in range(60):
            top = pick.choice([ROOT, *tree.terms])
            atoms = tree.atoms(top)
            some = set(pick.sample(atoms, pick.randint(0, len(atoms)))) | set(tree.atoms(pick.choice(tree.below(top))))
            found = cover(tree, top, some)
            assert {a for term in found for a in tree.atoms(term)} == some
            assert list(found) == sorted(found, key=tree.order.__getitem__)
            assert len(found) == len(set(found))
            for term in found:
                if term != top:
                    assert not set(tree.atoms(tree.parent[term])) <= some


ENDS = [Decimal(x) for x in ("-Infinity", "-5", "0", "1", "2.5", "Infinity")]


@pytest.mark.parametrize(("low", "high"), [*pairwise(ENDS), (ENDS[0], ENDS[-1]), (ENDS[0], ENDS[3]), (ENDS[2], ENDS[-1])])
def test_a_sample_of_an_open_interval_lies_in_it_whichever_end_is_without_bound(low: Decimal, high: Decimal) -> None:
    found = _between(low, high, None)
    assert found.is_finite()
    assert low < found < high
