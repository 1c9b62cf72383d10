"""What a screening found, counted while it runs: outcomes, by activity and by place too, the most frequent reasons, the errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np

from shidian.analysis.shown import RuleRef, ShortAnswer, outcome_label, rule_ref
from shidian.answer.facts import Given, word_of
from shidian.arrow import pa, pc
from shidian.compiled import CompiledLaw
from shidian.errors import CaseError
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.screening.cells import Cells
from shidian.screening.columns import Columns
from shidian.screening.joined import cells_of
from shidian.screening.pieces import Hidden
from shidian.screening.progress.tally import EXAMPLES, WORDS, Kind, Tally, add_counts
from shidian.screening.screened import TOLD, DecisionColumns, Screened
from shidian.screening.values import MOST, BadWord
from shidian.words.labels import fact_label, value_label
from shidian.words.phrases import phrase
from shidian.words.plain import Result

ERROR = "error"
UNREAD = "?"
"""The value of a fact that is missing, or could not be read."""


class ReasonCount(Result, frozen=True):
    """A reason code: how many rows it has, their outcome, and the rules that the outcome rests on."""

    code: str
    rows: int
    outcome: str
    outcome_label: Label
    because: str | None
    because_label: Label | None
    rules: tuple[RuleRef, ...]


class Row(Result, frozen=True):
    """One value of a fact, with the outcomes of its rows."""

    value: str
    label: Label
    rows: int
    outcomes: dict[str, int]


class By(Result, frozen=True):
    """The outcomes by the values of one fact, most rows first."""

    fact: str
    label: Label
    values: tuple[Row, ...]


class PassedOver(Result, frozen=True):
    """Lines of one kind that are no cases, with the first of them."""

    rows: int
    examples: tuple[int, ...]


class ErrorKind(Result, frozen=True):
    """One kind of error, with the first lines of the file that have it, counted from 1."""

    code: str
    message: str
    rows: int
    examples: tuple[int, ...]


class Summary(Result, frozen=True):
    """What a screening found. `outcomes` also counts the rows with an `error`."""

    question: str
    lawbook: str
    known_on: dt.date | None
    columns: dict[str, str]
    facts: dict[str, str]
    output: str
    rows: int
    passed: dict[str, PassedOver]
    found: Columns
    seconds: float
    outcomes: dict[str, int]
    outcome_names: dict[str, Label]
    by: tuple[By, ...]
    reasons: tuple[ReasonCount, ...]
    errors: tuple[ErrorKind, ...]
    bad_values: tuple[BadWord, ...] = ()
    """The values that cannot be read, once each: of every fact the one in most rows, then of every fact the next, and so on; at most 500."""
    bad_kinds: dict[str, int] = {}
    """Of each fact, how many different values cannot be read, listed or not."""
    hidden: Hidden = Hidden()
    """What the workbook does not show."""


class Counter:
    """Counts the batches of one table. Safe to share between threads."""

    def __init__(self, book: CompiledLaw, question: Question, columns: Mapping[str, str], facts: Mapping[str, Given], cells: Cells) -> None:
        self.book, self.question, self.columns, self.facts, self._cells = book, question, columns, facts, cells
        self.told: dict[str, tuple[str, str | None, tuple[str, ...]]] = {}
        """What each reason code says: the outcome, why it is undetermined, and the determining rules."""
        chosen = [question.facts[0], *(f for f in question.facts if f.domain == "place")]
        self.counted = [
            f.fact
            for f in {f.fact: f for f in chosen}.values()
            if f.domain in ("tree", "place", "choice", "yes_no") and (f.fact in columns or f.fact in facts)
        ]
        self._words: dict[tuple[str, Any], str] = {}
        self._facts = {f.fact: f for f in question.facts}

    def count(self, batch: pa.RecordBatch, done: Screened, passed: Iterable[tuple[str, int]] = ()) -> Tally:
        """The counts of one batch, and of the lines passed over before and in it."""
        known = len(done.verdicts)
        told = DecisionColumns.of(done)
        told.upto(done.verdicts, known)
        outcomes = [*told.words["outcome"], ERROR]
        outcome_of = np.array([*told.index["outcome"][:known], len(outcomes) - 1], dtype=np.int64)
        row_outcome = outcome_of[done.codes]
        tally = Tally(batch.num_rows, _named(outcomes, np.bincount(row_outcome, minlength=len(outcomes))))
        per_code = np.bincount(done.codes[done.codes >= 0], minlength=known)
        at = {c: i for i, c in enumerate(told.words["reason"])}
        names = list(at)
        for code in np.flatnonzero(per_code).tolist():
            reason = names[told.index["reason"][code]]
            tally.reasons[reason] = tally.reasons.get(reason, 0) + int(per_code[code])
            if reason not in self.told:
                said = dict(zip(TOLD, told.rows[code], strict=True))
                because, rules = said["because"], str(said["determining"] or "")
                self.told[reason] = str(said["outcome"]), None if because is None else str(because), tuple(rules.split())
        for fact in self.counted:
            tally.by[fact] = self._by(fact, batch, row_outcome, outcomes)
        for row, (error, message) in sorted(done.errors.items()):
            kind = tally.errors.setdefault(error, {}).setdefault(message, Kind(0, []))
            kind.rows += 1
            if len(kind.examples) < EXAMPLES:
                kind.examples.append(int(done.lines[row]) if done.lines is not None else row + 1)
        tally.pass_over(passed)
        for (fact, word), rows in done.bad.items():
            tally.bad.setdefault(fact, {})[word] = rows
        return tally

    def _by(self, fact: str, batch: pa.RecordBatch, row_outcome: Any, outcomes: list[str]) -> dict[str, dict[str, int]]:
        if fact not in self.columns:
            values, codes = [self.facts[fact]], np.zeros(batch.num_rows, dtype=np.int64)
        else:
            column = cells_of(batch, self.columns[fact])
            if not pa.types.is_dictionary(column.type):
                column = pc.dictionary_encode(column)
            values = [*column.dictionary.to_pylist(), None]
            codes = pc.fill_null(column.indices.cast(pa.int64()), len(values) - 1).to_numpy(zero_copy_only=False)
        table = np.bincount(codes * len(outcomes) + row_outcome, minlength=len(values) * len(outcomes)).reshape(len(values), len(outcomes))
        out: dict[str, dict[str, int]] = {}
        for value, counts in zip(values, table, strict=True):
            if counts.any():
                add_counts(out.setdefault(self._word(fact, value), {}), _named(outcomes, counts))
        return out

    def _word(self, fact: str, value: Any) -> str:
        """The id of a value, whatever it is called in the table."""
        raw = value if (value := self._cells.of(fact, value)) is not None else self.facts.get(fact)
        key = (fact, raw)
        if key not in self._words:
            if len(self._words) > WORDS:
                self._words.clear()
            try:
                self._words[key] = word_of(self.book.lawbook, self._facts[fact], raw) if raw is not None else UNREAD
            except CaseError:
                self._words[key] = UNREAD
        return self._words[key]

    def reasons(self, tally: Tally, known_on: dt.date | None, most: int | None = None) -> tuple[ReasonCount, ...]:
        """The reasons of a tally, most rows first."""
        rulebook = self.book.rulebook(self.question.question)

        @cache
        def ref(rule: str) -> RuleRef:
            return rule_ref(self.book.lawbook, rulebook, rule, self.book.today(), known_on)

        @cache
        def words(outcome: str, because: str | None) -> tuple[Label, Label | None]:
            label = outcome_label(self.question, ShortAnswer(outcome, None, None, False))
            return label, phrase(f"because_{because}") if because else None

        out = []
        for code, rows in sorted(tally.reasons.items(), key=lambda x: (-x[1], x[0]))[:most]:
            outcome, because, rules = self.told[code]
            label, why = words(outcome, because)
            out.append(ReasonCount(code, rows, outcome, label, because, why, tuple([ref(r) for r in rules])))
        return tuple(out)

    def by(self, tally: Tally) -> tuple[By, ...]:
        """The outcomes by fact, with names."""
        return tuple(
            By(
                fact,
                fact_label(self.question, fact),
                tuple(
                    sorted(
                        (
                            Row(
                                value,
                                Label("–", "–") if value == UNREAD else value_label(self.book.lawbook, self.question, fact, value),
                                sum(outcomes.values()),
                                outcomes,
                            )
                            for value, outcomes in values.items()
                        ),
                        key=lambda r: (-r.rows, r.value),
                    )
                ),
            )
            for fact, values in tally.by.items()
        )


def hidden_said(hidden: Hidden) -> tuple[Label, ...]:
    """What a workbook does not show, in words; nothing where it shows all."""
    named = [
        phrase("hidden_sheets", names=", ".join(hidden.sheets)) if hidden.sheets else None,
        phrase("hidden_columns", names=", ".join(hidden.columns)) if hidden.columns else None,
        phrase("hidden_rows", count=f"{hidden.rows:,}", lines=", ".join(map(str, hidden.lines))) if hidden.rows else None,
    ]
    others = [phrase("sheets_not_read", names=", ".join(hidden.others))] if hidden.others else []
    return (*(phrase("hidden_in_workbook", named=n) for n in named if n is not None), *others)


def _named(outcomes: list[str], counts: Any) -> dict[str, int]:
    return {o: int(n) for o, n in zip(outcomes, counts, strict=True) if n}


def errors_of(tally: Tally) -> tuple[ErrorKind, ...]:
    """The kinds of errors, most rows first."""
    kinds = [
        ErrorKind(code, message, kind.rows, tuple(kind.examples))
        for code, messages in tally.errors.items()
        for message, kind in messages.items()
    ]
    return tuple(sorted(kinds, key=lambda k: (-k.rows, k.code, k.message)))


def bad_values_of(tally: Tally) -> tuple[BadWord, ...]:
    """The values that cannot be read, those of each fact in turn, so that one with many hides no other."""
    turns = [
        (turn, BadWord(fact, word, rows))
        for fact, words in tally.bad.items()
        for turn, (word, rows) in enumerate(sorted(words.items(), key=lambda w: (-w[1], w[0])))
    ]
    return tuple(w for _, w in sorted(turns, key=lambda t: (t[0], -t[1].rows, t[1].fact, t[1].value))[:MOST])
