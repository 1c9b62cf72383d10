"""The level of a number: the points that rules name, and the intervals between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from shidian.diagram.classes import Level, ValueClass, coded
from shidian.engine.case import Case, Value
from shidian.engine.conditions import InRange
from shidian.engine.options import linked
from shidian.engine.rulebook import Rulebook


class Numbers(Level):
    """A number: the points that rules name, and the open intervals between them. Numbers that bound each other share points, so
    that the order of two of them can be read off their atoms."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        super().__init__(rulebook, fact)
        family = linked(rulebook, fact)
        cuts = {
            c
            for r in rulebook.rules
            for t in r.scope.all()
            if t.fact in family and isinstance(t, InRange)
            for c in (t.low, t.high)
            if c is not None
        }
        cuts |= {
            r.effect.ceilings[s].value
            for s, f in rulebook.ceilings.items()
            if f in family
            for r in rulebook.rules
            if s in r.effect.ceilings
        }
        ends = [rulebook.facts[f] for f in family]
        cuts |= {p for f in ends for p in (f.minimum, f.maximum) if p is not None}
        low, high = self.declared.minimum, self.declared.maximum
        self.points = sorted(c for c in cuts if (low is None or c >= low) and (high is None or c <= high))
        self.spans: list[tuple[Decimal | None, Decimal | None]] = []  # a point is (p, p); None: without end
        edges: list[Decimal | None] = [None, *self.points, None]
        for i in range(len(edges) - 1):
            a, b = edges[i], edges[i + 1]
            if i:
                self.spans.append((a, a))
            outside = (a is None and low is not None) or (b is None and high is not None)
            self.spans.append((None, None) if outside else (a, b))
        self.samples = [self._sample(a, b) if (a, b) != (None, None) or not self.points else None for a, b in self.spans]
        self.size = len(self.spans)

    def atom(self, number: Decimal) -> int:
        """The atom of a number: 2i + 1 for the i-th point, 2i for the interval before it."""
        i = bisect_left(self.points, number)
        return 2 * i + 1 if i < len(self.points) and self.points[i] == number else 2 * i

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return (self.of(sample) for sample in self.samples if sample is not None)

    def yes(self, test: int) -> int:
        mask = 0
        for atom, sample in enumerate(self.samples):
            if sample is not None and self.tests[test].of(Case({self.fact: sample})):
                mask |= 1 << atom
        return mask

    @property
    def all(self) -> int:
        """The mask of every atom that holds a number."""
        return sum(1 << i for i, s in enumerate(self.samples) if s is not None)

    def words(self, atoms: int) -> tuple[str, ...]:
        out: list[str] = []
        run: list[int] = []
        for atom in [a for a in range(self.size) if atoms >> a & 1 and self.samples[a] is not None]:
            if run and atom == run[-1] + 1:
                run.append(atom)
                continue
            out += [self._range(run)] if run else []
            run = [atom]
        return tuple([*out, self._range(run)] if run else out)

    def _range(self, run: list[int]) -> str:
        (low, low_end), (high_start, high) = self.spans[run[0]], self.spans[run[-1]]
        if run[0] == run[-1] and low is not None and low == low_end:
            return f"{low}"
        left = "" if low is None else f"{'≥' if low == low_end else '>'} {low}"
        right = "" if high is None else f"{'≤' if high_start == high else '<'} {high}"
        return ", ".join(p for p in (left, right) if p) or "any"

    def between(self, a: Decimal | None, b: Decimal | None) -> Decimal | None:
        """A number strictly between two (None: without end); None when there is none."""
        return self._sample(a, b) if a is None or b is None or a < b else None

    def _sample(self, a: Decimal | None, b: Decimal | None) -> Decimal | None:
        if a is None or b is None:
            return (b - 1) if b is not None else (a + 1) if a is not None else Decimal(0)
        if a == b:
            return a
        sample = a + 1 if self.declared.whole else (a + b) / 2
        return sample if a < sample < b else None

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        truths = bytes(coded(t.of(Case({self.fact: value}))) for t in self.tests)
        atoms = 1 << self.atom(value) if isinstance(value, Decimal) else self.all
        return self.intern(truths, atoms, value)
