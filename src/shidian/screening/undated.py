"""The answer to a row that names no day: the day is a missing fact like any other, and nothing is taken for it."""

from __future__ import annotations

from shidian.diagram.verdicts import NodeVerdict
from shidian.engine.decide import Answer
from shidian.law.records.base import Reading
from shidian.law.records.question import Question


def undated(question: Question, day: str) -> NodeVerdict:
    """The decision of a case whose day (the fact `day`) is not known: any outcome may be."""
    known = [o.outcome for o in question.outcomes if o.outcome != "undetermined"]

    def answer(reading: Reading) -> Answer:
        return Answer(
            reading=reading,
            outcome="undetermined",
            because="missing_facts",
            causes=("missing_facts",),
            ceiling=None,
            certain=None,
            possible=None,
            best=known[0],
            worst=known[-1],
            determining=(),
            limits=(),
            grants=(),
            closing=(),
            duties=(),
            possible_duties=(),
            doubtful=(),
            routes=(),
        )

    return NodeVerdict(answer("in_force"), answer("announced"), (day,), "in_force", None, ())
