"""How the API behaves at every address: one language, some fields, pages, the short form, and nothing misread in silence."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import httpx
import pytest

from shidian.api import openapi
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.nightly import share_of

BOOK = real_book()
DOCUMENT = openapi(Keeper(BOOK))
CASE = "activity=app-store&territory=chengdu&origin=DE&share=100&on=2025-06-01"


def lists() -> list[str]:
    """Every address that gives a list and needs nothing said."""
    found = []
    for path, operations in DOCUMENT["paths"].items():
        if path.startswith("/api/v1/desk/"):  # nothing without a token: tests/desk
            continue
        get = operations.get("get", {})
        schema = get.get("responses", {}).get(200, get.get("responses", {}).get("200", {})).get("content", {}).get("application/json", {})
        if "items" in schema.get("schema", {}).get("properties", {}) and not any(p.get("required") for p in get.get("parameters", ())):
            found.append(path)
    return [*found, "/api/v1/vocabulary/activities", "/api/v1/vocabulary/territories", "/api/v1/search?q=telecom"]


@pytest.mark.parametrize("path", lists())
def test_pages_of_a_list_are_small_and_together_the_whole(http: httpx.Client, path: str) -> None:
    items: list[Any] = []
    address: str | None = path
    count = None
    while address:
        answer = http.get(address)
        assert answer.status_code == 200, answer.text
        assert len(answer.content) < 50_000
        page = answer.json()
        count = page["count"]
        items += page["items"]
        address = page["next"]
    assert len(items) == count
    assert len({json.dumps(i, sort_keys=True) for i in items}) == count


def test_a_parameter_that_is_not_known_is_refused_with_the_nearest_at_every_address(http: httpx.Client) -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method in operations:
            address = re.sub(r"\{form\}", "atom", re.sub(r"\{question\}", "access", path))
            answer = http.request(method, re.sub(r"\{[^}]*\}", "x", address), params={"langg": "zh"}, json={} if method == "post" else None)
            assert answer.status_code == 400, (method, path)
            free = any(p["name"] == "facts" for p in operations[method].get("parameters", ()))
            assert answer.json()["error"]["code"] == ("unknown-fact" if free else "unknown-parameter"), (method, path)
            assert answer.json()["error"]["hint"] == "did you mean `lang`?", (method, path)
    for slip, meant in (("feilds", "fields"), ("shar", "share"), ("lingan", "lingang"), ("territry", "territory")):
        assert f"`{meant}`" in http.get("/api/v1/ask/access", params={slip: "x"}).json()["error"]["hint"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ["/api/v1/tasks?limit=5", "/api/v1/instruments/cn-negative-list", f"/api/v1/ask/access?{CASE}"])
def test_in_one_language_no_text_is_left_in_both(http: httpx.Client, path: str, lang: str) -> None:
    def both(value: Any) -> bool:
        if isinstance(value, dict):
            return value.keys() == {"en", "zh"} or any(map(both, value.values()))
        return isinstance(value, list) and any(map(both, value))

    assert both(http.get(path).json())
    assert not both(http.get(path + ("&" if "?" in path else "?") + f"lang={lang}").json())


def test_a_decision_in_short_is_under_3_kb_and_says_the_same(http: httpx.Client) -> None:
    whole, brief = (http.get(f"/api/v1/ask/access?{CASE}{more}").json() for more in ("", "&brief=1"))
    assert len(json.dumps(brief, ensure_ascii=False, separators=(",", ":")).encode()) < 3_000
    assert (brief["outcome"], brief["announced"]["outcome"]) == (whole["outcome"], whole["announced"]["outcome"])
    assert brief["lines"][0] == whole["summary"]["holds"]["en"]
    assert (
        http.post("/api/v1/ask?brief=1", json={"question": "access", "facts": dict(p.split("=") for p in CASE.split("&"))}).json() == brief
    )


def test_what_the_deciding_rules_warn_of_must_be_said_beside_a_short_answer(http: httpx.Client) -> None:
    """A school for foreigners' children is no compulsory education; below the thresholds a concentration may be called in all the same."""
    small = {"deal": "control", "turnover-world": "11", "turnover-china": "1", "second-china": "0.5", "same-group": "no"}
    for question, facts in (("access", {"activity": "compulsory-education", "origin": "gb", "share": "100"}), ("merger_control", small)):
        for lang in ("en", "zh"):
            found = http.post(f"/api/v1/ask?brief=1&lang={lang}", json={"question": question, "facts": facts}).json()
            whole = BOOK.ask(question, facts)
            warned = {r.caution[lang] for r in whole.reasons if r.caution is not None and r.rule in whole.determining}
            assert warned
            assert warned <= set(found["must_say"])


