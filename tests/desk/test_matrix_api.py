"""The same matrix for programs: every route of `/api/v1/desk` × every role × own region, another region, nobody; and how programs write."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest

from shidian.api import openapi
from shidian.store.access import ROLES, Actor, Role
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.desk.running import Office
from tests.desk.test_matrix import at_its_time, table
from tests.serving.running import client
from tests.tracking.offices import proof, shown

API = "/api/v1/desk"
TABLE = table(API)
FRESH = itertools.count()
FIRST = {"procedure": "示例-procedure", "firm": "F-1", "coded": True}


def test_the_table_names_every_route_of_the_api_and_no_other() -> None:
    paths = openapi(Keeper(real_book()))["paths"]
    assert set(TABLE) == {f"{m.upper()} {p}" for p, o in paths.items() if p.startswith(API) for m in o}


@pytest.fixture(scope="module")
def staff(office: Office) -> dict[str, Actor]:
    office.programme.procedures = {"示例-procedure": "示例许可"}
    found: dict[str, Actor] = {role: office.join(f"api-{role}", ("suzhou", role)) for role in ROLES}
    every: list[tuple[str, Role]] = [("hefei", role) for role in ROLES]
    found["elsewhere"] = office.join("api-hefei", *every)
    found["maker"] = office.join("api-maker", ("suzhou", "editor"))
    found["second"] = office.join("api-second", ("suzhou", "signer"))
    return found


@pytest.fixture(scope="module")
def words(office: Office, staff: dict[str, Actor]) -> dict[str, str]:
    """A token of each."""
    return {who: office.programme.people.token(actor, who, writes=True) for who, actor in staff.items()}


def asked(office: Office, staff: dict[str, Actor], who: str, path: str) -> tuple[str, dict[str, Any] | None, dict[str, str]]:
    """An address that there is something at, a body and headers that would do it."""
    n, maker, desk = next(FRESH), staff["maker"], office.programme
    where = path.replace("{region}", "suzhou")
    body: dict[str, Any] | None = None
    headers: dict[str, str] = {}
    if path.endswith("/items") and "{region}" in path:
        body = {"title": f"示例措施{n}", "area": next(iter(desk.areas))}
    elif path.endswith("/applications") and "{region}" in path:
        body = {"state": FIRST}
    elif path.endswith("/lawbook"):
        shown(desk, maker, staff["second"], desk.begin(maker, "suzhou", title=f"示例措施{n}", area=next(iter(desk.areas))))
    elif path.endswith("/eyes"):
        body = {"eyes": 2, "why": "示例"}
    if "{id}" in path:
        item = desk.begin(maker, "suzhou", title=f"示例事项{n}", area=next(iter(desk.areas)))
        if "/items/" in path:
            where = where.replace("{id}", str(item))
            if path.endswith("/changes"):
                body, headers = {"after": {"notes": "示例"}}, {"If-Match": f'"{item}-1"'}
            if path.endswith("/assessments"):
                body = {"state": {}}
        else:
            proposer = staff["editor"] if path.endswith("/withdraw") and who == "editor" else maker
            change = desk.propose(proposer, item, {"stage": "operating", "evidence": [proof()]}, version=1, why="示例")
            if path.endswith("/undo"):
                desk.sign(staff["second"], change.id)
            where = where.replace("{id}", str(change.id))
            body = {"why": "示例"} if path.endswith(("/refuse", "/undo")) else None
    return where, body, headers


def came(answer: httpx.Response) -> str:
    """What an answer comes to."""
    known = {401: "sign in", 403: "no", 404: "hidden", 200: "yes", 201: "yes"}
    return known.get(answer.status_code, f"{answer.status_code} {answer.text[:300]}")


@pytest.mark.parametrize(("route", "who"), at_its_time(TABLE))
def test_programs_may_what_the_table_says(office: Office, staff: dict[str, Actor], words: dict[str, str], route: str, who: str) -> None:
    method, _, path = route.partition(" ")
    where, body, headers = asked(office, staff, who, path)
    if who != "nobody":
        headers["Authorization"] = f"Bearer {words[who]}"
    with client(office.address) as http:
        for lang in ("", "?lang=zh") if method == "GET" else ("",):
            found = http.request(method, where + lang, json=body if method == "POST" else None, headers=headers)
            assert came(found) == TABLE[route][who], (where, found.text[:300])
        if method == "POST" and who == "nobody":
            found = http.request(method, where, json=body, headers={**headers, "Cookie": f"shidian_desk={words['editor']}"})
            assert came(found) == "sign in"


def test_what_is_elsewhere_is_in_no_list(office: Office, staff: dict[str, Actor], words: dict[str, str]) -> None:
    office.programme.begin(staff["maker"], "suzhou", title="只在苏州", area=next(iter(office.programme.areas)))
    with client(office.address) as http:
        for path in ("regions", "items", "applications", "assessments", "changes", "audit", "published"):
            found = http.get(f"{API}/{path}", headers={"Authorization": f"Bearer {words['elsewhere']}"}).text
            assert path == "published" or "suzhou" not in found
            assert "只在苏州" not in found


def test_a_change_says_what_it_was_made_from_and_a_later_one_is_refused(
    office: Office, staff: dict[str, Actor], words: dict[str, str]
) -> None:
    desk = office.programme
    item = desk.begin(staff["maker"], "suzhou", title="示例并发", area=next(iter(desk.areas)))
    with client(office.address) as http:
        http.headers["Authorization"] = f"Bearer {words['editor']}"
        where = f"{API}/items/{item}"
        read = http.get(where)
        assert read.json()["version"] == 1
        assert http.get(where, headers={"If-None-Match": read.headers["etag"]}).status_code == 304
        assert http.post(f"{where}/changes", json={"after": {"notes": "甲"}}).status_code == 428
        for wrong in ('"x"', "*", f'"{item}-7"'):
            assert http.post(f"{where}/changes", json={"after": {"notes": "甲"}}, headers={"If-Match": wrong}).status_code == 412
        made = http.post(f"{where}/changes", json={"after": {"notes": "甲"}}, headers={"If-Match": read.headers["etag"]})
        assert made.status_code == 201
        desk.sign(staff["second"], made.json()["id"])
        late = http.post(f"{where}/changes", json={"after": {"notes": "乙"}}, headers={"If-Match": read.headers["etag"]})
        assert (late.status_code, late.json()["error"]["code"]) == (412, "precondition-failed")
        assert http.get(where, headers={"If-None-Match": read.headers["etag"]}).json()["state"]["notes"] == "甲"


def test_what_is_sent_again_with_its_key_is_done_once(office: Office, words: dict[str, str]) -> None:
    with client(office.address) as http:
        http.headers["Authorization"] = f"Bearer {words['editor']}"
        key, body = {"Idempotency-Key": "import-17"}, {"title": "示例重发", "area": next(iter(office.programme.areas))}
        one, two = (http.post(f"{API}/regions/suzhou/items", json=body, headers=key) for _ in range(2))
        assert one.json()["id"] == two.json()["id"]
        assert one.headers["location"] == f"{API}/items/{one.json()['id']}"
        assert http.post(f"{API}/regions/suzhou/items", json=body | {"title": "另一件"}, headers=key).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"after": {"notes": "x"}, "person": 1},
        {"after": {"notes": "x"}, "status": "applied"},
        {"after": {"id": 7}},
        {"after": {"region": "hefei"}},
        {"after": {"version": 9}},
        {"after": {"evidence": [{"document": "x", "grade": "A", "verified": True}]}},
        {"after": {}},
        {"after": []},
    ],
    ids=str,
)
def test_a_key_that_a_body_does_not_have_is_refused(
    office: Office, staff: dict[str, Actor], words: dict[str, str], body: dict[str, Any]
) -> None:
    desk = office.programme
    item = desk.begin(staff["maker"], "suzhou", title="示例字段", area=next(iter(desk.areas)))
    with client(office.address) as http:
        headers = {"Authorization": f"Bearer {words['editor']}", "If-Match": f'"{item}-1"'}
        assert http.post(f"{API}/items/{item}/changes", json=body, headers=headers).status_code == 400
    assert desk.work.changes(staff["maker"], item=item) == []


def test_a_token_for_less_does_less(office: Office, staff: dict[str, Actor]) -> None:
    people, area = office.programme.people, next(iter(office.programme.areas))
    two = office.join("api-two", ("suzhou", "editor"), ("hefei", "editor"))
    reads = people.token(two, "reads", acts=["read"])
    hefei = people.token(two, "hefei", writes=True, acts=["read", "propose"], regions=["hefei"])
    item = office.programme.begin(staff["maker"], "suzhou", title="示例范围", area=area)
    with client(office.address) as http:
        body = {"title": "示例范围", "area": area}
        for word, region, status in ((reads, "suzhou", 403), (hefei, "suzhou", 404), (hefei, "hefei", 201), ("guessed", "hefei", 401)):
            found = http.post(f"{API}/regions/{region}/items", json=body, headers={"Authorization": f"Bearer {word}"})
            assert found.status_code == status, found.text
        for word, status in ((reads, 200), (hefei, 404)):
            assert http.get(f"{API}/items/{item}", headers={"Authorization": f"Bearer {word}"}).status_code == status
        people.sign_out_everywhere(two)
        assert http.get(f"{API}/items", headers={"Authorization": f"Bearer {reads}"}).status_code == 401


def test_the_journal_of_a_region_is_verified_against_a_head_kept_elsewhere(office: Office, words: dict[str, str]) -> None:
    with client(office.address) as http:
        http.headers["Authorization"] = f"Bearer {words['auditor']}"
        found = http.get(f"{API}/regions/suzhou/verify").json()
        assert found["faults"] == []
        assert http.get(f"{API}/regions/suzhou/verify", params={"anchor": found["head"]}).json()["faults"] == []
        assert http.get(f"{API}/regions/suzhou/verify", params={"anchor": f"suzhou:99999:{'0' * 64}"}).json()["faults"] != []
        assert http.get(f"{API}/regions/suzhou/verify", params={"anchor": "suzhou"}).status_code == 400
