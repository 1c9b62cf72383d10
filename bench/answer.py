"""What an answer is, and the row that asks for it."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[int, int, int, int, int, int, int]
"""One case: activity, territory, origin, sensitive, qualified, share, day."""
COLUMNS = ("activity", "territory", "origin", "sensitive", "qualified", "share", "day")
OUTCOMES = ("prohibited", "not_permitted", "permitted", "undetermined")
NO_CEILING = 255


@dataclass(frozen=True)
class Answer:
    """One answer with its rules by name."""

    outcome: str
    ceiling: int | None
    determining: frozenset[str]
    duties: frozenset[str]
