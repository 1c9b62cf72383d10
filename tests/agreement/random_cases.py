"""Random cases of a question of any lawbook, by seed: as a person would write them, so that a failing one can be asked again.

A case mostly aims at one rule: it gives what the rule tests, or comes close, and something for the rest. Values come from every
term of a vocabulary, the words that rules name, numbers at and around their cuts and ceilings, and days at and around changes. Aimed at a
rule they are mostly its own edges: its first day and the one before, its ceiling and one step beside it, a place one step up or down.
"""

from __future__ import annotations

import datetime as dt
import random
import shlex
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from shidian.answer.facts import plain, read_case
from shidian.book import Book
from shidian.engine.case import Case
from shidian.engine.conditions import Between, InPlace, InRange, InSet, InTree, IsWord, Test
from shidian.engine.rule import Rule
from shidian.errors import CaseError
from shidian.law.records.question import Fact

LEFT_OUT = (0.0, 0.0, 0.05, 0.1, 0.1, 0.3)
"""How likely a fact is to be missing, in cases of several kinds: a bare case takes the engine very long."""


class Drawn(Struct, frozen=True):
    """A case as it was written, and as it was understood."""

    question: str
    facts: dict[str, str]
    known_on: dt.date | None
    case: Case

    def __str__(self) -> str:
        """The command that asks it."""
        words = [f"{fact}={value}" for fact, value in self.facts.items()]
        known = [] if self.known_on is None else ["--known-on", self.known_on.isoformat()]
        return shlex.join(["shidian", "ask", self.question, *words, *known])


