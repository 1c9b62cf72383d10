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


def test_every_kind_of_bad_value_is_offered_and_the_others_are_counted(http: httpx.Client) -> None:
    shops = [[f"no-such-shop-{i}", "深圳", "DE", "100", "2025-03-15", ""] for i in range(20)]
    others = [["idc", "nowhere", "DE", "100", "2025-03-15", ""], ["idc", "深圳", "DE", "much", "2025-03-15", ""]]
    place = upload(http, as_csv([HEADER, *shops, *others])).headers["location"]
    http.post(f"{place}/start", data=http.get(f"{place}.json").json()["job"]["mapping"])
    summary = finished(http, place)["summary"]
    assert summary["bad_kinds"] == {"activity": 20, "share": 1, "territory": 1}
    page = http.get(place).text
    assert ('name="value:territory:nowhere"' in page, 'name="value:share:much"' in page, "12 of 22" in page) == (True, True, True)


def test_what_was_said_of_columns_fills_the_form_of_the_next_table_with_the_same_headings(http: httpx.Client) -> None:
    head = ["activity", "territory", "origin", "Stake May", "Stake before", "on"]
    row = ["app-store", "chengdu", "DE", "50", "30", "2025-06-01"]
    place = upload(http, as_csv([head, row])).headers["location"]
    mapping = http.get(f"{place}.json").json()["job"]["mapping"]
    http.post(f"{place}/start", data=mapping | {"share": "Stake May", "ignore:": "Stake before"})
    assert finished(http, place)["summary"]["outcomes"] == {"permitted": 1}
    following = upload(http, as_csv([head, [*row[:3], "60", *row[4:]]])).headers["location"]
    page = http.get(following).text
    assert '<option value="Stake May" selected>' in page
    assert 'name="ignore:" value="Stake before" checked' in page
    assert '<option value="Stake May" selected>' not in httpx.get(http.base_url.join(following)).text  # of no use to others
    http.post(f"{following}/start", data=http.get(f"{following}.json").json()["job"]["mapping"])
    assert finished(http, following)["summary"]["outcomes"] == {"not_permitted": 1}
    other = upload(http, as_csv([[*head[:3], "Stake", *head[4:]], row])).headers["location"]
    assert 'name="ignore:"' not in http.get(other).text


def test_what_one_visitor_means_is_not_offered_to_another() -> None:
    jobs = Jobs(real_book())
    try:
        jobs.said_before.keep_values("web:one", {"activity": {"x": "idc"}})
        assert (jobs.said_before.values("web:one"), jobs.said_before.values("web:two")) == ({"activity": {"x": "idc"}}, {})
    finally:
        jobs.close()
