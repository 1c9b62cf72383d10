"""English words in their forms: close, closes, closed and closing say the same. A form of a word that says nothing of a case says nothing either,
unless it stands in words that do (listed, certified).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

_ENDINGS = ("ing", "ed", "es", "er", "ly", "s", "d")
_SHORTEST = 4


class Forms:
    """The stems of words that say nothing, and the words that say something."""

    def __init__(self, silent: Iterable[str], telling: Collection[str], shortest: int = _SHORTEST) -> None:
        """`silent` are the words that say nothing; `telling` those that say something; words shorter than `shortest` letters are none
        (from one on, they may be Chinese)."""
        self._stems = {stem(w) for w in silent if len(w) >= shortest and w.isalpha() and (w.isascii() or shortest == 1)}
        self._telling, self._shortest = telling, shortest

    def __contains__(self, word: str) -> bool:
        return len(word) >= self._shortest and word not in self._telling and stem(word) in self._stems


@cache
def stem(word: str) -> str:
    """What the forms of an English word have in common."""
    for end in _ENDINGS:
        if word.endswith(end) and len(word) - len(end) > 2:
            word = word.removesuffix(end)
            break
    word = word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lse" else word
    return word[:-1] + "i" if word.endswith("y") else word.removesuffix("e")
