"""Cells of Arrow columns as values: what a person would have given, what is empty, and codes for the distinct ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from shidian.answer.facts import plain
from shidian.answer.values.amounts import bare_digits
from shidian.arrow import pa
from shidian.diagram.gather import filled
from shidian.errors import BadValue
from shidian.law.records.question import Fact
from shidian.packaged import table
from shidian.screening.headings import SAYS
from shidian.screening.kinds import read_as
from shidian.screening.told import Teller

Scale = str
"""In which unit the bare numbers of a column are: `fraction` (0.51 is 51 %) or `percent` (0.51 is 0.51 %) for shares, 万人, 亿元 and the like
for amounts."""

_MARKED = frozenset("*＊†‡※)）]］】〕0123456789¹²³⁰⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿") | {chr(c) for c in range(0x24D0, 0x24EA)}
"""How a cell with such a mark ends."""

EMPTY = frozenset(table("screening/cells.toml")["empty"])
"""What tables write where nothing is known: such a cell is a missing fact, as an empty one is."""


def is_empty(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in EMPTY


def unmarked(text: str) -> str:
    """What a cell says without the marks of notes behind it."""
    while text[-1:] in _MARKED and (bare := SAYS["mark"].sub("", text)) not in ("", text) and _whole(bare):
        text = bare
    return text


def marks_of(text: str) -> list[str]:
    """The marks of notes behind what a cell says (60*¹), in one form: `*` and `1`."""
    marks = []
    while (text := text.rstrip())[-1:] in _MARKED and (bare := SAYS["mark"].sub("", text)) not in ("", text) and _whole(bare):
        marks.append(_bare_mark(text[len(bare) :]))
        text = bare
    return marks


def marked_note(text: str) -> str | None:
    """The mark with which a note begins (* to be confirmed; 注1：…; ① …); None for any other text."""
    found = SAYS["note_of_mark"].match(text)
    return _bare_mark(found[0]) if found is not None else None


def _bare_mark(mark: str) -> str:
    return SAYS["around_mark"].sub("", unicodedata.normalize("NFKC", mark)).casefold()


def notes_in(cells: Iterable[str], known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The notes that cells of a row hold, by their marks: * subject to talks. Of two with one mark (①, ¹), one `known` before, both are said."""
    notes = dict(known)
    for cell in cells:
        if (mark := marked_note(cell)) is not None:
            notes[mark] = cell.strip() if notes.get(mark, cell.strip()) == cell.strip() else f"{notes[mark]}; {cell.strip()}"
    return notes


def noted_rows(rows: Sequence[Sequence[str]], notes: Mapping[str, str], last: bool) -> Iterator[tuple[int, str]]:
    """The rows with a cell whose mark belongs to a note: what the note says may change the cell. Before the `last` rows of a table its notes are not known."""
    for at, row in enumerate(rows):
        for cell in row:
            end = cell[-1:]
            marks = marks_of(cell) if end in _MARKED and (not (end.isascii() and end.isdigit()) or "注" in cell) else ()
            if not marks:
                continue
            own = notes_in(c for c in row if c[:1] in _MARKED) if last else {}
            note = next((said for mark in marks if (said := notes.get(mark) or own.get(mark))), None)
            if note is not None and SAYS["harmless_note"].fullmatch(note):
                continue
            if note is not None or not last:
                said = f"`{note[:80]}`" if note else "which may stand further below"
                yield at, f"`{cell.strip()[-60:]}` has the mark of a note, {said}: write what it says into the cell, without the mark"
                break


def _whole(text: str) -> bool:
    """Whether no bracket is open: in (shop b) the b is no mark."""
    return text.count("(") + text.count("（") == text.count(")") + text.count("）")


def plain_cell(value: Any) -> Any:
    """A value of a column as a person would give it; None for a missing fact."""
    if isinstance(value, float):
        if not np.isfinite(value):
            return str(value)
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return None if is_empty(value) else unmarked(SAYS["wrapped"].sub(_joined, value) if "\n" in value else value)
    return value


