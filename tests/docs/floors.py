"""The floors of the house, from the contract that holds them: `python -m tests.docs.floors` writes them into the page on architecture."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/concepts/architecture.md"
_BLOCK = re.compile(r"(<!-- floors:[^\n]*-->\n```\n).*?(```)", re.S)


def floors() -> str:
    """One floor a line, the doors on top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c["type"] == "layers")
    return "".join("  ".join(part.strip() for part in floor.split("|")) + "\n" for floor in layers)


def written(page: str) -> str:
    """The page with the floors of today."""
    return _BLOCK.sub(lambda m: m[1] + floors() + m[2], page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
