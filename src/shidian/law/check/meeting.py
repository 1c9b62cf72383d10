"""Whether a relief can ever meet the limit it names: their scopes share a case, and they stand on a common day.

Only certain misses are faults: two scopes are held against each other fact by fact, so that what is reported is never met,
whatever the other facts say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shidian.law.check.found import FoundFault
from shidian.law.load.nodes import Loaded, Path, records
from shidian.law.records.instrument import Edition, Gap, Instrument, Provision, Range, Rule, Test
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Fact, Question
from shidian.law.tree import ROOT, Tree


class _Placed(NamedTuple):
    """A rule with the instrument and the provision it stands in."""

    instrument: Instrument
    provision: Provision
    rule: Rule


def check_meetings(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """A fault for each limit named in `relieves` that its relief (or gap) can never meet."""
    questions: dict[str, Question] = {q.question: q for _, q in records(loaded, Question)}
    trees = {v.vocabulary: Tree(v) for _, v in records(loaded, Vocabulary) if _whole(v)}
    acts: dict[str, Instrument] = {i.instrument: i for _, i in records(loaded, Instrument)}
    limits = {
        f"{i.instrument}/{r.rule}": _Placed(i, p, r) for i in acts.values() for p in i.provisions for r in p.rules if r.kind == "limit"
    }
    for item, instrument in records(loaded, Instrument):
        for i, provision in enumerate(instrument.provisions):
            for key, entries in (("rules", provision.rules), ("gaps", provision.gaps)):
                for j, entry in enumerate(entries):
                    question = questions.get(entry.question)
                    if question is None or (isinstance(entry, Gap) and entry.relieves_all_but is not None):
                        continue  # a gap over all limits need not meet each of them
                    for k, id in enumerate(entry.relieves):
                        limit = limits.get(id)
                        if limit is None or limit.rule.question != entry.question:
                            continue
                        at: Path = ("provisions", i, key, j, "relieves", k)
                        fact = disjoint(entry, limit.rule, question, trees)
                        if fact is not None:
                            yield FoundFault(
                                "never-met",
                                item,
                                at,
                                f"no case of this {entry.kind} is a case of `{id}`",
                                f"their scopes share no `{fact}`",
                            )
                        elif not overlap(lifetime(instrument, provision, entry, acts), lifetime(*limit, acts)):
                            yield FoundFault(
                                "never-met",
                                item,
                                at,
                                f"this {entry.kind} and `{id}` never stand on the same day",
                                "look at `in_force` of both",
                            )


def _whole(vocabulary: Vocabulary) -> bool:
    """Whether it makes a tree: every parent and member exists and nothing lies inside itself. (Other checks report the rest.)"""
    parents = {t.id: t.parent for t in vocabulary.terms}
    entries = parents.keys() | {z.id for z in vocabulary.zones} | {g.id for g in vocabulary.groups}
    for id in parents:
        seen: set[str] = set()
        node: str | None = id
        while node is not None:
            if node in seen or node not in parents:
                return False
            seen.add(node)
            node = parents[node]
    if any(u not in parents for z in vocabulary.zones for u in z.touches):
        return False
    done = set(parents) | {z.id for z in vocabulary.zones}
    waiting = [g for g in vocabulary.groups if set(g.members) <= entries]
    while ready := [g for g in waiting if set(g.members) <= done]:
        done |= {g.id for g in ready}
        waiting = [g for g in waiting if g.id not in done]
    return done == entries


def disjoint(one: Rule | Gap, other: Rule, question: Question, trees: dict[str, Tree]) -> str | None:
    """The fact of which the two scopes share no value, or the fact that an `unless` of one takes away whole; None when a case may
    lie in both."""
    facts = {f.fact: f for f in question.facts}
    for name in one.when.keys() & other.when.keys():
        if name in facts and not _share(one.when[name], other.when[name], facts[name], trees):
            return name
    for scope, unless in ((one.when, other.unless), (other.when, one.unless)):
        for excluded in unless:
            name_of = next(iter(excluded), None)
            if name_of is not None and all(
                n in scope and n in facts and _within(scope[n], t, facts[n], trees) for n, t in excluded.items()
            ):
                return name_of
    return None


def _share(one: Test, other: Test, fact: Fact, trees: dict[str, Tree]) -> bool:
    """Whether one value can pass both tests; True where it is not certain that none does."""
    if isinstance(one, Range) or isinstance(other, Range):
        return not (isinstance(one, Range) and isinstance(other, Range)) or _ranges_share(one, other)
    left, right = _words(one), _words(other)
    if fact.domain not in ("tree", "place"):
        return bool(left & right)
    tree = trees.get(fact.vocabulary or "")
    if tree is None or not _known(tree, left | right):
        return True
    (terms, zones), (other_terms, other_zones) = tree.spread(left), tree.spread(right)
    return (
        _units(tree, terms, zones, other_terms) or _units(tree, other_terms, other_zones, terms) or _zones_share(tree, zones, other_zones)
    )


def _units(tree: Tree, terms: set[str], zones: set[str], other: set[str]) -> bool:
    """Whether the terms or zones of one side can hold a place within the terms of the other."""
    inside = {n for t in other for n in tree.below(t)}
    around = {n for t in other for n in tree.above(t)} - {ROOT}
    return bool(terms & (inside | around)) or any(tree.zone_units[z] & inside for z in zones)


def _zones_share(tree: Tree, zones: set[str], other: set[str]) -> bool:
    def units(zone: str) -> set[str]:
        return {n for t in tree.zones[zone].touches for n in tree.below(t)}

    return bool({n for z in zones for n in units(z)} & {n for z in other for n in units(z)})


def _within(one: Test, other: Test, fact: Fact, trees: dict[str, Tree]) -> bool:
    """Whether every value that passes `one` certainly passes `other`."""
    if isinstance(one, Range) or isinstance(other, Range):
        return one == other
    left, right = _words(one), _words(other)
    if fact.domain not in ("tree", "place"):
        return left <= right
    tree = trees.get(fact.vocabulary or "")
    if tree is None or not _known(tree, left | right):
        return False
    (terms, zones), (other_terms, other_zones) = tree.spread(left), tree.spread(right)
    inside = {n for t in other_terms for n in tree.below(t)}
    return terms <= inside and zones <= other_zones


def _words(test: Test) -> set[str]:
    assert not isinstance(test, Range)
    return {test} if isinstance(test, str) else set(test)


def _known(tree: Tree, words: set[str]) -> bool:
    return all(w in tree or w in tree.parent for w in words)


def _ranges_share(one: Range, other: Range) -> bool:
    """Whether a number, day or set can lie in both."""
    if (one.any_of or one.all_of or one.none_of) or (other.any_of or other.all_of or other.none_of):
        for a, b in ((one, other), (other, one)):
            if set(a.all_of) & set(b.none_of) or (a.any_of and set(a.any_of) <= set(b.none_of)):
                return False
        return True
    starts = [d for d in (one.from_, other.from_) if d is not None]
    ends = [d for d in (one.before, other.before) if d is not None]
    if starts and ends and max(starts) >= min(ends):
        return False
    lows = [(n, open) for r in (one, other) for n, open in ((r.at_least, False), (r.above, True)) if n is not None]
    highs = [(n, open) for r in (one, other) for n, open in ((r.at_most, False), (r.below, True)) if n is not None]
    if not lows or not highs:
        return True
    low, high = max(n for n, _ in lows), min(n for n, _ in highs)
    open_end = any(open for n, open in (*lows, *highs) if n == low == high)
    return low < high or (low == high and not open_end)


Interval = tuple[dt.date, dt.date | None]
"""A half-open interval of days; None: without end."""


def first_day(edition: Edition) -> dt.date | None:
    """The earliest day of an edition's life that is known."""
    days = (edition.adopted, edition.promulgated, edition.published, edition.effective)
    return min((d for d in days if d is not None), default=None)


