"""`shidian screen` as a person meets it: the summary, errors with their exit codes, and a run that is stopped and resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.nightly import on_day

HEAD = "activity,territory,origin,share,on\n"
ROWS = (
    "idc,lingang,DE,100,2025-06-01\napp-store,chengdu,US,60,2025-06-01\ntobacco,beijing,US,60,2025-06-01\n鸽子,beijing,US,60,2025-06-01\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return tmp_path / "in.csv"


def test_the_summary_counts_outcomes_reasons_and_errors(table: Path) -> None:
    out = str(table.with_name("out.csv"))
    done = run("screen", "access", str(table), "-o", out)
    assert done.code == 0, done.err
    for said in ("4 rows screened", "By activity", "By place", "Most frequent reasons", "Rows that could not be read", "鸽子"):
        assert said in done.out
    again = run("screen", "access", str(table), "-o", out, "--force", "--lang", "zh")
    assert "已筛查4行" in again.out
    found = json.loads(run("screen", "access", str(table), "-o", out, "--force", "--json").out)
    assert found["rows"] == 4
    assert found["outcomes"]["error"] == 1
    assert found["errors"][0]["examples"] == [5]
    assert {r["rows"] for r in found["reasons"]} == {1}
    assert all(r["rules"][0]["provision"]["zh"] for r in found["reasons"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--map", "share"], 2, "fact=column"),
        (["--map", "share=股比"], 2, "there is no column `股比`"),
        (["--fact", "on=2025-01-01"], 2, "`on` is given twice"),
        (["--fact", "legal-form=circus"], 2, "legal-form"),
        (["--map", "share="], 2, "no column gives `share`"),
        (["--map", "on=", "--fact", "on=soon"], 2, "is not a day"),
        (["--fact", "colour=red"], 2, "unknown fact `colour`"),
        (["--resume"], 1, "no earlier run to resume"),
        (["--sql", "select x from input"], 1, "the SQL cannot be run"),
        (["--map", "share=share", "--map", "share=on"], 2, "mapped twice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(words: list[str], code: int, said: str, table: Path) -> None:
    done = run("screen", "access", str(table), "-o", str(table.with_name("out.csv")), *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert sorted(p.name for p in table.parent.iterdir()) == ["in.csv"]


def test_an_ending_that_is_not_known_is_an_error(table: Path) -> None:
    for out in ("out.ods", "out", "out.duckdb"):
        done = run("screen", "access", str(table), "-o", str(table.with_name(out)))
        assert (done.code, "table-invalid" in done.err) == (1, True), done.err


@on_day(0, 2)  # on the other days a screening of the web is cancelled
def test_ctrl_c_stops_cleanly_and_the_run_is_resumed(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(HEAD + ROWS * 40_000, encoding="utf-8")
    words = [sys.executable, "-m", "shidian", "screen", "access", str(source), "-o", str(out)]
    first = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    part = tmp_path / "out.csv.parts/000000.csv"
    for _ in range(60_000):
        if (part.exists() and part.stat().st_size) or first.poll() is not None:
            break
        time.sleep(0.01)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=120)
    assert first.returncode == 130, said.decode()
    assert b"--resume" in said
    assert b"Traceback" not in said
    assert not out.exists()
    done = run(*words[3:], "--resume")
    assert done.code == 0, done.err
    assert "160,000 rows" in done.out
    with out.open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 160_001
