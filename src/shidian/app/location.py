"""Where the lawbook lies: inside the installed package, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

import shidian


def default_folder() -> Path:
    """The folder of the lawbook that belongs to this code."""
    package = Path(shidian.__file__).parent
    inside = package / "lawbook"
    return inside if inside.is_dir() else package.parents[1] / "lawbook"
