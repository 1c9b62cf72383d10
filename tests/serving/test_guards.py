"""What stands before every page and every answer."""

from __future__ import annotations

import re
import socket
from html import unescape

import httpx
import pytest

DECISION = "/en/decision/access?activity=idc&territory=shenzhen&origin=DE&share=100&on=2025-03-15"
CASE = {"question": "access", "facts": {"activity": "idc"}}


@pytest.mark.parametrize(
    "path", ["/en/", DECISION, "/en/nothing", "/api/v1", "/api/v1/nothing", "/static/style.css", "/en/screen", "/en/read", "/en/review"]
)
def test_every_answer_carries_the_headers(http: httpx.Client, path: str) -> None:
    headers = http.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/en/screen", "/en/read", "/en/review/1/accept", "/api/v1/ask", "/api/v1/screen/jobs"])
@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_a_post_from_another_site_is_refused(http: httpx.Client, path: str, headers: dict[str, str]) -> None:
    assert http.post(path, json=CASE, headers=headers).status_code == 403


def test_a_post_from_the_same_site_or_a_program_is_taken(http: httpx.Client) -> None:
    own = {"Origin": str(http.base_url).rstrip("/")}
    for headers in ({}, own, {"Sec-Fetch-Site": "same-origin"}):
        assert http.post("/api/v1/ask", json=CASE, headers=headers).status_code == 200


def test_another_host_name_is_refused(http: httpx.Client) -> None:
    for path in ("/en/", "/api/v1"):
        assert http.get(path, headers={"Host": "rebound.example"}).status_code == 400


def test_an_answer_is_not_sent_again_while_nothing_has_changed(http: httpx.Client) -> None:
    for path in (DECISION, "/api/v1/regions", "/en/regions.json"):
        first = http.get(path)
        again = http.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert http.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert http.get("/en/regions").headers["etag"] != http.get("/zh/regions").headers["etag"]


def test_only_what_was_found_carries_a_tag(http: httpx.Client) -> None:
    for path in ("/en/nothing", "/en/decision/access?activity=nothing", "/en/screen", "/en/read", "/en/review"):
        assert "etag" not in http.get(path).headers


def test_a_body_that_claims_a_gigabyte_is_refused_before_it_is_sent(http: httpx.Client) -> None:
    host = (http.base_url.host, http.base_url.port or 0)
    for path, status in (
        ("/en/screen", b"413"),
        ("/en/read", b"413"),
        ("/en/review/1/accept", b"413"),
        ("/api/v1/ask", b"413"),
        ("/en/", b"413"),
    ):
        with socket.create_connection(host, timeout=10) as line:
            line.sendall(b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1073741824\r\n\r\n" % path.encode())
            assert line.recv(100).split()[1] == status


def test_a_body_that_goes_on_and_on_is_cut_off(http: httpx.Client) -> None:
    def endless() -> object:
        for _ in range(40):
            yield b" " * 100_000

    answer = http.post("/api/v1/ask", content=endless(), headers={"Content-Type": "application/json"})  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too-large"


def test_nothing_changes_by_get(http: httpx.Client) -> None:
    for path in ("/en/screen/x/start", "/en/screen/x/cancel", "/en/screen/x/delete"):
        assert http.get(path).status_code in (404, 405)


def test_static_files_may_be_kept_and_lead_nowhere_else(http: httpx.Client) -> None:
    assert "immutable" in http.get("/static/style.css").headers["cache-control"]
    for path in ("/static/../render.py", "/static/%2e%2e/render.py", "/static/..%2frender.py", "/static//etc/passwd", "/static/%00"):
        assert http.get(path).status_code in (400, 404)


def test_a_request_that_spends_its_time_is_told_so_and_a_batch_gives_what_was_decided(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shidian.serving.guards.SECONDS", 0.0)
    one = {"question": "data_export", "facts": {"territory": "shanghai", "on": "2026-06-02"}}
    stopped = http.post("/api/v1/ask", json=one)
    assert (stopped.status_code, stopped.json()["error"]["code"]) == (503, "out-of-time")
    cases = [{"territory": "shanghai", "on": f"2026-06-{day:02}"} for day in range(1, 29)]
    done = http.post("/api/v1/ask/batch", json={"question": "data_export", "cases": cases}).json()
    assert done["count"] == len(cases)
    left = [item["error"]["code"] for item in done["items"] if item["error"]]
    assert left
    assert set(left) == {"out-of-time"}
    assert all((item["decision"] is None) != (item["error"] is None) for item in done["items"])


def test_more_requests_at_once_than_are_worked_on_are_told_to_come_again(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.serving.guards.AT_ONCE", 0)
    answer = http.get("/en/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    ("lang", "says", "again", "facts"),
    [("en", "seconds of processor time", "Try again", "Give more facts"), ("zh", "处理器时间", "重试", "补充事实")],
)
def test_a_page_that_took_too_long_says_so_in_its_language_and_leads_to_the_facts(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch, lang: str, says: str, again: str, facts: str
) -> None:
    case = f"activity=hospital&origin=BR&share=4{len(again)}&on=2024-05-07"  # one that nobody asked before
    with monkeypatch.context() as short:
        short.setattr("shidian.serving.guards.SECONDS", 0.0)
        page = http.get(f"/{lang}/elsewhere/access?{case}")
    assert page.status_code == 503
    assert says in page.text
    links = {unescape(label): unescape(to) for to, label in re.findall(r'<a class="button" href="([^"]+)">([^<]+)</a>', page.text)}
    assert links == {again: f"/{lang}/elsewhere/access?{case}", facts: f"/{lang}/ask/access?{case}"}
    for link in links.values():
        assert http.get(link).status_code in (200, 303)


def test_a_full_server_says_so_in_the_language_of_the_page_and_of_the_program(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr("shidian.serving.guards.AT_ONCE", 0)
        page, told, plain = http.get("/zh/regions?on=2025-01-01"), http.get("/api/v1/regions?lang=zh"), http.get("/api/v1/regions")
    assert {a.status_code for a in (page, told, plain)} == {503}
    assert "正在处理的请求过多；请稍后重试" in page.text
    assert 'href="/zh/regions?on=2025-01-01">重试</a>' in page.text
    assert told.json()["error"] == {"code": "busy", "message": "正在处理的请求过多", "hint": "请稍后重试"}
    assert plain.json()["error"]["hint"] == "try again in a moment"
    assert http.get("/zh/regions?on=2025-01-01").status_code == 200


def test_what_is_too_long_is_refused_in_megabytes_with_a_way_on(http: httpx.Client) -> None:
    with socket.create_connection((http.base_url.host, http.base_url.port or 0), timeout=10) as line:
        line.sendall(b"POST /zh/screen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1073741824\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65_536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "提交的内容超过64 MB；请分几部分提交" in answer
    assert '<a class="button" href="/zh/screen">' in answer


@pytest.mark.parametrize(("path", "code"), [("/api/v1/ask/access?activity=nothing&lang=zh", "unknown-value"), ("/api/v1/tasks?plac=chengdu&lang=zh", "unknown-parameter"), ("/api/v1/nothing?lang=zh", "not-found"), ("/zh/nothing.json", "not-found")])  # fmt: skip
def test_a_program_that_asks_in_chinese_is_refused_in_chinese(http: httpx.Client, path: str, code: str) -> None:
    error = http.get(path).json()["error"]
    assert error["code"] == code
    assert re.search("[\u4e00-\u9fff]", error["message"])
    assert not re.search(r"[a-z]{4,} [a-z]{2,}", error["message"])
