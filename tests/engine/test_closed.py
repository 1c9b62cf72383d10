"""Whether some rule closes the matter in every completion, found without looking twice at what can only come out the same."""

from __future__ import annotations

from itertools import islice

import pytest

from shidian.engine.bounds import Undetermined, outcome, settle
from shidian.engine.case import Case
from shidian.engine.options import open_facts, samples
from shidian.engine.reach import closed
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS, State, Viewpoint, learn, look
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book

MOST = 150
"""Completions that are looked at one by one; of more the search is not repeated here."""


class _TooMany(Exception):
    pass


def _everywhere(rulebook: Rulebook, case: Case, view: Viewpoint) -> bool:
    """The same by looking at every completion."""
    left = [MOST]

    def below(state: State, here: Case) -> bool:
        left[0] -= 1
        if not left[0]:
            raise _TooMany
        found = settle(rulebook, state, here, outcome)
        if isinstance(found, Undetermined) and "gap" in found.causes and not any(r.kind in ("closing", "limit") for r in state.yes):
            return False
        facts = open_facts(rulebook, state, here) if found is None else ()
        return not facts or all(below(learn(rulebook, state, one, view), one) for one in samples(rulebook, state, here, facts[0]))

    return below(look(rulebook, case, view), case)


@pytest.mark.parametrize("question", ["data_export", "data_change"])
def test_what_is_closed_is_closed_in_every_completion(question: str) -> None:
    rulebook, said = real_book().rulebook(question), []
    for drawn in islice(RandomCases(real_book(), question, 5), 80):
        for reading in READINGS:
            view = Viewpoint(reading, drawn.known_on)
            try:
                wanted = _everywhere(rulebook, drawn.case, view)
            except _TooMany:
                continue
            assert closed(rulebook, drawn.case, view) == wanted, str(drawn)
            said.append(wanted)
    assert len(said) > 30
    assert question != "data_export" or len(set(said)) == 2
