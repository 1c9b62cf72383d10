"""More attacks by somebody who has read the source: through calendars, devices, addresses of proxies, odd paths and methods, and by what nobody logged."""

from __future__ import annotations

import datetime as dt
import re

import httpx
import icalendar
import pytest
from sqlalchemy import func, select, update

from shidian.store.access import Actor, Grant
from shidian.store.database import stamp
from shidian.store.signing.sign_in import MOST_TRIES
from shidian.store.tables import audit, people, sessions
from shidian.web.desk.who import DEVICE, SESSION
from tests.desk.running import Office, csrf_of, sign_in
from tests.desk.test_attacks import SECRETS, staff, work
from tests.desk.test_matrix import ALL
from tests.serving.running import client
from tests.tracking.offices import PASSWORD

__all__ = ["staff", "work"]


def subscribed(office: Office, login: str, **more: str) -> str:
    """The path of a new calendar of somebody, as the page shows it once."""
    with office.signed_in(login) as browser:
        said = browser.post("/account/tokens", name="日历", may="calendar", days="30", **more)
        assert said.status_code == 200
        found = re.search(r"http://[^<]+(/zh/desk/calendar/[\w-]+\.ics)", said.text)
        assert found is not None
        return found[1]


def events(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"].startswith("no-store")
    return [str(e["summary"]) for e in icalendar.Calendar.from_ical(answer.text).walk("VEVENT")]


@pytest.mark.usefixtures("work")
def test_a_calendar_program_reads_due_days_without_signing_in_and_no_name(office: Office, staff: dict[str, Actor]) -> None:
    own = office.programme.begin(
        staff["far"], "hefei", title="示例合肥措施", area=next(iter(office.programme.areas)), state={"due": "2027-01-31"}
    )
    path, before = subscribed(office, "at-editor"), logged(office, "export")
    with client(office.address) as http:
        said = http.get(path)
        assert events(said)
        for secret in (*SECRETS, "示例合肥措施"):
            assert secret not in said.text
        assert "set-cookie" not in said.headers
        assert http.get(path.replace("/zh/", "/en/")).status_code == 200
        assert any("示例合肥措施" in e for e in events(http.get(subscribed(office, "at-far"))))
    assert logged(office, "export") == before + 2
    assert own


def test_a_calendar_opens_nothing_else_and_ends_with_what_it_rests_on(office: Office, work: dict[str, int]) -> None:
    person = office.join("calendar", ("suzhou", "editor"))
    path = subscribed(office, "calendar", region="suzhou")
    word = path.rpartition("/")[2].removesuffix(".ics")
    ways: list[tuple[dict[str, str], dict[str, str]]] = [({"Authorization": f"Bearer {word}"}, {}), ({}, {SESSION: word})]
    for headers, cookies in ways:
        with client(office.address) as http:
            http.headers.update(headers)
            http.cookies.update(cookies)
            for where in ("/zh/desk/account", f"/zh/desk/items/{work['items']}", "/zh/desk/regions/suzhou/items.csv"):
                assert http.get(where).status_code in (303, 401)
            assert http.get("/api/v1/desk/items").status_code == 401
    with client(office.address) as http:
        for other in (person.session, SECRETS[0], office.programme.people.token(person, "t"), word[:-1], "", "%00", "../published"):
            assert http.get(f"/zh/desk/calendar/{other}.ics").status_code == 404
        assert http.post(path).status_code == 405
        assert http.get(path).status_code == 200
        kept = office.programme.people.tokens(person)
        assert {t.kind for t in kept} == {"feed", "token"}
        office.programme.people.end_token(person, next(t.id for t in kept if t.kind == "feed"))
        assert http.get(path).status_code == 404
        second = subscribed(office, "calendar")
        with office.programme.work.database.writing() as c:
            old = stamp(dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
            c.execute(update(sessions).where(sessions.c.kind == "feed", sessions.c.person == person.person).values(expires_at=old))
        assert http.get(second).status_code == 404
        third = subscribed(office, "calendar")
        office.programme.people.grant(office.chief, person.person, Grant("suzhou", "reader"))
        assert http.get(third).status_code == 404
        fourth = subscribed(office, "calendar")
        office.programme.people.set_active(office.chief, person.person, False)
        assert http.get(fourth).status_code == 404


@pytest.mark.parametrize("days", ["0", "367", "9999", "-1", "１", "1e2", ""])
@pytest.mark.usefixtures("staff")
def test_a_calendar_without_an_end_is_refused(office: Office, days: str) -> None:
    with office.signed_in("at-reader") as browser:
        assert browser.post("/account/tokens", name="日历", may="calendar", days=days).status_code == 400
        assert browser.post("/account/tokens", name="令牌", may="read", days="91").status_code == 400


def test_a_token_makes_no_calendar(office: Office, staff: dict[str, Actor]) -> None:
    token = office.programme.people.token(staff["editor"], "all", writes=True)
    with client(office.address) as http:
        http.headers["Authorization"] = f"Bearer {token}"
        assert http.post("/zh/desk/account/tokens", data={"name": "x", "may": "calendar", "days": "300"}).status_code == 403


def logged(office: Office, kind: str, region: str = "suzhou") -> int:
    with office.programme.work.database.reading() as c:
        where = (audit.c.kind == kind) & (audit.c.region == region)
        return int(c.execute(select(func.count()).select_from(audit).where(where)).scalar_one())


def test_what_was_refused_stands_in_the_log_of_its_region(office: Office, staff: dict[str, Actor], work: dict[str, int]) -> None:
    before = logged(office, "refused")
    with office.signed_in("at-reader") as browser:
        assert browser.post(f"/items/{work['items']}/propose", version="1", notes="x").status_code == 403
        assert browser.get("/regions/suzhou/begin").status_code == 403
        assert browser.post(f"/changes/{work['changes']}/sign").status_code == 403
    token = office.programme.people.token(staff["signer"], "sign", writes=True)
    with client(office.address) as http:
        http.headers.update({"Authorization": f"Bearer {token}", "If-Match": '"1"'})
        assert http.post(f"/api/v1/desk/items/{work['items']}/changes", json={"after": {"notes": "x"}}).status_code == 403
        assert http.get("/api/v1/desk/audit").status_code == 403  # of no region: for the ministry
    assert logged(office, "refused") == before + 4
    with office.signed_in("at-auditor") as browser:
        found = [x for x in browser.get("/audit.json").json()["lines"] if x["kind"] == "refused"]
        assert {x["who"] for x in found} == {"At-Reader", "At-Signer"}
        assert f"POST /zh/desk/items/{work['items']}/propose" in {x["about"] for x in found}
        assert "越权被拒" in browser.get("/audit").text


def test_who_is_not_signed_in_writes_nothing_into_the_log_by_being_refused(office: Office, work: dict[str, int]) -> None:
    with client(office.address) as http, office.programme.work.database.reading() as c:
        before = c.execute(select(func.count()).select_from(audit)).scalar_one()
        for path in (f"/items/{work['items']}/propose", "/people", "/account/tokens"):
            assert http.post(f"/zh/desk{path}", data={"csrf": "x"}).status_code in (401, 403)
    with office.programme.work.database.reading() as c:
        assert c.execute(select(func.count()).select_from(audit)).scalar_one() == before


@pytest.mark.usefixtures("staff")
def test_wrong_guesses_of_a_stranger_do_not_shut_out_who_signed_in_here_before(office: Office) -> None:
    """All of them come from one address here, so that the address itself is closed."""
    office.join("shut-out", ("suzhou", "reader"))
    with client(office.address) as own, client(office.address) as stranger:
        assert sign_in(own, "shut-out", PASSWORD).status_code == 303
        device = own.cookies[DEVICE]
        own.cookies.delete(SESSION)
        said = [sign_in(stranger, "shut-out", f"guess {n}").status_code for n in range(MOST_TRIES["name"] + 2)]
        assert said == [401] * MOST_TRIES["name"] + [429] * 2
        assert sign_in(stranger, "shut-out", PASSWORD).status_code == 429
        assert sign_in(own, "shut-out", PASSWORD).status_code == 303
        assert own.cookies[DEVICE] != device
        cookie = next(c for c in own.cookies.jar if c.name == DEVICE)
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert cookie.get_nonstandard_attr("SameSite") == "lax"
    with office.programme.work.database.writing() as c:
        assert device not in {r.digest for r in c.execute(select(sessions.c.digest))}


@pytest.mark.usefixtures("staff")
def test_an_address_that_the_visitor_names_counts_for_nothing(office: Office) -> None:
    office.join("spoofed", ("suzhou", "reader"))
    with client(office.address) as http:
        word = csrf_of(http.get("/zh/desk/sign-in").text)
        form = {"csrf": word, "login": "spoofed", "password": "wrong"}
        said = []
        for n in range(MOST_TRIES["name"] + 2):
            named = {
                "X-Real-IP": f"192.0.2.{n}",
                "Forwarded": f"for=192.0.2.{n}",
                "Client-IP": f"192.0.2.{n}",
                "True-Client-IP": f"192.0.2.{n}",
            }
            said.append(http.post("/zh/desk/sign-in", data=form, headers=named).status_code)
        assert said[-1] == 429


@pytest.mark.parametrize(
    "path",
    [
        "/zh/desk//items/{id}",
        "/zh/desk/items/{id}/",
        "/zh/desk/./items/{id}",
        "/zh/desk/items/%7Bid%7D",
        "/zh/DESK/items/{id}",
        "/zh/desk/items/0{id}",
        "/zh/desk/items/{id}%00",
        "/zh/desk/items/{id};x",
        "/zh/desk/items/+{id}",
        "/zh/desk/items/{id}.json.json",
        "/zh/desk/published/../items/{id}",
    ],
)
def test_no_other_spelling_of_an_address_opens_it(office: Office, work: dict[str, int], path: str) -> None:
    where = path.replace("{id}", str(work["items"]))
    with office.signed_in("at-far") as far, client(office.address) as nobody:
        for http in (far.http, nobody):
            said = http.get(where, follow_redirects=True)
            assert said.status_code < 500
            for secret in SECRETS:
                assert secret not in said.text


@pytest.mark.usefixtures("work")
def test_no_other_method_does_what_a_form_does(office: Office, work: dict[str, int]) -> None:
    with office.signed_in("at-signer") as browser:
        for path in (f"/changes/{work['changes']}/sign", f"/changes/{work['changes']}/refuse", "/sign-out", "/account/tokens"):
            for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "sign"):
                for more in ({}, {"X-HTTP-Method-Override": "POST"}):
                    said = browser.http.request(method, f"/zh/desk{path}?csrf={browser.word}&_method=POST", headers=more)
                    assert said.status_code in (404, 405, 501), (method, path, said.status_code)
    assert office.programme.work.change(office.programme.people.acting("at-reader"), work["changes"]).status == "open"


@pytest.mark.parametrize(
    "media", ["application/json", "text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_a_body_that_is_no_form_does_nothing_and_breaks_nothing(office: Office, work: dict[str, int], media: str) -> None:
    with office.signed_in("at-editor") as browser:
        for body in (
            b"",
            b"{}",
            b'{"csrf": "x"}',
            b"\xff" * 2000,
            b"a=1&" * 5000,
            b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
        ):
            said = browser.http.post(f"/zh/desk/items/{work['items']}/comment", content=body, headers={"Content-Type": media})
            assert 400 <= said.status_code < 500, (media, body[:20], said.status_code)


def test_ids_that_are_no_numbers_are_missing_everywhere(office: Office, work: dict[str, int]) -> None:
    posts = [r.removeprefix("POST /desk") for r in ALL if r.startswith("POST") and "{id}" in r and "/tokens/" not in r]
    assert len(posts) > 15
    with office.signed_in("at-editor") as browser:
        for odd in ("-1", "0x1", "１", "٣", "1e3", "9" * 30, "1%20OR%201=1", "%F0%9F%98%80", "None", f"{work['items']}%0a"):
            for path in posts:
                said = browser.http.post(f"/zh/desk{path.replace('{id}', odd)}", data={"csrf": browser.word}, files=None)
                assert said.status_code in (400, 403, 404), (path, odd, said.status_code)


@pytest.mark.parametrize(
    "login", ["at-editor' OR '1'='1", "at-editor\x00", "AT-EDITOR", "at-editor%", "at_editor", "ａt-editor", "at-editor" + " " * 500]
)
@pytest.mark.usefixtures("staff")
def test_no_other_name_signs_somebody_in(office: Office, login: str) -> None:
    with client(office.address) as http:
        said = sign_in(http, login, PASSWORD)
        assert said.status_code in (400, 401) or (login.strip() == "at-editor" and said.status_code == 303)


def test_what_one_browser_reads_no_later_one_finds_in_a_cache_and_no_frame_holds_it(office: Office, work: dict[str, int]) -> None:
    with office.signed_in("at-editor") as browser:
        for path in (
            "",
            f"/items/{work['items']}",
            "/account",
            "/regions/suzhou",
            f"/items/{work['items']}.json",
            "/regions/suzhou/items.csv",
        ):
            said = browser.get(path)
            assert said.headers["cache-control"].startswith("no-store"), path
            assert "etag" not in said.headers
            assert "frame-ancestors 'none'" in said.headers["content-security-policy"] or said.headers.get("x-frame-options") == "DENY"
            assert said.headers["referrer-policy"] in ("no-referrer", "same-origin")


def test_a_file_of_another_item_is_not_had_by_ones_own(office: Office, work: dict[str, int]) -> None:
    with office.signed_in("at-far") as far:
        assert far.get(f"/attachments/{work['attachments']}").status_code == 404
        for path in (f"/assessments/{work['items']}", f"/applications/{work['items']}", f"/items/{work['applications']}"):
            assert far.get(path).status_code == 404
    with office.signed_in("at-editor") as own:
        for path in (f"/applications/{work['items']}", f"/items/{work['applications']}", f"/assessments/{work['applications']}"):
            assert own.get(path).status_code == 404, path


def test_a_closed_account_is_out_at_once_with_all_it_holds(office: Office, work: dict[str, int]) -> None:
    me = office.join("leaves", ("suzhou", "editor"), ("suzhou", "signer"))
    token = office.programme.people.token(me, "t", writes=True)
    with office.signed_in("leaves") as browser, client(office.address) as http:
        office.programme.people.set_active(office.chief, me.person, False)
        assert browser.post(f"/items/{work['items']}/comment", text="x").status_code == 401
        assert browser.get(f"/items/{work['items']}").status_code == 303
        assert http.get("/api/v1/desk", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert sign_in(http, "leaves", PASSWORD).status_code == 401
    with office.programme.work.database.reading() as c:
        assert c.execute(select(people.c.active).where(people.c.id == me.person)).scalar() is False
