"""The rulebook: the rules of one question, and what is looked up in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from functools import cached_property

from shidian.engine.case import Case
from shidian.engine.compiling import Compiler
from shidian.engine.conditions import InTree, Test
from shidian.engine.full import with_full
from shidian.engine.needs import joined
from shidian.engine.rule import Rule, names_in
from shidian.engine.truth import Truth
from shidian.law.lawbook import Lawbook
from shidian.law.lru import Lru
from shidian.law.records.base import SEEN, Reading, Seen
from shidian.law.records.question import Fact, Question
from shidian.law.tree import Tree

MOST_DAYS = 64
"""Days of which it is remembered how the rules stand."""


class Rulebook:
    """Everything the engine needs to decide one question."""

    def __init__(self, book: Lawbook, question: Question) -> None:
        self.question = question
        self.facts: dict[str, Fact] = {f.fact: f for f in question.facts}
        self.trees: dict[str, Tree] = {f.fact: book.trees[f.vocabulary] for f in question.facts if f.vocabulary}
        self.day = next(f.fact for f in question.facts if f.domain == "date")
        self.place = next((f.fact for f in question.facts if f.domain == "place"), None)
        self.ceilings: dict[str, str] = {s.slot: s.of for s in question.slots if s.of}
        self.main_of = self.ceilings.get(question.main)
        self.ordered = question.ordered_numbers
        """Each number with each that it cannot exceed."""
        self.apart = book.apart[question.question]
        """Values of facts that cannot all be together."""
        compiled = tuple(Compiler(book, question, self.trees).rules())
        found = [rule for rule, _ in compiled if rule is not None]
        self.leads = tuple(lead for _, lead in compiled if lead is not None)
        """Doubtful hopes of which nobody has seen the words: shown, and not counted."""
        self.needs = tuple(r for r in found if r.kind == "need")
        """What the activities of the question need; the rules that these bring are among the rules."""
        self.rules: tuple[Rule, ...] = tuple(joined(with_full(question, [r for r in found if r.kind != "need"]), self.needs))

    def without(self, rules: frozenset[str]) -> Rulebook:
        """The same rulebook as it would be if these rules, or needs, did not exist."""
        out = copy(self)
        for name, kept in vars(type(self)).items():  # whatever was worked out from the rules is worked out anew
            if isinstance(kept, cached_property):
                out.__dict__.pop(name, None)
        out.leads = tuple(r for r in self.leads if r.id not in rules)
        out.needs = tuple(r for r in self.needs if r.id not in rules)
        out.rules = tuple(r for r in self.rules if r.id not in rules and rules.isdisjoint(names_in(r.id)))
        return out

    @cached_property
    def tests(self) -> dict[str, dict[Test, int]]:
        """For each fact the tests of the rules, in the order of the rules, and how many rules have it first among their tests of that fact."""
        found: dict[str, dict[Test, int]] = {fact: {} for fact in self.facts}
        for rule in self.rules:
            met = set[str]()
            for test in rule.scope.all():
                known = found[test.fact]
                known[test] = known.get(test, 0) + (test.fact not in met)
                met.add(test.fact)
        return found

    @cached_property
    def working(self) -> tuple[Rule, ...]:
        """The rules that can move the outcome: all but duties."""
        return tuple(r for r in self.rules if r.kind != "duty")

    @cached_property
    def duties(self) -> tuple[Rule, ...]:
        """The rules that only add obligations."""
        return tuple(r for r in self.rules if r.kind == "duty")

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules, needs and leads by their full id."""
        return {r.id: r for r in (*self.leads, *self.rules, *self.needs)}

    def seen(self, rule: str, edition: Callable[[str], str]) -> Seen:
        """How well a rule was seen: its words, and the list that it says does not name the case. `edition` gives the edition in which a
        rule stands on the day asked."""
        found = self.by_id[rule]
        own = found.seen_in(edition(rule))
        return max(own, found.lists.get(edition(found.outside), "inferred"), key=SEEN.index) if found.outside is not None else own

    def seen_on(self, rule: str, on: dt.date, known_on: dt.date | None) -> Seen:
        """How well a rule was seen that stands on a day. A list that does not stand then was not read for it."""

        def edition(id: str) -> str:
            validity = self.by_id[id].validity
            span = validity.span(on, known_on)
            over = id != rule and validity.of(on, "in_force", known_on) is validity.of(on, "announced", known_on) is False
            return span.edition if span and not over else ""

        return self.seen(rule, edition)

    @cached_property
    def _reliefs(self) -> dict[str, list[Rule]]:
        out: dict[str, list[Rule]] = {}
        for rule in self.working:
            if rule.kind == "relief" and rule.taint != "gap":
                for limit in rule.relieves:
                    out.setdefault(limit, []).append(rule)
        return out

    def reliefs_of(self, limit: str) -> list[Rule]:
        """The reliefs that name a limit, but for those that nobody has read."""
        return self._reliefs.get(limit, [])

    @cached_property
    def _by_leaf(self) -> dict[str, tuple[tuple[Rule, ...], ...]]:
        return {}

    @cached_property
    def _of_first(self) -> tuple[dict[InTree, int], list[list[tuple[Rule, list[int]]]]]:
        """The tests of the first fact, numbered, and of each working rule and each duty the numbers of its own."""
        first, numbers = self.question.facts[0].fact, dict[InTree, int]()
        tests = {r.id: [t for t in r.scope.when if isinstance(t, InTree) and t.fact == first] for r in self.rules}
        return numbers, [
            [(r, [numbers.setdefault(t, len(numbers)) for t in tests[r.id]]) for r in some] for some in (self.working, self.duties)
        ]

    def _near(self, value: object) -> tuple[tuple[Rule, ...], ...]:
        """The working rules, and the duties, that the value of the first fact does not rule out."""
        key = str(value)
        found = self._by_leaf.get(key)
        if found is None:
            numbers, parted = self._of_first
            far = {n for t, n in numbers.items() if key not in t.inside and key not in t.around}
            found = self._by_leaf[key] = tuple([tuple([r for r, own in some if far.isdisjoint(own)]) for some in parted])
        return found

    def near(self, case: Case) -> Rulebook:
        """The same rulebook for a case on any day and with any main number: without the rules that its other facts rule out."""
        first = case.values[self.question.facts[0].fact]
        if case.zones:  # what is said of zones counts from a day on
            return self
        anytime, out = Case(case.values | dict.fromkeys((self.day, self.main_of or self.day))), copy(self)
        parted = [tuple([r for r in some if r.scope.of(anytime) is not False]) for some in self._near(first)]
        out.__dict__["_by_leaf"] = {str(first): tuple(parted)}
        return out

    def candidates(self, value: object) -> tuple[Rule, ...]:
        """The working rules that the value of the first fact does not rule out."""
        return self._near(value)[0]

    def duties_near(self, value: object) -> tuple[Rule, ...]:
        """The duties that the value of the first fact does not rule out."""
        return self._near(value)[1]

    @cached_property
    def _standings(self) -> Lru[tuple[dt.date, Reading, dt.date | None], dict[str, Truth]]:
        return Lru(MOST_DAYS)

    def standing_on(self, on: dt.date, reading: Reading, known_on: dt.date | None) -> dict[str, Truth]:
        """How rules stand on a day, as far as that was asked before; who asks for one more writes it down here."""
        key = (on, reading, known_on)
        found = self._standings.get(key)
        if found is None:
            found = {}
            self._standings.put(key, found)
        return found
