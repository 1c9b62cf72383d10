"""The nearest known words to one that is not known: offered in an error, never taken. The one place for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CLOSE = 0.6
"""Ratio of equal letters (0 to 1) from which on two words are near."""
FEW = 12
"""So many known words are listed, where none is near."""


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to `word`, best first."""
    return difflib.get_close_matches(word, sorted(known), n=most, cutoff=CLOSE)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known word, or lists the known ones when they are few."""
    options = sorted(known)
    if close := nearest(word, options, 1):
        return f"did you mean `{close[0]}`?"
    if 0 < len(options) <= FEW:
        return "known: " + ", ".join(f"`{o}`" for o in options)
    return None
