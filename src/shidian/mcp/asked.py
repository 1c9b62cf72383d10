"""What the tools that decide give back, as the schema of each tool publishes it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from shidian.answer.short import FactToAsk, ShortDecision


class CaseAsked(Struct, frozen=True):
    """What `ask` found. `decisions` is empty when the sentence was not understood whole: then nothing was decided.
    Where one word of it may mean several things (it stands in `left_open`), they are one for each meaning, and none of them is the answer. `asked_user` are the
    facts that the user was asked for, with what became of it."""

    decisions: tuple[ShortDecision, ...]
    understood: dict[str, str]
    not_understood: tuple[str, ...]
    left_open: tuple[str, ...]
    asked_user: tuple[str, ...]
    note: str | None


class AskNext(Struct, frozen=True):
    """How far a case has come. `ask` is null when no further answer can matter."""

    outcome: str
    said: str
    ask: FactToAsk | None
    typed: bool


class ElsewhereTold(Struct, frozen=True):
    """The same case in one place or on one day: the outcome in each reading, what holds with its conditions, and what it rests on (`basis`: as in `ask`).
    `since` is the day since which the answer in force has been so."""

    where: str
    name: str
    outcome: str
    because: str | None
    basis: str
    holds: str
    ceiling: float | None
    announced_outcome: str
    announced_because: str | None
    since: dt.date | None = None


class PlacesCompared(Struct, frozen=True):
    """The same case in several places, or on several days, in the order asked."""

    items: tuple[ElsewhereTold, ...]
    note: str


class DaysAnswered(Struct, frozen=True):
    """Days with one answer, from `start` to before `until` (null: nothing later is known), and the rules that began and ended it, with those
    of the announced answer apart. Where the outcome is open, shares up to `certain` are permitted in any case, and above `possible` none ever is."""

    start: dt.date
    until: dt.date | None
    outcome: str
    because: str | None
    said: str
    ceiling: float | None
    certain: float | None
    possible: float | None
    announced_outcome: str
    began: tuple[str, ...]
    ended: tuple[str, ...]
    announced_began: tuple[str, ...]


class AnswerHistory(Struct, frozen=True):
    """Every interval with one answer, the latest first; `more` earlier ones are not shown."""

    items: tuple[DaysAnswered, ...]
    more: int
    last_change: dt.date


class ChangeThatHelps(Struct, frozen=True):
    """One change of a fact or two, and the outcome it leads to. `reading` is `announced` when the answer is so only in the announced reading,
    which is not law yet."""

    change: str
    facts: dict[str, str]
    outcome: str
    reading: str
    rules: tuple[str, ...]


class Ways(Struct, frozen=True):
    """The answer now, and the smallest changes that lead to a milder one, nearest first; `more` are not shown."""

    outcome: str
    goal: str
    reached: bool
    ways: tuple[ChangeThatHelps, ...]
    more: int
    all_tried: bool


class RowAnswered(Struct, frozen=True):
    """One row: its outcome in each reading, or the error why it could not be read."""

    row: int
    outcome: str | None
    because: str | None
    basis: str | None
    ceiling: float | None
    announced: str | None
    holds: str | None
    error: str | None


class Rows(Struct, frozen=True):
    """The answers to a small table, in the order of its rows, and how many rows have each outcome."""

    rows: tuple[RowAnswered, ...]
    counts: dict[str, int]
