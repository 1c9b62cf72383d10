"""Traditional characters as the simplified ones that names and words are written in here, one by one, so that places in the text stay."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _table() -> dict[int, str]:
    table = tomllib.loads((resources.files("shidian.words") / "traditional.toml").read_text(encoding="utf-8"))
    return dict(zip(map(ord, table["traditional"]), table["simplified"], strict=True))


def simplified(text: str) -> str:
    """A text in simplified characters, as long as before."""
    return text.translate(_table())
