"""On the page a sheet is chosen, and values that cannot be read are given their meaning, which is offered for the next table."""

from __future__ import annotations

import io

import httpx
import openpyxl

from shidian.visitors.jobs import Jobs
from tests.cases.real import real_book
from tests.web.test_screen import HEADER, ROWS, as_csv, finished, upload


def two_sheets() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for n, name in enumerate(("甲区", "乙区")):
        sheet = book.active if not n else book.create_sheet()
        assert sheet is not None
        sheet.title = name
        for row in [HEADER, ROWS[n]]:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def test_the_sheet_of_a_workbook_is_asked_for_and_taken(http: httpx.Client) -> None:
    asked = http.get(upload(http, two_sheets(), "two.xlsx").headers["location"]).text
    assert ('value="甲区"' in asked, 'value="乙区"' in asked) == (True, True)
    assert "--sheet" not in asked
    taken = http.post("/en/screen", files={"file": ("two.xlsx", two_sheets())}, data={"question": "access", "sheet": "乙区"})
    assert "应用商店" in http.get(taken.headers["location"]).text
    api = {"question": "access", "sheet": "甲区"}
    assert http.post("/api/v1/screen/jobs", files={"file": ("two.xlsx", two_sheets())}, data=api).json()["table"]["preview"][0][0] == "idc"


def test_a_bad_value_is_given_its_meaning_and_the_meaning_is_offered_next(http: httpx.Client) -> None:
    place = upload(http, as_csv([HEADER, *ROWS])).headers["location"]
    mapping = http.get(f"{place}.json").json()["job"]["mapping"]
    http.post(f"{place}/start", data=mapping)
    before = finished(http, place)["summary"]
    assert before["outcomes"]["error"] == 1
    assert [w["value"] for w in before["bad_values"]] == ["no-such-shop"]
    assert 'name="value:activity:no-such-shop" value=""' in http.get(place).text
    http.post(f"{place}/answer", data={"value:activity:no-such-shop": "app-store"})
    after = finished(http, place)["summary"]
    assert "error" not in after["outcomes"]
    next_one = upload(http, as_csv([HEADER, *ROWS])).headers["location"]
    http.post(f"{next_one}/start", data=mapping)
    assert finished(http, next_one)["summary"]["outcomes"]["error"] == 1  # offered, never taken unasked
    assert 'name="value:activity:no-such-shop" value="app-store"' in http.get(next_one).text


def test_what_one_visitor_means_is_not_offered_to_another() -> None:
    jobs = Jobs(real_book())
    try:
        jobs._keep("web:one", {"activity": {"x": "idc"}})
        assert (jobs.meant("web:one"), jobs.meant("web:two")) == ({"activity": {"x": "idc"}}, {})
    finally:
        jobs.close()
