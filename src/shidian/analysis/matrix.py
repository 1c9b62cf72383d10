"""Two facts against each other: the answers as a table that can be printed, exported and drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.joint import Joint, Said, Side
from shidian.analysis.shown import NamedValues, ShortAnswer, begin, check, fact_named, limit_label, named, outcome_label, said, view
from shidian.analysis.timeline import SINCE
from shidian.answer.facts import Given
from shidian.answer.told_apart import depends_label
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.diagram.node import Node
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
from shidian.errors import BadValue
from shidian.files import csv_text
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.law.unswept import unswept
from shidian.words.labels import value_label
from shidian.words.phrases import phrase
from shidian.words.plain import Result

Showing = Literal["outcome", "ceiling"]
MOST_TOLD = 400
"""Kinds of cells that hang on missing facts which a table tells by their parts."""


class Matrix(Result, frozen=True):
    """The answers by rows and columns; values that have the same answers all along are one row or column. The name of a cell that hangs on
    missing facts tells it by its parts."""

    question: str
    reading: Reading
    shows: Showing
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    rows: tuple[NamedValues, ...]
    columns: tuple[NamedValues, ...]
    answers: tuple[tuple[ShortAnswer, ...], ...]
    names: tuple[tuple[Label, ...], ...]

    def to_csv(self, lang: str = "en") -> str:
        """One line for each row and column: both as names, and the answer in full."""
        facts = (self.rows[0].fact if self.rows else "row", self.columns[0].fact if self.columns else "column")
        told = [[*facts, "outcome", "because", "ceiling", "exclusive", "row_label", "column_label"]]
        for row, answers in zip(self.rows, self.answers, strict=True):
            for column, answer in zip(self.columns, answers, strict=True):
                ceiling = "" if answer.ceiling is None else f"{answer.ceiling}"
                said = [answer.outcome, answer.because or "", ceiling, "yes" if answer.exclusive else "no"]
                told.append(["; ".join(row.values), "; ".join(column.values), *said, row.label[lang], column.label[lang]])
        return csv_text(told)


def matrix(
    law: CompiledLaw,
    question: str,
    facts: Mapping[str, Given],
    rows: str,
    columns: str,
    *,
    shows: Showing = "outcome",
    reading: Reading = "in_force",
    since: dt.date | None = None,
    known_on: dt.date | None = None,
) -> Matrix:
    """Two facts against each other; of every answer (with all that it rests on) a case is checked by the engine. Raises BadValue for facts that
    are not two."""
    declared = law.question(question)
    rows, columns = fact_named(declared, rows), fact_named(declared, columns)
    if rows == columns:
        raise BadValue(f"rows and columns are both `{rows}`", hint="name two facts")
    if shows == "ceiling" and declared.reads != "ceilings":
        raise BadValue(f"`{question}` has no ceilings", hint="show outcomes")
    start, diagram, since = begin(law, question, facts, open_=(rows, columns)), law.diagram(question, known_on=known_on), since or SINCE
    parts = _CellsInWords(law, diagram, start.question, reading, known_on) if shows == "outcome" else None
    found = grid(diagram, start.case, rows, columns, reading, since, parts)
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    confirmed: set[Answer] = set()
    for line, answers in zip(found.rows, found.answers, strict=True):
        for column, answer in zip(found.columns, answers, strict=True):
            if answer in confirmed:
                continue
            confirmed.add(answer)
            case = _put(_put(start.case, rows, line), columns, column)
            check(start.rulebook, case, diagram.known_on, reading, view(answer), said(start.question, tree, case))
    views = tuple(tuple(view(a) for a in answers) for answers in found.answers)
    words = start.read.facts | start.read.assumed
    return Matrix(
        start.question.question,
        reading,
        shows,
        start.read.facts,
        start.read.assumed,
        {f: value_label(law.lawbook, start.question, f, w) for f, w in words.items()},
        tuple(_line(law, start.question, rows, line) for line in found.rows),
        tuple(_line(law, start.question, columns, line) for line in found.columns),
        views,
        tuple(
            tuple(p or _name(start.question, v, shows) for v, p in zip(line, told, strict=True))
            for line, told in zip(views, found.parts, strict=True)
        ),
    )


def _line(book: CompiledLaw, question: Question, fact: str, line: AxisValues) -> NamedValues:
    """The name of a row or column; where the others are shorter to say, `all others`, since they stand beside it."""
    found = named(book.lawbook, question, fact, line.words, line.rest)
    return replace(found, label=phrase("all_others")) if found.but else found


def _put(case: Case, fact: str, line: AxisValues) -> Case:
    return Case(case.values | {fact: line.value}, case.zones | dict(line.zones))


def _name(question: Question, shown: ShortAnswer, shows: Showing) -> Label:
    return (limit_label(question, shown) if shows == "ceiling" else None) or outcome_label(question, shown)


class _TooManyKinds(Exception):
    """More kinds of cells that hang on missing facts than a table tells."""


class _CellsInWords:
    """What the cells that hang on missing facts come to, in words; cells that are alike in what is asked are told once. A table with more
    than MOST_TOLD kinds of them tells none: it is too coarse a question to be answered by its parts."""

    def __init__(self, law: CompiledLaw, diagram: Diagram, question: Question, reading: Reading, known_on: dt.date | None) -> None:
        self.law, self.diagram, self.question, self.reading, self.known_on = law, diagram, question, reading, known_on
        self._told: dict[tuple[object, ...], Label] = {}

    def of(self, node: Node, case: Case) -> Label:
        """The parts of a cell that hangs on missing facts, and ends in a node."""
        asked = self.diagram.answers.verdict(node).missing
        key = (node, *(case.values[f] for f in asked))
        if len(self._told) >= MOST_TOLD and key not in self._told:
            raise _TooManyKinds
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = depends_label(self.law, self.question, case, self.reading, self.known_on)
        return found


class AxisValues(Struct, frozen=True):
    """A row or a column: what its values are called, what all others are, and one of its values (with what is said of zones)."""

    words: tuple[str, ...]
    rest: tuple[str, ...]
    value: Value
    zones: Said


class AnswerGrid(Struct, frozen=True):
    """The answers, row by row, and what those that hang on missing facts come to."""

    rows: tuple[AxisValues, ...]
    columns: tuple[AxisValues, ...]
    answers: tuple[tuple[Answer, ...], ...]
    parts: tuple[tuple[Label | None, ...], ...]


def grid(
    diagram: Diagram, case: Case, rows: str, columns: str, reading: Reading, since: dt.date, parts: _CellsInWords | None
) -> AnswerGrid:
    """The grid of two facts; a coarse value of one in `case` narrows it, and days begin with `since`. Without `parts`, only ceilings are
    compared when rows are put together."""
    down, across = _FactValues(diagram, case, rows, since), _FactValues(diagram, case, columns, since)
    with diagram.lock, unswept():
        ends = _ends(diagram, case, down, across)
        table = [[diagram.answers.as_answered(node, reading) for node in line] for line in ends]
        told: list[list[Label | None]] = [[None] * len(across) for _ in ends]
        try:
            for i, answers in enumerate(table if parts else ()):
                for j, answer in enumerate(answers):
                    if parts and (answer.outcome, answer.because) == ("undetermined", "missing_facts"):
                        told[i][j] = parts.of(ends[i][j], across.put(down.put(case, i), j))
        except _TooManyKinds:
            told = [[None] * len(across)] * len(down)

    def same(i: int, j: int) -> object:
        answer = table[i][j]
        return (answer.outcome, answer.because, told[i][j]) if parts else (answer.ceiling, answer.outcome == "undetermined")

    by_row: dict[tuple[object, ...], list[int]] = {}
    for i in range(len(down)):
        by_row.setdefault(tuple(same(i, j) for j in range(len(across))), []).append(i)
    by_column: dict[tuple[object, ...], list[int]] = {}
    for j in range(len(across)):
        by_column.setdefault(tuple(same(i, j) for i in range(len(down))), []).append(j)
    return AnswerGrid(
        tuple(down.line(numbers) for numbers in by_row.values()),
        tuple(across.line(numbers) for numbers in by_column.values()),
        tuple(tuple(table[r[0]][c[0]] for c in by_column.values()) for r in by_row.values()),
        tuple(tuple(told[r[0]][c[0]] for c in by_column.values()) for r in by_row.values()),
    )


def _ends(diagram: Diagram, case: Case, down: _FactValues, across: _FactValues) -> list[list[Node]]:
    """The nodes that the cells end in, row by row. Where no axis is of days, which move the zones of places, a cell is two classes put
    into those of the case."""
    if down.days or across.days:
        return [[diagram.walk(across.put(down.put(case, i), j)) for j in range(len(across))] for i in range(len(down))]
    classes = list(diagram.classes(case))
    out = []
    for row in down.joint.pairs:
        classes[down.level] = row.new
        line = []
        for column in across.joint.pairs:
            classes[across.level] = column.new
            line.append(diagram.walk_by(classes))
        out.append(line)
    return out


class _FactValues:
    def __init__(self, diagram: Diagram, case: Case, fact: str, since: dt.date) -> None:
        self.fact = fact
        self.days = [since, *(d for d in diagram.days.starts if d > since)] if fact == diagram.rulebook.day else []
        side = Side(diagram, case)
        self.level = diagram.space.level_of[fact]
        self.joint = Joint(side, side, self.level)

    def __len__(self) -> int:
        return len(self.days or self.joint.pairs)

    def put(self, case: Case, i: int) -> Case:
        """The case with the i-th value."""
        if self.days:
            return case.with_value(self.fact, self.days[i])
        pair = self.joint.pairs[i]
        return Case(case.values | {self.fact: pair.new_value}, case.zones | dict(pair.zones))

    def line(self, numbers: list[int]) -> AxisValues:
        if self.days:
            return AxisValues(tuple(self.days[i].isoformat() for i in numbers), (), self.days[numbers[0]], frozenset())
        first = self.joint.pairs[numbers[0]]
        mask = sum(1 << i for i in numbers)
        return AxisValues(self.joint.words(mask), self.joint.rest(mask), first.new_value, first.zones)
