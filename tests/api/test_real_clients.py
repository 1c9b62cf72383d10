"""The doors for data, as clients that we did not write meet them over HTTP; and how much comes through the doors at once."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import httpx
import pandas as pd  # type: ignore[import-untyped, unused-ignore]
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from tests.cases.real import real_book

ON = "on=2025-06-01&basket=telecom"
BRIEF, MANY = 3_000, 2_000_000
"""Bytes of a decision in short, and of a thousand of them."""


def test_pysdmx_reads_the_measure_and_finds_every_code_in_the_structure(http: httpx.Client, tmp_path: Path) -> None:
    from pysdmx.io import get_datasets, read_sdmx

    (tmp_path / "s.json").write_bytes(http.get("/api/v1/openness/structure").content)
    (tmp_path / "d.csv").write_bytes(http.get(f"/en/openness/table.sdmx.csv?{ON}").content)
    message = read_sdmx(tmp_path / "s.json", validate=True)
    (definition,) = message.get_data_structure_definitions()
    data = get_datasets(tmp_path / "d.csv", tmp_path / "s.json")[0].data
    assert len(data) == 2 * len(pq.read_table(io.BytesIO(http.get(f"/en/openness/table.parquet?{ON}").content))) * 2
    assert [c.id for c in definition.components if c.required and c.id not in data.columns] == []
    coded = [(c.id.removeprefix("CL_"), c) for c in message.get_codelists() if c.id.removeprefix("CL_") in data.columns]
    assert len(coded) > 8
    for name, codes in coded:
        assert set(data[name].dropna()) - {""} <= {code.id for code in codes}, name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_duckdb_and_pandas_read_the_parquet_doors_alike(http: httpx.Client, lang: str, tmp_path: Path) -> None:
    for name in ("table", "series"):
        answer = http.get(f"/{lang}/openness/{name}.parquet?{ON}&place=shanghai")
        assert answer.status_code == 200
        (tmp_path / "o.parquet").write_bytes(answer.content)
        frame = pd.read_parquet(tmp_path / "o.parquet")
        with duckdb.connect() as con:
            rows, least = (
                con.execute("select count(*), min(everywhere_low) from read_parquet(?)", [str(tmp_path / "o.parquet")]).fetchone() or ()
            )
        assert (rows, least) == (len(frame), frame["everywhere_low"].min())
        assert len(pc.read_csv(io.BytesIO(http.get(f"/{lang}/openness/{name}.csv?{ON}&place=shanghai").content))) == rows > 0


def test_a_thousand_decisions_in_short_are_under_two_megabytes_and_none_is_over_three_kilobytes(http: httpx.Client) -> None:
    sizes = []
    for question in sorted({g.question for g in real_book().lawbook.cases}):
        cases = [{k: str(v) for k, v in c.facts.items()} for g in real_book().lawbook.cases if g.question == question for c in g.cases]
        asked = (cases[:: max(1, len(cases) // 12)])[:12]
        sizes += [len(http.get(f"/api/v1/ask/{question}", params=facts | {"brief": "1"}).content) for facts in asked]
    assert max(sizes) < BRIEF
    assert 1000 * sum(sizes) / len(sizes) < MANY
