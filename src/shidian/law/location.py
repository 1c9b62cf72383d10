"""Where the lawbook lies: inside the installed package, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

from shidian.version import PACKAGE


def default_folder() -> Path:
    """The folder of the lawbook that belongs to this code."""
    inside = PACKAGE / "lawbook"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "lawbook"
