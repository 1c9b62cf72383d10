"""Nodes: the rules that can still matter, hash-consed.

A node stands for everything that the facts read so far leave open: for each rule still alive what is left of its scope, how it
stands on the day, and what coarse or missing facts can still turn out to be. Two cases that reach one node have one answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from shidian.diagram.classes import NO, OPEN, Days, Level, Numbers, Standing, ValueClass
from shidian.engine.algebra import Ceiling
from shidian.engine.rule import Rule
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State

Entry = tuple[int, int, int]
"""Number of a rule, number of what is left of its scope, number of its standing (-1 before the day is read)."""

DEAD = -1
BOUNDING = ("limit", "relief")
"""The kinds of rules whose ceilings a case is held against."""


class Domain(NamedTuple):
    """What a fact that was read can be: the mask of its atoms, and whether a value was given."""

    atoms: int
    given: bool


class Node:
    """One node: its entries, sorted by rule, and the domains of the facts that its open tests and ceilings still need. Nodes are
    made by a space only, one for each content, so that they are equal when they are one object. `number` counts from 0. `whole` is
    the node before the main number was read, where rules speak of that number in their scope: what holds for other values of it."""

    __slots__ = ("domains", "entries", "number", "whole")

    def __init__(self, number: int, entries: tuple[Entry, ...], domains: tuple[tuple[int, Domain], ...], whole: Node | None = None) -> None:
        self.number = number
        self.entries = entries
        self.domains = domains
        self.whole = whole

    def domain(self, level: int) -> Domain | None:
        """What the fact of a level can be; None when it does not matter."""
        for number, domain in self.domains:
            if number == level:
                return domain
        return None


Rest = tuple[tuple[tuple[int, int], ...], tuple[tuple[tuple[int, int], ...], ...]]
"""What is left of a scope: the tests of `when`, and those of each exclusion; a test is (level, number)."""


class Space:
    """The nodes of one question: how a node is left by reading a fact. Nodes are interned, so that equal ones are one object."""

    def __init__(self, rulebook: Rulebook, levels: tuple[Level, ...]) -> None:
        self.rulebook = rulebook
        self.levels = levels
        self.level_of = {level.fact: i for i, level in enumerate(levels)}
        self.rules: tuple[Rule, ...] = rulebook.rules
        number = {r.id: i for i, r in enumerate(self.rules)}
        self._relieves = [frozenset(number[x] for x in r.relieves if x in number) for r in self.rules]
        self._days = next(level for level in levels if isinstance(level, Days))
        self.standings: list[Standing] = []
        self._standing: dict[Standing, int] = {}
        self._by_class: dict[int, tuple[int, ...]] = {}
        self._rests: list[Rest] = []
        self._rest: dict[Rest, int] = {}
        self._touches: list[int] = []
        self._left: list[dict[tuple[int, int], int]] = [{} for _ in levels]
        self._definite: list[dict[tuple[Node, bytes], Node]] = [{} for _ in levels]
        self._ceilings_at: dict[tuple[Node, int], tuple[Ceiling, ...] | None] = {}
        self._asked: dict[tuple[Node, int], tuple[int, ...]] = {}
        self._nodes: dict[tuple[tuple[Entry, ...], tuple[tuple[int, Domain], ...], Node | None], Node] = {}
        self.main = self.level_of.get(rulebook.main_of or "", -1)
        """The level of the number that the main ceiling bounds; it is the last one."""
        self._bounded = {f: [s for s, of in rulebook.ceilings.items() if of == f] for f in rulebook.ceilings.values()}
        self._numbers = [
            i
            for i, level in enumerate(levels)
            if level.fact in self._bounded or any(self._linked(level.fact, other.fact) for other in levels)
        ]
        """The levels of numbers that a ceiling or another number bounds."""
        self._number_bits = sum(1 << i for i in self._numbers)
        for found in self._days.classes:  # in this order always, so that standings have the same numbers in every process
            self._stands(found.id)
        self.root = self.node(tuple((i, self._number(self._whole(r)), -1) for i, r in enumerate(self.rules)), ())

    def node(self, entries: tuple[Entry, ...], domains: tuple[tuple[int, Domain], ...], whole: Node | None = None) -> Node:
        """The one node of this content."""
        key = (entries, domains, whole)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(len(self._nodes), entries, domains, whole)
        return found

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes by number."""
        return tuple(self._nodes.values())

    @property
    def rests(self) -> tuple[Rest, ...]:
        """What is left of scopes, by number."""
        return tuple(self._rests)

    def renumber(self, rests: Iterable[Rest]) -> None:
        """Number what is left of scopes as another space of the same rules did."""
        for rest in rests:
            self._number(rest)

    def without(self, node: Node, rules: frozenset[str]) -> Node:
        """The node that would be here if these rules did not exist."""
        return self._closed([e for e in node.entries if rules.isdisjoint(self.rules[e[0]].id.split("@"))], dict(node.domains))

    def __len__(self) -> int:
        return len(self._nodes)

    # --- reading a fact -------------------------------------------------------------------------------------

    def read(self, node: Node, level: int, found: ValueClass) -> Node:
        """The node after the fact of `level` turned out to lie in a class."""
        if self.levels[level] is self._days or found.atoms.bit_count() != 1:
            return self._read(node, level, found)
        tests = self.asked(node, level)
        if level in self._numbers:
            ceilings = self._only_ceilings(node, level, tests)
            sample = found.sample
            if ceilings is None or not isinstance(sample, Decimal):
                return self._read(node, level, found)
            key = (node, bytes(c.admits(sample) for c in ceilings))
        elif not tests:
            return node
        else:
            key = (node, bytes(found.truths[t] for t in tests))
        memo = self._definite[level]
        after = memo.get(key)
        if after is None:
            after = memo[key] = self._read(node, level, found)
        return after

    def next_level(self, node: Node) -> int | None:
        """The first level that a node still asks for; None at the end of a path. A level that was read and left open has a
        domain."""
        touched = 0
        unread = False
        for _, rest, standing in node.entries:
            touched |= self._touches[rest]
            unread = unread or standing < 0
        for i, _ in node.domains:
            touched &= ~(1 << i)
        for i, level in enumerate(self.levels):
            if level is self._days:
                if unread:
                    return i
            elif i in self._numbers:
                if node.domain(i) is None and self._only_ceilings(node, i, self.asked(node, i)) != ():
                    return i
            elif touched >> i & 1:
                return i
        return None

    def _only_ceilings(self, node: Node, level: int, tests: tuple[int, ...]) -> tuple[Ceiling, ...] | None:
        """The ceilings of a node that bound a number, when only they ask for it; None when more does."""
        key = (node, level)
        if key not in self._ceilings_at:
            slots = self._slots(node.entries)
            held = dict(node.domains)
            linked = any(
                slots.intersection(self._bounded.get(self.levels[j].fact, ())) or self.asked(node, j)
                for j in self._numbers
                if self._linked(self.levels[level].fact, self.levels[j].fact) and not (j in held and held[j].given)
            )
            own = slots.intersection(self._bounded.get(self.levels[level].fact, ()))
            self._ceilings_at[key] = (
                None
                if tests or linked
                else tuple(
                    sorted(
                        {
                            c
                            for rule, _, _ in node.entries
                            if self.rules[rule].kind in BOUNDING
                            for s, c in self.rules[rule].effect.ceilings.items()
                            if s in own
                        }
                    )
                )
            )
        return self._ceilings_at[key]

    def of_any_number(self, node: Node) -> Node:
        """A node as it would be had the main number not been read: nothing is said of it, nor by it of the numbers it bounds. Duties,
        which bound nothing, are left out."""
        if node.whole is not None:
            return node.whole
        domains = {
            i: d if d.given or not isinstance(level := self.levels[i], Numbers) else Domain(level.all, False)
            for i, d in node.domains
            if i != self.main
        }
        return self._closed([e for e in node.entries if self.rules[e[0]].kind != "duty"], domains)

    def _speaks_of(self, node: Node, level: int) -> bool:
        """Whether a rule other than a duty still asks for a level in its scope."""
        return any(self._touches[rest] >> level & 1 and self.rules[rule].kind != "duty" for rule, rest, _ in node.entries)

    def _read(self, node: Node, level: int, found: ValueClass) -> Node:
        after = self._read_value(node, level, found)
        if level == self.main and found.sample is not None and self._speaks_of(node, level):
            return self.node(after.entries, after.domains, self.of_any_number(node))
        return after

    def _read_value(self, node: Node, level: int, found: ValueClass) -> Node:
        entries = self._after(node.entries, level, found.id, found.truths)
        if self.levels[level] is self._days:
            stands = self._stands(found.id)
            entries = [(r, rest, stands[r]) for r, rest, _ in entries if stands[r] != DEAD]
        return self._closed(entries, dict(node.domains) | {level: Domain(found.atoms, found.sample is not None)})

    def asked(self, node: Node, level: int) -> tuple[int, ...]:
        """The tests of a level that the rules of a node still ask for."""
        key = (node, level)
        found = self._asked.get(key)
        if found is None:
            bit = 1 << level
            found = self._asked[key] = tuple(
                sorted(
                    {
                        test
                        for _, rest, _ in node.entries
                        if self._touches[rest] & bit
                        for part in (self._rests[rest][0], *self._rests[rest][1])
                        for lvl, test in part
                        if lvl == level
                    }
                )
            )
        return found

    def narrow(self, node: Node, level: int, atoms: int) -> Node:
        """The node after an open fact turned out to lie in a part of its domain."""
        tests = self.asked(node, level)
        truths = bytearray([OPEN]) * len(self.levels[level].tests)
        for t in tests:
            yes = self.levels[level].yes(t)
            if not yes & atoms:
                truths[t] = NO
            elif not atoms & ~yes:
                truths[t] = 1
        entries = self._after(node.entries, level, None, bytes(truths))
        single = atoms & (atoms - 1) == 0
        return self._closed(entries, dict(node.domains) | {level: Domain(atoms, single)})

    def _after(self, entries: Iterable[Entry], level: int, found: int | None, truths: bytes) -> list[Entry]:
        bit = 1 << level
        memo = self._left[level] if found is not None else {}
        touches = self._touches
        out: list[Entry] = []
        for rule, rest, standing in entries:
            left = rest
            if touches[rest] & bit:
                key = (rest, found if found is not None else -1)
                known = memo.get(key)
                left = memo[key] = self._leave(rest, level, truths) if known is None else known
                if left == DEAD:
                    continue
            out.append((rule, left, standing))
        return out

    def _leave(self, number: int, level: int, truths: bytes) -> int:
        """What is left of a scope; DEAD when it cannot hold any more."""
        when, groups = self._rests[number]
        kept = []
        for lvl, test in when:
            if lvl == level:
                if truths[test] == NO:
                    return DEAD
                if truths[test] != OPEN:
                    continue
            kept.append((lvl, test))
        parts = []
        for group in groups:
            open_tests = []
            for lvl, test in group:
                if lvl == level:
                    if truths[test] == NO:
                        break
                    if truths[test] != OPEN:
                        continue
                open_tests.append((lvl, test))
            else:
                if not open_tests:
                    return DEAD
                parts.append(tuple(open_tests))
        return self._number((tuple(kept), tuple(parts)))

    def _closed(self, entries: list[Entry], domains: dict[int, Domain]) -> Node:
        """Drop what cannot matter any more: reliefs without a limit, and domains that nothing asks for."""
        alive = {e[0] for e in entries}
        kept = tuple(e for e in entries if not (wanted := self._relieves[e[0]]) or not wanted.isdisjoint(alive))
        touched = 0
        for _, rest, _ in kept:
            touched |= self._touches[rest]
        slots = self._slots(kept)
        held = {level: d for level, d in domains.items() if touched >> level & 1}
        if slots or touched & self._number_bits:
            self._hold_numbers(held, domains, slots, kept, touched)
        return self.node(kept, tuple(sorted(held.items(), key=lambda d: d[0])))

    def _slots(self, entries: tuple[Entry, ...]) -> set[str]:
        """The slots that some rule bounds."""
        return {s for rule, _, _ in entries if self.rules[rule].kind in BOUNDING for s in self.rules[rule].effect.ceilings}

    def _hold_numbers(
        self, held: dict[int, Domain], domains: dict[int, Domain], slots: set[str], kept: tuple[Entry, ...], touched: int
    ) -> None:
        """Numbers that a ceiling bounds matter to the end, a given one only by what the ceilings make of it; and a number that
        bounds another one, as long as that one is open."""
        self._bound_each_other(domains)

        def matters(level: int) -> bool:
            return bool(slots.intersection(self._bounded.get(self.levels[level].fact, ())) or touched >> level & 1)

        for i in self._numbers:
            domain = domains.get(i)
            if domain is None:
                continue
            bounds = any(
                matters(j) and not (j in domains and domains[j].given)
                for j in self._numbers
                if self._linked(self.levels[i].fact, self.levels[j].fact)
            )
            if not matters(i) and not bounds:
                continue
            if domain.given and not bounds and not touched >> i & 1:
                own = slots.intersection(self._bounded.get(self.levels[i].fact, ()))
                domain = Domain(1 << self._like(self.levels[i], domain, own, kept), True)
            held[i] = domain

    def _linked(self, fact: str, other: str) -> bool:
        facts = self.rulebook.facts
        return facts[fact].no_more_than == other or facts[other].no_more_than == fact

    def _bound_each_other(self, domains: dict[int, Domain]) -> None:
        """A number that cannot be more than another one is not more than it."""
        for i in self._numbers:
            more = self.rulebook.facts[self.levels[i].fact].no_more_than
            j = self.level_of.get(more or "", -1)
            if i in domains and j in domains:
                low, high = domains[i], domains[j]
                least = low.atoms & -low.atoms
                most = 1 << (high.atoms.bit_length() - 1) if high.atoms else 0
                if not low.given:
                    domains[i] = Domain(low.atoms & (2 * most - 1), False)
                if not high.given:
                    domains[j] = Domain(high.atoms & ~(least - 1), False)

    def _like(self, level: Level, domain: Domain, slots: set[str], kept: tuple[Entry, ...]) -> int:
        """The least atom that every ceiling here treats as it treats the given number."""
        assert isinstance(level, Numbers)
        atom = domain.atoms.bit_length() - 1
        ceilings = {
            c for rule, _, _ in kept if self.rules[rule].kind in BOUNDING for s, c in self.rules[rule].effect.ceilings.items() if s in slots
        }
        number = level.samples[atom]
        assert number is not None
        want = [c.admits(number) for c in ceilings]
        for other, sample in enumerate(level.samples[:atom]):
            if sample is not None and [c.admits(sample) for c in ceilings] == want:
                return other
        return atom

    # --- what a node says -----------------------------------------------------------------------------------

    def state(self, node: Node, reading: str, *, duties: bool = False) -> State:
        """The engine's state of a node: of the rules that move the outcome, or of the duties."""
        yes: list[Rule] = []
        hidden: list[Rule] = []
        maybe: list[Rule] = []
        veiled: set[str] = set()
        for number, rest, standing in node.entries:
            rule = self.rules[number]
            if (rule.kind == "duty") != duties:
                continue
            stand = self.standings[standing]
            stands = stand.in_force if reading == "in_force" else stand.announced
            if stands is False:
                continue
            tainted = stands is None or rule.taint is not None
            if self._touches[rest]:
                maybe.append(rule)
                if tainted:
                    veiled.add(rule.id)
            elif tainted:
                hidden.append(rule)
            else:
                yes.append(rule)
        return State(tuple(yes), tuple(hidden), tuple(maybe), frozenset(veiled))

    def open_levels(self, node: Node, reading: str) -> int:
        """The levels that the rules in doubt ask about, as a bit mask."""
        out = 0
        for number, rest, standing in node.entries:
            if self.rules[number].kind != "duty":
                stand = self.standings[standing]
                if (stand.in_force if reading == "in_force" else stand.announced) is not False:
                    out |= self._touches[rest]
        return out

    # --- numbering ------------------------------------------------------------------------------------------

    def _whole(self, rule: Rule) -> Rest:
        def numbered(tests: Iterable[object]) -> tuple[tuple[int, int], ...]:
            out = []
            for test in tests:
                level = self.level_of[test.fact]  # type: ignore[attr-defined]
                out.append((level, self.levels[level].test_of[test]))  # type: ignore[index]
            return tuple(sorted(out))

        return numbered(rule.scope.when), tuple(sorted(numbered(g) for g in rule.scope.unless))

    def _number(self, rest: Rest) -> int:
        number = self._rest.get(rest)
        if number is None:
            number = self._rest[rest] = len(self._rests)
            self._rests.append(rest)
            self._touches.append(sum(1 << lvl for lvl in {lvl for part in (rest[0], *rest[1]) for lvl, _ in part}))
        return number

    def _stands(self, found: int) -> tuple[int, ...]:
        """For each rule the number of its standing in a class of days; DEAD when it stands in neither reading."""
        if found not in self._by_class:
            out = []
            for standing in self._days.standings[found]:
                if standing.in_force is False and standing.announced is False:
                    out.append(DEAD)
                    continue
                number = self._standing.setdefault(standing, len(self.standings))
                if number == len(self.standings):
                    self.standings.append(standing)
                out.append(number)
            self._by_class[found] = tuple(out)
        return self._by_class[found]
