"""`shidian lawbook schema`: the JSON Schema of one kind of file, or of all."""

from __future__ import annotations

import json

import pytest

from shidian.law.schema import KIND_NAMES
from tests.cli.running import run
from tests.nightly import share_of


@pytest.fixture(scope="module")
def everything() -> dict[str, object]:
    """The schemas of all kinds, printed at once."""
    done = run("lawbook", "schema")
    assert (done.code, done.err) == (0, "")
    found: dict[str, object] = json.loads(done.out)
    return found


@pytest.mark.parametrize("kind", sorted(KIND_NAMES))
def test_the_schema_of_one_kind_is_printed_as_json(kind: str) -> None:
    done = run("lawbook", "schema", "--shapes", kind)
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["title"] == f"shidian {kind}"


@pytest.mark.parametrize("kind", share_of(sorted(KIND_NAMES), 9, ["question"]))
def test_a_schema_printed_alone_is_that_printed_with_all(everything: dict[str, object], kind: str) -> None:
    assert json.loads(run("lawbook", "schema", kind).out) == everything[kind]


def test_without_a_kind_all_schemas_are_printed(everything: dict[str, object]) -> None:
    assert set(everything) == set(KIND_NAMES)


def test_an_unknown_kind_is_a_usage_error_that_lists_the_kinds() -> None:
    done = run("lawbook", "schema", "statute")
    assert (done.code, done.out) == (2, "")
    assert "instrument" in done.err
