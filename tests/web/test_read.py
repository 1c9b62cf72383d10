"""Reading documents without a browser: reports, isolation, expiry, hostile files."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from shidian.catalogue.lists import NotFound
from shidian.documents import apart as reading_apart
from shidian.documents.formats.files import NOTHING_TOLD
from shidian.documents.reader import Reader
from shidian.documents.report import report
from shidian.errors import DocumentError
from shidian.law.location import default_folder
from shidian.visitors.guests import TooMany
from shidian.visitors.readings import Readings, document_name
from shidian.words.plain import to_plain
from tests.cases.real import real_book
from tests.documents.formats.files import pdf, shown, word, zip_bomb
from tests.serving.running import client
from tests.web.test_pages import Seen

NOTICE = (Path(__file__).parents[2] / "docs/how-to/sample-notice.txt").read_bytes()
Files = list[tuple[str, bytes]]


def upload(http: httpx.Client, files: Files, lang: str = "en", **said: str) -> httpx.Response:
    return http.post(f"/{lang}/read", files=[("files", f) for f in files], data=said)


def twin(http: httpx.Client, place: str) -> dict[str, Any]:
    answer = http.get(f"{place}.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def other(address: str) -> Iterator[httpx.Client]:
    with client(address) as found:
        yield found


def test_a_report_says_what_the_command_says_with_contradictions_first(http: httpx.Client) -> None:
    sent = upload(http, [("notice.txt", NOTICE)])
    assert sent.status_code == 303
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    place = sent.headers["location"]
    desk = Reader(real_book())
    said = to_plain(report(desk.book.lawbook, desk.compare([desk.read_bytes(NOTICE, "notice.txt")])))
    assert twin(http, place)["report"] == said
    for lang in ("en", "zh"):
        answer = http.get(place.replace("/en/", f"/{lang}/"))
        assert answer.status_code == 200
        assert "etag" not in answer.headers
        page = Seen(answer.text)
        assert page.inline == []
        assert len(page.ids) == len(set(page.ids))
        assert answer.text.index('id="contradictions"') < answer.text.index('id="d1"') < answer.text.index('class="two"')
        anchors = [link.partition("#")[2] for link in page.links if "#d1-" in link]
        assert len(anchors) > 10
        assert set(anchors) <= set(page.ids)
        assert answer.text.count("side-wrong") == sum(c["side"] == "wrong" for c in said["contradictions"]) == 3
    http.post(f"{place}/delete")
    assert http.get(place).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", b"# A plan\n\nThe plan has 10 measures.\n"),
        ("a.html", b"<html><body><h1>A plan</h1><p>The plan has 10 measures.</p></body></html>"),
        ("a.pdf", pdf(shown("A plan for services", "The plan has 10 measures."))),
        ("a.docx", word(("Heading 1", "A plan"), ("Normal", "The plan has 10 measures."))),
        ("a.txt", "一个方案\n方案共有10项措施。\n".encode("gb18030")),
    ],
)
def test_every_form_is_read(http: httpx.Client, name: str, content: bytes, request: pytest.FixtureRequest) -> None:
    if name != "a.docx":  # the process in which one is read is the same for all of them
        request.getfixturevalue("read_here")
    sent = upload(http, [(name, content)])
    assert sent.status_code == 303, sent.text
    found = twin(http, sent.headers["location"])
    assert any("10" in f["quote"] for f in found["report"]["documents"][0]["findings"])
    http.post(f"{sent.headers['location']}/delete")


@pytest.mark.usefixtures("read_here")
def test_documents_sent_together_are_compared_and_one_that_cannot_be_read_is_told(http: httpx.Client) -> None:
    first, second = (
        f"Example notice\nIn 2024, foreign direct investment (FDI) in the service sector reached RMB {n} billion.\n".encode()
        for n in ("584.56", "590.12")
    )
    sent = upload(http, [("one.txt", first), ("two.txt", second), ("three.pdf", b"no pdf at all")])
    page = twin(http, sent.headers["location"])
    assert [d["name"] for d in page["report"]["documents"]] == ["one.txt", "two.txt"]
    assert any(c["scope"] == "documents" for c in page["report"]["contradictions"])
    assert [r["name"] for r in page["refused"]] == ["three.pdf"]
    assert "three.pdf" in http.get(sent.headers["location"]).text
    http.post(f"{sent.headers['location']}/delete")


@pytest.mark.usefixtures("read_here")
def test_what_the_visitor_tells_goes_before_what_the_text_says(http: httpx.Client) -> None:
    sent = upload(http, [("notice.txt", NOTICE)], publisher="Example Office", date="2026-01-31", language="zh")
    document = twin(http, sent.headers["location"])["report"]["documents"][0]
    assert (document["publisher"], document["date"], document["language"]) == ("Example Office", "2026-01-31", "zh")
    http.post(f"{sent.headers['location']}/delete")
    for said in ({"date": "2026-02-30"}, {"language": "fr"}, {"publisher": "x" * 501}, {"publisher": "a\x00b"}):
        answer = upload(http, [("notice.txt", NOTICE)], **said)
        assert answer.status_code == 400, said
        assert "<h1" in answer.text
    assert upload(http, [("a.txt", NOTICE), ("b.txt", NOTICE)], date="2026-01-31").status_code == 400


@pytest.mark.usefixtures("read_here")
def test_nobody_else_sees_a_report(http: httpx.Client, other: httpx.Client) -> None:
    place = upload(http, [("notice.txt", NOTICE)]).headers["location"]
    for cookie in ("", "x" * 43, "short", "x" * 10_000):
        other.cookies.set("shidian_session", cookie)
        assert other.get(place).status_code == 404
        assert other.get(f"{place}.json").status_code == 404
        assert other.post(f"{place}/delete").status_code == 404
        assert other.get("/en/read.json").json()["reports"] == []
    assert [r["names"] for r in http.get("/en/read.json").json()["reports"]] == [["notice.txt"]]
    assert http.get(place).status_code == 200
    http.post(f"{place}/delete")


@pytest.mark.usefixtures("read_here")
def test_a_long_text_comes_in_parts_and_links_find_their_part(http: httpx.Client) -> None:
    lines = "\n".join(f"Paragraph {i} has {i + 10} measures in Beijing and Shanghai." for i in range(2_500))
    place = upload(http, [("long.txt", f"A long notice\n{lines}\n".encode())]).headers["location"]
    page = twin(http, place)
    assert page["parts"] > 1
    shown_in = [Seen(http.get(f"{place}?part={n}").text) for n in range(1, page["parts"] + 1)]
    marks = {i for seen in shown_in for i in seen.ids if i.startswith("d1-")}
    assert {f"d1-{f['start']}" for f in page["report"]["documents"][0]["findings"]} <= marks
    for n, seen in enumerate(shown_in, 1):
        own = [link.partition("#")[2] for link in seen.links if f"part={n}#d1-" in link]
        assert set(own) <= set(seen.ids)
    assert http.get(f"{place}?part={page['parts'] + 1}").status_code == 400
    http.post(f"{place}/delete")


@pytest.mark.usefixtures("read_here")
def test_words_of_a_document_are_escaped(http: httpx.Client) -> None:
    attack = "<script>alert(1)</script> has 5 measures \"'><img src=x onerror=alert(1)>"
    sent = upload(http, [("<b>.txt", f"{attack}\n{attack}, 7 cities.\n".encode())], publisher=attack)
    text = http.get(sent.headers["location"]).text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<b>.txt" not in text
    http.post(f"{sent.headers['location']}/delete")


def _pdf_bomb() -> bytes:
    return pdf(zlib.compress(b" " * 10), b"(" + b"x" * 10 + b") Tj", flate=True).replace(b"/Length", b"/Length 99999999999 /X", 1)


def _not_word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "no document")
    return out.getvalue()


HOSTILE: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {
    "empty": ("a.txt", b""),
    "only spaces": ("a.txt", b" \n\t "),
    "an image": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "an image by another name": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "a program": ("a.txt", b"\x7fELF" + bytes(range(256)) * 40),
    "no pdf": ("a.pdf", b"hello"),
    "no docx": ("a.docx", b"hello"),
    "an archive": ("a.txt", _not_word()),
    "a zip bomb": ("a.docx", zip_bomb),
    "a torn docx": ("a.docx", word(("Normal", "The plan has 10 measures."))[:-300]),
    "a torn pdf": ("a.pdf", pdf(shown("x"))[:200]),
    "a pdf that lies": ("a.pdf", _pdf_bomb()),
    "a scan": ("a.pdf", pdf(b"", picture=True)),
    "old office": ("a.doc", b"\xd0\xcf\x11\xe0" + b"x" * 2000),
    "broken text": ("a.txt", b"The plan \xff\xfe\x80\x81\xff has 10 measures \xc3\x28\xa0\xa1\x00\x00" * 30),
    "more than is read": ("a.txt", b"x " * 10_500_000),
}


APART = ("a zip bomb", "a pdf that lies", "a scan", "broken text", "more than is read")
"""Those that a process of its own is there for; the others are refused as soon as they are looked at, wherever that is."""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_meets_a_clear_answer(http: httpx.Client, what: str, request: pytest.FixtureRequest) -> None:
    if what not in APART:
        request.getfixturevalue("read_here")
    name, content = HOSTILE[what]
    answer = upload(http, [(name, content() if callable(content) else content)])
    assert 400 <= answer.status_code < 500, answer.headers
    assert "<h1" in answer.text
    for trace in ("Traceback", "/tmp", "site-packages", 'File "'):
        assert trace not in answer.text
    assert http.get("/en/read.json").json()["reports"] == []


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x.txt", "<script>.txt", "a\x00b.txt", "名" * 300 + ".md", "\u202etxt.fdp"])
def test_a_path_as_a_name_is_only_shown_and_safely(http: httpx.Client, name: str) -> None:
    sent = upload(http, [(name, NOTICE)])
    assert sent.status_code in (303, 400)
    if sent.status_code == 303:
        kept = twin(http, sent.headers["location"])["report"]["documents"][0]["name"]
        assert not set("/\\\x00\u202e") & set(kept)
        assert len(kept) <= 80
        assert "<script>" not in http.get(sent.headers["location"]).text
        http.post(f"{sent.headers['location']}/delete")


def test_a_long_name_keeps_the_ending_that_tells_its_form() -> None:
    assert document_name("x" * 300 + ".HTML").endswith(".html")
    assert document_name("folder/a.txt") == "a.txt"
    assert document_name("..//") == "document"


def test_a_form_that_is_none_is_refused(http: httpx.Client) -> None:
    for sent in (
        http.post("/en/read", content=b"x", headers={"Content-Type": "multipart/form-data"}),
        http.post("/en/read", content=b"--b\r\nbroken", headers={"Content-Type": "multipart/form-data; boundary=b"}),
        http.post("/zh/read", json={"files": 1}),
        http.post("/en/read", data={"files": "text"}),
        upload(http, [(f"{i}.txt", NOTICE) for i in range(6)]),
        upload(http, [(f"{i}.txt", NOTICE) for i in range(60)]),
    ):
        assert 400 <= sent.status_code < 500
        assert "Traceback" not in sent.text


def test_more_than_an_upload_may_have_is_refused_while_it_comes(http: httpx.Client) -> None:
    answer = http.post("/en/read", files=[("files", (f"{i}.txt", b"x" * 17_000_000)) for i in range(4)])
    assert answer.status_code == 413


@pytest.mark.usefixtures("read_here")
def test_reports_go_when_their_time_is_over_and_when_the_server_ends() -> None:
    now = 0.0
    readings = Readings(default_folder(), life=60, clock=lambda: now)
    id = readings.read("me", [("a.txt", NOTICE)], NOTHING_TOLD)
    folder = readings.guests._kept[id].folder
    assert folder.stat().st_mode & 0o077 == 0
    with pytest.raises(NotFound):
        readings.view("you", id)
    now = 59.0
    assert readings.view("me", id)[0].left == 60
    now = 59.0 + 61
    assert readings.all("me") == ()
    assert not folder.exists()
    kept = readings.read("me", [("a.txt", NOTICE)], NOTHING_TOLD)
    top = readings.guests._kept[kept].folder.parent
    readings.close()
    assert not top.exists()


def test_reading_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "SECONDS", 0.05)
    readings = Readings(default_folder())
    with pytest.raises(DocumentError, match="took more than"):
        readings.read("me", [("a.txt", NOTICE)], NOTHING_TOLD)
    assert readings.all("me") == ()
    readings.close()


@pytest.mark.usefixtures("read_here")
def test_one_visitor_cannot_take_all_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.visitors.guests.MOST_OWNED", 1)
    readings = Readings(default_folder())
    try:
        readings.read("me", [("a.txt", NOTICE)], NOTHING_TOLD)
        with pytest.raises(TooMany):
            readings.read("me", [("a.txt", NOTICE)], NOTHING_TOLD)
        readings.read("you", [("a.txt", NOTICE)], NOTHING_TOLD)
    finally:
        readings.close()
