"""The engine answers random cases and worked cases of the real lawbook as the meaning does, where brute force is quick enough."""

from __future__ import annotations

import datetime as dt
import os
from itertools import islice

import pytest

from shidian.answer.facts import read_case
from shidian.engine.case import Case
from shidian.engine.decide import decide
from shidian.meaning.answer import Meaning
from tests.agreement.random_cases import RandomCases
from tests.cases.real import real_book, real_lawbook
from tests.meaning.comparing import facts_of, readings
from tests.nightly import NIGHTLY, TODAY

CASES = int(os.environ.get("SHIDIAN_MEANING_CASES", "1000" if NIGHTLY else "100"))
SEED = int(os.environ.get("SHIDIAN_AGREEMENT_SEED", str(TODAY)))
MOST_COMPLETIONS, MOST_HIDDEN = 200, 8
"""What brute force may take: completions of a case, and rules in doubt in one of them."""
FEWEST = 2
"""Worked cases of a question that brute force must reach: most leave many facts unsaid."""
QUESTIONS = sorted(real_lawbook().questions)


def differences(meaning: Meaning, case: Case, known_on: dt.date | None) -> list[str] | None:
    """Where the engine says something else, in words; None for a case that is too large for brute force."""
    facts = facts_of(case)
    done = list(islice(meaning.completions(facts), MOST_COMPLETIONS + 1))
    if not done or len(done) > MOST_COMPLETIONS:  # numbers that cannot be together have no completion
        return None
    out = []
    answers = decide(real_book().rulebook(meaning.question.question), case, known_on)
    for answer in readings(answers):
        if max(len(meaning.sorted_rules(d, facts, answer.reading, known_on)[1]) for d in done) > MOST_HIDDEN:
            return None
        verdict = meaning.decide(facts, answer.reading, known_on)
        if answer.outcome != verdict.outcome or (answer.because or "") not in (verdict.causes or {""}):
            out.append(f"{answer.reading}: the engine says {answer.outcome} {answer.causes}, the meaning {verdict}")
        possible = meaning.possible(facts, answer.reading, known_on)
        if not {answer.best, answer.worst} <= possible or (answer.best == answer.worst) != (len(possible) == 1):
            out.append(f"{answer.reading}: the engine says {answer.worst} to {answer.best}, the meaning {sorted(possible)}")
        if answer.because == "missing_facts" and answer.reading == answers.missing_for:
            asked, decide_it = {m.fact for m in answers.missing}, meaning.deciding(facts, answer.reading, known_on)
            if asked != decide_it:
                out.append(f"{answer.reading}: asks for {sorted(asked)}, {sorted(decide_it)} decide")
    return out


@pytest.mark.parametrize("question", QUESTIONS)
def test_random_cases(question: str) -> None:
    meaning = Meaning(real_lawbook(), real_book().question(question))
    compared = 0
    for drawn in islice(RandomCases(real_book(), question, SEED), CASES):
        found = differences(meaning, drawn.case, drawn.known_on)
        compared += found is not None
        assert not found, f"seed {SEED}: {drawn}"
    assert compared > CASES / 5


@pytest.mark.parametrize("question", QUESTIONS)
def test_worked_cases(question: str) -> None:
    meaning = Meaning(real_lawbook(), real_book().question(question))
    cases = [c for g in real_lawbook().cases if g.question == question for c in g.cases]
    compared = 0
    for worked in cases if NIGHTLY else cases[SEED % 2 :: 2]:
        case = read_case(real_lawbook(), real_book().question(question), dict(worked.facts), dt.date(2026, 1, 1)).case
        found = differences(meaning, case, worked.known_on)
        compared += found is not None
        assert not found, worked.case
    assert not NIGHTLY or compared >= FEWEST
