"""Every case of a small lawbook: every value of every fact that a rule asks for, coarse ones included, and every way of leaving
facts out. Nothing here is shared with the diagram: values are taken from the vocabularies and the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, combinations, pairwise, product

from shidian.answer.facts import read_case
from shidian.engine.case import Case, Value
from shidian.engine.conditions import Between, InPlace, InRange, InSet
from shidian.engine.rulebook import Rulebook
from shidian.errors import CaseError
from shidian.law.lawbook import Lawbook
from shidian.law.records.question import Fact, Question

Place = tuple[Value, dict[str, bool]]


class AllCases:
    """The cases of one question of a small lawbook."""

    def __init__(self, book: Lawbook, question: Question) -> None:
        self.book = book
        self.question = question
        self.rulebook = Rulebook(book, question)
        self.tests = [t for r in self.rulebook.rules for t in r.scope.all()]
        asked = (
            {t.fact for t in self.tests}
            | {self.rulebook.day}
            | {f for s, f in self.rulebook.ceilings.items() if any(s in r.effect.ceilings for r in self.rulebook.rules)}
        )
        self.facts = [f for f in question.facts if f.fact in asked and f.domain != "place"]
        self.values = [self._values(f) for f in self.facts]
        self.places: list[Place] = list(self._places()) if self.rulebook.place in asked else [("*", {})]
        self.count = len(self.places)
        """How many cases there are, before those are dropped whose numbers contradict each other."""
        for values in self.values:
            self.count *= len(values)

    def __iter__(self) -> Iterator[Case]:
        return (case for i in range(self.count) if (case := self.case(i)) is not None)

    def case(self, number: int) -> Case | None:
        """The case of this number, below `count`; None when it contradicts itself."""
        given: dict[str, Value] = {f.fact: "*" if f.domain in ("tree", "place") else None for f in self.question.facts}
        for fact, values in zip(self.facts, self.values, strict=True):
            number, i = divmod(number, len(values))
            given[fact.fact] = values[i]
        place, zones = self.places[number]
        if self.rulebook.place is not None:
            given[self.rulebook.place] = place
            tree, on = self.rulebook.trees[self.rulebook.place], given[self.rulebook.day]
            there = {z for z in zones if not isinstance(on, dt.date) or tree.stands(z, on)}
            if any(zones[z] and zones.get(a) is False for z in there for a in tree.zone_around[z] if a in there):
                return None
        for fact in self.facts:
            low, high = given[fact.fact], given.get(fact.no_more_than or "")
            if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
                return None
        return Case(given, zones)

    def _values(self, fact: Fact) -> list[Value]:
        if fact.domain == "tree":
            return ["*", *self.rulebook.trees[fact.fact].parent]
        if fact.domain == "yes_no":
            return [None, "yes", "no"]
        if fact.domain == "choice":
            return [None, *(c.id for c in fact.choices)]
        if fact.domain == "set":
            words = sorted({w for t in self.tests if isinstance(t, InSet) for w in (*t.any_of, *t.all_of, *t.none_of)})
            return [None, *(frozenset(p) for p in chain.from_iterable(combinations(words, n) for n in range(len(words) + 1)))]
        if fact.domain == "date":
            days = {d for r in self.rulebook.rules for d in r.validity.days()}
            days |= {d for t in self.tests if isinstance(t, Between) for d in (t.start, t.before) if d is not None}
            days |= {z.established for t in self.rulebook.trees.values() for z in t.zones.values() if z.established}
            first = min(days, default=dt.date(2020, 1, 1))
            return [first - dt.timedelta(days=1), *sorted(days)]
        return [None, *self._numbers(fact)]

    def _numbers(self, fact: Fact) -> list[Decimal]:
        linked = {fact.fact, fact.no_more_than} | {f for f, d in self.rulebook.facts.items() if d.no_more_than == fact.fact}
        cuts = {c for t in self.tests if isinstance(t, InRange) and t.fact in linked for c in (t.low, t.high) if c is not None}
        cuts |= {r.effect.ceilings[s].value for r in self.rulebook.rules for s in r.effect.ceilings if self.rulebook.ceilings[s] in linked}
        low = fact.minimum if fact.minimum is not None else Decimal(0)
        high = fact.maximum if fact.maximum is not None else max(cuts, default=low) + 2
        edges = sorted({low, high, *cuts})
        between = {a + 1 if fact.whole else (a + b) / 2 for a, b in pairwise(edges)}
        return sorted({*edges, *between})

    def _places(self) -> Iterator[Place]:
        """Every unit with every way of speaking of the zones that rules name, by way of what a person may write."""
        place = self.rulebook.place
        assert place is not None
        tree = self.rulebook.trees[place]
        zones = sorted({z for t in self.tests if isinstance(t, InPlace) for z in t.zones})
        on = {self.rulebook.day: "2020-01-01"}
        seen: list[Place] = []
        for unit in ("", *tree.parent, *tree.zones):
            for said in product((None, "yes", "no"), repeat=len(zones)):
                facts = ({place: unit} if unit else {}) | {z: s for z, s in zip(zones, said, strict=True) if s} | on
                try:
                    case = read_case(self.book, self.question, facts, None).case
                except CaseError:
                    continue
                found: Place = (case.values[place], case.zones)
                if found not in seen:
                    seen.append(found)
                    yield found
