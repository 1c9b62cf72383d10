"""Two facts against each other: the answers as a table that can be printed, exported and drawn."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from shidian.app.analysis import Named, Start, View, ceiling_label, check, named, outcome_label, said, view
from shidian.app.labels import value_label
from shidian.app.phrases import phrase
from shidian.app.plain import Result
from shidian.diagram.diagram import Diagram
from shidian.diagram.grid import Line, grid
from shidian.engine.case import Case
from shidian.law.records import Label, Question, Reading

if TYPE_CHECKING:
    import datetime as dt

    from shidian.app.book import Book

Showing = Literal["outcome", "ceiling"]


class Matrix(Result, frozen=True):
    """The answers by rows and columns; values that have the same answers all along are one row or column."""

    question: str
    reading: Reading
    shows: Showing
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    answers: tuple[tuple[View, ...], ...]
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


def matrix_of(
    book: Book, start: Start, diagram: Diagram, rows: str, columns: str, *, shows: Showing, reading: Reading, since: dt.date
) -> Matrix:
    """The matrix; one case of every cell is checked by the engine."""
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
        {f: value_label(book.lawbook, start.question, f, w) for f, w in words.items()},
        tuple(_line(book, start.question, rows, line) for line in found.rows),
        tuple(_line(book, start.question, columns, line) for line in found.columns),
        views,
        tuple(tuple(_name(start.question, v, shows) for v in line) for line in views),
    )


def _line(book: Book, question: Question, fact: str, line: Line) -> Named:
    """The name of a row or column; where the others are shorter to say, `all others`, since they stand beside it."""
    found = named(book.lawbook, question, fact, line.words, line.rest)
    return replace(found, label=phrase("all_others")) if found.but else found


def _put(case: Case, fact: str, line: Line) -> Case:
    return Case(case.values | {fact: line.value}, case.zones | dict(line.zones))


def _name(question: Question, shown: View, shows: Showing) -> Label:
    if shows == "ceiling" and shown.ceiling is not None:
        return ceiling_label(question, shown)
    return outcome_label(question, shown)
