"""Screening: a question put to every row of a table at once, through the diagram."""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from shidian.answer.facts import Given, read_value
from shidian.diagram.diagram import Diagram
from shidian.diagram.program import MANY_AT_FIRST, program_of
from shidian.diagram.verdicts import NodeVerdict
from shidian.engine.decide import Answer
from shidian.law.records.base import Reading
from shidian.law.records.question import Question
from shidian.screening.cells import Cells, Scale, plain_cell
from shidian.screening.columns import LOOKED_AT, columns_of, considered
from shidian.screening.days import DayGuard
from shidian.screening.encoded import Error
from shidian.screening.encoder import Encoder
from shidian.screening.guards.holders import HolderGuard
from shidian.screening.guards.twins import TwinGuard
from shidian.screening.kinds import FORM, kinds_in
from shidian.screening.loops import prepare_loops
from shidian.screening.pieces import no_cases
from shidian.screening.screened import Screened
from shidian.screening.told import Teller
from shidian.screening.units import ScaleGuard, check_headings, check_units, factors_of, unsaid

if TYPE_CHECKING:
    import pyarrow as pa

    from shidian.compiled import CompiledLaw

ROWS = 524_288
"""Rows encoded at once: enough to drown the cost of a call, few enough to hold several such parts."""
BROKEN = "bad-row"
"""The code of a row that cannot be read as a row of its table, or is no case."""
MANY = 1_000_000
"""Rows from which on a diagram kept on disk is read first."""


class Screener:
    """A question with a table's columns mapped to its facts; screens batch after batch. `many` rows are worth reading the diagram
    that is kept on disk. `above` is the text that stands over the table. `guessed` are the facts whose column nobody has named, where
    `columns` were found elsewhere; columns that are `ignored` mean nothing for the others. A diagram that has met `most_met`
    decisions is left for a new one: for batches of which each is done with before the next. What is wrong with a row is said in `lang`."""

    def __init__(
        self,
        book: CompiledLaw,
        question: str,
        schema: pa.Schema,
        *,
        columns: Mapping[str, str | None] | None = None,
        facts: Mapping[str, Given] | None = None,
        known_on: dt.date | str | None = None,
        many: bool = True,
        default_day: dt.date | str | None = None,
        scales: Mapping[str, Scale] | None = None,
        values: Mapping[tuple[str, str], str] | None = None,
        samples: Mapping[str, Sequence[str]] | None = None,
        above: str = "",
        ordered: bool = True,
        guessed: Collection[str] | None = None,
        ignored: Collection[str] = (),
        most_met: int | None = None,
        lang: str = "en",
    ) -> None:
        self.book, self.lang = book, lang
        self.question, self.diagram = book.question(question), book.diagram(question, known_on=known_on, kept=many)
        names = considered(schema.names, ignored)
        self.found = columns_of(book.lawbook, self.question, names, columns, facts, samples, teller := Teller(book.lawbook, self.question))
        self.columns = self.found.of
        """The column of each fact (or zone) that the table gives."""
        factors = factors_of(self.question, self.columns, scales or {}, above)
        check_headings(self.question, self.columns, scales or {})
        check_units(self.question, self.found, factors, scales or {})
        teller.know(self.columns)
        self.cells = Cells(factors, values or {}, kinds_in(self.columns), unsaid(self.question, self.found, factors), teller)
        unnamed = {m.fact for m in self.found.mapped if m.how != "given"} | set(guessed or ())
        self.holders = HolderGuard(self.question, self.columns, [n for n in names if n != self.columns.get(FORM)], ordered, unnamed)
        self.holders.above(above)
        self.twins = TwinGuard(book.lawbook, self.question, self.found, facts or {}, samples or {}, guessed)
        day = self.diagram.days
        scale = ScaleGuard(self.question, self.columns, scales or {}, self.cells.parted)
        self.guards = (scale, self.holders, self.twins, DayGuard(self.columns.get(day.fact), ordered, self.cells))
        default = read_value(book.lawbook, day.declared, default_day) if default_day is not None else None
        assert default is None or isinstance(default, dt.date)
        self._most_met, self._renewing, self._told = most_met, Lock(), len(self.diagram.told)  # told before this diagram
        self._encoder = partial(self._encoder_of, facts or {}, default)
        self.encoder = self._encoder(self.diagram)

    def _encoder_of(self, facts: Mapping[str, Given], default: dt.date | None, diagram: Diagram) -> Encoder:
        return Encoder(self.book, self.question, diagram, self.columns, facts, default, self.cells)

    def _not_too_large(self) -> Encoder:
        """The encoder, of a new diagram where the old one has met too many decisions: what a table of any length takes stays the same."""
        with self._renewing:
            old = self.diagram
            met = max(len(old.answers.verdicts), len(old.told) - self._told, *(len(p.verdicts) for p in list(old.programs.values())))
            if self._most_met is not None and met > self._most_met:
                self.diagram = self.book.begin_anew(self.question.question, self.diagram.known_on)
                self._told = len(self.diagram.told)
                self.encoder = self._encoder(self.diagram)
                gc.collect()  # what the old one holds lies in cycles
            return self.encoder

    def look(self, batch: pa.RecordBatch) -> None:
        """Look at rows before they are decided, in their order. Raises BadValue for a table that may mean something else."""
        for guard in self.guards:
            guard.look(batch)
        self.encoder.hear(batch)

    def screen(
        self, batch: pa.RecordBatch, lines: npt.NDArray[np.int64] | None = None, broken: Mapping[int, str] | None = None
    ) -> Screened:
        """The decisions of one batch, whose rows stand on `lines`; the `broken` rows cannot be read."""
        broken = {**no_cases(batch, self.columns.values()), **(broken or {})}
        encoder = self._not_too_large()
        encoded = encoder.encode(batch)
        program = program_of(encoder.diagram, encoded.constants)
        codes = program.walk(encoded.columns, batch.num_rows)
        if len(encoded.undated):
            with encoder.diagram.lock:
                codes[encoded.undated] = program.verdicts.code(undated(self.question, encoder.diagram.days.fact))
        errors = encoded.errors
        if broken:  # what stands in the wrong cell is no second error
            errors = [(np.fromiter(broken, np.int64, len(broken)), [(BROKEN, w) for w in broken.values()])]
            errors += [_without(rows, found, broken) for rows, found in encoded.errors]
        return Screened(self.book, self.question, program, codes, errors, encoded.days, lines, encoded.bad, self.lang)


