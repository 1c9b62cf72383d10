"""Worked cases on both sides of what a rule says: which of its boundaries no case lies on.

A rule has a boundary where its answer turns: the first and the last day of each interval, the number of a ceiling, each exclusion
(`unless`), each limit that it relieves, each place or activity that it names. A boundary of days or of a number has two sides, and a case
lies on a side when the rest of the rule's scope is certainly met there. A rule of which nobody has seen the words needs no case: its
expectation would be a memory too. What no case can lie on is no boundary: a number or an exclusion that the scope or the days of the rule
leave no room for, a zone that is younger than the rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.engine.case import Case, zone_truth
from shidian.engine.conditions import Between, InPlace, InRange, InTree, Test
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.truth import every
from shidian.errors import CaseError
from shidian.law.records.base import SEEN, Reading

BoundaryKind = Literal["first-day", "day-before", "last-day", "day-after", "at-ceiling", "above-ceiling", "unless", "relieves", "names"]
DAY = dt.timedelta(days=1)
ABOVE = Decimal(1)
"""A share lies just above a ceiling when it is at most this many points above it."""


class Boundary(Struct, frozen=True):
    """One side of one boundary of a rule: `at` says which day, number, exclusion, limit or entry; `cases` are the worked cases on it."""

    question: str
    rule: str
    kind: BoundaryKind
    at: str
    cases: tuple[str, ...]


class _ReadCase(Struct, frozen=True):
    """A worked case as the engine reads it."""

    id: str
    case: Case
    on: dt.date


def boundaries(book: CompiledLaw) -> Iterator[Boundary]:
    """Every boundary of every rule whose words somebody has seen, by question and rule."""
    for question in book.questions:
        rules = book.rulebook(question)
        placed = list(_placed(book, question))
        for rule in sorted(rules.rules, key=lambda r: r.id):
            best = min(rule.seen.values(), key=SEEN.index, default="inferred")
            if rule.id == rule.written and rule.taint != "gap" and best not in ("memory", "inferred"):
                yield from _of(rules, rule, placed)


def _placed(book: CompiledLaw, question: str) -> Iterator[_ReadCase]:
    rules = book.rulebook(question)
    for group in book.lawbook.cases:
        for worked in group.cases if group.question == question else ():
            try:
                case = read_case(book.lawbook, rules.question, dict(worked.facts), book.today()).case
            except CaseError:  # `shidian cases` says so
                continue
            on = case.values[rules.day]
            if isinstance(on, dt.date):
                yield _ReadCase(worked.case, case, on)


def _of(rules: Rulebook, rule: Rule, placed: list[_ReadCase]) -> Iterator[Boundary]:
    inside = [p for p in placed if rule.scope.of(p.case) is True]
    reading: Reading = "in_force" if any(not s.lead for s in rule.validity.spans) else "announced"  # a case expects both

    def holds(placed: _ReadCase) -> bool:
        found = rule.validity.of(placed.on, reading, None)
        return found is True or (found is None and rule.validity.unknown)

    standing = [p for p in inside if holds(p)]

    def found(kind: BoundaryKind, at: object, cases: list[_ReadCase]) -> Boundary:
        return Boundary(rules.question.question, rule.id, kind, str(at), tuple(p.id for p in cases))

    for span in rule.validity.spans:
        if span.lead:
            continue
        yield found("first-day", span.start, [p for p in inside if p.on == span.start])
        yield found("day-before", span.start - DAY, [p for p in inside if p.on == span.start - DAY])
        if span.until is not None:
            yield found("last-day", span.until - DAY, [p for p in inside if p.on == span.until - DAY])
            yield found("day-after", span.until, [p for p in inside if p.on == span.until])
    for slot, bound in rule.effect.ceilings.items():
        number, fact = bound.value, rules.ceilings[slot]
        highest = rules.facts[fact].maximum
        asked = [t for t in rule.scope.when if isinstance(t, InRange) and t.fact == fact]
        if any(t.of(Case({fact: number})) is False for t in asked):
            continue
        shares = [(p, v) for p in standing if isinstance(v := p.case.values[fact], Decimal)]
        yield found("at-ceiling", f"{slot} {number.normalize():f}", [p for p, v in shares if v == number])
        if highest is None or number < highest:
            yield found("above-ceiling", f"{slot} {number.normalize():f}", [p for p, v in shares if number < v <= number + ABOVE])
    for i, tests in enumerate(rule.scope.unless):
        if not _has_room(rule, tests):
            continue
        excluded = [p for p in placed if every(t.of(p.case) for t in (*rule.scope.when, *tests)) is True and holds(p)]
        yield found("unless", f"{i + 1}: " + ", ".join(t.fact for t in tests), excluded)
    for id in sorted(rule.relieves_itself):
        limit = rules.by_id.get(id)
        if limit is not None:
            met = [p for p in standing if limit.scope.of(p.case) is True and limit.validity.of(p.on, "in_force", None) is True]
            yield found("relieves", id, met)
    for test in rule.scope.when:
        for word in _words(test):
            if _is_younger(rule, test, word):
                continue
            yield found("names", f"{test.fact}={word}", [p for p in standing if _lies_in(test, word, p, rules)])


def _has_room(rule: Rule, tests: tuple[Test, ...]) -> bool:
    """Whether an exclusion can hold of a case of the rule: on some day of it, and of some entry that both name."""
    for test in tests:
        if isinstance(test, Between) and all(
            (s.end is not None and test.start is not None and s.end <= test.start) or (test.before is not None and test.before <= s.start)
            for s in rule.validity.spans
        ):
            return False
        if isinstance(test, InTree) and any(
            isinstance(t, InTree) and t.fact == test.fact and test.inside.isdisjoint(t.inside) for t in rule.scope.when
        ):
            return False
    return True


def _is_younger(rule: Rule, test: Test, zone: str) -> bool:
    """Whether a zone was established when the rule had ended."""
    found = test.tree.zones.get(zone) if isinstance(test, InPlace) else None
    first, ends = found.established if found is not None else None, [s.end for s in rule.validity.spans]
    return first is not None and bool(ends) and all(end is not None and end <= first for end in ends)


def _words(test: Test) -> tuple[str, ...]:
    return (
        (*test.words, *(z for z in test.zones if z not in test.words))
        if isinstance(test, InPlace)
        else test.words
        if isinstance(test, InTree)
        else ()
    )


def _lies_in(test: Test, word: str, placed: _ReadCase, rules: Rulebook) -> bool:
    tree, value = rules.trees[test.fact], str(placed.case.values[test.fact])
    terms, zones = tree.spread((word,))
    return not terms.isdisjoint((value, *tree.above(value))) or any(zone_truth(placed.case, z, value, placed.on, tree) for z in zones)
