"""What would be permitted if one choice were otherwise: another legal form, another manner of holding; whether a relief at hand would help."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from shidian.engine.bounds import PERMITTED, best_of, outcome
from shidian.engine.case import Case
from shidian.engine.conditions import InPlace, InRange, InTree, IsWord, Test
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import DEPENDS, answer
from shidian.engine.state import Viewpoint, look
from shidian.law.tree import Tree

MOST_WAYS = 16
"""Values that are tried; those of further facts are not."""


def otherwise(rulebook: Rulebook, case: Case, view: Viewpoint, limits: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The choices that are tested by one of the limits that stand in the way, each with the other values of which any one alone would make the
    answer "permitted"; what is assumed of the fact (a company) stands for them where it would. A choice is tried only if each of the limits, or
    a relief of it, tests it: else one of them stays."""
    scopes = {id: {t.fact for t in rulebook.by_id[id].scope.all()} for id in limits}
    tested = {f for facts in scopes.values() for f in facts}
    found: list[tuple[str, tuple[str, ...]]] = []
    tried = 0
    for fact in rulebook.question.facts:
        if fact.fact not in tested or fact.domain not in ("choice", "yes_no") or fact.fixed or case.values[fact.fact] is None:
            continue
        if any(fact.fact not in facts and not _relieved_by(rulebook, id, fact.fact) for id, facts in scopes.items()):
            continue
        others = [v for v in ([c.id for c in fact.choices] or ["yes", "no"]) if v != case.values[fact.fact]]
        tried += len(others)
        if tried > MOST_WAYS:
            break
        usual = [v for v in others if v == fact.assumed and _permitted(rulebook, case.with_value(fact.fact, v), view)]
        found.append((fact.fact, tuple(usual or [v for v in others if _permitted(rulebook, case.with_value(fact.fact, v), view)])))
    return tuple((fact, values) for fact, values in found if values)


def _relieved_by(rulebook: Rulebook, limit: str, fact: str) -> bool:
    return any(t.fact == fact for relief in rulebook.reliefs_of(limit) for t in relief.scope.all())


def _permitted(rulebook: Rulebook, case: Case, view: Viewpoint) -> bool:
    return answer(rulebook, look(rulebook, case, view), case, view, outcome) == PERMITTED


def would_help(rulebook: Rulebook, case: Case, view: Viewpoint, written: str) -> bool:
    """Whether the answer may be the mildest of all once a case meets every test of a rule that it fails or leaves open: not where the rule
    leaves less than was asked, and not where something else stands in the way."""
    rules = [r for r in rulebook.rules if r.written == written and r.kind in ("relief", "grant")]
    return any(_answered(rulebook, _meeting(rulebook, case, rule), view, rule) in (best_of(rulebook), DEPENDS) for rule in rules)


def _answered(rulebook: Rulebook, case: Case, view: Viewpoint, rule: Rule) -> object:
    return answer(rulebook, look(rulebook, case, view), case, view, outcome) if rule.scope.of(case) else None


def _meeting(rulebook: Rulebook, case: Case, rule: Rule) -> Case:
    """The case with the first value that meets each test of a rule it does not meet yet."""
    for test in rule.scope.when:
        if test.of(case) is not True:
            case = _met(test, case, rulebook.trees.get(test.fact))
    return case


def _met(test: Test, case: Case, tree: Tree | None) -> Case:
    if isinstance(test, IsWord):
        return case.with_value(test.fact, test.words[0])
    if isinstance(test, InRange):
        low, high = test.low, test.high
        between = (low + high) / 2 if low is not None and high is not None else None
        return case.with_value(test.fact, between or (high - test.high_open if high is not None else (low or Decimal(0)) + test.low_open))
    if isinstance(test, InTree | InPlace) and tree is not None:
        value = str(case.values[test.fact])
        within = [u for u in sorted(test.inside) if value in tree.above(u)] or sorted(test.inside)
        if within:
            return Case(case.values | {test.fact: within[0]}, {} if isinstance(test, InPlace) else case.zones)
        zone = test.zones[0] if isinstance(test, InPlace) else ""
        return Case(case.values | {test.fact: tree.home(zone)}, {zone: True})
    return case
