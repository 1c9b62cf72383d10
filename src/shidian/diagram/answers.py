"""The answer of a node: what every way of filling in the open facts gives, found once for each node.

The same supervaluation as the engine's search, but over hash-consed nodes: a missing fact's answer is the union of the answers of
its values, and no node is looked at twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from shidian.diagram.classes import Numbers, Places
from shidian.diagram.next_question import best_first
from shidian.diagram.nodes import Node, Space
from shidian.engine.bearing import confidence, duty_rules
from shidian.engine.bounds import Read, Undetermined, best_of, outcome, settle
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer, assemble
from shidian.engine.options import linked
from shidian.engine.reach import NO_BOUNDS, Bounds, Reach, bounds_of, ends, permits
from shidian.engine.search import DEPENDS
from shidian.law.records.base import Reading, Seen

INFINITE = Decimal("Infinity")


class NodeVerdict(Struct, frozen=True):
    """The decision of every case that reaches one node: both answers, the facts that decide (best next question first) and the
    reading they decide, what the answer rests on, and the rules whose duties come with it, each with whether that is certain."""

    in_force: Answer
    announced: Answer
    missing: tuple[str, ...]
    missing_for: Reading
    confidence: Seen | None
    duties: tuple[tuple[str, bool], ...]


class NodeAnswers:
    """The answers of the nodes of a space."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.rulebook = space.rulebook
        self._settled: dict[tuple[Node, Reading, Read], object] = {}
        self._answered: dict[tuple[Node, Reading, Read], object] = {}
        self._decides: dict[tuple[Node, Reading, str], bool] = {}
        self.verdicts: dict[Node, NodeVerdict] = {}
        """The decisions found so far."""
        self._parts: dict[tuple[Node, int], tuple[list[Node], Iterator[int], set[Node]]] = {}
        self._both: dict[Node, tuple[Answer, Answer]] = {}
        self._bounds: dict[tuple[Node, Reading], Bounds] = {}
        self.expected: dict[tuple[Node, Reading], float] = {}
        """How many questions a node still takes, where that was found."""

    def verdict(self, node: Node) -> NodeVerdict:
        """The whole decision of a node that every fact has led to."""
        found = self.verdicts.get(node)
        if found is None:
            found = self.verdicts[node] = self._verdict(node)
        return found

    def answer(self, node: Node, reading: Reading, read: Read = outcome) -> object:
        """What every completion gives: a value of `read`, an Undetermined, or DEPENDS."""
        key = (node, reading, read)
        if key not in self._answered:
            self._answered[key] = self._answer(node, reading, read)
        return self._answered[key]

    def open_facts(self, node: Node, reading: Reading) -> list[str]:
        """The facts that the rules in doubt, or the ceilings of those that may apply, ask for, in the question's order."""
        levels = self.space.open_levels(node, reading)
        wanted = {level.fact for i, level in enumerate(self.space.levels) if levels >> i & 1}
        case = self._case(node)
        missing = {f for f in self.rulebook.ceilings.values() if case.values[f] is None}
        if missing - wanted:
            state = self.space.state(node, reading)
            bounding = [r for r in (*state.yes, *state.maybe, *state.hidden) if r.kind in ("limit", "relief")]
            wanted |= {f for s, f in self.rulebook.ceilings.items() if f in missing and any(s in r.effect.ceilings for r in bounding)}
        return [f.fact for f in self.rulebook.question.facts if f.fact in wanted]

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
        key = (node, reading, fact)
        if key not in self._decides:
            self._decides[key] = self._find_decides(node, reading, fact)
        return self._decides[key]

    def case(self, node: Node) -> Case:
        """A case with the numbers of the node; nothing else of it is read."""
        return self._case(node)

    # --- the search -----------------------------------------------------------------------------------------

    def _settle(self, node: Node, reading: Reading, read: Read) -> object:
        key = (node, reading, read)
        if key not in self._settled:
            self._settled[key] = settle(self.rulebook, self.space.state(node, reading), self._case(node), read)
        return self._settled[key]

    def _answer(self, node: Node, reading: Reading, read: Read) -> object:
        settled = self._settle(node, reading, read)
        if settled is not None:
            return settled
        facts = self.open_facts(node, reading)
        if not facts:
            return DEPENDS
        found: object = None
        for part in self.parts(node, facts[0]):
            branch = self.answer(part, reading, read)
            if branch is DEPENDS:
                return DEPENDS
            if isinstance(found, Undetermined) and isinstance(branch, Undetermined):
                found = found.and_also(branch)
            elif found is not None and branch != found:
                return DEPENDS
            else:
                found = branch
        return DEPENDS if found is None else found

    def _find_decides(self, node: Node, reading: Reading, fact: str) -> bool:
        if self._settle(node, reading, outcome) is not None:
            return False
        facts = self.open_facts(node, reading)
        if fact not in facts:
            return False
        bound = not linked(self.rulebook, fact).isdisjoint(f for f in facts if f != fact)  # as in the engine
        settled: set[object] = set()
        depends = False
        for part in self.parts(node, fact):
            result = self.answer(part, reading)
            if result is DEPENDS:
                depends = True
            else:
                settled.add(None if isinstance(result, Undetermined) else result)
            if len(settled) > 1 or (settled and depends and not bound):
                return True
        if not depends:
            return False
        again = self.rulebook.facts[fact].domain == "place" and len(list(islice(self.parts(node, fact), 2))) > 1
        others = [f for f in facts if f != fact] or ([fact] if again else [])
        return bool(others) and any(self.decides(part, reading, fact) for part in self.parts(node, others[0]))

    def _case(self, node: Node) -> Case:
        values: dict[str, Value] = dict.fromkeys(self.rulebook.facts)
        for number, domain in node.domains:
            level = self.space.levels[number]
            if domain.given and isinstance(level, Numbers):
                values[level.fact] = level.samples[domain.atoms.bit_length() - 1]
        return Case(values)

    # --- the decision ---------------------------------------------------------------------------------------

    def both(self, node: Node) -> tuple[Answer, Answer]:
        """The answers of a node in force and announced, without the facts that are missing."""
        found = self._both.get(node)
        if found is None:
            case = self._case(node)
            held = self._assembled(node, case, "in_force")
            apart = any(
                (s := self.space.standings[e[2]]).in_force is not s.announced
                for e in (*node.entries, *(node.whole.entries if node.whole else ()))
            )
            found = self._both[node] = (held, self._assembled(node, case, "announced") if apart else replace(held, reading="announced"))
        return found

    def _verdict(self, node: Node) -> NodeVerdict:
        both = self.both(node)
        open_for = next((a.reading for a in both if a.because == "missing_facts"), None)
        missing: tuple[str, ...] = ()
        if open_for is not None:
            facts = [f for f in self.open_facts(node, open_for) if self.decides(node, open_for, f)]
            missing = best_first(self, node, open_for, facts)
        return NodeVerdict(
            both[0],
            both[1],
            missing,
            open_for or "in_force",
            confidence(self.rulebook, both[0], self._seen(node)),
            duty_rules(self.rulebook, both[0]),
        )

    def _assembled(self, node: Node, case: Case, reading: Reading) -> Answer:
        result = self.answer(node, reading)
        best, worst = ends(lambda read: self.answer(node, reading, read), result, best_of(self.rulebook))
        return assemble(
            self.rulebook,
            case,
            reading,
            self.space.state(node, reading),
            self.space.state(node, reading, duties=True),
            result,
            Reach(self._bounds_of(self.space.of_any_number(node), reading), best, worst),
        )

    def _bounds_of(self, whole: Node, reading: Reading) -> Bounds:
        """The certain and the possible ceiling, over the classes of the main number that this node tells apart."""
        key = (whole, reading)
        found = self._bounds.get(key)
        if found is None:
            found = self._bounds[key] = bounds_of(self._classes(whole, reading)) if self.space.main >= 0 else NO_BOUNDS
        return found

    def _classes(self, whole: Node, reading: Reading) -> Iterator[tuple[Decimal, Decimal, bool | None]]:
        level = self.space.levels[self.space.main]
        assert isinstance(level, Numbers)
        before: Node | None = None
        allowed: bool | None = None
        for atom, (low, high) in enumerate(level.spans):
            if level.samples[atom] is None:
                continue
            part = self.space.narrow(whole, self.space.main, 1 << atom)
            if part is not before:
                before, allowed = part, permits(lambda read, part=part: self.answer(part, reading, read))  # type: ignore[misc]
            yield low if low is not None else -INFINITE, high if high is not None else INFINITE, allowed

    def _seen(self, node: Node) -> Callable[[str], Seen]:
        spans = {self.space.rules[r].id: self.space.standings[s].span for r, _, s in node.entries}

        def edition(rule: str) -> str:
            span = spans.get(rule, -1)
            return self.rulebook.by_id[rule].validity.spans[span].edition if span >= 0 else ""

        return lambda rule: self.rulebook.seen(rule, edition)
