"""What a case can turn out to be: a completion gives every fact that some rule asks for a value, and says which zones the place lies in.

A number takes every value that a rule or the case names, of whichever fact, one between each two and one beyond at both ends: no rule
tells more apart. A coarse activity or place is a leaf below it, or "another kind" where its parts are not all listed. Of values that pass
just the same tests of the rules at hand one stands for all, unless every one is wanted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, combinations, pairwise, product

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Bound, Gap, Range, Rule
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Fact, Question

Values = dict[str, object]


class Facts(Struct, frozen=True):
    """A case: what is known of each fact (None: nothing; of a tree or place the whole of it is `*`), and which zones were spoken of."""

    values: Mapping[str, object]
    zones: Mapping[str, bool]


class Completion(Struct, frozen=True):
    """Every fact that some rule asks for, and the zones that the place lies in."""

    values: Values
    zones: frozenset[str]


def completions(
    book: Lawbook, question: Question, rules: Iterable[Rule | Gap], case: Facts, on: dt.date, *, every: bool = False
) -> Iterator[Completion]:
    """Every way of filling in the facts that some rule asks for; with `every` also those that no rule tells apart."""
    records = list(rules)
    wanted = _asked_for(question, records)
    asked = [f for f in question.facts if f.fact in wanted or f.domain == "date"]
    names = [f.fact for f in asked if f.domain != "place"]
    place = next((f for f in asked if f.domain == "place"), None)
    places: list[tuple[object, frozenset[str]]] = [(u, z) for u, z in _places(book, place, case, on)] if place else [("", frozenset())]
    values = [[(v, frozenset[str]()) for v in _values(book, records, f, case)] for f in asked if f.domain != "place"]
    if not every:
        values = [
            v if f.domain in ("number", "date") else _told_apart(book, question, records, f, v)
            for f, v in zip((f for f in asked if f.domain != "place"), values, strict=True)
        ]
        places = _told_apart(book, question, records, place, places) if place else places
    for picked in product(*([v for v, _ in each] for each in values)):
        done: Values = dict(zip(names, picked, strict=True))
        if _consistent(question, done, case):
            for unit, zones in places:
                yield Completion(done | ({place.fact: unit} if place else {}), zones)


def _told_apart(
    book: Lawbook, question: Question, records: list[Rule | Gap], fact: Fact, values: list[tuple[object, frozenset[str]]]
) -> list[tuple[object, frozenset[str]]]:
    """Of the values (of a place with its zones) that pass just the same tests, and leave room for the same numbers, the first."""
    if len(values) < 2:  # nothing to tell apart
        return values
    tests = list(dict.fromkeys(scope[fact.fact] for r in records for scope in (r.when, *r.unless) if fact.fact in scope))
    first: dict[tuple[bool, ...], tuple[object, frozenset[str]]] = {}
    for value, zones in values:
        done = Completion({fact.fact: value}, zones)
        full = (value in other.full_for.get(fact.fact, ()) for other in question.facts)
        first.setdefault((*(passes(book, fact, test, done) for test in tests), *full), (value, zones))
    return list(first.values())


def _asked_for(question: Question, records: list[Rule | Gap]) -> set[str]:
    out = {f for r in records for s in (r.when, *r.unless) for f in s}
    effects = {s for r in records if isinstance(r, Rule) for s in r.effect}
    bounded = {s.of for s in question.slots if s.of and s.slot in effects}
    return out | bounded | {other for f in question.facts if f.fact in bounded for other in f.full_for}


def _consistent(question: Question, values: Values, case: Facts) -> bool:
    """Whether no number is more than one that it cannot exceed; where the next one is not asked for, the one after it."""
    more = {f.fact: f.no_more_than for f in question.facts}
    for fact in question.facts:
        low, at = values.get(fact.fact, case.values[fact.fact]), fact.no_more_than
        while at is not None and isinstance(low, Decimal):
            high = values.get(at, case.values[at])
            if isinstance(high, Decimal) and low > high:
                return False
            at = more[at]
    return True


def _values(book: Lawbook, records: list[Rule | Gap], fact: Fact, case: Facts) -> list[object]:
    known = case.values[fact.fact]
    if fact.domain == "tree":
        return list(leaves(book.content.vocabularies[fact.vocabulary or ""], str(known)))
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
        return list(_grid(records, fact, case))
    raise ValueError("the day is given")


def possible(book: Lawbook, fact: Fact, case: Facts) -> list[object]:
    """The values that a fact can have as far as it is known; empty for a number, or a place, of which every value is possible."""
    if fact.domain in ("number", "place") and (case.values[fact.fact] is None or fact.domain == "place"):
        return []
    return _values(book, [], fact, case)


def _grid(records: list[Rule | Gap], fact: Fact, case: Facts) -> list[Decimal]:
    named = {Decimal(0)} | {v for v in case.values.values() if isinstance(v, Decimal)}
    for record in records:
        for scope in (record.when, *record.unless):
            tests = [t for t in scope.values() if isinstance(t, Range)]
            named |= {n for t in tests for n in (t.at_least, t.above, t.at_most, t.below) if n is not None}
        if isinstance(record, Rule):
            bounds = [b for b in record.effect.values() if isinstance(b, Bound)]
            named |= {n for b in bounds for n in (b.at_most, b.below) if n is not None}
    least, most = fact.minimum, fact.maximum
    named |= {n for n in (least, most) if n is not None}
    points = sorted(named)
    points = sorted({points[0] - 1, *points, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 1})
    if fact.whole:
        points = sorted({p.to_integral_value() for p in points} | {p + 1 for p in named})
    return [p for p in points if (least is None or p >= least) and (most is None or p <= most)]


def _places(book: Lawbook, fact: Fact, case: Facts, on: dt.date) -> Iterator[tuple[str, frozenset[str]]]:
    """Each unit with each set of zones that the place can lie in. Before a zone was established its land is there, but no place lies in it,
    and nothing follows from it for the zones around: nobody said that its land was theirs before."""
    words = book.content.vocabularies[fact.vocabulary or ""]
    there = {z.id: z for z in words.zones if z.established is None or on >= z.established}
    land = [z.touches for z in words.zones if case.zones.get(z.id)]
    for unit in leaves(words, str(case.values[fact.fact])):
        around = index_of(words).around(unit)
        if not all(any(t in around for t in touches) for touches in land):
            continue
        reach = [z.id for z in there.values() if any(t in around for t in z.touches)]
        for inside in map(frozenset, chain.from_iterable(combinations(reach, n) for n in range(len(reach) + 1))):
            if all(w in inside for z in inside for w in there[z].within if w in there) and all(
                (z in inside) == said for z, said in case.zones.items() if z in there
            ):
                yield unit, inside


def passes(book: Lawbook, fact: Fact, test: object, done: Completion) -> bool:
    """Whether a completion passes one test of a scope."""
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
    words = book.content.vocabularies[fact.vocabulary or ""]
    index = index_of(words)
    named = index.named(listed)
    return not named.isdisjoint(index.around(str(value))) or not named.isdisjoint(done.zones)


class TermIndex:
    """The terms of a vocabulary, as they are looked up."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.parents = {t.id: t.parent for t in words.terms}
        self.groups = {g.id: g.members for g in words.groups}
        self.complete = {t.id for t in words.terms if t.complete}
        self.children: dict[str, list[str]] = {}
        for term in words.terms:
            self.children.setdefault(term.parent or "*", []).append(term.id)
        self._named: dict[tuple[str, ...], frozenset[str]] = {}
        self._around: dict[str, tuple[str, ...]] = {}

    def named(self, listed: tuple[str, ...]) -> frozenset[str]:
        """The terms and zones that some words name, each group taken apart."""
        if listed not in self._named:
            self._named[listed] = frozenset(
                w for word in listed for w in (self.named(self.groups[word]) if word in self.groups else (word,))
            )
        return self._named[listed]

    def around(self, id: str) -> tuple[str, ...]:
        """A term and those around it, nearest first."""
        if id not in self._around:
            above = id.removesuffix(":other") if id.endswith(":other") else self.parents.get(id)
            self._around[id] = (id, *(self.around(above) if above is not None and above != "*" else ()))
        return self._around[id]


_indexes: dict[int, TermIndex] = {}


def index_of(words: Vocabulary) -> TermIndex:
    """The terms of a vocabulary; they are put in order once."""
    found = _indexes.get(id(words))
    if found is None or found.words is not words:
        found = _indexes[id(words)] = TermIndex(words)
    return found


def leaves(words: Vocabulary, top: str) -> Iterator[str]:
    """What a value can turn out to be: the finest terms in it, and "another kind" where these are not all."""
    if top.endswith(":other"):
        yield top
        return
    terms = index_of(words)
    children = terms.children.get(top, [])
    for child in children:
        yield from leaves(words, child)
    if not children:
        yield top
    elif top == "*" or top not in terms.complete:
        yield f"{top}:other"
