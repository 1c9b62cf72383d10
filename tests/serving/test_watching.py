"""A server is watched: health, figures that Prometheus' own parser reads, ids, lines; other origins and rates by setting."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from shidian.serving import application
from shidian.serving.application import ServerSettings
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.serving.running import client, serving

ORIGIN = "https://app.example.org"


@pytest.fixture(scope="module")
def set_up() -> Iterator[httpx.Client]:
    with serving(Keeper(real_book()), settings=ServerSettings((ORIGIN,), 300, True, "json")) as address, client(address) as found:
        yield found


def test_it_says_that_it_lives_and_is_ready(set_up: httpx.Client) -> None:
    assert set_up.get("/healthz").json() == {"status": "ok"}
    assert set_up.get("/readyz").json()["lawbook"] == real_book().digest[:12]


def test_figures_are_read_by_the_parser_of_prometheus_and_count_what_was_asked(set_up: httpx.Client) -> None:
    set_up.get("/api/v1/tasks?limit=1")
    set_up.get("/api/v1/tasks?lmit=1")
    families = {f.name: f for f in text_string_to_metric_families(set_up.get("/metrics").text)}
    counted = {(s.labels["route"], s.labels["status"]): s.value for s in families["shidian_requests"].samples if s.name.endswith("_total")}
    assert counted["/api/v1/tasks", "200"] >= 1
    assert counted["/api/v1/tasks", "400"] >= 1
    assert families["shidian_info"].samples[0].labels["lawbook"] == real_book().digest[:12]


def test_figures_are_shown_only_where_they_are_wanted(http: httpx.Client) -> None:
    assert http.get("/metrics").status_code == 404
    assert http.get("/healthz").status_code == 200


def test_every_answer_has_an_id_and_a_line_without_what_was_asked(set_up: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    answer = set_up.get("/api/v1/ask/access?activity=app-store", headers={"X-Request-Id": "from-a-proxy"})
    assert answer.headers["X-Request-Id"] == "from-a-proxy"
    assert set_up.get("/healthz", headers={"X-Request-Id": "bad id \x7f"}).headers["X-Request-Id"] != "bad id \x7f"


def test_a_line_is_one_object_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    from shidian.serving.watching import logger_of

    logger_of("json").info("request", id="x", path="/试")
    assert json.loads(capsys.readouterr().err)["path"] == "/试"
    assert logger_of("off") is None


def test_pages_of_a_named_origin_may_read_the_api_and_nothing_else(set_up: httpx.Client) -> None:
    asked = {"Origin": ORIGIN}
    read = set_up.get("/api/v1/tasks?limit=1", headers=asked)
    assert read.headers["access-control-allow-origin"] == ORIGIN
    assert read.headers["cross-origin-resource-policy"] == "cross-origin"
    sent = set_up.post("/api/v1/ask", json={"question": "access"}, headers={**asked, "Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 200
    before = set_up.options(
        "/api/v1/ask", headers={**asked, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    )
    assert before.status_code == 200
    assert "access-control-allow-origin" not in set_up.get("/en/", headers=asked).headers
    assert set_up.post("/en/screen", headers={**asked, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    stranger = {"Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in set_up.get("/api/v1/tasks?limit=1", headers=stranger).headers
    assert set_up.post("/api/v1/ask", json={"question": "access"}, headers=stranger).status_code == 403


def test_without_the_setting_no_other_origin_reads(http: httpx.Client) -> None:
    assert "access-control-allow-origin" not in http.get("/api/v1/tasks?limit=1", headers={"Origin": ORIGIN}).headers


def test_whoever_asks_too_often_is_told_how_long_to_wait() -> None:
    with serving(Keeper(real_book()), settings=ServerSettings(rate=5)) as address, client(address) as http:
        answers = [http.get("/api/v1/questions/access") for _ in range(7)]
        assert [a.status_code for a in answers].count(429) >= 1
        refused = next(a for a in answers if a.status_code == 429)
        assert refused.json()["error"]["code"] == "too-many"
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert f"come again in {refused.headers['Retry-After']} seconds" in refused.json()["error"]["hint"]
        chinese = http.get("/api/v1/questions/access?lang=zh").json()["error"]
        assert chinese["message"] == "每分钟请求超过5次"
        assert chinese["hint"].endswith("秒后再试")
        assert http.get("/healthz").status_code == 200
        assert http.get("/zh/").status_code == 200  # pages are for people


def test_the_first_visitor_waits_for_no_route_to_be_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """FastAPI reads the signatures of the API's endpoints when a route is first matched; a server that makes itself ready has done so."""
    monkeypatch.setattr(application, "_warm", lambda _: None)
    seen = inspect.signature
    with serving(Keeper(real_book()), settings=ServerSettings(warm=True)) as address, client(address) as http:
        read: list[object] = []

        def signature(of: Callable[..., object], **said: Any) -> inspect.Signature:
            read.append(of)
            return seen(of, **said)

        monkeypatch.setattr(inspect, "signature", signature)
        assert http.get("/en/tasks").status_code == 200
        assert http.get("/api/v1/tasks?limit=1").status_code == 200
    assert read == []
