"""From the columns of a table to classes of values: every distinct value is read once, like a fact that a person gives.

Days and places have files of their own (`days.py`, `places.py`); what a cell says is in `cells.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.facts import MOST, Given, default_of, not_together, read_value, unknown_fact
from shidian.compiled import CompiledLaw
from shidian.diagram.classes import ValueClass
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Column, Nodes, atoms
from shidian.diagram.numbers import Numbers
from shidian.errors import BadValue, CaseError
from shidian.law.lru import Lru
from shidian.law.records.question import Fact, Question
from shidian.screening.cells import Cells, address, flat, is_numeric, plain_cell, with_null
from shidian.screening.days import DayEncoder
from shidian.screening.encoded import Encoded
from shidian.screening.joined import cells_of
from shidian.screening.kinds import FORM, HOLDING, NEAR, ORIGIN, SHARE, contradictions
from shidian.screening.places import KEPT, WORDS, Coded, PlaceEncoder
from shidian.screening.told import speaks

LISTED = 1_000
"""Wrong numbers of a numeric column that are named one by one."""


class Encoder:
    """Encodes batches of one table. `columns` maps facts and zones to columns, `facts` are the same for all rows; `default_day` is the
    day of a row that names none."""

    def __init__(
        self,
        book: CompiledLaw,
        question: Question,
        diagram: Diagram,
        columns: Mapping[str, str],
        facts: Mapping[str, Given],
        default_day: dt.date | None = None,
        cells: Cells | None = None,
    ) -> None:
        self.book, self.question, self.diagram = book, question, diagram
        self.columns = dict(columns)
        self._cells = cells or Cells()
        zones = diagram.rulebook.trees[diagram.rulebook.place].zones if diagram.rulebook.place else {}
        known = {f.fact: f for f in question.facts}
        for name in facts:
            if name not in known and name not in zones:
                raise unknown_fact(name, question, zones)
            if name in self.columns:
                raise BadValue(
                    f"`{name}` is given twice: in column `{self.columns[name]}` and as `{name}={facts[name]}` for all rows",
                    hint="leave out one of the two",
                )
        self._fixed = {f: v for f, v in facts.items() if f in known and v is not None}
        for name, value in self._fixed.items():  # a wrong fact for all rows is an error at once, not one in every row
            if known[name].domain != "place":
                read_value(book.lawbook, known[name], value)
        self._read: dict[tuple[str, Any], ValueClass | CaseError] = {}
        self._whole: dict[tuple[str, int], Nodes] = {}
        self._kept: Lru[tuple[str, int, int, int], tuple[Any, Nodes, dict[int, CaseError]]] = Lru(KEPT * max(1, len(self.columns)))
        self._places = PlaceEncoder(book, question, diagram, self.columns, facts, self._cells)
        self._days = DayEncoder(book, diagram, self.columns, self._fixed, default_day, self._cells)

    def hear(self, batch: pa.RecordBatch) -> None:
        """Read what cells of a batch say in words: in the order of the table, and not of the threads that decide it."""
        for fact in self.question.facts:
            if fact.fact in self.columns and speaks(fact) and not is_numeric((values := self._values(batch, fact.fact)).type):
                for value in coded(values)[1].to_pylist():
                    self._cells.of(fact.fact, value)

    def encode(self, batch: pa.RecordBatch) -> Encoded:
        """The classes of a batch."""
        out = Encoded()
        day = self.diagram.days.fact
        eras = self._days.encode(out, batch.num_rows, self._values(batch, day) if day in self.columns else None)
        for i, level in enumerate(self.diagram.levels):
            if i == self.diagram.day:
                continue
            if i == self.diagram.place:
                given = coded(self._values(batch, level.fact)) if level.fact in self.columns else None
                zones = {z: coded(self._values(batch, z)) for z in self._places.zones}
                self._places.encode(out, batch.num_rows, given, zones, eras)
            elif level.fact not in self.columns:
                out.constants[i] = self._default(level.declared)
            else:
                values = self._values(batch, level.fact)
                if isinstance(level, Numbers) and is_numeric(values.type) and not self._cells.maps(level.fact):
                    self._number(values, level, out, i)
                else:
                    out.columns[i] = self._listed(values, level.declared, out)
        self._ordered(batch, out)
        if FORM in self.columns:
            self._of_one_kind(batch, out)
        return out

    # --- one fact -------------------------------------------------------------------------------------------

    def _values(self, batch: pa.RecordBatch, fact: str) -> pa.Array:
        return cells_of(batch, self.columns[fact])

    def _default(self, fact: Fact) -> ValueClass:
        raw = self._fixed.get(fact.fact)
        return self._class(fact, default_of(fact, None) if raw is None else raw)

    def _class(self, fact: Fact, raw: Given) -> ValueClass:
        level = self.diagram.levels[self.diagram.space.level_of[fact.fact]]
        if raw is None:
            return level.of("*" if fact.domain == "tree" else None)
        return level.of(read_value(self.book.lawbook, fact, raw))

    def _of(self, fact: Fact, raw: Any) -> ValueClass | CaseError:
        key = (fact.fact, raw)
        found = self._read.get(key)
        if found is None:
            try:
                found = self._cells.doubt(fact, raw) or (self._default(fact) if raw is None else self._class(fact, raw))
            except CaseError as error:
                found = error
            if len(self._read) > WORDS:
                self._read.clear()
            self._read[key] = found
        return found

    def _listed(self, values: pa.Array, fact: Fact, out: Encoded) -> Column:
        codes, dictionary = coded(values)
        key = (fact.fact, *address(dictionary))
        kept = self._kept.get(key)
        if kept is None:
            found = [self._of(fact, self._cells.of(fact.fact, v)) for v in (*dictionary.to_pylist(), None)]
            missing = self._of(fact, None)
            assert isinstance(missing, ValueClass)
            classes = np.fromiter((f.id if isinstance(f, ValueClass) else missing.id for f in found), np.uint32, len(found))
            kept = dictionary, classes, {i: f for i, f in enumerate(found) if not isinstance(f, ValueClass)}
            self._kept.put(key, kept)  # it holds the dictionary, so that its address stays its own
        out.spoil_codes(codes, kept[2], fact.fact, dictionary)
        return Column(codes, kept[1])

    def _number(self, values: pa.Array, level: Numbers, out: Encoded, i: int) -> None:
        """A numeric column: small whole numbers are their own codes, of others the atoms are found by comparison with the points
        that rules name."""
        empty = pc.is_null(values).to_numpy(zero_copy_only=False) if values.null_count else None
        if pa.types.is_floating(values.type):  # a null comes as no number
            numbers = np.round(values.to_numpy(zero_copy_only=False).astype(np.float64), 6)
            np.copyto(numbers, 0, where=False if empty is None else empty)
        else:
            numbers = (values if empty is None else pc.fill_null(values, 0)).to_numpy(zero_copy_only=False)
        wrong = _wrong(numbers, level)
        if numbers.dtype.kind == "f" and self._cells.doubts(level.declared) and ((numbers > 0) & (numbers < 1)).any():
            small = (numbers > 0) & (numbers <= 1)
            wrong = small if wrong is None else wrong | small
        most = np.iinfo(numbers.dtype).max if numbers.dtype.kind in "iu" and numbers.dtype.itemsize <= 2 else 0
        if most and wrong is None and empty is None and (not len(numbers) or numbers.min() >= 0):
            out.columns[i] = Column(numbers, self._small(level, most))
            return
        codes = np.empty(len(numbers), dtype=np.uint32)
        atoms(numbers, np.array([float(p) for p in level.points]), codes)
        if empty is not None:
            codes[empty] = level.size
            wrong = wrong & ~empty if wrong is not None else None
        if wrong is not None and wrong.any():
            self._wrong_numbers(numbers, wrong, level, out)
            codes[wrong] = level.size
        out.columns[i] = Column(codes, self._by_atom(level))

    def _wrong_numbers(self, numbers: npt.NDArray[Any], wrong: npt.NDArray[np.bool_], level: Numbers, out: Encoded) -> None:
        distinct, which = np.unique(numbers[wrong], return_inverse=True)
        texts = []
        for n, number in enumerate(distinct):
            found = self._of(level.declared, plain_cell(number.item())) if n < LISTED else None
            texts.append((found.code, str(found)) if isinstance(found, CaseError) else ("bad-value", f"`{number}` is no `{level.fact}`"))
        out.errors.append((np.flatnonzero(wrong), [texts[n] for n in which.tolist()]))

    def _by_atom(self, level: Numbers) -> Nodes:
        """The class of each atom of a number, and last that of a missing one."""
        missing = self._default(level.declared).id
        return np.array([missing if s is None else level.of(s).id for s in (*level.samples, None)], dtype=np.uint32)

    def _small(self, level: Numbers, most: int) -> Nodes:
        """The class of each whole number up to `most`."""
        key = (level.fact, most)
        if key not in self._whole:
            found = np.empty(most + 1, dtype=np.uint32)
            atoms(np.arange(most + 1), np.array([float(p) for p in level.points]), found)
            self._whole[key] = self._by_atom(level)[np.minimum(found, level.size)]
        return self._whole[key]

    # --- numbers that bound each other ----------------------------------------------------------------------

    def _ordered(self, batch: pa.RecordBatch, out: Encoded) -> None:
        """A number that is more than the one it cannot exceed is an error of its row."""
        for less, more in self.question.ordered_numbers:
            if not {less, more} & self.columns.keys():
                continue
            low, high = self._floats(batch, less), self._floats(batch, more)
            if low is None or high is None:
                continue
            times = next(f.times for f in self.question.facts if f.fact == less)
            with np.errstate(invalid="ignore"):
                out.spoil(low * times > high, ("bad-value", f"{f'{times} times ' if times > 1 else ''}`{less}` is more than `{more}`"))
        facts = {f.fact: f for f in self.question.facts}
        for values in self.book.lawbook.apart[self.question.question]:
            if not values.keys() <= {*self.columns, *self._fixed}:
                continue
            rows = np.ones(batch.num_rows, dtype=np.bool_)
            for fact, wrong in values.items():
                if fact not in self.columns:
                    rows &= self._id(facts[fact], self._fixed[fact]) in wrong
                    continue
                codes, words = coded(self._values(batch, fact))
                rows &= np.array([self._id(facts[fact], w) in wrong for w in (*words.to_pylist(), None)])[codes]
            out.spoil(rows, ("bad-value", not_together(dict.fromkeys(values, "…"))))

    def _of_one_kind(self, batch: pa.RecordBatch, out: Encoded) -> None:
        """A row whose kind of enterprise says another share, or another side, than its other columns is an error."""
        codes, words = coded(self._values(batch, FORM))
        shares = self._floats(batch, SHARE) if any(f.fact == SHARE for f in self.question.facts) else None
        origin = next((f for f in self.question.facts if f.fact == ORIGIN and ORIGIN in (*self.columns, *self._fixed)), None)
        origins = None
        if origin is not None:
            own, said = coded(self._values(batch, ORIGIN)) if ORIGIN in self.columns else (np.zeros(batch.num_rows, dtype=np.uint8), None)
            ids = [self._id(origin, v) for v in ((*said.to_pylist(), None) if said is not None else (self._fixed[ORIGIN],))]
            origins = own, ids, self.book.lawbook.trees[origin.vocabulary or ""].groups[NEAR].members
        through = HOLDING in (*self.columns, *self._fixed)
        for rows, wrong in contradictions(words.to_pylist(), codes, shares, origins, through):
            out.spoil(rows, ("bad-value", wrong))

    def _id(self, fact: Fact, raw: Any) -> str | None:
        """The entry that a cell names; None where that cannot be told."""
        try:
            plain = self._cells.of(fact.fact, raw)
            return str(read_value(self.book.lawbook, fact, plain)) if plain is not None else None
        except CaseError:
            return None

    def _floats(self, batch: pa.RecordBatch, fact: str) -> npt.NDArray[np.float64] | None:
        """A number's values, NaN where it is missing or cannot be read."""
        declared = next(f for f in self.question.facts if f.fact == fact)
        if fact not in self.columns:
            raw = self._fixed.get(fact)
            value = read_value(self.book.lawbook, declared, raw) if raw is not None else None
            return np.full(batch.num_rows, float(value)) if isinstance(value, Decimal) else None
        values = self._values(batch, fact)
        if is_numeric(values.type):
            plain: npt.NDArray[np.float64] = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
            return np.round(plain * float(self._cells.factors.get(fact, 1)), 6)
        codes, dictionary = coded(values)

        def number(raw: Any) -> float:
            try:
                value = read_value(self.book.lawbook, declared, raw) if raw is not None else None
            except CaseError:
                value = None
            return float(value) if isinstance(value, Decimal) else float("nan")

        known = np.array([number(self._cells.of(fact, v)) for v in (*dictionary.to_pylist(), None)], dtype=np.float64)
        return np.take(known, codes)


def coded(values: pa.Array) -> Coded:
    """The codes of a column and the values they stand for; null has the last code."""
    if not pa.types.is_dictionary(values.type):
        values = pc.dictionary_encode(flat(values))
    return with_null(values.indices, len(values.dictionary)), values.dictionary


def _wrong(numbers: npt.NDArray[Any], level: Numbers) -> npt.NDArray[np.bool_] | None:
    """The rows whose number the fact does not admit; None when there is none."""
    if not len(numbers):
        return None
    declared = level.declared
    most = min(x for x in (declared.maximum, declared.plausible, MOST) if x is not None)
    low, high = float(declared.minimum if declared.minimum is not None else -most), float(most)
    fine = numbers.min() >= low and numbers.max() <= high  # a NaN is neither at least nor at most anything
    whole = declared.whole and numbers.dtype.kind == "f"
    if fine and not whole:
        return None
    ok = (numbers >= low) & (numbers <= high)
    return ~ok | (numbers != np.floor(numbers)) if whole else ~ok
