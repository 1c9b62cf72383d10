"""A business: several activities asked together. One decision for each, the strictest over all, and the activities that bind.

What holds of the business is read off the decisions of its parts, so that nothing is said of the whole that no part bears out. Where
each part depends on a fact that is missing, so does the whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping

from shidian.answer.ask import ask
from shidian.answer.decision import Decision
from shidian.answer.facts import Given
from shidian.answer.first_lines import named
from shidian.answer.parts import Bound, DecisionPart, ReadingAnswer
from shidian.answer.told_apart import bound_said
from shidian.compiled import CompiledLaw
from shidian.errors import BadValue
from shidian.law.names import Names
from shidian.law.records.base import Label
from shidian.law.records.question import Question
from shidian.words.labels import join
from shidian.words.phrases import phrase

MOST_PARTS = 12
"""Activities of one business."""
REFUSING = ("prohibited", "refused", "not_permitted")
"""Outcomes that refuse, the strictest first: an open refusal may be a prohibition."""


class Whole(DecisionPart, frozen=True):
    """What one reading answers for all parts: the strictest outcome, the share that is certain and possible for every part (None where
    none is bounded), and the values of the parts that bind: those that refuse, or have that outcome, or the lowest share."""

    outcome: str
    because: str | None
    certain: Bound | None
    possible: Bound | None
    binding: tuple[str, ...]


class Business(DecisionPart, frozen=True):
    """The answer for several activities: `fact` takes the values `parts`, each with its own decision in the same order."""

    question: str
    fact: str
    parts: tuple[str, ...]
    outcome: str
    because: str | None
    in_force: Whole
    announced: Whole
    sentence: Label
    announced_sentence: Label
    decisions: tuple[Decision, ...]

    def to_text(self, lang: str = "en", *, explain: bool = False, columns: int = 100) -> str:
        """The whole in two lines, then the page of each decision."""
        head = f"{self.sentence[lang]}\n  {self.announced_sentence[lang]}\n"
        return "\n".join([head, *(d.to_text(lang, explain=explain, columns=columns) for d in self.decisions)])


def activities_of(law: CompiledLaw, question: str, facts: Mapping[str, Given]) -> tuple[str, tuple[str, ...]] | None:
    """The fact that has several values, and these: a list, or words with commas between them. None where no fact has."""
    found = []
    for fact in law.question(question).facts:
        given = facts.get(fact.fact)
        if fact.domain != "tree" or given is None:
            continue
        words = _words(given, law.lawbook.names[fact.vocabulary or ""])
        if len(words) > 1:
            found.append((fact.fact, words))
    if len(found) > 1:
        raise BadValue(f"`{found[0][0]}` and `{found[1][0]}` have several values each", hint="give several values for one fact only")
    return found[0] if found else None


def _words(given: Given, names: Names) -> tuple[str, ...]:
    if isinstance(given, str):
        if names.find(given):
            return (given,)
        return tuple(dict.fromkeys(w.strip() for w in re.split(r"[,，、;；]", given) if w.strip()))
    return tuple(dict.fromkeys(map(str, given))) if isinstance(given, Iterable) else ()


def business(law: CompiledLaw, question: str, facts: Mapping[str, Given], known_on: dt.date | str | None = None) -> Business:
    """Decide a business. Raises CaseError when a value is not known, or no fact has several values."""
    found = activities_of(law, question, facts)
    if found is None:
        raise BadValue("a business has several activities", hint="give them with commas between them, such as `activity=online-music,b25`")
    fact, words = found
    if len(words) > MOST_PARTS:
        raise BadValue(f"{len(words)} activities are too many for one business", hint=f"give at most {MOST_PARTS}")
    decisions = tuple(ask(law, question, {**facts, fact: word}, known_on) for word in words)
    parts = tuple(d.facts[fact] for d in decisions)
    asked = law.question(question)
    held = _whole(asked, parts, decisions, lambda d: d.in_force)
    ahead = _whole(asked, parts, decisions, lambda d: d.announced)
    alike = (held.outcome, held.certain, held.possible) == (ahead.outcome, ahead.certain, ahead.possible)
    return Business(
        question,
        fact,
        parts,
        held.outcome,
        held.because,
        held,
        ahead,
        _said("sum_business", held, fact, parts, decisions),
        phrase("sum_nothing_announced") if alike else _said("sum_business_announced", ahead, fact, parts, decisions),
        decisions,
    )


def _strictness(question: Question) -> Callable[[ReadingAnswer], int]:
    """How strict an outcome is; what is open stands before the mildest, for a chain after the strictest."""
    if question.reads == "chain":
        values = [c.id for s in question.slots if s.slot == question.main for c in s.values][::-1]
        order = (values[0], "undetermined", *values[1:])
    else:
        order = ("not_granted", "undetermined", "granted") if question.reads == "grants" else (*REFUSING, "undetermined", "permitted")
    return lambda answer: order.index(answer.outcome)


def _whole(question: Question, parts: tuple[str, ...], decisions: tuple[Decision, ...], read: Callable[[Decision], ReadingAnswer]) -> Whole:
    answers = [read(d) for d in decisions]
    strict = _strictness(question)
    strictest = min(answers, key=strict)
    certain = _least(a.certain for a in answers)
    alike = REFUSING if strictest.outcome in REFUSING else (strictest.outcome,)
    binding = [(p, a) for p, a in zip(parts, answers, strict=True) if a.outcome in alike]
    if strictest.outcome == "permitted":  # the part with the lowest share
        binding = [(p, a) for p, a in binding if a.certain == certain]
    return Whole(strictest.outcome, strictest.because, certain, _least(a.possible for a in answers), tuple(p for p, _ in binding))


def _least(bounds: Iterable[Bound | None]) -> Bound | None:
    return min((b for b in bounds if b is not None), key=lambda b: (b.value, not b.exclusive), default=None)


def _said(key: str, whole: Whole, fact: str, parts: tuple[str, ...], decisions: tuple[Decision, ...]) -> Label:
    first = decisions[0]
    name = named(first, whole.outcome, whole.because)
    if whole.certain is not None and whole.certain.value > 0:
        more = phrase("sum_certain", bound=bound_said(whole.certain))
        name = Label(f"{name.en}; {more.en}", f"{name.zh}；{more.zh}")
    labels = {p: d.labels[fact] for p, d in zip(parts, decisions, strict=True)}
    return phrase(
        key, listed=join([labels[p] for p in parts], len(parts)), name=name, binding=join([labels[p] for p in whole.binding], len(parts))
    )
