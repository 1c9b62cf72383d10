"""What a diagram says of many cases at once, of its levels, and of all its cases: parts of what `frozen.py` holds by digest.

Whatever is decided in a batch is held against the same case walked by itself, so that a digest never keeps a batch that differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from shidian.diagram import met, program
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Column
from shidian.diagram.leads import deciding
from shidian.diagram.many import law, remembered
from shidian.diagram.node import Node
from shidian.diagram.numbers import Numbers
from shidian.diagram.places import Places
from shidian.diagram.program import Program, program_of
from shidian.diagram.stored import pack_told, unpack_told
from shidian.engine.case import Case
from shidian.engine.decide import decide
from shidian.engine.rulebook import Rulebook
from shidian.engine.state import READINGS

LIMITS = ((program, "MANY"), (program, "MANY_AT_FIRST"), (met, "MANY"))
NEVER = 10**9
FEW = 3
"""Cases that come to a program before all others, so that it knows some ends and not all."""
MOST_WALKED = 4_000
"""Definite cases up to which a diagram is walked whole."""


@contextmanager
def decided_together(most: int) -> Iterator[None]:
    """From this many rows and ends on they are decided beside the diagram."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in LIMITS:
            patch.setattr(module, name, most)
        yield


def columns_of(diagram: Diagram, cases: Sequence[Case]) -> dict[int, Column]:
    """The classes of cases as columns; the codes of a column count its classes, so that several rows have one."""
    rows = [[found.id for found in diagram.classes(case)] for case in cases]
    out = {}
    for level in range(len(diagram.levels)):
        classes = sorted({row[level] for row in rows})
        codes = np.array([classes.index(row[level]) for row in rows], np.uint32)
        out[level] = Column(codes, np.array(classes, np.uint32))
    return out


def _walked(batch: Program, columns: dict[int, Column], some: slice) -> list[int]:
    parts = {level: Column(column.codes[some], column.classes) for level, column in columns.items() if level in batch.varying}
    return [int(code) for code in batch.walk(parts, len(next(iter(columns.values())).codes[some]))]


def in_batches(rulebook: Rulebook, known_on: Any, cases: Sequence[Case]) -> object:
    """The codes and outcomes of cases that come as rows: walked by columns, decided beside the diagram, with what is alike in all rows
    walked before, and looked at together at the end. All decisions are those of each case by itself."""
    alone = Diagram(rulebook, known_on)
    wanted = [alone.decide(case) for case in cases]
    out: list[object] = []
    for most in (NEVER, 0):
        with decided_together(most):
            diagram = Diagram(rulebook, known_on)
            columns = columns_of(diagram, cases)
            same = {level: diagram.levels[level].classes[int(c.classes[0])] for level, c in columns.items() if len(c.classes) == 1}
            for batch in (Program(diagram, {}), program_of(diagram, same), program_of(diagram, same)):
                few = _walked(batch, columns, slice(0, FEW))
                codes = _walked(batch, columns, slice(0, None))
                assert codes[: len(few)] == few == _walked(batch, columns, slice(0, FEW))
                outcomes = batch.verdicts.outcomes()
                for code in set(codes[::2]):  # some are told before they are asked for
                    batch.verdicts.tell(code, (batch.verdicts[code].in_force.outcome, code))
                told = [batch.verdicts.told(code) for code in codes]
                assert [batch.verdicts[code] for code in codes] == wanted
                assert [outcomes[code] for code in codes] == [v.in_force.outcome for v in wanted] == _outcomes(batch, codes)
                out.append((codes, len(batch.verdicts), told, len(diagram.space)))
            if most == 0:
                _ended_together(rulebook, known_on, cases, wanted)
                with pytest.MonkeyPatch.context() as patch:  # and where no table is made, each by the search
                    patch.setattr(law, "MOST_CELLS", FEW)
                    _ended_together(rulebook, known_on, cases, wanted)
            fresh = Program(diagram, {})
            again = _walked(fresh, columns, slice(0, None))
            slices = fresh.verdicts[:]
            assert [slices[code] for code in again] == wanted == [fresh.verdicts[code] for code in again]
            assert [list(fresh.verdicts)[code] for code in again] == wanted
            also = batch.verdicts.also(fresh.verdicts)
            assert [batch.verdicts[also[code]] for code in again] == wanted
            kept: dict[bytes, tuple[object, ...]] = {}
            assert unpack_told(kept, pack_told(diagram.told)) == len(diagram.told) == len(kept)
            assert kept == diagram.told
            assert unpack_told(kept, b"no such bytes") == 0
            out.append((again, sorted(map(repr, diagram.told.values()))))
            walked = Diagram(rulebook, known_on)
            nodes = [walked.walk(case) for case in cases]
            both = [answer for v in wanted for answer in (v.in_force, v.announced)]
            assert [walked.answers.as_answered(node, reading) for node in nodes for reading in READINGS] == both
            assert [walked.answers.verdict(node) for node in nodes] == wanted
            assert [walked.answers.as_answered(node, reading) for node in nodes for reading in READINGS] == both
    return out


