"""What would have to be otherwise for an answer to be the one hoped for, and what a change of the law would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from shidian.analysis.diff import Diff, diff_of
from shidian.analysis.joint import Side
from shidian.analysis.nearest import Move, Way, nearest
from shidian.analysis.shown import NamedValues, ShortAnswer, Start, begin, check, named, said, view
from shidian.answer.facts import Given
from shidian.compiled import CompiledLaw
from shidian.diagram.diagram import Diagram
from shidian.engine.bounds import name_of
from shidian.engine.decide import Answer
from shidian.engine.rule import all_written
from shidian.engine.rulebook import Rulebook
from shidian.errors import BadValue
from shidian.law.near import did_you_mean
from shidian.law.records.base import Label, Reading
from shidian.law.records.question import Question
from shidian.words.labels import fact_label, join, value_label
from shidian.words.phrases import phrase
from shidian.words.plain import Result

SHOWN = 20
"""Ways that are given at most."""


class Turn(Result, frozen=True):
    """Some facts changed and where that leads. `changes` has one entry for each fact: the values of which any will do (for a number
    the greatest that will do, in words). `facts` is the nearest case, in the words that `ask` takes. `reading` is `announced`
    when the answer is so only in the announced reading."""

    changes: tuple[NamedValues, ...]
    facts: dict[str, str]
    answer: ShortAnswer
    reading: Reading
    determining: tuple[str, ...]


class WhatIf(Result, frozen=True):
    """The answer now, and the smallest changes of facts that lead to the goal, nearest first; `more` counts those not shown,
    `all_tried` is false when there were too many pairs of changes to try them all."""

    question: str
    facts: dict[str, str]
    assumed: dict[str, str]
    labels: dict[str, Label]
    now: ShortAnswer
    announced: ShortAnswer
    goal: str
    reached: bool
    turns: tuple[Turn, ...]
    more: int
    all_tried: bool


class Reform(Result, frozen=True):
    """What a change of the law would do: the rules taken out, the instruments added, the answer to the case before and after
    it, and the cases whose answer changes."""

    without: tuple[str, ...]
    added: tuple[str, ...]
    before: ShortAnswer
    after: ShortAnswer
    diff: Diff


def goal_of(rulebook: Rulebook, now: Answer) -> tuple[str, set[str]]:
    """What is hoped for: the mildest outcome; of a chain anything milder than now. Its name, and the outcomes that count."""
    if rulebook.question.reads == "grants":
        return "granted", {"granted"}
    if rulebook.question.reads == "ceilings":
        return "permitted", {"permitted"}
    length = len(next(s for s in rulebook.question.slots if s.slot == rulebook.question.main).values)
    names = [name_of(rulebook, rank) for rank in range(length)]
    milder = names[names.index(now.outcome) + 1 :] if now.outcome in names else names[-1:]
    return (milder or names[-1:])[0], set(milder or names[-1:])


def whatif(book: CompiledLaw, question: str, facts: Mapping[str, Given], known_on: dt.date | None = None, most: int = SHOWN) -> WhatIf:
    """The smallest changes of facts that lead to the mildest outcome, nearest first; the case of each that is given is checked by the engine."""
    start, diagram = begin(book, question, facts), book.diagram(question, known_on=known_on)
    with diagram.lock:
        return _what_if(book, start, diagram, most)


def _what_if(book: CompiledLaw, start: Start, diagram: Diagram, most: int) -> WhatIf:
    held, ahead = diagram.answers.both(diagram.walk(start.case))
    goal, wanted = goal_of(start.rulebook, held)
    reached = held.outcome in wanted
    found = nearest(diagram, start.case, wanted) if not reached else None
    turns = _turns(book, start, diagram, found.ways, most) if found is not None else []
    words = start.read.facts | start.read.assumed
    return WhatIf(
        start.question.question,
        start.read.facts,
        start.read.assumed,
        {f: value_label(book.lawbook, start.question, f, w) for f, w in words.items()},
        view(held),
        view(ahead),
        goal,
        reached,
        tuple(turns[:most]),
        max(0, len(turns) - most),
        found is None or found.all_tried,
    )


def _turns(book: CompiledLaw, start: Start, diagram: Diagram, ways: tuple[Way, ...], most: int) -> list[Turn]:
    """Ways that change the same facts to the same end, but for the place and other listed values, are one turn."""
    together: dict[object, list[Way]] = {}
    for way in ways:
        key = (
            tuple(s.fact for s in way.steps),
            way.reading,
            way.answer.outcome,
            way.answer.ceiling,
            all_written(way.answer.determining),
            tuple(s.value for s in way.steps if isinstance(s.value, Decimal)),
        )
        together.setdefault(key, []).append(way)
    tree = start.rulebook.trees.get(start.rulebook.place or "")
    out: list[Turn] = []
    for group in together.values():
        first, words = group[0], said(start.question, tree, group[0].case)
        if len(out) < most:
            check(start.rulebook, first.case, diagram.known_on, first.reading, view(first.answer), words)
        changes = tuple(_change(book, start, [w.steps[i] for w in group]) for i in range(len(first.steps)))
        out.append(Turn(changes, words, view(first.answer), first.reading, all_written(first.answer.determining)))
    return out


def _change(book: CompiledLaw, start: Start, steps: list[Move]) -> NamedValues:
    fact = steps[0].fact
    if fact == start.rulebook.place:
        return places(book, start.question, fact, steps)
    words = tuple(dict.fromkeys(w for s in steps for w in s.words))
    if fact == start.rulebook.day:
        return NamedValues(fact, fact_label(start.question, fact), words, phrase("from_day", day=words[0]))
    return named(book.lawbook, start.question, fact, words)


def places(book: CompiledLaw, question: Question, fact: str, steps: list[Move]) -> NamedValues:
    """Places as `unit`, `unit:other` or `unit (zone)`; the zones that matter are those that the place lies in."""
    tree = book.rulebook(question.question).trees[fact]
    words = []
    for step in steps:
        unit = str(step.value)
        inside = [
            z for z, yes in sorted(step.zones) if yes and not any(z in tree.zone_around[o] for o, also in step.zones if also and o != z)
        ]
        reach = any(unit in tree.zone_units[z] for z, _ in step.zones)
        words.append(f"{unit} ({', '.join(inside)})" if inside else unit if unit.endswith(":other") or not reach else f"{unit}:other")
    listed = tuple(dict.fromkeys(words))
    short = named(book.lawbook, question, fact, listed)
    return NamedValues(fact, short.fact_label, listed, join([named(book.lawbook, question, fact, (w,)).label for w in listed]))


def reform(
    book: CompiledLaw,
    question: str,
    facts: Mapping[str, Given],
    *,
    without: Iterable[str] = (),
    other: CompiledLaw | None = None,
    added: Iterable[str] = (),
    known_on: dt.date | None = None,
    reading: Reading = "in_force",
) -> Reform:
    """What the law would answer without some rules, or with the instruments that `other` has besides (their names: `added`)."""
    declared = book.question(question)
    rules = frozenset(without)
    known = {*book.lawbook.rules, *book.lawbook.gaps}
    unknown = sorted(rules - known)
    if unknown:
        raise BadValue(
            f"there is no rule `{unknown[0]}`",
            hint=did_you_mean(unknown[0], known) or "rules are named `instrument/rule`, as the reasons of a decision name them",
        )
    right = other if other is not None else book
    left_start, right_start = begin(book, question, facts), begin(right, question, facts)
    old = book.diagram(question, known_on=known_on, kept=True)
    order = tuple(level.fact for level in old.levels)
    new = old if other is None else Diagram(right.rulebook(question), known_on, order)
    with old.lock, new.lock:
        sides = Side(old, left_start.case), Side(new, right_start.case, rules)
        found = diff_of(
            book,
            right,
            declared,
            *sides,
            ("as it is", "reformed"),
            reading=reading,
            facts=left_start.read.facts,
            assumed=left_start.read.assumed,
        )
        answers = []
        for side, start in zip(sides, (left_start, right_start), strict=True):
            node = side.root
            for i, cls in enumerate(side.diagram.classes(start.case)):
                node = side.diagram.follow(node, i, cls)
            answers.append(view(side.diagram.answers.as_answered(node, reading)))
    return Reform(tuple(sorted(rules)), tuple(added), answers[0], answers[1], found)
