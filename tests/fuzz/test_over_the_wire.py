"""JSON bodies and addresses from a grammar: no answer of 5xx, every error with its code."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidian.api import openapi
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book
from tests.fuzz.grammar import INPUTS, asked, inputs, json_values, odd, quoted, sound
from tests.nightly import share_of

DOCUMENT = openapi(Keeper(real_book()))
POSTS = sorted(path for path, found in DOCUMENT["paths"].items() if "post" in found and "{" not in path and "/desk" not in path)
GETS = sorted(path for path, found in DOCUMENT["paths"].items() if "get" in found)
PAGES = (
    "/",
    "/ask/access",
    "/ask/data_export",
    "/regions/{id}",
    "/instruments/{id}",
    "/timeline/access",
    "/matrix/access",
    "/areas",
    "/crosswalk/{id}/{id}",
    "/places/{id}",
)


def shape_of(path: str) -> dict[str, Any]:
    """The properties of a body."""
    body = DOCUMENT["paths"][path]["post"].get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = body.get("$ref", "").rsplit("/", 1)[-1]
    found: dict[str, Any] = DOCUMENT["components"]["schemas"].get(name, body).get("properties", {})
    return found


@st.composite
def bodies(draw: st.DrawFn, path: str) -> bytes:
    """A body: some of what is taken, some of it of a wrong kind; now and then no JSON at all."""
    question, facts = draw(asked())
    out: dict[str, object] = {}
    for name in shape_of(path):
        choice = draw(st.integers(0, 5))
        if name == "question":
            out[name] = question if choice else draw(json_values)
        elif name == "facts":
            out[name] = facts if choice else draw(json_values)
        elif choice == 0:
            out[name] = draw(json_values)
    if draw(st.integers(0, 7)) == 0:
        out[draw(odd)] = draw(json_values)
    raw = json.dumps(out if draw(st.integers(0, 15)) else draw(json_values)).encode()
    how = draw(st.integers(0, 15))
    if how == 0:
        return raw[: draw(st.integers(0, len(raw)))]
    if how == 1:
        return b'{"a":' + b"[" * 2000 + raw
    return raw


@pytest.mark.parametrize("path", POSTS if INPUTS else share_of(POSTS, 3))
def test_a_body_is_answered_or_refused_with_a_code(path: str, http: httpx.Client) -> None:
    @inputs(6)
    @given(bodies(path))
    def any_body(raw: bytes) -> None:
        sound(http.post(path, content=raw, headers={"content-type": "application/json"}), raw)

    any_body()


@inputs(25)
@given(st.data())
def test_an_address_is_a_page_or_an_error_of_its_own(http: httpx.Client, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([*GETS, *PAGES]))
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + quoted(data.draw(odd)) + path[end + 1 :]
    _, facts = data.draw(asked())
    query = "&".join(f"{quoted(k)}={quoted(v)}" for k, v in facts.items())
    more = data.draw(st.sampled_from(["", "&lang=xx", "&lang=zh", "&on=0000-00-00", "&share=1e999", "&%ff=%00", "&=", "&&"]))
    if "changes.atom" in path or "openness" in path:
        return
    sound(http.get(f"{path}?{query}{more}"), (path, query, more))