def _ended_together(rulebook: Rulebook, known_on: Any, cases: Sequence[Case], wanted: Sequence[object]) -> None:
    """Rows of few ends are walked, and the ends that are new decided together."""
    diagram = Diagram(rulebook, known_on)
    columns = columns_of(diagram, cases)
    batch = Program(diagram, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "SAMPLE", 0)
        patch.setattr(remembered, "WORTH", NEVER)
        few = _walked(batch, columns, slice(0, FEW))
        codes = _walked(batch, columns, slice(0, None))
        assert codes[: len(few)] == few == _walked(batch, columns, slice(0, FEW))
    assert [batch.verdicts[code] for code in codes] == wanted


def _outcomes(batch: Program, codes: Sequence[int]) -> list[str]:
    found = batch.verdicts.outcomes()  # once more, now that all are put together
    return [found[code] for code in codes]


def what_levels_say(diagram: Diagram) -> object:
    """Of each level its classes in every era, which of them pass each test, and what a person calls them; of numbers what lies between, of
    days the stretches."""
    out: list[object] = [diagram.rulebook.day, [level.fact for level in diagram.levels]]
    for at, level in enumerate(diagram.levels):
        eras = range(len(diagram.days.eras) + 1) if isinstance(level, Places) else (0,)
        classes = {era: [(c.id, c.truths, c.atoms, c.sample) for c in level.atoms(era)] for era in eras}
        passing = [diagram.space.parts.yes(at, test) for test in range(len(level.tests))] if level is not diagram.days else []
        every = (1 << level.size) - 1
        masks = [1 << atom for atom in range(level.size)] + [every, every & 0x5555555555555555, every & 0x3333333333333333, *passing]
        out.append((level.fact, level.size, classes, passing, [level.words(mask) for mask in masks]))
        if isinstance(level, Numbers):
            ends = [None, *level.points]
            between = [level.between(a, b) for a, b in [*pairwise(ends), *pairwise(reversed(ends))]]
            out.append((level.points, level.spans, level.samples, [level.atom(p) for p in level.points], level.all, between))
        if isinstance(level, Places):
            out.append((level.zones, level.spots, level.of_kind))
    days = diagram.days
    out.append((days.starts, days.standings, days.standing_rules, [days.era_day(era) for era in range(len(days.eras) + 1)]))
    out.append([(days.stretch(day), days.era(day), days.of(day).id) for day in days.starts])
    return out


def what_nodes_say(diagram: Diagram, cases: Sequence[Case]) -> object:
    """What the ends of cases leave of the law: on each day, without each rule, by reading, and where the next answers lead."""
    out: list[object] = []
    space, answers = diagram.space, diagram.answers
    for case in cases:
        node, verdict = diagram.walk(case), diagram.decide(case)
        assert diagram.walk_by(diagram.classes(case)) is node
        starts = diagram.days.starts
        for day, near in zip(starts, diagram.through(case, starts), strict=True):  # a node with this outcome, not always the same one
            there = diagram.walk_by(diagram.classes(case.with_value(diagram.rulebook.day, day)))
            said = [[replace(a, duties=(), possible_duties=()) for a in answers.both(n)] for n in (near, there)]
            assert said[0] == said[1]
        leads = deciding(diagram, case, verdict)
        assert {f.fact: f for f in leads} == {f.fact: f for f in decide(diagram.rulebook, case, diagram.known_on).missing}
        out.append(leads)
        out.append([_content(space.without(node, frozenset({rule.id}))) for rule in space.rules_of(node)])
        for reading in READINGS:
            facts = answers.open_facts(node, reading)
            out.append(
                (
                    space.open_levels(node, reading),
                    space.state(node, reading),
                    space.state(node, reading, duties=True),
                    space.sort(node, reading),
                    facts,
                    [answers.decides(node, reading, fact) for fact in facts],
                    [[_content(part) for part in answers.parts(node, fact)] for fact in facts],
                )
            )
        out.append([space.asked(node, level) for level in range(len(diagram.levels))])
    return out


def _content(node: Node) -> object:
    return node.alive, node.left, node.stands, node.domains


def walked_whole(rulebook: Rulebook, known_on: Any, cases: Sequence[Case]) -> object:
    """How large a diagram is of which every definite case was walked; then it has every edge, and its answers are what they were."""
    diagram = Diagram(rulebook, known_on)
    told: list[int] = []
    before = [diagram.decide(case) for case in cases]
    combined = 1
    for level in diagram.levels:
        combined *= max(1, level.size)
    if combined > MOST_WALKED:
        return combined
    assert diagram.began == 0
    size = diagram.complete(told.append)
    assert [diagram.decide(case) for case in cases] == before
    assert told == sorted(told)
    assert diagram.began >= size.nodes
    return size.levels, size.nodes, size.edges, size.decisions, len(told)
