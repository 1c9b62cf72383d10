"""The licences of the libraries that `shidian[all]` installs: `python -m tests.release.licences` writes docs/reference/licences.md.

Read from what is installed here, for the libraries that constraints.txt locks; one that is not installed on this machine (another system's) is
named as such, never guessed.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/licences.md"
LONGEST = 60
"""Characters of a licence field that names a licence; a longer one is the licence itself."""


def locked() -> dict[str, str]:
    """The libraries of constraints.txt, with their versions."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))


def licence(name: str) -> str:
    """The licence that a library states of itself."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return "not installed where this page was written"
    classified = [
        c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License ::") and not c.endswith("Approved")
    ]
    stated = next((s for key in ("License-Expression", "License") for s in said.get_all(key) or ()), "")
    return stated if 0 < len(stated) <= LONGEST and "\n" not in stated else "; ".join(classified) or "not stated in its metadata"


def page() -> str:
    """The whole page."""
    rows = "".join(f"| {name} | {version} | {licence(name).replace('|', '/')} |\n" for name, version in sorted(locked().items()))
    return (
        "# Licences of what is used\n\nshidian is under Apache-2.0. The base needs click, msgspec, PyYAML and rich; the rest comes with the extras. This is what "
        "`shidian[all]` locks (`constraints.txt`), with the licence that each library states.\n\n| library | version | licence |\n|---|---|---|\n"
        + rows
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
