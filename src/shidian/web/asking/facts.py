"""Facts in addresses: a case is the query of a page, so that every case is a link."""

from __future__ import annotations

from msgspec import Struct

from shidian.answer.decision import Decision
from shidian.errors import BadValue
from shidian.law.records.base import Label, record_of
from shidian.law.records.question import Choice, Fact, Question
from shidian.web.page import Visit

SKIPPED = "skip"
"""The name in the query of what was asked and is not known, several with commas between."""
MEMO = ("matter", "to", "from", "layout")
"""Names in the query that only a memo reads."""
WHOLE = "whole"
"""Asks for every reason, duty and source of an answer on one page."""
SENTENCE = "sentence"
"""The name in the query of the sentence that a case was read from."""
RESERVED = ("known_on", SKIPPED, "change", WHOLE, SENTENCE, *MEMO)
"""Names in the query that are no facts."""


class SaidFact(Struct, frozen=True):
    """A fact that was said: its words, and the facts that remain without it."""

    fact: str
    label: Label
    word: str
    value: Label
    rest: dict[str, str]


class FactField(Struct, frozen=True):
    """A fact to be asked for in a form: its domain and what it can take."""

    fact: str
    domain: str
    label: Label
    ask: Label
    vocabulary: str | None
    unit: Label | None
    minimum: str | None
    maximum: str | None
    choices: tuple[Choice, ...]


def facts_of(visit: Visit, question: Question) -> dict[str, str]:
    """The facts in the query, in the order they were said. Several values of a set are one."""
    sets = {f.fact for f in question.facts if f.domain == "set"}
    facts: dict[str, str] = {}
    for name, value in visit.pairs:
        if name in RESERVED:
            continue
        if name in facts:
            if name not in sets:
                raise BadValue(f"`{name}` is given twice")
            value = f"{facts[name]},{value}"
        facts[name] = value
    return facts


def said_of(decision: Decision, facts: dict[str, str]) -> tuple[SaidFact, ...]:
    """What was said, with the words for it."""
    unnamed = Label("?", "?")
    return tuple(
        SaidFact(f, decision.fact_names.get(f, Label(f, f)), w, decision.labels.get(f, unnamed), {k: v for k, v in facts.items() if k != f})
        for f, w in facts.items()
    )


def field_of(fact: Fact) -> FactField:
    """The form field of a fact."""
    return record_of(
        FactField,
        fact,
        minimum=None if fact.minimum is None else f"{fact.minimum}",
        maximum=None if fact.maximum is None else f"{fact.maximum}",
    )
