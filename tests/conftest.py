"""What holds for every test: no test reads or writes the cache of the person who runs it, what was kept for them, or their settings."""

from __future__ import annotations

import gc
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shidian.book import Book
from tests.building import load_book
from tests.cases.real import warm_cache
from tests.nightly import said_of_the_part
from tests.reading_once import read_files_once
from tests.templates_once import compile_templates_once

read_files_once()
compile_templates_once()
warm_cache()  # before there are workers, so that they share it
gc.set_threshold(
    200_000, 20, 20
)  # a sweep for cycles looks at lawbooks that stay to the end: a quarter of the time of a run went into them

TOGETHER = ("tests/web/", "tests/analysis/openness/", "tests/cases/")
"""Folders whose tests share what takes long to make (a browser and a server that has answered, an openness that was measured, worked cases that
were run): one worker does each, or every worker would make it. Another worker does the other folders meanwhile."""
LONGEST = ("tests/web/", "tests/desk/", "tests/cli/", "tests/docs/", "tests/tracking/")
"""Folders whose tests take most of the time, a few of them half a minute each."""

COLD = ("tests/law/", "tests/engine/", "tests/diagram/", "tests/meaning/", "tests/agreement/", "tests/contracts/")
"""Folders whose tests begin with an empty cache: what is kept is their subject, or must not stand between them and what they try. All others
share one, as the visits of one person do: or each would check the whole lawbook anew."""
WARM = ("tests/agreement/test_one_case_by_every_door.py",)
"""But these: their subject is what the doors say."""


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each test, numbered here: the factory looks through all that it ever made to find the next number."""
    base = tmp_path_factory.mktemp("caches")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_surroundings(request: pytest.FixtureRequest, _caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    own = next(_caches)
    folder = own if request.node.nodeid.startswith(COLD) and not request.node.nodeid.startswith(WARM) else warm_cache()
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv(
        "XDG_DATA_HOME", str(own.with_name(f"{own.name}-data"))
    )  # what is said of a table is kept for the next one of this test only
    for name in ("SHIDIAN_LAWBOOK", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHIDIAN_LANG", "en")
    monkeypatch.setenv("SHIDIAN_TRACEBACK", "1")  # a fault of ours is seen by the test, not said in one line
    return folder


@pytest.fixture(scope="session")
def orsia(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The lawbook of Orsia, read once."""
    return load_book(tmp_path_factory.mktemp("orsia"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which part of what turns daily this run took: who reads its failures later can run the same."""
    terminalreporter.write_line(said_of_the_part())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """By file, as `--dist loadscope`, and these folders whole."""
    if config.getoption("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByFileOrFolder(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    return ByFileOrFolder(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: journeys in a browser and desks with their servers, so that no worker is left alone with them at the end."""
    twice = [id for id, count in Counter(item.nodeid for item in items).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"several tests have one name, and workers would run one of them only: {', '.join(twice)}")
    items.sort(key=lambda item: next((at for at, folder in enumerate(LONGEST) if item.nodeid.startswith(folder)), len(LONGEST)))
