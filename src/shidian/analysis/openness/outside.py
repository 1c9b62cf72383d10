"""Scores that somebody else publishes, beside ours: a reader of the OECD's own files (FDI restrictiveness, SDMX-CSV as its service gives it, or
the measure database as CSV), and the national values of ours on 31 December beside their totals. Nothing of theirs comes along; until a user
supplies a file there is no comparison. The two measure different things (theirs leaves out special zones and treaty investors), so what is
compared is the direction of a year's change, never the level."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from shidian.analysis.openness.measured import SINCE, Openness, Width
from shidian.errors import BadValue
from shidian.words.plain import Result

WHOLE = "_T"
"""The code of a total in the OECD's files."""
NOT_SCORED = ("", "not scored/considered", "not scored", "nan", ":", "..", "m")
"""Values, in lower case, that say that there is none."""
NEEDED = ("REF_AREA", "ACTIVITY", "TIME_PERIOD")
MOST_ROWS = 2_000_000


class OutsideScore(Struct, frozen=True):
    """One published score. `category` is the kind of measure (the total: `_T`); `scope` the factor by which a measure was weighed down, where
    the file says it; `value` None where the publisher did not score."""

    area: str
    activity: str
    category: str
    year: int
    value: Decimal | None
    scope: Decimal | None
    line: int


class BesideYear(Result, frozen=True):
    """Our national value on 31 December beside a published total. `same_way`: whether both moved the same way since the year before; None where
    one of them stood still, is missing, or our interval leaves the direction open."""

    year: int
    ours: Width
    theirs: float | None
    same_way: bool | None


def read_scores(text: str, name: str = "scores") -> tuple[OutsideScore, ...]:
    """The scores of a file, in its order. Raises BadValue with the line of the first fault: a missing column, a year or a score that is none, a
    score outside 0 to 1, the same key twice with different values."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        columns = [c.strip().partition(":")[0].strip().upper() for c in next(reader, [])]
        missing = [c for c in NEEDED if c not in columns]
        value = next((columns.index(c) for c in ("OBS_VALUE", "VALUE") if c in columns), None)
        if missing or value is None:
            lacks = ", ".join((*missing, *(("OBS_VALUE",) if value is None else ())))
            raise BadValue(f"{name} has no column {lacks}", hint="download the flow as CSV, with the codes of its dimensions")
        at = {c: i for i, c in enumerate(columns)}
        out: list[OutsideScore] = []
        seen: dict[tuple[str, ...], OutsideScore] = {}
        keyed = [at[c] for c in ("REF_AREA", "ACTIVITY", "POL_CAT", "MEASURE", "MEASURE_ID", "UNIT_MEASURE", "TIME_PERIOD") if c in at]
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(out) >= MOST_ROWS:
                raise BadValue(f"{name} has more than {MOST_ROWS:,} rows", hint="filter it to one country or flow")
            score = _score(row, at, value, f"{name}, line {reader.line_num}", reader.line_num)
            key = tuple(row[i].strip() for i in keyed)
            if key in seen and seen[key].value != score.value:
                raise BadValue(f"{name}, line {score.line}: the same key as line {seen[key].line} with another value")
            seen.setdefault(key, score)
            out.append(score)
    except csv.Error as error:
        raise BadValue(f"{name}, line {reader.line_num}: {error}", hint="save the file as CSV in UTF-8") from error
    if not out:
        raise BadValue(f"{name} holds no score")
    return tuple(out)


def _score(row: list[str], at: dict[str, int], value: int, where: str, line: int) -> OutsideScore:
    if len(row) != len(at):
        raise BadValue(f"{where}: {len(row)} cells under {len(at)} columns")

    def cell(column: str, other: str) -> str:
        return row[at[column]].strip() if column in at else other

    year = cell("TIME_PERIOD", "")
    if not (year[:4].isascii() and year[:4].isdigit() and len(year) in (4, 7, 10)):
        raise BadValue(f"{where}: `{year}` is not a year")
    return OutsideScore(
        cell("REF_AREA", ""),
        cell("ACTIVITY", WHOLE),
        cell("POL_CAT", WHOLE),
        int(year[:4]),
        _number(row[value], where),
        _number(cell("SAF", ""), where),
        line,
    )


def _number(text: str, where: str) -> Decimal | None:
    word = text.strip()
    if word.casefold() in NOT_SCORED:
        return None
    try:
        number = Decimal(word)
    except InvalidOperation as error:
        raise BadValue(f"{where}: `{word}` is not a score", hint="scores are numbers from 0 to 1") from error
    if not number.is_finite() or not 0 <= number <= 1:
        raise BadValue(f"{where}: the score {word} does not lie between 0 and 1")
    return number


def totals(scores: Iterable[OutsideScore], area: str = "CHN") -> dict[int, Decimal]:
    """The published total of a country by year. Raises BadValue when the file has none, or two for a year."""
    out: dict[int, Decimal] = {}
    for score in scores:
        if score.area == area and score.activity == WHOLE and score.category in (WHOLE, "") and score.value is not None:
            if out.setdefault(score.year, score.value) != score.value:
                raise BadValue(f"there are two totals for `{area}` in {score.year}", hint="filter the file to one flow and one unit")
    if not out:
        raise BadValue(f"there is no total for `{area}`", hint="the row of a total has the code `_T` as activity")
    return out


def beside(found: Openness, published: dict[int, Decimal], measure: str = "restrictiveness") -> tuple[BesideYear, ...]:
    """Our value of the nation on 31 December of each published year that our series reaches, beside theirs."""
    nation = found.places([next(iter(found.law.lawbook.trees["territories"].terms))])[0]
    out: list[BesideYear] = []
    for year in sorted(published):
        day = dt.date(year, 12, 31)
        if day < SINCE or day > found.law.today():
            continue
        ours = found.value(nation, day, measure, "in_force").everywhere
        before = out[-1] if out and out[-1].year == year - 1 else None
        out.append(BesideYear(year, ours, float(published[year]), _same_way(before, ours, float(published[year]))))
    return tuple(out)


def _same_way(before: BesideYear | None, ours: Width, theirs: float) -> bool | None:
    if before is None or before.theirs is None or theirs == before.theirs:
        return None
    up, down = ours.low >= before.ours.high, ours.high <= before.ours.low
    if up == down:  # still, or the doubt is wider than the step
        return None
    return up == (theirs > before.theirs)
