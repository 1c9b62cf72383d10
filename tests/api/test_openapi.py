"""The whole OpenAPI document, fuzzed: no answer of 5xx, none that is not documented, every one in its documented shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from shidian.api import openapi
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.nightly import NIGHTLY, share_of

DOCUMENT = openapi(Keeper(real_book()))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(DOCUMENT)))
OPERATIONS = [(path, method) for path, found in DOCUMENT["paths"].items() for method in found]


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as found:
        found.trust_env = False
        yield found


def documented(path: str, method: str) -> Any:
    """The test of one operation: whatever is sent, the answer is documented."""

    @pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
    @schema.include(path=path, method=method.upper()).parametrize()
    @settings(
        max_examples=8 if NIGHTLY else 3,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def whatever_is_sent(case: schemathesis.Case[Any], address: str, session: requests.Session) -> None:
        for other in ("lang", "fields"):  # with these the shape is another, as the document says; test_manners.py looks at them
            case.query.pop(other, None)
        case.call_and_validate(base_url=address, session=session, checks=CHECKS, timeout=300)

    return whatever_is_sent


for _path, _method in share_of(OPERATIONS, 8):  # each by a name of its own: what has one name is run once by several workers
    globals()[f"test_whatever_is_sent_the_answer_is_documented_{_method}{re.sub('[^a-z]+', '_', _path)}"] = documented(_path, _method)


def test_every_operation_has_a_summary_and_every_body_an_example() -> None:
    for path, method in OPERATIONS:
        operation = DOCUMENT["paths"][path][method]
        assert operation["summary"], (path, method)
        assert {"400", "404"} <= set(operation["responses"]), (path, method)
    bodies = {name: part for name, part in DOCUMENT["components"]["schemas"].items() if name.endswith("Body") and name != "ReplayBody"}
    assert bodies
    for name, part in bodies.items():
        first = "text" if name == "SentenceBody" else "question"
        assert part["properties"][first]["examples"], name


def example_of(part: dict[str, Any]) -> dict[str, Any]:
    """The body that the examples of its fields make up."""
    return {name: field["examples"][0] for name, field in part["properties"].items() if field.get("examples")}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("ask", "CaseBody"),
        ("ask/batch", "BatchBody"),
        ("next", "CaseBody"),
        ("timeline", "CaseBody"),
        ("elsewhere", "CaseBody"),
        ("what-if", "CaseBody"),
        ("matrix", "MatrixBody"),
        ("diff", "DiffBody"),
    ],
)
def test_the_examples_are_answered(http: httpx.Client, path: str, body: str) -> None:
    answer = http.post(f"/api/v1/{path}", json=example_of(DOCUMENT["components"]["schemas"][body]))
    assert answer.status_code == 200, answer.text


def test_a_timeline_and_a_difference_agree_with_decisions(http: httpx.Client) -> None:
    facts = {"activity": "idc", "territory": "shenzhen", "origin": "DE", "share": 100}
    found = http.post("/api/v1/timeline", json={"question": "access", "facts": facts}).json()
    assert len(found["intervals"]) > 1
    for interval in found["intervals"]:
        decided = http.post("/api/v1/ask", json={"question": "access", "facts": facts | {"on": interval["start"]}}).json()
        assert decided["outcome"] == interval["in_force"]["outcome"]
    days = [i["start"] for i in found["intervals"]]
    differs = http.post("/api/v1/diff", json={"question": "access", "facts": facts, "since": days[0], "until": days[-1]}).json()
    assert bool(differs["groups"]) == (found["intervals"][0]["in_force"] != found["intervals"][-1]["in_force"])


def test_the_same_receipt_gives_the_same_decision(http: httpx.Client) -> None:
    first = http.get("/api/v1/ask/access?activity=idc&territory=shenzhen&origin=DE&share=100&on=2025-03-15")
    again = http.post("/api/v1/replay", json={"receipt": first.json()["receipt"]})
    assert again.content == first.content
    receipt = first.json()["receipt"]
    altered = receipt | {"facts": receipt["facts"] | {"share": "20"}}
    assert http.post("/api/v1/replay", json={"receipt": altered}).status_code == 400


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe",
        b"{",
        b"[]",
        b"null",
        b'{"question": "access", "facts": {"activity": "\\u0000"}}',
        b'{"question": "access", "facts": {"activity": "\\ud800"}}',
        b'{"question": "access", "facts": {"share": 1e400}}',
        b'{"question": "access", "facts": {"share": NaN}}',
        b"[" * 100_000,
        b'{"question": {"a": 1}}',
        b"",
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_the_one_shape(http: httpx.Client, raw: bytes) -> None:
    for path in ("ask", "ask/batch", "next", "matrix", "diff", "what-if", "timeline", "replay"):
        answer = http.post(f"/api/v1/{path}", content=raw, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, (path, answer.status_code)
        assert set(answer.json()["error"]) == {"code", "message", "hint"}
        assert "Traceback" not in answer.text
