"""Screening an uploaded table: which column is which fact, the answers to its rows batch by batch, and a summary."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from shidian.law.names import fold
from shidian.law.records.question import Question
from shidian.screening.uploads import BadTable

if TYPE_CHECKING:
    from shidian.compiled import CompiledLaw
    from shidian.screening.screened import Screened

ADDED = ("outcome", "because", "ceiling", "announced", "rules", "error")
"""The columns that are added to every row; the prefix `shidian_` keeps them from those that were there."""
FEWEST, TOGETHER = 64, 8_192
"""Rows screened at once, at first and at most: as many as take about a quarter of a second, so that progress shows and cancelling works."""
SOON, LONG = 0.25, 1.0
"""Seconds."""
MOST_FACTS = 5_000
MOST_ERRORS = 2_000
"""Different errors after which a table is given up: looking for what may have been meant takes time, and a column is mapped wrongly."""


class Summary(Struct, frozen=True):
    """A screened table in counts: rows, outcomes (of the reading in force), outcomes by the values of the first two mapped facts, the most
    frequent rules, and the most frequent errors."""

    rows: int
    errors: int
    outcomes: dict[str, int]
    by: dict[str, dict[str, dict[str, int]]]
    rules: tuple[tuple[str, int], ...]
    messages: tuple[tuple[str, int], ...]


class Counting:
    """Counts while rows go by, with a bound on what is kept. `facts` are the two whose values are counted, with their places in a row."""

    def __init__(self, facts: Mapping[str, int]) -> None:
        self.facts = dict(facts)
        self.rows = self.errors = 0
        self.outcomes: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.messages: Counter[str] = Counter()
        self.by: dict[str, dict[str, Counter[str]]] = {f: {} for f in facts}

    def add(self, row: Sequence[str], answer: Sequence[str]) -> None:
        """Count one row with its answer, whose cells are in the order of `ADDED`."""
        self.rows += 1
        outcome, error = answer[0], answer[-1]
        if error:
            self.errors += 1
            if len(self.messages) < MOST_FACTS:
                self.messages[error] += 1
            return
        self.outcomes[outcome] += 1
        self.rules.update(answer[4].split())
        for fact, i in self.facts.items():
            counts, value = self.by[fact], row[i].strip()
            if value in counts or len(counts) < MOST_FACTS:
                counts.setdefault(value, Counter())[outcome] += 1

    def summary(self) -> Summary:
        """The counts, the greatest first."""
        by = {f: {v: dict(c) for v, c in sorted(counts.items(), key=lambda x: -x[1].total())[:12]} for f, counts in self.by.items()}
        return Summary(
            self.rows,
            self.errors,
            dict(self.outcomes.most_common()),
            by,
            tuple(self.rules.most_common(10)),
            tuple(self.messages.most_common(10)),
        )


def guess(question: Question, columns: Sequence[str]) -> dict[str, str]:
    """Which column names which fact: fact id to column, where a column is called as the fact is."""
    named = {fold(c): c for c in columns}
    out = {}
    for fact in question.facts:
        for word in (fact.fact, fact.label.en, fact.label.zh, *ALSO.get(fact.fact, ())):
            if fold(word) in named:
                out[fact.fact] = named[fold(word)]
                break
    return out


ALSO = {
    "territory": ("region", "province", "city", "地区", "省市", "城市"),
    "activity": ("industry", "sector", "行业", "业务"),
    "origin": ("country", "nationality", "国家", "国别", "投资者来源"),
    "share": ("foreign share", "持股比例", "外资比例", "股比"),
    "on": ("date", "day", "日期"),
}
"""Other words that tables use for a fact."""


class RowAnswers:
    """The answers to the rows of one uploaded table. Raises CaseError for a mapping that cannot be."""

    def __init__(self, book: CompiledLaw, question: str, mapping: Mapping[str, str], columns: Sequence[str]) -> None:
        import pyarrow as pa

        from shidian.screening.batches import Screener

        self._places = {column: columns.index(column) for column in mapping.values()}
        self._schema = pa.schema([(column, pa.string()) for column in self._places])
        self._screener = Screener(book, question, self._schema, columns=mapping, many=False)
        self.counting = Counting(
            {f: columns.index(mapping[f]) for f in list(dict.fromkeys(f for f in ("activity", "territory", *mapping) if f in mapping))[:2]}
        )

    def answer(self, rows: Iterator[Sequence[str]]) -> Iterator[tuple[Sequence[str], tuple[str, ...]]]:
        """Every row with the texts of the added columns; rows are read and screened some thousand at a time."""
        import pyarrow as pa

        size = FEWEST
        while chunk := list(itertools.islice(rows, size)):
            began = time.monotonic()
            arrays = [pa.array([row[i].strip() or None for row in chunk], pa.string()) for i in self._places.values()]
            found = self._screener.screen(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            for row, answer in zip(chunk, cells(found), strict=True):
                self.counting.add(row, answer)
                yield row, answer
            if len(self.counting.messages) > MOST_ERRORS:
                raise BadTable(
                    f"more than {MOST_ERRORS} different values cannot be read",
                    hint=f"is the right column mapped? the first: {next(iter(self.counting.messages))}",
                )
            taken = time.monotonic() - began
            size = min(2 * size, TOGETHER) if taken < SOON else max(size // 2, FEWEST) if taken > LONG else size


def cells(found: Screened) -> Iterator[tuple[str, ...]]:
    """The texts of the added columns, row by row."""
    names = ("outcome", "because", "ceiling", "ceiling_exclusive", "announced_outcome", "determining", "error_code", "error")
    for outcome, because, ceiling, exclusive, announced, rules, code, error in zip(
        *(found.column(n).to_pylist() for n in names), strict=True
    ):
        limit = "" if ceiling is None else f"{'<' if exclusive else ''}{ceiling:g}"
        yield (outcome or "", because or "", limit, announced or "", rules or "", f"{code}: {error}" if code else "")
