"""In which unit the numbers of a column are: what its heading says (人数（万人）, Revenue in RMB million), what stands above the table
(单位：亿元), or what the user says (`scales`). A number without all of these is in the unit of its fact, where that is a plain one. A column of shares with
nothing above 1 may mean 0.51 or 51 %, so it is stopped with a question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shidian.answer.values.amounts import CountedIn, dimensions, unit_of
from shidian.errors import BadValue
from shidian.law.names import fold
from shidian.law.records.question import Fact, Question
from shidian.screening.asked import TableChoice, TableQuestion, without
from shidian.screening.cells import bare_number, flat, is_numeric
from shidian.screening.columns import Columns
from shidian.screening.headings import BRACKETED, SAYS, is_unit, scale_of

FRACTION, PERCENT = "fraction", "percent"
"""What may be said of a column of shares: 0.51 is 51 %, or 0.51 %."""
_PARTED = re.compile(r"[,，:：;；/|_]|\bin\b")
_TAIL = re.compile(r"[十百千万亿]*(?:万|亿|百万|千)(?:元|美元|人民币|人|人次|家)?$")
MONEY = frozenset({"yuan", "dollars", "other-money"})
OTHER_COLUMNS = ("币种", "货币", "货币单位", "计量单位", "金额单位", "currency", "ccy", "unit", "units", "单位币种")
"""Headings of columns that may say in which unit or currency the others are."""


def factors_of(question: Question, columns: Mapping[str, str], scales: Mapping[str, str], above: str = "") -> dict[str, Decimal]:
    """What a bare number of each column is multiplied with, to be in the unit of its fact, where anything says it; `above` is the text over
    the table. Raises BadValue for a unit of something else."""
    facts = {f.fact: f for f in question.facts}
    out: dict[str, Decimal] = {}
    for name, said in scales.items():
        fact = facts.get(name)
        factor = _told(fact, said) if fact is not None and fact.domain == "number" else None
        if factor is None:
            raise BadValue(f"`{name}={said}` is no scale", hint=_example(fact))
        out[name] = factor
    for name, column in columns.items():
        fact = facts.get(name)
        if fact is None or name in out or fact.domain != "number" or fact.unit is None:
            continue
        found = unit_in(column, fact) or _over(above, fact)
        if found is not None:
            out[name] = found
    return out


def check_headings(question: Question, columns: Mapping[str, str], scales: Mapping[str, str]) -> None:
    """Raises BadValue for a share whose heading names an amount (出资比例（万元）), and for a number whose heading counts by the month, or
    records and not persons."""
    for fact in question.facts:
        column = columns.get(fact.fact)
        own = unit_of(fact.unit.en) if fact.unit is not None else None
        if column is None or own is None or fact.domain != "number":
            continue
        text = unicodedata.normalize("NFKC", column)
        if own.dimension == "percent":
            for words in (p for inside in BRACKETED.findall(text) for p in (inside, *_PARTED.split(inside))):
                said = unit_of(SAYS["unit_said"].sub("", words.strip()))
                if (
                    SAYS["amount"].search(words)
                    or scale_of(words.strip()) is not None
                    or (said is not None and said.dimension != "percent")
                ):
                    raise TableQuestion(
                        f"column `{column}` is in {words.strip()}, and `{fact.fact}` is a share in %",
                        hint=_example(fact),
                        choices=without(column),
                    )
        elif (found := SAYS["often"].search(text)) and fact.fact not in scales and (own.dimension in MONEY or own.dimension == "persons"):
            unit = fact.unit.zh if fact.unit else ""
            raise TableQuestion(
                f"column `{column}` counts {found[0].strip(' (（/')}, and `{fact.fact}` answers: {fact.ask.en} / {fact.ask.zh}",
                hint=f"give the number that is asked for, or say that the unit is `{fact.fact}={unit}` where the column holds it all the same",
                choices=[TableChoice("scale", fact.fact, unit), *without(column)],
            )


def check_units(question: Question, found: Columns, told: Mapping[str, Decimal], scales: Mapping[str, str]) -> None:
    """Raises BadValue for a column of large amounts whose unit nothing says, or another column may say."""
    facts = {f.fact: f for f in question.facts}
    for mapped in found.mapped:
        fact = facts.get(mapped.fact)
        own = unit_of(fact.unit.en) if fact is not None and fact.domain == "number" and fact.unit is not None else None
        if fact is None or own is None or own.dimension not in MONEY or mapped.fact in scales:
            continue
        other = currency_column([c for c, _ in found.unused])
        if other is not None:
            raise TableQuestion(
                f"the unit of column `{mapped.column}` may stand in column `{other}`",
                hint=_say(fact),
                choices=[*_units(fact), *without(other)],
            )
        if mapped.fact in unsaid(question, found, told) and any(_bare(v) for v in mapped.samples):
            raise TableQuestion(
                f"in which unit is column `{mapped.column}`? `{fact.fact}` is counted in {fact.unit.en if fact.unit else ''}",
                hint=_say(fact),
                choices=_units(fact),
            )


def unsaid(question: Question, found: Columns, told: Collection[str]) -> set[str]:
    """The amounts of whose bare numbers nothing says the unit: it is not a plain one, and the column is not called as the fact is."""
    units = {f.fact: (f, unit_of(f.unit.en)) for f in question.facts if f.domain == "number" and f.unit is not None}
    return {
        m.fact
        for m in found.mapped
        for fact, own in (units.get(m.fact, (None, None)),)
        if fact is not None and own is not None and own.dimension in MONEY and own.factor != 1
        if m.fact not in told and not _called(fact, m.column)
    }


def _units(fact: Fact) -> list[TableChoice]:
    """The units that a column of amounts is often in."""
    own = (fact.unit.zh,) if fact.unit is not None else ()
    known = dict.fromkeys((*own, "元", "万元", "亿元", "美元", "万美元", "亿美元"))
    return [TableChoice("scale", fact.fact, said) for said in known if _told(fact, said) is not None]


def _called(fact: Fact, column: str) -> bool:
    """Whether a column is called as its fact is: whoever calls it so has read in which unit the fact is."""
    return fold(column) in {fold(fact.fact), fold(fact.label.en), fold(fact.label.zh)}


def _bare(cell: str) -> bool:
    """A number without a unit."""
    return bool(re.fullmatch(r"[\d.,\s+-]+", unicodedata.normalize("NFKC", cell)))


def unit_in(heading: str, fact: Fact) -> Decimal | None:
    """What a number under a heading is multiplied with; None where the heading names no unit. Raises BadValue for a unit of something
    else: dollars are no yuan."""
    text = unicodedata.normalize("NFKC", heading)
    own = unit_of(fact.unit.en) if fact.unit is not None else None
    if own is None or own.dimension == "percent":
        return None
    for words in _candidates(text):
        factor = _factor(words, own)
        if factor is not None:
            return factor
        other = unit_of(words)
        if other is not None and other.dimension != own.dimension and {own.dimension, other.dimension} <= MONEY:
            raise TableQuestion(
                f"column `{heading}` is in {dimensions()[other.dimension].base.en}, and `{fact.fact}` is counted in "
                f"{fact.unit.en if fact.unit else ''}",
                hint="nothing is converted here; give a column in that currency, or leave the column out",
                choices=without(heading),
            )
    return None


def _candidates(text: str) -> Iterator[str]:
    """The parts of a heading that may be a unit, from the surest."""
    for inside in BRACKETED.findall(text):
        for part in (inside, *_PARTED.split(inside)):
            yield SAYS["unit_said"].sub("", part.strip())
    bare = BRACKETED.sub("", text).strip()
    parts = _PARTED.split(bare)
    yield from (p.strip() for p in parts[1:])
    if found := _TAIL.search(bare):
        yield found[0]
    words = bare.split()
    for n in (3, 2, 1):
        last = " ".join(words[-n:])
        if len(words) > n and ((found_unit := unit_of(last)) is None or found_unit.dimension in MONEY or found_unit.factor >= 1000):
            yield last


def _factor(words: str, own: CountedIn) -> Decimal | None:
    """One of `words`, in the unit of a fact."""
    if not words:
        return None
    found = unit_of(words)
    if found is not None:
        return found.factor / own.factor if found.dimension == own.dimension else None
    scale = scale_of(words)
    return scale / own.factor if scale is not None else None


def _over(above: str, fact: Fact) -> Decimal | None:
    """The unit that stands above a table for all its amounts."""
    own = unit_of(fact.unit.en) if fact.unit is not None else None
    if own is None or own.dimension not in ("yuan", "dollars", "persons"):
        return None
    found = {f for words in _units_above(above) if (f := _factor_with_unit(words, own)) is not None}
    if len(found) > 1:
        raise BadValue(f"two units of `{fact.fact}` stand above the table", hint=_example(fact))
    return next(iter(found), None)


def _units_above(above: str) -> Iterator[str]:
    for said in SAYS["unit_above"].findall(unicodedata.normalize("NFKC", above)):
        yield from (p.strip() for p in re.split(r"[,，、/;；]", said))


def _factor_with_unit(words: str, own: CountedIn) -> Decimal | None:
    """Of a unit that names its dimension: 万 alone, above a table, may speak of any column."""
    found = unit_of(words) if words else None
    return found.factor / own.factor if found is not None and found.dimension == own.dimension else None


def _told(fact: Fact, said: str) -> Decimal | None:
    """The factor that a user's word for a column means."""
    own = unit_of(fact.unit.en) if fact.unit is not None else None
    if own is not None and own.dimension == "percent":
        return {FRACTION: Decimal(100), PERCENT: Decimal(1)}.get(said)
    if own is None or said in (FRACTION, PERCENT):
        return None
    return _factor(unicodedata.normalize("NFKC", said).strip(), own)


