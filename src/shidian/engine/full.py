"""Numbers for which a choice leaves no room: who controls by contracts holds no share, and a branch belongs to its company whole.

The question says which choices these are (`full_for` of a number). Of a case with one of them every ceiling on the number is held against
the highest value there is, whatever number is given with it: a share of 0 opens nothing. For that each limit with a lower ceiling, and each that a relief lifts up to one, gets a
companion, which applies to these choices alone and refuses. A relief that lifts the ceiling whole relieves the companion as well; one that
only raises it has a companion too, which refuses like the limit's own. The id of a companion is that of the rule, `~` and the choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from shidian.engine.conditions import IsWord
from shidian.engine.rule import Rule
from shidian.law.records.question import Question


def with_full(question: Question, rules: Sequence[Rule]) -> list[Rule]:
    """The rules with their companions; the reliefs among them that lift a ceiling whole relieve these too."""
    out = list(rules)
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for fact in question.facts:
        for other, choices in fact.full_for.items():
            groups.setdefault((other, choices), []).append(fact.fact)
    for (other, choices), numbers in groups.items():
        out = _joined(question, out, IsWord(other, choices), frozenset(numbers))
    return out


def _joined(question: Question, rules: Sequence[Rule], chosen: IsWord, numbers: Iterable[str]) -> list[Rule]:
    tops = {s.slot: top for s in question.slots for f in question.facts if s.of == f.fact in numbers and (top := f.maximum) is not None}

    def bounded(rule: Rule) -> bool:
        return any(not c.admits(tops[slot]) for slot, c in rule.effect.ceilings.items() if slot in tops)

    def companion(rule: Rule, relieves: frozenset[str] = frozenset()) -> Rule:
        return replace(
            rule,
            id=f"{rule.id}~{'+'.join(chosen.words)}",
            scope=replace(rule.scope, when=(*rule.scope.when, chosen)),
            effect=replace(rule.effect, refuses=True),
            relieves=relieves,
            instead_of=rule.id,
        )

    def reached(rule: Rule) -> bool:
        return not any(isinstance(t, IsWord) and t.fact == chosen.fact and not {*t.words} & {*chosen.words} for t in rule.scope.when)

    raised = {limit for r in rules if bounded(r) for limit in r.relieves}
    limits = {
        r.id: companion(r) for r in rules if r.kind == "limit" and (bounded(r) or (r.effect.refuses and r.id in raised)) and reached(r)
    }
    out: list[Rule] = []
    for rule in rules:
        theirs = frozenset(limits[limit].id for limit in rule.relieves if limit in limits)
        if rule.id in limits:
            out += [rule, limits[rule.id]]
        elif not theirs:
            out.append(rule)
        elif not bounded(rule):
            out.append(replace(rule, relieves=rule.relieves | theirs))
        else:
            out += [rule, companion(rule, theirs)] if reached(rule) else [rule]
    return out
