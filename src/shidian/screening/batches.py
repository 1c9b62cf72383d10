"""Screening: a question put to every row of a table at once, through the diagram."""

from __future__ import annotations

import datetime as dt
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from shidian.answer.facts import Given
from shidian.diagram.diagram import Diagram
from shidian.diagram.program import program_of
from shidian.screening.encoder import Encoder, columns_of
from shidian.screening.screened import Screened

if TYPE_CHECKING:
    import pyarrow as pa

    from shidian.compiled import CompiledLaw

ROWS = 524_288
"""Rows encoded at once: enough to drown the cost of a call, few enough to hold several such parts."""


MANY = 1_000_000
"""Rows from which on a diagram kept on disk is read first."""


class Screener:
    """A question with a table's columns mapped to its facts; screens batch after batch. `many` rows are worth reading the diagram
    that is kept on disk."""

    def __init__(
        self,
        book: CompiledLaw,
        question: str,
        schema: pa.Schema,
        *,
        columns: Mapping[str, str] | None = None,
        facts: Mapping[str, Given] | None = None,
        known_on: dt.date | str | None = None,
        many: bool = True,
    ) -> None:
        self.book = book
        self.question = book.question(question)
        self.diagram: Diagram = book.diagram(question, known_on=known_on, kept=many)
        self.columns = columns_of(book.lawbook, self.question, schema, columns, set(facts or {}))
        """The column of each fact (or zone) that the table gives."""
        self.encoder = Encoder(book, self.question, self.diagram, self.columns, facts or {})

    def screen(self, batch: pa.RecordBatch) -> Screened:
        """The decisions of one batch."""
        encoded = self.encoder.encode(batch)
        program = program_of(self.diagram, encoded.constants)
        codes = program.walk(encoded.columns, batch.num_rows)
        return Screened(self.book, self.question, program, codes, encoded.errors)


T = TypeVar("T")
R = TypeVar("R")


def screen_stream(
    screener: Screener, batches: Iterable[pa.RecordBatch], threads: int | None = None
) -> Iterator[tuple[pa.RecordBatch, Screened]]:
    """Each batch with its decisions, in order, on all cores; only a few batches are held at a time."""
    small = (part for batch in batches for part in _parts(batch))
    return in_order(lambda part: (part, screener.screen(part)), small, threads)


def in_order(work: Callable[[T], R], items: Iterable[T], threads: int | None = None) -> Iterator[R]:
    """What `work` gives for each item, in order, on all cores; the items are drawn one ahead, and few are held at a time."""
    workers = threads or os.cpu_count() or 1
    if workers == 1:
        yield from map(work, items)
        return
    drawn, end = iter(items), object()
    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="screen")
    try:
        ahead: Future[Any] | None = pool.submit(next, drawn, end)
        while ahead is not None or waiting:
            if ahead is None or len(waiting) > workers:
                yield waiting.popleft().result()
                continue
            item = ahead.result()
            ahead = None if item is end else pool.submit(next, drawn, end)
            if item is not end:
                waiting.append(pool.submit(work, item))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, ROWS):
        yield batch.slice(start, ROWS)


def screen_table(
    book: CompiledLaw,
    question: str,
    data: Any,
    *,
    columns: Mapping[str, str] | None = None,
    facts: Mapping[str, Given] | None = None,
    known_on: dt.date | str | None = None,
    threads: int | None = None,
) -> Screened:
    """The decisions of a whole table."""
    import pyarrow as pa

    table = as_table(data)
    screener = Screener(book, question, table.schema, columns=columns, facts=facts, known_on=known_on, many=table.num_rows > MANY)
    parts = [done for _, done in screen_stream(screener, table.to_batches(), threads)]
    if not parts:
        parts = [screener.screen(pa.RecordBatch.from_pylist([], schema=table.schema))]
    return Screened.together(parts)


def as_table(data: Any) -> pa.Table:
    """Anything with the Arrow C interface, a mapping of columns, or a pandas frame, as an Arrow table. Raises BadValue."""
    import pyarrow as pa

    from shidian.errors import BadValue

    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    try:
        if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
            return pa.table(data)
        if isinstance(data, Mapping):
            return pa.table({k: v if isinstance(v, np.ndarray | pa.Array | pa.ChunkedArray) else pa.array(v) for k, v in data.items()})
        if type(data).__module__.partition(".")[0] == "pandas":
            return pa.Table.from_pandas(data, preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as error:
        raise BadValue("the table cannot be read", hint=str(error)) from error
    raise BadValue(
        f"cannot read a `{type(data).__name__}` as a table", hint="give an Arrow table or batch, or anything with the Arrow C interface"
    )
