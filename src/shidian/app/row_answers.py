"""Screening an uploaded table: which column is which fact, the answer to every row, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from threading import Event

from msgspec import Struct

from shidian.app.book import Book
from shidian.app.facts import plain
from shidian.engine.decide import decide
from shidian.errors import CaseError
from shidian.law.names import fold
from shidian.law.records import Question

ADDED = ("outcome", "because", "ceiling", "announced", "rules", "error")
"""The columns that are added to every row; the prefix `shidian_` keeps them from those that were there."""
KEPT = 50_000
"""Distinct cases remembered in one run."""
MOST_FACTS = 5_000


class Row(Struct, frozen=True):
    """The answer to one row, as the texts of the added columns."""

    outcome: str
    because: str
    ceiling: str
    announced: str
    rules: str
    error: str

    def cells(self) -> tuple[str, ...]:
        """The texts in the order of the columns."""
        return (self.outcome, self.because, self.ceiling, self.announced, self.rules, self.error)


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
    """Counts while rows go by, with a bound on what is kept."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.rows = self.errors = 0
        self.outcomes: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.messages: Counter[str] = Counter()
        self.by: dict[str, dict[str, Counter[str]]] = {f: {} for f in facts}

    def add(self, case: Mapping[str, str], row: Row) -> None:
        """Count one row."""
        self.rows += 1
        if row.error:
            self.errors += 1
            if len(self.messages) < MOST_FACTS:
                self.messages[row.error] += 1
            return
        self.outcomes[row.outcome] += 1
        self.rules.update(row.rules.split())
        for fact, counts in self.by.items():
            value = case.get(fact, "")
            if value in counts or len(counts) < MOST_FACTS:
                counts.setdefault(value, Counter())[row.outcome] += 1

    def summary(self) -> Summary:
        """The counts, the greatest first."""
        by = {f: {v: dict(c) for v, c in sorted(counts.items(), key=lambda x: -x[1].total())[:12]} for f, counts in self.by.items()}
        return Summary(self.rows, self.errors, dict(self.outcomes.most_common()), by, tuple(self.rules.most_common(10)),
                       tuple(self.messages.most_common(10)))


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


ALSO = {"territory": ("region", "province", "city", "地区", "省市", "城市"), "activity": ("industry", "sector", "行业", "业务"),
        "origin": ("country", "nationality", "国家", "国别", "投资者来源"), "share": ("foreign share", "持股比例", "外资比例", "股比"),
        "on": ("date", "day", "日期")}
"""Other words that tables use for a fact."""


class Screener:
    """Answers rows of one question; the same case is worked out once."""

    def __init__(self, book: Book, question: str, mapping: Mapping[str, str], columns: Sequence[str]) -> None:
        self.book = book
        self.question = question
        self.places = [(fact, columns.index(column)) for fact, column in mapping.items()]
        self.counting = Counting([f for f in ("activity", "territory", *mapping) if f in mapping][:2])
        self._kept: dict[tuple[str, ...], Row] = {}

    def screen(self, rows: Iterator[Sequence[str]], stop: Event) -> Iterator[tuple[Sequence[str], Row]]:
        """Every row with its answer, until there are no more or `stop` is set."""
        for row in rows:
            if stop.is_set():
                return
            words = tuple(row[i].strip() for _, i in self.places)
            found = self._kept.get(words)
            case = {fact: word for (fact, _), word in zip(self.places, words, strict=True) if word}
            if found is None:
                found = self.answer(case)
                if len(self._kept) < KEPT:
                    self._kept[words] = found
            self.counting.add(case, found)
            yield row, found

    def answer(self, case: Mapping[str, str]) -> Row:
        """The answer to one case."""
        try:
            read = self.book.read(self.question, case)
        except CaseError as error:
            return Row("", "", "", "", "", f"{error.code}: {error.message}")
        answers = decide(self.book.rulebook(self.question), read.case, ask=False)
        held = answers.in_force
        limit = held.ceiling
        ceiling = "" if limit is None else f"{'<' if limit.exclusive else ''}{plain(limit.value)}"
        return Row(held.outcome, held.because or "", ceiling, answers.announced.outcome, " ".join(held.determining[:20]), "")
