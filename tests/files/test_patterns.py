"""A pattern that was kept is the one that the standard library makes of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shidian import patterns
from shidian.kept import cache_folder
from shidian.packaged import table

SOURCES = [
    ("", 0),
    ("(?i:ATA)|[Ｂ-Ｚ]", 0),
    (r"(?P<n>\d+)(?P<unit>年|月)(?=后)|(x)\3{2,3}?", 0),
    (r"^\w+(?<!no )[^a-zé]$", re.IGNORECASE | re.MULTILINE),
    *(
        (p, 0)
        for kind in ("says", "open")
        for entry in table("words/sentence.toml")[kind]
        for p in entry.get("patterns", ())
        if "{" not in p
    ),
]


def begin_anew() -> None:
    """As a process does that has just begun."""
    patterns._used.clear()
    patterns._kept.cache_clear()
    patterns.compiled.cache_clear()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr("atexit.register", lambda _: None)
        patch.setattr(patterns, "_used", {})
        patch.setenv("XDG_CACHE_HOME", str(tmp_path))
        begin_anew()
        yield
    patterns._kept.cache_clear()


def files() -> list[Path]:
    folder = cache_folder()
    assert folder is not None
    return list(folder.glob("*-patterns.bin")) if folder.is_dir() else []


def test_kept_or_not_a_pattern_is_what_the_standard_library_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(SOURCES) > 100
    for _ in range(2):
        for source, flags in SOURCES:
            found, whole = patterns.compiled(source, flags), re.compile(source, flags)
            assert (found, found.groupindex, found.groups, found.flags) == (whole, whole.groupindex, whole.groups, whole.flags)
        patterns._keep()
        begin_anew()
        monkeypatch.setattr(patterns, "_make", lambda *_: pytest.fail("made once more"))


def test_a_process_that_made_nothing_new_writes_nothing() -> None:
    patterns.compiled("a")
    patterns._keep()
    (path,) = files()
    path.write_bytes(kept := path.read_bytes())
    before = path.stat().st_mtime_ns
    begin_anew()
    patterns.compiled("a")
    patterns._keep()
    assert (path.stat().st_mtime_ns, path.read_bytes()) == (before, kept)


def test_what_two_processes_made_is_kept_until_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("a", "b"):
        patterns.compiled(source)
        patterns._keep()
        begin_anew()
    assert {source for source, _ in patterns._kept()} == {"a", "b"}
    monkeypatch.setattr(patterns, "MOST_BYTES", 1)
    patterns.compiled("c")
    patterns._keep()
    begin_anew()
    assert {source for source, _ in patterns._kept()} == {"c"}


def test_a_file_that_was_altered_is_made_anew() -> None:
    patterns.compiled("a")
    patterns._keep()
    (path,) = files()
    path.write_bytes(path.read_bytes()[:-1] + b"\x02")
    begin_anew()
    assert patterns.compiled("a") == re.compile("a")
    assert patterns._kept() == {}


def test_a_pattern_that_is_none_is_refused_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("(a")


def test_a_python_that_was_not_tried_compiles_them_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TRIED", False)
    assert patterns.compiled("a(?P<n>b)", re.IGNORECASE) is re.compile("a(?P<n>b)", re.IGNORECASE)
    assert patterns._used == {}
