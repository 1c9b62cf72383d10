"""What the tools that decide give back, as the schema of each tool publishes it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from msgspec import Struct

from shidian.answer.short import FactToAsk, Lang, ShortDecision
from shidian.law.records.base import record_of
from shidian.words.phrases import phrase


class MeaningTold(Struct, frozen=True):
    """What would hold if a word meant this. It is no answer: `facts` are what to ask again with when the user has chosen it."""

    meant: str
    facts: dict[str, str]
    outcome: str
    basis: str
    holds: str
    announced: str
    must_say: tuple[str, ...]


class CaseAsked(Struct, frozen=True):
    """What `ask` found. `answered` is false, and `decisions` empty, when nothing was decided: the sentence was not understood whole, or one of
    its words may mean several things. Then `choose` is what to ask the user, and `meanings` what would hold for each, none of which is the
    answer. Several `decisions` are several cases, each with its `facts`: none stands for the others. `asked_user` are the facts that the user
    was asked for, with what became of it."""

    answered: bool
    decisions: tuple[ShortDecision, ...]
    choose: str | None
    meanings: tuple[MeaningTold, ...]
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
    must_say: tuple[str, ...] = ()


class PlacesCompared(Struct, frozen=True):
    """The same case in several places on the day `on` (null: each item is a day), in the order asked. `must_say` stands beside every item,
    beside those of its own."""

    items: tuple[ElsewhereTold, ...]
    on: dt.date | None
    must_say: tuple[str, ...]
    note: str


class DaysAnswered(Struct, frozen=True):
    """Days with one answer, from `start` to before `until` (null: nothing later is known), and the rules that began and ended it, with those
    of the announced answer apart. `same_since` is the day since which the outcome in force and its bounds have been the same, by whatever rules.
    Where the outcome is open, shares up to `certain` are permitted in any case, and above `possible` none ever is."""

    start: dt.date
    until: dt.date | None
    same_since: dt.date
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
    must_say: tuple[str, ...]


class AnswerHistory(Struct, frozen=True):
    """Every interval with one answer, the latest first; `more` earlier ones are not shown. `must_say` stands beside each."""

    items: tuple[DaysAnswered, ...]
    more: int
    last_change: dt.date
    must_say: tuple[str, ...]


class ChangeThatHelps(Struct, frozen=True):
    """One change of a fact or two, and the outcome it leads to. `reading` is `announced` when the answer is so only in the announced reading,
    which is not law yet."""

    change: str
    facts: dict[str, str]
    outcome: str
    reading: str
    rules: tuple[str, ...]
    must_say: tuple[str, ...]


class Ways(Struct, frozen=True):
    """The answer now, with its `must_say`, and the smallest changes that lead to a milder one, nearest first; `more` are not shown."""

    outcome: str
    goal: str
    reached: bool
    ways: tuple[ChangeThatHelps, ...]
    more: int
    all_tried: bool
    must_say: tuple[str, ...]


class RowAnswered(Struct, frozen=True):
    """One row: its outcome in each reading, with what must be said of it alone, or the error why it could not be read."""

    row: int
    outcome: str | None
    because: str | None
    basis: str | None
    ceiling: float | None
    announced: str | None
    holds: str | None
    error: str | None
    must_say: tuple[str, ...] = ()


class Rows(Struct, frozen=True):
    """The answers to a small table, in the order of its rows, and how many rows have each outcome. `must_say` stands beside every row that is
    answered."""

    rows: tuple[RowAnswered, ...]
    counts: dict[str, int]
    must_say: tuple[str, ...]


def screened(out: list[ShortDecision | str]) -> Rows:
    """The answers to a table, and why a row has none."""
    shared = of_all([d for d in out if not isinstance(d, str)])
    rows = tuple(
        RowAnswered(i, None, None, None, None, None, None, d)
        if isinstance(d, str)
        else RowAnswered(
            i, d.outcome, d.in_force.because, d.basis, number(d.in_force.ceiling), d.announced.outcome, d.lines[0], None, own(d, shared)
        )
        for i, d in enumerate(out, 1)
    )
    return Rows(rows, dict(Counter(r.outcome or "error" for r in rows)), shared)


def of_all(found: list[ShortDecision]) -> tuple[str, ...]:
    """What must be said of each of several answers."""
    return tuple(s for s in found[0].must_say if all(s in d.must_say for d in found)) if found else ()


def own(found: ShortDecision, shared: tuple[str, ...]) -> tuple[str, ...]:
    """What must be said of one answer alone."""
    return tuple(s for s in found.must_say if s not in shared)


def compared(items: list[tuple[str, str, ShortDecision, dt.date | None]], on: dt.date | None, lang: Lang) -> PlacesCompared:
    """Answers side by side, each with its id, name and since when; what must stand beside all of them is said once."""
    shared = of_all([d for _, _, d, _ in items])
    told = (
        {"where": where, "name": name, "since": since, "holds": d.lines[0], "must_say": own(d, shared), "because": d.in_force.because}
        | {"ceiling": number(d.in_force.ceiling), "announced_outcome": d.announced.outcome, "announced_because": d.announced.because}
        for where, name, d, since in items
    )
    rows = tuple(record_of(ElsewhereTold, d, **given) for (_, _, d, _), given in zip(items, told, strict=True))
    return PlacesCompared(rows, on, shared, phrase("say_no_advice")[lang])


def number(value: object) -> float | None:
    """A number as JSON has it."""
    return None if value is None else float(str(value))
