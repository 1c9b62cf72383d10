"""The tables that come with the package: each named pattern matches its examples, and not the words beside them that it must leave alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shidian
from shidian.packaged import patterns, table

PACKAGE = Path(shidian.__file__).parent
TABLES = [
    place
    for place in sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.toml"))
    if all(isinstance(entry, dict) and "pattern" in entry for entry in table(place).values())
]


def _matches(place: str, name: str, example: str) -> bool:
    pattern = patterns(place)[name]
    how = {"start": pattern.match, "whole": pattern.fullmatch}.get(table(place)[name].get("how", ""), pattern.search)
    return how(example) is not None


def test_there_are_tables_of_patterns() -> None:
    assert len(TABLES) > 15
    assert {"programme/lists.toml", "review/lists.toml", "documents/grammar/tables/citations.toml"} <= set(TABLES)


@pytest.mark.parametrize("place", TABLES)
def test_each_pattern_matches_its_examples_and_not_the_others(place: str) -> None:
    told = table(place)
    assert [n for n, e in told.items() if not (e.get("match") and e.get("miss"))] == []
    assert [(n, x) for n, e in told.items() for x in e["match"] if not _matches(place, n, x)] == []
    assert [(n, x) for n, e in told.items() for x in e["miss"] if _matches(place, n, x)] == []


@pytest.mark.parametrize("place", [t for t in TABLES if not t.startswith("documents/")])
def test_each_pattern_is_used_in_its_package(place: str) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (PACKAGE / place).parent.rglob("*.py"))
    assert [n for n in table(place) if not re.search(rf'"{n}"', code)] == []
