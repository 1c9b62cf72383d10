"""How near a rule is to what was said of a case: what speaks of it is told before what might be about anything."""

from __future__ import annotations

from shidian.engine.case import Case
from shidian.engine.decide import Answer, Answers
from shidian.engine.resting import Applied
from shidian.engine.rulebook import Rulebook
from shidian.engine.truth import Truth
from shidian.law.tree import ROOT

_NEARNESS: dict[Truth, int] = {True: 2, None: 1, False: 0}
_FAR = 100
"""More than all tests of a rule come to."""


def told_later(rulebook: Rulebook, answers: Answers, case: Case) -> tuple[tuple[str, int], ...]:
    """Of the open rules, and of the reliefs of which one or another sets a limit aside, how far behind the others each is told: rules that
    speak of what was said of the case before those that might be about anything, and after both the rules that hang on a fact which decides
    nothing, too."""
    both = (answers.in_force, answers.announced)
    told = [(r, "") for a in both for limit in a.limits if not limit.binding and not limit.ways for r in either(rulebook, limit, a)]
    told += [d for a in both for d in a.doubtful] if answers.missing else []
    if not told:
        return ()
    asked = {m.fact for m in answers.missing}
    facts = [f for f in rulebook.question.facts if f.fact != rulebook.day]
    stated = {f.fact for f in facts if case.values[f.fact] not in (None, ROOT, f.assumed)}
    found: dict[str, int] = {}
    for id, why in dict.fromkeys(told):
        scope = rulebook.by_id[id].scope
        said = sum(_NEARNESS[t.of(case)] for t in scope.when if t.fact in stated)  # a coarse value may be inside
        beside = why == "missing_facts" and not {t.fact for t in scope.unknown(case)} <= asked
        found[id] = _FAR * beside - said
    return tuple(found.items())


def either(rulebook: Rulebook, limit: Applied, answer: Answer) -> tuple[str, ...]:
    """The reliefs of which one or another, by what is not said, sets a limit aside."""
    return tuple(r.id for r in rulebook.reliefs_of(limit.limit) if r.id in answer.determining)


def said_first(rulebook: Rulebook, case: Case) -> bool:
    """Whether it is said what is asked about."""
    return case.values[rulebook.question.facts[0].fact] not in (None, ROOT)
