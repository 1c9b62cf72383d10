"""What the page on architecture tells a newcomer who adds something is where the change goes, and the whole of it."""

from __future__ import annotations

import ast
import functools
import re
import typing
from pathlib import Path

import pytest

from shidian.engine import conditions
from shidian.screening.screened import COLUMNS, FLAGS, NUMBERS, WORDS
from shidian.web.routes import PAGES
from tests.building import edited, load_book
from tests.docs.floors import PAGE
from tests.docs.test_architecture import PACKAGE

OF_THE_ROW = {"asked_on", "error", "error_code", "source_line"}
"""Columns that tell of the row and not of its decision."""


def row(thing: str) -> set[str]:
    """The places of the code that the page names for a change."""
    line = next(li for li in PAGE.read_text(encoding="utf-8").splitlines() if li.startswith(f"| {thing} |"))
    return set(re.findall(r"`([a-z_/]+(?:\.py|/))`", line.split("|")[2]))


@functools.cache
def said() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """What each module names, and what it has as strings: the package is parsed once."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
        strings = frozenset(str(n.value) for n in nodes if isinstance(n, ast.Constant))
        found[path.relative_to(PACKAGE).as_posix()] = frozenset(n.id for n in nodes if isinstance(n, ast.Name)), strings
    return found


def naming(words: set[str], kind: type[ast.Name | ast.Constant]) -> dict[str, frozenset[str]]:
    """The modules that name some words, as names or as strings, with those that they name."""
    return {module: (strings if kind is ast.Constant else names) & words for module, (names, strings) in said().items()}


def test_a_kind_of_test_on_facts_is_known_in_the_places_that_the_page_names() -> None:
    kinds = {kind.__name__ for kind in typing.get_args(conditions.Test)}
    places = row("a kind of test on facts")
    assert len(kinds) > 3
    everywhere = [module for module, said in naming(kinds, ast.Name).items() if said == kinds]
    assert [m for m in everywhere if m not in places and not any(m.startswith(p) for p in places if p.endswith("/"))] == []
    assert [p for p in places if not any(m == p or m.startswith(p) for m, said in naming(kinds, ast.Name).items() if said)] == []


def test_a_column_of_a_screened_table_is_named_in_one_module() -> None:
    assert {*WORDS, *NUMBERS, *FLAGS} == {*COLUMNS} - OF_THE_ROW
    own = {c for c in COLUMNS if "_" in c}
    many = [module for module, said in naming(own, ast.Constant).items() if len(said) > 3]
    assert [m for m in many if m not in row("a column of a screened table")] == ["watch/changes.py"]  # which of them are watched


def test_a_page_is_one_line_of_the_routes_a_template_and_one_module() -> None:
    assert "web/routes.py" in row("a page")
    assert [p.template for p in PAGES if not (PACKAGE / "web/templates" / p.template).is_file()] == []
    assert [p.path for p in PAGES if p.view.__module__ != p.context.__module__] == []


@pytest.mark.parametrize(("lang", "old", "new"), [("en", "Carrier pigeons", "Homing birds"), ("zh", "信鸽", "归巢鸟")])
def test_a_label_is_declared_once_and_every_answer_and_reader_has_it(lang: str, old: str, new: str, tmp_path: Path) -> None:
    law = load_book(tmp_path, edited("vocabulary/activities.yaml", (old, new)))
    told = law.ask("access", {"activity": new, "territory": "orsia"}).to_text(lang)
    assert law.read("access", {"activity": new}).facts["activity"] == "pigeons"
    assert new in told
