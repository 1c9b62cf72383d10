"""Checks of questions and of worked cases against them."""

from __future__ import annotations

from collections.abc import Iterator

from shidian.law.check.found import FoundFault, refer, repeated
from shidian.law.check.instruments import Known
from shidian.law.check.scopes import values_of
from shidian.law.load.nodes import Loaded, Path, records
from shidian.law.records.case import Expect, WorkedCases, day_asked, names_of
from shidian.law.records.names import Vocabulary
from shidian.law.records.question import Fact, Question

OUTCOMES = {"ceilings": ("permitted", "not_permitted", "prohibited", "refused"), "grants": ("granted", "not_granted")}
"""The outcomes of a question by how it is read; a chain has its own values."""


MOST_CHOICES = 8
"""Choices of a set fact: a missing one is filled in with every part of the set, so their number doubles with each."""
MAIN = {"ceilings": ("ceiling",), "chain": ("chain",), "grants": ("set", "amount", "flag")}
"""The kind of the main slot, by how a question is read."""


def _can_be(fact: Fact, word: str) -> bool:
    """Whether a word can be the assumed value of a fact: a choice, a yes or no. Others are not assumed."""
    if fact.domain == "yes_no":
        return word in ("yes", "no")
    return fact.domain == "choice" and word in {c.id for c in fact.choices}


def check_questions(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Facts and slots are declared once and refer to what exists."""
    vocabularies = {v.vocabulary for _, v in records(loaded, Vocabulary)}
    for item, question in records(loaded, Question):
        yield from repeated(item, ("facts",), "fact", question.facts)
        yield from repeated(item, ("slots",), "slot", question.slots)
        facts = {f.fact: f for f in question.facts}
        slots = {s.slot: s for s in question.slots}
        for i, fact in enumerate(question.facts):
            path = ("facts", i)
            if fact.domain in ("tree", "place"):
                yield from refer(item, (*path, "vocabulary"), fact.vocabulary or "", vocabularies, "vocabulary")
            elif fact.vocabulary is not None:
                yield FoundFault("bad-question", item, (*path, "vocabulary"), f"a {fact.domain} takes no vocabulary")
            yield from repeated(item, (*path, "choices"), "id", fact.choices)
            for other, words in fact.full_for.items():
                yield from refer(item, (*path, "full_for"), other, [f for f in facts if facts[f].domain in ("choice", "yes_no")], "fact")
                known = [c.id for c in facts[other].choices] or ["yes", "no"] if other in facts else words
                for j, word in enumerate(words):
                    yield from refer(item, (*path, "full_for", other, j), word, known, "choice")
            if fact.full_for and (fact.domain != "number" or fact.maximum is None):
                yield FoundFault("bad-question", item, (*path, "full_for"), "only a number with a `maximum` can be taken as full")
            if fact.assumed is not None and not _can_be(fact, fact.assumed):
                yield FoundFault("bad-question", item, (*path, "assumed"), f"`{fact.assumed}` is not a value of `{fact.fact}`")
            if fact.domain == "set" and len(fact.choices) > MOST_CHOICES:
                said = f"a set takes at most {MOST_CHOICES} choices: every part of it is tried"
                yield FoundFault("bad-question", item, (*path, "choices"), said, "make it several yes/no facts")
            if fact.domain in ("choice", "set") and not fact.choices:
                yield FoundFault("missing-key", item, path, f"a {fact.domain} needs `choices`")
        for i, values in enumerate(question.apart):
            for name, words in values.items():
                yield from refer(item, ("apart", i), name, [f for f in facts if facts[f].domain in ("choice", "yes_no", "tree")], "fact")
                known = [c.id for c in facts[name].choices] or ["yes", "no"] if name in facts and facts[name].domain != "tree" else words
                for j, word in enumerate(words):
                    yield from refer(item, ("apart", i, name, j), word, known, "choice")
        if sum(f.domain == "date" for f in question.facts) != 1:
            yield FoundFault("bad-question", item, ("facts",), "a question takes exactly one date: the day asked")
        if sum(f.domain == "place" for f in question.facts) > 1:
            yield FoundFault("bad-question", item, ("facts",), "a question takes at most one place")
        for i, slot in enumerate(question.slots):
            if slot.kind == "ceiling":
                numbers = [f for f in facts if facts[f].domain == "number"]
                yield from refer(item, ("slots", i, "of"), slot.of or "", numbers, "number")
            yield from repeated(item, ("slots", i, "values"), "id", slot.values)
            if slot.kind == "set" and not slot.values:
                yield FoundFault("bad-question", item, ("slots", i), "a set needs `values`")
            if slot.kind == "chain" and len(slot.values) < 2:
                yield FoundFault("bad-question", item, ("slots", i), "a chain needs at least two values")
        if question.main in slots:
            fitting = MAIN[question.reads]
            if slots[question.main].kind not in fitting:
                said = f"`{question.main}` is a {slots[question.main].kind}; a question read by {question.reads} needs a {' or '.join(fitting)}"
                yield FoundFault("bad-question", item, ("main",), said)
                continue
            want = OUTCOMES.get(question.reads) or tuple(c.id for c in slots[question.main].values)
            have = [o.outcome for o in question.outcomes]
            if set(have) != {*want, "undetermined"}:
                declared = "declare " + ", ".join(f"`{w}`" for w in (*want, "undetermined"))
                yield FoundFault("bad-question", item, ("outcomes",), "the outcomes do not fit how the question is read", declared)


def check_cases(loaded: list[Loaded]) -> Iterator[FoundFault]:
    """Worked cases name questions, facts, values, outcomes and rules that exist."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    known = Known(loaded)
    for item, book in records(loaded, WorkedCases):
        for i, case in enumerate(book.cases):
            for name in names_of(case):
                before = first.setdefault((book.question, name), (item.name, i))
                if before[0] != item.name or (before[1] != i and name != case.case):
                    yield FoundFault("duplicate-id", item, ("cases", i, "case"), f"`{name}` is already in {before[0]}")
        for i, case in enumerate(book.cases):
            if book.question in known.questions:
                for at, facts in ((("facts",), case.facts), *((("also", n), other) for n, other in enumerate(case.also))):
                    yield from _values(item, ("cases", i, *at), facts, known.questions[book.question], known)
            if case.expect == Expect():
                yield FoundFault("bad-case", item, ("cases", i, "expect"), "a worked case expects something", "give at least an `outcome`")
            if case.before is not None and not all(day_asked({**case.facts, **other}) for other in ({}, *case.also)):
                said = "the day before which day?"
                yield FoundFault("bad-case", item, ("cases", i, "before"), said, "give the day as the fact `on`: 2026-11-27")


def _values(item: Loaded, path: Path, facts: dict[str, str], question: Question, known: Known) -> Iterator[FoundFault]:
    """What a case says of a place, an entry or a choice exists, by its id or by a name of it. (Numbers and days are read when it is run.)"""
    for fact in question.facts:
        if fact.fact in facts and fact.domain in ("tree", "place", "choice", "yes_no"):
            there = values_of(fact, known.entries)
            if there.names is None or not there.names.find(facts[fact.fact]):
                yield from refer(item, (*path, fact.fact), facts[fact.fact], there.ids, there.what)
