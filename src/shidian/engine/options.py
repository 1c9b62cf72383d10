"""The ways in which a missing fact can turn out, in classes of values that no rule at hand tells apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations

from msgspec import Struct

from shidian.engine.bounds import number_range
from shidian.engine.case import Case, zone_truth
from shidian.engine.conditions import Between, InPlace, InRange, InSet, InTree, Test
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State
from shidian.law.tree import Tree


class Option(Struct, frozen=True):
    """One class: the values in it (tree and place: the largest terms that lie wholly in it; number: from, to), the zone it
    speaks of, and the case with one of them filled in."""

    values: tuple[str, ...]
    case: Case
    zone: str | None = None
    number: Decimal | None = None


def open_facts(rulebook: Rulebook, state: State, case: Case) -> list[str]:
    """The facts that the doubtful rules, or the ceilings of those that apply, ask for, in the question's order."""
    wanted = {t.fact for r in state.maybe for t in r.scope.unknown(case)}
    if case.values[rulebook.day] is None:
        wanted.add(rulebook.day)
    for slot, fact in rulebook.ceilings.items():
        if case.values[fact] is None and any(
            slot in r.effect.ceilings for r in (*state.yes, *state.maybe, *state.hidden) if r.kind in ("limit", "relief")
        ):
            wanted.add(fact)
    return [f.fact for f in rulebook.question.facts if f.fact in wanted]


def options(rulebook: Rulebook, state: State, case: Case, fact: str) -> list[Option]:
    """Every class of values of `fact` that the state tells apart, each with the case it leads to."""
    domain = rulebook.facts[fact].domain
    tests = [t for r in state.maybe for t in r.scope.all() if t.fact == fact]
    if domain == "tree":
        tree = rulebook.trees[fact]
        return _tree(tree, case, fact, [t.inside for t in tests if isinstance(t, InTree)], tree.atoms(str(case.values[fact])))
    if domain == "place":
        return _place(rulebook, case, fact, tests)
    if domain == "number":
        return number_classes(rulebook, state, case, fact, least_of(rulebook, case, fact))
    if domain == "date":
        return _date(state, case, fact, tests)
    if domain == "set":
        words = sorted({w for t in tests if isinstance(t, InSet) for w in (*t.any_of, *t.all_of, *t.none_of)})
        parts = chain.from_iterable(combinations(words, n) for n in range(len(words) + 1))
        return [Option(p, case.with_value(fact, frozenset(p))) for p in parts]
    answers = ["yes", "no"] if domain == "yes_no" else [c.id for c in rulebook.facts[fact].choices]
    return [Option((a,), case.with_value(fact, a)) for a in answers]


def samples(rulebook: Rulebook, state: State, case: Case, fact: str) -> Iterator[Case]:
    """One case for every class of values of `fact`, found one by one: who only needs two that differ stops early."""
    domain = rulebook.facts[fact].domain
    if domain not in ("tree", "place"):
        yield from (o.case for o in options(rulebook, state, case, fact))
        return
    tree = rulebook.trees[fact]
    tests = [t for r in state.maybe for t in r.scope.all() if t.fact == fact]
    sets = [t.inside for t in tests if isinstance(t, InTree | InPlace)]
    zones = sorted({z for t in tests if isinstance(t, InPlace) for z in t.zones})
    sets += [tree.zone_units[z] for z in zones]
    seen: dict[tuple[bool, ...], str] = {}
    for atom in tree.atoms(str(case.values[fact])):
        if domain == "place" and not case.fits_zones(atom, tree):
            continue
        signature = tuple(atom in s for s in sets)
        if signature in seen:
            continue
        if len(seen) == 1:  # a second class: the units differ, the first one can be told
            yield case.with_value(fact, next(iter(seen.values())))
        if seen:
            yield case.with_value(fact, atom)
        seen[signature] = atom
    if len(seen) == 1:
        yield from (
            (o.case for o in _place(rulebook, case, fact, tests))
            if domain == "place"
            else (case.with_value(fact, atom) for atom in seen.values())
        )


def _tree(tree: Tree, case: Case, fact: str, sets: Iterable[Collection[str]], atoms: Iterable[str]) -> list[Option]:
    """The atoms by the sets they are in: those in the same ones are one option."""
    classes: dict[tuple[bool, ...], list[str]] = {}
    for atom in atoms:
        classes.setdefault(tuple(atom in s for s in sets), []).append(atom)
    top = str(case.values[fact])
    return [Option(cover(tree, top, atoms), case.with_value(fact, atoms[0])) for atoms in classes.values()]


def cover(tree: Tree, top: str, atoms: Iterable[str]) -> tuple[str, ...]:
    """The fewest terms that contain these atoms of `top` and no other, in the order of the tree."""
    whole = {a for a in atoms if not tree.children.get(a)}
    waiting = list(whole)
    inside: dict[str, int] = {}
    while waiting:  # a term is whole when all its children are
        term = waiting.pop()
        if term == top:
            return (top,)
        parent = tree.parent[term]
        inside[parent] = inside.get(parent, 0) + 1
        if inside[parent] == len(tree.children[parent]):
            whole.add(parent)
            waiting.append(parent)
    return tuple(sorted((t for t in whole if tree.parent[t] not in whole), key=tree.order.__getitem__))


