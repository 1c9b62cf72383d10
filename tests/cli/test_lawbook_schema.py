"""`shidian lawbook schema`: the JSON Schema of one kind of file, or of all."""

from __future__ import annotations

import json

import pytest

from shidian.law.schema import KIND_NAMES
from tests.cli.running import run


@pytest.mark.parametrize("kind", sorted(KIND_NAMES))
def test_the_schema_of_one_kind_is_printed_as_json(kind: str) -> None:
    done = run("lawbook", "schema", kind)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["title"] == f"shidian {kind}"


def test_without_a_kind_all_schemas_are_printed() -> None:
    found = json.loads(run("lawbook", "schema").out)
    assert set(found) == set(KIND_NAMES)
    assert [kind for kind in ("question", "sources") if found[kind] != json.loads(run("lawbook", "schema", kind).out)] == []
    assert {"vocabulary", "question", "sources", "instrument"} <= set(found)


def test_an_unknown_kind_is_a_usage_error_that_lists_the_kinds() -> None:
    done = run("lawbook", "schema", "statute")
    assert (done.code, done.out) == (2, "")
    assert "instrument" in done.err
