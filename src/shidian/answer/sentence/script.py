"""Traditional characters as the simplified ones that names and words are written in here, one by one, so that places in the text stay."""

from __future__ import annotations

from functools import cache

from shidian.packaged import table


@cache
def _table() -> dict[int, str]:
    scripts = table("words/traditional.toml")
    return dict(zip(map(ord, scripts["traditional"]), scripts["simplified"], strict=True))


def simplified(text: str) -> str:
    """A text in simplified characters, as long as before."""
    return text.translate(_table())
