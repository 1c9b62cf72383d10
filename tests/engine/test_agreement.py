"""The engine answers as brute force over the meaning does, on made-up lawbooks."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, assume, given, settings

from shidian.answer.facts import read_case
from shidian.engine.case import Case
from shidian.engine.decide import Answer, Answers, decide
from shidian.engine.rulebook import Rulebook
from tests.engine.generating import Generated, generated, known_days
from tests.engine.oracle import Oracle

MOST = 400
"""Completions of one case."""
moderate = settings(
    deadline=None, max_examples=40, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def readings(answers: Answers) -> tuple[Answer, Answer]:
    return answers.in_force, answers.announced


def placed(made: Generated) -> Case:
    return read_case(made.book, made.question, made.facts, None).case


def prepared(made: Generated) -> tuple[Rulebook, Oracle, Case]:
    """The machine, the oracle and the case; a case with too many completions is left out."""
    case = placed(made)
    oracle = Oracle(made.book, made.question)
    assume(sum(1 for _ in oracle.completions(case)) <= MOST)
    return Rulebook(made.book, made.question), oracle, case


@moderate
@given(generated(), known_days)
def test_the_outcome_is_the_one_that_every_completion_gives(made: Generated, known_on: dt.date | None) -> None:
    rulebook, oracle, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        verdict = oracle.decide(case, answer.reading, known_on)
        assert answer.outcome == verdict.outcome, (verdict, answer)


@moderate
@given(generated(), known_days)
def test_the_cause_given_for_an_open_answer_bears_on_it(made: Generated, known_on: dt.date | None) -> None:
    rulebook, oracle, case = prepared(made)
    for answer in readings(decide(rulebook, case, known_on, ask=False)):
        verdict = oracle.decide(case, answer.reading, known_on)
        assert answer.because is None if not verdict.causes else answer.because in verdict.causes, (verdict, answer)


@moderate
@given(generated(), known_days)
def test_exactly_the_facts_that_decide_are_asked_for(made: Generated, known_on: dt.date | None) -> None:
    rulebook, oracle, case = prepared(made)
    answers = decide(rulebook, case, known_on)
    asked = {m.fact for m in answers.missing}
    open_readings = [a for a in readings(answers) if a.because == "missing_facts"]
    if not open_readings:
        assert asked == set()
        return
    assert answers.missing_for == open_readings[0].reading
    assert asked == oracle.deciding(case, answers.missing_for, known_on), answers.missing_for
