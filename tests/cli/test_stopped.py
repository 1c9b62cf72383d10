"""Ctrl-C ends a command with one line and the exit code of shells, whenever it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import run

HEAD = "activity,territory,origin,share,on\n"
ROW = "idc,lingang,DE,100,2025-06-01\n"


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("lang", "said"), [("en", "stopped; nothing was left incomplete\n"), ("zh", "已停止；没有留下未完成的内容\n")])
def test_a_command_that_is_stopped_says_so_in_one_line(lang: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shidian.cli.view.CommandView.book", property(interrupted))
    done = run("regions", "--lang", lang)
    assert (done.code, done.out, done.err) == (130, "", said)


@pytest.mark.parametrize("where", ["open_job", "prepare_loops", "Screener", "Counter"])
def test_a_screening_that_is_stopped_before_its_first_row_leaves_nothing(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shidian.screening.run.SMALL", 2)
    monkeypatch.setattr("shidian.screening.run.prepare_loops", lambda: None)
    monkeypatch.setattr(f"shidian.screening.run.{where}", interrupted)
    (tmp_path / "in.csv").write_text(HEAD + ROW * 9)
    done = run("screen", "access", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert (done.code, done.err) == (130, "stopped; nothing was left incomplete\n")
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_a_process_that_is_stopped_while_it_makes_ready_ends_so_too(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(HEAD + ROW * 20_000)  # more than a quick machine has done when the signal comes
    words = [sys.executable, "-m", "shidian", "screen", "access", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": ":".join(sys.path)})
    lock = tmp_path / ".out.csv.lock"
    deadline = time.monotonic() + 60
    while not lock.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in said) == (130, False), said.decode()
    assert b"stopped" in said
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


OPENING = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    b'"clientInfo":{"name":"somebody","version":"1"}}}\n'
)


@pytest.mark.parametrize("how", ["gone", "stopped"])
def test_the_server_for_an_assistant_ends_without_a_fault_when_its_client_has_gone_or_it_is_stopped(how: str) -> None:
    words, pipe = [sys.executable, "-m", "shidian", "mcp"], subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | {"PYTHONPATH": ":".join(sys.path)}) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(OPENING)
        process.stdin.flush()
        process.stdout.readline()
        if how == "gone":
            process.stdout.close()
            process.stdin.write(OPENING)  # what it replies reaches nobody
            process.stdin.close()
        else:
            process.send_signal(signal.SIGINT)  # its input stays open
        code, said = process.wait(timeout=120), process.stderr.read().decode()
    assert (code, said) == ((0, "") if how == "gone" else (130, "stopped; nothing was left incomplete\n"))
