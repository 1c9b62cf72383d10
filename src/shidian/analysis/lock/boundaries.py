"""Cases at the boundaries of a rule: the day before it begins and its first day, its end, each exception, each limit it relieves.

What a rule leaves open is filled in with one plain value for each fact, always the same, so that a rule's cases depend on the rule alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from shidian.answer.facts import Read, plain, read_case
from shidian.compiled import CompiledLaw
from shidian.engine.conditions import Between, Conditions, InPlace, InRange, InSet, InTree, IsWord, Test
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.errors import CaseError
from shidian.law.records.question import Fact
from shidian.law.tree import OTHER, ROOT, Tree

DAY = dt.timedelta(days=1)
MOST_WORDS = 12
"""Words of one test that are tried, until a case lies in the scope."""


class LockedCase(Struct, frozen=True):
    """A case at a boundary. `words` are the facts that the rule, or what it meets, speaks of, and the day."""

    words: dict[str, str]
    read: Read


class Boundaries:
    """The cases at the boundaries of the rules of one question."""

    def __init__(self, law: CompiledLaw, rulebook: Rulebook) -> None:
        self.law = law
        self.rulebook = rulebook
        self.facts = {f.fact: f for f in rulebook.question.facts}
        self.plain = {f.fact: word for f in rulebook.question.facts if (word := self._plain(f)) is not None}

    def of(self, rule: Rule) -> Iterator[LockedCase]:
        """The cases of one rule, without repetition."""
        seen: set[tuple[tuple[str, str], ...]] = set()
        for words in self._words(rule):
            key = tuple(sorted(words.items()))
            if key not in seen and (read := self._read(words)) is not None:
                seen.add(key)
                yield LockedCase(words, read)

    def _words(self, rule: Rule) -> Iterator[dict[str, str]]:
        days = boundary_days(rule)
        inside = self._inside((rule.scope,))
        yield from (inside | self._on(day) for day in days)
        standing = _standing(rule, days)
        if standing is None:
            return
        for tests in rule.scope.unless:
            yield inside | self._passing(tests) | self._on(standing)
        for id in sorted(rule.relieves_itself):
            limit = self.rulebook.by_id.get(id)
            if limit is None:
                continue
            starts = [s.start for s in limit.validity.spans]
            later = max([standing, *([min(starts)] if starts else [])])
            yield self._inside((rule.scope, limit.scope)) | self._on(later)

    def _read(self, words: dict[str, str]) -> Read | None:
        try:
            return read_case(self.law.lawbook, self.rulebook.question, {**self.plain, **words}, None)
        except CaseError:
            return None

    def _on(self, day: dt.date) -> dict[str, str]:
        return {self.rulebook.day: day.isoformat()}

    def _inside(self, scopes: tuple[Conditions, ...]) -> dict[str, str]:
        """Words that lie in every scope, where some do: facts are chosen one after the other."""
        tests = [t for s in scopes for t in s.when]
        out: dict[str, str] = {}
        for fact in self.facts:
            mine = [t for t in tests if t.fact == fact]
            choices = [w for t in mine for w in self._choices(t)]
            if not choices:
                continue
            out[fact] = next((w for w in choices if self._fits({**out, fact: w}, mine, scopes)), choices[0])
        return out

    def _fits(self, words: dict[str, str], tests: list[Test], scopes: tuple[Conditions, ...]) -> bool:
        read = self._read({**words, self.rulebook.day: "2025-01-01"})
        if read is None or not all(t.of(read.case) for t in tests):
            return False
        return not any(group and all(t.of(read.case) for t in group) for s in scopes for group in s.unless)

    def _passing(self, tests: tuple[Test, ...]) -> dict[str, str]:
        return {t.fact: words[0] for t in tests if (words := self._choices(t))}

    def _choices(self, test: Test) -> list[str]:
        """Words that pass a test, the plainest first."""
        if isinstance(test, IsWord):
            return sorted(test.words)
        if isinstance(test, InTree | InPlace):
            tree = self.rulebook.trees[test.fact]
            _, zones = tree.spread(test.words)
            terms, _ = tree.spread(test.words)
            return [_leaf(tree, t) for t in sorted(terms)[:MOST_WORDS]] + sorted(zones)[:MOST_WORDS]
        if isinstance(test, InSet):
            return [",".join(sorted(test.all_of | set(sorted(test.any_of)[:1]))) or "none"]
        if isinstance(test, InRange):
            low = test.low + 1 if test.low is not None and test.low_open else test.low
            high = test.high - 1 if test.high is not None and test.high_open else test.high
            return [plain(n) for n in (low, high) if n is not None]
        assert isinstance(test, Between)
        return []

    def _plain(self, fact: Fact) -> str | None:
        """What is filled in for a fact of which a rule says nothing."""
        if fact.domain in ("tree", "place"):
            tree = self.rulebook.trees[fact.fact]
            return ROOT + OTHER if ROOT + OTHER in tree.parent and fact.domain == "tree" else _leaf(tree, sorted(tree.children[ROOT])[0])
        if fact.domain == "number":
            most = fact.maximum if fact.fact == self.rulebook.main_of else fact.minimum
            return plain(most if most is not None else Decimal(0))
        if fact.domain == "set":
            return "none"
        if fact.domain == "date" or fact.assumed is not None:
            return None
        return "no" if fact.domain == "yes_no" else fact.choices[0].id


def _leaf(tree: Tree, id: str) -> str:
    """The plainest value inside a term: itself, or what none of its parts is, or its first part."""
    while tree.children.get(id):
        id = id + OTHER if id + OTHER in tree.parent else min(tree.children[id])
    return id


def boundary_days(rule: Rule) -> list[dt.date]:
    """The days on both sides of every change of a rule's standing."""
    changes = {d for s in rule.validity.spans for d in (s.start, s.sure, s.until, s.over) if d}
    changes |= {d for d in (rule.validity.announced, rule.validity.announced_until) if d is not None}
    starts, ends = {s.start for s in rule.validity.spans}, {s.until for s in rule.validity.spans}
    changes -= starts & {e for e in ends if e is not None}  # one edition follows the other: nothing changes
    return sorted({d for change in changes if change > dt.date.min for d in (change - DAY, change)})


def _standing(rule: Rule, days: list[dt.date]) -> dt.date | None:
    """The last of these days on which it stands, in force before announced."""
    for reading in ("in_force", "announced"):
        found = [d for d in days if rule.validity.of(d, reading, None)]
        if found:
            return found[-1]
    return None
