"""The page on architecture says what the code is."""

from __future__ import annotations

import re
from pathlib import Path

import shidian
from tests.docs.floors import PAGE, ROOT, written

PACKAGE = Path(shidian.__file__).parent
MOST_MODULES, MOST_LINES, MOST_NAMES = 25, 300, 10


def test_the_drawing_shows_the_floors_that_the_contract_holds() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page, "run python -m tests.docs.floors"


def test_every_place_that_the_page_names_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_/]+(?:\.(?:py|toml|md)|/))`", page))
    assert named
    assert [p for p in sorted(named) if not any((base / p).exists() for base in (PACKAGE, ROOT))] == []


def test_no_folder_has_more_modules_than_a_newcomer_can_take_in() -> None:
    folders = {p.parent for p in PACKAGE.rglob("*.py")}
    assert [f for f in sorted(folders) if len(list(f.glob("*.py"))) > MOST_MODULES] == []


def test_no_module_is_longer_than_one_can_read_at_a_sitting() -> None:
    lines = {str(p.relative_to(PACKAGE)): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")}
    assert {name: n for name, n in lines.items() if n > MOST_LINES} == {}


def test_hardly_any_name_of_a_class_means_two_things() -> None:
    where: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            where.setdefault(name, set()).add(str(path.relative_to(PACKAGE)))
    twice = {name: sorted(paths) for name, paths in where.items() if len(paths) > 1}
    assert len(twice) < MOST_NAMES, twice
