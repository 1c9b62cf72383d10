"""What screening gives: for every row the code of its decision, and from it the columns of an answer."""

from __future__ import annotations

import hashlib
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from math import nan
from typing import TYPE_CHECKING, Any, cast

import msgspec
import numpy as np
import numpy.typing as npt

from shidian.answer.conditions import AnswerConditions
from shidian.arrow import pa, pc
from shidian.compiled import CompiledLaw
from shidian.diagram.verdicts import NodeVerdict
from shidian.engine.rule import written
from shidian.errors import CaseError
from shidian.law.records.question import Question
from shidian.law.unswept import unswept
from shidian.screening.encoded import Error
from shidian.words.plain import to_plain
from shidian.words.refusals import refusal_in

if TYPE_CHECKING:  # they bring in the compiled loops
    from shidian.diagram.met import Decisions
    from shidian.diagram.program import Program


def reason_code(verdict: NodeVerdict) -> str:
    """Twelve hexadecimal digits that stand for a decision with all its reasons; the same in every process."""
    tops = [top for a in (verdict.in_force, verdict.announced) for top in (a.ceiling, a.certain, a.possible) if top is not None]
    said = _AS_IT_IS.encode(verdict) if all(_plain(str(top.value)) for top in tops) else msgspec.json.encode(to_plain(verdict))
    return hashlib.sha256(said).hexdigest()[:12]


_AS_IT_IS = msgspec.json.Encoder(decimal_format="number")


@cache
def _plain(number: str) -> bool:
    """Whether a decimal is written as this in plain data too. By its text: 50 and 50.0 are equal."""
    return number.encode() == msgspec.json.encode(to_plain(Decimal(number)))


def _words(ids: Iterable[str]) -> str | None:
    return " ".join(dict.fromkeys(ids)) or None


def _number(value: Any) -> float | None:
    return None if value is None else float(value.value)


WORDS: dict[str, Callable[[NodeVerdict, AnswerConditions], str | None]] = {
    "outcome": lambda v, _: v.in_force.outcome,
    "because": lambda v, _: v.in_force.because,
    "announced_outcome": lambda v, _: v.announced.outcome,
    "announced_because": lambda v, _: v.announced.because,
    "determining": lambda v, _: _words(map(written, v.in_force.determining)),
    "conditions": lambda v, c: _words(map(written, c.certain(v.in_force).values())),
    "duties": lambda v, _: _words([written(id) for id, certain in v.duties if certain]),
    "possible_duties": lambda v, _: _words([written(id) for id, certain in v.duties if not certain]),
    "missing": lambda v, _: _words(v.missing),
    "confidence": lambda v, _: v.confidence,
    "reason": lambda v, _: reason_code(v),
}
NUMBERS: dict[str, Callable[[NodeVerdict], float | None]] = {
    "ceiling": lambda v: _number(v.in_force.ceiling),
    "announced_ceiling": lambda v: _number(v.announced.ceiling),
}
FLAGS: dict[str, Callable[[NodeVerdict], bool | None]] = {
    "ceiling_exclusive": lambda v: v.in_force.ceiling.exclusive if v.in_force.ceiling else None,
    "announced_ceiling_exclusive": lambda v: v.announced.ceiling.exclusive if v.announced.ceiling else None,
}
COLUMNS: tuple[str, ...] = (
    "asked_on",
    "outcome",
    "because",
    "ceiling",
    "ceiling_exclusive",
    "announced_outcome",
    "announced_because",
    "announced_ceiling",
    "announced_ceiling_exclusive",
    "determining",
    "conditions",
    "duties",
    "possible_duties",
    "missing",
    "confidence",
    "reason",
    "error_code",
    "error",
    "source_line",
)
"""The columns of an answer, in order. Lists are ids with a space between them; words are dictionary-encoded."""
TOLD = tuple(c for c in COLUMNS if c in WORDS or c in NUMBERS or c in FLAGS)
"""The columns that a decision fills; the others depend on the row."""


