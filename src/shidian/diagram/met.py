"""The decisions that the rows of batches have, by code; each is put together when somebody reads it, and many together from arrays: what they
leave of the law is sorted by a compiled loop, what many of them share is made once, and no node is made. Each is what its node would say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeAlias, overload

import numpy as np
from msgspec.structs import replace

from shidian.diagram.diagram import Diagram
from shidian.diagram.held import Domain, Domains
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.ended import BareEnds, EndRows
from shidian.diagram.many.law import as_words
from shidian.diagram.many.lefts import BEFORE, HERE, WHOLE, Lefts, room_for, sort_ends
from shidian.diagram.many.records import UNSEEN
from shidian.diagram.node import Node, Sorted
from shidian.diagram.numbers import Numbers
from shidian.diagram.tables import End, Looked, Permitted
from shidian.diagram.verdicts import NodeVerdict, Verdicts
from shidian.engine.bearing import confidence
from shidian.engine.bounds import outcome, outcome_name
from shidian.engine.decide import Answer
from shidian.engine.reach import NO_BOUNDS, Bounds, Reach
from shidian.engine.search import DEPENDS
from shidian.engine.state import READINGS
from shidian.law.budget import go_on
from shidian.law.records.base import Seen
from shidian.law.unswept import unswept

MANY = 256
"""Ends from which on decisions are put together beside the diagram; those of fewer are kept in it, and with it on disk."""
Met: TypeAlias = "Node | End | NodeVerdict"
"""What a row may end in: a node, an end without one, or a decision that neither has."""
MOST_TOLD = 30_000
"""Ends of which it is kept what was told: some 4 KB each."""
AT_ONCE = 1024
"""Ends whose sets of rules are held at once."""


class MetTold:
    """The decisions of the ends of one crowd."""

    def __init__(self, answers: Verdicts, crowd: Crowd) -> None:
        self._answers, self._crowd, self._space = answers, crowd, crowd.space
        space = crowd.space
        self._numeric = [i for i, level in enumerate(space.levels) if isinstance(level, Numbers)]
        self._setting = as_words([space.held.setting], crowd.bulk.width)[0]
        number = space.parts.number
        self._outside = sum({1 << number[r.outside] for r in space.rules if r.outside in number})
        """The rules whose edition tells how well another was seen."""
        self._sorted: dict[bytes, Sorted] = {}
        self._numbers: dict[bytes, tuple[Domains, int]] = {}
        self._bounds: dict[tuple[Permitted, int], Bounds] = {}
        self._confident: dict[tuple[int, bytes, int], Seen | None] = {}

    def of(self, ends: Sequence[End]) -> list[NodeVerdict | None]:
        """The decisions of some ends; None of one of which something was not read off a table."""
        out: list[NodeVerdict | None] = []
        for start in range(0, len(ends), AT_ONCE):
            go_on()
            out += self._some(ends[start : start + AT_ONCE])
        self._sorted.clear()  # what later ends share with these is in the answers; this is only the way there
        self._numbers.clear()
        return out

    def _some(self, ends: Sequence[End]) -> list[NodeVerdict | None]:
        cases = np.array([end.classes for end in ends], np.int32)
        law, by = self._crowd.bulk.law, self._crowd.by()
        lefts = room_for(len(ends), cases.shape[1], len(self._setting))
        sort_ends(law, by, cases, lefts)
        told_by = np.concatenate(
            [
                (lefts.alive & self._setting).reshape(len(ends), -1).view(np.uint8),
                lefts.left.reshape(len(ends), -1),
                np.ascontiguousarray(cases[:, self._numeric]).view(np.uint8).reshape(len(ends), -1),
            ],
            axis=1,
        )
        spans = by.spans[cases[:, by.day]]
        return [self._one(end, lefts, i, told_by[i].tobytes(), spans[i].tobytes()) for i, end in enumerate(ends)]

    def _one(self, end: End, lefts: Lefts, i: int, told_by: bytes, spans: bytes) -> NodeVerdict | None:
        apart, whole_apart = bool(lefts.apart[i, 0]), bool(lefts.apart[i, 1])
        numbers = self._numbers.get(told_by)
        if numbers is None:
            numbers = self._numbers[told_by] = self._find_numbers(end, lefts, i)
        looked = (end.in_force, end.announced if apart else end.in_force)
        permitted = (end.permitted, end.then_permitted if whole_apart else end.permitted)
        found: list[tuple[Answer, Answer]] = []
        for at in range(2 if apart or (whole_apart and lefts.speaks[i]) else 1):
            core = self._core(at, self._sort(lefts.rules[i, at].tobytes()), numbers, looked[at], permitted[at])
            if core is None:
                return None
            found.append((core, self._answers.with_duties(core, self._sort(lefts.duties[i, at].tobytes()))))
        core, held = found[0]
        both = held, found[-1][1] if len(found) > 1 else replace(held, reading="announced")
        return self._answers.told(
            both, lambda reading: self._deciding(looked[READINGS.index(reading)]), self._sure(core, end, lefts, i, spans)
        )

    def _core(
        self, at: int, rules: Sorted, numbers: tuple[Domains, int], looked: Looked | None, permitted: Permitted | None
    ) -> Answer | None:
        if looked is None or (permitted is None and self._space.main >= 0):
            return None
        result: object = looked.rank if looked.rank is not None else DEPENDS
        if looked.in_doubt and looked.rank is None:
            result = self._answers.settled(rules, numbers[0], outcome)
            if result is None:
                return None
        bounds = NO_BOUNDS
        if permitted is not None and self._space.main >= 0:
            key = permitted, numbers[1]
            known = self._bounds.get(key)
            if known is None:
                known = self._bounds[key] = self._answers.grids.bounds_of(permitted.sure, permitted.maybe, numbers[1])
            bounds = known
        return self._answers.without_duties(READINGS[at], rules, numbers[0], result, Reach(bounds, looked.best, looked.worst))

    def _deciding(self, looked: Looked | None) -> tuple[str, ...]:
        return self._answers.in_order(looked.left_open) if looked is not None else ()

    def _sort(self, words: bytes) -> Sorted:
        """Sorted rules from their words, one object for all that are alike."""
        found = self._sorted.get(words)
        if found is None:
            each = len(words) // 4
            found = self._sorted[words] = Sorted(*[int.from_bytes(words[at : at + each], "little") for at in range(0, len(words), each)])
        return found

    def _find_numbers(self, end: End, lefts: Lefts, i: int) -> tuple[Domains, int]:
        """The numbers given that an end remembers, and the least atom that its main number can have."""
        space, held = self._space, self._space.held
        alive = [int.from_bytes((lefts.alive[i, at] & self._setting).tobytes(), "little") for at in (HERE, BEFORE, WHOLE)]
        left = [tuple(row) for row in lefts.left[i].tolist()]
        classes = {level: space.levels[level].classes[end.classes[level]] for level in self._numeric}
        domains = {level: Domain(found.atoms, found.sample is not None) for level, found in classes.items()}
        here = held.kept(alive[HERE], left[HERE], domains)
        before = (
            here if not lefts.speaks[i] else held.kept(alive[BEFORE], left[BEFORE], {a: d for a, d in domains.items() if a != space.main})
        )
        others = {
            a: d if d.given else Domain(n.all, False) for a, d in before if a != space.main and isinstance(n := space.levels[a], Numbers)
        }
        least = held.least(space.main, held.kept(alive[WHOLE], left[WHOLE], others)) if space.main >= 0 else 0
        return tuple((level, domain) for level, domain in here if domain.given), least

    def _sure(self, core: Answer, end: End, lefts: Lefts, i: int, spans: bytes) -> Seen | None:
        """How well was seen what an answer rests on."""
        alive = int.from_bytes(lefts.alive[i, HERE].tobytes(), "little")
        key = id(core), spans, alive & self._outside
        if key not in self._confident:
            day = self._space.levels[self._space.day].classes[end.classes[self._space.day]]
            self._confident[key] = confidence(self._answers.rulebook, core, self._answers.seen_by(self._space.standing(day), alive))
        return self._confident[key]


class Decisions(Sequence[NodeVerdict]):
    """The decisions that rows have, by code: the ends that were met, and what each comes to, found when somebody reads it."""

    def __init__(self, diagram: Diagram, crowd: Crowd) -> None:
        self._diagram, self._crowd = diagram, crowd
        self._told = MetTold(diagram.answers, crowd)
        self._ends: list[Met | None] = []
        """What each code ends in; None of an end that stands in a block of rows."""
        self._blocks: list[tuple[int, BareEnds]] = []
        """The ends that were found together, each block behind its first code."""
        self._looked: dict[int, tuple[EndRows, int]] = {}
        """What was read off tables of ends of blocks, once somebody reads their decisions."""
        self._found: list[NodeVerdict | None] = []
        self._code_of: dict[Met, int] = {}

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, code: int) -> NodeVerdict: ...
    @overload
    def __getitem__(self, code: slice) -> list[NodeVerdict]: ...
    def __getitem__(self, code: int | slice) -> NodeVerdict | list[NodeVerdict]:
        if isinstance(code, slice):
            return self.of(range(*code.indices(len(self))))
        found = self._found[code]
        if found is None:
            end = self._end(code)
            with self._diagram.lock:
                found = self._found[code] = self._verdict(end)
        return found

    def of(self, codes: Sequence[int]) -> list[NodeVerdict]:
        """The decisions of some codes, those of many ends put together at once."""
        with unswept():
            new = [i for i in codes if self._found[i] is None]
            for start in range(0, len(new), AT_ONCE):
                with self._diagram.lock:
                    self._put_together(new[start : start + AT_ONCE])
            return [self[i] for i in codes]

    def outcomes(self) -> list[str]:
        """The outcome in force of each."""
        names: dict[tuple[int, int], str] = {}
        with self._diagram.lock:
            out = [self[code].in_force.outcome if end is not None else "" for code, end in enumerate(self._ends)]
            for begin, ends in self._blocks:
                for code, said in enumerate(zip(ends.rank.tolist(), ends.best.tolist(), strict=True), begin):
                    if said[0] == UNSEEN:
                        out[code] = self[code].in_force.outcome
                        continue
                    if said not in names:
                        names[said] = outcome_name(self._diagram.answers.rulebook, said[0] if said[0] >= 0 else None, said[1])
                    out[code] = names[said]
        return out

    def _put_together(self, codes: Sequence[int]) -> None:
        """Put the decisions of many ends together at once."""
        self._look(codes)
        ends = {i: end for i in codes if isinstance(end := self._end(i), End)}
        if len(ends) >= MANY:
            for i, found in zip(ends, self._told.of(list(ends.values())), strict=True):
                self._found[i] = found
                self._looked.pop(i, None)

    def _look(self, codes: Sequence[int]) -> None:
        """Read off tables what the decisions of some codes are made of."""
        by_block: dict[int, list[int]] = {}
        for code in codes:
            if self._ends[code] is None and code not in self._looked:
                by_block.setdefault(self._block(code), []).append(code)
        for at, some in by_block.items():
            begin, ends = self._blocks[at]
            rows = np.array(some) - begin
            looked = ends.rows or self._crowd.look(ends.cases[rows])
            for n, code in enumerate(some):
                self._looked[code] = looked, code - begin if ends.rows else n

    def _block(self, code: int) -> int:
        return bisect_right(self._blocks, code, key=lambda block: block[0]) - 1

    def _end(self, code: int) -> Met:
        end = self._ends[code]
        if end is None:
            self._look([code])
            rows, n = self._looked[code]
            return rows.end(n)
        return end

    def _verdict(self, end: Met) -> NodeVerdict:
        if isinstance(end, NodeVerdict):
            return end
        answers = self._diagram.answers
        return answers.verdict_of(end) if isinstance(end, End) else answers.verdict(end)

    def code(self, end: Met) -> int:
        """The code of an end, or of a decision that no node has."""
        code = self._code_of.setdefault(end, len(self._ends))
        if code == len(self._ends):
            self._found.append(None)
            self._ends.append(end)
        return code

    def told(self, code: int) -> tuple[object, ...] | None:
        """What was told of an end before, its outcome first; None where nothing was."""
        key = self._key(code) if self._diagram.told else None
        return None if key is None else self._diagram.told.get(key)

    def tell(self, code: int, row: tuple[object, ...]) -> None:
        """Keep what is told of an end, so that nobody has to find its decision again."""
        key = self._key(code)
        if key is not None and len(self._diagram.told) < MOST_TOLD:
            self._diagram.told[key] = row

    def _key(self, code: int) -> bytes | None:
        """The key of an end that has one: what is told of such an end holds in every process."""
        if self._ends[code] is not None:
            return None
        begin, ends = self._blocks[self._block(code)]
        return bytes(ends.keys[code - begin].tobytes())

    def more(self, ends: BareEnds) -> int:
        """Add ends of which none is here yet; gives the code of the first."""
        begin = len(self._ends)
        self._blocks.append((begin, ends))
        self._found += [None] * len(ends.cases)
        self._ends += [None] * len(ends.cases)
        return begin

    def also(self, others: Decisions) -> list[int]:
        """The codes here of the decisions of another program of the same diagram."""
        with self._diagram.lock:
            others._look(range(len(others)))
            return [self.code(others._end(code)) for code in range(len(others))]
