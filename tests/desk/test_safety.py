"""What somebody would try who means harm, and what a mistake would do: each is refused, and nothing is written by looking."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shidian.store.tables import audit, metadata
from tests.desk.running import Office, csrf_of, sign_in
from tests.serving.running import client
from tests.tracking.offices import PASSWORD


@pytest.fixture(scope="module")
def item(office: Office) -> int:
    editor = office.join("an-editor", ("suzhou", "editor"))
    office.join("a-signer", ("suzhou", "signer"))
    return office.programme.begin(editor, "suzhou", task="t1")


def contents(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """All that is kept, but for the log of reads."""
    with office.programme.work.database.reading() as c:
        return {t.name: [tuple(r) for r in c.execute(select(t))] for t in metadata.sorted_tables if t is not audit}


def test_no_get_writes_anything_but_the_log_of_reads(office: Office, item: int) -> None:
    change = office.programme.propose(office.programme.people.acting("an-editor"), item, {"notes": "示例"}, version=1)
    with office.signed_in("a-signer") as signer:
        before = contents(office)
        for path in (
            "",
            "/ministry",
            "/regions/suzhou",
            f"/items/{item}",
            "/people",
            "/audit",
            "/published",
            "/sign-out",
            "/regions/suzhou/eyes",
        ):
            signer.get(path)
            signer.get(path + ".json")
        for what in ("sign", "refuse", "withdraw", "undo"):
            assert signer.get(f"/changes/{change.id}/{what}").status_code in (404, 405)
            assert signer.get(f"/changes/{change.id}/{what}?csrf={signer.word}").status_code in (404, 405)
        assert contents(office) == before
    office.programme.withdraw(office.programme.people.acting("an-editor"), change.id)


@pytest.mark.parametrize("word", ["", "0" * 40, "another"])
def test_a_form_without_the_word_of_the_session_is_refused(office: Office, item: int, word: str) -> None:
    with office.signed_in("an-editor") as one, office.signed_in("an-editor") as other:
        before = contents(office)
        one.word = other.word if word == "another" else word
        assert one.word != other.word or word == "another"
        assert one.post(f"/items/{item}/propose", version="1", notes="x").status_code == 403
        assert contents(office) == before


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_a_form_from_another_site_is_refused_even_with_the_word(office: Office, item: int, headers: dict[str, str]) -> None:
    with office.signed_in("an-editor") as one:
        data = {"csrf": one.word, "version": "1", "notes": "x"}
        assert one.http.post(f"/zh/desk/items/{item}/propose", data=data, headers=headers).status_code == 403


@pytest.mark.usefixtures("item")
def test_signing_in_needs_the_word_of_its_form(office: Office) -> None:
    with client(office.address) as http:
        data = {"login": "an-editor", "password": PASSWORD}
        assert http.post("/zh/desk/sign-in", data=data).status_code == 403
        http.get("/zh/desk/sign-in")
        assert http.post("/zh/desk/sign-in", data={**data, "csrf": "0" * 40}).status_code == 403
        assert http.get("/zh/desk").status_code == 303


@pytest.mark.usefixtures("item")
def test_a_session_that_the_browser_brings_along_never_becomes_one(office: Office) -> None:
    with client(office.address) as http:
        http.cookies.set("shidian_desk", "chosen-by-somebody-else")
        answer = sign_in(http, "an-editor", PASSWORD)
        set_cookie = [c for c in answer.headers.get_list("set-cookie") if c.startswith("shidian_desk=")]
        assert len(set_cookie) == 1
        assert "chosen-by-somebody-else" not in set_cookie[0]
        assert {"httponly", "samesite=lax", "path=/"} <= {p.strip().lower() for p in set_cookie[0].split(";")}
    with client(office.address) as http:
        http.cookies.set("shidian_desk", "chosen-by-somebody-else")
        assert http.get("/zh/desk").status_code == 303


@pytest.mark.usefixtures("item")
def test_signing_in_again_ends_the_session_before_and_signing_out_ends_it_on_the_server(office: Office) -> None:
    with client(office.address) as http:
        sign_in(http, "an-editor", PASSWORD)
        first = http.cookies["shidian_desk"]
        sign_in(http, "an-editor", PASSWORD)
        second = http.cookies["shidian_desk"]
        assert first != second
        http.post("/zh/desk/sign-out", data={"csrf": csrf_of(http.get("/zh/desk").text)})
        for word in (first, second):
            http.cookies.set("shidian_desk", word, domain="", path="/")
            assert office.programme.people.session(word) is None


@pytest.mark.parametrize(
    "more",
    [
        {"region": "hefei"},
        {"id": "7"},
        {"person": "1"},
        {"eyes": "1"},
        {"status": "applied"},
        {"evidence": "[]"},
        {"evidence-0-verified": "yes"},
        {"who": "x"},
    ],
)
def test_a_field_that_a_form_does_not_have_is_refused(office: Office, item: int, more: dict[str, str]) -> None:
    with office.signed_in("an-editor") as one:
        before = contents(office)
        answer = one.post(f"/items/{item}/propose", version="1", notes="y", **more)
        assert answer.status_code == 400
        assert contents(office) == before


def test_a_field_given_twice_is_refused(office: Office, item: int) -> None:
    with office.signed_in("an-editor") as one:
        body = f"csrf={one.word}&version=1&notes=a&notes=b"
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert one.http.post(f"/zh/desk/items/{item}/propose", content=body, headers=headers).status_code == 400


@pytest.mark.usefixtures("item")
@pytest.mark.parametrize(
    "where",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/zh/desk//elsewhere.example",
        "/zh/desk\\elsewhere",
        "/zh/",
        "javascript:x",
        "/en/desk",
    ],
)
def test_signing_in_leads_nowhere_but_to_the_desk(office: Office, where: str) -> None:
    with client(office.address) as http:
        assert sign_in(http, "an-editor", PASSWORD, next=where).headers["location"] == "/zh/desk"


def test_what_is_elsewhere_looks_like_what_is_not_there(office: Office, item: int) -> None:
    office.join("far-away", ("hefei", "editor"))
    with office.signed_in("far-away") as far:
        there, nowhere = far.get(f"/items/{item}"), far.get("/items/999999")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.text.replace(f"/items/{item}", "") == nowhere.text.replace("/items/999999", "")
        for odd in ("0", "-1", "1e3", "９", "1%00", "x" * 300, "99999999999999999999"):
            assert far.get(f"/items/{odd}").status_code in (400, 404)


def test_words_of_people_are_escaped(office: Office, item: int) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x>"
    with office.signed_in("an-editor") as one:
        version = one.get(f"/items/{item}.json").json()["version"]
        answer = one.post(f"/items/{item}/propose", version=str(version), notes=evil, why=evil, lead_body=evil)
        assert answer.status_code == 303
        page = one.get(f"/items/{item}").text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.usefixtures("item")
def test_a_form_sent_twice_is_done_once(office: Office) -> None:
    with office.signed_in("an-editor") as one:
        for _ in range(2):
            assert one.post("/regions/suzhou/begin", task="t2", key="the-same").status_code == 303
        assert one.post("/regions/suzhou/begin", task="t2", key="another").status_code == 409


def test_a_token_reads_and_writes_nothing_unless_told(office: Office, item: int) -> None:
    people = office.programme.people
    editor = people.acting("an-editor")
    reads, writes = people.token(editor, "reads"), people.token(editor, "writes", writes=True)
    with client(office.address) as http:
        version = http.get(f"/zh/desk/items/{item}.json", headers={"Authorization": f"Bearer {reads}"}).json()["version"]
        form = {"version": str(version), "next_step": "示例"}
        for token, status in ((reads, 403), ("wrong", 401), (writes, 303)):
            answer = http.post(f"/zh/desk/items/{item}/propose", data=form, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == status


def test_the_desk_is_kept_by_no_cache_and_carries_no_tag(office: Office, item: int) -> None:
    with office.signed_in("an-editor") as one:
        for path in ("", f"/items/{item}", f"/items/{item}.json", "/sign-in", "/published"):
            headers = one.get(path).headers
            assert headers["cache-control"] == "no-store"
            assert "etag" not in headers


def test_everybody_sees_what_was_published_and_no_person(office: Office) -> None:
    editor, signer = office.join("pub-editor", ("fuzhou", "editor")), office.join("pub-signer", ("fuzhou", "signer"))
    desk = office.programme
    id = desk.begin(editor, "fuzhou", task="t3", state={"lead_person": "王示例", "notes": "内部"})
    desk.propose(editor, id, {"next_step": "未公开"}, version=1)
    change = desk.propose(editor, id, {"published": True}, version=1)
    with client(office.address) as http:
        assert http.get("/zh/desk/published.json").json()["items"] == []
        desk.sign(signer, change.id)
        found = http.get("/zh/desk/published.json")
        assert [i["id"] for i in found.json()["items"]] == [id]
        for page in (found.text, http.get("/zh/desk/published").text):
            for secret in ("王示例", "内部", "未公开", "Pub-Editor", "Pub-Signer"):
                assert secret not in page
