"""The measure as tables and as SDMX: nothing without its bounds, and a second reader reads what was written."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from shidian.analysis.openness import sdmx
from shidian.analysis.openness.baskets import read_weights, to_csv
from shidian.analysis.openness.measured import MeasureChoice, Openness
from shidian.analysis.openness.tables import COLUMNS, OpennessRow, rows, to_arrow, write
from shidian.analysis.openness.tables import to_csv as rows_to_csv
from shidian.errors import BadValue

TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="module")
def table(services: Openness) -> tuple[OpennessRow, ...]:
    return rows(
        services, since=dt.date(2024, 1, 1), places=services.places(["beijing", "dalian", "outside"]), measures=("open_100", "closed")
    )


def test_no_row_goes_without_both_bounds_of_both_readings(table: tuple[OpennessRow, ...]) -> None:
    assert {"everywhere_low", "everywhere_high", "somewhere_low", "somewhere_high"} <= set(COLUMNS)
    assert all(0 <= r.everywhere_low <= r.everywhere_high <= 1 for r in table)


def test_csv_arrow_and_parquet_hold_the_same_rows(table: tuple[OpennessRow, ...], tmp_path: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(rows_to_csv(table))))
    arrow = to_arrow(table)
    write(table, tmp_path / "o.parquet")
    kept = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert len(lines) == len(kept) == arrow.num_rows == len(table)
    for line, row, record in zip(lines, kept, table, strict=True):
        assert float(line["everywhere_low"]) == pytest.approx(row["everywhere_low"], abs=1e-6) == record.everywhere_low
        assert (line["start"], row["start"]) == (record.start.isoformat(), record.start)
    write(table, tmp_path / "o.json")
    assert len(json.loads((tmp_path / "o.json").read_bytes())) == len(table)
    with pytest.raises(BadValue, match="cannot write"):
        write(table, tmp_path / "o.xls")


def test_rows_by_area_and_activity_add_up(services: Openness) -> None:
    place = services.places(["chengdu"])
    total = rows(services, on=TODAY, places=place, measures=("open_51",))[0]
    leaves = rows(services, on=TODAY, places=place, measures=("open_51",), by="activity")
    assert sum(float(services.weights[r.activity]) * r.everywhere_low for r in leaves) == pytest.approx(total.everywhere_low)
    assert {r.activity for r in rows(services, on=TODAY, places=place, by="area")} == set(services.areas())


def test_sdmx_csv_and_its_structure_are_read_back_by_a_second_reader(
    services: Openness, table: tuple[OpennessRow, ...], tmp_path: Path
) -> None:
    from pysdmx.io import get_datasets, read_sdmx

    sdmx.write_structure(services.law, tmp_path / "structure.json")
    (tmp_path / "data.csv").write_text(sdmx.to_sdmx_csv(services.law, table), encoding="utf-8")
    message = read_sdmx(tmp_path / "structure.json", validate=True)
    found = get_datasets(tmp_path / "data.csv", tmp_path / "structure.json")[0]
    assert len(found.data) == 4 * len(table)
    made: list[Any] = list(message.structures or ())
    assert sdmx.STRUCTURE in {s.id for s in made}
    codes = {s.id: {c.id for c in s.items} for s in made if type(s).__name__ == "Codelist"}
    for dimension in sdmx.DIMENSIONS:
        assert set(found.data[dimension]) <= codes[f"CL_{dimension}"], dimension
    text = (tmp_path / "structure.json").read_text() + (tmp_path / "data.csv").read_text()
    assert "OECD" not in text


def test_a_users_weights_are_read_and_their_faults_are_named(services: Openness) -> None:
    own = read_weights("activity,weight\ntelecom,3\nidc,1\nhealth,1\n", services.tree)
    assert sum(own.values()) == 1
    assert own["idc"] == pytest.approx(0.2)
    assert float(sum(w for leaf, w in own.items() if leaf in services.tree.below("telecom"))) == pytest.approx(0.8)
    found = Openness(services.law, MeasureChoice(weights=own))
    assert set(found.areas()) == {"telecom", "health"}
    assert read_weights(to_csv(services.weights), services.tree)["idc"] == pytest.approx(services.weights["idc"])
    for text, word in (
        ("a,b\n", "columns"),
        ("activity,weight\nidcc,1\n", "line 2"),
        ("activity,weight\nidc,-1\n", "not a weight"),
        ("activity,weight\nidc,nan\n", "not a weight"),
        ("activity,weight\nidc,1\nidc,1\n", "twice"),
        ("activity,weight\nidc,0\n", "nothing"),
        ("activity,weight\nidc\n", "not a weight"),
    ):
        with pytest.raises(BadValue, match=word):
            read_weights(text, services.tree)


def test_what_is_not_known_is_named_with_what_is_near(services: Openness) -> None:
    for choice, word in (
        (MeasureChoice(basket="telecon"), "telecom"),
        (MeasureChoice(weighting="leafs"), "leaves"),
        (MeasureChoice(profile="hongkong"), "hong-kong"),
        (MeasureChoice(grid="five"), "five-grades"),
        (MeasureChoice(edge="half"), "below_half"),
    ):
        with pytest.raises(BadValue) as caught:
            Openness(services.law, choice)
        assert word in (caught.value.hint or "")
    with pytest.raises(BadValue):
        services.places(["atlantis"])
    with pytest.raises(BadValue):
        services.value(services.regions()[0], TODAY, "open_99", "in_force")


def test_both_values_of_exactly_half_are_there(services: Openness) -> None:
    place = services.regions()[4]
    as_less, given, as_more = (
        Openness(services.law, MeasureChoice(edge=edge)).value(place, TODAY, "restrictiveness", "in_force").everywhere.low
        for edge in ("below_half", "as_given", "above_half")
    )
    assert as_less > given > as_more
