"""What the README and the tutorial show works as they say."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from shidian.cli.ask import UNDETERMINED
from tests.cases.real import real_book
from tests.cli.running import Run, run
from tests.docs.commands import PAGES, ROOT, Shown, shown
from tests.nightly import nightly, share_of

COMMANDS = [command for page in PAGES for command in shown(page)]
ONCE = {(c.words, c.code): c for c in reversed(COMMANDS)}.values()
LOOKING_AROUND = [
    c for c in COMMANDS if c.words[0] in {"instruments", "instrument", "regions", "tasks", "contradictions", "coverage", "chronology"}
]
WRITE_LAW = {"lawbook", "review", "tasks", "task"}
"""Commands that may begin a file of the lawbook: they have a copy of it."""
SHENZHEN = {"activity": "idc", "territory": "shenzhen", "origin": "DE", "share": "100"}
APP_STORE = {"activity": "app-store", "origin": "DE", "share": "100", "on": "2025-06-01"}


@pytest.fixture(autouse=True)
def _beside_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Commands run beside the project's files, so that what they write stays out of it."""
    spec = getattr(request.node, "callspec", None)
    command = spec.params.get("command") if spec is not None else None
    for entry in ROOT.iterdir():
        if entry.name == "lawbook" and command is not None and command.words[0] in WRITE_LAW:
            shutil.copytree(entry, tmp_path / entry.name)
        elif not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHIDIAN_LAWBOOK", str(tmp_path / "lawbook"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 100))


def as_shown(command: Shown, *more: str) -> Run:
    return run(*command.words, *more)


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_a_page_for_beginners_shows_commands(page: str) -> None:
    assert [c.words[0] for c in COMMANDS if c.page == page].count("ask") >= 2


def test_the_answer_that_the_readme_shows_is_the_answer() -> None:
    """It is wrapped at the width of whoever reads it."""
    first = next(c for c in COMMANDS if c.page == "README.md")
    block = (ROOT / "README.md").read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    assert " ".join(as_shown(first).out.split()).startswith(" ".join(block.split()))


def at_its_time(command: Shown) -> object:
    """What goes through all cases, rules or files takes long: it is left to the night. (A push checks the lock and the format by themselves.)"""
    whole = command.words[0] in {"verify", "diagram"} and "import" not in command.words
    whole = whole or command.words in {("cases",), ("lawbook", "format"), ("lawbook", "lock"), ("lawbook", "check", "--answers")}
    whole = whole or command.words[:2] == ("lawbook", "review")
    return pytest.param(command, marks=nightly) if whole else command


@pytest.mark.parametrize("command", [at_its_time(c) for c in share_of(list(ONCE), 8)], ids=lambda c: str(c))
def test_a_command_runs_and_exits_as_documented(command: Shown) -> None:
    """Where the page gives no exit code, a question is answered or undetermined, and anything else succeeds."""
    done = as_shown(command)
    may = {command.code} if command.code is not None else {0, UNDETERMINED} if command.words[0] == "ask" else {0}
    assert done.code in may, done.err
    assert done.out.strip() or command.words[:2] == ("lawbook", "format")  # it speaks only of what it changes
    assert done.err == ""


@pytest.mark.parametrize("command", LOOKING_AROUND, ids=str)
def test_a_command_that_looks_around_takes_json_and_chinese(command: Shown) -> None:
    assert json.loads(as_shown(command, "--json").out)
    assert re.search(r"[\u3400-\u9fff]", as_shown(command, "--lang", "zh").out)


def test_every_command_that_looks_around_is_shown() -> None:
    assert {c.words[0] for c in LOOKING_AROUND} == {
        "instruments",
        "instrument",
        "regions",
        "tasks",
        "contradictions",
        "coverage",
        "chronology",
    }


def test_the_answer_turns_on_the_year_as_the_tutorial_says() -> None:
    book = real_book()
    assert book.ask("access", SHENZHEN, on="2025-03-15").outcome == "permitted"
    before = book.ask("access", SHENZHEN, on="2024-05-01")
    assert before.outcome in {"not_permitted", "prohibited"}
    assert before.announced.outcome == "permitted"
    assert before.to_text(explain=True) != before.to_text()


def test_announced_is_not_in_force_as_the_tutorial_says() -> None:
    book = real_book()
    outside = book.ask("access", APP_STORE, territory="chengdu:other")
    assert (outside.outcome, outside.ceiling) == ("not_permitted", Decimal(50))
    assert (outside.announced.outcome, outside.announced.ceiling) == ("permitted", Decimal(100))
    open_place = book.ask("access", APP_STORE, territory="chengdu")
    assert (open_place.outcome, open_place.ceiling) == ("not_permitted", Decimal(50))
    assert open_place.leads  # that of the free-trade zone is shown and not counted


def test_what_was_not_known_then_does_not_count_as_the_tutorial_says() -> None:
    case = {"activity": "publication-printing", "territory": "nantong", "origin": "JP", "share": "40", "on": "2025-01-01"}
    then, now = real_book().ask("access", case, known_on="2024-08-01"), real_book().ask("access", case)
    assert then.determining != now.determining


@pytest.mark.parametrize("page", [p for p in PAGES if "```python" in p.read_text(encoding="utf-8")], ids=lambda p: p.name)
def test_the_python_of_a_page_runs_and_gives_what_it_says(page: Path) -> None:
    """`expression   # value` says what the expression gives."""
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        known: dict[str, object] = {}
        exec(block, known)
        for expression, value in re.findall(r"^(\S[^#\n]*?)\s+# ('.*'|\d+)$", block, re.MULTILINE):
            assert repr(eval(expression, known)) == value


def test_the_demo_answers_its_four_questions() -> None:
    command = Path(sys.executable).parent / "shidian"
    done = subprocess.run(
        ["sh", str(ROOT / "docs/demo.sh"), str(command)],
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    page = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert page.count("$ shidian ask") == 4
    assert sum(line.startswith(("✔", "✘", "?")) for line in page.splitlines()) == 4


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_of_the_readme_are_targets_of_make(target: str) -> None:
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