def _without(rows: npt.NDArray[np.int64], found: list[Error], broken: Mapping[int, str]) -> tuple[npt.NDArray[np.int64], list[Error]]:
    kept = [i for i, row in enumerate(rows.tolist()) if row not in broken]
    return rows[kept], [found[i] for i in kept]


def undated(question: Question, day: str) -> NodeVerdict:
    """The answer to a row that names no day, which is missing like any other fact. The decision of a case whose day (the fact `day`) is not known: any outcome may be."""
    known = [o.outcome for o in question.outcomes if o.outcome != "undetermined"]

    def answer(reading: Reading) -> Answer:
        return Answer(
            reading=reading,
            outcome="undetermined",
            because="missing_facts",
            causes=("missing_facts",),
            ceiling=None,
            certain=None,
            possible=None,
            best=known[0],
            worst=known[-1],
            determining=(),
            limits=(),
            grants=(),
            closing=(),
            duties=(),
            possible_duties=(),
            doubtful=(),
            routes=(),
        )

    return NodeVerdict(answer("in_force"), answer("announced"), (day,), "in_force", None, ())


T = TypeVar("T")
R = TypeVar("R")


def screen_stream(
    screener: Screener, batches: Iterable[pa.RecordBatch], threads: int | None = None
) -> Iterator[tuple[pa.RecordBatch, Screened]]:
    """Each batch with its decisions, in order, on all cores; only a few batches are held at a time."""
    small = (batch.slice(start, ROWS) for batch in batches for start in range(0, batch.num_rows, ROWS))
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


def screen_table(
    book: CompiledLaw,
    question: str,
    data: Any,
    *,
    columns: Mapping[str, str | None] | None = None,
    facts: Mapping[str, Given] | None = None,
    known_on: dt.date | str | None = None,
    threads: int | None = None,
    default_day: dt.date | str | None = None,
    scales: Mapping[str, Scale] | None = None,
    values: Mapping[tuple[str, str], str] | None = None,
    ignored: Collection[str] = (),
    part_of: pa.Table | None = None,
    lang: str = "en",
) -> Screened:
    """The decisions of a whole table, or of some rows that are `part_of` another: what columns and cells mean is then read off that one."""
    import pyarrow as pa

    table = as_table(data)
    whole = table if part_of is None else part_of
    if table.num_rows >= MANY_AT_FIRST and book.cached:
        prepare_loops()
    screener = Screener(
        book,
        question,
        table.schema,
        columns=columns,
        facts=facts,
        known_on=known_on,
        many=table.num_rows > MANY,
        default_day=default_day,
        scales=scales,
        values=values,
        samples=samples_of(whole.slice(0, LOOKED_AT)),
        ignored=ignored,
        lang=lang,
    )
    if table.num_rows:
        screener.look(whole.combine_chunks().to_batches()[0])
    parts = [done for _, done in screen_stream(screener, table.to_batches(), threads)]
    return Screened.together(parts or [screener.screen(pa.RecordBatch.from_pylist([], schema=table.schema))])


def samples_of(rows: pa.Table | pa.RecordBatch) -> dict[str, list[str]]:
    """Some cells of each column, as texts: what the mapper looks at."""
    names = enumerate(rows.schema.names)
    return {name: [str(v) for v in rows.column(i).slice(0, LOOKED_AT).to_pylist() if v is not None] for i, name in names}


def as_table(data: Any) -> pa.Table:
    """Anything with the Arrow C interface, a mapping of columns, or a pandas frame, as an Arrow table. Raises BadValue."""
    import pyarrow as pa

    from shidian.errors import BadValue

    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    try:
        if type(data).__module__.partition(".")[0] == "pandas":
            names = [str(name) for name in data.columns]
            return pa.Table.from_arrays([_column(data.iloc[:, i]) for i in range(len(names))], names=names)
        if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
            return pa.table(data)
        if isinstance(data, Mapping):
            return pa.table({k: _column(v) for k, v in data.items()})
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as error:
        raise BadValue("the table cannot be read", hint=str(error)) from error
    raise BadValue(
        f"cannot read a `{type(data).__name__}` as a table", hint="give an Arrow table or batch, or anything with the Arrow C interface"
    )


def _column(values: Any) -> Any:
    """A column as an Arrow array. One of texts and numbers is read value by value, as texts."""
    import pyarrow as pa

    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if v is None or v != v else _as_text(v) for v in values], pa.string())


def _as_text(value: Any) -> str:
    plain = plain_cell(value.item() if isinstance(value, np.generic) else value)
    return "yes" if plain is True else "no" if plain is False else str(plain) if plain is not None else ""
