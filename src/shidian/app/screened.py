"""What screening gives: for every row the code of its decision, and from it the columns of an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from shidian.app.plain import to_plain
from shidian.diagram.answers import Verdict
from shidian.diagram.program import Program
from shidian.errors import CaseError
from shidian.law.records import Question

if TYPE_CHECKING:
    from shidian.app.book import Book

Error = tuple[str, str]


def reason_code(verdict: Verdict) -> str:
    """Twelve hexadecimal digits that stand for a decision with all its reasons; the same in every process."""
    return hashlib.sha256(msgspec.json.encode(to_plain(verdict))).hexdigest()[:12]


def _words(ids: Sequence[str]) -> str | None:
    return " ".join(dict.fromkeys(ids)) or None


def _number(value: Any) -> float | None:
    return None if value is None else float(value.value)


WORDS: dict[str, Callable[[Verdict], str | None]] = {
    "outcome": lambda v: v.in_force.outcome,
    "because": lambda v: v.in_force.because,
    "announced_outcome": lambda v: v.announced.outcome,
    "announced_because": lambda v: v.announced.because,
    "determining": lambda v: _words(v.in_force.determining),
    "duties": lambda v: _words([id for id, certain in v.duties if certain]),
    "possible_duties": lambda v: _words([id for id, certain in v.duties if not certain]),
    "missing": lambda v: _words(v.missing),
    "confidence": lambda v: v.confidence,
    "reason": reason_code,
}
NUMBERS: dict[str, Callable[[Verdict], float | None]] = {
    "ceiling": lambda v: _number(v.in_force.ceiling),
    "announced_ceiling": lambda v: _number(v.announced.ceiling),
}
FLAGS: dict[str, Callable[[Verdict], bool | None]] = {
    "ceiling_exclusive": lambda v: v.in_force.ceiling.exclusive if v.in_force.ceiling else None,
    "announced_ceiling_exclusive": lambda v: v.announced.ceiling.exclusive if v.announced.ceiling else None,
}
COLUMNS: tuple[str, ...] = (
    "outcome", "because", "ceiling", "ceiling_exclusive", "announced_outcome", "announced_because", "announced_ceiling",
    "announced_ceiling_exclusive", "determining", "duties", "possible_duties", "missing", "confidence", "reason",
    "error_code", "error",
)
"""The columns of an answer, in order. Lists are ids with a space between them; words are dictionary-encoded."""


class Screened:
    """The decisions of some rows. `codes` has one number a row, an index into `verdicts`; -1 where the row cannot be read."""

    def __init__(self, book: Book, question: Question, program: Program, codes: npt.NDArray[Any],
                 errors: list[tuple[npt.NDArray[np.int64], Error]]) -> None:
        self.book = book
        self.question = question
        self.program = program
        self.codes: npt.NDArray[np.int32] = codes.view(np.int32)
        self.errors: dict[int, Error] = {}
        for rows, error in errors:
            for row in rows.tolist():
                self.errors.setdefault(row, error)
        if self.errors:
            self.codes[np.fromiter(self.errors, np.int64, len(self.errors))] = -1

    @property
    def verdicts(self) -> list[Verdict]:
        """The decisions, by code."""
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
        out = cls(first.book, first.question, program, codes, [])
        start = 0
        for part in parts:
            out.errors.update({row + start: error for row, error in part.errors.items()})
            start += len(part)
        return out

    def column(self, name: str) -> pa.Array:
        """One column of the answer. Raises CaseError for a name that is none."""
        if name in ("error", "error_code"):
            return self._error_column(name)
        known = self.verdicts
        if name in WORDS:
            values = [WORDS[name](v) for v in known]
            words = list(dict.fromkeys(w for w in values if w is not None))
            number = {w: i for i, w in enumerate(words)}
            kind = np.int8 if len(words) < 127 else np.int16 if len(words) < 32767 else np.int32
            index = np.take(np.array([number[w] if w is not None else -1 for w in values] + [-1], dtype=kind), self.codes)
            mask = index < 0
            return pa.DictionaryArray.from_arrays(pa.array(index, mask=mask if mask.any() else None), pa.array(words, pa.string()))
        if name in NUMBERS:
            amounts = np.array([x if (x := NUMBERS[name](v)) is not None else np.nan for v in known] + [np.nan])[self.codes]
            return pa.array(amounts, from_pandas=True)
        if name in FLAGS:
            flags = [FLAGS[name](v) for v in known]
            index = np.array([-1 if f is None else int(f) for f in flags] + [-1], dtype=np.int8)[self.codes]
            return pa.array(index == 1, mask=index < 0)
        raise CaseError(f"unknown column `{name}`", hint="columns: " + ", ".join(COLUMNS))

    def table(self, columns: Sequence[str] = COLUMNS) -> pa.Table:
        """The answer as an Arrow table, a row for each row of the input."""
        return pa.table({name: self.column(name) for name in columns})

    def counts(self) -> dict[str, int]:
        """How many rows have each outcome, and how many cannot be read (`error`)."""
        per_code = np.bincount(self.codes[self.codes >= 0], minlength=len(self.verdicts))
        out: dict[str, int] = {}
        for verdict, count in zip(self.verdicts, per_code.tolist(), strict=True):
            if count:
                out[verdict.in_force.outcome] = out.get(verdict.in_force.outcome, 0) + count
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
    return np.take(np.array([program.code_of(v) for v in part.verdicts] + [-1], dtype=np.int32), part.codes)
