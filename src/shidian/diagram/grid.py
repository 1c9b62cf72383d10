"""Two facts of a case against each other: an answer for every pair of values. Values with the same answers all along are one row."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.diagram.diagram import Diagram
from shidian.diagram.joint import Joint, Said, Side
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
from shidian.law.records import Reading


class Line(Struct, frozen=True):
    """A row or a column: what its values are called, what all others are, and one of its values (with what is said of zones)."""

    words: tuple[str, ...]
    rest: tuple[str, ...]
    value: Value
    zones: Said


class Grid(Struct, frozen=True):
    """The answers, row by row."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    answers: tuple[tuple[Answer, ...], ...]


def grid(diagram: Diagram, case: Case, rows: str, columns: str, reading: Reading, since: dt.date, *, ceilings: bool) -> Grid:
    """The grid of two facts; a coarse value of one in `case` narrows it, and days begin with `since`. `ceilings`: only
    ceilings are compared when rows are put together."""
    down, across = _Axis(diagram, case, rows, since), _Axis(diagram, case, columns, since)
    table: list[list[Answer]] = []
    with diagram.lock:
        for i in range(len(down)):
            line = down.put(case, i)
            table.append([answer_of(diagram, across.put(line, j), reading) for j in range(len(across))])

    def same(answer: Answer) -> object:
        return (answer.ceiling, answer.outcome == "undetermined") if ceilings else (answer.outcome, answer.because)

    by_row: dict[tuple[object, ...], list[int]] = {}
    for i, line_of in enumerate(table):
        by_row.setdefault(tuple(same(a) for a in line_of), []).append(i)
    by_column: dict[tuple[object, ...], list[int]] = {}
    for j in range(len(across)):
        by_column.setdefault(tuple(same(line_of[j]) for line_of in table), []).append(j)
    return Grid(
        tuple(down.line(numbers) for numbers in by_row.values()),
        tuple(across.line(numbers) for numbers in by_column.values()),
        tuple(tuple(table[r[0]][c[0]] for c in by_column.values()) for r in by_row.values()),
    )


def answer_of(diagram: Diagram, case: Case, reading: Reading) -> Answer:
    """The answer of a case in one reading."""
    return diagram.answers.both(diagram.walk(case))[0 if reading == "in_force" else 1]


class _Axis:
    def __init__(self, diagram: Diagram, case: Case, fact: str, since: dt.date) -> None:
        self.fact = fact
        self.days = [since, *(d for d in diagram.days.starts if d > since)] if fact == diagram.rulebook.day else []
        side = Side(diagram, case)
        self.joint = Joint(side, side, diagram.space.level_of[fact])

    def __len__(self) -> int:
        return len(self.days or self.joint.pairs)

    def put(self, case: Case, i: int) -> Case:
        """The case with the i-th value."""
        if self.days:
            return case.with_value(self.fact, self.days[i])
        pair = self.joint.pairs[i]
        return Case(case.values | {self.fact: pair.new_value}, case.zones | dict(pair.zones))

    def line(self, numbers: list[int]) -> Line:
        if self.days:
            return Line(tuple(self.days[i].isoformat() for i in numbers), (), self.days[numbers[0]], frozenset())
        first = self.joint.pairs[numbers[0]]
        mask = sum(1 << i for i in numbers)
        return Line(self.joint.words(mask), self.joint.rest(mask), first.new_value, first.zones)
