"""A command brings in what it needs and no more: what all of them need together takes longer to load than an answer."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.cases.real import real_book, warm_cache

WATCHED = "import json, sys; from shidian.cli.main import run\ntry:\n run()\nfinally:\n sys.stderr.write(json.dumps(sorted(sys.modules)))"
ASK = ("ask", "access", "activity=app-store", "territory=chengdu", "origin=DE", "share=100", "on=2025-06-01")


def brought_in(*words: str) -> set[str]:
    """The modules in a process that ran a command, of a lawbook that is kept already."""
    real_book()
    env = {"XDG_CACHE_HOME": str(warm_cache()), "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", WATCHED, *words], capture_output=True, text=True, check=False, env=env)
    assert done.stdout, done.stderr
    return set(json.loads(done.stderr))


@pytest.mark.parametrize("words", [ASK, ("regions",), ("search", "app", "store")], ids=lambda w: w[0])
def test_a_command_reads_the_kept_law_without_what_reads_and_checks_files(words: tuple[str, ...]) -> None:
    found = brought_in(*words)
    assert not {m for m in found if m.partition(".")[0] in ("yaml", "numpy", "pyarrow", "numba", "sqlalchemy")}
    assert not {m for m in found if m.startswith("shidian.law.check")}


def test_a_question_leaves_the_other_commands_alone() -> None:
    own = {"main", "ask", "view", "options"}
    assert {m.removeprefix("shidian.cli.") for m in brought_in(*ASK) if m.startswith("shidian.cli.")} == own


def test_every_command_is_found_under_its_name() -> None:
    from click import Context

    from shidian.cli.main import MODULES, main

    context = Context(main)
    assert {name: main.get_command(context, name) is not None for name in main.list_commands(context)} == dict.fromkeys(MODULES, True)
    assert all(name == getattr(main.get_command(context, name), "name", None) for name in MODULES)