def _joined(found: re.Match[str]) -> str:
    """What stands for a line break within a cell: nothing between Chinese characters, a space between words, the break itself between numbers."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if before.isdigit() or after.isdigit():
        return found[0]
    return " " if before.isascii() or after.isascii() else ""


class Cells:
    """What the cells of one table say: with the values that a person has mapped (`values`, by fact and word), bare numbers in the unit of
    their column (`factors`: what makes a number one in the unit of its fact), facts that the kind of an enterprise gives (`kinds`), amounts
    whose bare numbers have no unit that anything says (`unsaid`), and what `teller` reads of cells in words."""

    def __init__(
        self,
        factors: Mapping[str, Decimal] | None = None,
        values: Mapping[tuple[str, str], str] | None = None,
        kinds: Collection[str] = (),
        unsaid: Collection[str] = (),
        teller: Teller | None = None,
    ) -> None:
        self._teller = teller
        self._kinds, self._unsaid = frozenset(kinds), frozenset(unsaid)
        self._told = frozenset(factors or {})
        self.parted: set[str] = set()
        """The shares whose column holds numbers between 0 and 1: a bare 1 among them may be the whole."""
        self.orders: dict[str, bool] = {}
        """Whether the day stands before the month, by the sign between them, where the column shows it."""
        self.factors = {fact: factor for fact, factor in (factors or {}).items() if factor != 1}
        self._meant = {(fact, word.strip()): meant for (fact, word), meant in (values or {}).items()}

    def maps(self, fact: str) -> bool:
        """Whether a person has mapped values of this fact, or its numbers are in another unit."""
        return fact in self.factors or any(f == fact for f, _ in self._meant)

    def doubts(self, fact: Fact) -> bool:
        """Whether a number between 0 and 1 of this fact may be a fraction: a share in a column whose scale nobody has said."""
        return fact.unit is not None and fact.unit.en == "%" and fact.fact not in self._told

    def doubt(self, fact: Fact, raw: Any) -> BadValue | None:
        """What is to be asked of a bare number between 0 and 1, or of a one with decimals (1.00), among greater shares, and of one without a unit
        among amounts that have one."""
        if fact.fact in self._unsaid and bare_number(raw):
            return BadValue(
                f"`{raw}` stands without a unit, and others of its column have one",
                hint=f"write the unit in the cell, or say `{fact.fact}=亿元` (or another) as the scale of the column",
            )
        if not self.doubts(fact) or not (
            0 < bare_number(raw) < 1
            or (bare_number(raw) == 1 and ("." in unicodedata.normalize("NFKC", str(raw)) or fact.fact in self.parted))
        ):
            return None
        return BadValue(
            f"`{raw}` may be a share of {plain(bare_number(raw) * 100)} % or of {raw} %",
            hint=f"write it with %, or say `{fact.fact}=percent` or `{fact.fact}=fraction` as the scale of the column",
        )

    def of(self, fact: str, value: Any) -> Any:
        """A value of a column as a person would give it; None for a missing fact."""
        if self._meant and value is not None:
            value = self._meant.get((fact, str(value).strip()), self._meant.get((fact, str(plain_cell(value)).strip()), value))
        plain = plain_cell(value)
        if fact in self._kinds and isinstance(plain, str):
            plain = read_as(fact, plain)
        elif fact in self.factors and plain is not None:
            number = bare_digits(str(plain))
            return plain if number is None else number * self.factors[fact]
        return self._teller.of(fact, plain) if self._teller is not None and isinstance(plain, str) else plain


def bare_number(raw: Any) -> Decimal:
    """A number that stands without a unit; 0 for anything else."""
    return bare_digits(unmarked(str(raw))) or Decimal(0)


def flat(values: pa.Array) -> pa.Array:
    """Lists as text, so that they can be counted as values."""
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        return pa.array([None if v is None else ",".join(map(str, v)) or "none" for v in values.to_pylist()], pa.string())
    if pa.types.is_null(values.type):
        return values.cast(pa.string())
    return values


def is_numeric(kind: pa.DataType) -> bool:
    """Whether a column holds machine numbers."""
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def with_null(values: pa.Array, null: int) -> npt.NDArray[Any]:
    """The numbers of an array of small non-negative integers, `null` where there is none."""
    valid, data = values.buffers()
    numbers = np.frombuffer(data, dtype=values.type.to_pandas_dtype())[values.offset : values.offset + len(values)]
    if valid is None or not values.null_count:
        return numbers
    kind = np.uint8 if null <= 255 else np.uint16 if null <= 65_535 else np.uint32
    out = np.empty(len(values), dtype=kind)
    filled(numbers, np.frombuffer(valid, dtype=np.uint8), values.offset, kind(null), out)
    return out


def address(values: pa.Array) -> tuple[int, int, int]:
    """Where a dictionary lies in memory: the same dictionary is read once."""
    data = values.buffers()[-1]
    return (data.address if data is not None else 0, values.offset, len(values))
