"""Volumes of a list in words: 10万人以上不满100万人, at least 100,000 and fewer than 1,000,000 persons.

A number counts only with the word that says what it counts (人, persons), so that 1月1日 is none; and only with a word that says on which side of
it the band lies and whether it is in it. What is left open by the words is not read.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from shidian.law.numerals import in_digits, in_words
from shidian.packaged import patterns
from shidian.review.list_table import said

PATTERNS = patterns("review/lists.toml")


class Band(Struct, frozen=True):
    """A range of persons. `of` says which persons: `sensitive` or `plain` (not sensitive); None where the words do not."""

    of: str | None
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def test(self) -> dict[str, int]:
        """As a test of a rule; nobody is a band without a lower end for nobody."""
        told = {k: int(v) for k in ("at_least", "above", "at_most", "below") if (v := getattr(self, k)) is not None}
        return told if {"at_least", "above"} & told.keys() else {"above": 0} | told


def persons_of(text: str) -> str | None:
    """Which persons a text speaks of; None when it does not say, or speaks of both."""
    folded = text.casefold()
    bare = folded
    for word in said("plain"):
        bare = bare.replace(word, "")
    plain = bare != folded
    sensitive = any(w in bare for w in said("sensitive"))
    return None if plain == sensitive else "plain" if plain else "sensitive"


def read_band(text: str, around: str = "") -> Band | None:
    """The band that a cell tells; `around` are the other words of its row. None when it is not told in full, or several are told."""
    of = persons_of(text) or persons_of(around)
    if any(w in text.casefold() for w in said("any")):
        return Band(of, at_least=Decimal(1))
    bounds: dict[str, Decimal] = {}
    numbers = sorted({(n.start, n.end): n for n in (*in_digits(text), *in_words(text)) if not n.percent}.values(), key=lambda n: -n.end)
    taken = len(text) + 1
    for number in numbers:
        if number.end > taken:
            continue
        counted = PATTERNS["persons"].match(text, number.end)
        before, after = text[: number.start].rstrip(), counted.end() if counted else number.end
        side = _side(before, text, after)
        if counted is None and side is None:
            continue
        if side is None or side in bounds or (counted is None and not bounds):
            return None
        bounds[side] = number.value
        taken = number.start
    low, high = {"at_least", "above"} & bounds.keys(), {"at_most", "below"} & bounds.keys()
    if not bounds or len(low) > 1 or len(high) > 1 or any(v != v.to_integral_value() for v in bounds.values()):
        return None
    return Band(of, **bounds)


def _side(before: str, text: str, after: int) -> str | None:
    """On which side of a number the band lies; None when the words do not say."""
    if PATTERNS["not_here"].match(text, after):
        return "below"
    if PATTERNS["from_here"].match(text, after):
        return "at_least"
    if PATTERNS["to_here"].match(text, after):
        return "at_most"
    return next((side for side in ("at_least", "below", "at_most", "above") if PATTERNS[side].search(before)), None)
