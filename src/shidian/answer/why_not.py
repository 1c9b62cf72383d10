"""Why not: the reliefs of a limit, or the grants, that did not help, each with its standing and the tests it failed."""

from __future__ import annotations

import datetime as dt

from shidian.answer.facts import Read
from shidian.answer.parts import Bound, Failed, FailedTest
from shidian.answer.wording import Wording
from shidian.engine.conditions import Test
from shidian.engine.rule import Rule
from shidian.law.records.instrument import Rule as Written


def why_not(wording: Wording, read: Read, on: dt.date, known_on: dt.date | None, limit: str) -> tuple[Failed, ...]:
    """The reliefs of `limit`, those that came nearest first."""
    words = [read.facts.get(f) or read.assumed.get(f) for f in wording.tested(limit)]
    key = (limit, on, known_on, *words, frozenset(read.case.zones.items()))
    kept = wording.helped_not.get(key)
    if kept is None:
        kept = _why_not(wording, read, on, known_on, limit)
        wording.helped_not.put(key, kept)
    return kept


def _why_not(wording: Wording, read: Read, on: dt.date, known_on: dt.date | None, limit: str) -> tuple[Failed, ...]:
    leads = {r.id for r in wording.rulebook.leads if r.validity.of(on, "announced", known_on) is not False}
    return _near(wording, read, on, known_on, [rule for rule in wording.rulebook.reliefs_of(limit) if rule.id not in leads])


def not_granted(wording: Wording, read: Read, on: dt.date, known_on: dt.date | None, _closing: str) -> tuple[Failed, ...]:
    """The grants of what is asked that did not help, those that came nearest first; one in doubt could not settle it."""
    grants = [rule for rule in wording.rulebook.rules if rule.kind == "grant" and rule.taint is None]
    return _near(wording, read, on, known_on, grants)


def _near(wording: Wording, read: Read, on: dt.date, known_on: dt.date | None, rules: list[Rule]) -> tuple[Failed, ...]:
    found = [_failed(wording, read, on, known_on, rule) for rule in rules]
    first = wording.question.facts[0].fact  # what is asked about: a relief of something else could never help
    found = [f for f in found if not any(t.fact == first and not t.unknown for t in f.tests)]
    return tuple(sorted(found, key=lambda f: (len(f.tests) + (f.standing != "in_force"), f.rule)))


def _failed(wording: Wording, read: Read, on: dt.date, known_on: dt.date | None, rule: Rule) -> Failed:
    standing, since = _standing(rule, on, known_on)

    def shown(test: Test, *, excluded: bool) -> FailedTest:
        word = read.facts.get(test.fact) or read.assumed.get(test.fact)
        return FailedTest(
            test.fact,
            wording.fact(test.fact),
            wording.wanted(test, excluded),
            wording.value(test.fact, word) if word is not None else None,
            test.of(read.case) is None,
        )

    tests = [shown(t, excluded=False) for t in rule.scope.when if t.of(read.case) is not True]
    for group in rule.scope.unless:
        if all(t.of(read.case) is not False for t in group):
            tests.extend(shown(t, excluded=True) for t in group)
    _, provision, record = wording.record(rule.id)
    summary = record.summary if isinstance(record, Written) else None
    bounds = tuple(Bound(slot, c.value, c.exclusive) for slot, c in rule.effect.ceilings.items())
    return Failed(rule.written, summary or provision.summary, standing, since, tuple(tests), bounds)


def _standing(rule: Rule, on: dt.date, known_on: dt.date | None) -> tuple[str, dt.date | None]:
    """How the rule stands on the day, and the day that matters for it."""
    stands = rule.validity.of(on, "in_force", known_on)
    span = rule.validity.span(on, known_on)
    if stands is True:
        return "in_force", span.start if span else None
    if stands is None:
        unsure = span.unsure_of(on) if span else None
        return "unknown", unsure[0] if unsure else span.until if span else None
    if rule.validity.of(on, "announced", known_on):
        return "announced", rule.validity.announced or (span.public if span else None)
    if span is None:
        return ("unpublished", None) if rule.validity.spans else ("not_yet", rule.validity.announced)
    if span.start > on:
        return "not_yet", span.start
    return "over", span.end
