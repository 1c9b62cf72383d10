"""The answer of a node: what every way of filling in the open facts gives, found once for each node.

The same supervaluation as the engine's search, but over hash-consed nodes: a missing fact's answer is the union of the answers of
its values, and no node is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from shidian.diagram.ends import Ends
from shidian.diagram.grids import Grids
from shidian.diagram.held import Domains
from shidian.diagram.node import Node, Sorted
from shidian.diagram.nodes import Space
from shidian.diagram.places import Places
from shidian.diagram.tables import Looked
from shidian.engine.bounds import UNTOLD, Read, outcome
from shidian.engine.options import linked
from shidian.engine.reach import at_least
from shidian.engine.search import DEPENDS, agreed, told_apart
from shidian.law.budget import go_on
from shidian.law.records.base import Reading


class NodeAnswers:
    """The answers of the nodes of a space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.rulebook = space.rulebook
        self.ends = Ends(space)
        self.grids = Grids(space, self.ends)
        self._floor: dict[Read, int] = {at_least(rank): rank for rank in range(self.ends.best + 1)}
        """The rank that a reading of yes and no begins at."""
        self._at: dict[tuple[Node, Reading], tuple[Sorted, Domains]] = {}
        self._answered: dict[tuple[Node, Reading, Read], object] = {}
        self._open: dict[tuple[Node, Reading], list[str]] = {}
        self._decides: dict[tuple[Node, Reading, str], bool] = {}
        self._parts: dict[tuple[Node, int], tuple[list[Node], Iterator[int], set[object]]] = {}
        self._linked = {f: linked(self.rulebook, f) - {f} for f in self.rulebook.facts}
        self.looked: dict[tuple[Node, Reading], Looked] = {}
        """What was read off a node's table in a batch."""
        self.expected: dict[tuple[Node, Reading], float] = {}
        """How many questions a node still takes, where that was found."""

    def as_read(self, node: Node, reading: Reading) -> Reading:
        """The reading under which a node's answers are kept: that in force, where both say the same."""
        return reading if reading == "in_force" or self.apart(node) else "in_force"

    def apart(self, node: Node) -> bool:
        """Whether the two readings differ at a node."""
        return self.space.stood(node, "in_force") is not self.space.stood(node, "announced")

    def answer(self, node: Node, reading: Reading, read: Read = outcome) -> object:
        """What every completion gives: a value of `read`, an Undetermined, or DEPENDS."""
        key = (node, reading, read)
        found = self._answered.get(key)
        if found is None:
            as_read = self.as_read(node, reading)
            found = self._answered[key] = self._answer(node, reading, read) if as_read == reading else self.answer(node, as_read, read)
        return found

    def open_facts(self, node: Node, reading: Reading) -> list[str]:
        """The facts that the rules in doubt, or the ceilings of those that may apply, ask for, in the question's order."""
        key = (node, reading)
        found = self._open.get(key)
        if found is None:
            space = self.space
            wanted = {space.levels[i].fact for i in space.open_levels(node, reading)}
            if space.held.ceilings:
                sorted_ = space.sort(node, reading)
                alive = sorted_.yes | sorted_.hidden | sorted_.maybe
                for i, bounding in space.held.bounding.items():
                    if alive & bounding and not ((domain := node.domain(i)) is not None and domain.given):
                        wanted.add(space.levels[i].fact)
            found = self._open[key] = [f.fact for f in self.rulebook.question.facts if f.fact in wanted]
        return found

    def parts(self, node: Node, fact: str) -> Iterator[Node]:
        """The nodes that the values of an open fact lead to, one for each class, found one by one: who only needs two that
        differ stops early. A place is settled in steps: the unit, then zone by zone."""
        level = self.space.level_of[fact]
        key = (node, level)
        kept = self._parts.get(key)
        if kept is None:
            kept = self._parts[key] = ([], self.splits(node, level), set())
        found, rest, seen = kept
        i = 0
        while True:
            if i < len(found):
                yield found[i]
                i += 1
                continue
            atoms = next(rest, 0)
            if not atoms:
                return
            like = self.space.alike(node, level, atoms)
            if like is not None:
                if like in seen:
                    continue
                seen.add(like)
            part = self.space.narrow(node, level, atoms)
            if part not in seen:
                seen.add(part)
                found.append(part)

    def splits(self, node: Node, level: int) -> Iterator[int]:
        """The masks that an open fact's domain falls into."""
        domain = node.domain(level)
        assert domain is not None, "an open fact has a domain"
        found = self.space.levels[level]
        if isinstance(found, Places):
            kinds = [m & domain.atoms for m in found.kind_masks if m & domain.atoms]
            if len(kinds) > 1:
                yield from kinds
                return
            for mask in found.zone_masks.values():
                inside, outside = domain.atoms & mask, domain.atoms & ~mask
                if inside and outside:
                    yield from (inside, outside)
                    return
            yield domain.atoms
            return
        atoms = domain.atoms
        while atoms:
            yield atoms & -atoms
            atoms &= atoms - 1

    def decides(self, node: Node, reading: Reading, fact: str) -> bool:
        """Whether some completion of the other facts leaves the answer to `fact`."""
        view = self.grids.view(node, reading)
        if view is not None:
            return view.decides(self.space.level_of[fact])
        key = (node, reading, fact)
        found = self._decides.get(key)
        if found is None:
            found = self._decides[key] = self._find_decides(node, reading, fact)
        return found

    def at(self, node: Node, reading: Reading) -> tuple[Sorted, Domains]:
        """The rules of a node as the engine sorts them, and the numbers given."""
        key = (node, reading)
        found = self._at.get(key)
        if found is None:
            found = self._at[key] = self.space.sort(node, reading), self.ends.numbers(node)
        return found

    # --- the search -----------------------------------------------------------------------------------------

    def _settle(self, node: Node, reading: Reading, read: Read) -> object:
        return self.settled(*self.at(node, reading), read)

    def settled(self, rules: Sorted, numbers: Domains, read: Read) -> object:
        """What sorted rules and numbers give at once, whatever the open facts turn out to be; None where these have to be looked at."""
        if self.ends.reads == "grants" and self.ends.denial_is_open(rules):
            return None
        strict: object
        mild: object
        ranks = self.ends.ranks(rules, numbers)
        if read is outcome:
            strict, mild, doubts, facts = ranks
        else:
            floor = self._floor[read]
            strict, mild, doubts, facts = (rank >= floor for rank in ranks)
        if strict == mild:
            return strict
        if doubts != strict or facts != mild:
            return None
        return self.ends.causes(rules, numbers) if read is outcome else UNTOLD

    def _answer(self, node: Node, reading: Reading, read: Read) -> object:
        go_on()
        settled = self._settle(node, reading, read)
        if settled is not None:
            return settled
        looked = self.looked.get((node, reading)) if read is outcome else None
        if looked is not None and not looked.in_doubt:
            return DEPENDS if looked.rank is None else looked.rank
        view = self.grids.view(node, reading)
        if view is not None:
            rank = view.rank() if read is outcome else view.at_least(self._floor[read])
            if rank is not None:
                return rank
            if not (view.in_doubt() if read is outcome else view.in_doubt_at(self._floor[read])):
                return DEPENDS
        facts = self.open_facts(node, reading)
        if not facts:
            return DEPENDS
        return agreed(self.answer(part, reading, read) for part in self.parts(node, facts[0]))

    def _find_decides(self, node: Node, reading: Reading, fact: str) -> bool:
        if self._settle(node, reading, outcome) is not None:
            return False
        facts = self.open_facts(node, reading)
        if fact not in facts:
            return False
        branches = (self.answer(part, reading) for part in self.parts(node, fact))
        differ = told_apart(branches, bound=not self._linked[fact].isdisjoint(facts))
        if differ is not None:
            return differ
        again = self.rulebook.facts[fact].domain == "place" and len(list(islice(self.parts(node, fact), 2))) > 1
        others = [f for f in facts if f != fact] or ([fact] if again else [])
        return bool(others) and any(self.decides(part, reading, fact) for part in self.parts(node, others[0]))
