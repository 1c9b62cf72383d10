"""A portfolio made of a table as a user has it, or of one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from shidian.answer.facts import read_case
from shidian.compiled import CompiledLaw
from shidian.errors import WatchError
from shidian.screening.job import Job, find_columns, first_of, open_job
from shidian.screening.units import factors_of
from shidian.watch.changes import answers_of, with_answers
from shidian.watch.portfolio import Portfolio, code_now


def portfolio_of_case(law: CompiledLaw, name: str, question: str, facts: Mapping[str, str], on: dt.date) -> tuple[Portfolio, pa.Table]:
    """One case as a table of one row. Raises CaseError."""
    read_case(law.lawbook, law.question(question), dict(facts), on)
    table = pa.table({fact: pa.array([word], pa.string()) for fact, word in facts.items()} or {"row": pa.array(["1"], pa.string())})
    columns = {fact: fact for fact in facts}
    return _answered(law, Portfolio(name, question, columns, {}, 1, law.digest, on, code_now()), table)


def portfolio_of_table(
    law: CompiledLaw,
    name: str,
    question: str,
    path: Path,
    columns: Mapping[str, str],
    facts: Mapping[str, str],
    scales: Mapping[str, str],
    label: Sequence[str],
    on: dt.date,
) -> tuple[Portfolio, pa.Table]:
    """A table of any form that can be screened. Raises TableError, CaseError, WatchError."""
    job = Job(question, path, path.with_suffix(".none"), dict(columns), dict(facts))
    mapped = find_columns(law, job).of
    source = open_job(law, job)
    above = (
        factors_of(law.question(question), mapped, scales, source.above).keys() - factors_of(law.question(question), mapped, scales).keys()
    )
    if above:  # a portfolio keeps rows, and nothing of what stands above them
        first = min(above)
        raise WatchError(f"the unit of `{mapped[first]}` stands above the table", hint=f"say it: --scale {first}=…, such as {first}=亿元")
    _, pieces = first_of(source)
    batches = []
    for piece in pieces:
        if piece.broken:
            row = min(piece.broken)
            raise WatchError(f"row {row + 1} of `{path.name}` cannot be read", hint="screen the table first, and mend what it lists")
        batches.append(piece.batch)
    table = pa.Table.from_batches(batches) if batches else source.schema.empty_table()
    unknown = [c for c in label if c not in table.column_names]
    if unknown:
        raise WatchError(f"the table has no column `{unknown[0]}`", hint="columns: " + ", ".join(f"`{c}`" for c in table.column_names[:20]))
    portfolio = Portfolio(name, question, mapped, dict(facts), table.num_rows, law.digest, on, code_now(), dict(scales), (), tuple(label))
    return _answered(law, portfolio, table)


def _answered(law: CompiledLaw, portfolio: Portfolio, table: pa.Table) -> tuple[Portfolio, pa.Table]:
    return portfolio, with_answers(table, answers_of(law, portfolio, table, portfolio.day))
