"""Tables and drawings of the pages as files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import httpx
import pytest

from shidian.web.figures import table_file
from tests.web.pages import ADDRESSES, CASE

TABLED = (
    "/crosswalk",
    "/regions",
    "/coverage",
    "/tasks/{id}",
    "/statistics",
    "/instruments/{id}",
    "/procedures/{id}",
    "/sources",
    "/changes",
)


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.mark.parametrize("path", TABLED)
def test_every_table_of_a_page_is_a_file_with_the_same_rows(path: str, http: httpx.Client) -> None:
    for lang in ("en", "zh"):
        page = http.get(f"/{lang}{ADDRESSES[path]}").text
        tables = re.findall(r'<div class="wide[^>]*aria-label="([^"]*)"[^>]*><table[^>]*>(.*?)</table>', page, re.DOTALL)
        links = re.findall(r'<a href="([^"]*\.csv[^"]*)">CSV<span class="quiet"> (.*?)</span>', page)
        assert len(links) == len({link for link, _ in links})
        assert bool(links) == bool(tables)
        for link, label in links:
            answer = http.get(unescape(link))
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            rows = rows_of(answer.text)
            parts = [body for name, body in tables if name == label or re.fullmatch(re.escape(label) + r" \d+", name)]
            wanted = sum(body.count("<tr") for body in parts) - (len(parts) - 1)
            assert len(rows) == wanted > 1
            assert len({len(r) for r in rows}) == 1
            assert not any("</" in cell for row in rows for cell in row)


def test_a_table_that_is_not_there_is_refused_with_those_that_are(http: httpx.Client) -> None:
    answer = http.get("/zh/coverage.csv?table=nothing")
    assert answer.status_code == 400
    assert "此页没有这张表" in answer.text
    assert http.get("/zh/question.csv?q=x").status_code == 400


def test_the_ceiling_through_time_has_addresses_of_its_own(http: httpx.Client) -> None:
    shown = http.get(f"/en/decision/access?{CASE}").text
    svg, table = (unescape(next(iter(re.findall(rf'href="([^"]*\.ceiling\.{end}[^"]*)"', shown)))) for end in ("svg", "csv"))
    drawn = http.get(svg)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg xmlns=")
    steps = http.get(f"/en/decision/access.json?{CASE}").json()["ceilings"]
    rows = list(csv.DictReader(io.StringIO(http.get(table).text)))
    assert [r["start"] for r in rows] == [s["start"] for s in steps]
    assert [float(r["announced_certain"]) for r in rows] == [s["announced"]["certain"] for s in steps]
    assert http.get("/en/decision/data_export.ceiling.svg?data=personal").status_code == 400


def test_the_figures_of_the_country_are_drawn_by_year_and_another_way_of_counting_is_another_line(http: httpx.Client) -> None:
    runs = http.get("/en/statistics.json").json()["runs"]
    assert {r["series"] for r in runs} == {"fdi", "fdi-services"}
    for run in runs:
        for line in run["lines"]:
            months = [m for m, _ in line["points"]]
            assert months == sorted(set(months))
        years = {(x["year"], x["counted"]["en"]) for x in run["lines"]}
        assert len(years) == len(run["lines"])
        drawn = http.get(f"/zh/statistics.svg?series={run['series']}").text
        long = [x for x in run["lines"] if x["points"][-1][0] >= 3]
        assert drawn.count('class="run-point"') == sum(len(x["points"]) for x in long)
        assert drawn.count("other-rule") - 1 == sum(len(x["points"]) for x in long if x["other_rule"])
    assert http.get("/zh/statistics.svg?series=nothing").status_code == 400


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A1", "+1+cmd", "@SUM(A1)", "-2+3", "＝1", "\tx"])
def test_no_cell_of_a_table_of_a_page_runs_in_a_spreadsheet(cell: str) -> None:
    table = f'<div class="wide" aria-label="T"><table><thead><tr><th>a</th></tr></thead><tr><td>{cell}</td><td>-5.2</td></tr></table>'
    said = rows_of(table_file(table, "T"))[1]
    assert said[1] == "-5.2"  # a number stays one
    assert said[0] == (f"'{cell}" if cell.strip() == cell else cell.strip())  # a page has no tabs
