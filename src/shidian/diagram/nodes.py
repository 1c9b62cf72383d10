"""Nodes: the rules that can still matter, hash-consed.

A node stands for everything that the facts read so far leave open: the rules still alive, the tests of their scopes that are open,
how they stand on the day, and what coarse or missing facts can still turn out to be. Two cases that reach one node have one answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from shidian.diagram.classes import Level, ValueClass
from shidian.diagram.days import Days
from shidian.diagram.held import Domain, Domains, Held
from shidian.diagram.node import APART, Alike, Node, Sorted, Standings, Stood
from shidian.diagram.numbers import Numbers
from shidian.diagram.parts import Bits, Effects, Parts, union_of
from shidian.engine.rule import Rule, names_in
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import State
from shidian.engine.truth import Truth
from shidian.law.records.base import Reading


class Space:
    """The nodes of one question: how a node is left by reading a fact. Nodes are interned, so that equal ones are one object."""

    def __init__(self, rulebook: Rulebook, levels: tuple[Level, ...]) -> None:
        self.rulebook = rulebook
        self.levels = levels
        self.level_of = {level.fact: i for i, level in enumerate(levels)}
        self.rules: tuple[Rule, ...] = rulebook.rules
        self.parts = Parts(rulebook, levels)
        self.held = Held(self.parts, rulebook, self.level_of)
        self.days = next(level for level in levels if isinstance(level, Days))
        self.day = self.level_of[self.days.fact]
        self.standings = self.days.standings
        self._stands: dict[int, Standings] = {}
        self._turned: dict[tuple[int, int], Bits] = {}
        self._alike = Alike(self.parts, self.held)
        self._nodes: dict[tuple[Bits, tuple[Bits, ...], Standings, Domains, Node | None], Node] = {}
        self.main = self.held.main
        """The level of the number that the main ceiling bounds; it is the last one."""
        everything = self.parts.everything
        self.root = self.node(everything, tuple(self.parts.touching), (), ())

    def node(self, alive: Bits, left: tuple[Bits, ...], stands: Standings, domains: Domains, whole: Node | None = None) -> Node:
        """The one node of this content."""
        key = (alive, left, stands, domains, whole)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(len(self._nodes), alive, left, stands, domains, whole)
        return found

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes by number."""
        return tuple(self._nodes.values())

    def __len__(self) -> int:
        return len(self._nodes)

    # --- reading a fact -------------------------------------------------------------------------------------

    def read(self, node: Node, level: int, found: ValueClass, *, rest_given: bool = False) -> Node:
        """The node after the fact of `level` turned out to lie in a class. With `rest_given` every number that bounds this one or is bounded by it
        is to be given, too: then what they bound is nothing that values differ in, unless a rule speaks of the main number."""
        if level == self.day:
            return self._on_day(node, found)
        if not node.left[level] and level not in self.held.numbers:
            return node
        rest_given = rest_given and not (self.main >= 0 and node.left[self.main] & ~self.parts.duties)
        effects, (same, likes) = self.parts.learn(level, found.id, found.truths), self._alike.of(node, level, rest_given)
        like = None if same is APART else self._alike.does(node.left[level], effects, found, likes)
        after = same.get(like) if like is not None else None
        if after is None:
            domain = Domain(found.atoms, found.sample is not None)
            after = self._learn(node, level, effects, domain)
            if level == self.main and domain.given and node.left[level] & ~self.parts.duties:
                after = self.node(after.alive, after.left, after.stands, after.domains, self.of_any_number(node))
            if like is not None:
                same[like] = after
        return after

    def bare(self, node: Node, reading: Reading) -> Node:
        """What of a node, the main number of which is not read, bears on the outcome in one reading: no duties, and what stands alike in that reading
        stands as one."""
        stands: dict[int, Bits] = {}
        for number, some in node.stands:
            truth = getattr(self.standings[number], reading)
            if truth is not False:
                first = next(i for i, standing in enumerate(self.standings) if getattr(standing, reading) is truth)
                stands[first] = stands.get(first, 0) | some & ~self.parts.duties
        alive = node.alive & ~self.parts.duties & (union_of(stands.values()) if node.stands else -1)
        return self._closed(alive, node.left, tuple(sorted(stands.items())), dict(node.domains))

    def end(self, classes: Sequence[ValueClass]) -> Node:
        """The node that a case of these classes (one for each level) ends in, found at once: what walking would find level by level."""
        day = classes[self.day]
        alive, left = self.parts.everything, list(self.parts.touching)
        for i, found in enumerate(classes):
            effects = self.parts.learn(i, found.id, found.truths)
            left[i] = effects.open
            if i != self.main:
                alive &= ~effects.dead
        stands = self.standing(day)
        alive &= union_of(some for _, some in stands)
        domains = {i: Domain(c.atoms, c.sample is not None) for i, c in enumerate(classes)}
        if self.main < 0:
            return self._closed(alive, tuple(left), stands, domains)
        of_main, main = self.parts.learn(self.main, classes[self.main].id, classes[self.main].truths), domains.pop(self.main)
        left[self.main] = self.parts.touching[self.main]
        before = self._closed(alive, tuple(left), stands, dict(domains))
        left[self.main] = of_main.open
        domains[self.main] = main
        after = self._closed(before.alive & ~of_main.dead, tuple(left), stands, domains)
        if main.given and before.left[self.main] & ~self.parts.duties:
            return self.node(after.alive, after.left, after.stands, after.domains, self.of_any_number(before))
        return after

    def bearing(self, classes: Sequence[ValueClass]) -> Bits:
        """The conjunctions that facts of these classes (one for each level) leave alive on some day and for some main number."""
        alive = self.parts.everything
        for i, found in enumerate(classes):
            if i not in (self.day, self.main):
                alive &= ~self.parts.learn(i, found.id, found.truths).dead
        return alive

    def narrow(self, node: Node, level: int, atoms: int) -> Node:
        """The node after an open fact turned out to lie in a part of its domain."""
        return self._learn(node, level, self.parts.narrow(level, atoms), Domain(atoms, atoms & (atoms - 1) == 0))

    def without(self, node: Node, rules: frozenset[str]) -> Node:
        """The node that would be here if these rules did not exist."""
        gone = sum(1 << i for i, r in enumerate(self.rules) if not rules.isdisjoint(names_in(r.id)))
        return self._closed(node.alive & ~self.parts.whole(gone), node.left, node.stands, dict(node.domains))

    def of_any_number(self, node: Node) -> Node:
        """A node as it would be had the main number not been read: nothing is said of it, nor by it of the numbers it bounds. Duties,
        which bound nothing, are left out."""
        found = node.whole or node.unread
        if found is None:
            levels = self.levels
            other = [(i, d) for i, d in node.domains if i != self.main]
            domains = {i: d if d.given or not isinstance(n := levels[i], Numbers) else Domain(n.all, False) for i, d in other}
            found = node.unread = self._closed(node.alive & ~self.parts.duties, node.left, node.stands, domains)
        return found

    def next_level(self, node: Node) -> int | None:
        """The first level that a node still asks for; None at the end of a path. A level that was read and left open has a
        domain."""
        read = {i for i, _ in node.domains}
        for i, left in enumerate(node.left):
            if i == self.day:
                if node.alive and not node.stands:
                    return i
            elif i in self.held.numbers:
                if i not in read and (left or self.held.asks(node.alive, node.left, node.domains, i)):
                    return i
            elif left and i not in read:
                return i
        return None

    def asked(self, node: Node, level: int) -> tuple[int, ...]:
        """The tests of a level that the rules of a node still ask for."""
        left = node.left[level]
        return tuple(t for t, uses in enumerate(self.parts.uses[level]) if uses & left) if left else ()

    def alike(self, node: Node, level: int, atoms: int) -> object:
        """What a part of an open domain does to a node, as :class:`Alike` says it."""
        return self._alike.part(node, level, atoms)

    def _on_day(self, node: Node, found: ValueClass) -> Node:
        stands = self.standing(found)
        effects = self.parts.learn(self.day, found.id, found.truths)
        alive = node.alive & union_of(some for _, some in stands) & ~(node.left[self.day] & effects.dead)
        left = (*node.left[: self.day], node.left[self.day] & effects.open, *node.left[self.day + 1 :])
        return self._closed(alive, left, stands, dict(node.domains) | {self.day: Domain(found.atoms, True)})

    def standing(self, day: ValueClass) -> Standings:
        """How every rule stands on a class of days."""
        stands = self._stands.get(day.id)
        if stands is None:
            stands = self._stands[day.id] = tuple((n, self.parts.whole(rules)) for n, rules in self.days.standing_rules[day.id])
        return stands

    def turned(self, one: ValueClass, other: ValueClass) -> Bits:
        """The conjunctions that bear on the outcome and stand, or whose tests of the day come out, otherwise on another class of days."""
        key = (one.id, other.id)
        found = self._turned.get(key)
        if found is None:
            was, now = (self.parts.learn(self.day, day.id, day.truths) for day in (one, other))
            moved: dict[tuple[Truth, Truth], Bits] = {}  # which edition is in force moves no answer
            for n, some in (*self.standing(one), *self.standing(other)):
                truths = self.standings[n].in_force, self.standings[n].announced
                moved[truths] = moved.get(truths, 0) ^ some
            found = self._turned[key] = (union_of(moved.values()) | was.dead ^ now.dead | was.open ^ now.open) & ~self.parts.duties
        return found

    def _learn(self, node: Node, level: int, effects: Effects, domain: Domain) -> Node:
        asking = node.left[level]
        left = node.left
        if asking:
            left = (*left[:level], asking & effects.open, *left[level + 1 :])
        domains = dict(node.domains)
        domains[level] = domain
        return self._closed(node.alive & ~(asking & effects.dead), left, node.stands, domains, node.alive)

    def _closed(self, alive: Bits, left: tuple[Bits, ...], stands: Standings, domains: dict[int, Domain], before: Bits = -1) -> Node:
        """Drop what cannot matter any more: rules that an exclusion holds of, reliefs without a limit, and domains that nothing asks
        for. `left` and `stands` speak of nothing beyond `before`."""
        parts = self.parts
        exclusions = alive & ~parts.all_rules
        if exclusions:
            alive &= ~parts.owners(exclusions & ~union_of(left) & parts.excluding(alive & parts.with_exclusions))
        if alive & parts.reliant:
            alive &= ~(parts.reliant & ~parts.reliefs_for(alive))
        if exclusions:
            alive &= parts.all_rules | parts.excluding(alive & parts.with_exclusions)
        if alive != before:
            left = tuple([asking & alive for asking in left])
            stands = tuple([(n, some) for n, every in stands if (some := every & alive)])
        kept = self.held.kept(alive, left, domains)
        return self.node(alive, left, stands, kept)

    # --- what a node says -----------------------------------------------------------------------------------

    def stood(self, node: Node, reading: Reading) -> Stood:
        """How the conjunctions of a node stand in a reading. What both readings say alike is one object."""
        views = node.views
        if views is None:
            held = [0, 0, 0, 0]
            for number, some in node.stands:
                standing = self.standings[number]
                for at, truth in ((0, standing.in_force), (2, standing.announced)):
                    if truth is not False:
                        held[at + (truth is None)] |= some
            in_force = Stood(held[0], held[1])
            ahead = Stood(held[2], held[3])
            views = node.views = (in_force, in_force if ahead == in_force else ahead)
        return views[0 if reading == "in_force" else 1]

    def sort(self, node: Node, reading: Reading, *, duties: bool = False) -> Sorted:
        """The rules of a node that move the outcome, or the duties, as the engine would sort them."""
        parts = self.parts
        stood = self.stood(node, reading)
        live = (stood.surely | stood.perhaps) & (parts.duties if duties else ~parts.duties)
        unsettled = union_of(node.left) & live
        if unsettled > parts.all_rules:
            unsettled = parts.owners(unsettled)
        live &= parts.all_rules
        doubted = stood.perhaps | parts.tainted
        maybe = live & unsettled
        settled = live & ~unsettled
        return Sorted(settled & ~doubted, settled & doubted, maybe, maybe & doubted)

    def state(self, node: Node, reading: Reading, *, duties: bool = False) -> State:
        """The engine's state of a node: of the rules that move the outcome, or of the duties."""
        return self.state_of(self.sort(node, reading, duties=duties))

    def state_of(self, found: Sorted) -> State:
        """The engine's state of sorted rules."""
        listed = self.parts.listed
        return State(listed(found.yes), listed(found.hidden), listed(found.maybe), frozenset([r.id for r in listed(found.veiled)]))

    def open_levels(self, node: Node, reading: Reading) -> list[int]:
        """The levels that the rules in doubt ask about."""
        stood = self.stood(node, reading)
        live = (stood.surely | stood.perhaps) & ~self.parts.duties
        return [i for i, asking in enumerate(node.left) if asking & live]

    def rules_of(self, node: Node) -> list[Rule]:
        """The rules still alive."""
        return list(self.parts.listed(node.alive & self.parts.all_rules))