def _example(fact: Fact | None) -> str:
    if fact is None or fact.unit is None:
        return "write the fact and a unit, such as share=fraction (0.51 is 51 %) or persons=万人"
    if fact.unit.en == "%":
        return f"write {fact.fact}=fraction (0.51 is 51 %) or {fact.fact}=percent (0.51 is 0.51 %)"
    return f"write {fact.fact}={fact.unit.zh}, or another unit of it"


def _say(fact: Fact) -> str:
    unit = fact.unit.zh if fact.unit else ""
    return f"name it in the heading, or say it, such as `{fact.fact}=亿元` (`{fact.fact}={unit}` for the unit of the fact itself)"


def currency_column(unused: Iterable[str]) -> str | None:
    """A column that may say in which currency or unit the amounts are."""
    return next((n for n in unused if BRACKETED.sub("", n).strip().casefold() in OTHER_COLUMNS), None)


class ScaleGuard:
    """Looks at the shares of a table, piece after piece, until one is above 1. `told` are the facts whose scale the user has said; into `parted` go the shares
    whose column holds numbers between 0 and 1."""

    def __init__(self, question: Question, columns: Mapping[str, str], told: Collection[str], parted: set[str]) -> None:
        self._parted = parted
        self._counted = {f.fact: (f, columns[f.fact]) for f in question.facts if f.unit and f.fact in columns and f.fact not in told}
        self._shares = {
            f.fact: columns[f.fact] for f in question.facts if f.unit and f.unit.en == "%" and f.fact in columns and f.fact not in told
        }
        self._open = dict(self._shares)

    def look(self, batch: pa.RecordBatch) -> None:
        """Raises BadValue where all shares so far are at most 1, and some are more than 0; and where a cell is nothing but another unit than that
        of its fact, as in a row of units that is not known for one."""
        for counted, column in self._counted.values():
            for said in _said_units(batch.column(batch.schema.get_field_index(column)), counted):
                raise TableQuestion(
                    f"`{said}` stands in column `{column}`: is it the unit of its numbers? `{counted.fact}` is counted in {counted.unit.en if counted.unit else ''}",
                    hint=f"say that the unit is `{counted.fact}={said}`, or name it in the heading",
                    choices=[TableChoice("scale", counted.fact, word) for word in (said, counted.unit.zh if counted.unit else "")],
                )
        self._counted = {}
        for fact, column in self._shares.items():
            if fact not in self._parted and any(0 < n < 1 for n in _bare_numbers(batch.column(batch.schema.get_field_index(column)))):
                self._parted.add(fact)
        for fact, column in list(self._open.items()):
            cells = batch.column(batch.schema.get_field_index(column))
            most = max(_bare_numbers(cells), default=0)
            if most > 1 or _signed(cells):  # beside 50 % a bare 0.5 is asked about in its row
                del self._open[fact]
            elif most > 0:
                raise TableQuestion(
                    f"no `{fact}` in column `{column}` is above 1: is 0.51 a share of 51 % or of 0.51 %?",
                    hint=f"say `{fact}=fraction` (0.51 is 51 %) or `{fact}=percent` (0.51 is 0.51 %)",
                    choices=[TableChoice("scale", fact, said) for said in (FRACTION, PERCENT)],
                )