@pytest.mark.parametrize("question", list(BOOK.questions))
def test_a_decision_in_short_is_under_3_kb_whatever_is_asked(http: httpx.Client, question: str) -> None:
    """Nothing said at all, where the most is open, and worked cases."""
    cases = [c.facts for g in BOOK.lawbook.cases if g.question == question for c in g.cases]
    for facts in ({}, *cases[:: max(1, len(cases) // 3)][:3]):
        for lang in ("en", "zh"):
            answer = http.post(f"/api/v1/ask?brief=1&lang={lang}", json={"question": question, "facts": facts})
            assert answer.status_code == 200, answer.text
            assert len(answer.content) < 3_000


def test_a_thousand_answers_are_under_2_mb(http: httpx.Client) -> None:
    for lang in share_of(("en", "zh"), 2):
        size = count = 0
        for group in share_of(BOOK.lawbook.cases, 5):
            cases = [c.facts for c in share_of(group.cases, 4) or group.cases][:1000]  # a small group has no part of some days
            answer = http.post(f"/api/v1/ask/batch?brief=1&lang={lang}", json={"question": group.question, "cases": cases})
            assert answer.status_code == 200, answer.text[:300]
            size, count = size + len(answer.content), count + len(cases)
        assert size / count * 1000 < 2_000_000


@pytest.mark.parametrize(
    "body", ['{"question":"access","question":"capital"}', '{"question":"access","facts":{"activity":"idc","activity":"isp"}}']
)
def test_a_key_given_twice_is_an_error(http: httpx.Client, body: str) -> None:
    answer = http.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "given twice" in answer.json()["error"]["message"]


def test_another_lawbook_is_refused_and_this_one_is_not(http: httpx.Client) -> None:
    assert http.get(f"/api/v1/ask/access?{CASE}&lawbook={BOOK.digest}").status_code == 200
    assert http.get(f"/api/v1/instruments?lawbook={BOOK.digest[:12]}").status_code == 200
    other = http.get("/api/v1/instruments?lawbook=0123456789ab")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "other-lawbook")
    assert BOOK.digest[:12] in other.json()["error"]["hint"]


@pytest.mark.parametrize(
    "asked", ["lang=fr", "lang=", "brief=2", "limit=0", "limit=ten", "after=-1", "fields=summry", "lang=en&lang=zh", "lawbook=12"]
)
def test_what_cannot_be_read_is_an_error_and_no_answer(http: httpx.Client, asked: str) -> None:
    answer = http.get(f"/api/v1/tasks?{asked}")
    assert answer.status_code == 400, answer.text[:200]


def test_what_is_listed_can_be_had_alone(http: httpx.Client) -> None:
    for path, key in (
        ("instruments", "instrument"),
        ("tasks", "task"),
        ("regions", "region"),
        ("sources", "id"),
        ("claims", "claim"),
        ("chronology", "event"),
        ("questions", "question"),
        ("rules", "rule"),
        ("vocabulary/activities", "id"),
    ):
        for item in http.get(f"/api/v1/{path}?limit=3").json()["items"]:
            assert http.get(f"/api/v1/{path}/{item[key]}").status_code == 200, (path, item[key])
        assert http.get(f"/api/v1/{path}/nothing-of-that-name" + ("/x" if path == "rules" else "")).status_code == 404
    for rule in http.get("/api/v1/rules?limit=5&on=2025-06-01&place=chengdu").json()["items"]:
        assert http.get(f"/api/v1/cite/{rule['rule']}").json()["sources"] is not None


def test_rules_of_a_day_and_a_place_are_those_that_can_bear_on_it(http: httpx.Client) -> None:
    def ids(asked: str) -> set[str]:
        return {r["rule"] for r in http.get(f"/api/v1/rules?limit=1000&fields=rule&{asked}").json()["items"]}

    here, nowhere_else = ids("question=access&place=shanghai&on=2025-06-01"), ids("question=access&place=lanzhou&on=2025-06-01")
    assert here - nowhere_else
    assert all("shanghai" in r or "pilot" in r or "lingang" in r or "vats" in r or "/" in r for r in here - nowhere_else)
    decision = BOOK.ask("access", activity="idc", territory="shanghai", origin="DE", share=100, on="2025-06-01")
    assert set(decision.determining) <= here


def test_instruments_changes_and_procedures_of_a_place_are_those_that_may_bear_on_it(http: httpx.Client) -> None:
    def ids(path: str, key: str, place: str) -> set[str]:
        found, address = set(), f"/api/v1/{path}fields={key}" + (f"&place={place}" if place else "")
        while address:
            page = http.get(address).json()
            found |= {i[key] for i in page["items"]}
            address = page["next"]
        return found

    changes = "changes/access?since=2019-01-01&until=2026-01-01&"
    for path, key, here, elsewhere in (
        ("instruments?", "instrument", "海南", "lingang"),
        (changes, "rule", "上海", "hainan"),
        ("procedures?", "procedure", "hainan", "beijing"),
    ):
        whole, there, other = (ids(path, key, place) for place in ("", here, elsewhere))
        assert there != other
        assert there | other <= whole
        rules = ids("rules?", "rule", here)
        assert key == "procedure" or there <= {r.partition("/")[0] if key == "instrument" else r for r in rules}
        assert http.get(f"/api/v1/{path}place=nowhere-of-that-name").status_code == 404


def test_what_is_long_is_compressed_for_who_can_read_it(address: str) -> None:
    with httpx.Client(base_url=address, trust_env=False, headers={"Accept-Encoding": "gzip"}) as client:
        raw = client.send(client.build_request("GET", "/api/v1/tasks"), stream=True)
        body = b"".join(raw.iter_raw())
        raw.close()
    assert raw.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in raw.headers["vary"]
    assert json.loads(gzip.decompress(body))["count"] > 0


def test_models_find_what_to_read_first_and_every_address_of_it_answers(http: httpx.Client) -> None:
    import re

    text = http.get("/llms.txt").text
    assert text.startswith("# shidian\n\n> ")
    for link in re.findall(r"\]\((/[^)]*)\)", text):
        assert http.get(link).status_code in ((405, 406, 400) if link == "/mcp" else (200,)), link


MISSHAPEN: list[tuple[str, Any]] = [
    ("ask", {"question": "access", "facts": ["idc"]}),
    ("ask", {"question": "access", "facts": {"activity": {"a": 1}}}),
    ("ask", {"facts": {}}),
    ("ask", {"question": "access", "facts": {}, "x": 1}),
    ("ask", {"question": "access", "facts": {}, "known_on": "2025-02-30"}),
    ("ask", {"question": 3, "facts": {}}),
    ("ask", {"question": "a" * 101, "facts": {}}),
    ("ask", [1]),
    ("parse", {"text": ""}),
    ("parse", {"text": "a" * 501}),
    ("ask/batch", {"question": "access", "cases": []}),
    ("ask/batch", {"question": "access", "cases": "x"}),
    ("ask/batch", {"question": "access", "cases": [{}] * 1001}),
    ("watch", {"question": "access", "cases": [], "days_ahead": 900}),
    ("watch", {"question": "access", "cases": [], "days_ahead": "x"}),
    ("matrix", {"question": "access", "rows": {"fact": "activity"}, "shows": "x"}),
]


@pytest.mark.parametrize(("path", "body"), MISSHAPEN, ids=range(len(MISSHAPEN)))
def test_what_is_wrong_with_the_shape_of_a_body_is_said_in_the_language_asked(http: httpx.Client, path: str, body: Any) -> None:
    for lang in ("en", "zh"):
        answer = http.post(f"/api/v1/{path}?lang={lang}", json=body)
        assert answer.status_code == 400
        said = answer.json()["error"]["message"]
        assert any("\u4e00" <= c <= "\u9fff" for c in said) == (lang == "zh")
        assert not any(w in said.lower() for w in ("input", "valid", "constrained", "parse", "extra"))


def test_a_body_that_is_no_json_is_refused_in_the_language_asked(http: httpx.Client) -> None:
    for content in (b"{", b"", b'{"question":"access","question":"a"}', b"a=1", b"\xff"):
        for lang in ("en", "zh"):
            answer = http.post(f"/api/v1/ask?lang={lang}", content=content, headers={"content-type": "application/json"})
            assert answer.status_code == 400
            assert any("\u4e00" <= c <= "\u9fff" for c in answer.json()["error"]["message"]) == (lang == "zh")


@pytest.mark.parametrize("facts", [{"activity": "元宇宙"}, {"origin": "CN"}, {"activity": "foo"}, {"share": 101}, {"origin": "EU"}])
def test_why_a_case_cannot_be_read_is_said_in_one_language_alone_and_in_a_batch(http: httpx.Client, facts: dict[str, Any]) -> None:
    for lang in ("en", "zh"):
        alone = http.post(f"/api/v1/ask?lang={lang}", json={"question": "access", "facts": facts}).json()["error"]
        for brief in ("0", "1"):
            batch = http.post(f"/api/v1/ask/batch?lang={lang}&brief={brief}", json={"question": "access", "cases": [facts, {}]}).json()
            assert batch["items"][0]["error"] == alone
        told = re.sub(r"`[^`]*`(?: \([^()]*(?:\([^()]*\)[^()]*)*\))?", "", f"{alone['message']} {alone['hint']}")
        assert (re.search("[\u4e00-\u9fff]", told) is None) == (lang == "en")
        assert lang == "en" or re.search("[a-z]{4,} [a-z]{2,} [a-z]{2,}", told) is None
    both = http.post("/api/v1/ask", json={"question": "access", "facts": {"activity": "元宇宙"}}).json()["error"]["hint"]
    assert "technology" in both
    assert "技术" in both


def test_a_program_is_told_whether_a_sentence_was_read_whole(http: httpx.Client) -> None:
    for text, whole in (
        ("Can a German company own 100% of an app store in Chengdu?", True),
        ("德国公司能否在成都全资经营应用商店？", True),
        ("Can a German company own 100% of an app store in Chengdu on the wibblewobble?", False),
        ("德国公司能否在成都叽里咕噜全资经营应用商店？", False),
    ):
        assert http.post("/api/v1/parse", json={"text": text}, params={"fields": "whole"}).json() == {"whole": whole}
