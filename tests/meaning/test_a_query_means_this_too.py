"""Worked cases answered by the engine and by a query over tables: two readings of the law that share nothing but its records."""

from __future__ import annotations

import datetime as dt
import os
from itertools import islice

import pytest

from shidian.answer.facts import read_case
from shidian.engine.decide import decide
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.cases.real import real_book, real_lawbook
from tests.meaning.in_sql import InTables
from tests.nightly import NIGHTLY, TODAY, share_of

QUESTIONS = sorted(real_lawbook().questions)
SHARE = int(os.environ.get("SHIDIAN_QUERY_SHARE", "1" if NIGHTLY else "72"))
MOST = 60
"""Completions of a case that are put into tables."""


@pytest.mark.parametrize("question", share_of(QUESTIONS, 3))
def test_a_worked_case_has_the_same_outcome_in_sql(question: str) -> None:
    book, asked = real_lawbook(), real_book().question(question)
    tables, meaning, rulebook = InTables(book, asked), Meaning(book, asked), real_book().rulebook(question)
    compared = 0
    cases = [c for g in book.cases if g.question == question for c in g.cases if c.known_on is None]
    for worked in cases[TODAY % SHARE :: SHARE]:
        case = read_case(book, asked, dict(worked.facts), dt.date(2026, 1, 1)).case
        facts = facts_of(case)
        done = list(islice(meaning.completions(facts), MOST + 1))
        if not 0 < len(done) <= MOST:
            continue
        found = tables.outcome(facts, done)
        if found is None:
            continue
        compared += 1
        said = decide(rulebook, case, None, ask=False).in_force.outcome
        assert ("undetermined" if said == "refused" else said) == found, worked.case
    assert compared or not NIGHTLY