def _place(rulebook: Rulebook, case: Case, fact: str, tests: Iterable[Test]) -> list[Option]:
    """First the unit; when every unit left is alike, the zones one by one."""
    tree = rulebook.trees[fact]
    places = [t for t in tests if isinstance(t, InPlace)]
    zones = sorted({z for t in places for z in t.zones})
    sets = [t.inside for t in places] + [tree.zone_units[z] for z in zones]
    top = str(case.values[fact])
    classes = _tree(tree, case, fact, sets, (a for a in tree.atoms(top) if case.fits_zones(a, tree)))
    if len(classes) > 1:
        return classes
    on = case.values[rulebook.day]
    day = on if isinstance(on, dt.date) else None
    unit = str(classes[0].case.values[fact]) if classes else top
    for zone in zones:
        if zone_truth(case, zone, unit, day, tree) is None:
            return [Option((top,), case.with_zone(zone, inside), zone=zone) for inside in (True, False)]
    return [Option((top,), case.with_value(fact, unit))]


def linked(rulebook: Rulebook, fact: str) -> set[str]:
    """The number, and those that bound it or are bounded by it, at any remove."""
    out = {fact}
    while True:
        more = {f for f, d in rulebook.facts.items() if d.no_more_than in out and d.no_more_than is not None}
        more |= {d.no_more_than for f, d in rulebook.facts.items() if f in out and d.no_more_than is not None}
        if more <= out:
            return out
        out |= more


def least_of(rulebook: Rulebook, case: Case, fact: str) -> Decimal | None:
    """The least that a number can be, by the numbers known that it bounds at any remove."""
    return max((v for low, high in rulebook.ordered if high == fact and isinstance(v := case.values[low], Decimal)), default=None)


def number_classes(rulebook: Rulebook, state: State, case: Case, fact: str, least: Decimal | None = None) -> list[Option]:
    """Points and intervals. What is said of a number that bounds this one, or is bounded by it, cuts this one too while that one
    is open: it must be able to lie on either side."""
    low, high = number_range(rulebook, case, fact)
    low = low if least is None else max(low, least)
    about = {f for f in linked(rulebook, fact) if f == fact or case.values[f] is None}
    cuts = {
        c
        for r in state.maybe
        for t in r.scope.all()
        if isinstance(t, InRange) and t.fact in about
        for c in (t.low, t.high)
        if c is not None
    }
    slots = [s for s, f in rulebook.ceilings.items() if f in about]
    for rule in (*state.yes, *state.maybe, *state.hidden):
        cuts |= {rule.effect.ceilings[s].value for s in slots if s in rule.effect.ceilings}
    step = Decimal(1) if rulebook.facts[fact].whole else None
    edges = [low, *sorted(p for p in cuts if low < p < high), high]
    classes: list[tuple[Decimal, Decimal]] = []  # a point is (p, p), an open interval (a, b)
    for i, point in enumerate(edges):
        if i and edges[i - 1] < point:
            classes.append((edges[i - 1], point))
        if point.is_finite() and (not classes or classes[-1] != (point, point)):
            classes.append((point, point))
    out = []
    for a, b in classes:
        sample = a if a == b else _between(a, b, step)
        if a == b or a < sample < b:
            out.append(Option((str(a), str(b)), case.with_value(fact, sample), number=sample))
    return out


def zone_leads(rulebook: Rulebook, state: State, case: Case, fact: str) -> list[Option]:
    """The zones that could be named at once, without naming the unit first."""
    if rulebook.facts[fact].domain != "place":
        return []
    tree = rulebook.trees[fact]
    on = case.values[rulebook.day]
    day = on if isinstance(on, dt.date) else None
    tests = [t for r in state.maybe for t in r.scope.all() if isinstance(t, InPlace)]
    zones = sorted({z for t in tests for z in t.zones})
    unit = str(case.values[fact])
    return [Option((unit,), case.with_zone(z, True), zone=z) for z in zones if zone_truth(case, z, unit, day, tree) is None]


def _between(a: Decimal, b: Decimal, step: Decimal | None) -> Decimal:
    if not a.is_finite() and not b.is_finite():
        return Decimal(0)
    if not a.is_finite():
        return b - 1
    if not b.is_finite():
        return a + 1
    return a + step if step is not None else (a + b) / 2


def _date(state: State, case: Case, fact: str, tests: Iterable[Test]) -> list[Option]:
    days = {d for r in (*state.yes, *state.maybe, *state.hidden) for d in r.validity.days()}
    days |= {d for t in tests if isinstance(t, Between) for d in (t.start, t.before) if d is not None}
    first = min(days, default=dt.date(2000, 1, 1)) - dt.timedelta(days=1)
    return [Option((d.isoformat(),), case.with_value(fact, d)) for d in sorted({first, *days})]
