"""Every route × every role × own region, another region, nobody: allowed is exactly what the table in docs/reference/desk.md says."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import httpx
import pyotp
import pytest
from sqlalchemy import delete

from shidian.serving.application import PLAIN, build
from shidian.store.access import ROLES, Actor, Role
from shidian.store.desk.notes import NotesShelf
from shidian.store.tables import recovery, seconds
from shidian.visitors.keeper import Keeper
from shidian.web.desk.who import HALF
from tests.cases.real import real_book
from tests.desk.running import Client, Office
from tests.nightly import share_of
from tests.tracking.offices import PASSWORD, proof, shown

PAGE = Path(__file__).parents[2] / "docs/reference/desk.md"
WHO = ("nobody", *ROLES, "elsewhere")
ANSWERS = {"yes", "sign in", "no", "hidden"}
FRESH = itertools.count()
BY_PROVIDER = {"GET /desk/sign-in/provider", "GET /desk/sign-in/return"}
"""For everybody, where there is a provider: tests/desk/test_provider.py."""
OF_SESSIONS = ("/desk/sign-", "/desk/welcome/", "/desk/account")
"""What begins or ends sessions, or changes how one signs in."""


def table(below: str = "/desk") -> dict[str, dict[str, str]]:
    """The table of the page: by method and path below one address, what each may."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if len(cells) == len(WHO) + 1 and re.match(rf"`(GET|POST) {below}", cells[0]):
            found[cells[0].strip("`")] = dict(zip(WHO, cells[1:], strict=True))
    return found


TABLE = table()


