"""A past without a day: `back then`, 过去, `used to be allowed`. The day is open then, and never today.

What a clause tells of the asker's own past beside another clause that asks, and a past that is set against now (以前不行，现在呢), leave the
day alone. Which words these are stands in `words/sentence.toml` (`past`, and the `open` words of the fact `on`).
"""

from __future__ import annotations

from shidian.answer.sentence.settling import Found
from shidian.answer.sentence.voices import only_told


def without_told(found: list[Found], plain: str) -> list[Found]:
    """The chips without those of a past that is not the one asked about, and without words of a past whose day is told besides."""
    vague = [f for f in found if f.kind == "open" and f.chip.fact == "on"]
    if not vague:
        return found
    dated = any(f.chip.fact == "on" and f not in vague for f in found)
    gone = [f for f in vague if dated or only_told(plain, f.chip.start, f.chip.end)]
    return [f for f in found if f not in gone]
