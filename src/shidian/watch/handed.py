"""Watching for programs that keep things themselves: a snapshot goes out with the answers, comes back later, and what changed is told. Nothing is kept here.

A snapshot holds the cases as they were asked and the watched columns of their answers, with the lawbook, day and code that they are answers of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from msgspec import Struct

from shidian.compiled import CompiledLaw
from shidian.errors import WatchError
from shidian.watch.changes import COMING_DAYS, WATCHED, Changes, answers_of, run, with_answers
from shidian.watch.portfolio import ANSWERED, Portfolio, code_now

MOST_CASES = 1_000
"""Cases of one snapshot."""
NAME = "handed"
ROW = "row"
"""The column of a table whose cases say nothing."""


class WatchSnapshot(Struct, frozen=True):
    """What is handed out and back: the cases, and by watched column what was answered to each."""

    question: str
    lawbook: str
    day: dt.date
    code: str
    cases: tuple[dict[str, str], ...]
    answers: dict[str, tuple[Any, ...]]


def snapshot_of(law: CompiledLaw, question: str, cases: Sequence[Mapping[str, str]], day: dt.date) -> WatchSnapshot:
    """The answers to cases on a day (a case that names its own day keeps it). Raises CaseError, WatchError."""
    law.question(question)
    if not 0 < len(cases) <= MOST_CASES:
        raise WatchError(f"a snapshot holds 1 to {MOST_CASES} cases", hint="send several snapshots")
    told = tuple(dict(c) for c in cases)
    portfolio, table = _table(question, told, law.digest, day, code_now())
    return WatchSnapshot(question, law.digest, day, code_now(), told, _columns(answers_of(law, portfolio, table, day)))


def changed_since(law: CompiledLaw, before: WatchSnapshot, day: dt.date, days_ahead: int = COMING_DAYS) -> tuple[Changes, WatchSnapshot]:
    """What changed since a snapshot, what is known to change within some days, nearest first, and the snapshot of now. Rules are named where the
    lawbook and the program are those of the snapshot; else `why_all` says that every case was decided again. Raises WatchError."""
    law.question(before.question)
    if not set(before.answers) <= set(WATCHED) or {len(column) for column in before.answers.values()} != {len(before.cases)}:
        raise WatchError("the snapshot is not one that was handed out", hint="send `question` and `cases` for a new one")
    portfolio, table = _table(before.question, before.cases, before.lawbook, before.day, before.code)
    schema = answers_of(law, portfolio, table.slice(0, 1), day).schema
    try:
        columns = {n: pa.array(said, schema.field(n).type) for n in schema.names if (said := before.answers.get(n.removeprefix(ANSWERED)))}
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError, TypeError, OverflowError) as error:
        raise WatchError("the answers of the snapshot cannot be read", hint="send `question` and `cases` for a new one") from error
    rows = with_answers(table, pa.table(columns))
    told, now, after = run(portfolio, rows, law if before.lawbook == law.digest else None, law, day, days_ahead)
    answered = after.select([n for n in after.column_names if n.startswith(ANSWERED)])
    return told, WatchSnapshot(before.question, now.lawbook, now.day, now.code, before.cases, _columns(answered))


def _table(question: str, cases: Sequence[Mapping[str, str]], lawbook: str, day: dt.date, code: str) -> tuple[Portfolio, pa.Table]:
    """The cases as a table with a column for each fact that any of them names."""
    facts = sorted({f for case in cases for f in case})
    columns = {f: pa.array([case.get(f) for case in cases], pa.string()) for f in facts}
    table = pa.table(columns or {ROW: pa.array([str(i) for i in range(len(cases))], pa.string())})
    return Portfolio(NAME, question, {f: f for f in facts}, {}, len(cases), lawbook, day, code), table


def _columns(answers: pa.Table) -> dict[str, tuple[Any, ...]]:
    return {n.removeprefix(ANSWERED): tuple(answers.column(n).to_pylist()) for n in answers.column_names}
