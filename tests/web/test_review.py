"""The review desk without a browser: the queue, what a person says, history, proposals."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from shidian.cli.main import main
from shidian.errors import ReviewError
from shidian.law.location import default_folder
from shidian.review.corrections import changed, parts_of
from shidian.review.queue import VALUES, ReviewDesk
from shidian.store.shelf import Shelf
from shidian.visitors.keeper import Keeper
from shidian.web.reviewed.queue import around
from tests.cases.real import real_book
from tests.desk.running import office_served, sign_in
from tests.serving.running import client, serving
from tests.tracking.offices import PASSWORD
from tests.web.test_pages import Seen
from tests.web.test_read import NOTICE, upload

pytestmark = pytest.mark.usefixtures("read_here")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[httpx.Client]:
    """A visitor of a server with a store that holds the sample notice."""
    reviews = ReviewDesk(Shelf(f"sqlite:///{tmp_path / 'work.db'}"))
    with serving(Keeper(real_book(), reviews=reviews)) as address, client(address) as found:
        place = upload(found, [("notice.txt", NOTICE)]).headers["location"]
        sent = found.post(f"{place}/save")
        assert (sent.status_code, sent.headers["location"]) == (303, "/en/review?document=1")
        yield found


def queue(desk: httpx.Client, **asked: Any) -> list[dict[str, Any]]:
    answer = desk.get("/en/review.json", params=asked)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def of(desk: httpx.Client, kind: str, words: str) -> int:
    """The number of a finding."""
    return next(int(r["id"]) for r in queue(desk, kind=kind, state="all") if words in r["quote"])


def says(desk: httpx.Client, id: int, what: str, lang: str = "en", **said: str) -> httpx.Response:
    return desk.post(f"/{lang}/review/{id}/{what}", data=said)


def finding(desk: httpx.Client, id: int) -> dict[str, Any]:
    found: dict[str, Any] = desk.get(f"/en/review/{id}.json").json()
    return found


def test_without_a_store_the_page_says_how_to_get_one(http: httpx.Client) -> None:
    answer = http.get("/zh/review")
    assert answer.status_code == 200
    assert "shidian serve --store sqlite:///work.db" in answer.text
    assert http.get("/en/review.json").json()["open"] is False
    place = upload(http, [("notice.txt", NOTICE)]).headers["location"]
    assert "/save" not in http.get(place).text
    for refused in (
        http.get("/en/review/1"),
        http.post("/en/review/1/accept", data={"who": "me"}),
        http.post(f"{place}/save"),
        http.get("/en/review/proposals.zip"),
        http.get("/en/review/proposals"),
    ):
        assert refused.status_code == 404
        assert "--store" in refused.text
    http.post(f"{place}/delete")


def test_the_queue_is_filtered(desk: httpx.Client) -> None:
    rows = queue(desk)
    assert {r["state"] for r in rows} == {"open"}
    assert {r["status"] for r in queue(desk, status="new")} == {"new"}
    assert {r["status"] for r in queue(desk, status="known")} == {"known"}
    assert {r["kind"] for r in queue(desk, kind="measure")} == {"measure"}
    assert queue(desk, document=99) == queue(desk, state="rejected") == []
    assert [r["id"] for r in queue(desk, after=rows[2]["id"])] == [r["id"] for r in rows[3:]]
    for wrong in ({"kind": "nothing"}, {"state": "x"}, {"status": "x"}, {"document": "a"}, {"after": "-1"}):
        assert desk.get("/en/review", params=wrong).status_code == 400
    for lang in ("en", "zh"):
        page = Seen(desk.get(f"/{lang}/review").text)
        assert page.inline == []
        assert sum("/review/" in link for link in page.links) >= len(rows)


def test_what_a_person_says_is_kept_with_who_and_when_and_can_be_undone(desk: httpx.Client) -> None:
    id = of(desk, "amount", "5.85")
    answer = says(desk, id, "accept", who="王 reviewer")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/en/review/{id}")
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    page = finding(desk, id)
    assert (page["line"]["state"], page["reviewer"]) == ("accepted", "王 reviewer")
    assert 'value="王 reviewer"' in desk.get(f"/zh/review/{id}").text
    assert says(desk, id, "correct", **{"who": "Li", "value-number": "584560000000", "reason": "ten times too large"}).status_code == 303
    assert finding(desk, id)["value"]["en"] != finding(desk, id)["history"][-1]["value"]["en"] == "584,560,000,000 CNY"
    assert says(desk, id, "reject", who="Zhao", reason="a figure of no use").status_code == 303
    page = finding(desk, id)
    assert [(r["verdict"], r["who"], r["undone_by"]) for r in page["history"]] == [
        ("accepted", "王 reviewer", "Li"),
        ("corrected", "Li", "Zhao"),
        ("rejected", "Zhao", None),
    ]
    assert all(r["at"][:4].isdigit() for r in page["history"])
    assert says(desk, id, "undo", who="Qian").status_code == 303
    page = finding(desk, id)
    assert page["line"]["state"] == "corrected"
    assert page["history"][2]["undone_by"] == "Qian"
    text = desk.get(f"/en/review/{id}").text
    assert "a figure of no use" in text
    assert Seen(text).inline == []


def test_a_second_correction_keeps_the_first(desk: httpx.Client) -> None:
    id = of(desk, "amount", "5.85")
    says(desk, id, "correct", **{"who": "Li", "value-number": "584560000000"})
    says(desk, id, "correct", **{"who": "Li", "value-bound": "about"})
    assert finding(desk, id)["history"][-1]["value"]["en"] == "≈ 584,560,000,000 CNY"


def test_what_cannot_be_kept_is_refused_and_changes_nothing(desk: httpx.Client) -> None:
    id = of(desk, "amount", "5.85")
    for what, said in (
        ("accept", {}),
        ("accept", {"who": "  "}),
        ("reject", {"who": "me"}),
        ("reject", {"who": "me", "reason": " "}),
        ("undo", {"who": "me"}),
        ("correct", {"who": "me"}),
        ("correct", {"who": "me", "value-number": "many"}),
        ("correct", {"who": "me", "value-bound": "x"}),
        ("accept", {"who": "x" * 81}),
        ("accept", {"who": "a\x00b"}),
        ("reject", {"who": "me", "reason": "x" * 3000}),
    ):
        answer = says(desk, id, what, **said)
        assert answer.status_code == 400, (what, said)
        assert "<h1" in answer.text
        assert "Traceback" not in answer.text
    assert finding(desk, id)["history"] == []
    for lost in ("999", "0", "abc", "9" * 30, "٣"):
        assert says(desk, lost, "accept", who="me").status_code == 404  # type: ignore[arg-type]
        assert desk.get(f"/en/review/{lost}").status_code == 404
    assert desk.get(f"/en/review/{id}/accept").status_code in (404, 405)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert desk.post(f"/en/review/{id}/accept", data={"who": "me"}, headers=headers).status_code == 403
    assert finding(desk, id)["line"]["state"] == "open"


def test_words_of_reviewers_are_escaped(desk: httpx.Client) -> None:
    id, attack = of(desk, "amount", "5.85"), "\"'><script>alert(1)</script>"
    says(desk, id, "reject", who=attack, reason=attack)
    for path in (f"/en/review/{id}", "/en/review?state=all"):
        assert "<script>alert" not in desk.get(path).text


def test_accepted_findings_become_files_that_the_check_of_the_lawbook_passes(desk: httpx.Client, tmp_path: Path) -> None:
    assert desk.get("/en/review/proposals.zip").status_code == 404
    none = desk.get("/en/review/proposals.json").json()
    assert (none["files"], none["notes"]) == ({}, [])
    says(desk, of(desk, "measure", "zoos"), "accept", who="Li")
    says(desk, of(desk, "amount", "5.85"), "correct", **{"who": "Li", "value-number": "584560000000"})
    says(desk, of(desk, "measure", "VPN"), "accept", who="Li")
    assert desk.get("/zh/review/proposals").status_code == 200
    assert not any(n.startswith("programme/") for n in desk.get("/en/review/proposals.json").json()["files"])  # it names no plan
    answer = desk.get("/en/review/proposals.zip?plan=plan-2025")
    assert answer.headers["content-disposition"].startswith("attachment")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    names = packed.namelist()
    assert {n.partition("/")[0] for n in names} == {"evidence", "programme", "proposal-notes.txt"}
    folder = tmp_path / "lawbook"
    shutil.copytree(default_folder(), folder)
    packed.extractall(folder)
    checked = CliRunner().invoke(main, ["lawbook", "check", str(folder)])
    assert checked.exit_code == 0, checked.output
    (folder / next(n for n in names if n.startswith("programme/"))).write_text("plan: nothing\ntasks: 1\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["lawbook", "check", str(folder)]).exit_code == 3


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_of_value_can_be_filled_in(kind: str) -> None:
    from shidian.words.phrases import phrases

    for part in parts_of(kind, {}):
        assert f"part_{part.name}" in phrases()
        assert all(f"choice_{c}" in phrases() for c in part.choices)
    assert parts_of(kind, {})


def test_only_what_was_changed_is_corrected() -> None:
    value = {"number": 5, "unit": "CNY", "bound": "is", "noun": None}
    as_shown = {p.name: p.says for p in parts_of("amount", value)}
    assert changed("amount", value, {**as_shown, "number": "6"}) == {"number": "6"}
    assert changed("place", {"ids": ["beijing"], "set": False}, {"ids": "beijing\r\n shanghai \r\n"}) == {"ids": ["beijing", "shanghai"]}
    with pytest.raises(ReviewError):
        changed("amount", value, as_shown)


def test_ticked_findings_and_all_that_a_filter_shows_are_reviewed_in_one_go(desk: httpx.Client) -> None:
    rows = queue(desk, document=1)
    assert rows[0]["passage"]
    ids = [str(r["id"]) for r in rows[:2]]
    sent = desk.post("/en/review/bulk", data={"finding": ids, "say": "accept", "who": "ada", "document": "1"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/en/review?document=1")
    assert {finding(desk, int(i))["line"]["state"] for i in ids} == {"accepted"}
    waiting = desk.get("/en/review.json", params={"kind": "measure"}).json()["waiting"]
    assert desk.post("/en/review/bulk", data={"all": "1", "kind": "measure", "say": "reject", "who": "ada"}).status_code == 400
    assert (
        desk.post("/en/review/bulk", data={"all": "1", "kind": "measure", "say": "reject", "who": "ada", "reason": "x"}).status_code == 303
    )
    assert waiting > 0
    assert desk.get("/en/review.json", params={"kind": "measure"}).json()["waiting"] == 0
    assert desk.post("/en/review/bulk", data={"say": "accept", "who": "ada"}).status_code == 400


def test_the_keys_of_the_queue_work_in_a_browser_and_a_reason_with_enter_rejects(desk: httpx.Client, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{desk.base_url}/en/review?document=1")
    page.fill('input[name="who"]', "ada")
    page.locator("h1").click()
    first, second, third = (int(box.get_attribute("value") or 0) for box in page.locator('input[name="finding"]').all()[:3])
    for key in ("j", "x", "j", "x", "a"):
        page.keyboard.press(key)
    page.locator(f'input[name="finding"][value="{first}"]').wait_for(state="detached")
    assert [finding(desk, i)["line"]["state"] for i in (first, second)] == ["accepted", "accepted"]
    page.wait_for_load_state()
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("no measure")
    page.keyboard.press("Enter")
    page.locator(f'input[name="finding"][value="{third}"]').wait_for(state="detached")
    assert finding(desk, third)["line"]["state"] == "rejected"
    page.close()


def test_the_text_of_a_report_is_read_in_lines_and_not_in_columns(desk: httpx.Client, browser: Browser) -> None:
    place = upload(desk, [("notice.txt", NOTICE)]).headers["location"]
    context = browser.new_context(extra_http_headers={"cookie": "; ".join(f"{k}={v}" for k, v in desk.cookies.items())})
    page = context.new_page()
    page.goto(f"{desk.base_url}{place}")
    widths = page.evaluate("[...document.querySelectorAll('.text p')].map((p) => p.getBoundingClientRect().width)")
    assert widths
    assert min(widths) > 300
    context.close()


@pytest.mark.parametrize("filler", ["甲市推进服务业开放，", "A city opens its services, "])
def test_a_long_line_is_cut_behind_a_mark_and_begins_with_no_comma(filler: str) -> None:
    text = "一行。\n" + filler * 60 + "支持数据标注业务。"
    for start in range(text.index("支持") - 30, text.index("支持")):
        low, high = around(text, start, start + 2)
        assert (low <= start, high > start) == (True, True)
        assert text[low] not in "，,。 "
        assert text[low - 1] in "，, "


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back_and_is_asked_for_no_name(tmp_path: Path) -> None:
    with office_served(tmp_path) as office, client(office.address) as http:
        office.join("editor", ("suzhou", "editor"))
        place = upload(http, [("notice.txt", NOTICE)], "zh").headers["location"]
        led = http.post(f"{place}/save")
        assert (led.status_code, led.headers["location"]) == (303, f"/zh/desk/sign-in?next={quote(place, safe='')}")
        back = sign_in(http, "editor", PASSWORD, next=place)
        assert back.headers["location"] == place
        assert http.post(f"{place}/save").status_code == 303
        page = http.get(f"/zh/review/{queue(http)[0]['id']}").text
        assert 'name="who"' not in page
        assert "Editor" in page
