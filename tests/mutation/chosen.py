"""Which tests enter which functions, and what they cost: a mutant is given those that enter what it changes, the cheapest first."""

from __future__ import annotations

import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Sequence
from types import CodeType, FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from msgspec import Struct

from tests.mutation.patched import Place, place_of

MOST_SECONDS = 10.0
"""Of processor time, as measured with every call noted, which takes two to three times as long; a test that takes longer is left to other runs."""
EASY, HARD = 8.0, 50.0
"""Such seconds of the tests that a mutant is given first, and of those that one who lives is given then."""


class Cost(Struct, frozen=True):
    """What a test enters, its seconds of processor time, and whether it passes without any slip."""

    seconds: float
    entered: frozenset[Place]
    passed: bool


def child(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` gives in a process of its own; None if it ends early or takes more seconds of processor time."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
        try:
            said = pickle.dumps(work())
            with os.fdopen(write, "wb") as out:
                out.write(said)
        finally:  # whatever goes wrong: nothing of the process that forked goes on here
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        said = told.read()
    os.waitpid(pid, 0)
    return pickle.loads(said) if said else None


def run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test passes."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def measured(items: Sequence[pytest.Item], folder: str) -> dict[str, Cost]:
    """What each test costs and enters, by its id; only code in files of a folder counts."""
    found: dict[str, Cost] = {}
    entered: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _arg: object) -> None:
        entered.add(frame.f_code)

    for item, following in zip(items, [*items[1:], None], strict=True):
        entered.clear()
        began = time.process_time()
        sys.settrace(note)
        try:
            passed = run(item, following)
        finally:
            sys.settrace(None)
        places = frozenset(place_of(code) for code in entered if code.co_filename.startswith(folder))
        found[item.nodeid] = Cost(time.process_time() - began, places, passed)
    return found


def chosen(items: Sequence[pytest.Item], costs: dict[str, Cost], inside: Place) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests for a slip in some code: those given first, and those for one who lives through them."""
    able = [i for i in items if (c := costs.get(i.nodeid)) is not None and c.passed and inside in c.entered and c.seconds < MOST_SECONDS]
    able.sort(key=lambda i: (costs[i.nodeid].seconds, i.nodeid))
    first, rest, spent = list[pytest.Item](), list[pytest.Item](), 0.0
    for item in able:
        spent += costs[item.nodeid].seconds
        if spent <= EASY:
            first.append(item)
        elif spent <= EASY + HARD:
            rest.append(item)
    return first, rest


def killed(tests: Sequence[pytest.Item]) -> bool:
    """Whether a test fails."""
    return any(not run(item, following) for item, following in zip(tests, [*tests[1:], None], strict=False))
