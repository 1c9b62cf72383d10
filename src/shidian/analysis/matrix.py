"""Two facts against each other: the answers as a table that can be printed, exported and drawn."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shidian.analysis.joint import Joint, Said, Side
from shidian.analysis.shown import NamedValues, ShortAnswer, begin, ceiling_label, check, fact_named, named, outcome_label, said, view
from shidian.analysis.timeline import SINCE
from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.engine.case import Case, Value
from shidian.engine.decide import Answer
from shidian.errors import BadValue
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.words.labels import value_label
from shidian.words.phrases import phrase
from shidian.words.plain import Result

Showing = Literal["outcome", "ceiling"]


class Matrix(Result, frozen=True):
    """The answers by rows and columns; values that have the same answers all along are one row or column."""

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
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(
            [
                self.rows[0].fact if self.rows else "row",
                self.columns[0].fact if self.columns else "column",
                "outcome",
                "because",
                "ceiling",
                "exclusive",
                "row_label",
                "column_label",
            ]
        )
        for row, answers in zip(self.rows, self.answers, strict=True):
            for column, answer in zip(self.columns, answers, strict=True):
                writer.writerow(
                    [
                        "; ".join(row.values),
                        "; ".join(column.values),
                        answer.outcome,
                        answer.because or "",
                        "" if answer.ceiling is None else f"{answer.ceiling}",
                        "yes" if answer.exclusive else "no",
                        row.label[lang],
                        column.label[lang],
                    ]
                )
        return out.getvalue()


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
    """Two facts against each other; one case of every cell is checked by the engine. Raises BadValue for facts that are not two."""
    declared = law.question(question)
    rows, columns = fact_named(declared, rows), fact_named(declared, columns)
    if rows == columns:
        raise BadValue(f"rows and columns are both `{rows}`", hint="name two facts")
    if shows == "ceiling" and declared.reads != "ceilings":
        raise BadValue(f"`{question}` has no ceilings", hint="show outcomes")
    start, diagram, since = begin(law, question, facts, open_=(rows, columns)), law.diagram(question, known_on=known_on), since or SINCE
    found = grid(diagram, start.case, rows, columns, reading, since, ceilings=shows == "ceiling")
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    for line, answers in zip(found.rows, found.answers, strict=True):
        for column, answer in zip(found.columns, answers, strict=True):
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
        tuple(tuple(_name(start.question, v, shows) for v in line) for line in views),
    )


def _line(book: CompiledLaw, question: Question, fact: str, line: AxisValues) -> NamedValues:
    """The name of a row or column; where the others are shorter to say, `all others`, since they stand beside it."""
    found = named(book.lawbook, question, fact, line.words, line.rest)
    return replace(found, label=phrase("all_others")) if found.but else found


def _put(case: Case, fact: str, line: AxisValues) -> Case:
    return Case(case.values | {fact: line.value}, case.zones | dict(line.zones))


def _name(question: Question, shown: ShortAnswer, shows: Showing) -> Label:
    if shows == "ceiling" and shown.ceiling is not None:
        return ceiling_label(question, shown)
    return outcome_label(question, shown)


class AxisValues(Struct, frozen=True):
    """A row or a column: what its values are called, what all others are, and one of its values (with what is said of zones)."""

    words: tuple[str, ...]
    rest: tuple[str, ...]
    value: Value
    zones: Said


class Grid(Struct, frozen=True):
    """The answers, row by row."""

    rows: tuple[AxisValues, ...]
    columns: tuple[AxisValues, ...]
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

    def line(self, numbers: list[int]) -> AxisValues:
        if self.days:
            return AxisValues(tuple(self.days[i].isoformat() for i in numbers), (), self.days[numbers[0]], frozenset())
        first = self.joint.pairs[numbers[0]]
        mask = sum(1 << i for i in numbers)
        return AxisValues(self.joint.words(mask), self.joint.rest(mask), first.new_value, first.zones)
