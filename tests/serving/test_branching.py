"""Routes that are looked for by how a path begins answer what they answer in a list."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Match

from shidian.serving.application import PLAIN, Branching, build
from shidian.visitors.keeper import Keeper
from tests.cases.real import real_book


@pytest.fixture(scope="module")
def pages() -> Branching:
    (found,) = [r for r in build(Keeper(real_book()), settings=PLAIN).router.routes if isinstance(r, Branching)]
    return found


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_every_page_is_found_where_a_list_would_find_it(pages: Branching, method: str) -> None:
    tried = 0
    for path in {re.sub(r"{[^}]*}", "x", getattr(r, "path", "")) for r in pages.routes} | {"/en/nothing", "/", "/en", "/fr/tasks", ""}:
        scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
        all_ = [(r, r.matches(dict(scope))[0]) for r in pages.routes]
        full = next((r for r, m in all_ if m is Match.FULL), None)
        partly = next((r for r, m in all_ if m is Match.PARTIAL), None)
        match, more = pages.matches(dict(scope))
        assert more.get("branch") is (full or partly), path
        assert match is (Match.FULL if full else Match.PARTIAL if partly else Match.NONE), path
        tried += match is not Match.NONE
    assert tried > 100
