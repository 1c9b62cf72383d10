"""From the columns of a table to classes of values: every distinct value is read once, like a fact that a person gives."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.facts import Given, default_of, read_place, read_value, read_yes_no
from shidian.compiled import CompiledLaw
from shidian.diagram.classes import Numbers, ValueClass
from shidian.diagram.diagram import Diagram
from shidian.diagram.gather import Nodes, atoms, clipped, filled
from shidian.diagram.program import Column
from shidian.engine.case import Case
from shidian.errors import BadValue, CaseError, UnknownFact
from shidian.law.lawbook import Lawbook
from shidian.law.names import fold
from shidian.law.records.question import Fact, Question

KEPT = 64
"""Dictionaries whose values are remembered."""
EPOCH = dt.date(1970, 1, 1)
Error = tuple[str, str]
"""A stable code, and a message."""


class Encoded:
    """A batch in classes: varying columns and constants by level, and for the rows that cannot be read the error."""

    __slots__ = ("columns", "constants", "errors")

    def __init__(self) -> None:
        self.columns: dict[int, Column] = {}
        self.constants: dict[int, ValueClass] = {}
        self.errors: list[tuple[npt.NDArray[np.int64], Error]] = []


def columns_of(book: Lawbook, question: Question, schema: pa.Schema, given: Mapping[str, str] | None, fixed: set[str]) -> dict[str, str]:
    """The column of each fact. `given` names columns by fact; for the other facts a column counts that carries the fact's id or
    its name in either language, and a column that carries the id of a zone. Raises UnknownFact or BadValue."""
    facts = {f.fact: f for f in question.facts}
    place = next((f for f in question.facts if f.domain == "place"), None)
    zones = book.trees[place.vocabulary].zones if place and place.vocabulary else {}
    out: dict[str, str] = {}
    for fact, column in (given or {}).items():
        if fact not in facts and fact not in zones:
            raise UnknownFact(f"unknown fact `{fact}`", hint=f"`{question.question}` takes " + ", ".join(f"`{f}`" for f in facts))
        if column not in schema.names:
            raise BadValue(f"there is no column `{column}`", hint="columns: " + ", ".join(f"`{n}`" for n in schema.names[:20]))
        out[fact] = column
    by_name = {fold(n): f.fact for f in question.facts for n in (f.fact, f.label.en, f.label.zh)} | {fold(z): z for z in zones}
    for column in schema.names:
        named = by_name.get(fold(column))
        if named is not None and named not in out and named not in fixed and column not in out.values():
            out[named] = column
    if not out and not fixed:
        raise BadValue(
            "no column is a fact of the question",
            hint=f"map one, such as {question.facts[0].fact}=…; columns: " + ", ".join(f"`{n}`" for n in schema.names[:20]),
        )
    return out


class Encoder:
    """Encodes batches of one table. `columns` maps facts and zones to columns, `facts` are the same for all rows."""

    def __init__(
        self, book: CompiledLaw, question: Question, diagram: Diagram, columns: Mapping[str, str], facts: Mapping[str, Given]
    ) -> None:
        self.book = book
        self.question = question
        self.diagram = diagram
        self.columns = dict(columns)
        self.today = book.today()
        self.tree = diagram.rulebook.trees[diagram.rulebook.place] if diagram.rulebook.place else None
        self.zones = [z for z in self.columns if self.tree is not None and z in self.tree.zones]
        self._read: dict[tuple[str, Any], ValueClass | Error] = {}
        self._places: dict[Any, Case | Error] = {}
        self._whole: dict[tuple[str, int], Nodes] = {}
        self._spots: OrderedDict[Any, tuple[Any, list[Case | Error], dict[tuple[int, int], tuple[bool, Nodes]]]] = OrderedDict()
        self._kept: OrderedDict[tuple[str, int, int, int], tuple[Any, Nodes, dict[int, Error]]] = OrderedDict()
        self._fixed_zones = {z: read_yes_no(z, v) for z, v in facts.items() if self.tree is not None and z in self.tree.zones}
        unknown = [f for f in facts if f not in self._fixed_zones and f not in {x.fact for x in question.facts}]
        if unknown:
            raise UnknownFact(
                f"unknown fact `{unknown[0]}`", hint=f"`{question.question}` takes " + ", ".join(f"`{f.fact}`" for f in question.facts)
            )
        self._fixed = {f: v for f, v in facts.items() if f not in self._fixed_zones and v is not None}
        self._days = self._day_classes()
        for fact in question.facts:  # a wrong fact for all rows is an error at once, not one in every row
            if fact.fact in self._fixed and fact.domain not in ("place",):
                read_value(book.lawbook, fact, self._fixed[fact.fact])
        if self.tree is not None and not self.zones:
            self._place_of(self._fixed.get(diagram.rulebook.place or ""), ()) if diagram.rulebook.place not in self.columns else None

    def encode(self, batch: pa.RecordBatch) -> Encoded:
        """The classes of a batch."""
        out = Encoded()
        eras = self._day(batch, out)
        for i, level in enumerate(self.diagram.levels):
            if i == self.diagram.day:
                continue
            if i == self.diagram.place:
                self._place(batch, out, i, eras)
            elif level.fact not in self.columns:
                out.constants[i] = self._default(level.declared)
            else:
                values = self._values(batch, level.fact)
                if isinstance(level, Numbers) and _is_numeric(values.type):
                    self._number(values, level, out, i)
                else:
                    codes, classes = self._listed(values, level.fact, level.declared, out)
                    out.columns[i] = Column(codes, classes)
        self._ordered(batch, out)
        return out

    # --- one fact -------------------------------------------------------------------------------------------

    def _values(self, batch: pa.RecordBatch, fact: str) -> pa.Array:
        return batch.column(batch.schema.get_field_index(self.columns[fact]))

    def _default(self, fact: Fact) -> ValueClass:
        raw = self._fixed.get(fact.fact)
        return self._class(fact, default_of(fact, self.today) if raw is None else raw)

    def _class(self, fact: Fact, raw: Given) -> ValueClass:
        level = self.diagram.levels[self.diagram.space.level_of[fact.fact]]
        if raw is None:
            return level.of("*" if fact.domain == "tree" else None)
        return level.of(read_value(self.book.lawbook, fact, raw))

    def _of(self, fact: Fact, raw: Any) -> ValueClass | Error:
        key = (fact.fact, raw)
        found = self._read.get(key)
        if found is None:
            try:
                found = self._default(fact) if raw is None else self._class(fact, raw)
            except CaseError as error:
                found = (error.code, str(error))
            self._read[key] = found
        return found

    def _coded(self, values: pa.Array, fact: str) -> tuple[npt.NDArray[Any], pa.Array]:
        """The codes of a column and the values they stand for; null has the last code."""
        if not pa.types.is_dictionary(values.type):
            values = pc.dictionary_encode(_flat(values))
        return _with_null(values.indices, len(values.dictionary)), values.dictionary

    def _listed(self, values: pa.Array, name: str, fact: Fact, out: Encoded) -> tuple[npt.NDArray[Any], Nodes]:
        codes, dictionary = self._coded(values, name)
        key = (name, *_address(dictionary))
        kept = self._kept.get(key)
        if kept is None:
            found = [self._of(fact, _plain(v)) for v in (*dictionary.to_pylist(), None)]
            missing = self._of(fact, None)
            assert isinstance(missing, ValueClass)
            classes = np.fromiter((f.id if isinstance(f, ValueClass) else missing.id for f in found), np.uint32, len(found))
            kept = dictionary, classes, {i: f for i, f in enumerate(found) if not isinstance(f, ValueClass)}
            self._keep(key, kept)
        for code, error in kept[2].items():
            _spoil(out, codes == code, error)
        return codes, kept[1]

    def _keep(self, key: tuple[str, int, int, int], kept: tuple[Any, Nodes, dict[int, Error]]) -> None:
        self._kept[key] = kept  # it holds the dictionary, so that its address stays its own
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _number(self, values: pa.Array, level: Numbers, out: Encoded, i: int) -> None:
        """A numeric column: small whole numbers are their own codes, of others the atoms are found by comparison with the points
        that rules name."""
        nulls = values.null_count
        numbers = (pc.fill_null(values, 0) if nulls else values).to_numpy(zero_copy_only=False)
        if numbers.dtype.kind == "f" and numbers.dtype.itemsize < 8:
            numbers = numbers.astype(np.float64)
        wrong = self._wrong(numbers, level)
        most = np.iinfo(numbers.dtype).max if numbers.dtype.kind in "iu" and numbers.dtype.itemsize <= 2 else 0
        if most and wrong is None and not nulls and (not len(numbers) or numbers.min() >= 0):
            out.columns[i] = Column(numbers, self._small(level, most))
            return
        codes = np.empty(len(numbers), dtype=np.uint32)
        atoms(numbers, np.array([float(p) for p in level.points]), codes)
        if nulls:
            empty = pc.is_null(values).to_numpy(zero_copy_only=False)
            codes[empty] = level.size
            wrong = wrong & ~empty if wrong is not None else None
        if wrong is not None and wrong.any():
            for number in np.unique(numbers[wrong])[:1000]:
                found = self._of(level.declared, _plain(number.item()))
                rows = wrong & ((numbers == number) | (np.isnan(numbers) if number != number else False))
                _spoil(out, rows, found if isinstance(found, tuple) else ("bad-value", f"`{number}` is not a number"))
            codes[wrong] = level.size
        out.columns[i] = Column(codes, self._by_atom(level))

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

    def _wrong(self, numbers: npt.NDArray[Any], level: Numbers) -> npt.NDArray[np.bool_] | None:
        """The rows whose number the fact does not admit; None when there is none."""
        if not len(numbers):
            return None
        low, high = level.declared.minimum, level.declared.maximum
        least, most = numbers.min(), numbers.max()  # a NaN is neither at least nor at most anything
        fine = least >= (float(low) if low is not None else -1e15) and most <= (float(high) if high is not None else 1e15)
        whole = level.declared.whole and numbers.dtype.kind == "f"
        if fine and not whole:
            return None
        ok = (numbers >= (float(low) if low is not None else -1e15)) & (numbers <= (float(high) if high is not None else 1e15))
        return ~ok | (numbers != np.floor(numbers)) if whole else ~ok

    # --- the day and the place ------------------------------------------------------------------------------

    def _day_classes(self) -> tuple[int, Nodes, Nodes]:
        """The first day that matters, and from there for each day its class and its era."""
        days = self.diagram.days
        first = (days.starts[0] - EPOCH).days
        count = (days.starts[-1] - EPOCH).days - first + 1
        dates = [EPOCH + dt.timedelta(days=first + n) for n in range(count)]
        return (
            first,
            np.fromiter((days.of(d).id for d in dates), np.uint32, count),
            np.fromiter((days.era(d) for d in dates), np.uint32, count),
        )

    def _day(self, batch: pa.RecordBatch, out: Encoded) -> tuple[npt.NDArray[Any] | None, Nodes]:
        """Encode the day. Gives for the rows' codes the eras; no codes when the day is the same in all rows."""
        days, i = self.diagram.days, self.diagram.day
        fact = days.declared
        if days.fact not in self.columns:
            found = self._default(fact)
            out.constants[i] = found
            raw = self._fixed.get(days.fact)
            on = read_value(self.book.lawbook, fact, self.today if raw is None else raw)
            assert isinstance(on, dt.date)
            return None, np.array([days.era(on)], dtype=np.uint32)
        values = self._values(batch, days.fact)
        if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
            first, classes, eras = self._days
            whole = values.cast(pa.date32(), safe=False).cast(pa.int32())
            if whole.null_count:
                whole = pc.fill_null(whole, (self.today - EPOCH).days)
            codes = np.empty(len(whole), dtype=np.uint32)
            clipped(whole.to_numpy(zero_copy_only=False), first, len(classes) - 1, codes)
            out.columns[i] = Column(codes, classes)
            return codes, eras
        codes, classes = self._listed(values, days.fact, fact, out)
        out.columns[i] = Column(codes, classes)
        by_class = np.zeros(len(days.classes), dtype=np.uint32)
        for found in days.classes:
            assert isinstance(found.sample, dt.date)
            by_class[found.id] = days.era(found.sample)
        return codes, by_class[classes]

    def _place(self, batch: pa.RecordBatch, out: Encoded, i: int, eras: tuple[npt.NDArray[Any] | None, Nodes]) -> None:
        """Encode the place: the unit with what is said of zones, in the era of the row's day."""
        name = self.diagram.levels[i].fact
        codes: npt.NDArray[Any] | None = None
        spots: list[Any] = [(self._fixed.get(name), ())]
        key: Any = None
        if name in self.columns:
            codes, dictionary = self._coded(self._values(batch, name), name)
            key = _address(dictionary)
            if self.zones or key not in self._spots:
                spots = [(_plain(v) if v is not None else self._fixed.get(name), ()) for v in (*dictionary.to_pylist(), None)]
        for zone in self.zones:
            own, said = self._coded(self._values(batch, zone), zone)
            words = [_plain(v) for v in (*said.to_pylist(), None)]
            joined = own if codes is None else codes.astype(np.int64) * len(words) + own
            used, joined = np.unique(joined, return_inverse=True)
            spots = [(spots[n // len(words)][0], (*spots[n // len(words)][1], (zone, words[n % len(words)]))) for n in used.tolist()]
            codes = joined.astype(np.uint32)
        if self.zones or key is None:
            known: tuple[Any, list[Case | Error], dict[tuple[int, int], tuple[bool, Nodes]]] = (
                None,
                [self._place_of(raw, said) for raw, said in spots],
                {},
            )
        elif key in self._spots:
            known = self._spots[key]
        else:
            known = self._spots[key] = dictionary, [self._place_of(raw, said) for raw, said in spots], {}
            while len(self._spots) > KEPT:
                self._spots.popitem(last=False)
        for code, case in enumerate(known[1]):
            if not isinstance(case, Case):
                _spoil(out, codes == code if codes is not None else np.ones(batch.num_rows, dtype=bool), case)
        day_codes, low, high = self._eras(*eras)
        if (low, high) not in known[2]:
            known[2][low, high] = self._in_eras(i, known[1], low, high)
        same, classes = known[2][low, high]
        if codes is None and same:
            out.constants[i] = self.diagram.levels[i].classes[int(classes[0])]
        elif same or day_codes is None:
            assert codes is not None
            out.columns[i] = Column(codes, classes)
        else:
            era = eras[1][day_codes] - np.uint32(low)
            out.columns[i] = Column(era if codes is None else era * np.uint32(len(known[1])) + codes, classes)

    def _eras(self, day_codes: npt.NDArray[Any] | None, era_of: Nodes) -> tuple[npt.NDArray[Any] | None, int, int]:
        """The codes of the rows' days, and the first and the last era among them; no codes when that is one era."""
        low, high = int(era_of.min()), int(era_of.max())
        if low != high and day_codes is not None and len(day_codes):
            used = era_of[day_codes]
            low, high = int(used.min()), int(used.max())
        return (day_codes if low != high else None), low, high

    def _in_eras(self, i: int, cases: list[Case | Error], low: int, high: int) -> tuple[bool, Nodes]:
        """The class of each place, era after era; or once, when no era makes a difference."""
        level, missing = self.diagram.levels[i], Case({self.diagram.levels[i].fact: "*"})
        rows = [
            [
                level.of(c.values[level.fact], frozenset(c.zones.items()), era).id
                for c in (x if isinstance(x, Case) else missing for x in cases)
            ]
            for era in range(low, high + 1)
        ]
        same = all(row == rows[0] for row in rows)
        return same, np.array(rows[0] if same else rows, dtype=np.uint32).ravel()

    def _place_of(self, raw: Any, said: tuple[tuple[str, Any], ...]) -> Case | Error:
        key = (raw, said)
        found = self._places.get(key)
        if found is None:
            place = next(f for f in self.question.facts if f.domain == "place")
            try:
                zones = dict(self._fixed_zones)
                zones |= {z: read_yes_no(z, v) for z, v in said if v is not None}
                found = read_place(self.book.lawbook, place, raw, zones)
            except CaseError as error:
                if not self.columns.keys() & {place.fact, *self.zones}:
                    raise
                found = (error.code, str(error))
            self._places[key] = found
        return found

    # --- numbers that bound each other ----------------------------------------------------------------------

    def _ordered(self, batch: pa.RecordBatch, out: Encoded) -> None:
        """A number that is more than the one it cannot exceed is an error of its row."""
        for fact in self.question.facts:
            if fact.no_more_than is None or not {fact.fact, fact.no_more_than} & self.columns.keys():
                continue
            low, high = self._floats(batch, fact.fact), self._floats(batch, fact.no_more_than)
            if low is None or high is None:
                continue
            with np.errstate(invalid="ignore"):
                rows = low > high
            if rows.any():
                _spoil(out, rows, ("bad-value", f"`{fact.fact}` is more than `{fact.no_more_than}`"))

    def _floats(self, batch: pa.RecordBatch, fact: str) -> npt.NDArray[np.float64] | None:
        """A number's values, NaN where it is missing or cannot be read."""
        declared = next(f for f in self.question.facts if f.fact == fact)
        if fact not in self.columns:
            raw = self._fixed.get(fact)
            value = read_value(self.book.lawbook, declared, raw) if raw is not None else None
            return np.full(batch.num_rows, float(value)) if isinstance(value, Decimal) else None
        values = self._values(batch, fact)
        if _is_numeric(values.type):
            plain: npt.NDArray[np.float64] = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
            return plain
        codes, dictionary = self._coded(values, fact)

        def number(raw: Any) -> float:
            try:
                value = read_value(self.book.lawbook, declared, raw) if raw is not None else None
            except CaseError:
                value = None
            return float(value) if isinstance(value, Decimal) else float("nan")

        known = np.array([number(_plain(v)) for v in (*dictionary.to_pylist(), None)], dtype=np.float64)
        return np.take(known, codes)


def _with_null(values: pa.Array, null: int) -> npt.NDArray[Any]:
    """The numbers of an array of small non-negative integers, `null` where there is none."""
    valid, data = values.buffers()
    numbers = np.frombuffer(data, dtype=values.type.to_pandas_dtype())[values.offset : values.offset + len(values)]
    if valid is None or not values.null_count:
        return numbers
    kind = np.uint8 if null <= 255 else np.uint16 if null <= 65_535 else np.uint32
    out = np.empty(len(values), dtype=kind)
    filled(numbers, np.frombuffer(valid, dtype=np.uint8), values.offset, kind(null), out)
    return out


def _is_numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _plain(value: Any) -> Any:
    """A value of a column as a person would give it."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if np.isfinite(value) else str(value)
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, str) and not value.strip():
        return None  # an empty cell is a missing fact
    return value


def _flat(values: pa.Array) -> pa.Array:
    """Lists as text, so that they can be counted as values."""
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        return pa.array([None if v is None else ",".join(map(str, v)) or "none" for v in values.to_pylist()], pa.string())
    if pa.types.is_null(values.type):
        return values.cast(pa.string())
    return values


def _address(values: pa.Array) -> tuple[int, int, int]:
    data = values.buffers()[-1]
    return (data.address if data is not None else 0, values.offset, len(values))


def _spoil(out: Encoded, rows: npt.NDArray[np.bool_], error: Error) -> None:
    where = np.flatnonzero(rows)
    if len(where):
        out.errors.append((where, error))
