"""Which missing fact to ask first: the one after which the fewest further questions are to be expected.

The classes of values that a node tells apart count as equally likely. The expected number is exact where the questions still open
have few enough combinations of answers; else one step is looked ahead: the fact most of whose answers settle the matter. Which
of the two it is depends on the node alone, so that the same case is always asked the same way.
"""

from __future__ import annotations

from shidian.diagram.answers import NodeAnswers
from shidian.diagram.node import Node
from shidian.engine.search import DEPENDS
from shidian.law.records.base import Reading

MOST = 3000
"""Combinations of answers up to which the expected number of questions is found exactly."""


def best_first(answers: NodeAnswers, node: Node, reading: Reading, facts: list[str]) -> tuple[str, ...]:
    """The deciding facts of a node, best next question first; ties in the question's order."""
    if len(facts) < 2:
        return tuple(facts)
    if few(answers, node, facts):
        cost = {f: expected_after(answers, node, reading, f) for f in facts}
    else:
        cost = {f: _left_open(answers, node, reading, f) for f in facts}
    return tuple(sorted(facts, key=lambda f: cost[f]))


def settling_first(answers: NodeAnswers, node: Node, reading: Reading, facts: list[str]) -> tuple[str, ...]:
    """The deciding facts, first the one most of whose values settle the answer; ties in the question's order."""
    return tuple(sorted(facts, key=lambda f: _left_open(answers, node, reading, f))) if len(facts) > 1 else tuple(facts)


def few(answers: NodeAnswers, node: Node, facts: list[str]) -> bool:
    """Whether the answers to these facts have few enough combinations to look at all of them."""
    combinations = 1
    for fact in facts:
        combinations *= sum(1 for _ in answers.parts(node, fact))
        if combinations > MOST:
            return False
    return True


def expected(answers: NodeAnswers, node: Node, reading: Reading) -> float:
    """How many questions are to be expected before the answer is settled, when the best is always asked next."""
    key = (node, reading)
    found = answers.expected.get(key)
    if found is None:
        found = 0.0
        if answers.answer(node, reading) is DEPENDS:
            facts = [f for f in answers.open_facts(node, reading) if answers.decides(node, reading, f)]
            found = min((1 + expected_after(answers, node, reading, f) for f in facts), default=0.0)
        answers.expected[key] = found
    return found


def expected_after(answers: NodeAnswers, node: Node, reading: Reading, fact: str) -> float:
    """How many questions are to be expected after this one."""
    parts = list(answers.parts(node, fact))
    return sum(expected(answers, part, reading) for part in parts) / len(parts)


def _left_open(answers: NodeAnswers, node: Node, reading: Reading, fact: str) -> float:
    """The part of a fact's answers that leave the matter open."""
    parts = list(answers.parts(node, fact))
    return sum(answers.answer(part, reading) is DEPENDS for part in parts) / len(parts)
