"""The meaning by brute force: every way of filling in what is missing, and every way of resolving what nobody knows.

Nothing here is shared with the engine but the records and the case. It is slow and has no cleverness: a completion gives every
fact a value; in a completion each rule applies, or does not, or nobody knows; each combination of what nobody knows has an
outcome; the completion is settled when all combinations agree, and the case is when all completions agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations, pairwise, product

from msgspec import Struct

from shidian.engine.case import Case
from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Bound, Gap, Instrument, Provision, Range, Rule, Scope
from shidian.law.records.question import Fact, Question
from shidian.law.records.vocabulary import Vocabulary
from tests.engine.oracle_standing import stands

UNCLOSED = "unclosed"
"""Nothing stands in the way, and no rule says that this is enough."""


class Verdict(Struct, frozen=True):
    """An outcome, or why there is none."""

    outcome: str
    causes: frozenset[str] = frozenset()


Values = dict[str, object]


class Completion(Struct, frozen=True):
    """Every fact that some rule asks for, and the zones that the place lies in."""

    values: Values
    zones: frozenset[str]


class Bearing(Struct, frozen=True):
    """A rule or gap with where it stands in the lawbook."""

    id: str
    instrument: Instrument
    provision: Provision
    record: Rule | Gap

    @property
    def kind(self) -> str:
        return self.record.kind


class Oracle:
    """Brute force over one lawbook and one question."""

    def __init__(self, book: Lawbook, question: Question) -> None:
        self.book = book
        self.question = question
        self.facts = {f.fact: f for f in question.facts}
        self.day = next(f.fact for f in question.facts if f.domain == "date")
        parts = [(i, p) for i in book.instruments.values() for p in i.provisions]
        self.rules = [
            *(Bearing(f"{i.instrument}/{r.rule}", i, p, r) for i, p in parts for r in p.rules if r.question == question.question),
            *(Bearing(f"{i.instrument}/{g.gap}", i, p, g) for i, p in parts for g in p.gaps if g.question == question.question),
        ]
        self.bounded = {s.slot: s.of for s in question.slots if s.of}

    # --- what a case can turn out to be ---------------------------------------------------------------------

    def completions(self, case: Case) -> Iterator[Completion]:
        """Every way of filling in the facts that some rule asks for."""
        asked = [f for f in self.question.facts if f.fact in self._asked_for() or f.domain == "date"]
        names = [f.fact for f in asked if f.domain != "place"]
        place = next((f for f in asked if f.domain == "place"), None)
        places = list(self._places(place, case)) if place else [("", frozenset[str]())]
        for picked in product(*(self._values(f, case) for f in asked if f.domain != "place")):
            values: Values = dict(zip(names, picked, strict=True))
            if not self._consistent(values, case):
                continue
            for unit, zones in places:
                yield Completion(values | ({place.fact: unit} if place else {}), zones)

    def _asked_for(self) -> set[str]:
        out = {f for r in self.rules for s in (r.record.when, *r.record.unless) for f in s}
        effects = {s for r in self.rules if isinstance(r.record, Rule) for s in r.record.effect}
        return out | {of for slot, of in self.bounded.items() if slot in effects}

    def _consistent(self, values: Values, case: Case) -> bool:
        for name, fact in self.facts.items():
            low = values.get(name, case.values[name])
            high = values.get(fact.no_more_than or "", case.values.get(fact.no_more_than or ""))
            if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
                return False
        return True

    def _values(self, fact: Fact, case: Case) -> list[object]:
        known = case.values[fact.fact]
        if fact.domain == "tree":
            return list(leaves(self.book.content.vocabularies[fact.vocabulary or ""], str(known)))
        if known is not None:
            return [known]
        if fact.domain == "yes_no":
            return ["yes", "no"]
        if fact.domain == "choice":
            return [c.id for c in fact.choices]
        if fact.domain == "set":
            words = [c.id for c in fact.choices]
            return [frozenset(p) for n in range(len(words) + 1) for p in combinations(words, n)]
        if fact.domain == "number":
            return list(self._grid(fact, case))
        raise AssertionError("the day is given")

    def _grid(self, fact: Fact, case: Case) -> Iterable[Decimal]:
        """Every number that a rule or the case names, of whichever fact, one between each two, and one beyond."""
        named = {Decimal(0)} | {v for v in case.values.values() if isinstance(v, Decimal)}
        for rule in self.rules:
            for scope in (rule.record.when, *rule.record.unless):
                tests = [t for t in scope.values() if isinstance(t, Range)]
                named |= {n for t in tests for n in (t.at_least, t.above, t.at_most, t.below) if n is not None}
            if isinstance(rule.record, Rule):
                bounds = [b for b in rule.record.effect.values() if isinstance(b, Bound)]
                named |= {n for b in bounds for n in (b.at_most, b.below) if n is not None}
        least, most = fact.minimum, fact.maximum
        named |= {n for n in (least, most) if n is not None}
        points = sorted(named)
        points = sorted({*points, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 1})
        if fact.whole:
            points = sorted({p.to_integral_value() for p in points} | {p + 1 for p in named})
        return [p for p in points if (least is None or p >= least) and (most is None or p <= most)]

    def _places(self, fact: Fact, case: Case) -> Iterator[tuple[str, frozenset[str]]]:
        words = self.book.content.vocabularies[fact.vocabulary or ""]
        zones = [z.id for z in words.zones]
        within = {z.id: z.within for z in words.zones}
        subsets = [set(s) for s in chain.from_iterable(combinations(zones, n) for n in range(len(zones) + 1))]
        for unit in leaves(words, str(case.values[fact.fact])):
            around = {unit, *ancestors(words, unit)}
            for inside in subsets:
                reach = all(any(t in around for t in z.touches) for z in words.zones if z.id in inside)
                nested = all(set(within[z]) <= inside for z in inside)
                if reach and nested and all((z in inside) == said for z, said in case.zones.items()):
                    yield unit, frozenset(inside)

    # --- which rules apply ----------------------------------------------------------------------------------

    def applies(self, rule: Bearing, done: Completion, said: dict[str, bool], reading: str, known_on: dt.date | None) -> bool | None:
        """Whether a rule applies in a completion; None when nobody knows."""
        on = done.values[self.day]
        assert isinstance(on, dt.date)
        standing = stands(self.book, rule.instrument, rule.provision, rule.record, on, reading, known_on)
        if standing is False or not self._holds(rule.record.when, done, said):
            return False
        if any(self._holds(scope, done, said) for scope in rule.record.unless):
            return False
        doubtful = isinstance(rule.record, Gap) or rule.record.disputed is not None
        return None if doubtful else standing

    def _holds(self, scope: Scope, done: Completion, said: dict[str, bool]) -> bool:
        return all(self._passes(self.facts[name], test, done, said) for name, test in scope.items())

    def _passes(self, fact: Fact, test: object, done: Completion, said: dict[str, bool]) -> bool:
        value = done.values[fact.fact]
        if isinstance(test, Range):
            if isinstance(value, frozenset):
                return (
                    (not test.any_of or any(w in value for w in test.any_of))
                    and all(w in value for w in test.all_of)
                    and not any(w in value for w in test.none_of)
                )
            if isinstance(value, dt.date):
                return (test.from_ is None or test.from_ <= value) and (test.before is None or value < test.before)
            assert isinstance(value, Decimal)
            return (
                (test.at_least is None or value >= test.at_least)
                and (test.above is None or value > test.above)
                and (test.at_most is None or value <= test.at_most)
                and (test.below is None or value < test.below)
            )
        listed = (test,) if isinstance(test, str) else test
        assert isinstance(listed, tuple)
        if fact.domain not in ("tree", "place"):
            return value in listed
        words = self.book.content.vocabularies[fact.vocabulary or ""]
        if any(w in (value, *ancestors(words, str(value))) for w in listed):
            return True
        on = done.values[self.day]
        assert isinstance(on, dt.date)
        return any(
            z.id in listed and z.id in done.zones and (z.id in said or z.established is None or on >= z.established) for z in words.zones
        )

    # --- the answer -----------------------------------------------------------------------------------------

    def outcome(self, applying: list[Bearing], done: Completion) -> str:
        """The outcome when exactly these rules apply."""
        closed = any(r.kind == "closing" for r in applying)
        unread = any(r.kind == "limit" and isinstance(r.record, Gap) for r in applying)
        limits = [r for r in applying if r.kind == "limit" and isinstance(r.record, Rule)]
        ways = {r.id: [r, *(x for x in applying if x.kind == "relief" and r.id in x.record.relieves)] for r in limits}
        if self.question.reads == "chain":
            chain_values = [c.id for s in self.question.slots if s.slot == self.question.main for c in s.values]
            most = max((min(self._step(w, chain_values) for w in ways[r.id]) for r in limits), default=0)
            most = len(chain_values) - 1 if unread else most
            return UNCLOSED if most == 0 and not closed else chain_values[most]
        if any(all(self._zero(w) for w in ways[r.id]) for r in limits):
            return "prohibited"
        if unread or any(not any(self._admits(w, done) for w in ways[r.id]) for r in limits):
            return "not_permitted"
        return "permitted" if closed else UNCLOSED

    def _step(self, way: Bearing, values: list[str]) -> int:
        effect = way.record.effect if isinstance(way.record, Rule) else {}
        return values.index(str(effect.get(self.question.main, values[0])))

    def _zero(self, way: Bearing) -> bool:
        bound = way.record.effect.get(self.question.main) if isinstance(way.record, Rule) else None
        return isinstance(bound, Bound) and 0 in (bound.at_most, bound.below)

    def _admits(self, way: Bearing, done: Completion) -> bool:
        for slot, bound in way.record.effect.items() if isinstance(way.record, Rule) else ():
            value = done.values[self.bounded[slot]]
            assert isinstance(value, Decimal)
            assert isinstance(bound, Bound)
            if bound.at_most is not None and value > bound.at_most:
                return False
            if bound.below is not None and value >= bound.below:
                return False
        return True

    def verdict(self, done: Completion, said: dict[str, bool], reading: str, known_on: dt.date | None) -> Verdict:
        """The answer of one completion."""
        state = {r.id: self.applies(r, done, said, reading, known_on) for r in self.rules if r.kind != "duty"}
        sure = [r for r in self.rules if state.get(r.id) is True]
        hidden = [r for r in self.rules if r.id in state and state[r.id] is None]
        found: dict[frozenset[str], str] = {}
        for bits in product((False, True), repeat=len(hidden)):
            on = [r for r, bit in zip(hidden, bits, strict=True) if bit]
            found[frozenset(r.id for r in on)] = self.outcome(sure + on, done)
        outcomes = set(found.values())
        if len(outcomes) == 1 and UNCLOSED not in outcomes:
            return Verdict(outcomes.pop())
        causes = {"gap"} if UNCLOSED in outcomes else set[str]()
        causes |= {cause(r) for r in hidden if any(found[on] != found[on ^ {r.id}] for on in found)}
        return Verdict("undetermined", frozenset(causes))

    def decide(self, case: Case, reading: str, known_on: dt.date | None) -> Verdict:
        """The answer of the case: the one that all completions give."""
        verdicts = [self.verdict(d, case.zones, reading, known_on) for d in self.completions(case)]
        outcomes = {v.outcome for v in verdicts}
        if len(outcomes) > 1:
            return Verdict("undetermined", frozenset({"missing_facts"}))
        return Verdict(outcomes.pop(), frozenset().union(*(v.causes for v in verdicts)))

    def deciding(self, case: Case, reading: str, known_on: dt.date | None) -> set[str]:
        """The facts of which some two values, all else being equal, give different answers."""
        place = next((f.fact for f in self.question.facts if f.domain == "place"), None)
        groups: dict[tuple[str, object], set[str]] = {}
        for done in self.completions(case):
            outcome = self.verdict(done, case.zones, reading, known_on).outcome
            for fact in done.values:
                rest = frozenset((f, v) for f, v in done.values.items() if f != fact)
                zones = frozenset[str]() if fact == place else done.zones
                groups.setdefault((fact, (rest, zones)), set()).add(outcome)
        return {fact for (fact, _), outcomes in groups.items() if len(outcomes) > 1}


def cause(rule: Bearing) -> str:
    """Why nobody knows whether a rule applies."""
    if isinstance(rule.record, Gap):
        return "gap"
    return "disputed" if rule.record.disputed is not None else "standing_unknown"


def ancestors(words: Vocabulary, id: str) -> list[str]:
    """The terms around a term, nearest first."""
    parents = {t.id: t.parent for t in words.terms}
    out = []
    above = id.removesuffix(":other") if id.endswith(":other") else parents.get(id)
    while above is not None and above != "*":
        out.append(above)
        above = parents[above]
    return out


def leaves(words: Vocabulary, top: str) -> Iterator[str]:
    """What a value can turn out to be: the finest terms in it, and "another kind" where these are not all."""
    if top.endswith(":other"):
        yield top
        return
    children = [t.id for t in words.terms if (t.parent or "*") == top]
    for child in children:
        yield from leaves(words, child)
    if not children:
        yield top
    elif top == "*" or not next(t for t in words.terms if t.id == top).complete:
        yield f"{top}:other"
