"""Screening on Apache Spark: a question put to every row of a data frame, by the same code as in one process.

    import shidian.spark

    answers = shidian.spark.screen(df, "access", columns={"share": "持股比例"}, facts={"on": "2026-01-01"})

The lawbook, and what is compiled of the question, is sent to every worker once. The workers need shidian with its extra `screen`; nothing else is read there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from shidian.answer.facts import Given
from shidian.book import Book, load
from shidian.compiled import as_day
from shidian.diagram.stored import pack, unpack
from shidian.errors import TableError, needs
from shidian.law.lawbook import Content, Lawbook

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from shidian.screening.cells import Scale
    from shidian.screening.guards.holders import HolderGuard


class Sent(msgspec.Struct, frozen=True):
    """What a worker needs besides the rows."""

    content: bytes
    names: tuple[str, ...]
    """The names of the columns, which go to the workers by number: Spark takes a name with a dot or a line break for something else."""
    diagram: bytes
    """What was walked of the diagram already; empty for nothing."""
    question: str
    columns: dict[str, str]
    facts: dict[str, Any]
    known_on: dt.date | None
    today: dt.date
    prefix: str
    default_day: dt.date | None
    scales: dict[str, Scale]
    guessed: tuple[str, ...]
    """The facts whose column was found by its name."""
    values: dict[tuple[str, str], str]
    ignored: tuple[str, ...]


def screen(
    df: DataFrame,
    question: str,
    *,
    columns: Mapping[str, str] | None = None,
    facts: Mapping[str, Given] | None = None,
    known_on: dt.date | str | None = None,
    lawbook: Book | None = None,
    prefix: str = "",
    default_day: dt.date | str | None = None,
    scales: Mapping[str, Scale] | None = None,
    values: Mapping[tuple[str, str], str] | None = None,
    ignored: Collection[str] = (),
) -> DataFrame:
    """The data frame with the columns of the answers (`docs/reference/screening.md`) behind its own.

    `columns` gives the column of a fact where it is not called as the fact is; `facts` are the same for all rows; `lawbook` is a
    book that was loaded (default: the one that comes along); `prefix` stands before the names of the new columns. A row without a
    day has no answer: give `on` or `default_day`. A partition in which no share is above 1 is stopped with a question: say in `scales`
    whether a share is a `fraction` (0.51 is 51 %) or a `percent`. `values` says what bad values mean, by fact and word, and columns that are `ignored`
    put none of the others in doubt. Where a table names companies and their shareholders, the rows of a company are
    brought into one partition, and a company with several shareholders stops the table. Nothing is computed before Spark is asked for rows.

    Raises CaseError for a question, column or fact that is not known, TableError where columns would have the same name.
    """
    with needs("spark"):
        import pyarrow as pa
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

        from shidian.screening.batches import Screener
        from shidian.screening.output.forms import ColumnLayout
    book = lawbook if lawbook is not None else load()
    try:
        schema: pa.Schema = to_arrow_schema(df.schema)
    except Exception as error:  # Spark has an error of its own for every version
        raise TableError("a column's type cannot be sent to Python", hint=str(error).splitlines()[0]) from error
    screener = Screener(
        book,
        question,
        schema,
        columns=columns,
        facts=facts,
        known_on=known_on,
        default_day=default_day,
        scales=scales,
        values=values,
        ignored=ignored,
    )
    df = _together(df, screener.holders)
    own = ColumnLayout(schema, prefix).plain
    added = from_arrow_schema(pa.schema(list(own)[len(schema) :]))
    out = type(df.schema)([*df.schema.fields, *added.fields])
    diagram = screener.diagram
    with diagram.lock:
        walked = pack(diagram) if diagram.answers.verdicts else b""
    sent = Sent(
        msgspec.msgpack.encode(book.lawbook.content),
        tuple(schema.names),
        walked,
        question,
        screener.columns,
        dict(facts or {}),
        diagram.known_on,
        book.today(),
        prefix,
        as_day(default_day),
        dict(scales or {}),
        tuple(m.fact for m in screener.found.mapped if m.how != "given"),
        dict(values or {}),
        tuple(ignored),
    )
    df = df.toDF(*(f"c{n}" for n in range(len(schema))))
    context = getattr(df.sparkSession, "sparkContext", None)  # a remote session has none: there it goes along with the function
    if context is None:
        return df.mapInArrow(_worker(lambda: sent), out)
    carried = context.broadcast(sent)
    return df.mapInArrow(_worker(lambda: carried.value), out)


def _together(df: DataFrame, holders: HolderGuard) -> DataFrame:
    """The data frame with all rows of a company in one partition, where companies may stand in several rows: only there can it be seen that
    each row holds a part of the share."""
    if holders.company is None or holders.holder is None:
        return df
    from pyspark.sql import functions as sql

    wide = "".join(chr(c) for c in range(0xFF01, 0xFF5F))
    narrow = "".join(chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F))
    company = sql.lower(sql.translate(sql.col("`" + holders.company.replace("`", "``") + "`").cast("string"), wide, narrow))
    return df.repartition(sql.regexp_replace(company, "[\\s\\u3000_'’·.-]", ""))


def _worker(sent: Callable[[], Sent]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What a worker does with the batches of a partition."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from shidian.spark import screened_batches

        return screened_batches(sent(), batches)

    return work


def screened_batches(sent: Sent, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches with their answers."""
    from shidian.screening.batches import Screener
    from shidian.screening.output.forms import ColumnLayout

    book = _book(sent.content, sent.today)
    diagram = book.diagram(sent.question, known_on=sent.known_on)
    if sent.diagram and not diagram.answers.verdicts:
        unpack(diagram, sent.diagram)
    screener: Screener | None = None
    for numbered in batches:
        batch = numbered.rename_columns(list(sent.names))
        if screener is None:
            screener = Screener(
                book,
                sent.question,
                batch.schema,
                columns=sent.columns,
                facts=sent.facts,
                known_on=sent.known_on,
                many=False,
                default_day=sent.default_day,
                scales=sent.scales,
                ordered=False,
                guessed=sent.guessed,
                values=sent.values,
                ignored=sent.ignored,
            )
            layout = ColumnLayout(batch.schema, sent.prefix)
        screener.look(batch)
        yield layout.batch(batch, screener.screen(batch), layout.plain)


@lru_cache(2)
def _book(content: bytes, today: dt.date) -> Book:
    """The lawbook of a worker, made once in its process: what is walked of it serves all partitions."""
    return Book(Lawbook(msgspec.msgpack.decode(content, type=Content)), lambda: today)
