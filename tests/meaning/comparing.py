"""A made-up lawbook and case, with the engine and the meaning of it."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, settings

from shidian.answer.facts import read_case
from shidian.engine.case import Case
from shidian.engine.decide import Answer, Answers
from shidian.engine.rulebook import Rulebook
from shidian.meaning.answer import Meaning
from tests.agreement.by_meaning import facts_of
from tests.engine.generating import Generated
from tests.nightly import NIGHTLY

MOST = 400
"""Completions of one case."""
moderate = settings(
    deadline=None,
    max_examples=60 if NIGHTLY else 30,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def readings(answers: Answers) -> tuple[Answer, Answer]:
    return answers.in_force, answers.announced


def placed(made: Generated) -> Case:
    return read_case(made.book, made.question, made.facts, None).case


def prepared(made: Generated) -> tuple[Rulebook, Meaning, Case]:
    """The engine's rules, the meaning and the case; a case with too many completions is left out."""
    case = placed(made)
    meaning = Meaning(made.book, made.question)
    assume(sum(1 for _ in meaning.completions(facts_of(case))) <= MOST)
    return Rulebook(made.book, made.question), meaning, case
