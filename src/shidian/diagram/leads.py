"""Where the answers to the next question lead: the engine's classes of values, each answered by walking."""

from __future__ import annotations

from shidian.diagram.diagram import Diagram
from shidian.diagram.verdicts import NodeVerdict
from shidian.engine.bounds import PERMITTED
from shidian.engine.case import Case
from shidian.engine.decide import told
from shidian.engine.reach import at_least
from shidian.engine.search import OpenFact, branched
from shidian.engine.state import Viewpoint, look


def deciding(diagram: Diagram, case: Case, verdict: NodeVerdict) -> tuple[OpenFact, ...]:
    """The facts that decide a case, in the engine's order, and what each class of their values leads to. `verdict` is the case's own."""
    if not verdict.missing:
        return ()
    rulebook, reading = diagram.rulebook, verdict.missing_for
    state = look(rulebook, case, Viewpoint(reading, diagram.known_on))
    facts = [f.fact for f in rulebook.question.facts if f.fact in verdict.missing]
    with diagram.lock:
        found = branched(rulebook, state, case, facts, lambda learnt: diagram.answers.answer(diagram.walk(learnt), reading))
        return told(rulebook, found, lambda learnt: diagram.answers.answer(diagram.walk(learnt), reading, at_least(PERMITTED)) is False)
