"""The nearest known words to one that is not known: offered in an error, never taken. The one place for it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from shidian.errors import BadValue, ShidianError

T = TypeVar("T")

CLOSE = 0.6
"""Ratio of equal letters (0 to 1) from which on two words are near."""
FEW = 12
"""So many known words are listed, where none is near."""


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to `word`, best first."""
    close = difflib.get_close_matches(word, sorted(known), n=most * 2, cutoff=CLOSE)
    return [c for c in close if _same_but_one(word, c)][:most]


def one_of(what: str, id: str, known: Mapping[str, T], error: type[ShidianError] = BadValue) -> T:
    """What is known under an id. Raises `error`, with the nearest id."""
    if id not in known:
        raise error(f"there is no {what} `{id}`", hint=did_you_mean(id, known))
    return known[id]


def first_or(what: str, id: str | None, known: Mapping[str, T]) -> T:
    """The measure of this id; the first without an id. Raises BadValue, also where the lawbook has none."""
    if not known:
        raise BadValue(f"this lawbook has no {what} to measure with", hint="add one under measures/")
    return one_of(what, id if id is not None else next(iter(known)), known)


def _same_but_one(word: str, other: str) -> bool:
    """Where two words of several parts differ in one part only, whether these parts are near: `hainan-government` is not near
    `qingdao-government`, however long the part they share."""
    mine, theirs = re.split(r"[-/#@]", word), re.split(r"[-/#@]", other)
    if len(mine) != len(theirs) or len(mine) < 2:
        return True
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(differing) != 1 or difflib.SequenceMatcher(None, *differing[0]).ratio() >= CLOSE


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known word, or lists the known ones when they are few. A word that stands for the last part of
    full ids (`telecom-vats` of `cn-negative-list/telecom-vats`) names them."""
    options = sorted(known)
    if whole := [o for o in options if re.split(r"[/#]", o)[-1] == word and o != word]:
        return "did you mean " + " or ".join(f"`{o}`" for o in whole[:3]) + "?"
    if close := nearest(word, options, 1):
        return f"did you mean `{close[0]}`?"
    if 0 < len(options) <= FEW:
        return "known: " + ", ".join(f"`{o}`" for o in options)
    return None