def _said_units(values: pa.Array, fact: Fact) -> list[str]:
    """The cells that are nothing but a unit in which a number would be another one."""
    own = unit_of(fact.unit.en) if fact.unit is not None else None
    if own is None or own.dimension == "percent" or not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return []
    cells = (str(v).strip() for v in pc.unique(values).to_pylist() if v is not None)
    return [c for c in cells if not any(x.isdigit() for x in c) and is_unit(c) and (f := _told(fact, c)) is not None and f != 1]


def _signed(values: pa.Array) -> bool:
    """Whether a cell has the sign of its unit."""
    texts = pc.unique(values).to_pylist() if pa.types.is_string(values.type) or pa.types.is_large_string(values.type) else ()
    return any("%" in unicodedata.normalize("NFKC", v) for v in texts if v is not None)


def _bare_numbers(values: pa.Array) -> list[float]:
    """The numbers of a column that stand without a unit, each once."""
    if is_numeric(values.type) or pa.types.is_decimal(values.type):
        numbers = pc.unique(values).cast(pa.float64()).to_numpy(zero_copy_only=False)
        return [float(n) for n in numbers[np.isfinite(numbers)]]
    if not pa.types.is_dictionary(values.type):
        values = pc.dictionary_encode(flat(values))
    return [float(bare_number(v)) for v in values.dictionary.to_pylist()]
