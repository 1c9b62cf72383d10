"""Under which conditions an answer holds, and which rules set them."""

from __future__ import annotations

from collections.abc import Iterable

from shidian.engine.bearing import OPEN, REFUSALS
from shidian.engine.decide import Answer
from shidian.engine.rulebook import Rulebook
from shidian.law.lawbook import Lawbook
from shidian.law.records.base import Label
from shidian.law.records.instrument import Rule


def with_kept(answer: Answer, route: tuple[str, ...]) -> set[str]:
    """The rules of a route, and the limits it leaves standing that the case keeps."""
    return {*route, *(a.limit for a in answer.limits if a.ways == (a.limit,) and a.doubt is None)}


class AnswerConditions:
    """The conditions of a question's answers. Each comes with the first of the rules that set it."""

    def __init__(self, book: Lawbook, rulebook: Rulebook) -> None:
        self.book, self.rulebook, self.question = book, rulebook, rulebook.question
        self._flags = {s.slot: s.label for s in self.question.slots if s.kind == "flag"}
        self._set: dict[str, tuple[Label, ...]] = {}
        """What each rule sets that was asked for."""

    def certain(self, answer: Answer) -> dict[Label, str]:
        """What every route asks for; of an open answer, what is asked for wherever it is permitted."""
        if answer.outcome in REFUSALS:
            return {}
        if answer.outcome in OPEN:
            loosened = {limit for id, _ in answer.doubtful for limit in self.rulebook.by_id[id].relieves}
            sure = [a.ways for a in answer.limits if a.ways and a.doubt is None and a.limit not in loosened]
            each = [[self.of({way}) for way in ways] for ways in sure if self.question.reads == "ceilings"]
            return {c: by for first, *others in each for c, by in first.items() if all(c in other for other in others)}
        if not answer.routes:
            return self.of({w for limit in answer.limits if limit.doubt is None for w in limit.ways})
        first, *others = (self.of(with_kept(answer, r)) for r in answer.routes)
        return {c: by for c, by in first.items() if all(c in other for other in others)}

    def of(self, rules: Iterable[str]) -> dict[Label, str]:
        """What some rules set."""
        out: dict[Label, str] = {}
        for id in sorted(rules):
            for label in self._set_by(id):
                out.setdefault(label, id)
        return out

    def _set_by(self, id: str) -> tuple[Label, ...]:
        found = self._set.get(id)
        if found is None:
            record = self.book.record(id)[2]
            flags = tuple(self._flags[slot] for slot, wanted in self.rulebook.by_id[id].effect.flags.items() if wanted)
            found = self._set[id] = (*flags, *(record.conditions if isinstance(record, Rule) else ()))
        return found
