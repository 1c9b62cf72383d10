"""What an activity needs: the rules of another activity that join its own (meaning 9.5).

A need says that a case must be open for something else as well: whoever streams music must be allowed to run an information service.
Every limit, relief and duty of that other activity then joins, as a rule of its own whose scope is the need's and whatever of the
rule's does not speak of the activity. So the answer is the strictest over the limits of both, and a relief works for the activity that
it speaks of and for no other. Such a rule has the ids of both, `rule@need`.

An exclusion of a relief is read of both activities: "but not for music" holds of an information service that is run for music. Closing
rules and grants stay those of the activity that was asked for: the other one can only add limits.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from shidian.engine.conditions import Conditions, InTree, Test
from shidian.engine.rule import Rule
from shidian.law.records.base import SEEN


def joined(rules: Sequence[Rule], needs: Sequence[Rule]) -> list[Rule]:
    """The rules, and those that each need brings."""
    out = list(rules)
    for need in _deepest_first(needs):
        out += _brought(out, need)
    return out


def _deepest_first(needs: Sequence[Rule]) -> list[Rule]:
    """The needs in an order in which what is needed has its own needs met before."""
    out: list[Rule] = []
    met: set[str] = set()

    def add(need: Rule) -> None:
        if need.id in met:
            return
        met.add(need.id)
        for other in needs:
            if _speaks_of(other, need):
                add(other)
        out.append(need)

    for need in needs:
        add(need)
    return out


def _speaks_of(rule: Rule, need: Rule) -> bool:
    assert need.needs is not None
    fact, value = need.needs
    return all(value in t.inside for t in rule.scope.when if isinstance(t, InTree) and t.fact == fact)


def _brought(rules: Sequence[Rule], need: Rule) -> list[Rule]:
    """The rules that a need brings."""
    assert need.needs is not None
    fact = need.needs[0]
    about = {r.id: any(isinstance(t, InTree) and t.fact == fact for t in r.scope.all()) for r in rules}
    apart = {limit for r in rules if about[r.id] for limit in r.relieves}
    limits: dict[str, Rule] = {}
    more: list[Rule] = []
    for rule in rules:
        # what does not speak of the activity holds of the case itself; but a relief of it may speak of one and not the other
        if rule.kind not in ("limit", "duty", "relief") or not (about[rule.id] or rule.kind == "relief" or rule.id in apart):
            continue
        scope = _scope(rule, need)
        if scope is None:
            continue
        brought = replace(
            rule,
            id=f"{rule.id}@{need.id}",
            scope=scope,
            at_best=max(rule.at_best, *(need.seen or {"": "inferred"}).values(), key=SEEN.index),
        )
        if rule.kind != "relief":  # a relief is asked for only where its limit applies, and so the need
            within = (*brought.validity.within, need.validity)
            brought = replace(brought, validity=replace(brought.validity, within=within), taint=rule.taint or need.taint)
        if rule.instead_of is not None:
            brought = replace(brought, instead_of=f"{rule.instead_of}@{need.id}")
        if rule.kind == "limit":
            limits[rule.id] = brought
        more.append(brought)
    out = [r for r in more if r.kind != "relief"]
    for rule in more:
        relieved = frozenset(limits[limit].id for limit in rule.relieves if limit in limits)
        if rule.kind == "relief" and relieved:
            out.append(replace(rule, relieves=relieved))
    return out


def _scope(rule: Rule, need: Rule) -> Conditions | None:
    """Where a rule of the needed value holds of the case; None when it does not speak of that value."""
    assert need.needs is not None
    fact, value = need.needs
    if not _speaks_of(rule, need):
        return None
    when = tuple(t for t in rule.scope.when if not (isinstance(t, InTree) and t.fact == fact))
    unless: list[tuple[Test, ...]] = []
    for group in rule.scope.unless:
        left: list[Test] | None = []
        for test in group:
            about = isinstance(test, InTree) and test.fact == fact
            if about and value in test.inside:  # type: ignore[union-attr]
                continue
            if about and rule.kind != "relief":
                left = None
                break
            left.append(test)  # type: ignore[union-attr]
        if left == []:
            return None
        if left is not None:
            unless.append(tuple(left))
    return Conditions((*need.scope.when, *when), (*need.scope.unless, *unless))
