"""What a sentence was understood to say: records that a person sees before anything is decided."""

from __future__ import annotations

from msgspec import Struct

from shidian.law.records.base import Label


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
    """A sentence as it was read. `cases` are the cases it makes, several when it compares; `facts` is the first of them. `left_out` names
    the facts that the words touch without settling, and further questions; `questions` are all questions that the words may ask."""

    text: str
    question: str | None
    facts: dict[str, str]
    cases: tuple[dict[str, str], ...]
    chips: tuple[Chip, ...]
    not_understood: tuple[NotUnderstood, ...]
    left_out: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything the sentence says is in its cases."""
        return self.question is not None and not self.not_understood and not self.left_out and all(c.value for c in self.chips)

    @property
    def dated(self) -> tuple[dict[str, str], ...]:
        """The cases to decide: where the words leave the day open (in 2018, before 2020), one for each end of what they may mean; none where
        nothing tells these ends. Such a sentence is never answered with the law of today."""
        if "on" not in self.left_out:
            return self.cases
        ends = tuple(dict.fromkeys(d for c in self.chips if c.fact == "on" for d in (c.value, *(a.value for a in c.alternatives)) if d))
        return tuple(case | {"on": day} for case in self.cases for day in sorted(ends)[:: max(1, len(ends) - 1)])
