"""The examples in other languages run against a real server, where their interpreter is there, and say what the API says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.running import client, serving

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
INTERPRETERS = {"ask.sh": "sh", "ask.mjs": "node", "ask.R": "Rscript", "ask.py": sys.executable}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as found:
        yield found


def test_every_example_has_an_interpreter() -> None:
    assert {p.name for p in EXAMPLES.iterdir()} == set(INTERPRETERS)


@pytest.mark.parametrize("name", INTERPRETERS)
def test_an_example_says_what_the_api_says(name: str, address: str) -> None:
    program = shutil.which(INTERPRETERS[name])
    if program is None or (name == "ask.sh" and shutil.which("curl") is None):
        pytest.skip(f"this machine has nothing that runs {name}")
    if name == "ask.R" and subprocess.run([program, "-e", "library(jsonlite)"], capture_output=True, check=False).returncode:
        pytest.skip("R is here without jsonlite")
    ran = subprocess.run([program, str(EXAMPLES / name), address], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    with client(address) as http:
        asked = {
            "activity": "app-store",
            "territory": "chengdu",
            "origin": "DE",
            "share": "100",
            "on": "2025-06-01",
            "brief": "1",
            "lang": "en",
        }
        told = http.get("/api/v1/ask/access", params=asked).json()
        tasks = http.get("/api/v1/tasks").json()["count"]
    assert told["outcome"] in ran.stdout
    assert all(line in ran.stdout for line in told["lines"])
    assert name == "ask.sh" or f"{tasks} tasks" in ran.stdout
