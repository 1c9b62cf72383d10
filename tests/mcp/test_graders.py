"""The definitions of the tools, read by a grader that we did not write (the deterministic part of TDQS)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import anyio

from shidian.mcp import server
from shidian.visitors.keeper import Keeper


def test_no_definition_of_a_tool_has_a_fault_or_a_warning(desk: Keeper, tmp_path: Path) -> None:
    tools = anyio.run(server(desk).list_tools)
    listed = tmp_path / "tools.json"
    listed.write_text(json.dumps({"tools": [t.model_dump(mode="json", by_alias=True, exclude_none=True) for t in tools]}))
    grader = shutil.which("tdqs", path=str(Path(sys.executable).parent))
    assert grader, "pip install 'shidian[dev]'"
    said = subprocess.run(
        [grader, "lint", "--file", str(listed), "--fail-on", "warning"], capture_output=True, text=True, timeout=60, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
