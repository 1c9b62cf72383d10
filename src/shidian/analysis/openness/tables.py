"""The measure as a table: one row for each place, activity and run of days, always with both bounds and both readings of the place."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from shidian.analysis.openness.baskets import Weights
from shidian.analysis.openness.measured import Openness, Value
from shidian.analysis.openness.regions import Place
from shidian.errors import BadValue, needs
from shidian.files import csv_text, write_whole
from shidian.law.records.base import Label, Reading
from shidian.words.labels import entry_label
from shidian.words.plain import Result, to_json

if TYPE_CHECKING:
    import pyarrow as pa

TOTAL = "_T"
"""The activity of a row that is the whole basket."""
BY = ("region", "area", "activity")


class OpennessRow(Result, frozen=True):
    """One row. Values are parts of 1; `until` is the first day that is no longer meant, None where nothing later is known."""

    place: str
    place_name: Label
    activity: str
    activity_name: Label
    start: dt.date
    until: dt.date | None
    reading: Reading
    basket: str
    weighting: str
    profile: str
    measure: str
    everywhere_low: float
    everywhere_high: float
    somewhere_low: float
    somewhere_high: float
    lawbook: str


COLUMNS: tuple[str, ...] = tuple(OpennessRow.__struct_fields__)


def rows(
    found: Openness,
    *,
    on: dt.date | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    places: Iterable[Place] = (),
    measures: Iterable[str] = ("open_100",),
    readings: Iterable[Reading] = ("in_force",),
    by: str = "region",
) -> tuple[OpennessRow, ...]:
    """The rows of a day, or of every run of days since another. Raises BadValue."""
    if by not in BY:
        raise BadValue(f"cannot divide by `{by}`", hint="known: " + ", ".join(f"`{b}`" for b in BY))
    if by != "region" and since is not None:
        raise BadValue("cannot make a series by area or activity", hint="use one basket per area, or omit `since`")
    out = []
    where = tuple(places) or found.regions()
    for activity, label, weights in _parts(found, by):
        for place in where:
            for reading in readings:
                for measure in measures:
                    if since is not None:
                        values: tuple[Value, ...] = found.series(place, measure, reading, since, until)
                    else:
                        values = (found.value(place, on or found.law.today(), measure, reading, weights),)
                    out += [_row(found, v, activity, label) for v in values]
    return tuple(out)


def _parts(found: Openness, by: str) -> list[tuple[str, Label, Weights | None]]:
    if by == "region":
        return [(TOTAL, found.basket.name, None)]
    name = {leaf: entry_label(found.law.lawbook, found.tree.id, leaf) for leaf in found.tree.parent if leaf != "*"}
    if by == "area":
        return [(area, name[area], weights) for area, weights in found.areas().items()]
    return [(leaf, name[leaf], {leaf: Fraction(1)}) for leaf, weight in found.weights.items() if weight]


def _row(found: Openness, value: Value, activity: str, label: Label) -> OpennessRow:
    return OpennessRow(
        value.place,
        value.name,
        activity,
        label,
        value.start,
        value.until,
        value.reading,
        found.basket.basket,
        found.weighting,
        found.profile.profile,
        value.measure,
        value.everywhere.low,
        value.everywhere.high,
        value.somewhere.low,
        value.somewhere.high,
        found.law.digest[:16],
    )


def to_csv(table: Iterable[OpennessRow], lang: str = "en") -> str:
    """The rows as CSV; names in one language, values with six digits."""
    return csv_text([COLUMNS, *([_cell(getattr(row, name), lang) for name in COLUMNS] for row in table)])


def _cell(value: object, lang: str) -> str:
    if isinstance(value, Label):
        return value[lang]
    if isinstance(value, float):
        return f"{value:.6f}"
    return "" if value is None else str(value)


def to_arrow(table: Iterable[OpennessRow], lang: str = "en") -> pa.Table:
    """The rows as an Arrow table. Raises MissingExtra."""
    with needs("screen"):
        import pyarrow as pa
    listed = list(table)
    kinds = {"start": pa.date32(), "until": pa.date32()} | {n: pa.float64() for n in COLUMNS if n.endswith(("_low", "_high"))}
    columns = {n: [v[lang] if isinstance(v := getattr(r, n), Label) else v for r in listed] for n in COLUMNS}
    return pa.table({n: pa.array(v, kinds.get(n, pa.string())) for n, v in columns.items()})


def to_parquet(table: Iterable[OpennessRow], lang: str = "en") -> bytes:
    """The rows as a Parquet file."""
    import pyarrow.parquet as pq

    made = io.BytesIO()
    pq.write_table(to_arrow(table, lang), made)
    return made.getvalue()


def write(table: tuple[OpennessRow, ...], file: Path, lang: str = "en") -> None:
    """Write rows to a file .csv, .parquet or .json. Raises BadValue for another kind of file."""
    kind = file.suffix.lower()
    if kind == ".csv":
        write_whole(file, to_csv(table, lang))
    elif kind == ".parquet":
        write_whole(file, to_parquet(table, lang))
    elif kind == ".json":
        write_whole(file, to_json(list(table)))
    else:
        raise BadValue(f"cannot write `{file.name}`", hint="use a name ending in .csv, .parquet, .json, .svg or .png")