class RandomCases:
    """The cases of one question and one seed."""

    def __init__(self, book: Book, question: str, seed: int) -> None:
        self.book = book
        self.question = book.question(question)
        self.rulebook = book.rulebook(question)
        self.random = random.Random(f"{question} {seed}")
        tests = [t for r in self.rulebook.rules for t in r.scope.all()]
        self.pools = {f.fact: self._pool(f, [t for t in tests if t.fact == f.fact]) for f in self.question.facts}
        self.zones = sorted({z for t in tests if isinstance(t, InPlace) for z in t.zones})
        known = sorted({s.known for r in self.rulebook.rules for s in r.validity.spans})
        days = self.random.sample(known, min(3, len(known)))
        self.known_days = [None] * 12 + [d + dt.timedelta(days=self.random.choice([-1, 0])) for d in days]

    def __iter__(self) -> Iterator[Drawn]:
        """Cases without end; what contradicts itself is drawn again."""
        while True:
            facts, known_on = self._facts(), self.random.choice(self.known_days)
            try:
                read = read_case(self.book.lawbook, self.question, facts, None)
            except CaseError:
                continue
            yield Drawn(self.question.question, facts, known_on, read.case)

    def _facts(self) -> dict[str, str]:
        pick = self.random
        left_out = pick.choice(LEFT_OUT)
        aim = pick.choice(self.rulebook.rules) if pick.random() < 0.7 else None
        facts: dict[str, str] = {}
        for fact in self.question.facts:
            tests = [t for t in aim.scope.all() if t.fact == fact.fact] if aim is not None else []
            if fact.domain != "date" and pick.random() < (left_out / 3 if tests else left_out):
                continue
            aimed = self._named(fact, tests) if pick.random() < 0.9 else []
            if aim is not None and not aimed and pick.random() < 0.6:
                aimed = self._edges(fact, aim)
            named, others = self.pools[fact.fact]
            values = aimed or (named if named and pick.random() < 0.6 else others)
            facts[fact.fact] = self._beside(fact, pick.choice(values)) if tests and pick.random() < 0.15 else pick.choice(values)
        self._before_the_zone(facts)
        if self.zones:
            for zone in pick.sample(self.zones, min(len(self.zones), pick.choice([0, 0, 0, 0, 1, 2]))):
                facts[zone] = pick.choice(["no", "no", "yes"])
        return facts

    def _before_the_zone(self, facts: dict[str, str]) -> None:
        """Of a zone that is named, now and then the day on which it was established, or the one before."""
        place = self.rulebook.place
        zone = self.rulebook.trees[place].zones.get(facts.get(place, "")) if place is not None else None
        if zone is not None and zone.established is not None and self.random.random() < 0.15:
            facts[self.rulebook.day] = (zone.established - dt.timedelta(days=self.random.choice([0, 1, 1, 1]))).isoformat()

    def _edges(self, fact: Fact, aim: Rule) -> list[str]:
        """Days and numbers at the edges of a rule: where it begins and ends, and its ceilings, a step before and a step after."""
        if fact.domain == "date":
            days = sorted(aim.validity.days())
            return [(d + dt.timedelta(days=n)).isoformat() for d in days for n in (-1, 0, 1)]
        slots = [slot for slot, of in self.rulebook.ceilings.items() if of == fact.fact]
        return self._around(fact, {c.value for slot in slots if (c := aim.effect.ceilings.get(slot)) is not None})

    def _beside(self, fact: Fact, value: str) -> str:
        """Of a term one step up, or down, or sideways; any other value as it is."""
        tree = self.rulebook.trees.get(fact.fact)
        if tree is None or value not in tree.parent:
            return value
        up = tree.parent[value]
        near = [*tree.children.get(value, ()), *((up, *tree.children[up]) if up != "*" else ())]
        return self.random.choice(near) if near else value

    def _pool(self, fact: Fact, tests: Sequence[Test]) -> tuple[list[str], list[str]]:
        """The values that rules name, and all others."""
        named = self._named(fact, tests)
        tree = self.rulebook.trees.get(fact.fact)
        if tree is not None:
            return named, [*tree.terms, *(i for i in tree.parent if i not in tree.terms), *(tree.zones if fact.domain == "place" else ())]
        if fact.domain == "yes_no":
            return named, ["yes", "no"]
        if fact.domain == "choice":
            return named, [c.id for c in fact.choices]
        if fact.domain == "set":
            words = [c.id for c in fact.choices]
            return named, ["none", *words, *(",".join(self.random.sample(words, n)) for n in range(2, len(words) + 1))]
        if fact.domain == "date":
            changes = {d for r in self.rulebook.rules for d in r.validity.days()}
            changes |= {z.established for t in self.rulebook.trees.values() for z in t.zones.values() if z.established is not None}
            days = {d + dt.timedelta(days=n) for d in changes for n in (-1, 0, 40)}
            return named, sorted(d.isoformat() for d in days) or ["2024-01-01"]
        cuts = {r.effect.ceilings[s].value for s in self.rulebook.ceilings for r in self.rulebook.rules if s in r.effect.ceilings}
        return named, self._around(fact, cuts | {p for p in (fact.minimum, fact.maximum) if p is not None} | {Decimal(10)})

    def _named(self, fact: Fact, tests: Sequence[Test]) -> list[str]:
        """Values that these tests name, or that lie close to what they name."""
        out: dict[str, None] = {}
        cuts: set[Decimal] = set()
        days: set[dt.date] = set()
        for test in tests:
            if isinstance(test, InTree | InPlace):
                groups = self.rulebook.trees[fact.fact].groups
                out |= dict.fromkeys(w for word in test.words for w in (groups[word].members if word in groups else (word,)))
                inside = sorted(test.inside)
                out |= dict.fromkeys(self.random.sample(inside, min(4, len(inside))))
            elif isinstance(test, IsWord):
                out |= dict.fromkeys(test.words)
            elif isinstance(test, InRange):
                cuts |= {c for c in (test.low, test.high) if c is not None}
            elif isinstance(test, InSet):
                out |= dict.fromkeys([",".join(sorted(test.all_of | test.any_of)) or "none", *sorted(test.any_of | test.none_of)])
            elif isinstance(test, Between):
                days |= {d for d in (test.start, test.before) if d is not None}
        out |= dict.fromkeys(self._around(fact, cuts))
        out |= dict.fromkeys((d + dt.timedelta(days=n)).isoformat() for d in sorted(days) for n in (-1, 0, 1))
        return [w for w in out if w not in self.rulebook.trees[fact.fact].groups] if fact.vocabulary else list(out)

    @staticmethod
    def _around(fact: Fact, cuts: set[Decimal]) -> list[str]:
        steps = (-1, 0, 1) if fact.whole else (Decimal("-0.5"), 0, Decimal("0.5"), 7)
        near = {c + s for c in cuts for s in steps}
        low, high = fact.minimum, fact.maximum
        return [plain(n) for n in sorted(near) if (low is None or n >= low) and (high is None or n <= high)]
