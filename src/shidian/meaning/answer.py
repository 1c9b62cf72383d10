"""The answer of a case: a completion is settled when every way of resolving doubt agrees, the case when every completion does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Gap, Rule, Scope
from shidian.law.records.question import Question
from shidian.meaning.completions import Completion, Facts, completions, passes, possible
from shidian.meaning.slots import UNCLOSED, Bearing, given, outcome, routes
from shidian.meaning.standing import is_lead, stands

Gift = frozenset[str] | Decimal
"""What is given in one slot: words of a set, or an amount."""


class Verdict(Struct, frozen=True):
    """An outcome, or why there is none."""

    outcome: str
    causes: frozenset[str] = frozenset()


class FoundOnce:
    """What was found of one case, so that it is not looked for again."""

    def __init__(self, case: Facts, left: list[Bearing]) -> None:
        self.case = case
        self.left = left
        self.done: tuple[Completion, ...] | None = None
        self.free: Facts | None = None
        self.stood: dict[tuple[str, str, dt.date | None], tuple[bool | None, str]] = {}


MOST_LOOKED = 3
"""Cases of which it is remembered what was found: one, the same with any share, and one more."""


class Meaning:
    """What the rules of one question mean."""

    def __init__(self, book: Lawbook, question: Question, *, every: bool = False) -> None:
        self.book = book
        self.question = question
        self.every = every
        """Whether completions that no rule tells apart are all looked at."""
        self.facts = {f.fact: f for f in question.facts}
        self.day = next(f.fact for f in question.facts if f.domain == "date")
        self._looked: list[FoundOnce] = []
        parts = [(i, p) for i in book.instruments.values() for p in i.provisions]
        self.rules = [
            *(Bearing(f"{i.instrument}/{r.rule}", i, p, r) for i, p in parts for r in p.rules if r.question == question.question),
            *(Bearing(f"{i.instrument}/{g.gap}", i, p, g) for i, p in parts for g in p.gaps if g.question == question.question),
        ]
        self.needed: dict[str, list[object]] = {}
        for rule in self.rules:
            for fact, value in rule.record.needs.items() if isinstance(rule.record, Rule) else ():
                self.needed.setdefault(fact, []).append(value)

    def completions(self, case: Facts) -> Iterator[Completion]:
        """Every way of filling in the facts that some rule asks for, unless it is ruled out by what is known."""
        on = case.values[self.day]
        assert isinstance(on, dt.date)
        return completions(self.book, self.question, [r.record for r in self.left(case)], case, on, every=self.every)

    def all(self, case: Facts) -> tuple[Completion, ...]:
        """The completions, kept while their case is at hand."""
        looked = self._look(case)
        if looked.done is None:
            looked.done = tuple(self.completions(case))
        return looked.done

    def left(self, case: Facts) -> list[Bearing]:
        """The rules that what is known does not rule out."""
        return self._look(case).left

    def _look(self, case: Facts) -> FoundOnce:
        found = next((one for one in self._looked if one.case is case), None)
        if found is None:
            values = {name: possible(self.book, fact, case) for name, fact in self.facts.items()}
            found = FoundOnce(case, [r for r in self.rules if self._may_apply(r, values)])
            self._looked = [found, *self._looked[: MOST_LOOKED - 1]]
        return found

    def _may_apply(self, rule: Bearing, possible: Mapping[str, list[object]]) -> bool:
        """Whether the facts that are known leave a rule possible: each of its tests passes for some value of its fact alone."""
        return all(
            any(passes(self.book, fact, test, Completion({name: value}, frozenset())) for value in values)
            for name, test in rule.record.when.items()
            for fact in (self.facts[name],)
            for values in (possible[name],)
            if values
            for values in ([*values, *self.needed.get(name, ())],)
        )

    # --- which rules apply ----------------------------------------------------------------------------------

    def applies(
        self, rule: Bearing, done: Completion, case: Facts, reading: str, known_on: dt.date | None, asked: tuple[Completion, ...] = ()
    ) -> bool | None:
        """Whether a rule applies in a completion; None when nobody knows. A relief of what is needed is not for what its exclusions
        name, be it that or the activity that needs it: `asked` are the completions with these."""
        on = done.values[self.day]
        assert isinstance(on, dt.date)
        stood, key = self._look(case).stood, (rule.id, reading, known_on)
        if key not in stood:
            stood[key] = stands(self.book, rule.instrument, rule.provision, rule.record, on, reading, known_on)
        standing, edition = stood[key]
        if standing is False or not self._holds(rule.record.when, (done,)):
            return False
        either = (done, *asked) if rule.kind == "relief" else (done,)
        if any(self._holds(scope, either) for scope in rule.record.unless):
            return False
        doubtful = isinstance(rule.record, Gap) or rule.record.disputed is not None
        found = None if doubtful else standing
        return False if found is None and is_lead(rule.provision, rule.record, edition) else found

    def _holds(self, scope: Scope, either: tuple[Completion, ...]) -> bool:
        """Whether each test of a scope passes in one of the completions."""
        return all(any(passes(self.book, self.facts[name], test, d) for d in either) for name, test in scope.items())

    def sorted_rules(self, done: Completion, case: Facts, reading: str, known_on: dt.date | None) -> tuple[list[Bearing], list[Bearing]]:
        """The rules that apply in a completion, and those of which nobody knows: of the activity asked for, and of all that it needs."""
        state = list(self._bearing(done, case, reading, known_on, ()))
        return [r for r, on in state if on and not r.given], [r for r, on in state if on is None or r.given]

    def _bearing(
        self, done: Completion, case: Facts, reading: str, known_on: dt.date | None, asked: tuple[Completion, ...]
    ) -> Iterator[tuple[Bearing, bool | None]]:
        """Each rule that may apply, with whether it does if the needs that bring it do; a need is among them where that is in doubt."""
        for rule in self.left(case):
            on = self.applies(rule, done, case, reading, known_on, asked)
            if on is False or (asked and rule.kind not in ("limit", "relief", "duty", "need")):
                continue
            if rule.kind != "need" or on is None:
                yield rule, on
            if rule.kind != "need":
                continue
            assert isinstance(rule.record, Rule)
            other = Completion(done.values | dict(rule.record.needs), done.zones)
            for brought, too in self._bearing(other, case, reading, known_on, (done, *asked)):
                given = frozenset(f"{g}@{rule.id}" for g in brought.given) | (frozenset({rule.id}) if on is None else frozenset())
                yield Bearing(f"{brought.id}@{rule.id}", brought.instrument, brought.provision, brought.record, given), too

    def worlds(
        self, done: Completion, case: Facts, reading: str, known_on: dt.date | None
    ) -> Iterator[tuple[frozenset[str], list[Bearing]]]:
        """Every way of resolving what nobody knows: the hidden rules that are on, and all rules that then apply."""
        state = [(r, on) for r, on in self._bearing(done, case, reading, known_on, ()) if r.kind != "duty" or on]
        hidden = [r.id for r, on in state if on is None]
        for bits in product((False, True), repeat=len(hidden)):
            here = frozenset(id for id, bit in zip(hidden, bits, strict=True) if bit)
            yield here, [r for r, on in state if r.kind != "need" and (on or r.id in here) and r.given <= here]

    # --- the answer -----------------------------------------------------------------------------------------

    def verdict(self, done: Completion, case: Facts, reading: str, known_on: dt.date | None) -> Verdict:
        """The answer of one completion."""
        found = {on: outcome(self.question, applying, done) for on, applying in self.worlds(done, case, reading, known_on)}
        outcomes = set(found.values())
        if len(outcomes) == 1 and UNCLOSED not in outcomes:
            return Verdict(outcomes.pop())
        hidden = [r for r, on in self._bearing(done, case, reading, known_on, ()) if on is None]
        causes = {"gap"} if UNCLOSED in outcomes else set[str]()
        causes |= {cause(r) for r in hidden if r.kind != "duty" and any(found[on] != found[on ^ {r.id}] for on in found)}
        return Verdict("undetermined", frozenset(causes))

    def decide(self, case: Facts, reading: str, known_on: dt.date | None) -> Verdict:
        """The answer of the case: the one that all completions give."""
        verdicts = [self.verdict(d, case, reading, known_on) for d in self.all(case)]
        outcomes = {v.outcome for v in verdicts}
        found = Verdict(outcomes.pop(), frozenset().union(*(v.causes for v in verdicts)))
        if outcomes:
            found = Verdict("undetermined", frozenset({"missing_facts"}))
        if found.outcome == "undetermined" and self.question.reads == "ceilings":
            if self.possible(case, reading, known_on) <= {"not_permitted", "prohibited"}:
                return Verdict("refused", found.causes)
        return found

    def possible(self, case: Facts, reading: str, known_on: dt.date | None) -> frozenset[str]:
        """Every outcome that some completion and some resolution of doubt give. Where no rule closes the matter, the mildest is
        possible, and the next one, which an unknown rule would bring."""
        mildest = {
            "ceilings": ("permitted", "not_permitted"),
            "grants": ("granted", "not_granted"),
            "chain": tuple(c.id for s in self.question.slots if s.slot == self.question.main for c in s.values)[:2],
        }[self.question.reads]
        found = {
            outcome(self.question, applying, done) for done in self.all(case) for _, applying in self.worlds(done, case, reading, known_on)
        }
        return frozenset((found - {UNCLOSED}) | (set(mildest) if UNCLOSED in found else set()))

    def bounds(
        self, case: Facts, reading: str, known_on: dt.date | None
    ) -> tuple[frozenset[Decimal], frozenset[Decimal], frozenset[Decimal]]:
        """Of the number that the main ceiling bounds: the values permitted whatever turns out, those that may be permitted, and all
        that were looked at."""
        main = next(s.of for s in self.question.slots if s.slot == self.question.main)
        looked = self._look(case)
        free = looked.free = looked.free or Facts({**case.values, main or "": None}, case.zones)
        always: dict[Decimal, bool] = {}
        ever: dict[Decimal, bool] = {}
        for done in self.all(free):
            value = done.values.get(main or "")
            if not isinstance(value, Decimal):
                continue
            for _, applying in self.worlds(done, free, reading, known_on):
                got = outcome(self.question, applying, done)
                always[value] = always.get(value, True) and got == "permitted"
                ever[value] = ever.get(value, False) or got in ("permitted", UNCLOSED)
        return frozenset(v for v, yes in always.items() if yes), frozenset(v for v, yes in ever.items() if yes), frozenset(ever)

    def deciding(self, case: Facts, reading: str, known_on: dt.date | None) -> set[str]:
        """The facts of which some two values, all else being equal, give different answers."""
        place = next((f.fact for f in self.question.facts if f.domain == "place"), None)
        groups: dict[tuple[str, object], set[str]] = {}
        for done in self.all(case):
            found = self.verdict(done, case, reading, known_on).outcome
            for fact in done.values:
                rest = frozenset((f, v) for f, v in done.values.items() if f != fact)
                zones = frozenset[str]() if fact == place else done.zones
                groups.setdefault((fact, (rest, zones)), set()).add(found)
        return {fact for (fact, _), outcomes in groups.items() if len(outcomes) > 1}

    def duties(self, case: Facts, reading: str, known_on: dt.date | None) -> tuple[frozenset[str], frozenset[str]]:
        """The duty rules that apply in every completion, and those that apply, or may, in some."""
        every: list[frozenset[str]] = []
        some: set[str] = set()
        for done in self.all(case):
            sure, hidden = self.sorted_rules(done, case, reading, known_on)
            every.append(frozenset(r.id for r in sure if r.kind == "duty"))
            some |= {r.id for r in (*sure, *hidden) if r.kind == "duty"}
        return frozenset.intersection(*every), frozenset(some)

    def gives(self, case: Facts, reading: str, known_on: dt.date | None) -> tuple[dict[str, Gift], dict[str, Gift]]:
        """What is given in any case and the most that may be: in each slot over every completion and every resolution of doubt, the words
        common to all and those of any, the least amount and the greatest."""
        found = [
            given(applying, {**case.values, **done.values})
            for done in self.all(case)
            for _, applying in self.worlds(done, case, reading, known_on)
        ]
        certain: dict[str, Gift] = {s: v for s, v in found[0].items() if all(s in other for other in found)}
        possible: dict[str, Gift] = {}
        for slot, value in ((s, v) for each in found for s, v in each.items()):
            most = possible.get(slot, value)
            if isinstance(value, frozenset) and isinstance(most, frozenset):
                possible[slot] = most | value
                if slot in certain:
                    certain[slot] = frozenset(certain[slot]) & value  # type: ignore[arg-type]
            elif isinstance(value, Decimal) and isinstance(most, Decimal):
                possible[slot] = max(most, value)
                if slot in certain:
                    certain[slot] = min(certain[slot], value)
        return certain, possible

    def settled(
        self, case: Facts, reading: str, known_on: dt.date | None
    ) -> tuple[dict[str, frozenset[str] | Decimal], set[frozenset[str]]] | None:
        """What a case gives and its routes, where exactly one completion is left and nothing is in doubt; None elsewhere."""
        left = self.all(case)
        if len(left) != 1:
            return None
        sure, hidden = self.sorted_rules(left[0], case, reading, known_on)
        return (given(sure, {**case.values, **left[0].values}), routes(self.question, sure, left[0])) if not hidden else None


def cause(rule: Bearing) -> str:
    """Why nobody knows whether a rule applies."""
    if isinstance(rule.record, Gap):
        return "gap"
    assert isinstance(rule.record, Rule)
    return "disputed" if rule.record.disputed is not None else "standing_unknown"
