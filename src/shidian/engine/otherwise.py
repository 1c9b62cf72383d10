"""What would be permitted if one choice were otherwise: another legal form, another manner of holding; whether a relief at hand would help."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from shidian.engine.bounds import PERMITTED, best_of, outcome
from shidian.engine.case import Case
from shidian.engine.conditions import InPlace
from shidian.engine.options import options
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import DEPENDS, answer
from shidian.engine.state import NOTHING, Viewpoint, look
from shidian.law.tree import ROOT

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
        if any(
            fact.fact not in facts and all(t.fact != fact.fact for relief in rulebook.reliefs_of(id) for t in relief.scope.all())
            for id, facts in scopes.items()
        ):
            continue
        others = [v for v in ([c.id for c in fact.choices] or ["yes", "no"]) if v != case.values[fact.fact]]
        tried += len(others)
        if tried > MOST_WAYS:
            break
        usual = [v for v in others if v == fact.assumed and _permitted(rulebook, case.with_value(fact.fact, v), view)]
        found.append((fact.fact, tuple(usual or [v for v in others if _permitted(rulebook, case.with_value(fact.fact, v), view)])))
    return tuple((fact, values) for fact, values in found if values)


def _permitted(rulebook: Rulebook, case: Case, view: Viewpoint) -> bool:
    return answer(rulebook, look(rulebook, case, view), case, view, outcome) == PERMITTED


def would_help(rulebook: Rulebook, case: Case, view: Viewpoint, written: str) -> bool:
    """Whether the answer may be the mildest of all once a case meets every test of a rule that it fails or leaves open: not where the rule
    leaves less than was asked, and not where something else stands in the way."""
    rules = [r for r in rulebook.rules if r.written == written and r.kind in ("relief", "grant")]
    met = [_meeting(rulebook, case, rule) for rule in rules]
    return any(answer(rulebook, look(rulebook, c, view), c, view, outcome) in (best_of(rulebook), DEPENDS) for c in met if c is not None)


def _meeting(rulebook: Rulebook, case: Case, rule: Rule) -> Case | None:
    """The case with a value that meets each test of a rule it does not meet yet; None where it meets no exclusion of it."""
    asked = replace(NOTHING, maybe=(rule,))
    for test in rule.scope.when:
        if test.of(case) is False:
            unsaid = Case(case.values | {test.fact: ROOT if test.fact in rulebook.trees else None}, case.zones)
            case = replace(unsaid, zones={}) if isinstance(test, InPlace) else unsaid
        while test.of(case) is None:  # of a place first the unit, then the zone
            ways = [o.case for o in options(rulebook, asked, case, test.fact) if test.of(o.case) is not False and o.case != case]
            if not ways:
                return None
            case = next((w for w in ways if test.of(w)), ways[0])
    return case if rule.scope.of(case) else None
