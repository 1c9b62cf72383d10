"""A lawbook in normal form: every rule as plain integers and bit masks, read from the engine's own compiled rules.

All peers are translated from here, by program. A rule that this form cannot hold is refused, never approximated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bench import market
from bench.answer import NO_CEILING, OUTCOMES, Answer, Row
from shidian.engine.conditions import InPlace, InTree, IsWord, Test
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.law.lawbook import Lawbook

OPEN = 200
"""The ceiling of 100 %, doubled."""
Fact = Literal[-1, 0, 1]
"""What a yes/no fact must be: no (0), yes (1), or anything (-1)."""


@dataclass(frozen=True)
class Flat:
    """One rule. `places` and `origins` are bit masks over PLACES and ORIGINS; the days are [first, until); `ceiling` is doubled,
    less one when the number itself is too much."""

    index: int
    id: str
    kind: Literal["limit", "relief", "duty", "closing"]
    activities: frozenset[int]
    places: int
    origins: int
    first: int
    until: int
    sensitive: int
    qualified: int
    ceiling: int
    relieves: tuple[int, ...]

    @property
    def key(self) -> int:
        """64 bits that stand for the rule in the fingerprint of a set."""
        return key_of(self.id)

    def matches(self, row: Row, sensitive: int, qualified: int) -> bool:
        """Whether the rule applies to a case once its yes/no facts are filled in."""
        return (
            row[0] in self.activities
            and self.first <= row[6] < self.until
            and bool(self.places >> row[1] & 1)
            and bool(self.origins >> row[2] & 1)
            and self.sensitive in (-1, sensitive)
            and self.qualified in (-1, qualified)
        )


@dataclass(frozen=True)
class Way:
    """One way to live with a limit: the limit itself, or the limit together with a relief. It holds where both apply."""

    limit: int
    relief: int  # -1: the limit's own terms
    activities: frozenset[int]
    places: int
    origins: int
    first: int
    until: int
    sensitive: int
    qualified: int
    ceiling: int


class Normal:
    """The rules of the lawbook's question `access`."""

    def __init__(self, book: Lawbook) -> None:
        self.book = book
        self.rulebook = Rulebook(book, book.questions["access"])
        terms = book.content.vocabularies["activities"].terms
        self.activities = tuple(t.id for t in terms if t.parent is not None)
        self._act = {a: i for i, a in enumerate(self.activities)}
        index = {r.id: i for i, r in enumerate(self.rulebook.rules)}
        self.rules = tuple(self._flat(i, r, index) for i, r in enumerate(self.rulebook.rules))
        closings = [r for r in self.rules if r.kind == "closing"]
        if len(closings) != 1 or len(closings[0].activities) != len(self.activities):
            raise ValueError("the peers are translated for one closing rule that covers everything")
        self.closing = closings[0]

    def _flat(self, index: int, rule: Rule, indices: dict[str, int]) -> Flat:
        if len(rule.validity.spans) != 1 or rule.validity.unknown or rule.taint or rule.kind == "grant" or rule.kind == "need":
            raise ValueError(f"{rule.id}: the peers are translated for rules of one known interval")
        span = rule.validity.spans[0]
        ceiling = rule.effect.ceilings.get("share")
        doubled = OPEN if ceiling is None else int(2 * ceiling.value) - ceiling.exclusive
        if rule.kind == "relief" and doubled == 0:
            raise ValueError(f"{rule.id}: a relief that bars relieves nothing")
        until = market.DAYS if span.until is None else min(market.DAYS, (span.until - market.FIRST_DAY).days)
        acts, places, origins, facts = self._words(rule, rule.scope.when)
        for tests in rule.scope.unless:
            if len(tests) != 1 or not isinstance(tests[0], InTree) or tests[0].fact != "activity":
                raise ValueError(f"{rule.id}: the peers are translated for exclusions of activities")
            acts -= self._inside(tests[0])
        return Flat(
            index,
            rule.id,
            rule.kind,
            acts,
            places,
            origins,
            max(0, (span.start - market.FIRST_DAY).days),
            until,
            facts.get("sensitive", -1),
            facts.get("qualified", -1),
            doubled,
            tuple(sorted(indices[i] for i in rule.relieves)),
        )

    def _words(self, rule: Rule, tests: Iterable[Test]) -> tuple[frozenset[int], int, int, dict[str, int]]:
        acts = frozenset(range(len(self.activities)))
        places, origins = (1 << len(market.PLACES)) - 1, (1 << len(market.ORIGINS)) - 1
        facts: dict[str, int] = {}
        for test in tests:
            if isinstance(test, InTree) and test.fact == "activity":
                acts &= self._inside(test)
            elif isinstance(test, InTree):
                origins &= _mask(market.ORIGINS, test.inside)
            elif isinstance(test, InPlace) and not test.zones:
                places &= _mask(market.PLACES, test.inside)
            elif isinstance(test, IsWord) and len(test.words) == 1:
                facts[test.fact] = int(test.words[0] == "yes")
            else:
                raise ValueError(f"{rule.id}: the peers are not translated for {test}")
        return acts, places, origins, facts

    def _inside(self, test: InTree) -> frozenset[int]:
        return frozenset(i for a, i in self._act.items() if a in test.inside)

    @cached_property
    def limits(self) -> tuple[Flat, ...]:
        """The rules of this kind."""
        return tuple(r for r in self.rules if r.kind == "limit")

    @cached_property
    def reliefs(self) -> tuple[Flat, ...]:
        """The rules of this kind."""
        return tuple(r for r in self.rules if r.kind == "relief")

    @cached_property
    def duties(self) -> tuple[Flat, ...]:
        """The rules of this kind."""
        return tuple(r for r in self.rules if r.kind == "duty")

    @cached_property
    def relieved_by(self) -> dict[int, tuple[Flat, ...]]:
        """For each limit, its reliefs."""
        out: dict[int, list[Flat]] = {limit.index: [] for limit in self.limits}
        for relief in self.reliefs:
            for limit in relief.relieves:
                out[limit].append(relief)
        return {limit: tuple(found) for limit, found in out.items()}

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every limit's own terms, and every relief of it that can apply together with it."""
        out: list[Way] = []
        for limit in self.limits:
            out.append(
                Way(
                    limit.index,
                    -1,
                    limit.activities,
                    limit.places,
                    limit.origins,
                    limit.first,
                    limit.until,
                    limit.sensitive,
                    limit.qualified,
                    limit.ceiling,
                )
            )
            out.extend(w for r in self.relieved_by[limit.index] if (w := _together(limit, r)) is not None)
        return tuple(out)

    @cached_property
    def origin_classes(self) -> tuple[int, ...]:
        """For each origin its class: origins that no rule tells apart are one."""
        masks = sorted({r.origins for r in self.rules})
        seen: dict[tuple[int, ...], int] = {}
        return tuple(seen.setdefault(tuple(m >> o & 1 for m in masks), len(seen)) for o in range(len(market.ORIGINS)))

    @cached_property
    def share_classes(self) -> tuple[int, ...]:
        """For each share from 0 to 100 its class: shares that no ceiling tells apart are one. The classes ascend."""
        ceilings = sorted({0, *(r.ceiling for r in (*self.limits, *self.reliefs))})
        return tuple(sum(2 * share > c for c in ceilings) for share in range(101))

    def by_activity(self) -> list[tuple[Flat, ...]]:
        """For each activity the working rules and duties that can apply to it."""
        out: list[list[Flat]] = [[] for _ in self.activities]
        for rule in self.rules:
            if rule.kind != "closing":
                for act in rule.activities:
                    out[act].append(rule)
        return [tuple(r) for r in out]


