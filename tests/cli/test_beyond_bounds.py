"""Arguments beyond all bounds end in one line with a code and an exit code of the tree, at every command: never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart
from tests.nightly import NIGHTLY

HUGE = "99999999999999999999999"
DEEP = '{"a":' + "[" * 3000 + "]" * 3000 + "}"
DAYS = ("0001-01-01", "9999-12-31", "0000-01-01", "-1198-01-01", "99999-01-01", "1899-12-31", "2200-01-01")
COMMANDS = (
    *(("timeline", "access", "activity=idc", "territory=shanghai", "share=100", "--since", day) for day in DAYS),
    *(("ask", "access", "activity=idc", "territory=shanghai", f"on={day}") for day in DAYS),
    ("ask", "access", "activity=idc", "--known-on", "9999-12-31"),
    ("ask", "access", "activity=idc", f"share={HUGE * 40}"),
    ("ask", "access", "activity=idc", "share=1e999999"),
    ("diff", "access", "--from", "0001-01-01", "--to", "9999-12-31"),
    ("changes", "--since", "0001-01-01"),
    ("review", "accept", HUGE, "--store", "sqlite:///w.db"),
    ("review", "list", "--document", HUGE, "--store", "sqlite:///w.db"),
    ("review", "correct", "1", "--value", DEEP, "--store", "sqlite:///w.db"),
    ("read", "--save", "--replaces", HUGE, "nothing.txt", "--store", "sqlite:///w.db"),
    ("read", "/dev/zero"),
    ("replay", "/dev/zero"),
    ("replay", "deep.json"),
    ("screen", "access", "/dev/zero", "-o", "out.csv"),
    ("screen", "access", "utf8.csv", "-o", "out.csv", "--encoding", "utf-16"),
    ("screen", "access", "utf8.csv", "-o", "/dev/full"),
    ("openness", "--weights", "/dev/zero"),
    ("openness", "--on", "0001-01-01"),
    ("tasks", "import", "/dev/zero", "--plan", "services-2025"),
    ("lawbook", "check", "/dev/null"),
    ("lawbook", "review", "/dev/zero"),
    ("whatif", "access", "activity=idc", "--with", "/dev/zero"),
    ("screen", "access", "utf8.csv", "-o", "out.csv", "--values", "/dev/zero"),
    ("crosswalk", "--lawbook", "/"),
    ("review", "documents", "--store", "postgresql://[::1"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bounds")
    (path / "deep.json").write_text(DEEP)
    (path / "utf8.csv").write_text("activity,territory\nidc,上海\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda a: " ".join(a)[:60])
def test_a_bad_argument_is_one_message_and_an_exit_code_of_the_tree(
    folder: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SHIDIAN_TRACEBACK")
    done = (run_apart if NIGHTLY else run)(*arguments)  # to begin a process for each takes longer than all that they do
    assert "Traceback" not in done.err
    assert "internal" not in done.err
    assert done.code in (1, 2, 3), done.out[-300:] + done.err[-300:]
    assert len(done.err) < 2000


@pytest.mark.parametrize("command", [("questions",), ("ask", "access", "activity=idc"), ("regions",)])
def test_a_closed_output_is_said_and_is_no_success(folder: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m shidian {' '.join(command)} >&-"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
