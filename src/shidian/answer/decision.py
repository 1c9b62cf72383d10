"""The decision as a user meets it: typed, immutable, the same for people and programs."""

from __future__ import annotations

from shidian.answer.parts import DecisionFields
from shidian.answer.text import render
from shidian.law.records.base import Label


class Decision(DecisionFields, frozen=True):
    """The answer to a question, with its reasons.

    The outcome, cause, ceiling, determining rules and conditions at the top are those of the reading in force.
    """

    def to_text(self, lang: str = "en", *, explain: bool = False, columns: int = 100, since: Label | None = None) -> str:
        """The decision as a page of text in English (`en`) or Chinese (`zh`), in lines of at most `columns`; `since` says since when the
        answer is the same."""
        return render(self, lang, explain=explain, columns=columns, since=since)
