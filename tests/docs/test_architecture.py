"""The page on architecture says what the code is."""

from __future__ import annotations

import re
from pathlib import Path

import shidian
from tests.docs.floors import PAGE, ROOT, written

PACKAGE = Path(shidian.__file__).parent
MOST_MODULES = 25


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
