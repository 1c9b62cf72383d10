"""The level of a fact whose values can be listed: words, sets of words, the leaves of a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from shidian.diagram.classes import YES, Level, ValueClass, coded
from shidian.engine.case import Case, Value
from shidian.engine.conditions import InSet, InTree
from shidian.engine.options import cover
from shidian.engine.rulebook import Rulebook
from shidian.law.tree import ROOT


class ListedLevel(Level):
    """A fact whose values can be listed: words, sets of words, the leaves of a tree."""

    def __init__(self, rulebook: Rulebook, fact: str) -> None:
        super().__init__(rulebook, fact)
        self.atom_of: dict[Value, int] = {}
        self.samples: list[Value] = []
        self.masks = [0] * len(self.tests)
        signatures: dict[tuple[int, ...], int] = {}
        for value, passed in self._passed():
            atom = signatures.setdefault(passed, len(signatures))
            if atom == len(self.samples):
                self.samples.append(value)
                for test in passed:
                    self.masks[test] |= 1 << atom
            self.atom_of[value] = atom
        self.size = len(self.samples)
        self._passed_by = tuple(signatures)
        """Of each atom, the tests that it passes."""

    def atoms(self, era: int = 0) -> Iterator[ValueClass]:
        return (self.of(value) for value in self.samples)

    def yes(self, test: int) -> int:
        return self.masks[test]

    def words(self, atoms: int) -> tuple[str, ...]:
        values = [v for v, a in self.atom_of.items() if atoms >> a & 1]
        if self.declared.domain == "tree":
            return cover(self.rulebook.trees[self.fact], ROOT, [str(v) for v in values])
        return tuple(",".join(sorted(v)) or "none" if isinstance(v, frozenset) else str(v) for v in values)

    def _passed(self) -> Iterator[tuple[Value, tuple[int, ...]]]:
        """The finest values, each with the tests that it passes."""
        if self.declared.domain != "tree":
            for value in self._finest():
                yield value, tuple(i for i, t in enumerate(self.tests) if t.of(Case({self.fact: value})))
            return
        inside: dict[Value, list[int]] = {value: [] for value in self._finest()}
        for i, test in enumerate(self.tests):
            assert isinstance(test, InTree), "a tree is tested for its words"
            for word in test.inside:
                if word in inside:
                    inside[word].append(i)
        yield from ((value, tuple(passed)) for value, passed in inside.items())

    def _finest(self) -> Iterable[Value]:
        domain = self.declared.domain
        if domain == "tree":
            return self.rulebook.trees[self.fact].atoms(ROOT)
        if domain == "yes_no":
            return ("yes", "no")
        if domain == "choice":
            return tuple(c.id for c in self.declared.choices)
        words = sorted({w for t in self.tests if isinstance(t, InSet) for w in (*t.any_of, *t.all_of, *t.none_of)})
        return tuple(frozenset(p) for p in chain.from_iterable(combinations(words, n) for n in range(len(words) + 1)))

    def _find(self, value: Value, zones: frozenset[tuple[str, bool]], era: int) -> ValueClass:
        atom = self.atom_of.get(value)
        if atom is not None:
            held = bytearray(len(self.tests))
            for test in self._passed_by[atom]:
                held[test] = YES
            truths = bytes(held)
        else:
            truths = bytes(coded(t.of(Case({self.fact: value}))) for t in self.tests)
        if self.declared.domain == "tree":
            atoms = 0
            for leaf in self.rulebook.trees[self.fact].atoms(str(value)):
                atoms |= 1 << self.atom_of[leaf]
        elif value is None:
            atoms = (1 << self.size) - 1
        else:
            known = value & self._words() if isinstance(value, frozenset) else value
            atoms = 1 << self.atom_of[known]
        return self.intern(truths, atoms, value)

    def _words(self) -> frozenset[str]:
        return frozenset(w for v in self.atom_of if isinstance(v, frozenset) for w in v)