def at_its_time(table: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Every route and role at night. On a push every refusal, and a third of what is allowed, another one each day: journeys walk through that."""
    cells = [(route, who) for route in sorted(table) for who in WHO]
    return share_of(cells, 3, [c for c in cells if table[c[0]][c[1]] != "yes"])


def routed() -> set[str]:
    """Every route of the desk that the server itself answers to, in Chinese."""
    found = set()
    listed = build(Keeper(real_book()), settings=PLAIN).router.routes
    for route in (r for some in listed for r in getattr(some, "routes", (some,))):
        path = str(getattr(route, "path", ""))
        if re.match(r"/(zh/)?desk(/|\.|$)", path):
            found |= {f"{m} {path.removeprefix('/zh')}" for m in (getattr(route, "methods", None) or ("ANY",)) if m != "HEAD"}
    return found


ALL = routed()
TWINS = {r for r in ALL if r.endswith(".json") and r.removesuffix(".json") in TABLE}


def test_the_table_names_every_route_of_the_server_and_no_other() -> None:
    assert set(TABLE) == ALL - TWINS - BY_PROVIDER
    assert {word for row in TABLE.values() for word in row.values()} <= ANSWERS


@pytest.fixture(scope="module")
def staff(office: Office) -> dict[str, Actor]:
    """Somebody of each role in Suzhou, somebody with every role in Hefei, and two who prepare what a test needs."""
    office.programme.procedures = {"p": "示例许可"}
    found: dict[str, Actor] = {role: office.join(f"su-{role}", ("suzhou", role)) for role in ROLES}
    every: list[tuple[str, Role]] = [("hefei", role) for role in ROLES]
    found["elsewhere"] = office.join("hefei-all", *every)
    found["maker"] = office.join("maker", ("suzhou", "editor"))
    found["second"] = office.join("second", ("suzhou", "signer"))
    return found


def prepared(office: Office, staff: dict[str, Actor], who: str, path: str) -> tuple[str, dict[str, str]]:
    """An address that there is something at, and a form that would do it."""
    n, maker, desk = next(FRESH), staff["maker"], office.programme
    said: dict[str, str] = {}
    if path.startswith("/desk/account"):
        path, said = account(office, staff, who, path)
    elif "{region}" in path:
        path = path.replace("{region}", "suzhou")
        if path.endswith("/applications"):
            said = {"procedure": "p", "firm": f"F-{n}", "coded": "yes", "stage": "received", "day": "2026-11-02"}
        if path.endswith("/begin"):
            said = {"title": f"示例措施{n}", "area": next(iter(desk.areas))}
        if "/lawbook" in path:
            shown(desk, maker, staff["second"], desk.begin(maker, "suzhou", title=f"示例措施{n}", area=next(iter(desk.areas))))
        if path.endswith("/eyes"):
            said = {"eyes": "2", "why": "示例"}
    elif "/attachments/" in path:
        item = desk.begin(maker, "suzhou", title=f"示例事项{n}", area=next(iter(desk.areas)))
        path = path.replace("{id}", str(NotesShelf(desk.work).attach(maker, item, "a.txt", "txt", f"示例{n}".encode(), 9)))
    elif "/people" in path:
        if "{id}" in path:
            person = office.join(f"target{n}", ("suzhou", "reader"))
            path = path.replace("{id}", str(person.person))
            what = path.rpartition("/")[2]
            if what in ("grant", "take"):
                said = {"region": "suzhou", "role": "editor" if what == "grant" else "reader"}
            elif what == "bind":
                said = {"subject": f"https://id.example 00u{n}"}
        else:
            said = {"login": f"new{n}", "name": "新人", "region": "suzhou", "role": "reader"}
    elif "/calendar/" in path:
        path = path.replace("{word}", desk.people.feed(maker, f"示例{n}", 1) + ".ics")
    elif "{word}" in path:
        link = desk.people.renew(office.chief, office.join(f"fresh{n}", ("suzhou", "reader")).person)
        path, said = path.replace("{word}", link), {"password": "four other unlikely words", "again": "four other unlikely words"}
    elif "{id}" in path:
        item = desk.begin(maker, "suzhou", title=f"示例事项{n}", area=next(iter(desk.areas)))
        if "/applications/" in path:
            id = desk.begin_application(maker, "suzhou", {"procedure": "p", "firm": f"F-{n}"}, item=item)
            said = {"stage": "received", "day": "2026-11-02"} if path.endswith("/step") else {"next_step": "示例"}
            path, said = path.replace("{id}", str(id)), said | {"version": "1"}
        elif "/assessments/" in path:
            path = path.replace("{id}", str(desk.begin_assessment(maker, item)))
            said = {"version": "1", "since": "2026-01-01", "indicator-0-name": "示例", "indicator-0-after": "3"}
        elif path.endswith(("/assess", "/attach", "/comment")):
            said = {"text": "示例"} if path.endswith("/comment") else {}
            path = path.replace("{id}", str(item))
        elif "/items/" in path:
            path, said = path.replace("{id}", str(item)), {"version": "1", "notes": "示例"}
        else:
            proposer = staff["editor"] if path.endswith("/withdraw") and who == "editor" else maker
            change = desk.propose(proposer, item, {"stage": "operating", "evidence": [proof()]}, version=1, why="示例")
            if path.endswith("/undo"):
                desk.sign(staff["second"], change.id)
            path = path.replace("{id}", str(change.id))
            said = {"why": "示例"} if path.endswith(("/refuse", "/undo")) else {}
    elif path == "/desk/sign-in":
        said = {"login": "su-reader", "password": "four unlikely words together"}
    return path.removeprefix("/desk"), said


def half_signed_in(office: Office, login: str) -> tuple[str, str]:
    """Half a session of a new person, and the code that makes it whole."""
    person, people, now = office.join(login, ("suzhou", "reader")), office.programme.people, dt.datetime.now(dt.UTC)
    secret = people.begin_second(person)
    people.confirm_second(person, str(pyotp.TOTP(secret).at(now)))
    return people.sign_in(login, PASSWORD, "here"), str(pyotp.TOTP(secret).at(now + dt.timedelta(seconds=30)))


def account(office: Office, staff: dict[str, Actor], who: str, path: str) -> tuple[str, dict[str, str]]:
    """A form of one's own account, with a person in the state that it needs."""
    people, me = office.programme.people, staff.get(who)
    with office.programme.work.database.writing() as c:
        for table in (recovery, seconds):
            c.execute(delete(table))
    if path.endswith("/password"):
        return path, {"old": PASSWORD, "password": PASSWORD, "again": PASSWORD}
    if path.endswith("/tokens"):
        return path, {"name": "示例", "may": "read", "days": "1", "region": ""}
    if me is None:
        return path.replace("{id}", "0" * 16), {"code": "000000"} if "confirm" in path or "second/end" in path else {}
    if "{id}" in path:
        people.token(me, "示例", days=1)
        id = people.tokens(me)[-1].id
        return path.replace("{id}", id), {}
    if path.endswith("/second") or "/second/" not in path:
        return path, {}
    secret = people.begin_second(me)
    now = dt.datetime.now(dt.UTC)
    if path.endswith("/confirm"):
        return path, {"code": str(pyotp.TOTP(secret).at(now))}
    people.confirm_second(me, str(pyotp.TOTP(secret).at(now)))
    return path, {"code": str(pyotp.TOTP(secret).at(now + dt.timedelta(seconds=30)))}


def found(answer: httpx.Response) -> str | None:
    """What an answer comes to."""
    where = str(answer.headers.get("location", ""))
    if answer.status_code == 401 or (answer.status_code == 303 and "/sign-in?next=" in where):
        return "sign in"
    refused = {403: "no", 404: "hidden"}.get(int(answer.status_code))
    return refused or ("yes" if answer.status_code in (200, 303) else f"{answer.status_code} {answer.text[-900:]}")


@pytest.mark.parametrize(("route", "who"), at_its_time(TABLE))
def test_allowed_is_what_the_table_says(office: Office, staff: dict[str, Actor], route: str, who: str) -> None:
    method, _, path = route.partition(" ")
    # what is signed in stays so from test to test, but for what may end a session or asks for none
    browser = office.browser(None if who == "nobody" else staff[who].login, anew=path.startswith(OF_SESSIONS))
    where, said = prepared(office, staff, who, path)
    if "{list}" in where:
        where = where.replace("{list}", left_by(browser))
    if method == "GET":
        assert found(browser.get(where)) == TABLE[route][who]
        if f"GET {path}.json" in TWINS:
            assert found(browser.get(where + ".json")) == TABLE[route][who]
        return
    if path == "/desk/sign-in/code":
        half, said["code"] = half_signed_in(office, f"half{next(FRESH)}")
        browser.http.cookies.set(HALF, half)
    if path in ("/desk/sign-in", "/desk/sign-in/code", "/desk/welcome/{word}"):
        browser.word = form_word_of(browser, "/sign-in")
    name = {"import": "list", "attach": "file"}.get(path.rpartition("/")[2])
    if name is not None:
        sent = browser.http.post(f"/zh/desk{where}", data={"csrf": browser.word}, files={name: ("a.csv", "任务\n示例".encode())})
        assert found(sent) == TABLE[route][who]
        return
    assert found(browser.post(where, **said)) == TABLE[route][who]


def left_by(browser: Client) -> str:
    """A list that this person left in Suzhou; one that nobody left for who may not."""
    sent = browser.http.post(
        "/zh/desk/regions/suzhou/import", data={"csrf": browser.word}, files={"list": ("a.csv", "任务\n示例".encode())}
    )
    where = str(sent.headers.get("location", ""))
    return where.rpartition("/")[2] if "/import/" in where else "nothing"


def form_word_of(browser: Client, path: str) -> str:
    """The word of a form that needs no session."""
    page = browser.get(path).text
    return str(re.findall(r'name="csrf" value="([0-9a-f]+)"', page)[-1])
