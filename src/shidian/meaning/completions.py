"""What a case can turn out to be: a completion gives every fact that some rule asks for a value, and says which zones the place lies in.

A number takes every value that a rule or the case names, of whichever fact, one between each two and one beyond: no rule tells
more apart. A coarse activity or place is a leaf below it, or "another kind" where its parts are not all listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, combinations, pairwise, product

from msgspec import Struct

from shidian.law.lawbook import Lawbook
from shidian.law.records.instrument import Bound, Gap, Range, Rule
from shidian.law.records.question import Fact, Question
from shidian.law.records.vocabulary import Vocabulary

Values = dict[str, object]


class Facts(Struct, frozen=True):
    """A case: what is known of each fact (None: nothing; of a tree or place the whole of it is `*`), and which zones were spoken of."""

    values: Mapping[str, object]
    zones: Mapping[str, bool]


class Completion(Struct, frozen=True):
    """Every fact that some rule asks for, and the zones that the place lies in."""

    values: Values
    zones: frozenset[str]


def completions(book: Lawbook, question: Question, rules: Iterable[Rule | Gap], case: Facts) -> Iterator[Completion]:
    """Every way of filling in the facts that some rule asks for."""
    records = list(rules)
    wanted = _asked_for(question, records)
    asked = [f for f in question.facts if f.fact in wanted or f.domain == "date"]
    names = [f.fact for f in asked if f.domain != "place"]
    place = next((f for f in asked if f.domain == "place"), None)
    places = list(_places(book, place, case)) if place else [("", frozenset[str]())]
    for picked in product(*(_values(book, records, f, case) for f in asked if f.domain != "place")):
        values: Values = dict(zip(names, picked, strict=True))
        if _consistent(question, values, case):
            for unit, zones in places:
                yield Completion(values | ({place.fact: unit} if place else {}), zones)


def _asked_for(question: Question, records: list[Rule | Gap]) -> set[str]:
    out = {f for r in records for s in (r.when, *r.unless) for f in s}
    effects = {s for r in records if isinstance(r, Rule) for s in r.effect}
    return out | {s.of for s in question.slots if s.of and s.slot in effects}


def _consistent(question: Question, values: Values, case: Facts) -> bool:
    for fact in question.facts:
        low = values.get(fact.fact, case.values[fact.fact])
        high = values.get(fact.no_more_than or "", case.values.get(fact.no_more_than or ""))
        if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
            return False
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
    points = sorted({*points, *((a + b) / 2 for a, b in pairwise(points)), points[-1] + 1})
    if fact.whole:
        points = sorted({p.to_integral_value() for p in points} | {p + 1 for p in named})
    return [p for p in points if (least is None or p >= least) and (most is None or p <= most)]


def _places(book: Lawbook, fact: Fact, case: Facts) -> Iterator[tuple[str, frozenset[str]]]:
    words = book.content.vocabularies[fact.vocabulary or ""]
    within = {z.id: set(z.within) for z in words.zones}
    for unit in leaves(words, str(case.values[fact.fact])):
        around = {unit, *ancestors(words, unit)}
        reach = [z.id for z in words.zones if any(t in around for t in z.touches)]
        for inside in map(frozenset, chain.from_iterable(combinations(reach, n) for n in range(len(reach) + 1))):
            if all(within[z] <= inside for z in inside) and all((z in inside) == said for z, said in case.zones.items()):
                yield unit, inside


def passes(book: Lawbook, fact: Fact, test: object, done: Completion, on: dt.date, said: Mapping[str, bool]) -> bool:
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
    listed = tuple(members(words, listed))
    if any(w in (value, *ancestors(words, str(value))) for w in listed):
        return True
    return any(
        z.id in listed and z.id in done.zones and (z.id in said or z.established is None or on >= z.established) for z in words.zones
    )


def members(words: Vocabulary, listed: Iterable[str]) -> Iterator[str]:
    """The terms and zones that some words name, each group taken apart."""
    groups = {g.id: g.members for g in words.groups}
    for word in listed:
        if word in groups:
            yield from members(words, groups[word])
        else:
            yield word


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