def key_of(id: str) -> int:
    """64 bits that stand for a rule in the fingerprint of a set."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], "little")


def fingerprint(ids: Iterable[str]) -> int:
    """The fingerprint of a set of rules."""
    out = 0
    for id in ids:
        out ^= key_of(id)
    return out


def completions(row: Row) -> list[tuple[int, int]]:
    """Every way of filling in the two yes/no facts of a case."""
    return [(s, q) for s in ((0, 1) if row[3] < 0 else (row[3],)) for q in ((0, 1) if row[4] < 0 else (row[4],))]


def fold(normal: Normal, row: Row, matching: list[set[int]]) -> Answer:
    """The answer to a case from the rules that match each of its completions: the algebra, for peers that only match."""
    rules, share, closed = normal.rules, 2 * row[5], normal.closing.first <= row[6] < normal.closing.until
    outcomes, ceilings = set(), set()
    for found in matching:
        tops = [
            max([rules[i].ceiling, *(r.ceiling for r in normal.relieved_by[i] if r.index in found)])
            for i in found
            if rules[i].kind == "limit"
        ]
        top = min(tops, default=OPEN if closed else NO_CEILING)
        outcome = 0 if top == 0 else 1 if share > top else 2 if closed else 3
        outcomes.add(outcome)
        ceilings.add(top)
    refused = outcomes == {0, 1}  # whatever turns out: told as undetermined, but resting on what bars it
    outcome = outcomes.pop() if len(outcomes) == 1 else 3
    ceiling = ceilings.pop() if len(ceilings) == 1 else NO_CEILING
    yes, some = set.intersection(*matching), set.union(*matching)
    return Answer(
        OUTCOMES[outcome],
        None if ceiling == NO_CEILING else ceiling,
        frozenset(rules[i].id for i in _determining(normal, share, 1 if refused else outcome, yes, some, refused)),
        frozenset(rules[i].id for i in yes if rules[i].kind == "duty"),
    )


def _determining(normal: Normal, share: int, outcome: int, yes: set[int], some: set[int], refused: bool) -> set[int]:
    rules = normal.rules
    limits = [i for i in some if rules[i].kind == "limit"]
    sure = [i for i in limits if i in yes]
    helping = {i: [r.index for r in normal.relieved_by[i] if r.index in yes] for i in limits}
    admitting = {i: [w for w in (i, *helping[i]) if share <= rules[w].ceiling] for i in limits}
    barred = {i for i in limits if rules[i].ceiling == 0 and not helping[i]}
    binding = {i for i in sure if i in barred or not admitting[i]}
    if outcome == 3 or (refused and not binding):
        return {*limits, *(r.index for i in limits for r in normal.relieved_by[i] if r.index in some and r.index not in yes)}
    if outcome == 2:
        kept = [i for i in limits if i in yes or (admitting[i] and i not in barred)]
        return {*kept, *(w for i in kept for w in admitting[i]), *(() if sure else (normal.closing.index,))}
    return (binding if outcome == 1 else binding & barred) or set(limits) - set(sure)


def _together(limit: Flat, relief: Flat) -> Way | None:
    """The limit and its relief at once; None when they never meet."""
    facts = []
    for a, b in ((limit.sensitive, relief.sensitive), (limit.qualified, relief.qualified)):
        if a >= 0 and b >= 0 and a != b:
            return None
        facts.append(max(a, b))
    acts, places, origins = limit.activities & relief.activities, limit.places & relief.places, limit.origins & relief.origins
    first, until = max(limit.first, relief.first), min(limit.until, relief.until)
    if not acts or not places or not origins or first >= until:
        return None
    return Way(limit.index, relief.index, acts, places, origins, first, until, facts[0], facts[1], relief.ceiling)


def _mask(words: tuple[str, ...], inside: frozenset[str]) -> int:
    return sum(1 << i for i, word in enumerate(words) if word in inside)
