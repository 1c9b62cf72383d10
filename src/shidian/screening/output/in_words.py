"""Two more sheets of a workbook of answers: each row's answer in words, and what the table was asked and how it was answered.

The words are those of `ask` for the facts of the row; they are given for the first rows, since each is worked out by itself. A row that cannot
be read, or has no day, has no words here: its error or missing fact stands in the sheet of the answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from shidian.answer.ask import ask
from shidian.answer.facts import Given
from shidian.answer.short import page_of, short
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError
from shidian.law.lru import Lru
from shidian.screening.batches import Screener
from shidian.screening.pieces import Hidden
from shidian.screening.summary import hidden_said

MOST_ROWS = 2_000
"""Rows whose answers are told in words."""
HEAD = (
    "source_line", "outcome", "结论", "sentence", "说明", "since", "certain", "possible", "conditions", "条件", "missing", "缺少的事实", "link",
)  # fmt: skip
"""The columns of the sheet: `certain` is the share that is permitted whatever is open, `possible` the one above which nothing is; `since` is the
day from which the rules hold that decide; `link` is the address of the page of this decision, or its path on any server."""


class RowsInWords:
    """Tells the rows of one table in words."""

    def __init__(
        self,
        book: CompiledLaw,
        screener: Screener,
        facts: Mapping[str, Given],
        known_on: dt.date | str | None,
        default_day: dt.date | str | None,
        hidden: Hidden,
        home: str | None = None,
    ) -> None:
        self.home = home
        self.book, self.screener, self.facts, self.known_on, self.hidden = book, screener, dict(facts), known_on, hidden
        self.day = next(f.fact for f in screener.question.facts if f.domain == "date")
        if default_day is not None:
            self.facts.setdefault(self.day, default_day)
        self.rows = 0
        self._told: Lru[str, tuple[object, ...]] = Lru(4_096)

    def row(self, cells: Mapping[str, Any], outcome: str | None, line: object) -> tuple[object, ...] | None:
        """What is said of a row; None where nothing is. `cells` are those of the table, by column."""
        if outcome is None or self.rows >= MOST_ROWS:
            return None
        facts = self.facts | {
            fact: value
            for fact, column in self.screener.columns.items()
            if (value := self.screener.cells.of(fact, cells.get(column))) is not None and str(value).strip()
        }
        if self.day not in facts:
            return None
        key = repr(sorted((k, str(v)) for k, v in facts.items()))
        told = self._told.get(key)
        if told is None:
            try:
                decision = ask(self.book, self.screener.question.question, facts, self.known_on)
            except CaseError:
                return None
            en, zh = short(decision, "en"), short(decision, "zh")
            since = [r.valid_from for r in decision.reasons if r.rule in decision.determining and r.valid_from is not None]
            told = (
                decision.outcome,
                en.said,
                zh.said,
                "\n".join(x for x in en.lines if x),
                "\n".join(x for x in zh.lines if x),
                max(since, default=None),
                en.in_force.certain if en.in_force.certain is not None else en.in_force.ceiling,
                en.in_force.possible if en.in_force.possible is not None else en.in_force.ceiling,
                "\n".join(en.conditions),
                "\n".join(zh.conditions),
                "\n".join(m.ask for m in en.open_facts),
                "\n".join(m.ask for m in zh.open_facts),
                page_of(decision, "en") if self.home is None else self.home + page_of(decision, "en").removeprefix("/en"),
            )
            self._told.put(key, told)
        if told[0] != outcome:  # never two answers for one row
            return None
        self.rows += 1
        return (line, *told[1:])

    def summary(self, outcomes: Mapping[str, int], rows: int) -> list[tuple[object, ...]]:
        """What the table was asked, and how its rows were answered."""
        question, found = self.screener.question, self.screener.found
        names = {o.outcome: o.name for o in question.outcomes}
        out: list[tuple[object, ...]] = [
            ("question", "判定事项", f"{question.title.en} / {question.title.zh}"),
            ("lawbook", "规则库", self.book.digest),
            ("rows", "行数", rows),
            ("rows in words", "文字说明行数", self.rows),
        ]
        out += [
            (f"outcome: {names[o].en if o in names else o}", names[o].zh if o in names else "无法读取", n)
            for o, n in sorted(outcomes.items())
        ]
        out += [(f"fact: {m.fact}", "列", m.column) for m in found.mapped]
        out += [(f"fact: {name}", "所有行", str(value)) for name, value in self.facts.items()]
        out += [("column not used", "未使用的列", name) for name, _ in found.unused]
        out += [("fact without a column", "没有对应列的事实", name) for name in found.without if name not in self.facts]
        out += [(said.en, said.zh, "") for said in hidden_said(self.hidden)]
        return out