def in_provision(instrument: Instrument, provision: Provision | None) -> list[Edition]:
    """The editions that contain a provision; all of them without one."""
    if provision is None or not isinstance(provision.number, dict):
        return list(instrument.editions)
    return [e for e in instrument.editions if e.edition in provision.number]


def lifetime(instrument: Instrument, provision: Provision, rule: Rule | Gap, acts: Mapping[str, Instrument]) -> list[Interval]:
    """Intervals outside of which the rule stands in neither reading."""
    own = [d for e in in_provision(instrument, provision) if (d := first_day(e)) is not None]
    out: list[Interval] = []
    if rule.in_force is None:
        days = [e.effective for e in instrument.editions]
        for i, edition in enumerate(instrument.editions):
            if edition not in in_provision(instrument, provision) or edition.effective is None:
                continue
            later = [d for d in days[i + 1 :] if d is not None]
            ends = [d for d in (edition.expires, *later[:1]) if d is not None]
            out.append((first_day(edition) or edition.effective, min(ends, default=None)))
    for period in rule.in_force or ():
        act = acts.get((period.by or "").partition("@")[0])
        early = [d for e in act.editions if (d := first_day(e)) is not None] if act is not None else []
        until = (period.until_at_latest or period.until) if period.then == "over" else None
        out.append((min((period.from_, *early, *own)), until))
    if isinstance(rule, Rule):
        announced = rule.announced or (min(own, default=None) if not out else None)
        if announced is not None:
            out.append((announced, rule.announced_until if not out else out[0][0]))
    return out


def overlap(one: list[Interval], other: list[Interval]) -> bool:
    """Whether any two of the intervals share a day."""
    return any((e1 is None or s2 < e1) and (e2 is None or s1 < e2) for s1, e1 in one for s2, e2 in other)
