"""Running the command in this process, as a shell would, and in one of its own where the surroundings matter."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from unittest.mock import patch

from shidian.cli.main import main


@dataclass(frozen=True)
class Run:
    """What a command did."""

    code: int
    out: str
    err: str


def run(*words: str) -> Run:
    """Run `shidian` with these words. An error that the command does not handle reaches the test as it is."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with patch.object(sys, "argv", ["shidian", *words]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(args=list(words), prog_name="shidian")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Run(code, out.getvalue(), err.getvalue())


def run_apart(*words: str | bytes, **environment: str) -> Run:
    """Run `python -m shidian` in a process of its own; a word may be any bytes."""
    command: list[str | bytes] = [sys.executable, "-m", "shidian", *words]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=os.environ | environment)
    return Run(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
