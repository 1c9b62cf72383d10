"""Screening in the browser's words, without a browser: uploads, isolation, expiry, hostile files."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shidian.catalogue.lists import NotFound
from shidian.screening.output.written import guarded
from shidian.visitors.jobs import Jobs
from tests.cases.real import real_book
from tests.nightly import on_day
from tests.serving.running import client

HEADER = ["行业", "地区", "国别", "持股比例", "日期", "备注"]
ROWS = [
    ["idc", "深圳", "DE", "100", "2025-03-15", "=1+1"],
    ["应用商店", "成都", "德国", "100", "2025-06-01", "@x"],
    ["no-such-shop", "成都", "DE", "100", "2025-06-01", "-2"],
]


def as_csv(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def as_parquet(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({name: [r[i] for r in rows[1:]] for i, name in enumerate(rows[0])}), out)
    return out.getvalue()


def upload(http: httpx.Client, content: bytes, name: str = "cases.csv", question: str = "access") -> httpx.Response:
    return http.post("/en/screen", files={"file": (name, content)}, data={"question": question})


def finished(http: httpx.Client, place: str) -> dict[str, Any]:
    for _ in range(200):
        job: dict[str, Any] = http.get(f"{place}.json").json()["job"]
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError("the screening does not end")


@pytest.fixture
def other(address: str) -> Iterator[httpx.Client]:
    with client(address) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cases.csv", as_csv([HEADER, *ROWS])),
        ("gb.csv", as_csv([HEADER, *ROWS], "gb18030")),
        ("cases.xlsx", as_xlsx([HEADER, *ROWS])),
        ("cases.parquet", as_parquet([HEADER, *ROWS])),
    ],
)
def test_a_table_comes_back_with_its_answers(http: httpx.Client, name: str, content: bytes) -> None:
    sent = upload(http, content, name)
    assert sent.status_code == 303
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    place = sent.headers["location"]
    job = http.get(f"{place}.json").json()["job"]
    assert job["mapping"] == {"activity": "行业", "territory": "地区", "origin": "国别", "share": "持股比例", "on": "日期"}
    assert http.post(f"{place}/start", data=job["mapping"]).status_code == 303
    job = finished(http, place)
    assert (job["state"], job["progress"], job["summary"]["outcomes"]["error"]) == ("done", 3, 1)
    assert http.get(place).text.count("could not be read 1") == 2  # in the bars of its activity and of its place
    assert "没有行业活动“no-such-shop”" in http.get(place.replace("/en/", "/zh/")).text
    answer = http.get(f"{place}/file")
    assert answer.headers["content-disposition"].startswith("attachment")
    if name.endswith("csv"):
        back = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [r["备注"] for r in back] == ["'=1+1", "'@x", "-2"]
    elif name.endswith("xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = list(book.worksheets[0].iter_rows())
        assert all(c.data_type != "f" for row in cells for c in row)
        back = [dict(zip([str(c.value) for c in cells[0]], [c.value or "" for c in row], strict=True)) for row in cells[1:]]
        book.close()
    else:
        back = pq.read_table(io.BytesIO(answer.content)).to_pylist()
    asked = http.get(
        "/api/v1/ask/access", params={"activity": "idc", "territory": "深圳", "origin": "DE", "share": "100", "on": "2025-03-15"}
    ).json()
    assert back[0]["outcome"] == asked["outcome"] == "permitted"
    assert back[0]["determining"].split() == asked["determining"]
    assert "unknown-value" in back[2]["error_code"]
    http.post(f"{place}/delete")
    assert http.get(place).status_code == 404


def test_nobody_else_sees_a_table(http: httpx.Client, other: httpx.Client) -> None:
    place = upload(http, as_csv([HEADER, *ROWS])).headers["location"]
    other.cookies.set("shidian_session", "x" * 43)
    for path in (place, f"{place}.json", f"{place}/file"):
        assert other.get(path).status_code == 404
    for what in ("start", "cancel", "delete"):
        assert other.post(f"{place}/{what}", data={"activity": "行业"}).status_code == 404
    assert other.get("/en/screen.json").json()["jobs"] == []
    assert other.get(f"/api/v1/screen/jobs/{place.rpartition('/')[2]}").status_code == 404
    assert http.get(place).status_code == 200


@pytest.mark.parametrize("cookie", ["", "api:", "short", "x" * 10_000])
def test_a_made_up_session_sees_nothing(other: httpx.Client, cookie: str) -> None:
    other.cookies.set("shidian_session", cookie)
    assert other.get("/en/screen.json").json()["jobs"] == []


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(500):
                sheet.write(b"\x20" * 1_000_000)
    return out.getvalue()


def entities() -> bytes:
    out = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(as_xlsx([HEADER, *ROWS])))
    with zipfile.ZipFile(out, "w") as packed:
        for name in good.namelist():
            text = good.read(name)
            if name.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + text.replace(
                    b"<sheetData>", b"<sheetData>&b;"
                )
            packed.writestr(name, text)
    return out.getvalue()


HOSTILE = {
    "empty": b"",
    "only a header of commas": b",,,\n",
    "null bytes": b"activity,share\nidc\x00,1\n",
    "broken text": b"activity\n\xff\xfe\x80\x81\xff\n",
    "two columns of one name": b"a,a\n1,2\n",
    "a zip that is no workbook": b"PK\x03\x04" + b"x" * 200,
    "a zip bomb": bomb(),
    "entities": entities(),
    "a torn workbook": as_xlsx([HEADER, *ROWS])[:-400],
    "a torn parquet": as_parquet([HEADER, *ROWS])[:-40],
    "parquet in name": b"PAR1" + b"\0" * 50,
    "a huge cell": b"activity\n" + b"x" * 200_000 + b"\n",
    "many columns": b",".join(b"c%d" % i for i in range(5000)) + b"\n",
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_meets_a_clear_answer(http: httpx.Client, what: str) -> None:
    began = time.process_time()  # the server shares the process
    answer = upload(http, HOSTILE[what])
    assert answer.status_code == 400, answer.headers
    assert "Traceback" not in answer.text
    assert "/tmp" not in answer.text
    assert "<h1" in answer.text
    assert time.process_time() - began < 10


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.csv", "<script>.csv", "a\x00b.csv", "名" * 300 + ".csv", "\u202excod.csv"])
def test_a_path_as_a_name_is_only_shown_and_safely(http: httpx.Client, name: str) -> None:
    sent = upload(http, as_csv([HEADER, *ROWS]), name)
    assert sent.status_code in (303, 400)
    if sent.status_code == 303:
        shown = http.get(f"{sent.headers['location']}.json").json()["job"]["name"]
        assert "/" not in shown
        assert "\\" not in shown
        assert len(shown) <= 80
        assert "<script>" not in http.get(sent.headers["location"]).text
        http.post(f"{sent.headers['location']}/delete")


def test_a_form_that_is_none_is_refused(http: httpx.Client) -> None:
    for sent in (
        http.post("/en/screen", content=b"x", headers={"Content-Type": "multipart/form-data"}),
        http.post("/en/screen", content=b"--b\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=b"}),
        http.post("/en/screen", json={"file": 1}),
        http.post("/en/screen", data={"question": "access", "file": "text"}),
        upload(http, as_csv([HEADER, *ROWS]), question="nothing"),
    ):
        assert 400 <= sent.status_code < 500
        assert "Traceback" not in sent.text


def test_a_mapping_that_fits_nothing_is_refused(http: httpx.Client) -> None:
    place = upload(http, as_csv([HEADER, *ROWS])).headers["location"]
    for mapping in ({}, {"nothing": "行业"}, {"activity": "no such column"}):
        assert http.post(f"{place}/start", data=mapping).status_code == 400
    assert http.get(f"{place}.json").json()["job"]["state"] == "uploaded"
    http.post(f"{place}/delete")


@on_day(1, 2)  # on the other days one of the terminal is stopped
def test_a_running_screening_can_be_cancelled() -> None:
    jobs = Jobs(real_book())
    try:
        rows = [[f"idc{i}", "深圳", "DE", "100", "2025-03-15", "x"] for i in range(60_000)]
        id = jobs.upload("me", "long.csv", "access", iter([as_csv([HEADER, *rows])])).id
        jobs.start("me", id, {"activity": "行业", "territory": "地区"})
        while jobs.view("me", id).progress == 0:
            time.sleep(0.01)
        assert jobs.cancel("me", id).state == "cancelled"
        done = jobs.view("me", id).progress
        time.sleep(0.3)
        assert jobs.view("me", id).progress <= done + 5
        with pytest.raises(NotFound):
            jobs.result("me", id)
    finally:
        jobs.close()


def test_a_table_in_which_hardly_anything_can_be_read_gives_the_good_rows_back() -> None:
    jobs = Jobs(real_book())
    try:
        rows = [[f"idc{i}", "深圳", "DE", "100", "2025-03-15", "x"] for i in range(3_000)]
        id = jobs.upload("me", "wrong.csv", "access", iter([as_csv([HEADER, *rows, *ROWS])])).id
        jobs.start("me", id, jobs.view("me", id).mapping)
        while jobs.view("me", id).state in ("queued", "running"):
            time.sleep(0.01)
        found = jobs.view("me", id)
        assert found.state == "done", found.error
        assert found.summary is not None
        assert (found.summary.outcomes["error"], found.summary.outcomes["permitted"]) == (3_001, 1)
        assert len(found.summary.bad_values) == 500
    finally:
        jobs.close()


def test_many_rows_are_answered_as_one_by_one(http: httpx.Client) -> None:
    kinds = [
        ["idc", "深圳", "DE", "100", "2025-03-15", ""],
        ["应用商店", "成都", "", "", "2026-06-01", ""],
        ["hospital", "苏州", "SG", "70", "2024-12-01", ""],
        ["idc", "北京", "US", "50.5", "2023-01-01", ""],
        ["", "", "", "", "2026-06-01", "nothing said"],
        ["idc", "nowhere", "DE", "x", "2025-02-30", ""],
    ]
    place = upload(http, as_csv([HEADER, *(kinds * 400)])).headers["location"]
    http.post(f"{place}/start", data=http.get(f"{place}.json").json()["job"]["mapping"])
    job = finished(http, place)
    assert (job["state"], job["progress"], job["summary"]["rows"], job["summary"]["outcomes"]["error"]) == ("done", 2400, 2400, 400)
    back = list(csv.DictReader(io.StringIO(http.get(f"{place}/file").content.decode("utf-8-sig"))))
    for kind, row in zip(kinds, back, strict=False):
        facts = {k: v for k, v in zip(("activity", "territory", "origin", "share", "on"), kind, strict=False) if v}
        answer = http.get("/api/v1/ask/access", params=facts)
        if answer.status_code != 200:
            assert row["error_code"] in ("unknown-value", "bad-value")
            continue
        asked = answer.json()
        assert row["outcome"] == asked["outcome"]
        assert row["announced_outcome"] == asked["announced"]["outcome"]
        assert row["because"] == (asked["because"] or "")
        assert row["determining"].split() == asked["determining"]
    http.post(f"{place}/delete")


def test_files_go_when_their_time_is_over_and_when_the_server_ends() -> None:
    now = 0.0
    jobs = Jobs(real_book(), life=60, clock=lambda: now)
    id = jobs.upload("me", "a.csv", "access", iter([as_csv([HEADER, *ROWS])])).id
    folder = jobs.guests._kept[id].folder
    now = 59.0
    assert jobs.view("me", id).state == "uploaded"
    now = 59.0 + 61
    assert jobs.all("me") == ()
    assert not folder.exists()
    kept = jobs.upload("me", "a.csv", "access", iter([as_csv([HEADER, *ROWS])])).id
    top = jobs.guests._kept[kept].folder.parent
    jobs.close()
    assert not top.exists()


def test_one_visitor_cannot_take_all_places() -> None:
    jobs = Jobs(real_book())
    try:
        for _ in range(20):
            jobs.upload("me", "a.csv", "access", iter([b"activity\nidc\n"]))
        with pytest.raises(Exception, match="too many"):
            jobs.upload("me", "a.csv", "access", iter([b"activity\nidc\n"]))
        jobs.upload("you", "a.csv", "access", iter([b"activity\nidc\n"]))
    finally:
        jobs.close()


def test_numbers_are_no_formulas() -> None:
    cells = ["-1.5", "+3", "=A1", "-cmd", "@x", "\tx", "text", ""]
    assert guarded(pa.array(cells, pa.large_string())).to_pylist() == ["-1.5", "+3", "'=A1", "'-cmd", "'@x", "'\tx", "text", ""]


def test_more_rows_than_allowed_are_refused(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.visitors.jobs.MOST_ROWS", 10)
    place = upload(http, as_csv([HEADER, *(ROWS * 5)])).headers["location"]
    http.post(f"{place}/start", data={"activity": "行业"})
    job = finished(http, place)
    assert job["state"] == "failed"
    assert "more than 10 rows" in job["error"]


def test_uploaded_files_lie_where_nobody_else_reads() -> None:
    jobs = Jobs(real_book())
    try:
        id = jobs.upload("me", "a.csv", "access", iter([b"activity\nidc\n"])).id
        folder: Path = jobs.guests._kept[id].folder
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        jobs.close()


def test_a_program_that_names_no_columns_is_asked_where_another_may_be_meant(http: httpx.Client) -> None:
    table = as_csv([[*HEADER[:5], "Project city"], ["idc", "深圳", "DE", "100", "2025-03-15", "Chengdu"]])

    def screened(told: str) -> dict[str, Any]:
        sent = http.post("/api/v1/screen/jobs", files={"file": ("cases.csv", table)}, data={"question": "access", "told": told})
        for _ in range(200):
            job: dict[str, Any] = http.get(f"/api/v1/screen/jobs/{sent.json()['id']}").json()
            if job["state"] not in ("queued", "running"):
                return job
            time.sleep(0.05)
        raise AssertionError("the screening does not end")

    stopped = screened("{}")
    assert stopped["state"] == "failed"
    assert "Project city" in stopped["error"]
    assert screened('{"ignored": ["Project city"]}')["summary"]["outcomes"] == {"permitted": 1}


def test_each_row_leads_to_its_decision_on_the_page_and_in_the_file(http: httpx.Client) -> None:
    """Rows are shown some at a time, all or those of one outcome; one that cannot be read says why and leads nowhere."""
    rows = [["idc", "深圳", "DE", str(share), "2025-03-15", f"n{share}"] for share in range(1, 61)]
    place = upload(http, as_csv([HEADER, *rows, *ROWS[1:]])).headers["location"]
    assert http.get(f"{place}.json").json()["grid"] is None
    http.post(f"{place}/start", data=http.get(f"{place}.json").json()["job"]["mapping"])
    finished(http, place)
    seen, row = [], 1
    while found := http.get(f"{place}.json", params={"row": row}).json()["grid"]["rows"]:
        seen += [r["line"] for r in found]
        row += len(found)
    assert seen == list(range(2, 64))
    assert 'row=26#rows"' in http.get(place).text.replace("&amp;", "&")
    first = http.get(f"{place}.json").json()
    held = first["conditions"][first["grid"]["rows"][0]["link"]]["en"]  # "permitted" alone would be passed on without it
    assert f"on condition: {held}" in http.get(place).text
    kept = http.get(f"{place}.json", params={"outcome": "not_permitted"}).json()["grid"]
    assert (kept["total"], [r["cells"][0] for r in kept["rows"]]) == (1, ["应用商店"])
    decision = http.get(kept["rows"][0]["link"])
    assert decision.status_code == 200
    assert "An investor (Germany) may not hold 100 %" in decision.text
    assert f'href="{kept["rows"][0]["link"]}"'.replace("&", "&amp;") in http.get(place, params={"outcome": "not_permitted"}).text
    wrong = http.get(f"{place}.json", params={"outcome": "error"}).json()["grid"]["rows"]
    assert [(r["line"], r["link"], "no-such-shop" in r["error"]) for r in wrong] == [(63, None, True)]
    back = list(csv.DictReader(io.StringIO(http.get(f"{place}/file").content.decode("utf-8-sig"))))
    assert back[60]["link"] == kept["rows"][0]["link"]
    assert http.get(place, params={"outcome": "perhaps"}).status_code == 400
    assert http.get(place, params={"row": "0"}).status_code == 400
