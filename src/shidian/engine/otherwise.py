"""What would be permitted if one choice were otherwise: another legal form, another manner of holding."""

from __future__ import annotations

from collections.abc import Sequence

from shidian.engine.bounds import PERMITTED, outcome
from shidian.engine.case import Case
from shidian.engine.rulebook import Rulebook
from shidian.engine.search import answer
from shidian.engine.state import Viewpoint, look

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
