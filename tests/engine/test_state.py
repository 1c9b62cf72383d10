"""Which rules apply to a case of which something is not known yet."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path

import pytest

from shidian.engine.case import Case
from shidian.engine.state import READINGS, State, Viewpoint, learn, look
from shidian.law.records.base import Reading
from tests.agreement.random_cases import RandomCases
from tests.building import load_book


def sets(state: State) -> tuple[frozenset[str], ...]:
    """A state without the order in which its rules were met."""
    return (*(frozenset(r.id for r in rules) for rules in (state.yes, state.hidden, state.maybe)), state.veiled)


@pytest.mark.parametrize("reading", READINGS)
def test_without_a_day_no_rule_surely_applies_and_with_it_each_does_as_if_it_had_been_known_at_once(
    reading: Reading, tmp_path: Path
) -> None:
    book = load_book(tmp_path)
    rulebook = book.rulebook("access")
    some = 0
    for drawn in islice(RandomCases(book, "access", 21), 60):
        view, case = Viewpoint(reading, drawn.known_on), drawn.case
        if not isinstance(case.values[rulebook.day], dt.date):
            continue
        undated = look(rulebook, Case({**case.values, rulebook.day: None}, case.zones), view)
        assert (undated.yes, undated.hidden) == ((), ())
        dated = look(rulebook, case, view)
        assert sets(learn(rulebook, undated, case, view)) == sets(dated)
        some += bool(dated.yes)
    assert some > 20
