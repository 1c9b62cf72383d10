"""The decision of a node: both answers with all that they rest on, found once for each node that a path ends in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from shidian.diagram.answers import NodeAnswers
from shidian.diagram.held import Domains
from shidian.diagram.next_question import best_first, settling_first
from shidian.diagram.node import Node, Sorted, Standings
from shidian.diagram.nodes import Space
from shidian.diagram.numbers import Numbers
from shidian.diagram.parts import Bits
from shidian.diagram.tables import End, Looked
from shidian.engine.bearing import confidence, duties_told
from shidian.engine.decide import Answer, assemble, perhaps_asked, surely_asked
from shidian.engine.reach import NO_BOUNDS, Bounds, NumberClass, Reach, bounds_of, ends, permits
from shidian.engine.search import DEPENDS
from shidian.engine.state import NOTHING, READINGS
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


class Verdicts(NodeAnswers):
    """The decisions of the nodes of a space."""

    def __init__(self, space: Space) -> None:
        super().__init__(space)
        self.verdicts: dict[Node, NodeVerdict] = {}
        """The decisions found so far."""
        self._answers: dict[tuple[Node, Reading], Answer] = {}
        self._bounds: dict[tuple[Node, Reading], Bounds] = {}
        self._cores: dict[tuple[object, ...], Answer] = {}
        """Answers without duties, by all that they are made of: few of the ends that differ in their duties differ in these."""
        self._asked: dict[Sorted, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        """The duties that sorted rules surely and perhaps bring."""
        self._order = tuple(f.fact for f in space.rulebook.question.facts)

    def verdict(self, node: Node) -> NodeVerdict:
        """The whole decision of a node that every fact has led to."""
        found = self.verdicts.get(node)
        if found is None:
            found = self.verdicts[node] = self._verdict(node)
            for reading in READINGS:
                self.looked.pop((node, reading), None)
        return found

    def verdict_of(self, end: End) -> NodeVerdict:
        """The whole decision of the end of some cases."""
        node = self.space.end([level.classes[found] for level, found in zip(self.space.levels, end.classes, strict=True)])
        if node not in self.verdicts:
            self._read(node, "in_force", end.in_force)
            if self.apart(node):
                self._read(node, "announced", end.announced)
            if self.space.main >= 0:
                whole = self.space.of_any_number(node)
                least = self.space.held.least(self.space.main, whole.domains)
                for reading, permitted in zip(READINGS, (end.permitted, end.then_permitted), strict=True):
                    if permitted is not None and (whole, reading) not in self._bounds:
                        self._bounds[whole, reading] = self.grids.bounds_of(permitted.sure, permitted.maybe, least)
        return self.verdict(node)

    def _read(self, node: Node, reading: Reading, looked: Looked | None) -> None:
        if looked is not None:
            self.looked[node, reading] = looked

    def as_answered(self, node: Node, reading: Reading) -> Answer:
        """The answer of a node in one reading, without the facts that are missing."""
        verdict = self.verdicts.get(node)
        if verdict is not None:
            return verdict.in_force if reading == "in_force" else verdict.announced
        found = self._answers.get((node, reading))
        if found is None:
            apart = reading == "in_force" or self.apart(node) or (node.whole is not None and self.apart(node.whole))
            found = self._assembled(node, reading) if apart else replace(self.as_answered(node, "in_force"), reading=reading)
            self._answers[node, reading] = found
        return found

    def both(self, node: Node) -> tuple[Answer, Answer]:
        """The answers of a node in force and announced."""
        return self.as_answered(node, "in_force"), self.as_answered(node, "announced")

    def _verdict(self, node: Node) -> NodeVerdict:
        both = self.both(node)
        return self.told(both, lambda reading: self.deciding(node, reading), confidence(self.rulebook, both[0], self.seen_by(node.stands)))

    def told(self, both: tuple[Answer, Answer], deciding: Callable[[Reading], tuple[str, ...]], confident: Seen | None) -> NodeVerdict:
        """The whole decision of both answers: `deciding` gives the facts that decide a reading."""
        open_for: Reading | None = next((a.reading for a in both if a.because == "missing_facts"), None)
        missing = deciding(open_for) if open_for is not None else ()
        return NodeVerdict(both[0], both[1], missing, open_for or "in_force", confident, duties_told(self.rulebook, both[0]))

    def deciding(self, node: Node, reading: Reading) -> tuple[str, ...]:
        """The facts that decide a node: first the one most of whose values settle the answer, ties in the question's order."""
        level_of = self.space.level_of
        looked = self.looked.get((node, self.as_read(node, reading)))
        if looked is not None and looked.rank is None and not looked.in_doubt:
            return self.in_order(looked.left_open)
        view = self.grids.view(node, reading)
        if view is None:
            facts = [f for f in self.open_facts(node, reading) if self.decides(node, reading, f)]
            return settling_first(self, node, reading, facts)
        open_ = [f for f in self._order if view.decides(level_of[f])]
        return tuple(sorted(open_, key=lambda f: view.left_open(level_of[f]))) if len(open_) > 1 else tuple(open_)

    def in_order(self, left_open: Mapping[int, float]) -> tuple[str, ...]:
        """The facts of some levels: first that of which the smallest part of the values leaves the outcome open."""
        left = {f: left_open[i] for f in self._order if (i := self.space.level_of[f]) in left_open}
        return tuple(sorted(left, key=left.__getitem__))

    def next_first(self, node: Node, reading: Reading) -> tuple[str, ...]:
        """The same facts in the order to ask them: first the one after which the fewest further questions are to be expected."""
        facts = self.deciding(node, reading)
        return best_first(self, node, reading, [f for f in self._order if f in facts])

    def result(self, node: Node, reading: Reading) -> tuple[object, Callable[[], tuple[int, int]]]:
        """What every completion gives, and how to find the mildest and the strictest that some give."""
        as_read = self.as_read(node, reading)
        looked = self.looked.get((node, as_read))
        view = None if looked is not None else self.grids.view(node, as_read)
        if looked is not None:
            rank, in_doubt = looked.rank, looked.in_doubt
        elif view is not None:
            rank, in_doubt = view.rank(), view.in_doubt()
        else:
            found = self.answer(node, reading)
            return found, lambda: ends(lambda read: self.answer(node, reading, read), found, self.ends.best)
        result = rank if rank is not None else self.answer(node, reading) if in_doubt else DEPENDS
        return result, view.ends if view is not None else lambda: (looked.best, looked.worst)  # type: ignore[union-attr]

    def _assembled(self, node: Node, reading: Reading) -> Answer:
        result, ends_of = self.result(node, reading)
        best, worst = ends_of()
        rules, numbers = self.at(node, reading)
        reach = Reach(self._bounds_of(self.space.of_any_number(node), reading), best, worst)
        duties = self.space.sort(node, reading, duties=True)
        return self.with_duties(self.without_duties(reading, rules, numbers, result, reach), duties)

    def without_duties(self, reading: Reading, rules: Sorted, numbers: Domains, result: object, reach: Reach) -> Answer:
        """The answer of sorted rules but for its duties; one object for all ends that have it."""
        key = (reading, rules, numbers, result, reach)
        core = self._cores.get(key)
        if core is None:
            case = self.ends.given(numbers).case
            core = self._cores[key] = assemble(self.rulebook, case, reading, self.space.state_of(rules), NOTHING, result, reach)
        return core

    def with_duties(self, core: Answer, duties: Sorted) -> Answer:
        """An answer with the duties that sorted rules surely and perhaps bring."""
        found = self._asked.get(duties)
        if found is None:
            state = self.space.state_of(duties)
            found = self._asked[duties] = surely_asked(state), perhaps_asked(state)
        return replace(core, duties=found[0], possible_duties=found[1]) if found[0] or found[1] else core

    def _bounds_of(self, whole: Node, reading: Reading) -> Bounds:
        """The certain and the possible ceiling, over the classes of the main number that this node tells apart."""
        if self.space.main < 0:
            return NO_BOUNDS
        key = (whole, self.as_read(whole, reading))
        found = self._bounds.get(key)
        if found is None:
            found = self._bounds[key] = self.grids.bounds(*key) or bounds_of([*self._classes(*key)])
        return found

    def _classes(self, whole: Node, reading: Reading) -> Iterator[NumberClass]:
        level, main = self.space.levels[self.space.main], self.space.main
        assert isinstance(level, Numbers)
        least, known = self.space.held.least(main, whole.domains), dict[object, bool | None]()

        def permitted(atom: int) -> bool | None:
            like = self.space.alike(whole, main, 1 << atom) or atom
            if like not in known:
                part = self.space.narrow(whole, main, 1 << atom)
                known[like] = permits(lambda read: self.answer(part, reading, read))
            return known[like]

        for atom, (low, high) in enumerate(level.spans):
            if level.samples[atom] is not None:
                bounds = low if low is not None else -INFINITE, high if high is not None else INFINITE
                yield *bounds, partial(permitted, atom), atom >= least

    def seen_by(self, stands: Standings, alive: Bits = -1) -> Callable[[str], Seen]:
        """How well each rule was seen, of those alive, that stand so."""
        by_id, standings, number = self.rulebook.by_id, self.space.standings, self.space.parts.number

        def edition(rule: str) -> str:
            bit = number.get(rule, -1)
            held = bit >= 0 and alive >> bit & 1
            span = next((standings[n].span for n, some in stands if held and some >> bit & 1), -1)
            return by_id[rule].validity.spans[span].edition if span >= 0 else ""

        return lambda rule: self.rulebook.seen(rule, edition)
