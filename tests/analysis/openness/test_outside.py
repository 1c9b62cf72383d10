"""Files of the OECD's are read, or their first fault is named. The files here are made up: no score of theirs comes along."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidian.analysis.openness.measured import Openness
from shidian.analysis.openness.outside import beside, read_scores, totals
from shidian.errors import BadValue

SCORES = """\ufeffDATAFLOW,REF_AREA: Reference area,ACTIVITY,POL_CAT,MEASURE,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS
made:up(1.0),CHN,_T,_T,SCORE,INDEX,2019,0.41,A
made:up(1.0),CHN,_T,_T,SCORE,INDEX,2020,0.37,A
made:up(1.0),CHN,J61,EQUITY,SCORE,INDEX,2020,0.75,A
made:up(1.0),XXX,_T,_T,SCORE,INDEX,2020,0.02,A
"""
MEASURES = """ref_area,activity,pol_cat,measure,explanatory_notes,saf,time_period,value
CHN,H51,EQUITY,M1,"shares, of ""two"" kinds
over two lines",0.75,2023,0.375
CHN,H51,PERSONNEL,M2,,1,2023,Not scored/considered
"""


def test_the_service_and_the_database_are_both_read() -> None:
    found = read_scores(SCORES)
    assert [(s.area, s.activity, s.category, s.year, s.value) for s in found[1:3]] == [
        ("CHN", "_T", "_T", 2020, Decimal("0.37")),
        ("CHN", "J61", "EQUITY", 2020, Decimal("0.75")),
    ]
    assert totals(found) == {2019: Decimal("0.41"), 2020: Decimal("0.37")}
    assert totals(found, "XXX") == {2020: Decimal("0.02")}
    first, second = read_scores(MEASURES)
    assert (str(first.value), str(first.scope), second.value, str(second.scope)) == ("0.375", "0.75", None, "1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no column"),
        ("REF_AREA,TIME_PERIOD,OBS_VALUE\n", "ACTIVITY"),
        ("REF_AREA,ACTIVITY,TIME_PERIOD,OBS_VALUE\n", "holds no score"),
        (SCORES.replace("0.37", "zero"), "line 3: `zero` is not a score"),
        (SCORES.replace("0.37", "37"), "does not lie between 0 and 1"),
        (SCORES.replace("2020,0.37", "XX,0.37"), "line 3: `XX` is not a year"),
        (SCORES.replace("INDEX,2020,0.37", "INDEX,2019,0.37"), "the same key as line 2"),
        (SCORES.replace("0.37,A", "0.37"), "cells under"),
        ('REF_AREA,ACTIVITY,TIME_PERIOD,OBS_VALUE\n"CHN,_T,2020,0.4\n', "line"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadValue, match=says):
        totals(read_scores(text, "made-up.csv"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_anything_but_scores_or_a_named_fault(text: str) -> None:
    with suppress(BadValue):
        read_scores("REF_AREA,ACTIVITY,TIME_PERIOD,OBS_VALUE\n" + text)


def test_only_the_direction_of_a_year_is_compared_and_only_where_our_interval_settles_it(services: Openness) -> None:
    published = {y: Decimal(n) for y, n in ((2018, "0.5"), (2019, "0.4"), (2020, "0.3"), (2021, "0.35"), (2022, "0.35"), (2024, "0.3"))}
    found = {y.year: y for y in beside(services, published)}
    assert 2018 not in found  # our series begins in July 2019
    nation = services.places(["cn"])[0]
    for year, row in found.items():
        assert row.ours == services.value(nation, dt.date(year, 12, 31), "restrictiveness", "in_force").everywhere
    assert found[2019].same_way is None  # nothing before it
    assert found[2024].same_way is None  # 2023 was not published here
    assert found[2022].same_way is None  # theirs stood still


@pytest.mark.skipif("SHIDIAN_OECD_FILE" not in os.environ, reason="no file of the OECD's was supplied: set SHIDIAN_OECD_FILE to its CSV")
def test_the_years_that_can_be_compared_move_as_the_oecds_do(services: Openness) -> None:
    found = beside(services, totals(read_scores(Path(os.environ["SHIDIAN_OECD_FILE"]).read_text(encoding="utf-8"))))
    assert any(y.same_way is not None for y in found)
    assert all(y.same_way is not False for y in found)
