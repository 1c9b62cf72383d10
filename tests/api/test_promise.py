"""What the API has promised within v1 still holds, and the check of it can fail."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.api.kept import FILE, broken, now


@pytest.fixture(scope="module")
def then() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


def test_nothing_that_was_promised_is_gone(then: Any) -> None:
    assert broken(then, now()) == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (("paths", "/api/v1/tasks"), "GET /api/v1/tasks is gone"),
        (("paths", "/api/v1/tasks", "get", "parameters", 0), "GET /api/v1/tasks no longer takes"),
        (("components", "schemas", "Decision", "properties", "outcome"), "Decision.outcome is gone"),
        (("components", "schemas", "Decision", "required", 0), "may now be missing"),
    ],
)
def test_a_promise_that_is_broken_is_told(then: Any, path: tuple[Any, ...], said: str) -> None:
    today = copy.deepcopy(then)
    within = today
    for key in path[:-1]:
        within = within[key]
    del within[path[-1]]
    assert any(said in fault for fault in broken(then, today))


def test_a_new_demand_is_a_broken_promise(then: Any) -> None:
    today = copy.deepcopy(then)
    today["components"]["schemas"]["CaseBody"]["required"].append("facts")
    assert broken(then, today) == ["CaseBody: now demands facts"]
