"""The page of the measure: any two points are explained, every file holds the rows of the measure, and a choice is answered at once."""

from __future__ import annotations

import csv
import io
import time

import httpx
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser

from tests.web.browsing import visiting

ON = "on=2025-06-01"


@pytest.mark.parametrize(
    "second", ["with=beijing", "with_on=2023-06-01", "with_reading=announced", "with=hainan&with_on=2020-01-01&with_reading=announced"]
)
def test_two_places_days_or_readings_are_explained_as_the_api_explains_them(http: httpx.Client, second: str) -> None:
    page = http.get(f"/en/openness.json?{ON}&place=shanghai&{second}").json()["contrast"]
    a, b = page["first"], page["second"]
    told = dict(page["explained"])
    for where in ("everywhere", "somewhere"):
        asked = {"first": a["place"], "second": b["place"], "on": a["on"], "reading": a["reading"], "where": where}
        said = http.get("/api/v1/openness/difference", params=asked | {"second_on": b["on"], "second_reading": b["reading"]}).json()
        assert said["exact"] == told[where]["exact"]
        assert sum(p["low"] for p in said["parts"]) == pytest.approx(said["low"])
    assert any(told[where]["parts"] for where in told)


def test_a_point_is_not_explained_against_itself(http: httpx.Client) -> None:
    assert http.get(f"/en/openness.json?{ON}&place=shanghai&with=shanghai&with_on=2025-06-01").json()["contrast"] is None


def test_the_gap_of_every_region_stands_by_area_and_is_that_of_the_api(http: httpx.Client) -> None:
    found = http.get(f"/en/openness.json?{ON}").json()
    assert found["gaps"]
    assert [g["place"] for g in found["gaps"]] != sorted(g["place"] for g in found["gaps"])  # the greatest first
    page = http.get(f"/en/openness?{ON}&tab=gaps").text.partition('<section id="gaps">')[2].partition("</section>")[0]
    for gap in found["gaps"]:
        said = http.get(f"/api/v1/openness/gap?place={gap['place']}&{ON}").json()
        assert (gap["gap"], gap["by_area"]) == (said["gap"], said["by_area"])
        assert sum(w["low"] for w in gap["by_area"].values()) == pytest.approx(gap["gap"]["low"])
        assert f'place={gap["place"]}"' in page


def test_the_files_hold_the_rows_of_the_day_and_of_every_day(http: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(http.get(f"/en/openness/table.csv?{ON}&basket=telecom").text)))
    assert len(rows) == 20 * 2 * 5
    assert {r["basket"] for r in rows} == {"telecom"}
    assert pq.read_table(io.BytesIO(http.get(f"/en/openness/table.parquet?{ON}&basket=telecom").content)).num_rows == len(rows)
    series = list(csv.DictReader(io.StringIO(http.get(f"/en/openness/series.csv?{ON}&basket=telecom&place=shanghai").text)))
    assert {r["start"] for r in series} >= {"2019-07-30", "2024-10-23"}
    observed = list(csv.DictReader(io.StringIO(http.get(f"/en/openness/series.sdmx.csv?{ON}&basket=telecom&place=shanghai").text)))
    assert len(observed) == 4 * len(series)


def test_a_day_a_basket_and_weights_nobody_asked_for_before_take_no_longer_than_a_page_may(http: httpx.Client) -> None:
    """Processor time of this process, which the server shares: the clock would count other programs."""
    http.get("/en/openness")
    for asked in ("on=2024-03-05", "basket=health", "weighting=leaves", "measure=closed&on=2023-02-02"):
        start = time.process_time()
        assert http.get(f"/en/openness?{asked}").status_code == 200
        assert time.process_time() - start < 0.6, asked


def test_a_picture_keeps_its_size_on_a_telephone_and_the_page_is_no_wider(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh", width=390) as visitor:
        visitor.goes(f"/openness?{ON}")
        wide = visitor.page.locator(".picture-of").first.evaluate(
            "e => [e.scrollWidth, e.clientWidth, document.documentElement.scrollWidth]"
        )
        assert wide[0] > 600 > wide[1]
        assert wide[2] <= 390
