"""What is made once is kept for the next start, and never as something else than it was."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

import shidian
from shidian import packaged
from shidian.kept import cache_folder, made_once

PACKAGE = Path(shidian.__file__).parent
PLACES = sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.toml"))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def made(of: str, found: Any, shape: Any = dict[str, Any]) -> tuple[Any, list[str]]:
    """What is made, or kept, of a text, and whether it had to be made."""
    calls: list[str] = []

    def make() -> Any:
        calls.append(of)
        return found

    return made_once("test", [of], shape, make), calls


def test_what_was_made_once_is_not_made_again() -> None:
    assert made("a", {"one": 1}) == ({"one": 1}, ["a"])
    assert made("a", {"two": 2}) == ({"one": 1}, [])
    assert made("b", {"two": 2}) == ({"two": 2}, ["b"])


def test_what_would_be_read_back_as_something_else_is_made_each_time() -> None:
    day = {"day": dt.date(2025, 4, 11)}
    assert made("a", day) == (day, ["a"])
    assert made("a", day) == (day, ["a"])


def test_a_file_that_was_altered_is_made_anew() -> None:
    made("a", {"one": 1})
    folder = cache_folder()
    assert folder is not None
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"\x02")
    assert made("a", {"one": 1}) == ({"one": 1}, ["a"])


@pytest.mark.parametrize("place", PLACES)
def test_a_table_of_the_package_is_the_same_when_it_was_kept(place: str) -> None:
    told = tomllib.loads((PACKAGE / place).read_text(encoding="utf-8"))
    assert [dict(packaged.table.__wrapped__(place)) for _ in range(2)] == [told, told]
