"""The procedures that a decision calls for: what has to be handed in, to whom, and by when, from the lawbook's procedures and nowhere else."""

from __future__ import annotations

from shidian.answer.decision import Decision
from shidian.catalogue.procedures import CalledProcedure, procedures_called
from shidian.law.lawbook import Lawbook

SHUT = ("closed", "bad")
"""The tones of outcomes that no procedure leads to."""


def called_by(book: Lawbook, decision: Decision) -> tuple[CalledProcedure, ...]:
    """The procedures of a decision on its day, the certain first; none where the outcome is shut."""
    if decision.outcome_tones[decision.outcome] in SHUT:
        return ()
    duties: dict[str, bool] = {}
    for o in decision.duties:
        duties[o.rule] = duties.get(o.rule, False) or o.certain
    return procedures_called(book, decision.question, decision.outcome, decision.facts, duties, decision.receipt.on)