class DecisionColumns:
    """What a program's decisions say in each column, each told once. Grows with the program; the words of a column keep their numbers."""

    def __init__(self, conditions: AnswerConditions) -> None:
        self.conditions = conditions
        self.words: dict[str, dict[str, int]] = {name: {} for name in WORDS}
        """The words of each column, with their number."""
        self.index: dict[str, list[int]] = {name: [] for name in WORDS}
        """For each column the number of each decision's word, -1 for none."""
        self.numbers: dict[str, list[float]] = {name: [] for name in NUMBERS}
        self.flags: dict[str, list[int]] = {name: [] for name in FLAGS}
        self.rows: list[tuple[object, ...]] = []
        """For each decision its fields, in the order of `TOLD`."""
        self._same: dict[str, str] = {}
        self._lock = threading.Lock()

    def upto(self, verdicts: Decisions, count: int) -> None:
        """Tell those of the first decisions that are new."""
        with self._lock, unswept():
            begin = len(self.rows)
            known = {code: row for code in range(begin, count) if (row := verdicts.told(code)) is not None}
            new = [code for code in range(begin, count) if code not in known]
            found = dict(zip(new, verdicts.of(new), strict=True))
            for code in range(begin, count):
                row = known.get(code)
                if row is None:
                    row = self._told(found.pop(code))
                    verdicts.tell(code, row)
                for name, said in zip(TOLD, row, strict=True):
                    if name in WORDS:
                        self.index[name].append(-1 if said is None else self.words[name].setdefault(str(said), len(self.words[name])))
                    elif name in NUMBERS:
                        self.numbers[name].append(nan if said is None else cast("float", said))
                    else:
                        self.flags[name].append(-1 if said is None else int(bool(said)))
                self.rows.append(row)

    def _told(self, verdict: NodeVerdict) -> tuple[object, ...]:
        """What a decision says in each column; a text that was said before is the same object."""
        texts = {
            name: text if text is None else self._same.setdefault(text, text)
            for name, word in WORDS.items()
            for text in (word(verdict, self.conditions),)
        }
        rest = {name: tell(verdict) for name, tell in (NUMBERS | FLAGS).items()}
        return tuple((texts | rest)[name] for name in TOLD)

    @staticmethod
    def of(done: Screened) -> DecisionColumns:
        """What the decisions say of the program that some rows were given to; kept as long as the program is."""
        found = _TOLD.get(done.program)
        if found is None:
            conditions = AnswerConditions(done.book.lawbook, done.book.rulebook(done.question.question))
            found = _TOLD.setdefault(done.program, DecisionColumns(conditions))
        return found


_TOLD: weakref.WeakKeyDictionary[Program, DecisionColumns] = weakref.WeakKeyDictionary()


