"""An interview: ask only what matters, best question first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from shidian.answer.ask import ask, best_first
from shidian.answer.decision import Decision
from shidian.answer.facts import Given
from shidian.answer.parts import Lead, Missing
from shidian.compiled import CompiledLaw
from shidian.words.labels import value_label

MOST_VALUES = 5
MOST_CHOICES = 9


class Interview:
    """A case that is filled in step by step. `decision` is always the decision of what is known so far."""

    def __init__(self, book: CompiledLaw, question: str, given: Mapping[str, Given], known_on: dt.date | str | None) -> None:
        self._book = book
        self._question = question
        self._given: dict[str, Given] = dict(given)
        self._known_on = known_on
        self._skipped: set[str] = set()
        self.decision: Decision = self._decide(self._given)

    def next(self) -> Missing | None:
        """The next question, or None when no further answer can matter."""
        return next((m for m in best_first(self._book, self.decision) if m.fact not in self._skipped), None)

    def choices(self, asked: Missing) -> tuple[Lead, ...]:
        """The answers worth offering by number."""
        return self.offered(self._book, self._question, asked)

    @staticmethod
    def offered(book: CompiledLaw, name: str, asked: Missing) -> tuple[Lead, ...]:
        """The answers worth offering one by one, one value each: never a group, so that no choice decides for another.
        A long tail is better typed, a number always is."""
        if is_number(asked) or len(asked.answers) < 2:
            return ()
        question = book.question(name)
        out: list[Lead] = []
        for lead in asked.answers:
            if len(lead.values) <= 1 or asked.fact not in lead.set:
                out.append(lead)
            elif len(lead.values) <= MOST_VALUES:
                out.extend(
                    replace(lead, label=value_label(book.lawbook, question, asked.fact, v), set=lead.set | {asked.fact: v}, values=(v,))
                    for v in lead.values
                )
        return tuple(out) if 2 <= len(out) <= MOST_CHOICES else ()

    def skip(self, fact: str) -> None:
        """The person does not know."""
        self._skipped.add(fact)

    def answer(self, asked: Missing, word: str) -> dict[str, Given]:
        """Take an answer: the number of one of the choices, or a value. Gives the facts that were learnt. Raises CaseError, and
        then nothing has changed."""
        offered = self.choices(asked)
        if word.isascii() and word.isdigit() and 1 <= int(word) <= len(offered):
            learnt: dict[str, Given] = dict(offered[int(word) - 1].set)
        else:
            learnt = {asked.fact: word}
        given = self._given | learnt
        self.decision = self._decide(given)
        self._given = given
        return learnt

    @property
    def facts(self) -> Mapping[str, Given]:
        """All facts so far, as they were said."""
        return dict(self._given)

    def _decide(self, given: Mapping[str, Given]) -> Decision:
        return ask(self._book, self._question, given, self._known_on)


def is_number(asked: Missing) -> bool:
    """A number is answered by a number, not by the position of a range."""
    return all(len(lead.values) == 2 and lead.values[0].lstrip("-").replace(".", "").isdigit() for lead in asked.answers)
