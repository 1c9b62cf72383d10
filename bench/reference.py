"""The engine's answers to the workload's cases: what every peer must equal."""

from __future__ import annotations

from decimal import Decimal

from bench import market
from bench.answer import NO_CEILING, OUTCOMES, Answer, Row
from bench.cases import Answers, Cases
from bench.normal import Normal, fingerprint
from bench.workload import day
from shidian.engine.algebra import Ceiling
from shidian.engine.case import Case
from shidian.engine.decide import Answer as EngineAnswer
from shidian.engine.decide import decide

WORDS: dict[int, str | None] = {-1: None, 0: "no", 1: "yes"}


def engine_case(normal: Normal, row: Row) -> Case:
    """The case as the engine takes it."""
    activity, territory, origin, sensitive, qualified, share, on = row
    return Case(
        {
            "activity": normal.activities[activity],
            "territory": market.PLACES[territory],
            "origin": market.ORIGINS[origin],
            "sensitive": WORDS[sensitive],
            "qualified": WORDS[qualified],
            "share": Decimal(share),
            "on": day(on),
        }
    )


def engine_answer(normal: Normal, case: Case) -> EngineAnswer:
    """The engine's answer in the reading in force."""
    return decide(normal.rulebook, case, ask=False).in_force


def read(answer: EngineAnswer) -> Answer:
    """What the peers are compared in."""
    outcome = "undetermined" if answer.outcome == "refused" else answer.outcome  # peers do not tell how it is not permitted
    return Answer(outcome, _doubled(answer.ceiling), frozenset(answer.determining), frozenset(answer.duties))


def _doubled(ceiling: Ceiling | None) -> int | None:
    return None if ceiling is None else int(2 * ceiling.value) - ceiling.exclusive


def reference(normal: Normal, cases: Cases) -> list[Answer]:
    """The engine's answers to all cases; slow."""
    return [read(engine_answer(normal, engine_case(normal, row))) for row in cases.rows()]


def in_columns(answers: list[Answer]) -> Answers:
    """The same answers as columns."""
    import numpy as np

    return Answers(
        outcome=np.array([OUTCOMES.index(a.outcome) for a in answers], np.uint8),
        ceiling=np.array([NO_CEILING if a.ceiling is None else a.ceiling for a in answers], np.uint8),
        determining=np.array([fingerprint(a.determining) for a in answers], np.uint64),
        duties=np.array([fingerprint(a.duties) for a in answers], np.uint64),
    )
