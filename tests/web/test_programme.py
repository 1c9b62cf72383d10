"""The programme at a glance: every number is that of the rows behind it, on the page, in the files and on the board it opens."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import httpx
import pytest
from playwright.sync_api import Browser

from shidian.web.tracked.dashboard import CHARTS, TABLES
from tests.web.browsing import visiting


def test_every_cell_opens_as_many_rows_as_it_says(http: httpx.Client) -> None:
    page = http.get("/en/programme.json").json()
    asked = {"plan": page["plan"], "on": page["on"]}
    assert sum(page["counts"].values()) == page["rows"] == sum(a["rows"] for a in page["areas"])
    for area in page["areas"]:
        for stage, count in area["counts"].items():
            if stage != "none":
                board = http.get("/en/tasks.json", params=asked | {"area": area["area"], "stage": stage}).json()
                assert board["count"] == count, (area["area"], stage)
    for region in page["regions"][::6]:
        for area, (begun, rows) in list(zip(page["areas"], region["cells"], strict=True))[::3]:
            board = http.get("/en/tasks.json", params=asked | {"area": area["area"], "place": region["region"]}).json()
            assert board["count"] == rows
            beyond = [
                r for lane in board["lanes"] for c in lane["columns"] for r in c["rows"] if c["stage"] not in ("", "announced", "expired")
            ]
            assert len(beyond) == begun


def test_the_last_month_of_the_curve_is_the_day_itself(http: httpx.Client) -> None:
    page = http.get("/en/programme.json").json()
    assert page["curve"][-1]["counts"] == page["counts"]
    days = [m["day"] for m in page["curve"]]
    assert days == sorted(set(days))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_table_is_a_file_and_every_chart_a_picture(http: httpx.Client, lang: str) -> None:
    page = http.get(f"/{lang}/programme.json").json()
    for which in TABLES:
        answer = http.get(f"/{lang}/programme.csv", params={"table": which})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert answer.status_code == 200
        assert len({len(r) for r in rows}) == 1
        if which in ("areas", "regions", "moved", "curve"):
            assert len(rows) == 1 + len(page[which])
    for which in CHARTS:
        answer = http.get(f"/{lang}/programme.svg", params={"chart": which})
        assert answer.headers["content-type"] == "image/svg+xml"
        ET.fromstring(answer.text)


@pytest.mark.parametrize("query", ["table=x", "plan=x", "on=x"])
def test_what_does_not_exist_is_said_so(http: httpx.Client, query: str) -> None:
    assert http.get(f"/en/programme.csv?{query}").status_code == 400
    assert http.get(f"/en/programme.svg?{query.replace('table', 'chart')}").status_code == 400


def test_an_analyst_sees_an_area_in_two_steps_and_has_it_as_a_file_in_three(browser: Browser, address: str) -> None:
    with visiting(browser, address, "zh") as visitor:
        visitor.goes("/")
        visitor.follows(".main-nav a[href$='/programme']")
        visitor.follows("a[href='#regions']")
        assert visitor.page.locator("#regions").is_visible()
        assert visitor.page.locator("section:has(#regions) tbody tr").count() == 20
        with visitor.page.expect_download() as download:
            visitor.page.locator("section:has(#regions) .files a", has_text="CSV").click()
        assert download.value.suggested_filename == "programme-regions.csv"