class Screened:
    """The decisions of some rows. `codes` has one number a row, an index into `verdicts`; -1 where the row cannot be read."""

    def __init__(
        self,
        book: CompiledLaw,
        question: Question,
        program: Program,
        codes: npt.NDArray[Any],
        errors: Iterable[tuple[npt.NDArray[np.int64], list[Error]]],
        days: pa.Array,
        lines: npt.NDArray[np.int64] | None = None,
        bad: Mapping[tuple[str, str], int] | None = None,
        lang: str = "en",
    ) -> None:
        self.book = book
        self.question = question
        self.program = program
        self.codes: npt.NDArray[np.int32] = codes.view(np.int32)
        self.errors: dict[int, Error] = {}
        self.days = days
        """The day that each row was asked of; null for none."""
        self.bad = dict(bad or {})
        """By fact and value as it is written, the rows of what cannot be read."""
        self.lines = lines
        """The line of each row in its file, counted from 1; None where rows have no lines."""
        for rows, found in errors:
            for row, (code, message) in zip(rows.tolist(), found, strict=True):
                first = self.errors.get(row)
                self.errors[row] = (code, message) if first is None else (first[0], f"{first[1]} | {message}")
        if lang != "en":
            told = {message: refusal_in(lang, message) for _, message in self.errors.values()}
            self.errors = {row: (code, told[message]) for row, (code, message) in self.errors.items()}
        if self.errors:
            self.codes[np.fromiter(self.errors, np.int64, len(self.errors))] = -1

    @property
    def verdicts(self) -> Decisions:
        """The decisions, by code; each is put together when it is read."""
        return self.program.verdicts

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def together(cls, parts: Sequence[Screened]) -> Screened:
        """The rows of several batches of one table."""
        first = parts[0]
        if all(p.program is first.program for p in parts):
            codes = np.concatenate([p.codes for p in parts])
            program = first.program
        else:  # batches that gave different facts: their decisions are numbered anew
            program = first.program
            codes = np.concatenate([_renumbered(p, program) for p in parts])
        lines = [p.lines for p in parts if p.lines is not None]
        days = pa.chunked_array([p.days for p in parts], pa.date32()).combine_chunks()
        out = cls(first.book, first.question, program, codes, [], days, np.concatenate(lines) if len(lines) == len(parts) else None)
        start = 0
        for part in parts:
            out.errors.update({row + start: error for row, error in part.errors.items()})
            start += len(part)
        return out

    def column(self, name: str) -> pa.Array:
        """One column of the answer. Raises CaseError for a name that is none."""
        if name in ("error", "error_code"):
            return self._error_column(name)
        if name == "asked_on":
            wrong = self.codes < 0
            return pc.if_else(pa.array(wrong), pa.scalar(None, pa.date32()), self.days) if wrong.any() else self.days
        if name == "source_line":
            return pa.nulls(len(self), pa.int64()) if self.lines is None else pa.array(self.lines, pa.int64())
        told = DecisionColumns.of(self)
        count = len(self.verdicts)
        told.upto(self.verdicts, count)
        if name in WORDS:
            words = list(told.words[name])
            kind = np.int8 if len(words) < 127 else np.int16 if len(words) < 32767 else np.int32
            index = np.take(np.array([*told.index[name][:count], -1], dtype=kind), self.codes)
            mask = index < 0
            return pa.DictionaryArray.from_arrays(pa.array(index, mask=mask if mask.any() else None), pa.array(words, pa.string()))
        if name in NUMBERS:
            return pa.array(np.array([*told.numbers[name][:count], nan])[self.codes], from_pandas=True)
        if name in FLAGS:
            index = np.array([*told.flags[name][:count], -1], dtype=np.int8)[self.codes]
            return pa.array(index == 1, mask=index < 0)
        raise CaseError(f"unknown column `{name}`", hint="columns: " + ", ".join(COLUMNS))

    def table(self, columns: Sequence[str] = COLUMNS) -> pa.Table:
        """The answer as an Arrow table, a row for each row of the input."""
        return pa.table({name: self.column(name) for name in columns})

    def counts(self) -> dict[str, int]:
        """How many rows have each outcome, and how many cannot be read (`error`)."""
        outcomes = self.verdicts.outcomes()
        per_code = np.bincount(self.codes[self.codes >= 0], minlength=len(outcomes))
        out: dict[str, int] = {}
        for outcome, count in zip(outcomes, per_code.tolist(), strict=True):
            if count:
                out[outcome] = out.get(outcome, 0) + count
        if self.errors:
            out["error"] = len(self.errors)
        return out

    def _error_column(self, name: str) -> pa.Array:
        at = 0 if name == "error_code" else 1
        words = list(dict.fromkeys(e[at] for e in self.errors.values()))
        number = {w: i for i, w in enumerate(words)}
        index = np.full(len(self.codes), -1, dtype=np.int32)
        for row, error in self.errors.items():
            index[row] = number[error[at]]
        return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(words, pa.string()))


def _renumbered(part: Screened, program: Program) -> npt.NDArray[np.int32]:
    if part.program is program:
        return part.codes
    return np.take(np.array([*program.verdicts.also(part.program.verdicts), -1], dtype=np.int32), part.codes)
