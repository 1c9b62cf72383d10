"""The command works with the libraries of the base alone: whatever an extra brings is not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BASE = """
import importlib.metadata, sys
allowed = {"shidian", "click", "msgspec", "yaml", "_yaml", "rich", "markdown_it", "mdurl", "pygments", "attr", "typing_extensions"}
brought = {top for top in importlib.metadata.packages_distributions() if top not in allowed}

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in brought:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

sys.meta_path.insert(0, Missing())
from shidian.cli.main import main
main(sys.argv[1:])
"""


ORSIA = ("--lawbook", str(Path(__file__).parents[1] / "orsia"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--version",), 0),
        (("ask", "access", "activity=pigeons", "territory=harbour", "origin=freedonia", "--explain", *ORSIA), 0),
        (("timeline", "access", "activity=pigeons", "territory=harbour", "origin=freedonia", "share=100", *ORSIA), 0),
        (("regions", "--lang", "zh", *ORSIA), 0),
        (("serve", "--port", "0"), 1),
    ],
    ids=lambda x: x[0] if isinstance(x, tuple) else "",
)
def test_a_command_works_or_says_which_extra_is_missing(words: tuple[str, ...], code: int) -> None:
    done = subprocess.run([sys.executable, "-c", BASE, *words], capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr[-500:]
    if code == 1:
        assert "pip install 'shidian[web]'" in done.stderr
