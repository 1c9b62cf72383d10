"""A past or a future without a day: `back then`, 过去, `used to be allowed`; 以后, `will foreigners soon be able`. The day is open then, never today.

What a clause tells of the asker's own past beside another clause that asks, and a past that is set against now (以前不行，现在呢), leave the
day alone; so does a plan for soon, and what goes on from now. Which words these are stands in `words/sentence.toml` (`past`, and the `open`
words of the fact `on`).
"""

from __future__ import annotations

from shidian.answer.sentence.lexicon import pattern
from shidian.answer.sentence.settling import Found
from shidian.answer.sentence.voices import asks_of_law, clause_at, only_told


def without_told(found: list[Found], plain: str) -> list[Found]:
    """The chips without those of a past or future that is not the one asked about, and without such words where the day is told besides."""
    vague = [f for f in found if f.kind == "open" and f.chip.fact == "on"]
    if not vague:
        return found
    dated = any(f.chip.fact == "on" and f not in vague for f in found)
    gone = [f for f in vague if dated or (_only_planned if _of_the_future(f, plain) else only_told)(plain, f.chip.start, f.chip.end)]
    return [f for f in found if f not in gone]


def _of_the_future(found: Found, plain: str) -> bool:
    return pattern("past", "future").search(plain[found.chip.start : found.chip.end]) is not None and not pattern("past", "then").search(
        plain[found.chip.start : found.chip.end]
    )


def _only_planned(plain: str, start: int, end: int) -> bool:
    """Whether words of a future are a plan for soon, or what goes on from now, and no question of what the law will be."""
    first, last = clause_at(plain, start)
    own = plain[first:last] or plain
    if pattern("past", "goes_on").search(own):
        return True
    near = pattern("past", "near").search(plain[start:end]) is not None
    return near and (pattern("past", "plan").search(own) is not None or not asks_of_law(plain, start))
