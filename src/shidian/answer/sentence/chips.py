"""What a sentence was understood to say: records that a person sees before anything is decided."""

from __future__ import annotations

from msgspec import Struct

from shidian.law.records.base import Label
from shidian.law.records.question import Fact
from shidian.words.counted import counted

LONGEST = 500
"""Characters of a sentence that are read, by every door; a longer text is a document, and what is behind them is listed as not understood."""


class Choosable(Struct, frozen=True):
    """A value that words may mean: its word as a fact takes it, and its name."""

    value: str
    label: Label


class Chip(Struct, frozen=True):
    """A piece of a sentence: the fact it speaks of, the value (empty: open), the words it came from and where they stand (`start` to
    `end`, in characters). `alternatives` are what else the words may mean."""

    fact: str
    value: str
    label: Label
    words: str
    start: int
    end: int
    alternatives: tuple[Choosable, ...] = ()


class NotUnderstood(Struct, frozen=True):
    """Words that no chip accounts for."""

    words: str
    start: int
    end: int


class Sentence(Struct, frozen=True):
    """A sentence as it was read. `cases` are the cases to ask, several when it compares; where the words leave the day open (in 2018, before
    2020) one for each end of what they may mean, and none where nothing tells these ends (back then): `undated` are the cases then, each to
    be asked with a day. `facts` are those of the first case, without a day that is open: asked by themselves they would be asked of today.
    `left_out` names the facts that the words touch without settling, and further questions; `questions` are all questions that the words
    may ask. `meanings` are the cases that one word with several meanings stands for, where nothing else is open: none of them is the answer,
    together they are what is known. `aside` are clauses that tell no fact of the question (the investor is a sovereign fund): the cases are asked
    without them, and every door says so."""

    text: str
    question: str | None
    facts: dict[str, str]
    cases: tuple[dict[str, str], ...]
    chips: tuple[Chip, ...]
    not_understood: tuple[NotUnderstood, ...]
    left_out: tuple[str, ...]
    questions: tuple[str, ...]
    undated: tuple[dict[str, str], ...] = ()
    meanings: tuple[dict[str, str], ...] = ()
    aside: tuple[NotUnderstood, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything the sentence says of the facts is in its cases; what it says beside them is in `aside`."""
        return self.question is not None and not self.not_understood and not self.left_out and all(c.value for c in self.chips)


def dated(cases: tuple[dict[str, str], ...], chips: tuple[Chip, ...]) -> tuple[dict[str, str], ...]:
    """Cases whose day is open, one for each end of what the words of their day may mean; none where no chip tells these ends."""
    ends = sorted({d for c in chips if c.fact == "on" for d in (c.value, *(a.value for a in c.alternatives)) if d})
    return tuple(case | {"on": day} for case in cases for day in ends[:: max(1, len(ends) - 1)])


def value_label(fact: Fact, value: str) -> Label:
    """How a value of a fact is called."""
    choice = next((c for c in fact.choices if c.id == value), None)
    if choice is not None:
        return choice.name
    if fact.domain == "yes_no":
        return Label(value, "是" if value == "yes" else "否")
    return counted(value, fact.unit)
