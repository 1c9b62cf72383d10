"""Attacks by somebody who has read the source: from another region, with a token, with a session that was stolen, by what was forgotten to be kept."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from shidian.errors import DeskError, DeskForbidden, SignedOut
from shidian.store.access import EVERYWHERE, Actor, Grant
from shidian.store.desk.notes import NotesShelf
from shidian.store.signing.mailboxes import MailboxShelf
from shidian.store.tables import audit
from tests.desk.running import Office, csrf_of, sign_in
from tests.desk.test_matrix import ALL
from tests.serving.running import client
from tests.tracking.offices import PASSWORD, proof

SECRETS = ("王隐名", "内部意见", "未公开的下一步", "仅供本市")
NEW = "other unlikely words together"


@pytest.fixture(scope="module")
def staff(office: Office) -> dict[str, Actor]:
    """Suzhou with work of every kind, some of it published; somebody who holds every role in Hefei and none in Suzhou."""
    office.programme.procedures = {"p": "示例许可"}
    found = {role: office.join(f"at-{role}", ("suzhou", role)) for role in ("reader", "editor", "signer", "administrator", "auditor")}
    found["far"] = office.join("at-far", *[("hefei", r) for r in ("reader", "editor", "signer", "administrator", "auditor")])
    return found


@pytest.fixture(scope="module")
def work(office: Office, staff: dict[str, Actor]) -> dict[str, int]:
    """One of each, whose words no one in another region may ever see."""
    desk, editor = office.programme, staff["editor"]
    task = next(iter(desk.tasks))
    item = desk.begin(editor, "suzhou", task=task, state={"lead_person": SECRETS[0], "notes": SECRETS[1], "due": "2026-01-31"})
    desk.sign(staff["signer"], desk.propose(editor, item, {"stage": "operating", "evidence": [proof()], "published": True}, version=1).id)
    open_ = desk.propose(editor, item, {"next_step": SECRETS[2]}, version=2)
    notes = NotesShelf(desk.work)
    notes.comment(editor, item, f"@at-far {SECRETS[3]}")
    file = notes.attach(editor, item, f"{SECRETS[3]}.txt", "txt", SECRETS[3].encode(), 9)
    application = desk.begin_application(editor, "suzhou", {"procedure": "p", "firm": SECRETS[0], "contact": SECRETS[3]}, item=item)
    return {
        "items": item,
        "changes": open_.id,
        "attachments": file,
        "applications": application,
        "assessments": desk.begin_assessment(editor, item),
    }


def filled(path: str, work: dict[str, int]) -> str | None:
    """The address of a route, with what stands in Suzhou in the place of its numbers; None where it needs what only its owner knows."""
    where = path.replace("{region}", "suzhou")
    kind = next((k for k in work if f"/{k}/" in where), None)
    where = where.replace("{id}", str(work[kind])) if kind else where
    return None if "{" in where else where


READS = sorted(r.removeprefix("GET /desk") for r in ALL if r.startswith("GET") and "return" not in r and "provider" not in r)


def test_no_route_tells_another_region_what_is_not_published(office: Office, staff: dict[str, Actor], work: dict[str, int]) -> None:
    office.programme.begin(staff["far"], "hefei", task=next(iter(office.programme.tasks)))
    asked = 0
    with office.signed_in("at-far") as far:
        for path in READS:
            where = filled(path, work)
            if where is None:
                continue
            for at in (where, where.replace("suzhou", "hefei") + "?sister=suzhou&region=suzhou&area=telecom&month=2026-11"):
                said = far.get(at)
                asked += 1
                assert said.status_code < 500, at
                for secret in (*SECRETS, "2026-01-31", "At-Editor"):
                    assert secret not in said.text, (at, secret)
    assert asked > 60


def test_programs_of_another_region_learn_nothing_either(office: Office, staff: dict[str, Actor], work: dict[str, int]) -> None:
    token = office.programme.people.token(staff["far"], "far", writes=True)
    with client(office.address) as http:
        paths = http.get("/api/v1/openapi.json").json()["paths"]
        for path in (p for p, o in paths.items() if p.startswith("/api/v1/desk") and "get" in o):
            where = filled(path, work)
            assert where is not None
            for more in ("", f"?region=suzhou&item={work['items']}&task=t1"):
                said = http.get(where + more, headers={"Authorization": f"Bearer {token}"})
                assert said.status_code in (200, 400, 404), (where, said.text[:200])
                for secret in (*SECRETS, "At-Editor"):
                    assert secret not in said.text, (where, secret)


def lines(office: Office, region: str = "suzhou") -> int:
    """How many lines the log of a region has."""
    with office.programme.work.database.reading() as c:
        return int(c.execute(select(func.count()).select_from(audit).where(audit.c.region == region)).scalar_one())


SHOWS_NO_WORK = {"/sign-in", "/sign-in/code", "/published", "/published.json", "/published.atom", "/account", "/account.json"}


@pytest.mark.parametrize(
    "path", [p for p in READS if p not in SHOWS_NO_WORK and "{word}" not in p and "{list}" not in p and "import" not in p]
)
def test_whoever_looks_at_work_of_a_region_stands_in_its_log(office: Office, work: dict[str, int], path: str) -> None:
    who = "at-administrator" if re.match("/(people|audit)", path) else "at-editor"
    where = filled(path, work)
    assert where is not None
    with office.signed_in(who) as browser:
        before = lines(office)
        assert browser.get(where).status_code == 200
        assert lines(office) > before


def test_a_program_that_reads_work_stands_in_the_log(office: Office, staff: dict[str, Actor], work: dict[str, int]) -> None:
    token = office.programme.people.token(staff["auditor"], "logs")
    with client(office.address) as http:
        http.headers["Authorization"] = f"Bearer {token}"
        paths = http.get("/api/v1/openapi.json").json()["paths"]
        for path in (
            p for p, o in paths.items() if p.startswith("/api/v1/desk/") and "get" in o and not p.endswith(("/published", "/regions"))
        ):
            where, before = filled(path, work), lines(office)
            assert http.get(str(where)).status_code == 200
            assert lines(office) > before, path


def test_a_token_does_nothing_that_outlives_it(office: Office, staff: dict[str, Actor]) -> None:
    people = office.programme.people
    chief = people.session(people.token(office.chief, "all", writes=True), kind="token")
    assert chief is not None
    person = staff["reader"].person
    for act, args in (
        (people.sign_out_everywhere, ()),
        (MailboxShelf(people).set, ("evil@example.org", "en")),
        (people.add, ("mine", "Mine", [Grant(EVERYWHERE, "administrator")])),
        (people.grant, (person, Grant("suzhou", "signer"))),
        (people.renew, (person,)),
        (people.bind, (person, "https://id.example me")),
        (people.set_active, (person, False)),
        (people.change_password, (PASSWORD, NEW)),
    ):
        with pytest.raises(DeskForbidden):
            act(chief, *args)
    reads = people.token(staff["editor"], "reads")
    with client(office.address) as http:
        for path, form in (("sign-out-everywhere", {}), ("account/mail", {"address": "evil@example.org"})):
            assert http.post(f"/zh/desk/{path}", data=form, headers={"Authorization": f"Bearer {reads}"}).status_code == 403
    assert people.session(reads, kind="token") is not None


def test_the_last_administrator_of_all_regions_cannot_be_shut_out(office: Office) -> None:
    people, chief = office.programme.people, office.chief
    role = Grant(EVERYWHERE, "administrator")
    with pytest.raises(DeskError, match="last administrator"):
        people.grant(chief, chief.person, role, take=True)
    with pytest.raises(DeskError, match="last administrator"):
        people.set_active(chief, chief.person, False)
    other, _ = people.add(chief, "second-chief", "Second", [role])
    people.grant(chief, chief.person, Grant(EVERYWHERE, "reader"))
    people.set_active(chief, other, False)
    with pytest.raises(DeskError, match="last administrator"):
        people.grant(chief, chief.person, role, take=True)
    people.set_active(chief, other, True)
    people.grant(chief, other, role, take=True)
    assert role in people.acting("administrator").grants


def test_a_changed_password_ends_every_other_session_and_token_and_needs_the_one_before(office: Office) -> None:
    me = office.join("changes-it", ("suzhou", "reader"))
    people = office.programme.people
    token = people.token(me, "t")
    with office.signed_in("changes-it") as one, office.signed_in("changes-it") as thief:
        for old, new, again, status in (
            ("wrong password here", NEW, NEW, 401),
            (PASSWORD, NEW, "another", 400),
            (PASSWORD, "short", "short", 400),
            (PASSWORD, "changes-it-2026", "changes-it-2026", 400),
        ):
            assert one.post("/account/password", old=old, password=new, again=again).status_code == status
        assert one.post("/account/password", old=PASSWORD, password=NEW, again=NEW).status_code == 303
        assert one.get("/account").status_code == 200
        assert thief.get("/account").status_code == 303
    assert people.session(token, kind="token") is None
    with pytest.raises(SignedOut):
        people.sign_in("changes-it", PASSWORD, "here")
    assert people.sign_in("changes-it", NEW, "here")
    with office.signed_in(None) as http:
        assert sign_in(http.http, "changes-it", NEW).status_code == 303
        http.word = csrf_of(http.get("").text)
        said = [http.post("/account/password", old="guess number", password=PASSWORD, again=PASSWORD).status_code for _ in range(9)]
    assert said == [401] * 8 + [429]


@pytest.mark.parametrize("login", ["At-Editor", "AT-EDITOR", "at-ｅditor", "at-edi\u200dtor"])
@pytest.mark.usefixtures("staff")
def test_no_account_takes_the_name_of_another_in_other_letters(office: Office, login: str) -> None:
    with pytest.raises(DeskError):
        office.programme.people.add(office.chief, login, "X", [Grant("hefei", "reader")])


def test_two_people_of_one_name_are_two(office: Office) -> None:
    desk = office.programme
    people = [office.join(f"wang-wei-{n}", ("fuzhou", "signer")) for n in (1, 2)]
    for n in (1, 2):
        assert people[n - 1].name == f"Wang-Wei-{n}"
    named = [desk.people.add(office.chief, f"zhang-{n}", "张伟", [Grant("fuzhou", "signer")]) for n in (1, 2)]
    for _, link in named:
        desk.people.set_password(link, PASSWORD)
    editor, head = office.join("fz-editor", ("fuzhou", "editor")), office.join("fz-head", ("fuzhou", "administrator"))
    desk.set_eyes(head, "fuzhou", 3, "示例")
    item = desk.begin(editor, "fuzhou", title="示例同名", area=next(iter(desk.areas)))
    change = desk.propose(editor, item, {"notes": "示例"}, version=1)
    for n in (1, 2):
        with office.signed_in(f"zhang-{n}") as browser:
            assert f"/changes/{change.id}/sign" in browser.get("").text
            assert browser.post(f"/changes/{change.id}/sign").status_code == 303
    assert desk.work.change(editor, change.id).status == "applied"


def test_a_link_used_by_two_at_once_opens_one_session(office: Office) -> None:
    people = office.programme.people
    _, link = people.add(office.chief, "raced", "Raced", [Grant("suzhou", "reader")])

    def used(n: int) -> str | None:
        try:
            return people.set_password(link, f"{NEW} {n}")
        except DeskError:
            return None

    with ThreadPoolExecutor(6) as pool:
        words = [w for w in pool.map(used, range(6)) if w]
    assert len(words) == 1


def test_a_stolen_form_word_of_one_session_is_none_of_another(office: Office, work: dict[str, int]) -> None:
    """Every form of the router is refused without its word, with one of another session, and from another site."""
    posts = sorted(r.removeprefix("POST /desk") for r in ALL if r.startswith("POST"))
    assert len(posts) > 30
    with office.signed_in("at-editor") as one, office.signed_in("at-administrator") as other:
        for path in posts:
            where = filled(path, work) or re.sub(r"\{\w+\}", "1", path)
            for word in ("", other.word):
                assert one.http.post(f"/zh/desk{where}", data={"csrf": word}).status_code == 403, (path, word)
            for headers in ({"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
                assert one.http.post(f"/zh/desk{where}", data={"csrf": one.word}, headers=headers).status_code == 403, (path, headers)


def test_a_host_that_is_not_ours_gets_no_link_and_no_form(office: Office) -> None:
    with client(office.address) as http:
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost@evil.example", ""):
            assert http.get("/zh/desk/sign-in", headers={"Host": host}).status_code == 400
        said = http.get("/zh/desk/sign-in", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
        assert "evil.example" not in said.text


def test_the_log_is_told_in_chinese(office: Office, work: dict[str, int]) -> None:
    with office.signed_in("at-administrator") as browser:
        browser.get(f"/items/{work['items']}")
        lines = browser.get("/audit.json").json()["lines"]
        text = browser.get("/audit").text
    kinds = {line["kind"] for line in lines}
    assert {"read", "export", "granted"} <= kinds
    for line in lines:
        assert line["region_name"]["zh"] == "苏州市"
        assert line["kind"] == "export" or re.search("[\u4e00-\u9fff]", line["said"]["zh"]), line
    assert f"/zh/desk/items/{work['items']}" in text
    assert "UTC" not in text
