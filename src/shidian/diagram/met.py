"""The decisions that the rows of batches have, by code; each is put together when somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias, overload

from shidian.diagram.diagram import Diagram
from shidian.diagram.many.crowd import Crowd
from shidian.diagram.many.told import Told
from shidian.diagram.node import Node
from shidian.diagram.tables import End
from shidian.diagram.verdicts import NodeVerdict
from shidian.law.unswept import unswept

MANY = 256
"""Ends from which on decisions are put together beside the diagram; those of fewer are kept in it, and with it on disk."""
Met: TypeAlias = "Node | End | NodeVerdict"
"""What a row may end in: a node, an end without one, or a decision that neither has."""


MOST_TOLD = 30_000
"""Ends of which it is kept what was told: some 4 KB each."""


class Decisions(Sequence[NodeVerdict]):
    """The decisions that rows have, by code: the ends that were met, and what each comes to, found when somebody reads it."""

    def __init__(self, diagram: Diagram, crowd: Crowd) -> None:
        self._diagram = diagram
        self._told = Told(diagram.answers, crowd)
        self._ends: list[Met] = []
        self._found: list[NodeVerdict | None] = []
        self._code_of: dict[Met, int] = {}
        self._keys: dict[int, bytes] = {}
        """The keys of the ends that have one: what is told of such an end holds in every process."""

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, code: int) -> NodeVerdict: ...
    @overload
    def __getitem__(self, code: slice) -> list[NodeVerdict]: ...
    def __getitem__(self, code: int | slice) -> NodeVerdict | list[NodeVerdict]:
        if isinstance(code, slice):
            known = [v for v in self._found[code] if v is not None]
            codes = range(*code.indices(len(self)))
            if len(known) == len(codes):
                return known
            with unswept():
                self._put_together(codes)
                return [self[i] for i in codes]
        found = self._found[code]
        if found is None:
            end = self._ends[code]
            with self._diagram.lock:
                found = self._found[code] = self._verdict(end)
        return found

    def __iter__(self) -> Iterator[NodeVerdict]:
        return (self[i] for i in range(len(self)))

    def outcomes(self) -> list[str]:
        """The outcome in force of each."""
        known = zip(self._ends[:], self._found[:], strict=False)
        with self._diagram.lock:
            told = (self.told(code) for code in range(len(self._ends)))
            return [str(t[0]) if t else v.in_force.outcome if v else self._outcome(end) for (end, v), t in zip(known, told, strict=False)]

    def _put_together(self, codes: range) -> None:
        """Put the decisions of many ends together at once."""
        new = [i for i in codes if self._found[i] is None and isinstance(self._ends[i], End)]
        if len(new) >= MANY:
            with self._diagram.lock:
                for i, found in zip(new, self._told.of([end for i in new if isinstance(end := self._ends[i], End)]), strict=True):
                    self._found[i] = found

    def _verdict(self, end: Met) -> NodeVerdict:
        if isinstance(end, NodeVerdict):
            return end
        answers = self._diagram.answers
        return answers.verdict_of(end) if isinstance(end, End) else answers.verdict(end)

    def _outcome(self, end: Met) -> str:
        if isinstance(end, NodeVerdict):
            return end.in_force.outcome
        answers = self._diagram.answers
        return answers.outcome_of(end) if isinstance(end, End) else answers.outcome(end)

    def code(self, end: Met) -> int:
        """The code of an end, or of a decision that no node has."""
        code = self._code_of.setdefault(end, len(self._ends))
        if code == len(self._ends):
            self._found.append(None)
            self._ends.append(end)
        return code

    def told(self, code: int) -> tuple[object, ...] | None:
        """What was told of an end before, its outcome first; None where nothing was."""
        key = self._keys.get(code)
        return self._diagram.told.get(key) if key is not None else None

    def tell(self, code: int, row: tuple[object, ...]) -> None:
        """Keep what is told of an end, so that nobody has to find its decision again."""
        key = self._keys.get(code)
        if key is not None and len(self._diagram.told) < MOST_TOLD:
            self._diagram.told[key] = row

    def knows(self, key: bytes) -> bool:
        """Whether something was told of the end of this key."""
        return key in self._diagram.told

    def more(self, ends: Sequence[End], keys: Sequence[bytes]) -> int:
        """Add ends, with their keys, of which none is here yet; gives the code of the first."""
        begin = len(self._ends)
        self._keys.update(enumerate(keys, begin))
        self._found += [None] * len(ends)
        self._ends += ends
        return begin

    def also(self, others: Decisions) -> list[int]:
        """The codes here of the decisions of another program of the same diagram."""
        with self._diagram.lock:
            return [self.code(end) for end in others._ends]
